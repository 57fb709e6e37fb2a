"""The hits of a page as cards: each with what it lacks and what it stands for.

A headline is shown whole where it comes first. Photos of one article follow each other, and the
same words with the same marks under each of them are noise: the next one says "same article", and
one further down shows the headline again without its marks.
"""

from collections.abc import Sequence
from dataclasses import replace

from indexer import Hit, Results
from indexer.presentation import Versions, isolated
from web.addresses.params import shortened
from web.addresses.search_request import SearchRequest
from web.pages.cards import paragraph_card, photo_card
from web.pages.contexts import Card
from web.pages.results_contexts import Related
from web.site.frame import Link
from web.site.site import Visitor

EAGER = 6  # pictures that a browser should not wait with
MISSED = 4  # words that a hit lacks and that it names
WORD_LENGTH = 60


def hit_cards(
    request: SearchRequest, results: Results, visitor: Visitor, *, versions: Versions
) -> tuple[list[Card], list[Card]]:
    """The cards above the line and those below it."""
    first = (results.page - 1) * results.per_page + 1
    cards = [
        _card(hit, number, request, visitor, versions=versions, eager=number < first + EAGER)
        for number, hit in enumerate(results.hits, first)
    ]
    full = sum(not hit.related for hit in results.hits)
    cards = _once(cards, full)
    return cards[:full], cards[full:]


def related(cards: Sequence[Card], results: Results, visitor: Visitor) -> Related | None:
    """The hits below the line, under one heading on every page that has any."""
    if not cards:
        return None
    name = "related_one" if results.related == 1 else "related_count"
    return Related(visitor.t("related"), visitor.t(name, n=f"{results.related:,}"), cards)


def _once(cards: Sequence[Card], line: int) -> list[Card]:
    """Each headline once; what comes after the line is read anew."""
    shown: list[Card] = []
    seen: set[str] = set()
    for at, card in enumerate(cards):
        source = card.source
        if at not in (0, line) and source.url == cards[at - 1].source.url:
            source = replace(source, standing="same")
        elif source.url in seen:
            source = replace(source, standing="again")
        seen.add(source.url)
        shown.append(replace(card, source=source))
    return shown


def _card(
    hit: Hit,
    number: int,
    request: SearchRequest,
    visitor: Visitor,
    *,
    versions: Versions,
    eager: bool,
) -> Card:
    if hit.document.kind == "paragraph":
        shown = paragraph_card(hit.document, visitor, hit=hit, number=number)
    else:
        shown = photo_card(
            hit.document,
            visitor,
            versions=versions,
            hit=hit,
            number=number,
            eager=eager,
            results=request.parameters,
            layout=request.layout,
        )
    return replace(
        shown,
        missing=_missing(hit.missing, visitor),
        group=_group(hit, request, visitor),
        elsewhere=_elsewhere(hit, request, visitor),
    )


def _missing(words: Sequence[str], visitor: Visitor) -> str:
    """Which words a hit lacks, the first of them."""
    if not words:
        return ""
    named = (isolated(shortened(word, WORD_LENGTH)) for word in words[:MISSED])
    name = "missing" if len(words) <= MISSED else "missing_more"
    return visitor.t(name, words=visitor.t("comma").join(named), total=len(words))


def _group(hit: Hit, request: SearchRequest, visitor: Visitor) -> Link | None:
    """All documents that a hit stands for."""
    if hit.group < 2:
        return None
    name = "group" if hit.document.kind == "photo" else "group_texts"
    url = visitor.links.search(
        request.parameters, article=(hit.document.article,), groups=("show",), page=()
    )
    return Link(visitor.t(name, n=f"{hit.group:,}"), url)


def _elsewhere(hit: Hit, request: SearchRequest, visitor: Visitor) -> Link | None:
    """All places of a picture."""
    if not hit.elsewhere:
        return None
    name = "elsewhere_one" if hit.elsewhere == 1 else "elsewhere"
    url = visitor.links.same_picture(request.parameters, hit.document.id)
    return Link(visitor.t(name, n=f"{hit.elsewhere:,}"), url)
