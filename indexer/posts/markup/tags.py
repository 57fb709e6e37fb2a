"""Tags with a name and arguments: Hugo's short codes, Jekyll's includes, Hexo's tag plugins.

They differ in their brackets and agree in everything else, so one reading serves them: a tag may
name a picture, several, or none; it may have a partner that closes it, and what stands between is
the caption of a tag that names a picture by itself, and else contents. Tags are no text of the
post: they go, whether understood or not, but what seems to name a picture and gave none is told.
No template engine is run: its tags execute code and read files of the blog, of which a corpus has
the posts only.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from indexer.posts.markup.arguments import (
    Arguments,
    first_path,
    pictures_in,
    read_arguments,
    read_list,
)
from indexer.posts.markup.draft import Draft
from indexer.posts.markup.written import WrittenPicture, looks_like_picture, names_picture

SHORT_CODE = re.compile(
    r"\{\{(?P<mark>[<%])(?!/\*)\s*+(?P<close>/?)\s*+(?P<name>[\w./-]{1,80}+)"
    r"(?P<rest>(?>(?:[^{>%]++|(?!\{\{|[>%]\}\}).)*))[>%]\}\}",
    re.DOTALL,
)
LIQUID = re.compile(
    r"\{%-?\s*+(?P<name>[\w./-]{1,80}+)(?P<rest>(?>(?:[^{%]++|(?!\{%|%\}).)*))%\}", re.DOTALL
)
CALL = re.compile(
    r"\{\{-?\s*+(?P<name>[\w./:-]{1,80}+)(?P<rest>\((?>(?:[^{}]++|(?!\{\{|\}\}).)*))\}\}", re.DOTALL
)
"""Zola's and Nunjucks' ``{{ figure(src="a.jpg") }}``."""

_BARE = re.compile(
    r"(?P<key>\b(?:src|url|path|file|image|img|image_path|img_src|image_url|filename|picture|photo))"
    r"\s*+=\s*+(?P<name>[A-Za-z_][\w.-]*+)(?=\s|$)"
)
_SHOWS = re.compile(
    r"(?<![a-z])figs?(?![a-z])|figure|imag|img|(?<![a-z])pics?(?![a-z])|picture|photo|galler|album|"
    r"lightbox|carousel|slide|polaroid",
    re.IGNORECASE,
)
_SHOWS_OTHER = re.compile(
    r"video|audio|music|player|tube|bili|frame|button|btn|link|card|file|download|pdf|icon|avatar|"
    r"badge|ref$|emoji|qr|chart|tweet|gist|site|friend|author|mp[34]|person|sponsor",
    re.IGNORECASE,
)
_GALLERY = re.compile(
    r"galler|album|lightbox|carousel|slide|photos|images|pics|imgs|figures|grid", re.IGNORECASE
)
_INCLUDES = frozenset({"include", "include_relative", "include_cached", "render", "partial"})
_ASSIGNS = frozenset({"assign", "capture", "set"})
_STATES_CAPTION = re.compile(r"\b(?:caption|title|desc|description)\s*=")
_PARAMETERS = frozenset({"param", "params", "siteparam", "site-param", "var", "get"})
_OPTION = re.compile(
    r"--(?P<key>alt|title|caption|desc)[ \t=]++"
    r"(?:\"(?P<quoted>[^\"\n]{0,500}+)\"|(?P<bare>[^-\n\"]{1,500}+))"
)
"""As command lines have it: ``{% picture a.jpg --alt 渔船归港 %}``."""

_IN_ADDRESS = frozenset("\"'(<=/")
_LINE = re.compile(r"\s*(?P<address>[^\s|,]+)[\s|,]*(?P<caption>.*)")
_MAX_CAPTION = 2000


@dataclass(frozen=True, slots=True)
class _Tag:
    start: int
    end: int
    name: str
    arguments: str
    is_close: bool
    is_liquid: bool = False
    partner: int = -1


def rewrite_tags(text: str, pattern: re.Pattern[str], draft: Draft) -> str:
    """Replace all tags of one kind."""
    tags = _paired(list(_tags(text, pattern)))
    out: list[str] = []
    at = end = 0
    galleries = 0
    while at < len(tags):
        tag = tags[at]
        between = text[end : tag.start]
        out.append(_gallery_lines(between, draft) if galleries else between)
        end = tag.end
        if tag.is_close or tag.partner < 0:
            is_gallery = tag.is_close and tag.partner >= 0 and _opens(tags[tag.partner])
            galleries -= is_gallery
            out.append(draft.element("</div>") if is_gallery else _alone(text, tag, draft))
        else:
            caption = _caption(text, tags, at)
            word = _alone(text, tag, draft, caption)
            if word and caption:
                end, at = tags[at + 1].end, at + 1
            elif _opens(tag):
                galleries += 1
                word = draft.element('<div class="gallery">') + word
            out.append(word)
        at += 1
    return "".join(out) + text[end:]


def rewrite_paths(text: str, pattern: re.Pattern[str], draft: Draft) -> str:
    """Replace the tags that stand in the place of an address by the path that they name."""

    def path(match: re.Match[str]) -> str:
        before = match.string[match.start() - 1 : match.start()]
        if before not in _IN_ADDRESS or not before:
            return match[0]
        path = first_path(read_arguments(match["rest"].strip().removesuffix("-")))
        return _parameter(path, draft) if match["name"] in _PARAMETERS else path

    return pattern.sub(path, text)


def _parameter(name: str, draft: Draft) -> str:
    """What the site or the post calls by a name, as Hugo's ``param`` looks for it."""
    for key in (f"page.{name}", f"page.params.{name}", f"site.params.{name}", f"site.{name}"):
        if key in draft.variables:
            return draft.variables[key]
    draft.note(f"variable {name[:80]} is not defined")
    return ""


def _tags(text: str, pattern: re.Pattern[str]) -> Iterator[_Tag]:
    groups = pattern.groupindex
    for match in pattern.finditer(text):
        name = match["name"]
        rest = match["rest"].strip()
        if "close" in groups:
            is_close = bool(match["close"])
        else:
            is_close = name.startswith("end")
            name = name[3:] if is_close else name
        is_alone = rest.endswith("/")
        rest = rest.removesuffix("/").removesuffix("-").rstrip()
        if rest[:1] == "(" and rest[-1:] == ")":
            rest = rest[1:-1]
        yield _Tag(
            *match.span(),
            f"{name}/" if is_alone else name,
            rest,
            is_close,
            is_liquid=pattern is LIQUID,
        )


def _paired(tags: list[_Tag]) -> list[_Tag]:
    """Give each tag the place of the one that closes it, or that it closes."""
    waiting: dict[str, list[int]] = {}
    last: int | None = None
    for at, tag in enumerate(tags):
        if not tag.is_close:
            waiting.setdefault(tag.name, []).append(at)
            last = at
        elif not tag.name and last is not None:  # Zola's {% end %}
            tags[last], tags[at] = replace(tags[last], partner=at), replace(tag, partner=last)
        elif waiting.get(tag.name):
            opening = waiting[tag.name].pop()
            tags[opening] = replace(tags[opening], partner=at)
            tags[at] = replace(tag, partner=opening)
    return tags


def _opens(tag: _Tag) -> bool:
    return _GALLERY.search(tag.name) is not None


def _caption(text: str, tags: list[_Tag], at: int) -> str:
    """What stands between a tag and the one that closes it, where nothing else does."""
    tag = tags[at]
    if tag.partner != at + 1 or tags[tag.partner].start - tag.end > _MAX_CAPTION:
        return ""
    inner = text[tag.end : tags[tag.partner].start].strip()
    return "" if "\ufdd2" in inner or "<img" in inner else inner


def _alone(text: str, tag: _Tag, draft: Draft, caption: str = "") -> str:
    """What a tag becomes."""
    if tag.is_close:
        return ""
    arguments = draft.shown(tag.arguments)
    if tag.is_liquid:
        arguments = _BARE.sub(lambda match: _valued(match, draft), arguments)
    pictures = _pictures(tag, arguments)
    if not pictures:
        if tag.name in _ASSIGNS:
            return ""
        if names_picture(tag.arguments) or _should_show(tag):
            draft.leave_out(text[tag.start : tag.end])
        return ""
    if caption and len(pictures) == 1 and not _STATES_CAPTION.search(tag.arguments):
        pictures = [replace(pictures[0], caption=caption)]
    return draft.gallery(pictures)


def _valued(match: re.Match[str], draft: Draft) -> str:
    """A bare word in the place of an address is a variable, where it is no file."""
    if looks_like_picture(match["name"]):
        return match[0]
    return f'{match["key"]}="{draft.variables.get(match["name"], "")}"'


def _should_show(tag: _Tag) -> bool:
    """Whether a tag is called by a picture and names it in a way that nobody here knows."""
    name, arguments = tag.name.removesuffix("/"), tag.arguments
    if name in _INCLUDES:
        name, _, arguments = arguments.partition(" ")
        name = name.rpartition("/")[2]
    is_frame = tag.partner >= 0 and _opens(tag)
    return bool(arguments.strip()) and not is_frame and _SHOWS.search(name) is not None


def _pictures(tag: _Tag, arguments: str) -> list[WrittenPicture]:
    name = tag.name.removesuffix("/")
    if name in _INCLUDES:
        first, _, rest = arguments.partition(" ")
        name, arguments = ("", arguments) if "=" in first else (first, rest)
    name = name.strip("\"'").rpartition("/")[2]
    shows = _SHOWS.search(name) is not None
    arguments = _OPTION.sub(_option, arguments) if "--" in arguments else arguments
    if not shows and _SHOWS_OTHER.search(name):
        return []
    if name in ("img", "asset_img") and "=" not in arguments:
        return _hexo(arguments)
    is_list = "," in arguments and not re.search("[\"']", arguments)
    read = read_list(arguments) if is_list else read_arguments(arguments)
    return pictures_in(read, sure=shows)


def _option(match: re.Match[str]) -> str:
    return f'{match["key"]}="{(match["quoted"] or match["bare"] or "").strip()}" '


def _hexo(arguments: str) -> list[WrittenPicture]:
    """Hexo's order: ``[class …] file [width [height]] ["title" ["alt"]]``."""
    read: Arguments = read_arguments(arguments)
    words = read.positional
    at = next((at for at, (text, _) in enumerate(words) if _is_file(text)), None)
    if at is None:
        return []
    rest = list(words[at + 1 :])
    while rest and rest[0][0].isdecimal():
        rest.pop(0)
    if rest and rest[0][1]:
        title, alt = (*(text for text, _ in rest), "")[:2]
        if not alt and '" "' in title.replace("'", '"'):  # '"title" "alt"' in one argument
            title, _, alt = (part.strip("\"' ") for part in title.partition('" "'))
    else:
        title, alt = " ".join(text for text, _ in rest), ""
    return [WrittenPicture(address=words[at][0], title=title.strip('"'), alt=alt.strip('"'))]


def _is_file(text: str) -> bool:
    return text.startswith(("/", "http://", "https://")) or bool(
        looks_like_picture(text) or re.fullmatch(r"[^<>]*\.\w{2,5}", text)
    )


def _gallery_lines(text: str, draft: Draft) -> str:
    """In a gallery a line may be the bare path of a picture, with its caption behind it."""
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if not names_picture(line) or "\ufdd2" in line or "<" in line:
            continue
        match = _LINE.fullmatch(line)
        if match and looks_like_picture(match["address"]) and "(" not in match["address"]:
            picture = WrittenPicture(address=match["address"], caption=match["caption"].strip())
            lines[at] = draft.picture(picture)
    return "\n".join(lines)
