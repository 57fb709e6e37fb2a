"""What the pages say, in Chinese and in English: one table.

Two languages and a hundred short texts need no gettext: a missing text is a KeyError in the test
that walks the table, and a translator sees both languages side by side.
"""

from collections.abc import Mapping
from typing import Literal

from indexer.presentation import isolated
from web.wording.selection_texts import SELECTION

Language = Literal["zh", "en"]

LANGUAGES: tuple[Language, ...] = ("zh", "en")

HTML_LANG: Mapping[Language, str] = {"zh": "zh-Hans", "en": "en"}

TEXTS: Mapping[str, tuple[str, str]] = {
    "site": ("画报", "Huabao"),
    "tagline": ("新闻照片检索", "A search engine for news photographs"),
    "skip": ("跳到结果", "Skip to the results"),
    "skip_content": ("跳到正文", "Skip to the content"),
    "other_language": ("English", "中文"),
    "format_csv": ("CSV 表格，全部结果", "CSV, all results"),
    "format_json": ("JSON", "JSON"),
    "format_ninjs": ("ninjs（IPTC）", "ninjs (IPTC)"),
    "format_atom": ("Atom 订阅", "Atom feed"),
    "format_rss": ("RSS 订阅", "RSS feed"),
    "format_json_feed": ("JSON Feed 订阅", "JSON Feed"),
    "search_label": ("搜索图说、标题、摄影者", "Search captions, headlines, photographers"),
    "search_placeholder": ("人物、地点、事件", "People, places, events"),
    "search_button": ("搜索", "Search"),
    "suggestions": ("搜索建议", "Suggestions"),
    "suggestions_count": ("{n} 条建议", "{n} suggestions"),
    "suggestions_one": ("1 条建议", "1 suggestion"),
    "did_you_mean": ("您是不是要找：", "Did you mean "),
    "did_you_mean_end": ("？", "?"),
    "correction_count": ("（{n}）", " ({n})"),
    "photos": ("图片", "Photos"),
    "texts": ("文字", "Text"),
    "everything": ("全部", "All"),
    "kinds_label": ("结果类型", "Kinds of results"),
    "holdings": ("馆藏 {photos} 张照片、{texts} 段文字", "{photos} photos and {texts} paragraphs"),
    "recent": ("近期照片", "Recent photographs"),
    "browse_all": ("浏览全部照片", "Browse all"),
    "browse": ("翻阅", "Browse"),
    "summary": ("“{query}”共 {total} 条结果", "{total} results for “{query}”"),
    "summary_one": ("“{query}”共 1 条结果", "1 result for “{query}”"),
    "summary_related": (
        "“{query}”没有包含全部词语的结果",
        "Nothing holds all the words of “{query}”",
    ),
    "summary_all": ("共 {total} 条", "{total} in all"),
    "page_of": ("第 {page} / {pages} 页", "page {page} of {pages}"),
    "related": ("以下结果只包含部分词语", "These results hold only some of the words"),
    "related_count": ("{n} 条", "{n} results"),
    "related_one": ("1 条", "1 result"),
    "missing": ("不含：{words}", "Without: {words}"),
    "missing_more": ("不含：{words} 等 {total} 个词", "Without: {words} … ({total} words)"),
    "comma": ("、", ", "),
    "understood": ("查找内容", "What is looked for"),
    "remove_part": ("去掉 {value}", "Leave out {value}"),
    "date_reading": ("日期 {value}", "Date: {value}"),
    "exact": ("只查原词", "Only what was typed"),
    "leave_exact": ("不限于原词", "Not only what was typed"),
    "strict_date": ("只看这段时间", "Only this period"),
    "strict": ("只看这一项", "Only this"),
    "undated": ("另有 {n} 条没有日期", "{n} more have no date"),
    "undated_one": ("另有 1 条没有日期", "1 more has no date"),
    "copies": (
        "同图已合并为 {pictures} 张；逐张列出",
        "{pictures} pictures; list every copy",
    ),
    "copies_one": ("都是同一张图片；逐张列出", "All of one picture; list every copy"),
    "fold_copies": ("合并相同的图片", "Fold copies of one picture"),
    "sort_label": ("排序", "Sort"),
    "sort_relevance": ("相关", "Relevance"),
    "sort_newest": ("最新", "Newest"),
    "sort_oldest": ("最早", "Oldest"),
    "filters": ("筛选", "Filters"),
    "filters_chosen": ("已选", "Chosen"),
    "remove_filter": ("取消筛选：{value}", "Remove filter: {value}"),
    "remove_all": ("全部取消", "Remove all"),
    "more_values": ("其余 {n} 项", "{n} more"),
    "chosen": ("已选中", "chosen"),
    "dates": ("日期", "Dates"),
    "date_from": ("从", "From"),
    "date_to": ("到", "To"),
    "date_hint": ("年、年-月或年-月-日，如 2018-07", "Year, year-month or full date, as 2018-07"),
    "apply": ("应用", "Apply"),
    "taken_on": ("{date} 摄", "Taken {date}"),
    "published_on": ("{date} 发布", "Published {date}"),
    "no_date": ("日期不详", "No date"),
    "no_caption": ("（无图说）", "(no caption)"),
    "no_credit": ("未署名", "No credit given"),
    "article_credit": ("本文图片：{names}", "Article credit: {names}"),
    "from_article": ("来源", "From"),
    "why_before": ("见前文", "In the text before"),
    "why_after": ("见后文", "In the text after"),
    "why_place": ("见地点", "In the places"),
    "why_person": ("见人物", "In the people"),
    "why_tag": ("见标签", "In the tags"),
    "why_creator": ("见摄影者", "In the photographers"),
    "why_agency": ("见机构", "In the agency"),
    "more_in_article": ("此文还有 {n} 张", "{n} more in this article"),
    "elsewhere": ("另见 {n} 处", "Also in {n} other places"),
    "elsewhere_one": ("另见 1 处", "Also in 1 other place"),
    "picture": ("图片", "Picture"),
    "this_picture": ("同一张图片", "this picture"),
    "reasons": ("为何排在这里", "Why it ranks here"),
    "reasons_own": (
        "照片自己的文字里有全部搜索词。",
        "The photo's own text holds the whole query.",
    ),
    "reasons_full": (
        "全部搜索词都找得到，有些在标题、标签或前后文里。",
        "The whole query is found, some of it in the title, the tags or beside the photo.",
    ),
    "reasons_close": ("只含搜索词的一部分。", "Some of the query is found."),
    "reasons_close_share": (
        "只含搜索词的一部分，按稀有程度计占 {held}，至少需要 {needed}。",
        "Some of the query is found: {held} of it by rarity, of which {needed} are needed.",
    ),
    "reasons_none": ("这张照片不符合这次搜索。", "The photo does not match this search."),
    "reasons_none_share": (
        "这张照片不符合这次搜索：按稀有程度计含 {held}，至少需要 {needed}。",
        "The photo does not match this search: it holds {held} by rarity, {needed} are needed.",
    ),
    "reasons_missing": ("不含：{words}", "Without: {words}"),
    "reasons_unmet": ("不符合：{parts}", "Not met: {parts}"),
    "reasons_field": ("位置", "Where"),
    "reasons_token": ("文字", "What"),
    "reasons_stream": ("算作", "Counted as"),
    "reasons_frequency": ("次数", "Times"),
    "reasons_documents": ("含它的照片", "Photos with it"),
    "reasons_amount": ("得分", "Adds"),
    "reasons_rest": ("其余 {n} 项共 {amount}", "{n} more add {amount}"),
    "reasons_total": ("合计 {score}", "Score {score}"),
    "reasons_total_together": (
        "合计 {sum} × {factor}（{n} 个字连在一起）= {score}",
        "Sum {sum} × {factor} for {n} characters that stand together = {score}",
    ),
    "in_caption": ("图说", "Caption"),
    "in_headline": ("标题", "Title"),
    "in_creator": ("摄影", "Photographer"),
    "in_place": ("地点", "Place"),
    "in_person": ("人物", "People"),
    "in_tag": ("标签", "Tags"),
    "in_before": ("前文", "Text before"),
    "in_after": ("后文", "Text after"),
    "as_words": ("词", "word"),
    "as_characters": ("字", "character"),
    "as_bigrams": ("双字", "pair"),
    "as_literal": ("原样", "as typed"),
    "results": ("搜索结果", "Results"),
    "pages_label": ("翻页", "Pages"),
    "previous_page": ("上一页", "Previous"),
    "next_page": ("下一页", "Next"),
    "page_number": ("第 {page} 页", "Page {page}"),
    "notices": ("提示", "Notes"),
    "empty": ("没有找到", "Nothing found"),
    "last_page": ("到最后一页（第 {page} 页）", "Go to the last page ({page})"),
    "help_filters": ("去掉筛选条件再试", "Try without the filters"),
    "help_texts": ("正文里有 {n} 处：看文字结果", "The running text has {n}: see the text results"),
    "help_photos": ("图片里有 {n} 张：看图片结果", "There are {n} photos: see them"),
    "help_fewer": ("少用几个词，或换一个说法", "Use fewer words, or other ones"),
    "help_creator": ("只找一位摄影者：{query}", "One photographer only: {query}"),
    "help_place": ("只找一个地点：{query}", "One place only: {query}"),
    "help_tag": ("只找一个标签：{query}", "One tag only: {query}"),
    "help_quotes": ("引号内的文字照原样查找", "What stands in quotes is looked for as it stands"),
    "help_minus": ("词前加减号，就排除这个词", "A minus before a word leaves it out"),
    "help_browse": ("浏览全部照片", "Browse all photographs"),
    "never_fetched": (
        (
            "有 {n} 张照片的图片在网上，尚未取来。取图：python -m indexer pictures --index DIR；"
            "或启动网站时加 --fetch-pictures。"
        ),
        (
            "Pictures on the web that were not fetched yet: {n}. To fetch them: "
            "python -m indexer pictures --index DIR; or serve with --fetch-pictures."
        ),
    ),
    "photo": ("照片", "Photo"),
    "photo_of": ("本文第 {n} 张，共 {total} 张", "Photo {n} of {total} in this article"),
    "previous_photo": ("上一张", "Previous"),
    "next_photo": ("下一张", "Next"),
    "caption": ("图说", "Caption"),
    "credit": ("署名", "Credit"),
    "creator": ("摄影", "Photographer"),
    "agency": ("机构", "Agency"),
    "taken": ("拍摄", "Taken"),
    "taken_year_of_post": ("年份据文章", "year from the post"),
    "published": ("发布", "Published"),
    "place": ("地点", "Place"),
    "person": ("人物", "People"),
    "tag": ("标签", "Tags"),
    "category": ("分类", "Category"),
    "size": ("原图", "Original"),
    "size_of": ("{width} × {height} 像素", "{width} × {height} pixels"),
    "article": ("文章", "Article"),
    "author": ("来源", "Source"),
    "file": ("文件", "File"),
    "original_post": ("原文", "Original post"),
    "context": ("图片前后", "Around the picture"),
    "read_article": ("读全文", "Read the article"),
    "others": ("同一篇文章的其他照片", "Other photos of this article"),
    "article_counts": ("{photos} 张照片 · {texts} 段文字", "{photos} photos · {texts} paragraphs"),
    "open_photo": ("照片详情", "About this photo"),
    "back_to_results": ("返回结果", "Back to results"),
    "back_to_search": ("回到首页", "To the front page"),
    "error_400": ("这个地址有误", "This address is not right"),
    "error_404": ("没有这一页", "There is no such page"),
    "error_405": ("不支持这种请求", "This kind of request is not answered"),
    "error_421": ("不在这个域名下", "Not under this name"),
    "error_500": ("出错了", "Something went wrong"),
    "error_503": ("暂时无法使用", "Not available at the moment"),
    "error_other": ("无法完成", "This cannot be done"),
    "told_argument": ("地址中有一个参数无法使用。", "A parameter of this address cannot be used."),
    "told_missing": (
        "图库里没有这张照片或这篇文章，也可能已经移除。",
        "The archive has no such photo or article; it may have been removed.",
    ),
    "told_beyond": ("这次搜索只有 {pages} 页。", "This search has {pages} pages only."),
    "told_beyond_one": ("这次搜索只有 1 页。", "This search has 1 page only."),
    "told_unreadable": (
        "图库此刻无法读取，请稍后再试。",
        "The archive cannot be read at the moment; please try again later.",
    ),
    "told_fault": ("故障已记录，请稍后再试。", "The fault has been logged; please try again."),
    "told_404": ("这里没有这个地址，请核对后再试。", "Nothing has this address; please check it."),
    "told_405": ("这个地址只供读取。", "This address can only be read."),
    "told_421": (
        "这台服务器不以这个域名提供服务；管理员可用 --allowed-host 设定。",
        "This server does not answer for this name; who runs it can allow it with --allowed-host.",
    ),
    "told_other": ("这个请求无法处理。", "This request cannot be answered."),
    "footer": (
        "照片版权归署名者所有；此处只作检索。",
        "Photographs belong to those they are credited to; this page only finds them.",
    ),
    **SELECTION,
}


class Messages:
    """The texts of one language: ``messages("photo_of", n=2, total=26)``."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self._column = LANGUAGES.index(language)

    def __call__(self, name: str, **values: object) -> str:
        text = TEXTS[name][self._column]
        if not values:
            return text
        return text.format(
            **{n: isolated(v) if isinstance(v, str) else v for n, v in values.items()}
        )
