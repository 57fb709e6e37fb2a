"""What the page about the archive says, in Chinese and in English."""

ABOUT_TEXTS = {
    "about": ("关于图库", "About this archive"),
    "about_lead": (
        "{photos} 张照片、{texts} 段文字；索引建于 {built}",
        "{photos} photos and {texts} paragraphs; indexed {built}",
    ),
    "about_year": ("各年照片", "Photos by year"),
    "about_creator": ("摄影", "Photographers"),
    "about_agency": ("机构", "Agencies"),
    "about_place": ("地点", "Places"),
    "about_person": ("人物", "People"),
    "about_lacks": ("缺什么", "What is missing"),
    "about_lacks_date": ("没有日期", "No date"),
    "about_lacks_creator": ("没有摄影者", "No photographer"),
    "about_lacks_caption": ("没有图说", "No caption"),
    "about_whole": ("没有缺项", "Nothing is missing"),
    "about_more": ("共 {n} 个，列出前 {shown} 个", "{n} in all, the first {shown} shown"),
    "about_count": ("{n} 张", "{n} photos"),
    "about_one": ("1 张", "1 photo"),
    "about_share": ("{n} 张，占 {share}", "{n} photos, {share}"),
    "about_query": ("怎样查询", "How to search"),
    "about_query_typed": ("输入", "Type"),
    "about_query_finds": ("找到", "to find"),
    "about_keys": ("快捷键", "Keys"),
    "about_key": ("键", "Key"),
    "about_does": ("作用", "What it does"),
    "key_search": ("到搜索框", "to the search box"),
    "key_results": ("搜索结果的上一张、下一张", "the previous, the next of the results"),
    "key_article": ("同一篇文章的上一张、下一张", "the previous, the next of the article"),
    "key_back": ("回到结果中的这一张", "back to its place in the results"),
    "key_copy": ("复制图说＋署名", "copy caption and credit"),
    "key_zoom": ("放大；+ − 缩放，0 复原", "enlarge; + − to zoom, 0 to fit"),
    "key_pick": ("选中照片，Shift 连选", "select a photo, with Shift a range"),
}

KEYS = (
    ("/", "key_search"),
    ("← →", "key_results"),
    ("↑ ↓", "key_article"),
    ("Esc", "key_back"),
    ("c", "key_copy"),
    ("z", "key_zoom"),
    ("x", "key_pick"),
)
"""The keys of the pages, each with the name of what it does."""

QUERIES = (
    ("{agency} {creator}", "两个词都有，不论各在哪里", "both words, wherever each stands"),
    ('"{title}"', "一字不差的这几个字", "exactly these characters in sequence"),
    ("{creator} OR {other}", "两个词有一个即可", "one of the two"),
    ("{other} -{creator}", "有前一个词，没有后一个", "the first word without the second"),
    ("摄影:{creator}", "这位摄影者的照片", "by this photographer"),
    ("机构:{agency}", "这家机构的照片", "by this agency"),
    ('标题:"{title}"', "文章标题里的", "in the title of the article"),
    ("地点:{place}", "文章注明的地点", "a place that the post names"),
    ("日期:{year}", "这一年的", "of this year"),
    ("日期:{year}-01/{year}-06", "这段时间的", "from this period"),
    ("{first}*", "以此开头的词", "words that begin so"),
)
"""Queries of the archive's own names, with what each finds in Chinese and in English.

An example that finds nothing teaches nothing, so a name written here would be some other archive's.
"""
