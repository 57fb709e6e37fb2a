"""A query over a cluster, prepared: parsed and lowered once, with what is known of its matches.

As in the embedded engine, whoever turns the page or sets a filter asks the same query again; it is
then not parsed, planned or tried a second time. What is remembered are queries of the cluster, and
which of the ways to read it finds anything. Where that is little, it is remembered as a list.

What is close to a query is found by a query as well: each unit of evidence adds its mass, rounded
so that the cluster's sums are exact (``search.ranking.evidence``), and what reaches the floor is
in. The floor is a share of the greatest evidence, which is asked for first.
"""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from search.cluster.commits.view import Answer, Body, View
from search.cluster.pages.reading import Candidate
from search.cluster.schema.compile import NOTHING, Query, any_of, every, matching, none_of
from search.document import KINDS, Kind
from search.execution.formula import Formula
from search.execution.weighing import Weighing
from search.explanation import Tier
from search.fields import FIELDS
from search.lazily import lazily
from search.query.interpretation import interpretation
from search.query.lowered import Ordering, Partial, Unit
from search.query.nodes import All, Chunk, Node
from search.query.parser import parse
from search.query.plan import Planner
from search.query.tree import Or, Term, Tree
from search.query.widening import Widening
from search.ranking import (
    EVIDENCE_PARTS,
    EVIDENCE_SLACK,
    GUARDED_SHARES,
    RELATED_SHARE,
    evidence,
)
from search.results import Part
from search.snippets import Marker, lacking
from search.text.analyzer import STREAMS

_A_QUERY = 16_000
"""Bytes of memory."""

_LOWERED = 24
"""The tokens of a query are compiled to queries that take so many times their bytes."""


_FEW = 100
_MANY = 1000
"""Full matches, and close ones, that are listed: whatever is asked of them next, the query that
found them is not worked out again."""


class Near(NamedTuple):
    """What is close to a query.

    Attributes:
        query: finds it, full matches among it.
        units: what is evidence, and how much, in the order of summation.
        need: what it holds at least.
    """

    query: Query
    units: Sequence[tuple[Unit, float]] = ()
    need: float = 0.0


class Searching:
    """One query among the documents of one kind.

    Attributes:
        plan: the first reading of the query that finds something, else the last.
        matched: whether anything holds the whole query, before any filter.
        excluded: nothing does, but without the query's exclusions something would.
    """

    def __init__(self, view: View, planner: Planner, root: All, kind: Kind) -> None:
        self._view = view
        self._planner = planner
        self._root = root
        self.kind = kind
        self._plans = list(planner.attempts(root, kind))
        admitting = planner.without_exclusions(root, kind)
        self._admitting = [] if admitting is None else [matching(admitting)]
        self.plan = self._plans[0]
        self.matched = self.excluded = False
        self._listed: Query | None = None

    def questions(self) -> list[Body]:
        """What must be asked, to be answered by ``settle``."""
        asked = [*(matching(plan.tree) for plan in self._plans), *self._admitting]
        return [_few(every([*self.among, query]), _FEW) for query in asked]

    def settle(self, answers: Sequence[Answer]) -> None:
        """Take what was answered: whether anything was found, and where it is little, what."""
        found = [answer["hits"]["total"]["value"] > 0 for answer in answers]
        answered = zip(self._plans, found, answers, strict=False)
        plan, answer = next(((p, a) for p, any_, a in answered if any_), (None, None))
        self.plan, self.matched = plan or self._plans[-1], plan is not None
        self.excluded = plan is None and any(found[len(self._plans) :])
        self._listed = answer and _listed(answer, _FEW)

    @property
    def among(self) -> list[Query]:
        """What finds the documents of the kind."""
        return self._view.among(self.kind)

    @lazily
    def full(self) -> Query:
        """What holds the whole query."""
        if not self.matched:
            return NOTHING
        return matching(self.plan.tree) if self._listed is None else self._listed

    @lazily
    def own(self) -> Query:
        """What holds it without what articles share."""
        return matching(self.plan.own)

    @lazily
    def closest(self) -> Query:
        """What holds much of it, though not all."""
        return every([self.near.query, none_of(self.full)])

    @property
    def shown(self) -> Query:
        """What answers the query for this kind alone."""
        return self.full if self.matched else self.closest

    @lazily
    def near(self) -> Near:
        """What is close to the query, full matches among it; asks the cluster once."""
        partial = self.partial
        if partial is None or self.excluded:
            return Near(NOTHING)
        weighed = self._weighed(partial.units)
        holding: Query = {
            "bool": {
                "filter": [*self.among, matching(partial.hard)],
                "should": [self._evidence(unit, mass, partial) for unit, mass in weighed],
                "minimum_should_match": 1,
            }
        }
        asked = 0.0
        for _, mass in weighed:
            asked += mass
        need = max(
            GUARDED_SHARES.get(partial.symbols, 0.0) * asked,
            RELATED_SHARE * self._most(holding),
        )
        parts = max(1, math.ceil(need * (1 - EVIDENCE_SLACK) * EVIDENCE_PARTS))
        floor = parts / EVIDENCE_PARTS
        if not weighed:
            return Near(NOTHING)
        found = self._view.search(_few(holding, _MANY) | {"min_score": floor})
        query: Query = {"function_score": {"query": holding, "min_score": floor}}
        return Near(_listed(found, _MANY) or query, weighed, need)

    @lazily
    def partial(self) -> Partial | None:
        """What of the query may be missing."""
        return self._planner.partial(self._root, self.kind)

    def _weighed(self, units: Sequence[Unit]) -> list[tuple[Unit, float]]:
        """Each unit with its evidence in the field where it is most frequent; the most first."""
        size, fields = self._view.count(self.kind), self._view.fields[self.kind]
        terms = {unit: [Term(f, unit.stream, unit.token) for f in fields] for unit in units}
        self._view.weigh({self.kind: [term for some in terms.values() for term in some]})

        def mass(unit: Unit) -> float:
            counts = (self._view.frequency(self.kind, term) for term in terms[unit])
            return evidence(size, max(counts, default=0))

        weighed = [(unit, mass(unit)) for unit in units]
        return sorted(weighed, key=lambda one: (-one[1], one[0].stream, one[0].token))

    def _evidence(self, unit: Unit, mass: float, partial: Partial) -> Query:
        fields = self._view.fields[self.kind]
        there = (matching(Term(field, unit.stream, unit.token)) for field in fields)
        instead = (matching(partial.others[text]) for text in unit.texts)
        return {"constant_score": {"filter": any_of((*there, *instead)), "boost": mass}}

    def _most(self, holding: Query) -> float:
        """The greatest evidence of any document; a score is told with eight digits or fewer."""
        body: Body = {"size": 1, "query": holding, "_source": False, "track_total_hits": False}
        told = float(self._view.search(body)["hits"]["max_score"] or 0.0)
        return round(told * EVIDENCE_PARTS) / EVIDENCE_PARTS

    @lazily
    def ordering(self) -> Ordering:
        """How what is found is ordered."""
        return self._planner.ordering(self.plan, self.partial)

    @lazily
    def formula(self) -> Formula:
        """The sum that orders what is found."""
        return Formula(Weighing(self._view, self.kind), self.ordering)

    @property
    def terms(self) -> Iterator[Term]:
        """Those whose frequencies the sum needs."""
        yield from self.ordering.terms
        yield from self.ordering.others
        for reward in self.ordering.rewards:
            for run in reward.runs:
                for stream in STREAMS:
                    for token in reward.tokens.stream(stream):
                        yield Term(run.field, stream, token)

    def alone(self, *, close: bool) -> Tree | None:
        """What has something of the query of its own; None where everything has."""
        ordering = self.ordering
        if ordering.touching is None:
            return None
        more = ordering.scraps if close else self.plan.own
        return Or((ordering.touching, more))

    @lazily
    def marker(self) -> Marker:
        """What marks the matches in documents that match in full."""
        return Marker(self._planner, self.plan.root)

    @lazily
    def scraps_marker(self) -> Marker:
        """The same in those that are close."""
        return Marker(self._planner, self.plan.root, scraps=True)

    def missing(self, candidate: Candidate) -> tuple[str, ...]:
        """The words typed that a document lacks."""
        streams = [candidate.stream(field) for field in FIELDS[self.kind]]
        told: list[str] = []
        for chunk in self.partial.soft if self.partial else ():
            if not self._stands(chunk, candidate, streams):
                told += lacking(chunk, self._planner, streams)
        return tuple(dict.fromkeys(told))

    def _stands(self, chunk: Chunk, candidate: Candidate, streams: Sequence[str]) -> bool:
        run = self._planner.tokens(chunk.text).run
        if any(run in stream for stream in streams):
            return True
        return candidate.holds(self._planner.standing(chunk, self.kind))

    def is_full(self, candidate: Candidate) -> bool:
        """Whether a document holds the whole query."""
        return self.matched and candidate.holds(self.plan.tree)

    def tier(self, candidate: Candidate) -> Tier | None:
        """Where a document stands; None where it does not match."""
        if self.is_full(candidate):
            return "own" if candidate.holds(self.plan.own) else "full"
        return "close" if self._is_close(candidate) else None

    def _is_close(self, candidate: Candidate) -> bool:
        near = self.near
        if not near.units or self.partial is None or not candidate.holds(self.partial.hard):
            return False
        held = self.held(candidate)
        return held > 0 and held >= near.need * (1 - EVIDENCE_SLACK)

    def held(self, candidate: Candidate) -> float:
        """How much of the query a document holds."""
        instead, total = self.instead(candidate), 0.0
        for unit, mass in self.near.units:
            terms = (Term(field, unit.stream, unit.token) for field in FIELDS[self.kind])
            if any(map(candidate.has, terms)) or instead.intersection(unit.texts):
                total += mass
        return total

    def instead(self, candidate: Candidate) -> frozenset[int]:
        """For which texts of the query a document has something else that would do."""
        others = self.partial.others if self.partial else ()
        return frozenset(i for i, tree in enumerate(others) if candidate.holds(tree))

    def unmet(self, candidate: Candidate) -> Iterator[Node]:
        """The parts of the query that a document does not match."""
        for part, tree in self._planner.conditions(self.plan):
            if not candidate.holds(tree):
                yield part


def _few(query: Query, most: int) -> Body:
    """What finds some documents, so many at most, and whether there are more."""
    return {"size": most, "track_total_hits": most + 1, "query": query, "_source": False}


def _listed(answer: Answer, most: int) -> Query | None:
    """A query for the documents that were found; None where they were more."""
    if answer["hits"]["total"]["value"] > most:
        return None
    return {"ids": {"values": [hit["_id"] for hit in answer["hits"]["hits"]]}}


class PreparedQuery:
    """A query over one commit, for both kinds of documents."""

    def __init__(self, view: View, text: str, widening: Widening) -> None:
        self.query = parse(text, today=widening.today)
        self._widening = widening
        self._view = view
        self.planner = Planner(view.analyzer, widening, view.fields)
        self.searching = {
            kind: Searching(view, self.planner, self.query.root, kind) for kind in KINDS
        }
        self._settle()

    def _settle(self) -> None:
        """Ask which readings of the query find anything."""
        asked = {kind: one.questions() for kind, one in self.searching.items()}
        bodies = [body for some in asked.values() for body in some]
        answers = self._view.searches(bodies)
        for kind, some in asked.items():
            self.searching[kind].settle(answers[: len(some)])
            answers = answers[len(some) :]

    @lazily
    def interpretation(self) -> tuple[Part, ...]:
        """What was understood, as parts."""
        return interpretation(self.query, self._widening)

    @property
    def nbytes(self) -> int:
        """About how many bytes it takes."""
        return _A_QUERY + _LOWERED * self.planner.nbytes
