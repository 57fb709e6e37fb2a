"""What blog engines write between braces, as far as it names pictures.

A post is a template before it is a page. Hexo names pictures of a post's own folder by
``{% asset_img [class …] file [width [height]] ["title" ["alt"]] %}``; Jekyll puts its site's
address before paths, or has a filter do it. Both become what they stand for: a picture, a path.
Other tags are left to ``body``, which drops them. No template engine is run: its tags execute
code and read files of the blog, of which a corpus has the posts only.
"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass

_SITE = re.compile(r"\{\{-?\s*site\.(?:baseurl|url)\s*-?\}\}")
_FILTERED = re.compile(
    r"\{\{-?\s*(['\"])(?P<path>[^'\"{}]*)\1\s*\|\s*"
    r"(?:relative_url|absolute_url|prepend:\s*site\.\w+)[^{}]*\}\}"
)
_IMAGE = re.compile(r"\{%-?\s*(?:asset_img|img)\s(?P<arguments>[^{}]*)%\}")
_WORD = re.compile(r"\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>\S+)")
_FILE = re.compile(r"https?://\S+|/\S*|[^<>]*\.\w{2,5}")
_PIXELS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class _Image:
    address: str
    title: str
    alt: str


def as_html(body: str) -> str:
    """Replace the pictures and paths of templates; pictures become ``<img>``."""
    return _replaced(body, _html)


def as_markdown(body: str) -> str:
    """Replace the pictures and paths of templates; pictures become ``![]()``."""
    return _replaced(body, _markdown)


def _replaced(body: str, written: Callable[[_Image], str]) -> str:
    def picture(match: re.Match[str]) -> str:
        image = _image(match["arguments"])
        return match[0] if image is None else written(image)

    body = _FILTERED.sub(lambda match: match["path"], _SITE.sub("", body))
    return _IMAGE.sub(picture, body)


def _image(arguments: str) -> _Image | None:
    """Read the arguments in Hexo's order: what stands before the file are class names."""
    words = list(_WORD.finditer(html.unescape(arguments).removesuffix("-")))
    texts = [word["double"] or word["single"] or word["bare"] or "" for word in words]
    at = next((at for at, text in enumerate(texts) if _FILE.fullmatch(text)), None)
    if at is None:
        return None
    rest = list(zip(words, texts, strict=True))[at + 1 :]
    while rest and _PIXELS.fullmatch(rest[0][1]):
        rest.pop(0)
    if rest and rest[0][0]["bare"] is None:
        title, alt = (*(text for _, text in rest), "")[:2]
    else:
        title, alt = " ".join(text for _, text in rest), ""
    return _Image(texts[at], title, alt)


def _html(image: _Image) -> str:
    address, title, alt = map(html.escape, (image.address, image.title, image.alt))
    return f'<img src="{address}" title="{title}" alt="{alt}">'


def _markdown(image: _Image) -> str:
    title, alt = (re.sub(r"([\\\"\[\]])", r"\\\1", text) for text in (image.title, image.alt))
    return f'![{alt}](<{re.sub("[<>]", "", image.address)}> "{title}")'
