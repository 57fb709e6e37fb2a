"""One commit of an archive in a cluster, as it is searched.

A search sees the documents that one commit says, whatever is written, refreshed or merged
meanwhile: every question carries the commit's number (see ``commit``). A point in time would do the
same for a while, but it lives in the memory of the nodes and dies with one of them.

What is counted over the archive (how many documents have a term, how long fields are) is counted by
the cluster, exactly, and remembered as long as the commit is the live one.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import Any

from search.cluster.client import Client
from search.cluster.commit import Commit
from search.cluster.compile import Query, every, matching
from search.document import KINDS, Kind
from search.fields import FIELDS, Field
from search.lazily import lazily
from search.query.tree import Term
from search.snapshot.memory import Memory
from search.text.analyzer import STREAMS, Analyzer, Stream
from search.text.fold import Fold

Body = dict[str, Any]
"""A search, as OpenSearch reads it."""

Answer = dict[str, Any]
"""What it answers."""

_COUNTED = 400
"""Terms that are counted with one search."""

_REMEMBERED = 1 << 18
"""Counts of terms that are remembered: some 50 MB."""

_SERIALS = count()


class View:
    """The documents of one commit; any number of threads may ask.

    Attributes:
        owner: what it is called in the memory, as no other view of this process is or was.
    """

    def __init__(self, client: Client, commit: Commit, analyzer: Analyzer, memory: Memory) -> None:
        self.client = client
        self.commit = commit
        self.analyzer = analyzer
        self.memory = memory
        self.owner = "view", next(_SERIALS)
        self._frequencies: dict[tuple[Kind, Term], int] = {}

    @property
    def fold(self) -> Fold:
        """How values are folded."""
        return self.analyzer.fold

    def among(self, *kinds: str) -> list[Query]:
        """What finds the visible documents of some kinds, as clauses of a filter."""
        clauses: list[Query] = [{"terms": {"kind": list(kinds)}}]
        return [*clauses, *self.visible]

    @lazily
    def visible(self) -> list[Query]:
        """What finds the documents of the commit, of whatever kind."""
        hidden: list[Query] = []
        if self.commit.aborted:
            hidden.append({"terms": {"since": list(self.commit.aborted)}})
        if self.commit.dead:
            hidden.append({"terms": {"version": list(self.commit.dead)}})
        clauses: list[Query] = [{"range": {"since": {"lte": self.commit.number}}}]
        return [*clauses, {"bool": {"must_not": hidden}}] if hidden else clauses

    def search(self, body: Body) -> Answer:
        """Ask one question."""
        (answer,) = self.searches([body])
        return answer

    def searches(self, bodies: Sequence[Body]) -> list[Answer]:
        """Ask several questions at once; none is answered by half."""
        return self.client.searches(self.commit.index, bodies)

    def count(self, kind: Kind) -> int:
        """How many documents of a kind there are."""
        return self.commit.counts.get(kind, 0)

    def average(self, kind: Kind, field: Field, stream: Stream) -> float:
        """The average length over the documents that have any such token."""
        tokens, filled = self._total(kind, field, stream)
        return tokens / filled if filled else 0.0

    def _total(self, kind: Kind, field: Field, stream: Stream) -> tuple[int, int]:
        return self.commit.totals.get(f"{kind}.{field}.{stream}", (0, 0))

    @lazily
    def fields(self) -> Mapping[Kind, tuple[Field, ...]]:
        """The fields that documents of each kind have: what an archive lacks costs nothing."""
        return {
            kind: tuple(
                field
                for field in FIELDS[kind]
                if any(self._total(kind, field, stream)[1] for stream in STREAMS)
            )
            for kind in KINDS
        }

    def frequency(self, kind: Kind, term: Term) -> int:
        """How many documents of a kind have a term; remembered."""
        known = self._known(kind, term)
        return self._counted(kind, [term])[term] if known is None else known

    def _known(self, kind: Kind, term: Term) -> int | None:
        if not self._total(kind, term.field, term.stream)[1]:
            return 0
        return self._frequencies.get((kind, term))

    def weigh(self, terms: Mapping[Kind, Iterable[Term]]) -> None:
        """Count the documents that have some terms, those not known yet, all at once."""
        if len(self._frequencies) > _REMEMBERED:
            self._frequencies = {}
        for kind, some in terms.items():
            left = [term for term in dict.fromkeys(some) if self._known(kind, term) is None]
            if left:
                self._counted(kind, left)

    def _counted(self, kind: Kind, terms: Sequence[Term]) -> dict[Term, int]:
        """How many documents of a kind have each of some terms."""
        starts = range(0, len(terms), _COUNTED)
        pieces = [terms[start : start + _COUNTED] for start in starts]
        answers = self.searches([self._counting(kind, piece) for piece in pieces])
        counts = {
            term: int(bucket["doc_count"])
            for piece, answer in zip(pieces, answers, strict=True)
            for term, bucket in zip(piece, answer["aggregations"]["terms"]["buckets"], strict=True)
        }
        known = self._frequencies
        for term, found in counts.items():
            known[kind, term] = found
        return counts

    def _counting(self, kind: Kind, terms: Sequence[Term]) -> Body:
        counted = {"filters": {"filters": [matching(term) for term in terms]}}
        return {
            "size": 0,
            "track_total_hits": False,
            "query": every(self.among(kind)),
            "aggs": {"terms": counted},
        }
