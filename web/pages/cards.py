"""Documents and hits as cards: what a photo desk looks at first, with what matched marked.

A card names who made a picture as the archive knows it: photographers, then the agency. The credit
line is shown beside where it says more (that a company handed the picture out) or holds what was
looked for; a line that repeats the names and adds "摄" is not.
"""

import re
from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from indexer import Document, Hit, Match
from indexer.presentation import Versions, excerpt, highlight, spans
from web.addresses.links import NOTHING, Parameters
from web.pages.contexts import Card, Source, Why
from web.pages.views import dated, picture
from web.site.site import Visitor
from web.wording.credits import credit_text

CAPTION_LENGTH = 72  # characters of a caption in a grid: about four of its lines
HEADLINE_LENGTH = 40
TEXT_LENGTH = 260
WHY_LENGTH = 46

GRID_SIZES = "(max-width: 40rem) 50vw, 22rem"
LIST_SIZES = "(max-width: 40rem) 7rem, 15rem"
COMPACT_SIZES = "(max-width: 40rem) 33vw, 11rem"

_WHY_FIELDS = ("credit", "creator", "agency", "place", "person", "tag", "before", "after")
_ADDS_NOTHING = re.compile(
    r"本[报報]|特[约約]|[记記]者|通[讯訊][员員]|[摄攝]影?|[发發]|[\s()（）:：/／、,，·]"
)


def photo_card(
    document: Document,
    visitor: Visitor,
    *,
    versions: Versions,
    hit: Hit | None = None,
    number: int = 0,
    eager: bool = False,
    results: Parameters = NOTHING,
    layout: str = "grid",
) -> Card:
    """A photo as a card; with a hit, its matches are marked and explained.

    ``versions`` are those of pictures, its own among them, if it has one.
    ``results`` are the parameters of the results that its page shall lead back to.
    """
    matches = hit.matches if hit else ()
    length = len(document.caption) if layout == "list" else CAPTION_LENGTH
    text, marked = excerpt(document.caption, spans(matches, "caption"), length=length)
    byline, credit = attribution(document, matches)
    sizes = {"list": LIST_SIZES, "compact": COMPACT_SIZES}.get(layout, GRID_SIZES)
    return Card(
        id=document.id,
        kind="photo",
        number=number,
        url=visitor.links.photo(document.id, results),
        picture=picture(
            document, visitor, sizes=sizes, eager=eager, version=versions.get(document.id, "")
        ),
        text=highlight(text, marked) if text else escape(visitor.t("no_caption")),
        uncaptioned=not document.caption,
        byline=byline,
        credit=credit,
        date=dated(document, visitor),
        source=source(document, matches, visitor),
        why=None if hit is None else why(hit, visitor, seen=(*marked, byline, credit)),
    )


def paragraph_card(document: Document, visitor: Visitor, *, hit: Hit, number: int = 0) -> Card:
    """A paragraph as a card."""
    text, marked = excerpt(document.text, spans(hit.matches, "text"), length=TEXT_LENGTH)
    return Card(
        id=document.id,
        kind="paragraph",
        number=number,
        url=visitor.links.document(document),
        picture=None,
        text=highlight(text, marked),
        uncaptioned=False,
        byline=Markup(),
        credit=Markup(),
        date=dated(document, visitor),
        source=source(document, hit.matches, visitor),
    )


def source(document: Document, matches: Sequence[Match], visitor: Visitor) -> Source:
    """The article of a card, its title cut around the first mark so that none is cut by a line."""
    marked = spans(matches, "headline")
    title, marked = excerpt(document.headline, marked, length=HEADLINE_LENGTH)
    return Source(highlight(title, marked), title, visitor.links.article(document.article))


def attribution(document: Document, matches: Sequence[Match]) -> tuple[Markup, Markup]:
    """The byline, and the credit line where it says more or holds what only it holds."""
    names = [
        *((name, spans(matches, "creator", value=at)) for at, name in enumerate(document.creator)),
        *([(document.agency, spans(matches, "agency"))] if document.agency else []),
    ]
    credit, marked = document.credit, spans(matches, "credit")
    if not names:
        return Markup(), highlight(credit_text(document), marked)
    byline = _joined(names, len(document.creator))
    told = [name for name, _ in names]
    is_more = _says_more(credit, told) or (marked and not any(marks for _, marks in names))
    if not is_more:
        return byline, Markup()
    covers = all(name in credit for name in told)
    return Markup() if covers else byline, highlight(credit, marked)


def _joined(names: Sequence[tuple[str, Sequence[tuple[int, int]]]], creators: int) -> Markup:
    """Photographers, then the agency."""
    shown = [highlight(name, marks) for name, marks in names]
    both = (Markup("、").join(shown[:creators]), *shown[creators:])
    return Markup(" · ").join(filter(None, both))


def _says_more(credit: str, names: Iterable[str]) -> bool:
    for name in sorted(names, key=len, reverse=True):
        credit = credit.replace(name, "")
    return bool(_ADDS_NOTHING.sub("", credit))


def why(hit: Hit, visitor: Visitor, *, seen: Iterable[object]) -> Why | None:
    """Where a hit matched outside of what its card shows; None when the headline shows it.

    ``seen`` is what shows it: marks, and texts with marks in them.
    """
    if any(not isinstance(shown, str) or "<mark>" in shown for shown in seen):
        return None
    fields = {match.field for match in hit.matches}
    if "headline" in fields:
        return None
    for field in _WHY_FIELDS:
        if field in fields:
            value = min(m.value for m in hit.matches if m.field == field)
            text = field_text(hit.document, field, value)
            words, marked = excerpt(text, spans(hit.matches, field, value=value), length=WHY_LENGTH)
            return Why(visitor.t(f"why_{field}"), highlight(words, marked))
    return None


def field_text(document: Document, field: str, value: int) -> str:
    """The text that a match points into."""
    held: str | Sequence[str] = getattr(document, field)
    return held if isinstance(held, str) else held[value]
