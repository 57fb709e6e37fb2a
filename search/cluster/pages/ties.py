"""Documents that are tied for a query, and a query that finds no others.

What scores a document is what it has in the fields in which something of the query stands. Where
these are lists of names alone (a photographer's name stands nowhere else in most captions),
documents with the same lists score the same to the last bit, and the cluster can tell them: by
their lists, and by that nothing of the query stands in any other field. So thousands of photos of
one photographer need not be fetched to be told apart, which they cannot be: they go by date.
"""

from collections.abc import Sequence
from typing import NamedTuple

from search.cluster.pages.reading import Candidate
from search.cluster.schema.compile import Query, any_of, every, matching, none_of
from search.cluster.schema.stored import all_values
from search.document import Kind
from search.execution.formula import Formula
from search.fields import Field, values
from search.query.tree import Run, Term
from search.text.fold import Fold

LEAST = 8
"""Documents with one score that are worth asking apart."""

_LISTS: tuple[Field, ...] = ("creator", "place", "person", "tag")


class Tie(NamedTuple):
    """Documents of one kind with one score.

    Attributes:
        query: finds them, among documents that match.
    """

    kind: Kind
    score: float
    query: Query


def tie_of(tied: Sequence[Candidate], score: float, formula: Formula, fold: Fold) -> Tie | None:
    """What some documents with one score are tied by; None where they are not by lists of names.

    The last of them is looked at; the others need not be tied for the same reason.
    """
    last = tied[-1]
    standing = {one.what.field for one in formula.by_bound if _has(last, one.what)}
    if not standing or not standing.issubset(_LISTS):
        return None
    alike = [_list(last, field, fold) for field in sorted(standing)]
    elsewhere = any_of(
        matching(one.what) for one in formula.by_bound if one.what.field not in standing
    )
    same: list[Query] = [
        {"term": {f"{field}.all": value}}
        for field, value in zip(sorted(standing), alike, strict=True)
    ]
    return Tie(last.kind, score, every([*same, none_of(elsewhere)]))


def _has(candidate: Candidate, what: Term | Run) -> bool:
    return candidate.has(what) if isinstance(what, Term) else candidate.holds(what)


def _list(candidate: Candidate, field: Field, fold: Fold) -> str:
    return all_values(map(fold.text, values(candidate.document, field)))
