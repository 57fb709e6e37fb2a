"""What queries are compiled to for a cluster, tried on documents without one."""

from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.cluster.pages.reading import Candidate
from search.cluster.schema.compile import Query, matching
from search.fields import FIELDS
from search.query.parser import parse
from search.query.plan import Planner
from search.query.tree import EXACT, Days
from search.query.widening import Widening
from search.text.analyzer import Analyzer
from search.vocabulary import default_vocabulary

ANALYZER = Analyzer()
TODAY = date(2024, 5, 1)

CLAUSES = 1024
"""Of a query that a cluster takes which nobody told to take more."""


def clauses(query: Query) -> int:
    """How many clauses a cluster counts in a query."""
    if "bool" not in query:
        return 1
    return sum(clauses(one) for some in query["bool"].values() if some != 1 for one in some)


def finds(query: Query, document: dict[str, Any]) -> bool:
    """Whether a query of days finds a document."""
    (kind, body), *_ = query.items()
    if kind == "bool":
        should = [finds(one, document) for one in body.get("should", ())]
        return all(finds(one, document) for one in body.get("filter", ())) and (
            any(should) or not should
        )
    ((field, asked),) = body.items()
    if kind == "terms":
        return not {*asked}.isdisjoint(document[field])
    least, most = asked.get("gte", asked.get("gt", -1) + 1), asked.get("lte", float("inf"))
    return any(least <= value <= most for value in document[field])


@st.composite
def periods(draw: st.DrawFn) -> tuple[tuple[int, int], ...]:
    """Periods in order and disjoint, wide apart or not."""
    begin, found = 1, []
    for _ in range(draw(st.integers(1, 7))):
        begin += draw(st.integers(1, 60))
        found.append((begin, begin + draw(st.sampled_from([0, 5, EXACT, EXACT + 1, 27, 30]))))
        begin = found[-1][1]
    return tuple(found)


YEARLY = tuple((day, day + 27 + day % 2) for day in range(100, 2000, 365))


@given(periods(), st.booleans(), st.lists(st.tuples(st.integers(1, 420), st.integers(0, 45))))
@example(YEARLY, True, [(first, span) for first in range(60, 140) for span in range(45)])
def test_days_are_compiled_to_what_is_in_them(
    periods: tuple[tuple[int, int], ...], exactly: bool, dates: list[tuple[int, int]]
) -> None:
    days = Days(periods, exactly=exactly)
    query = matching(days)
    for first, span in dates:
        source = {"id": "p", "kind": "photo", "article": "a", "position": 0, "first": first}
        candidate = Candidate({"_source": {**source, "last": first + span}}, ANALYZER.fold)
        indexed = {"first": [first], "last": [first + span], "span": [span], "day": []}
        if span <= EXACT:
            indexed["day"] = list(range(first, first + span + 1))
        assert finds(query, indexed) == candidate.holds(days)


@pytest.mark.parametrize("text", ["12月", "2月", "2月29日", "冬天", "10月1日", "12月 码头", "五一"])
def test_what_comes_every_year_fits_into_a_query_as_clusters_take_it(text: str) -> None:
    """A month of every year was 836 clauses, and went with 824 more of its own tier."""
    widening = Widening(default_vocabulary(), TODAY, dates_in_text=True, length=len(text))
    planner, query = Planner(ANALYZER, widening, FIELDS), parse(text, today=TODAY)
    for plan in planner.attempts(query.root, "photo"):
        assert clauses(matching(plan.tree)) + clauses(matching(plan.own)) < CLAUSES // 4
