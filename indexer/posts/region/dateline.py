"""When and by whom a web page says that it was published: its tags, or the line below the headline.

Tags come first, then the line next to the text that holds a date and little else, then
``htmldate``, which knows the tags and the attributes of many sites. It is asked without its search
of the whole text (``extensive_search``) and without the article, for both give days of which a
story only speaks. Where the head of the article states the day with an hour, the hour is kept, and
no more than is stated.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from bs4 import Tag
from htmldate import find_date

from indexer.posts.dates.published import parse_published
from indexer.posts.region.skeleton import skeleton_of
from indexer.posts.region.surroundings import Head, Line

_META_DATES = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "apub:time",
    "dateupdate",
    "og:release_date",
    "weibo:article:create_at",
    "bytedance:published_time",
    "publicationdate",
    "date",
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_HAN = "〇零○一二三四五六七八九十廿卅百"
_STATED = re.compile(
    r"(?:(?<!\d)(?:19|20)\d\d ?[-/.年] ?\d{1,2} ?[-/.月] ?\d{1,2}(?!\d) ?日?|"
    rf"(?<![a-z]){_MONTH} \d{{1,2}},? (?:19|20)\d\d(?!\d)|"
    rf"(?<!\d)\d{{1,2}} {_MONTH},? (?:19|20)\d\d(?!\d)|"
    rf"[一二][{_HAN}]{{3}}年[{_HAN}]{{1,2}}月[{_HAN}]{{1,3}}日|"
    rf"(?:中[華华])?民[國国] ?(?:\d{{2,3}}|[{_HAN}]{{1,5}}) ?年 ?(?:\d{{1,2}}|[{_HAN}]{{1,2}}) ?月"
    rf" ?(?:\d{{1,2}}|[{_HAN}]{{1,3}}) ?日)"
    r"(?: {0,3}(?:星期[一二三四五六日天] )?\d{1,2}[:：时]\d{2}(?:[:：分]\d{2})?)?",
    re.IGNORECASE,
)
_NOT_OF_IT = re.compile(
    r"(?:今天|今日|现在|現在|当前|當前|today)(?: ?是| is)?\W{0,3}$", re.IGNORECASE
)
_CHANGED = re.compile(
    r"(?:更新|修改|编辑|編輯|updated|modified)\W{0,3}(?:于|於|时间|時間|日期|on)?\W{0,3}$",
    re.IGNORECASE,
)
_BEFORE = 16
"""Characters before a date that may say what it is the date of."""

_AFTER_DAY = re.compile(r" ?日 ?")
_LABELLED = r"{}\s?[:：]\s?([^\s:：|｜/]{{1,30}})"
_SOURCE = re.compile(_LABELLED.format("(?:来源|來源|稿源|信息来源)"))
_AUTHOR = re.compile(r"(?<![图圖])" + _LABELLED.format("(?:作者|撰文|文字记者)"))
_NEXT_LABEL = re.compile(r"作者|编辑|編輯|责编|責編|责任|責任|记者|記者|发布|發布|时间|浏览|阅读")
_NO_NAME = re.compile(r"@|^[\d\s]*$")
"""An address or a number in the place of a name: what templates have, or who keeps the site."""

_SHORT_YEAR = re.compile(
    r"(?:发布|發布|发表|發表|时间|時間|日期)\s?[:：]?\s?(\d\d-\d\d-\d\d)(?=\D|\d\d:\d\d|$)"
)
_MAX_NAME = 60
_MAX_BESIDE_DATE = 40
_OF_STORY = re.compile("[，。；！？摄攝拍]")
_LATEST = "9999-12-31"
"""Given to ``htmldate`` as the last day, which would be today's: a page is read alike every day."""


def published_on(
    page: Tag,
    region: Tag,
    head: Head,
    *,
    elements: Mapping[str, Sequence[Tag]],
    meta: Mapping[str, str],
) -> str | None:
    """Read the date of publication, with the hour where the page states it."""
    stated = [meta.get(name) for name in _META_DATES]
    stated += [str(tag.get("datetime") or "") for tag in elements["time"][:1]]
    stated += [_marked(page)]
    dates = [date for date in map(parse_published, stated) if date]
    day = dates[0] if dates else _line_of_its_own(head) or _found(page, region)
    if day is None:
        return None
    at_hour = (date for date in [*dates, *_dates_in(head.lines)] if date.startswith(f"{day}T"))
    return next(at_hour, day)


def _marked(page: Tag) -> str | None:
    """The date of the element that is marked as the date of publication."""
    marked = page.find(itemprop="datePublished")
    if not isinstance(marked, Tag):
        return None
    stated = marked.get("content") or marked.get("datetime") or marked.get_text()
    return str(stated).strip()[:_MAX_NAME]


def _line_of_its_own(head: Head) -> str | None:
    """The date in the line next to the text that says little else: a sentence is of the story."""
    for line in [*head.inside, *reversed(head.before)]:
        rest = _STATED.sub("", line.text)
        if len(rest) <= _MAX_BESIDE_DATE and not _OF_STORY.search(rest):
            date = date_in(line.text)
            if date:
                return date
    return None


def _found(page: Tag, region: Tag) -> str | None:
    tree = skeleton_of(page, without=region)
    found = find_date(tree, extensive_search=False, original_date=True, max_date=_LATEST)
    return parse_published(found)


def date_of(element: Tag) -> str | None:
    """Read the date that an element states: its attribute for it, or the first in its text."""
    return parse_published(element.get("datetime")) or date_in(" ".join(element.get_text().split()))


def date_in(text: str) -> str | None:
    """Read the first date in a text; a year of two digits only behind a label."""
    short = _SHORT_YEAR.search(text)
    return next(_dates_in_text(text), None) or (parse_published(f"20{short[1]}") if short else None)


def _dates_in(lines: Sequence[Line]) -> Iterator[str]:
    for line in lines:
        yield from _dates_in_text(line.text)


def _dates_in_text(text: str) -> Iterator[str]:
    matches = [one for one in _STATED.finditer(text) if not _NOT_OF_IT.search(_before(one))]
    for match in sorted(matches, key=lambda one: _CHANGED.search(_before(one)) is not None):
        date = parse_published(_AFTER_DAY.sub("日 ", match[0]))
        if date:
            yield date


def _before(match: re.Match[str]) -> str:
    return match.string[max(0, match.start() - _BEFORE) : match.start()]


def author_of(
    head: Head, elements: Mapping[str, Sequence[Tag]], meta: Mapping[str, str]
) -> str | None:
    """Read the author's name: who edited a page for its site did not write it."""
    stated = meta.get("author", "")
    if stated and not _NO_NAME.search(stated):
        return stated[:_MAX_NAME]
    for link in elements["a"]:
        if "author" in link.get_attribute_list("rel"):
            return " ".join(link.get_text(" ").split())[:_MAX_NAME] or None
    return _labelled(_AUTHOR, head)


def source_of(head: Head, meta: Mapping[str, str]) -> str | None:
    """Read from where the site has the article."""
    stated = meta.get("source", "")[:_MAX_NAME]
    labelled = _SOURCE.search(stated)
    return _name(labelled[1]) if labelled else stated or _labelled(_SOURCE, head)


def _labelled(pattern: re.Pattern[str], head: Head) -> str | None:
    found = (pattern.search(line.text) for line in head.lines)
    return next((_name(match[1]) for match in found if match and _name(match[1])), None)


def _name(text: str) -> str:
    """A name without the label behind it, from which markup alone may part it."""
    return _NEXT_LABEL.split(text)[0]
