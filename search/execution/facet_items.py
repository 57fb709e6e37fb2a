"""The facets of a page as they are shown, whoever counted.

Values stand by their counts, or by their names; years from the newest on; gaps in the order of
``GAPS``.
"""

from collections.abc import Iterable, Mapping

from search.document import KINDS, Kind
from search.request import GAPS, Gap, Request, ValueFacet
from search.results import Facet, FacetItem


def is_by_name(request: Request, facet: ValueFacet) -> bool:
    """Whether the values of a facet are asked for by name."""
    return request.facet == facet and request.facet_order == "name"


def name_key(folded: str) -> bytes:
    """What folded names are ordered by.

    Latin letters first, then Chinese characters: the standard encodes the frequent ones in the
    order of their pinyin, which readers expect, and no dictionary is asked in a search.
    """
    return folded.encode("gb18030", errors="replace")


def by_count(item: FacetItem) -> tuple[int, str]:
    """What values are ordered by: the most frequent first."""
    return -item.count, item.label


def years(counts: Iterable[tuple[int, int]], request: Request) -> Facet:
    """Years with documents, newest first.

    Args:
        counts: how many documents are of each year.
    """
    items = tuple(
        FacetItem(name, name, count, name in request.taken)
        for name, count in ((f"{year:04}", count) for year, count in sorted(counts, reverse=True))
    )
    return Facet("year", items, len(items))


def gaps(counts: Mapping[Gap, int], request: Request) -> Facet:
    """What posts do not say, in the order of ``GAPS``."""
    items = tuple(
        FacetItem(gap, gap, counts.get(gap, 0), gap in request.lacks)
        for gap in GAPS
        if counts.get(gap) or gap in request.lacks
    )
    return Facet("lacks", items, sum(1 for gap in GAPS if counts.get(gap)))


def kinds(counts: Mapping[Kind, int], request: Request) -> Facet:
    """The kinds of documents."""
    items = tuple(
        FacetItem(kind, kind, counts[kind], request.kind in (kind, "all"))
        for kind in KINDS
        if counts[kind]
    )
    return Facet("kind", items, len(items))
