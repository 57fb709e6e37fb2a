"""How many documents of a cluster a query finds, and nothing else of them.

A number that a suggestion tells costs a search, so all numbers of a key press are asked for in one
request, and remembered as long as the commit is the live one. Whoever types goes on in the same
surroundings with every key. Where these are few documents, their texts are fetched once, and the
rest is told by reading them, without asking again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from search.archive import FEW, Asked
from search.cluster.commits.view import Answer, Body, View
from search.cluster.pages.filters import Filters
from search.cluster.pages.reading import Candidate
from search.cluster.schema.compile import NOTHING, Query, every, matching
from search.document import Kind
from search.execution.lowering import Lowering
from search.lazily import lazily
from search.query.nodes import All
from search.query.plan import Planner
from search.query.tree import Or, Run, Tree
from search.request import Request
from search.vocabulary import Vocabulary

TOGETHER = 64
"""Texts that are counted at once."""

_A_DOCUMENT = 6000
_A_COUNT = 300
"""Bytes of memory."""

_MOST_COUNTED = 2000
"""Questions whose answer is remembered."""


class ClusterTotals(Lowering):
    """See ``search.archive.Totals``."""

    together: int = TOGETHER

    def __init__(
        self, view: View, request: Request, *, vocabulary: Vocabulary, today: date
    ) -> None:
        super().__init__(view.analyzer, view.fields, request, vocabulary=vocabulary, today=today)
        self._view = view
        self._request = request

    @lazily
    def _filters(self) -> list[Query]:
        return Filters(self._view, self._request).clauses()

    def of(self, texts: Sequence[str]) -> list[int]:
        """See ``Totals``."""
        pieces = (texts[start : start + TOGETHER] for start in range(0, len(texts), TOGETHER))
        return [total for piece in pieces for total in self._of(piece)]

    def _of(self, texts: Sequence[str]) -> list[int]:
        found = self._found([(self.parsed(text), self.planner(len(text))) for text in texts])
        return [sum(one.total for one in some.values()) for some in found]

    def after(self, before: str) -> "ClusterWithin | None":
        """See ``Totals``."""
        root = self.apart(before)
        if root is None:
            return None
        asked = replace(self._request, text=before)
        key = self._view.owner, "within", asked, self.version
        within: ClusterWithin | None = self._view.memory.get(key)
        if within is None:
            (found,) = self._found([(root, self.planner(len(before)))])
            within = ClusterWithin(self._view, found)
            self._view.memory.put(key, within, within.nbytes)
        return within

    def _found(self, asked: Sequence[tuple[All, Planner]]) -> "list[dict[Kind, _Found]]":
        """What matches each of some queries in full and passes the filters, by kind."""
        readings = [
            {kind: self._readings(root, planner, kind) for kind in self.kinds}
            for root, planner in asked
        ]
        bodies = [
            body for some in readings for one in some.values() for body in one.bodies(self._view)
        ]
        answers = iter(self._view.searches(bodies))
        return [{kind: one.found(answers) for kind, one in some.items()} for some in readings]

    def _readings(self, root: All, planner: Planner, kind: Kind) -> "_Readings":
        queries = [matching(plan.tree) for plan in planner.attempts(root, kind)]
        return _Readings(kind, queries, self._filters)


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found of a kind: by what query, and how many documents."""

    query: Query
    total: int


@dataclass(frozen=True, slots=True)
class _Readings:
    """The readings of a query, of which the first counts that finds anything without filters."""

    kind: Kind
    queries: Sequence[Query]
    filters: Sequence[Query]

    def bodies(self, view: View) -> list[Body]:
        """What is to be asked: how many each finds, and whether any where filters might hide it."""
        among = view.among(self.kind)
        asked = []
        for query in self.queries:
            asked.append(_counting([*among, query, *self.filters]))
            if self.filters and len(self.queries) > 1:
                asked.append(_counting([*among, query], most=1))
        return asked

    def found(self, answers: Iterator[Answer]) -> _Found:
        """What was found, by the answers to these questions."""
        first: _Found | None = None
        for query in self.queries:
            total = exists = _total(next(answers))
            if self.filters and len(self.queries) > 1:
                exists = _total(next(answers))
            if exists and first is None:
                first = _Found(every([query, *self.filters]), total)
        return first or _Found(NOTHING, 0)


class ClusterWithin:
    """See ``search.archive.Within``."""

    def __init__(self, view: View, found: Mapping[Kind, _Found]) -> None:
        self._view = view
        self._found = {kind: one for kind, one in found.items() if one.total}
        self._size = sum(one.total for one in found.values())
        self._counted: dict[str | All, int] = {}

    def __len__(self) -> int:
        return self._size

    @property
    def is_small(self) -> bool:
        """Whether their characters are held."""
        return self._size <= FEW

    @property
    def nbytes(self) -> int:
        """About how many bytes it takes."""
        return (_A_DOCUMENT * self._size if self.is_small else 0) + _A_COUNT * _MOST_COUNTED

    def counts(self, asked: Sequence[Asked]) -> list[int]:
        """See ``Within``; remembered."""
        keys = [one.run if one.query is None else one.query[0] for one in asked]
        known = {key: self._counted[key] for key in keys if key in self._counted}
        fresh = {key: one for key, one in zip(keys, asked, strict=True) if key not in known}
        known.update(zip(fresh, self._count(list(fresh.values())), strict=True))
        if len(self._counted) < _MOST_COUNTED:
            self._counted.update(known)
        return [known[key] for key in keys]

    def _count(self, asked: Sequence[Asked]) -> list[int]:
        if self.is_small:
            return [sum(self._read(one)) for one in asked]
        trees = [{kind: self._tree(one, kind) for kind in self._found} for one in asked]
        bodies = [
            _counting([*self._view.among(kind), self._found[kind].query, matching(tree)])
            for some in trees
            for kind, tree in some.items()
        ]
        answers = iter(self._view.searches(bodies))
        return [sum(_total(next(answers)) for _ in some) for some in trees]

    def _read(self, asked: Asked) -> Iterator[bool]:
        """Whether each document that is held is found."""
        if asked.query is None:
            yield from (asked.run in stream for stream in self._streams)
            return
        for kind, some in self._documents.items():
            tree = self._tree(asked, kind)
            yield from (one.holds(tree) for one in some)

    def _tree(self, asked: Asked, kind: Kind) -> Tree:
        """What finds a text that is asked for."""
        if asked.query is None:
            return Or(tuple(Run(field, asked.run) for field in self._view.fields[kind]))
        root, planner = asked.query
        return next(planner.attempts(root, kind)).tree

    @lazily
    def _streams(self) -> list[str]:
        """The characters of each document, field by field."""
        return [
            "\n".join(map(one.stream, self._view.fields[kind]))
            for kind, some in self._documents.items()
            for one in some
        ]

    @lazily
    def _documents(self) -> dict[Kind, list[Candidate]]:
        """All of them, fetched."""
        bodies: list[Body] = [
            {
                "size": one.total,
                "query": every([*self._view.among(kind), one.query]),
                "track_total_hits": False,
                "_source": True,
            }
            for kind, one in self._found.items()
        ]
        answers = self._view.searches(bodies)
        return {
            kind: [Candidate(hit, self._view.fold) for hit in answer["hits"]["hits"]]
            for kind, answer in zip(self._found, answers, strict=True)
        }


def _counting(clauses: Sequence[Query], *, most: int | bool = True) -> Body:
    return {"size": 0, "track_total_hits": most, "query": every(clauses)}


def _total(answer: Answer) -> int:
    return int(answer["hits"]["total"]["value"])
