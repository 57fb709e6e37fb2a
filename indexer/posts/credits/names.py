"""Who a credit line names: people apart from their titles, houses and kinds of sources.

Blanks are the trouble: they part two Chinese names (``林一舟 何水``), stand inside one that is
padded (``隋 峰``) and inside every foreign one (``Lena Hart``). So a list is parted at its marks
first; blanks part only what has Han characters on both sides.
"""

import re

from indexer.posts.credits.grammar import (
    ACRONYM,
    GENERIC,
    IS_AGENCY,
    IS_KNOWN,
    IS_PERSON,
    IS_TAKEN_FROM,
    PERSON_TITLE,
)
from indexer.posts.credits.simplified import simplified
from indexer.posts.credits.words import NOT_A_PERSON, SURNAME, H

_MARKS = re.compile(
    r"\s*[、，,&＆/／；;+＋|｜]\s*|(?<=[\u4e00-\u9fff])\s*(?:和|与|及)\s*(?=[\u4e00-\u9fff])|"
    r"\s(?:and|和|与|及)\s|(?<=[a-z])@"
)
_HAN_BLANK = re.compile(rf"(?<={H})\s+(?={H})|(?<={H})\s+(?=[A-Z@])|(?<=[A-Za-z])\s+(?={H})")
_PADDED = re.compile(rf"(?<!{H})({SURNAME})[ \u3000]+({H})(?!{H})")
_DOTTED = re.compile(r"\s?([·•‧・．])\s?")
_AROUND = " \t\u3000.。《》@"

People = tuple[tuple[str, ...], str | None]
"""People in order, and the outlet that is named beside them."""


def people(names: str) -> People:
    """Part the names from the titles and outlets among them; the first outlet counts."""
    outlets: list[str] = []
    parts: list[str] = []
    last = 0
    for title in PERSON_TITLE.finditer(simplified(names)):
        parts.append(names[last : title.start()])
        if title["outlet"]:
            outlets.append(names[slice(*title.span("outlet"))].strip("《》"))
        last = title.end()
    parts.append(names[last:])
    found: dict[str, None] = {}
    for name in (name for part in parts for name in names_in(part)):
        simple = simplified(name)
        if (
            IS_KNOWN.fullmatch(simple)
            or ACRONYM.fullmatch(name)
            or (len(parts) == 1 and IS_AGENCY.fullmatch(simple))
        ):
            outlets.append(name)
        elif not GENERIC.match(simple):
            found[name] = None
    return tuple(found), outlets[0] if outlets else None


def publishers(names: tuple[str, ...], outlet: str | None) -> People:
    """Part people from the house that a picture is taken from, which is no photographer."""
    named = [name for name in names if not GENERIC.match(simplified(name))]
    found = tuple(name for name in named if is_person(name))
    return found, outlet or next((name for name in named if name not in found), None)


def copied_from(names: str) -> People:
    """The house whose page a picture was copied from; whose page it was is no photographer."""
    source = IS_TAKEN_FROM.sub("", simplified(names)).strip()
    place = names[len(names) - len(source) :] if names.endswith(source[-1:]) else names
    return (), place if IS_AGENCY.fullmatch(source) else None


def is_person(name: str) -> bool:
    """Whether a name is one of a person by its form."""
    simple = simplified(name)
    return (
        IS_PERSON.fullmatch(simple) is not None
        and IS_KNOWN.fullmatch(simple) is None
        and NOT_A_PERSON.search(simple) is None
    )


def names_in(text: str) -> list[str]:
    """The names in a list of them."""
    text = _DOTTED.sub(r"\1", text.strip())
    return [
        name
        for listed in _MARKS.split(text)
        for part in _HAN_BLANK.split(joined(listed))
        if (name := part.rpartition("@")[2].strip(_AROUND))
    ]


def joined(text: str) -> str:
    """Names of two characters without the blank that pads them."""
    simple = simplified(text)
    spans = [match.span() for match in _PADDED.finditer(simple)]
    for start, end in reversed(spans):
        text = text[:start] + "".join(text[start:end].split()) + text[end:]
    return text
