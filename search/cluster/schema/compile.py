"""Compiles query trees to OpenSearch's query language.

A tree is compiled to a query for a filter, which finds and does not score: that a document matches
is a matter of its characters and words alone. What scores is compiled apart (``weighted``), and
says how far up a document may stand (see ``candidates``).

A run of symbols is a phrase over single characters. A run of one or two symbols is a term, as it is
in the embedded engine; so is a word. A value in a query (``分类:``) is a run in the values of its
facet. Days are compiled period by period: of periods in order, a document's first is the one
that its date meets first.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from search.cluster.schema.stored import stored_token, stream_tokens
from search.execution.evaluate import is_settled
from search.execution.weighing import Summand
from search.query.tree import (
    EXACT,
    And,
    Days,
    Not,
    Or,
    Run,
    Term,
    Tree,
    Value,
    WordPrefix,
    terms_of,
)
from search.ranking import K1

_MOST_DAYS = 8192
"""Days that are listed one by one."""

_FEW_PERIODS = 4

Query = dict[str, Any]
"""A query, as OpenSearch reads it."""

Period = tuple[int, int]
"""Its first and its last day, as ordinals."""

NOTHING: Query = {"match_none": {}}
EVERYTHING: Query = {"match_all": {}}


def every(queries: Iterable[Query]) -> Query:
    """What all of some queries find."""
    found = [one for one in queries if one != EVERYTHING]
    if NOTHING in found:
        return NOTHING
    if len(found) < 2:
        return found[0] if found else EVERYTHING
    return {"bool": {"filter": found}}


def any_of(queries: Iterable[Query]) -> Query:
    """What one of some queries finds."""
    found = [one for one in queries if one != NOTHING]
    if EVERYTHING in found:
        return EVERYTHING
    if len(found) < 2:
        return found[0] if found else NOTHING
    return {"bool": {"should": found, "minimum_should_match": 1}}


def none_of(query: Query) -> Query:
    """What a query does not find."""
    if query == NOTHING:
        return EVERYTHING
    return NOTHING if query == EVERYTHING else {"bool": {"must_not": [query]}}


def matching(tree: Tree) -> Query:
    """The documents in a tree."""
    match tree:
        case Term():
            return _term(tree)
        case Run():
            return every(map(_term, terms_of(tree))) if is_settled(tree) else _phrase(tree)
        case WordPrefix(field, text):
            return {"prefix": {f"{field}.words": text}}
        case Value(facet, text):
            value = {"exists": {"field": f"{facet}.value"}}
            return _phrase_in(f"{facet}.characters", text) if text else value
        case And(children):
            return every(map(matching, children))
        case Or(children):
            return any_of(map(matching, children))
        case Not(child):
            return none_of(matching(child))
        case Days():
            return _dated(tree)


def _term(term: Term) -> Query:
    return {"term": {f"{term.field}.{term.stream}": stored_token(term.token)}}


def _phrase(run: Run) -> Query:
    return _phrase_in(f"{run.field}.characters", run.text)


def _phrase_in(field: str, text: str) -> Query:
    tokens = stream_tokens(text)
    if len(tokens) == 1:
        return {"term": {field: tokens[0]}}
    return {"match_phrase": {field: " ".join(tokens)}}


def _dated(days: Days) -> Query:
    """The documents of some days.

    A day or a month of every year is some hundred periods. Documents that say their days so exactly
    are found by these days one by one, in one list, if it is no season of every year; and so are
    those that are dated to more days, by their first and their last one.
    """
    is_short = sum(last - first + 1 for first, last in days.periods) <= _MOST_DAYS
    if not days.exactly or not is_short or len(days.periods) < _FEW_PERIODS:
        return any_of(_periods(days))
    listed: Query = {"terms": {"day": _listed(days.periods)}}
    if _are_apart(days):
        return any_of((listed, *_vague(days)))
    vague = every((any_of(_periods(days, more=EXACT)), {"range": {"span": {"gt": EXACT}}}))
    return any_of((listed, vague))


def _listed(periods: Iterable[Period]) -> list[int]:
    return [day for first, last in periods for day in range(first, last + 1)]


def _are_apart(days: Days) -> bool:
    """Whether no document meets two periods that has no more days than one of them."""
    longest = max(last - first for first, last in days.periods)
    return all(after[0] - one[1] > longest for one, after in pairwise(days.periods))


def _vague(days: Days) -> Iterator[Query]:
    """By length of period, the documents of more days than ``EXACT`` that have no more than it.

    One of these meets a period if its first day lies in it, or its last.
    """
    by_length: dict[int, list[Period]] = {}
    for first, last in days.periods:
        by_length.setdefault(last - first, []).append((first, last))
    for more, periods in by_length.items():
        if more > EXACT:
            listed = _listed(periods)
            met = any_of(({"terms": {"first": listed}}, {"terms": {"last": listed}}))
            yield every((met, {"range": {"span": {"gt": EXACT, "lte": more}}}))


def _periods(days: Days, *, more: int = -1) -> Iterator[Query]:
    """By period, the documents whose date meets it first.

    Args:
        more: periods that have no more days besides the first are left out.
    """
    before = 0
    for first, last in days.periods:
        if last - first <= more:
            before = last
            continue
        met = overlapping(first, last)
        if days.exactly:
            within = {"range": {"span": {"lte": max(last - first, EXACT)}}}
            begun = {"range": {"first": {"gt": before}}}
            met = every((met, begun, within))
        yield met
        before = last


def overlapping(first: int, last: int) -> Query:
    """The documents whose date has a day in common with some days, as ordinals."""
    return every(({"range": {"first": {"lte": last}}}, {"range": {"last": {"gte": first}}}))


def weighted(summand: Summand, looseness: float) -> Query:
    """What a summand adds to a score, or a little more.

    Args:
        looseness: of a term, what makes up for an average length that the index does not have.
    """
    if isinstance(summand.what, Run):
        return {"constant_score": {"filter": matching(summand.what), "boost": summand.factor}}
    name = f"{summand.what.field}.{summand.what.stream}"
    boost = summand.factor * (K1 + 1.0) * looseness
    return {"term": {name: {"value": stored_token(summand.what.token), "boost": boost}}}
