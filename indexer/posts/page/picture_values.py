"""What a value of front matter says of a picture: its address, its caption, its credit.

An address is known by itself: it ends as picture files do, or it is one of the web. Where a mapping
has several, its keys tell the picture from a smaller one.
"""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

from indexer.posts.page.values import texts_in

CAPTIONS = (
    *("caption", "captions", "imagecaption", "imgcaption", "photocaption", "图说", "图注", "圖說"),
    *("圖註", "图片说明", "圖片說明", "说明", "說明", "描述", "description", "desc", "describe"),
    *(
        "legend",
        "cap",
        "comment",
        "comments",
        "txt",
        "remark",
        "文字",
        "备注",
        "備註",
        "解说",
        "图片描述",
    ),
    *("content", "text", "title", "标题", "標題", "alt", "alttext", "imagealt", "label"),
)
NAMES = ("name", "名称")
"""The name of a picture is its caption in a gallery; elsewhere it may be that of anything."""

_SAID = frozenset(CAPTIONS[: CAPTIONS.index("title")])
"""What nobody writes but for this picture."""

_PHOTOGRAPHERS = ("photographer", "photoby", "photographers", "author", "by", "creator", "artist",
                  "摄影", "摄影师", "摄影者", "攝影", "攝影師", "作者", "摄")  # fmt: skip
_CREDITS = ("credit", "credits", "photocredit", "imagecredit", "attribution", "copyright", "source",
            "来源", "图源", "图片来源", "來源", "圖源", "版权")  # fmt: skip
_BEST = re.compile(r"orig|full|large|big|hd|原图|原圖|大图")
SMALLER = re.compile(r"thumb|small|mini|preview|teaser|poster|lqip|placeholder|tiny|low|缩略")
NO_PICTURE = re.compile(r"icon|logo|avatar|favicon|qr|video|audio|mp4|creditlink|crediturl")
_ADDRESS_KEY = re.compile(
    r"src|url|uri|href|link|path|file|image|img|photo|pic|图|照片|地址|链接|address"
)

_SUFFIX = r"\.(?:jpe?g|jfif|png|webp|gif|avif|heic|bmp|tiff?)"
_FILE_ENDS = re.compile(rf"{_SUFFIX}(?=$|[?#!@_-])", re.IGNORECASE)
_NO_FILE = re.compile(r"[\n<>*]")
_WEB = re.compile(r"(?:https?:)?//[^\s<>*]{3,4000}", re.IGNORECASE)
_PATH = re.compile(r"(?:\.{0,2}/)?[^\s<>*:]{1,500}/[^\s<>*:]{1,500}")
_PLAIN_PATH = re.compile(
    r"\.{0,2}/[!-~]{1,500}|(?:[A-Za-z0-9-]{1,60}\.){1,5}[a-z]{2,12}/[!-~]{0,500}|"
    r"[a-z0-9._-]{1,100}(?:/[a-z0-9._~%-]{0,100}){1,9}"
)
"""A path that is no list of names: it begins as one, at a host, or has small letters alone."""

_MARKDOWN = re.compile(
    r"!?\[(?P<caption>[^\]\n]{0,1000})\]\(\s?<?(?P<address>[^\s()<>]{1,2000})>?"
    r"(?:\s{1,9}[\"'(](?P<title>[^\"'\n]{0,1000})[\"')])?\s?\)"
)
_LONGEST = 4000
"""Characters of an address."""

_TAG = re.compile(r"<img\s[^<>]{0,4000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\b(?P<name>src|alt|title)\s?=\s?(?:\"(?P<a>[^\"]*)\"|'(?P<b>[^']*)')")
_THEN_CAPTION = re.compile(
    rf"(?P<address>\S{{1,2000}}?{_SUFFIX}(?:\?[^\s|，]{{0,2000}})?)"
    r"(?:\s?[|｜,，:：]\s?|\s)(?P<caption>\S.{0,4999})",
    re.IGNORECASE | re.DOTALL,
)
_MARKUP = re.compile(r"<[^<>]{1,500}>")
_LINK = re.compile(r"!?\[([^\]\n]{0,500})\]\([^()\n]{0,2000}\)")
_EMPHASIS = re.compile(r"\*{1,3}|`")
_SAYS_NOTHING = re.compile(r"[\W\d_]*+|[A-Za-z_.-]*+\d[A-Za-z0-9_.-]*+")


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontPicture:
    """A picture that front matter names.

    Attributes:
        address: as it stands there.
        caption: of this picture, without markup; None where there is none.
        credit: what is said of where it comes from; None where nothing is.
        photographer: the credit is the name of a person.
        is_cover: it stands for the post, and may be that of other posts as well.
    """

    address: str
    caption: str | None = None
    credit: str | None = None
    photographer: bool = False
    is_cover: bool = False


def joined(one: FrontPicture, other: FrontPicture) -> FrontPicture:
    credited = one if one.credit else other
    return replace(
        one,
        caption=one.caption or other.caption,
        credit=credited.credit,
        photographer=credited.photographer,
    )


def of_mapping(value: Mapping[str, Any]) -> FrontPicture | None:
    """The picture of a mapping that has one address; the largest where it has several."""
    stated = [(plain_key(key), _one(item)) for key, item in value.items()]
    said = {*CAPTIONS, *NAMES, *_PHOTOGRAPHERS, *_CREDITS} - {"source"}
    addresses = [
        (_rank(key, text), text)
        for key, text in stated
        if key not in said
        and not NO_PICTURE.search(key)
        and (is_file(text) or (_ADDRESS_KEY.search(key) and is_address(text)))
    ]
    if not addresses:
        return None
    _, address = min(addresses, key=lambda one: one[0])
    return about(value, address)


def _rank(key: str, text: str) -> tuple[bool, bool, bool]:
    """What is least is the picture itself, rather than a smaller one or a page about it."""
    return (not is_file(text), bool(SMALLER.search(key)), not _BEST.search(key))


def about(said: Mapping[str, Any], address: str) -> FrontPicture:
    """What a mapping says of a picture; ``params`` is where Hugo has it."""
    inner = said.get("params")
    whole = {**inner, **said} if isinstance(inner, Mapping) else said
    texts = {plain_key(key): _said_of(item) for key, item in whole.items()}
    captions = (as_caption(texts.get(key, ""), address, key) for key in (*CAPTIONS, *NAMES))
    people = _first(texts, _PHOTOGRAPHERS)
    credit = people or _first(texts, _CREDITS)
    return FrontPicture(
        address=address,
        caption=next((caption for caption in captions if caption), None),
        credit=as_caption(credit) if credit and not _leads_away(credit) else None,
        photographer=bool(people),
    )


def _first(texts: Mapping[str, str], keys: Sequence[str]) -> str:
    return next((texts[key] for key in keys if texts.get(key)), "")


def in_text(text: str) -> Iterator[FrontPicture]:
    """The pictures of a text: an address, several, Markdown, HTML, an address and its caption."""
    text = html.unescape(text).strip()
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and all(is_file(line) or _THEN_CAPTION.fullmatch(line) for line in lines):
        for line in lines:
            yield from in_text(line)
        return
    marked = list(_MARKDOWN.finditer(text))
    if marked:
        for match in marked:
            caption = match["title"] or match["caption"]
            yield FrontPicture(
                address=match["address"], caption=as_caption(caption, match["address"])
            )
    elif tags := _TAG.findall(text):
        yield from filter(None, map(_of_tag, tags))
    elif parts := _several(text):
        yield from (FrontPicture(address=part) for part in parts)
    elif is_address(text):
        yield FrontPicture(address=text)
    elif said := _THEN_CAPTION.fullmatch(text):
        yield FrontPicture(address=said["address"], caption=as_caption(said["caption"]))


def is_address_key(key: object) -> bool:
    """Whether a key of a mapping says that its value is the address of its picture."""
    plain = plain_key(key)
    return any(one.search(plain) for one in (_ADDRESS_KEY, _BEST, SMALLER, NO_PICTURE))


def _several(text: str) -> list[str]:
    """The addresses of a text that holds nothing but several."""
    parts = [part for part in re.split(r"[,，;\s]", text) if part]
    return parts if len(parts) > 1 and all(map(is_file, parts)) else []


def _of_tag(tag: str) -> FrontPicture | None:
    found = {match["name"]: match["a"] or match["b"] or "" for match in _ATTRIBUTE.finditer(tag)}
    if not found.get("src"):
        return None
    caption = found.get("title") or found.get("alt") or ""
    return FrontPicture(address=found["src"], caption=as_caption(caption, found["src"]))


def is_address(text: str) -> bool:
    """Whether a text may be the address of a picture."""
    return is_file(text) or is_web(text) or _PATH.fullmatch(text) is not None


def _leads_away(text: str) -> bool:
    """Whether a credit is but an address; a slash also parts people from roles and houses."""
    return is_web(text) or is_file(text) or _PLAIN_PATH.fullmatch(text) is not None


def is_web(text: str) -> bool:
    """Whether a text is an address of the web."""
    return _WEB.fullmatch(text) is not None


def is_file(value: object) -> bool:
    """Whether a value is the address of a picture by its ending; names of files have blanks."""
    text = _one(value)
    ends = _FILE_ENDS.search(text)
    if ends is None or ends.start() == 0 or len(text) > _LONGEST or _NO_FILE.search(text):
        return False
    return " " not in (text if "://" in text else text[ends.end() :])


def as_caption(text: str, address: str = "", key: str = "caption") -> str | None:
    """A text as a caption, without its markup; None where it says nothing.

    Of a title or a description for the blind the name of the file says nothing.
    """
    text = " ".join(_EMPHASIS.sub("", _MARKUP.sub("", _LINK.sub(r"\1", text))).split())
    if key not in _SAID and (
        _SAYS_NOTHING.fullmatch(text) or text in (address, PurePosixPath(address).stem)
    ):
        return None
    return None if not text or is_file(text) else text


def plain_key(key: object) -> str:
    """A key without what is a matter of taste."""
    return _plain(str(key))


@lru_cache(maxsize=1 << 12)  # all posts of a blog have the same keys
def _plain(key: str) -> str:
    return re.sub(r"[\s_-]", "", key).lower()


def _said_of(value: object) -> str:
    """The first text of a value: one in several languages is a mapping, Chinese first."""
    if isinstance(value, Mapping):
        chinese = [item for key, item in value.items() if plain_key(key).startswith(("zh", "cn"))]
        value = chinese or list(value.values())
    return next(iter(texts_in(value)), "")


def _one(value: object) -> str:
    """The text of a value that is one."""
    return "" if isinstance(value, Mapping | list | tuple) else next(iter(texts_in(value)), "")
