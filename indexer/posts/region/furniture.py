"""Which pictures within an article belong to the frame of its page all the same.

Told by structure, never by a word in a name: a photo of a logo, of a queue before a cinema for
``avatar``, of shared bicycles is a photo. What tells furniture is where a picture leads. Photos
lead nowhere, to their own large version, or to a page about themselves that says nothing here;
related stories and rankings are rows whose pictures and headlines lead to the same other pages;
share buttons lead to an address that carries the page's own; a logo leads to the front page; the
button of a licence leads to the licence; a banner is a strip that leads elsewhere; an ornament
stands on the page three times.

What is a row of photos (a gallery with links to large versions, figures with captions) stays.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

from bs4 import Tag

from indexer.posts.blocks.addresses import true_address
from indexer.posts.region.shape import address_of, is_strip, sides_of

_MIN_ROW = 3
_MIN_LIST = 2
_MIN_REPEATED = 3
_MAX_HEADLINE = 60
_MIN_LINKED = 0.6
"""Share of the text of a teaser that is in its link; the rest are dates and numbers."""

_MAX_DEPTH = 512
_MAX_TEXT = 2_000
_MAX_STATEMENT = 300
_BLOCKS = frozenset({"blockquote", "center", "dd", "div", "figure", "li", "p", "section", "td"})
_LISTS = frozenset({"ol", "tr", "ul"})
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?|heic)$", re.IGNORECASE)
_FRONT_PAGE = re.compile(r"/?(?:index\.[a-z]{3,5})?", re.IGNORECASE)
_LICENCE_HOST = re.compile(r"(?:^|\.)(?:creativecommons\.org|licensebuttons\.net)$", re.IGNORECASE)
_LICENCE_PATH = re.compile(r"/(?:licen[sc]es?|publicdomain)/", re.IGNORECASE)
_SENTENCE = re.compile(r"[。；]")
_TURNS = re.compile(
    r"(?:上|下|前|后|後)一?[篇页頁章张則则条]|(?:previous|prev|next|older|newer)\b", re.I
)
_GOES_HOME = re.compile(
    r"(?:返回|回到|回)[^，。]{0,12}(?:首页|首頁|主页)|back to home", re.IGNORECASE
)
_SHARE_LABEL = re.compile(r"分享|转发|轉發|share\b", re.IGNORECASE)
_SHARE_NAME = re.compile(r"(?:^|[\s_-])(?:bd)?(?:shares?|sharing|social|sns)", re.IGNORECASE)
_BARS = frozenset({"ol", "ul"})
_MAX_BAR = 40
_MAX_UP = 4
_MAX_CODE = 500
_MAX_INVITATION = 40
_SCAN = re.compile(
    r"(?:请|請|欢迎|歡迎|快来|用|使用|打开|打開|手机|手機|微信){0,3}(?:(?:长按|長按|扫描|掃描|识别|識別|扫一扫|掃一掃|"
    r"扫码|掃碼|微信扫一扫)[^。]{0,14}(?:二维码|二維碼|公众号|公眾號|小程序|微信|关注|關注|下载|下載|打开|打開|分享|"
    r"阅读|閱讀|查看|手机|手機|客户端|APP)|关注[^。，]{0,14}(?:公众号|公众平台|订阅号|微信号|视频号|官方微信))",
    re.IGNORECASE,
)
_SCANNED_BY = re.compile(
    "市民|居民|旅客|乘客|游客|遊客|学生|學生|老人|村民|群众|群眾|人员|人員|顾客|顧客|消费者|民众|民眾|摄|攝"
)
"""Who scans in a photo: then the text is a caption."""


@dataclass(frozen=True, slots=True)
class _Linked:
    """A picture within a link: where it leads, and all around it that shows no other picture.

    ``alone`` says that the link shows this picture only.
    """

    picture: Tag
    target: str
    relation: tuple[str, ...]
    item: Tag
    alone: bool


def furniture_in(pictures: Sequence[Tag], *, host: str | None = None) -> Iterator[Tag]:
    """Find the elements that are furniture, each with all that is in it.

    ``host`` is where the page is published, where that is known.
    """
    addresses = [address_of(picture) or "" for picture in pictures]
    yield from _repeated(pictures, addresses)
    held = _numbers_held(pictures)
    linked = list(_linked(pictures, held))
    for one in linked:
        if _leads_from_the_article(one, host):
            yield one.picture
    for picture, address in zip(pictures, addresses, strict=True):
        if _is_licence_button(address):
            yield _statement(picture, held)
    for one in linked:
        if _leads_to_a_licence(one):
            yield _statement(one.picture, held)
    yield from (one.picture for one in _share_buttons(linked))
    yield from (one.picture for one in _sharing(linked))
    yield from _codes(pictures, held)
    for row in _rows(linked):
        yield from (one.item for one in row)


def _repeated(pictures: Sequence[Tag], addresses: Sequence[str]) -> Iterator[Tag]:
    times = Counter(address for address in addresses if address)
    for picture, address in zip(pictures, addresses, strict=True):
        if address and times[address] >= _MIN_REPEATED:
            yield picture


def _is_licence_button(address: str) -> bool:
    host, path = _host_and_path(address)
    return bool(_LICENCE_HOST.search(host)) and bool(path)


def _leads_nowhere(target: str) -> bool:
    return target in ("", "#", "##") or target.lower().startswith("javascript:")


def _sharing(linked: Sequence[_Linked]) -> Iterator[_Linked]:
    """Rows of pictures that lead nowhere but to a script, in what says that it is for sharing."""
    rows: defaultdict[int, list[_Linked]] = defaultdict(list)
    around: dict[int, Tag] = {}
    for one in linked:
        bar = one.item.parent if one.item.name not in _BARS else one.item
        bar = bar.parent if bar is not None and bar.name == "li" else bar
        if bar is not None and _leads_nowhere(one.target):
            rows[id(bar)].append(one)
            around[id(bar)] = bar
    for key, row in rows.items():
        bar = around[key]
        names = " ".join([*bar.get_attribute_list("class"), str(bar.get("id") or "")])
        says_so = _SHARE_LABEL.match(_text(bar)) or _SHARE_NAME.search(names[:_MAX_STATEMENT])
        if len(row) >= _MIN_LIST and says_so and len(_text(bar)) <= _MAX_BAR:
            yield from row


def _codes(pictures: Sequence[Tag], held: Mapping[int, int]) -> Iterator[Tag]:
    """Pictures below which, or in whose description, the reader is asked to scan them."""
    for picture in pictures:
        block = picture
        for parent in islice(picture.parents, _MAX_UP):
            if held[id(parent)] != 1 or parent.name in ("body", "html"):
                break
            block = parent
            if _text(block):
                break
        behind = next((one for one in block.next_siblings if isinstance(one, Tag)), None)
        texts = [str(picture.get("alt") or ""), str(picture.get("title") or ""), _text(block)]
        if behind is not None and _is_square(picture) and not held[id(behind)]:
            texts.append(_text(behind))
        if any(_is_invitation(text) for text in texts):
            yield picture


def _is_square(picture: Tag) -> bool:
    """Whether a picture is said to have the shape of a code: above a mere text any photo may be."""
    sides = sides_of(picture)
    return len(sides) == 2 and max(sides) <= min(min(sides) * 1.1, _MAX_CODE)


def _is_invitation(text: str) -> bool:
    text = "".join(text.split())
    is_short = len(text) <= _MAX_INVITATION
    return is_short and bool(_SCAN.match(text)) and not _SCANNED_BY.search(text)


def _leads_from_the_article(one: _Linked, host: str | None) -> bool:
    """Whether one linked picture is a logo or an advertisement."""
    if "sponsored" in one.relation or (is_strip(one.picture) and not _is_picture_of_itself(one)):
        return True
    there, path = _host_and_path(one.target)
    is_here = not there or there == host
    said = f"{one.picture.get('title') or ''} {one.picture.get('alt') or ''}"[:_MAX_HEADLINE]
    if there and path in ("", "/") and _GOES_HOME.search(said):
        return True
    return is_here and "?" not in one.target and one.target[:1] not in "#" and _is_front(path)


def _leads_to_a_licence(one: _Linked) -> bool:
    host, path = _host_and_path(one.target)
    named = bool(_LICENCE_HOST.search(host)) and bool(_LICENCE_PATH.search(path))
    return named or "license" in one.relation


def _statement(picture: Tag, held: Mapping[int, int]) -> Tag:
    """The block in which the button of a licence stands with its statement, where that is all."""
    block = next((one for one in picture.parents if one.name in _BLOCKS), None)
    if block is None or held[id(block)] != 1 or len(_text(block)) > _MAX_STATEMENT:
        return picture
    return block


def _is_front(path: str) -> bool:
    return bool(path) and bool(_FRONT_PAGE.fullmatch(path))


def _share_buttons(linked: Sequence[_Linked]) -> Iterator[_Linked]:
    """Pictures that lead to several sites, each with one and the same address to pass on."""
    groups: defaultdict[str, list[_Linked]] = defaultdict(list)
    for one in linked:
        passed_on = true_address(one.target)
        if passed_on != one.target and not _is_picture_of_itself(one):
            groups[passed_on].append(one)
    for group in groups.values():
        if len({_host_and_path(one.target) for one in group}) > 1:
            yield from group


def _rows(linked: Sequence[_Linked]) -> Iterator[list[_Linked]]:
    """Rows of teasers: like elements below one element, each leading to another page."""
    groups: defaultdict[tuple[int, str, str], list[_Linked]] = defaultdict(list)
    for one in linked:
        parent = one.item.parent
        if parent is not None and one.alone:
            groups[id(parent), one.item.name, str(one.item.get("class"))].append(one)
    for row in groups.values():
        parent = row[0].item.parent
        teasers = [one for one in row if _is_teaser(one)]
        is_list = parent is not None and parent.name in _LISTS
        is_list = is_list or any(_TURNS.match(_text(one.item)) for one in teasers)
        least = _MIN_LIST if is_list else _MIN_ROW
        if len({one.target for one in teasers}) >= least:
            yield teasers


def _is_teaser(one: _Linked) -> bool:
    if not one.target or one.target.startswith("#") or _is_picture_of_itself(one):
        return False
    whole = _text(one.item)
    links = [link for link in _links(one.item) if link.get("href") == one.target]
    headline = max((_text(link) for link in links), key=len, default="")
    return (
        1 < len(headline) <= _MAX_HEADLINE
        and sum(len(_text(link)) for link in links) >= len(whole) * _MIN_LINKED
        and not _SENTENCE.search(headline)
    )


def _is_picture_of_itself(one: _Linked) -> bool:
    """Whether a picture leads to a picture: its own large version."""
    return bool(_PICTURE_FILE.search(_host_and_path(true_address(one.target))[1]))


def _linked(pictures: Sequence[Tag], held: Mapping[int, int]) -> Iterator[_Linked]:
    for picture in pictures:
        link = _link_around(picture)
        if link is not None:
            relation = tuple(name.lower() for name in link.get_attribute_list("rel") if name)
            target = str(link.get("href") or "").strip()
            yield _Linked(picture, target, relation, _item(link, held), held[id(link)] == 1)


def _item(link: Tag, held: Mapping[int, int]) -> Tag:
    """The largest element around a link that shows no other picture."""
    item = link
    for parent in link.parents:
        if held.get(id(parent), 0) != held.get(id(link), 0) or parent.name in ("body", "html"):
            break
        item = parent
    return item


def _numbers_held(pictures: Sequence[Tag]) -> Counter[int]:
    """How many pictures are in each element, by identity."""
    held: Counter[int] = Counter()
    for picture in pictures:
        for _, parent in zip(range(_MAX_DEPTH), picture.parents, strict=False):
            held[id(parent)] += 1
    return held


def _link_around(picture: Tag) -> Tag | None:
    for _, parent in zip(range(_MAX_DEPTH), picture.parents, strict=False):
        if parent.name == "a":
            return parent
        if parent.name in ("body", "html"):
            return None
    return None


def _links(item: Tag) -> list[Tag]:
    return [item, *item.find_all("a")] if item.name == "a" else list(item.find_all("a"))


def _text(tag: Tag) -> str:
    return "".join(tag.get_text().split())[:_MAX_TEXT]


def _host_and_path(address: str) -> tuple[str, str]:
    try:
        parts = urlsplit(address)
    except ValueError:
        return "", ""
    return parts.hostname or "", parts.path
