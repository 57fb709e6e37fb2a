"""Sizes and embeds as note-taking programs and lenient renderers write them.

``![text|300](a.jpg)``, ``![text](a.jpg =300x200)``, ``![](a.jpg ':size=240')``,
``![](a.jpg){width=300}`` state how large a picture is shown, and ``![[a.jpg|text]]`` embeds a file.
A size is no text: read as one it becomes a caption.
"""

import re
from dataclasses import dataclass

from indexer.posts.markup.written import WrittenPicture, looks_like_picture

EMBED = re.compile(r"!\[\[(?P<file>[^\[\]|\n]{1,500})(?P<rest>(?:\|[^\[\]|\n]{0,500}){0,4})\]\]")
ATTRIBUTES = re.compile(r"[ \t]?\{(?::|(?=[.#]|[\w-]{1,40}=))(?P<inner>[^{}\n]{0,300})\}")
_SIZE = re.compile(r"\s*+(\d{1,5})?\s*+(?:[x×*X]\s*+(\d{1,5})?)?\s*+(?:px)?\s*+")
_ALT_SIZE = re.compile(r"(?P<alt>.*?)\|\s*(?P<size>\d{1,5}(?:\s*[x×]\s*\d{1,5})?|[lrc]\w{0,6})\s*")
_ONLY_SIZE = re.compile(r"\d{2,4}\s*[x×]\s*\d{2,4}|\d{2,4}px|\d{1,3}%|[1-9]\d{2}")
_BEHIND = re.compile(r"\s=(?P<width>\d{0,5}(?:px|%)?)(?:[x*](?P<height>\d{0,5}(?:px|%)?))?\s*$")
_TITLE = re.compile(
    r"\s*(?::[\w-]{1,40}(?:=\S*)?\s*)+|\s*=?\d{1,5}(?:px|%)?(?:\s*[x×*]\s*\d{0,5}(?:px|%)?)?\s*|"
    r"\s*(?:(?:width|height|w|h|size|style|align|zoom|class)\s*[=:]\s*\S+\s*)+",
    re.IGNORECASE,
)
_FLAG = re.compile(r":[a-z][a-z-]{1,20}+(?:=\S*+)?")
_TITLE_SIZE = re.compile(r"size=(\d{1,5})(?:x(\d{1,5}))?")
_PAIR = re.compile(r"\b(width|height)\s*[=:]\s*[\"']?(\d{1,5})(?!\d*%)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sized:
    """A text without the size that stood in it."""

    text: str
    width: str = ""
    height: str = ""


def of_alt(alt: str) -> Sized:
    """Part a description from the size behind its bar; a bare number is a size as well."""
    if _ONLY_SIZE.fullmatch(alt.strip()):
        return _sized("", alt)
    match = _ALT_SIZE.fullmatch(alt)
    if match is None:
        return Sized(alt)
    return _sized(match["alt"].strip(), match["size"])


def of_destination(destination: str) -> Sized:
    """Part an address, and its title, from a size behind it (``a.jpg =300x200``)."""
    match = _BEHIND.search(destination)
    if match is None:
        return Sized(destination)
    width, height = match["width"] or "", match["height"] or ""
    return Sized(destination[: match.start()], _pixels(width), _pixels(height))


def of_title(title: str) -> Sized:
    """Tell a title from settings that stand in its place."""
    if not _TITLE.fullmatch(title) or not title.strip():
        return Sized(_without_flags(title))
    size = _TITLE_SIZE.search(title)
    return Sized("", size[1] or "", size[2] or "") if size else of_attributes(title)


def _without_flags(title: str) -> str:
    """A title without the settings of docsify behind it."""
    words = title.split()
    kept = len(words)
    while kept and _FLAG.fullmatch(words[kept - 1]):
        kept -= 1
    return title if kept == len(words) else " ".join(words[:kept])


def of_attributes(attributes: str) -> Sized:
    """The size among attributes in braces."""
    found = {name.lower(): value for name, value in _PAIR.findall(attributes)}
    return Sized("", found.get("width", ""), found.get("height", ""))


def embedded(match: re.Match[str]) -> WrittenPicture | None:
    """The picture that an embed names; None where it embeds a note or another file."""
    file = match["file"].partition("#")[0].strip()
    if not looks_like_picture(file):
        return None
    caption = width = height = ""
    for part in match["rest"].split("|")[1:]:
        size = _SIZE.fullmatch(part)
        if size and part.strip():
            width, height = size[1] or "", size[2] or ""
        elif not caption and part.strip() not in ("left", "right", "center"):
            caption = part.strip()
    return WrittenPicture(address=file, caption=caption, width=width, height=height)


def _sized(text: str, size: str) -> Sized:
    match = _SIZE.fullmatch(size)
    if match is None:
        return Sized(text)
    return Sized(text, match[1] or "", match[2] or "")


def _pixels(length: str) -> str:
    return "" if length.endswith("%") else length.removesuffix("px")
