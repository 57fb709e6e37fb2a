"""Components of MDX, Vue and React that show a picture.

``<Image src="a.png" caption="甲" />`` is no HTML: the parser knows no ``/>`` for it, and a brace is
no value to it. Only elements with a small letter behind a capital one are components (``<FONT>`` is
old HTML), and those with a dash; what an import or a ``require`` names is its file.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from indexer.posts.markup.arguments import Arguments, pictures_in, read_arguments
from indexer.posts.markup.draft import Draft
from indexer.posts.markup.written import WrittenPicture, looks_like_picture, names_picture

_IMPORT = re.compile(
    r"^[ \t]*+(?:import\s++(?P<name>[\w$]{1,80}+)\s++from|"
    r"(?:const|let|var)\s++(?P<const>[\w$]{1,80}+)\s*+=\s*+(?:require\()?)"
    r"\s*+[\"'](?P<file>[^\"'\n]{1,1000}+)[\"']\)?[ \t]*+;?[ \t]*+$",
    re.MULTILINE,
)
_LINE = re.compile(
    r"^(?:import\s[^\"'\n]{0,300}+[\"'][^\"'\n]{1,500}+[\"']|"
    r"export\s++(?:const|default)\b[^\n]{0,500}+)[ \t]*+;?[ \t]*+$",
    re.MULTILINE,
)
_ELEMENT = re.compile(
    r"<(?P<name>[A-Z][a-z][\w.]{0,80}+|img|[a-z]{1,20}+(?>(?:-[a-z]{1,20}+){1,4}))(?=[\s/])"
    r"(?P<rest>(?>(?:\"[^\"]*+\"|'[^'\n]*+'|\{(?>(?:[^{}]++|\{[^{}]*+\})*)\}|[^<>\"'{}]++)*))>"
)
_CLOSING = re.compile(r"</(?P<name>[A-Z][a-z][\w.]{0,80}+)\s*+>")
_BRACED = re.compile(r"=\s*+\{(?P<inner>(?>(?:[^{}]++|\{[^{}]*+\})*))\}")
_TEXT = re.compile(r"[\"'`](?P<text>[^\"'`]*+)[\"'`]")
_OBJECT = re.compile(r"\{([^{}]*+)\}")
_ANY_TAG = re.compile(r"<[^<>]*+>")
_BOUND = re.compile(
    r"(?:^|\s)(?::|v-bind:)(?P<key>[\w-]{1,40}+)\s*+=\s*+(?P<quote>[\"'])(?P<inner>.*?)(?P=quote)"
)
_HTML = frozenset(
    {
        *("a", "abbr", "address", "area", "article", "aside", "audio", "b", "base", "blockquote"),
        *("body", "br", "button", "canvas", "caption", "center", "cite", "code", "col", "dd"),
        *("details", "div", "dl", "dt", "em", "embed", "figcaption", "font", "footer", "form"),
        *("frame", "head", "header", "hr", "html", "iframe", "input", "label", "li", "link"),
        *("main", "map", "meta", "nav", "object", "ol", "option", "param", "pre", "script"),
        *("section", "select", "small", "source", "span", "strong", "style", "table", "tbody"),
        *("td", "textarea", "th", "thead", "title", "tr", "track", "tt", "ul", "video"),
    }
)
_OTHER = re.compile(
    r"video|audio|player|tube|bili|frame|button|link|card|icon|avatar|badge|emoji|logo",
    re.IGNORECASE,
)
_SHOWS = re.compile(r"image|img|figure|photo|picture|pic$|gallery|zoom|lightbox", re.IGNORECASE)
_ALIAS = re.compile(r"^(?:@site|@@|[@~])/?")


def rewrite_components(text: str, draft: Draft) -> str:
    """Replace the components of a text that show a picture."""
    if "<" not in text:
        return text
    files = {match["name"] or match["const"]: match["file"] for match in _IMPORT.finditer(text)}
    if files:
        text = _IMPORT.sub("", text)
    if "import " in text or "export " in text:
        text = _LINE.sub("", text)
    shown: set[str] = set()

    def element(match: re.Match[str]) -> str:
        return _element(match, files, draft, shown)

    text = _ELEMENT.sub(element, text)
    if not shown:
        return text
    return _CLOSING.sub(lambda match: "" if match["name"] in shown else match[0], text)


def _element(match: re.Match[str], files: Mapping[str, str], draft: Draft, shown: set[str]) -> str:
    name, rest = match["name"], draft.shown(match["rest"]).rstrip().removesuffix("/")
    if name.lower() in _HTML or name == "amp-img":
        return match[0]
    if name == "img" and not _is_bound(rest):
        return match[0]
    if _OTHER.search(name) and not _SHOWS.search(name):
        if names_picture(rest):
            draft.leave_out(match[0])
        return match[0] if "-" in name else ""
    pictures = _listed(rest) or pictures_in(_arguments(rest, files), sure=False)
    if not pictures:
        if names_picture(rest):
            draft.leave_out(match[0])
        return match[0]
    shown.add(name)
    pictures = [replace(one, address=_ALIAS.sub("/", one.address)) for one in pictures]
    if name == "img":  # its texts are those of an <img>, and no caption
        pictures = [replace(one, title=one.title or one.caption, caption="") for one in pictures]
    return draft.gallery(pictures)


def _listed(rest: str) -> list[WrittenPicture]:
    """The pictures of a list of objects, ``images={[{src: "a.jpg", caption: "甲"}, …]}``."""
    lists = (match["inner"].strip() for match in _BRACED.finditer(rest))
    objects = [one for inner in lists if inner[:1] == "[" for one in _OBJECT.findall(inner)]
    found = [pictures_in(read_arguments(one), sure=False) for one in objects]
    return [picture for pictures in found for picture in pictures]


def _is_bound(rest: str) -> bool:
    return _BOUND.search(rest) is not None or _BRACED.search(rest) is not None


def _arguments(rest: str, files: Mapping[str, str]) -> Arguments:
    bound = {match["key"].lower(): match["inner"] for match in _BOUND.finditer(rest)}
    read = read_arguments(_BRACED.sub(lambda match: f'="{_braced(match["inner"], files)}"', rest))
    named = {key: value for key, value in read.named.items() if key not in bound}
    named |= {key: _braced(inner, files) for key, inner in bound.items()}
    return Arguments(named, ())


def _braced(inner: str, files: Mapping[str, str]) -> str:
    """The file or the text that an expression names: a string in it, or what was imported."""
    inner = inner.strip()
    name = inner.removesuffix(".src").removesuffix(".default")
    if name in files:
        return files[name].replace('"', "")
    if inner.startswith("<"):
        return _ANY_TAG.sub("", inner).replace('"', "")
    texts = [match["text"] for match in _TEXT.finditer(inner)]
    likely = (text for text in texts if looks_like_picture(text))
    text = next(likely, texts[0] if texts else "")
    return re.sub(r"\$\{[^{}]*\}", "", text).replace('"', "")
