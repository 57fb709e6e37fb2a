"""What stands behind the name of a tag: texts by their keys, and texts by their order.

Hugo, Jekyll, Hexo and the components of MDX and Vue write it alike: ``key="text"``, with blanks or
commas between. Which key names a picture and which its caption is a convention that themes share
and no engine fixes, so there is one list of each; a tag whose own name speaks of a picture may
call it by an address without a suffix, any other only by the path of a picture file.
"""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indexer.posts.markup.written import WrittenPicture, credit_line, looks_like_picture

_ARGUMENT = re.compile(
    r"(?>(?:(?P<key>[\w:.@-]{1,60}+)\s*+=\s*+|"
    r"(?P<named>[a-z_-]{1,30}+):(?:[ \t]*+(?=[\"'])|[ \t]++(?=\S)))?)(?:"
    r'"(?P<double>(?>(?:[^"\\]++|\\.)*))"|'
    r"'(?P<single>(?>(?:[^'\\]++|\\.)*))'|"
    r"`(?P<back>[^`]*+)`|"
    r"“(?P<curly>[^“”]*+)”|"
    r"(?P<bare>[^\s,]++))",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\([\\\"'])")
_ADDRESSES = (
    *("src", "image", "url", "img", "image_path", "imagepath", "image_url", "imageurl", "img_src"),
    *("img_url", "image_src", "file", "filename", "path", "picture", "pic", "photo", "data-src"),
)
_LISTS = ("images", "imgs", "pics", "pictures", "photos", "files", "list", "items", "srcs")
_FOLDERS = ("path", "dir", "folder", "base", "base_path")
_LINKS = ("name", "link", "href", "source", "full", "large", "cover", "thumb", "thumbnail")
_CAPTIONS = ("caption", "cap", "figcaption", "legend", "title", "description", "desc", "text",
             "img_caption", "image_caption", "photo_caption", "imgcaption", "comment")  # fmt: skip
_CREDITS = (
    *("attr", "credit", "credits", "attribution", "author", "photographer", "by", "copyright"),
    "source",
)
_OPTION = re.compile(
    r"[\d.]+(?:px|%|em|rem|vw)?(?:x[\d.]+(?:px)?)?|[a-z-]+:\S*|"
    r"(?:float-?|align-?|pull-?|text-?|is-)?(?:left|right|cente?r|middle|none)|"
    r"resize|fit|fill|crop|q\d+|true|false|full|wide|small|medium|large|thumb(?:nail)?|lazy|fancybox|rounded|border|noborder|"
    r"shadow|inline|block|img-?\w*",
    re.IGNORECASE,
)
_WITH_ALT = re.compile(r"(?P<title>[^']{1,2000}\S)\s'(?P<alt>[^']{1,2000})'")
"""Hexo's own form of a title and a description in one argument."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of a tag; a positional one says whether it stood in quotation marks."""

    named: Mapping[str, str]
    positional: Sequence[tuple[str, bool]]


def read_arguments(text: str) -> Arguments:
    """Part the arguments of a tag."""
    text = html.unescape(text)
    named: dict[str, str] = {}
    positional: list[tuple[str, bool]] = []
    for match in _ARGUMENT.finditer(text):
        bare = match["bare"]
        value = bare if bare is not None else _quoted(match)
        key = match["key"] or match["named"]
        if key:
            named.setdefault(key.lower().lstrip(":@").removeprefix("v-bind:"), value)
        elif value:
            positional.append((value, bare is None))
    return Arguments(named, positional)


def read_list(text: str) -> Arguments:
    """Part arguments with commas between and without quotation marks (``a.jpg, alt=甲``)."""
    named: dict[str, str] = {}
    positional: list[tuple[str, bool]] = []
    for part in map(str.strip, html.unescape(text).split(",")):
        key, equals, value = part.partition("=")
        if equals and re.fullmatch(r"[\w-]{1,60}", key.strip()):
            named.setdefault(key.strip().lower(), value.strip())
        elif part:
            positional.append((part, True))
    return Arguments(named, positional)


def _quoted(match: re.Match[str]) -> str:
    value = next((match[mark] for mark in ("double", "single", "back", "curly") if match[mark]), "")
    return _ESCAPED.sub(r"\1", value)


def pictures_in(arguments: Arguments, *, sure: bool) -> list[WrittenPicture]:
    """The pictures that arguments name; ``sure`` where the tag is known to show one."""
    named = arguments.named
    address = _address(named, sure=sure)
    words = [text for text, _ in arguments.positional]
    found = [text for text in words if looks_like_picture(text)]
    if address is None and len(found) != 1:
        listed = found or _listed(named)
        return [WrittenPicture(address=text) for text in listed]
    at = -1 if address is not None else words.index(found[0])
    texts = _texts(arguments.positional[at + 1 :])
    caption = next((named[key] for key in _CAPTIONS if named.get(key)), "") or texts[0]
    title = named.get("title", "")
    return [
        WrittenPicture(
            address=_joined(address if address is not None else found[0], named),
            alt=named.get("alt", "") or texts[1],
            title=title if title != caption else "",
            caption=caption,
            credit=_credit(named),
            width=named.get("width", ""),
            height=named.get("height", ""),
        )
    ]


def _joined(address: str, named: Mapping[str, str]) -> str:
    """An address below the folder that another parameter names."""
    folder = next((named[key] for key in _FOLDERS if named.get(key)), "")
    if not folder or "/" in address or looks_like_picture(folder):
        return address
    return f"{folder.rstrip('/')}/{address}"


def first_path(arguments: Arguments) -> str:
    """The address that a tag gives which stands in the place of one."""
    values = [text for text, _ in arguments.positional] + list(arguments.named.values())
    paths = (text for text in values if looks_like_picture(text) or "/" in text)
    return next(paths, values[0] if values else "")


def _address(named: Mapping[str, str], *, sure: bool) -> str | None:
    stated = [named[key] for key in _ADDRESSES if named.get(key)]
    likely = [value for value in stated if _is_one(value)]
    if not likely and sure:
        likely = stated
    if not likely:
        likely = [named[key] for key in _LINKS if _is_one(named.get(key, ""))]
    return next(iter(likely), None)


def _is_one(value: str) -> bool:
    """Whether a value is the address of one picture: a list of them has commas between."""
    return looks_like_picture(value) and not re.search(r"\.\w{3,4}\s*[,;|]\s*\S", value)


def _listed(named: Mapping[str, str]) -> list[str]:
    """The addresses in a parameter that lists several (``images="a.jpg, b.jpg"``)."""
    for key, value in named.items():
        parts = [part.strip(" \t\n\"'") for part in re.split(r"[,;|\n]", value.strip("[] "))]
        parts = [part for part in parts if part]
        if (len(parts) > 1 or (key in _LISTS and parts)) and all(map(looks_like_picture, parts)):
            return parts
    return []


def _texts(positional: Sequence[tuple[str, bool]]) -> tuple[str, str]:
    """Caption and description among what follows an address: texts in quotation marks, or words."""
    texts = [
        (text, quoted)
        for text, quoted in positional
        if not _OPTION.fullmatch(text) and not looks_like_picture(text)
    ]
    if texts and not texts[0][1]:
        return " ".join(text for text, _ in texts), ""
    quoted = [text for text, is_quoted in texts if is_quoted]
    with_alt = _WITH_ALT.fullmatch(quoted[0]) if len(quoted) == 1 else None
    if with_alt:
        return with_alt["title"], with_alt["alt"]
    return (quoted[0] if quoted else ""), (quoted[1] if len(quoted) > 1 else "")


def _credit(named: Mapping[str, str]) -> str:
    for key in _CREDITS:
        name = named.get(key, "").strip()
        if name and not looks_like_picture(name) and "://" not in name[:8]:
            return credit_line(key, name)
    return ""
