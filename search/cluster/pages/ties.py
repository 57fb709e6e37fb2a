"""Documents that are tied for a query, and a query that finds no others.

What scores a document is what it has in the fields in which something of the query stands. So
documents with the same texts in these score the same to the last bit, and the cluster can tell
them: by a digest of the text of each field, and by that nothing of the query stands in any other
field. So thousands of photos of one photographer, or with one caption, need not be fetched to be
told apart, which they cannot be: they go by date.
"""

from collections.abc import Sequence
from typing import NamedTuple

from search.cluster.pages.reading import Candidate
from search.cluster.schema.compile import Query, any_of, every, matching, none_of
from search.document import Kind
from search.execution.formula import Formula
from search.query.tree import Run, Term

LEAST = 8
"""Documents with one score that are worth asking apart."""


class Tie(NamedTuple):
    """Documents of one kind with one score.

    Attributes:
        query: finds them, among documents that match.
    """

    kind: Kind
    score: float
    query: Query


def tie_of(tied: Sequence[Candidate], score: float, formula: Formula) -> Tie | None:
    """What some documents with one score are tied by; None where it is by chance.

    The last of them is looked at, and how many others have the same texts.
    """
    last = tied[-1]
    standing = sorted({one.what.field for one in formula.by_bound if _has(last, one.what)})
    digests = list(map(last.digest, standing))
    alike = sum(one.kind == last.kind and [*map(one.digest, standing)] == digests for one in tied)
    if not standing or alike < LEAST:
        return None
    elsewhere = any_of(
        matching(one.what) for one in formula.by_bound if one.what.field not in standing
    )
    same: list[Query] = [
        {"term": {f"{field}.digest": digest}}
        for field, digest in zip(standing, digests, strict=True)
    ]
    return Tie(last.kind, score, every([*same, none_of(elsewhere)]))


def _has(candidate: Candidate, what: Term | Run) -> bool:
    return candidate.has(what) if isinstance(what, Term) else candidate.holds(what)
