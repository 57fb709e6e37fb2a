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
    ("青岛 帆船", "两个词都有，不论在图说、标题还是署名里", "both words, wherever each stands"),
    ('"帆起青岛"', "一字不差的这几个字", "exactly these characters in sequence"),
    ("青岛 OR 江湾 帆", "前两个词有一个即可，而且有“帆”", "one of the first two, and 帆"),
    ("渔船 -浓雾", "有“渔船”而没有“浓雾”", "渔船 without 浓雾"),
    ("摄影:周牧野", "这位摄影者的照片", "by this photographer"),
    ("机构:江湾社 -摄影:李若川", "这家机构的，但不是这个人拍的", "by agency, but not by one"),
    ('标题:"帆起青岛"', "文章标题里的", "in the title of the article"),
    ("地点:南湾", "文章注明的地点", "a place that the post names"),
    ("日期:2018-01/2018-06", "这段时间的", "from this period"),
    ("2018年7月1日", "这一天，不论怎样写", "this day, however it is written"),
    ("灯會", "繁体、异体与简体一样", "traditional and other forms are the same"),
    ("乌兰*", "以此开头的词", "words that begin so"),
)
"""Queries, with what each finds in Chinese and in English; all stand in docs/query-language.md."""
