"""The headline of a web page, without the name of its site.

The ``<title>`` of a page repeats its headline and adds the column and the site, behind a dash, an
underscore or a bar, and headlines hold dashes themselves. So the page is asked which part of its
title is the headline: the one that stands by itself above the story, in a heading or in any other
line. Only where none does, marks alone decide. Where the title is empty, or is but the name of
the site, the headline is the heading above the story, or the short line that stands out there.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from bs4 import Tag

from indexer.posts.region.surroundings import Head, Line

_STRONG = re.compile(r" ?[_|｜] ?| [-–—－·•»>@] | ?(?:::|-{2,9}) ?")
_WEAK = re.compile(r" ?(?:[-–－]|—{1,9}) ?")
_SITE_LIKE = re.compile(
    r"(?:网|網|网站|網站|在线|频道|頻道|日报|日報|晚报|晚報|周刊|杂志|雜誌|论坛|論壇|博客|部落格|"
    r"官网|官網|客户端|社区|社區|电视台|電視台|通讯社|\.[a-z]{2,6})$",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(
    r"(?:无标题|無標題|未命名|未標題|untitled|new|新建|新增)?[\s-]?(?:文档|文件|网页|網頁|页面|頁面|标题|"
    r"document|page|title)?[\s-]?\d{0,3}",
    re.IGNORECASE,
)
"""The title of a page that nobody gave one: what the program wrote that made it."""

_SITE_NAMES = ("og:site_name", "application-name", "apple-mobile-web-app-title")
_TITLES = ("og:title", "twitter:title", "headline")
_NO_LETTER = re.compile(r"[\W_]+")
_DATE = re.compile(r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}")
_LABEL = re.compile(
    r"^(?:来源|來源|作者|编辑|編輯|责编|责任编辑|責任編輯|记者|記者|发布|發布|时间|時間|日期|"
    r"字号|字號|浏览|瀏覽|阅读|閱讀|点击|點擊|分享|首页|首頁|当前位置|您的位置)(?:$|[\W\d_]|于|时间|数)"
)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_LARGE = re.compile(r"font-size\s*:\s*(\d{1,3})(?:\.\d+)?\s*(px|pt)", re.IGNORECASE)
_BODY_SIZE = {"px": 18, "pt": 14}
_FRONT_PAGE = frozenset({"/", "./", "/index.html", "index.html"})
_MAX_LINKS = 20
_HEADINGS = ("h1", "h2", "h3")
_COPYRIGHT = re.compile(r"©|版权所有|版權所有|copyright", re.IGNORECASE)
_SHARED = 0.6
"""Share of the characters of a heading that its other version in the title has, too."""

_MAX_SITE = 20
_MIN_HEADLINE = 4
_MAX_HEADLINE = 120
_MAX_HEADINGS = 100
_MAX_TITLE = 500


def headline_of(
    page: Tag, head: Head, elements: Mapping[str, Sequence[Tag]], meta: Mapping[str, str]
) -> str | None:
    """Find the headline of a page; None where nothing states it."""
    titles = [_text_of(tag) for tag in elements["title"][:1]]
    titles += [" ".join(meta[name].split())[:_MAX_TITLE] for name in _TITLES if name in meta]
    titles = [title for title in titles if title and not _TEMPLATE.fullmatch(title)]
    sites = _site_names(elements, meta) | _publishers(titles, page)
    lines = _standing_alone(head, elements)
    for title in titles:
        found = _stated_twice(title, lines, sites)
        if found:
            return found
    for title in titles:
        found = _begun_by(title, head, sites)
        if found:
            return found
    telling = [title for title in titles if _bare(title) not in sites]
    if not telling or all(map(_reads_as_site, telling)):
        return _standing_out(head, elements, sites) or next(iter(titles), None)
    shortest = min(telling, key=len)
    return _edited(shortest, head, sites) or _without_site(shortest, sites)


def _reads_as_site(title: str) -> bool:
    return bool(_SITE_LIKE.search(title)) and not _STRONG.search(title) and not _WEAK.search(title)


def _edited(title: str, head: Head, sites: set[str]) -> str | None:
    """The heading above the story where the title is another version of it."""
    headings = [line for line in head.lines if line.block.name in _HEADINGS]
    for line in headings:
        letters = set(_bare(line.text))
        shared = len(letters & set(_bare(title)))
        if _can_be_headline(line, sites) and shared >= len(letters) * _SHARED:
            return line.text
    return None


def _publishers(titles: Sequence[str], page: Tag) -> set[str]:
    """Titles without any mark that the line of the copyright names: they are the site's name."""
    bare = {_bare(title) for title in titles if len(title) <= _MAX_SITE}
    if not bare:
        return set()
    lines = [_bare(text[:_MAX_TITLE]) for text in page.find_all(string=_COPYRIGHT)]
    return {name for name in bare if any(name in line for line in lines)}


def _site_names(elements: Mapping[str, Sequence[Tag]], meta: Mapping[str, str]) -> set[str]:
    """How the page calls its site, as links to the front page and meta tags say."""
    names = {_bare(meta[name]) for name in _SITE_NAMES if name in meta}
    home = (link for link in elements["a"] if str(link.get("href") or "").strip() in _FRONT_PAGE)
    names |= {_bare(_text_of(link)) for link in islice(home, _MAX_LINKS)}
    return names - {""}


def _standing_alone(head: Head, elements: Mapping[str, Sequence[Tag]]) -> dict[str, str]:
    """The lines at the head of the story and all headings, by their letters."""
    lines = [line.text for line in head.lines]
    lines += [_text_of(tag) for name in _HEADINGS for tag in elements[name][:_MAX_HEADINGS]]
    return {_bare(line): line for line in reversed(lines) if _bare(line)}


def _stated_twice(title: str, lines: Mapping[str, str], sites: set[str]) -> str | None:
    """The longest part of a title that is a line of the page, from its beginning if any is."""
    for part in _parts(title):
        bare = _bare(part)
        if bare in lines and bare not in sites and not (part != title and _reads_as_site(part)):
            return lines[bare]
    return None


def _begun_by(title: str, head: Head, sites: set[str]) -> str | None:
    """The longest line above the story that is most of a title, and its beginning.

    The other way round, the title without its site where a heading has it behind a label.
    """
    bare = _bare(title)
    begun = [line.text for line in head.lines if bare.startswith(_bare(line.text))]
    longest = max(begun, key=len, default="")
    if len(_bare(longest)) * 2 > len(bare) and _bare(longest) not in sites:
        return longest
    headings = [_bare(line.text) for line in head.lines if line.block.name in _HEADINGS]
    for part in _parts(title):
        ending = [one for one in headings if one.endswith(_bare(part))]
        if len(_bare(part)) > _MIN_HEADLINE and any(len(_bare(part)) * 2 > len(o) for o in ending):
            return part
    return None


def _parts(title: str) -> Iterator[str]:
    """The runs of a title between its marks: those that begin it, the longest first."""
    marks = [*_STRONG.finditer(title), *_WEAK.finditer(title)]
    ends = sorted({mark.start() for mark in marks}, reverse=True)[:_MAX_HEADINGS]
    yield title
    yield from (title[:end] for end in ends if end)
    starts = sorted({mark.end() for mark in marks})[:_MAX_HEADINGS]
    yield from (title[start:] for start in starts if start * 2 < len(title))


def _without_site(title: str, sites: set[str]) -> str:
    """Cut the names of column and site off a title that stands nowhere else on its page."""
    strong = _STRONG.split(title)
    if len(strong) > 1:
        kept = [part for part in strong if _bare(part) and _bare(part) not in sites]
        if kept and len(_bare(kept[0])) >= _MIN_HEADLINE:
            return kept[0]
        return max(kept, key=len, default=title)
    head, mark, last = _split_last(title)
    is_site = _bare(last) in sites or bool(_SITE_LIKE.search(last))
    return head if mark and is_site and len(_bare(head)) >= _MIN_HEADLINE else title


def _split_last(title: str) -> tuple[str, str, str]:
    marks = list(_WEAK.finditer(title))
    if not marks or not marks[-1].start():
        return title, "", ""
    return title[: marks[-1].start()], marks[-1][0], title[marks[-1].end() :]


def _standing_out(head: Head, elements: Mapping[str, Sequence[Tag]], sites: set[str]) -> str | None:
    """The headline of a page whose title does not say it: the line that looks like one."""
    lines = [line for line in head.lines if _can_be_headline(line, sites)]
    by_date = _before_the_date(head, lines)
    likely = (
        [line for line in lines if line.block.name in _HEADINGS][-1:]
        + [line for line in lines if _is_set_apart(line)][:1]
        + by_date
    )
    if likely:
        return likely[0].text
    headings = (_text_of(tag) for name in _HEADINGS for tag in elements[name][:_MAX_HEADINGS])
    return next((text for text in headings if _bare(text) and _bare(text) not in sites), None)


def _before_the_date(head: Head, lines: Sequence[Line]) -> list[Line]:
    above: list[Line] = []
    for line in head.lines:
        if _DATE.search(line.text):
            return above[-1:]
        if line in lines:
            above.append(line)
    return []


def _can_be_headline(line: Line, sites: set[str]) -> bool:
    text = line.text
    return (
        not line.link
        and len(_bare(text)) >= _MIN_HEADLINE
        and len(text) <= _MAX_HEADLINE
        and not text.endswith(("。", "；", "，", "：", ":"))
        and not _DATE.search(text)
        and not _LABEL.match(text)
        and _bare(text) not in sites
        and ">" not in text
    )


def _is_set_apart(line: Line) -> bool:
    """Whether a line is set as headlines are: centred or large, by the block or all in it."""
    block = line.block
    if block.name == "center" or block.get("align") == "center":
        return True
    styles = [str(block.get("style") or "")]
    styles += [str(inner.get("style") or "") for inner in block.find_all(limit=3)]
    return any(_CENTRED.search(style) or _is_large(style) for style in styles)


def _is_large(style: str) -> bool:
    size = _LARGE.search(style)
    return size is not None and int(size[1]) >= _BODY_SIZE[size[2].lower()]


def _text_of(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())[:_MAX_TITLE]


def _bare(text: str) -> str:
    return _NO_LETTER.sub("", text).casefold()
