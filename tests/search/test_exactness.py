"""The engine answers what the oracle answers: ids, order, scores, counts and facets."""

from collections.abc import Sequence
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.document import Document
from search.request import VALUE_FACETS, Request, Wanted
from search.results import Results
from search.text.analyzer import Analyzer
from tests.oracle import Answer, Oracle
from tests.places import Places, built
from tests.strategies import archives, requests

pytestmark = [pytest.mark.untraced, pytest.mark.long]

ANALYZER = Analyzer()
PARTS: tuple[tuple[Wanted, ...], ...] = (
    ("photo",),
    ("photo", "all"),
    ("photo", "all", "paragraph"),
    ("paragraph", "all"),
)
"""Which kinds the requests of a part ask for; parts run side by side and try other requests."""


def agree(results: Results, answer: Answer, request: Request) -> None:
    shown = slice((request.page - 1) * request.per_page, request.page * request.per_page)
    assert [hit.document.id for hit in results.hits] == answer.ids[shown]
    assert [hit.score for hit in results.hits] == answer.scores[shown]
    assert results.total == answer.total
    assert results.related == answer.related
    assert results.pictures == answer.pictures
    assert results.rows == answer.rows
    assert results.related_rows == answer.related_rows
    assert [hit.group for hit in results.hits] == [
        answer.group[hit.document.id] for hit in results.hits
    ]
    assert [hit.elsewhere for hit in results.hits] == [
        answer.elsewhere[hit.document.id] for hit in results.hits
    ]
    below = [number >= answer.rows for number in range(len(answer.ids))]
    assert [hit.related for hit in results.hits] == below[shown]
    for hit in results.hits:
        assert hit.missing == answer.missing[hit.document.id]
    assert dict(results.counts) == answer.counts
    assert results.undated == answer.undated
    assert results.relaxed == answer.relaxed
    for facet in results.facets:
        counts = {ANALYZER.fold.text(i.value): i.count for i in facet.items if i.count}
        assert counts == answer.facets[facet.name], (facet.name, request)
        if facet.name in answer.forms:
            assert facet.distinct == answer.distinct[facet.name]
            for item in facet.items:
                forms = answer.forms[facet.name].get(ANALYZER.fold.text(item.value))
                assert forms is None or (item.within, item.without) == forms, (item, request)
    assert results.timeline == answer.timeline, request
    assert {facet.name for facet in results.facets} == {*VALUE_FACETS, "year", "kind", "lacks"}


@pytest.mark.parametrize("kinds", PARTS, ids="+".join)
def test_engine_equals_oracle(kinds: Sequence[Wanted], places: Places) -> None:
    examples, number = places.share(examples=63, requests=20)

    @places.tried(examples)
    @given(st.lists(requests(kinds), min_size=number, max_size=number), archives())
    def holds(asked: list[Request], documents: list[Document]) -> None:
        oracle = Oracle(documents, ANALYZER)
        with places.fresh() as place, closing(built(place, documents)) as engine:
            for request in asked:
                agree(engine.search(request), oracle.search(request), request)

    holds()
