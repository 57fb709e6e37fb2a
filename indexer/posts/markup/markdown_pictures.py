"""The pictures of Markdown, read as leniently as the renderers that blogs were written for.

CommonMark sees no picture where a path has a blank, where a line of HTML stands above it, where a
size follows the address. Here a picture is an exclamation mark, two brackets on a level, and an
address or a label behind them, wherever it stands. Brackets are paired in one pass over the text,
for what is opened without end must not be looked at again from each opening.
"""

import html
import re
from collections.abc import Iterator

from indexer.posts.markup import note_marks
from indexer.posts.markup.draft import Draft
from indexer.posts.markup.references import References
from indexer.posts.markup.written import MAX_TEXT, WrittenPicture, looks_like_picture

_BRACKET = re.compile(r"\\.|\[|\]|\n[ \t]*\n", re.DOTALL)
_DESTINATION = re.compile(
    r"[ \t]?\([ \t]*(?P<inner>(?>(?:[^()\n<\"'\\]++|"
    r"<[^<>\n]*+>|\"[^\"\n]*+\"(?=[ \t]*\))|'[^'\n]*+'(?=[ \t]*\))|"
    r"\\[()]|[^()\n]|\((?>(?:[^()\n\\]++|\\[()]|[^()\n])*)\))*))\)"
)
_LABEL = re.compile(r"[ \t]?\[(?P<label>[^\[\]\n]{0,300})\]")
_TITLE = re.compile(
    r"(?<![ \t])[ \t]++(?:\"(?P<double>[^\"]*+)\"|'(?P<single>[^']*+)'|“(?P<curly>[^“”]*+)”)$"
)
_ROUND_TITLE = re.compile(r"(?<![ \t])[ \t]++\((?P<round>[^()]*+)\)$")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_MARKS = re.compile(r"(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)|~~|\]\([^()\s]{0,500}\)|[\[\]]")
_HAN = re.compile("[\u3400-\u9fff]")
"""A definition far from its picture may be in another language; the text at the picture counts."""

_BLANK = re.compile(r"[ \t]+")


def rewrite_pictures(text: str, references: References, draft: Draft) -> str:
    """Replace the embeds and pictures of a text."""
    if "![" not in text:
        return text
    text = note_marks.EMBED.sub(lambda match: _embed(match, draft), text)
    out: list[str] = []
    end = 0
    for start, close in _bracketed(text):
        if start < end:
            continue
        found = _picture(text, start, close, references)
        if found is None:
            continue
        picture, stop = found
        out += (text[end:start], draft.picture(picture))
        end = stop
    return "".join(out) + text[end:]


def _embed(match: re.Match[str], draft: Draft) -> str:
    picture = note_marks.embedded(match)
    return match[0] if picture is None else draft.picture(picture)


def _bracketed(text: str) -> Iterator[tuple[int, int]]:
    """Where the exclamation mark and the closing bracket of each picture stand, in order."""
    found: list[tuple[int, int]] = []
    opened: list[int] = []
    for match in _BRACKET.finditer(text):
        if match[0] == "[":
            opened.append(match.start())
        elif match[0] != "]":
            if match[0][0] == "\n":
                opened.clear()
        elif opened:
            start = opened.pop()
            is_picture = text[start - 1 : start] == "!" and text[start - 2 : start - 1] != "\\"
            if is_picture and match.start() - start <= MAX_TEXT:
                found.append((start - 1, match.start()))
    return iter(sorted(found))


def _picture(
    text: str, start: int, close: int, references: References
) -> tuple[WrittenPicture, int] | None:
    alt = note_marks.of_alt(text[start + 2 : close])
    behind = _DESTINATION.match(text, close + 1)
    if behind is not None:
        picture, stop = _stated(behind["inner"]), behind.end()
    else:
        label = _LABEL.match(text, close + 1)
        named = (label["label"] if label else "") or text[start + 2 : close]
        definition = references.get(named)
        if definition is None:
            return None
        title = note_marks.of_title(definition.title)
        is_foreign = _HAN.search(alt.text) and not _HAN.search(title.text)
        picture = WrittenPicture(
            address=_plain_address(definition.address),
            title="" if is_foreign else _plain(title.text),
            width=title.width,
            height=title.height,
        )
        stop = label.end() if label else close + 1
    if picture is None:
        return None
    attributes = note_marks.ATTRIBUTES.match(text, stop)
    shown = note_marks.of_attributes(attributes["inner"]) if attributes else note_marks.Sized("")
    return WrittenPicture(
        address=picture.address,
        alt=_plain(alt.text),
        title=picture.title,
        width=shown.width or picture.width or alt.width,
        height=shown.height or picture.height or alt.height,
    ), attributes.end() if attributes else stop


def _stated(inner: str) -> WrittenPicture | None:
    """Part what stands in the brackets behind a picture: address, title, size."""
    sized = note_marks.of_destination(inner.strip())
    rest, title = sized.text.strip(), ""
    match = _TITLE.search(rest)
    if match:
        title = next((text for text in match.groups() if text), "")
        rest = rest[: match.start()]
    again = note_marks.of_destination(rest)  # a size may stand before the title, too
    rest = again.text.strip()
    if rest.startswith("<") and ">" in rest:
        rest = rest[1:].partition(">")[0]
    elif not match:
        rest, title = _without_quotes(rest)
    if not rest:
        return None
    of_title = note_marks.of_title(title)
    return WrittenPicture(
        address=_plain_address(rest),
        title=_plain(of_title.text),
        width=sized.width or again.width or of_title.width,
        height=sized.height or again.height or of_title.height,
    )


def _without_quotes(rest: str) -> tuple[str, str]:
    """A path with blanks, or an address with a title that nobody put in quotation marks."""
    round_title = _ROUND_TITLE.search(rest)
    if round_title and looks_like_picture(rest[: round_title.start()]):
        return rest[: round_title.start()], round_title["round"]
    address, _, title = (_BLANK.sub(" ", rest, count=1) if rest else "").partition(" ")
    if title and not looks_like_picture(title) and looks_like_picture(address):
        return address, title.strip("\"'“”")
    return rest, ""


def _plain_address(address: str) -> str:
    return html.unescape(_ESCAPED.sub(r"\1", address.strip()))


def _plain(text: str) -> str:
    """A description or a title as a text, without marks of emphasis and links."""
    if not text:
        return ""
    plain = _MARKS.sub("", text) if re.search(r"[*_~\[]", text) else text
    return html.unescape(_ESCAPED.sub(r"\1", plain)).strip()
