"""One commit of an archive in a cluster, as it is searched.

A search sees the documents that one commit says, whatever is written, refreshed or merged
meanwhile: every question carries the commit's number (see ``commit``). A point in time would do the
same for a while, but it lives in the memory of the nodes and dies with one of them.

Versions that are replaced go a while later, and a commit that sees them is not whole any more. A
question is answered by then; who reads all of an archive asks a view that *watches*, and is told.

What is counted over the archive (how many documents have a term, how long fields are) is counted by
the cluster, exactly, and remembered as long as the commit is the live one.
"""

import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import count
from typing import Any

from search.cluster.commits.commit import Commit, standing
from search.cluster.schema.compile import Query, every, matching
from search.cluster.wire.client import Client, encoded
from search.cluster.wire.failures import TOO_MANY_CLAUSES, Failure, failure_in
from search.cluster.wire.limits import TooManyClausesError, raised
from search.cluster.wire.paging import Hit, paged
from search.document import KINDS, Kind
from search.errors import IndexMissingError
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

_A_BYTE = 4
"""Bytes of memory for a byte of an answer."""

_REMEMBERED = 1 << 18
"""Counts of terms that are remembered: some 50 MB."""

_REQUEST = 8 << 20
"""Bytes of several questions that are asked with one request, or of one that is larger.

Each says which versions are dead (see ``Commit.visible``); a cluster takes 100 MB at once, a small
one of a service 10.
"""

_GONE = "index_not_found_exception"

_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.0)
"""Seconds until a question is asked again that a part of the cluster did not answer."""

_SERIALS = count()


class SupersededError(Exception):
    """What a view sees is not there any more, or not all of it. Never leaves the engine."""


class View:
    """The documents of one commit; any number of threads may ask.

    Args:
        is_watching: see with each answer that the commit is still whole.

    Attributes:
        owner: what it is called in the memory, as no other view of this process is or was.
    """

    def __init__(
        self,
        client: Client,
        commit: Commit,
        analyzer: Analyzer,
        memory: Memory,
        *,
        is_watching: bool = False,
    ) -> None:
        self.client = client
        self.commit = commit
        self.analyzer = analyzer
        self.memory = memory
        self.owner = "view", next(_SERIALS)
        self._is_watching = is_watching
        self._visible = commit.visible()
        self._has: dict[str, bool] = {}
        self._is_limited = False
        self._frequencies: dict[tuple[Kind, Term], int] = {}

    @property
    def fold(self) -> Fold:
        """How values are folded."""
        return self.analyzer.fold

    def among(self, *kinds: str) -> list[Query]:
        """What finds the visible documents of some kinds, as clauses of a filter."""
        clauses: list[Query] = [{"terms": {"kind": list(kinds)}}]
        return [*clauses, *self._visible]

    def watching(self) -> "View":
        """The same commit for who reads for long."""
        same = View(self.client, self.commit, self.analyzer, self.memory, is_watching=True)
        same.owner = self.owner
        return same

    def check(self) -> None:
        """See that all of the commit is there.

        Raises:
            SupersededError: some of it was deleted, or its build was.
        """
        try:
            now = standing(self.client, index=self.commit.index)
        except IndexMissingError as error:
            raise SupersededError from error
        if now.purged > self.commit.number:
            raise SupersededError

    def search(self, body: Body) -> Answer:
        """Ask one question."""
        (answer,) = self.searches([body])
        return answer

    def all_hits(self, body: Body, size: int) -> Iterator[Hit]:
        """All that a search finds, so many at once; see ``paged``."""
        return paged(lambda asked: self.search(asked)["hits"]["hits"], body, size)

    def searches(self, bodies: Sequence[Body]) -> list[Answer]:
        """Ask several questions at once; none is answered by half.

        Raises:
            SupersededError: the build is gone, another one is live; or, where we watch for that,
                the commit is not whole any more.
        """
        head = encoded({"index": self.commit.index, "allow_partial_search_results": False})
        answers: list[Answer] = []
        for some in _together(map(encoded, bodies)):
            answers += self._answers([line for body in some for line in (head, body)])
            if self._is_watching:
                self.check()
        return answers

    def _answers(self, lines: Sequence[bytes]) -> list[Answer]:
        """The answers to one request."""
        for pause in _PAUSES:
            answers: list[Answer] = self.client.lines("_msearch", lines)["responses"]
            failures = [one for one in map(_failure, answers) if one is not None]
            if not failures:
                return answers
            if any(one.kind == _GONE for one in failures):
                raise SupersededError
            if any(one.kind in TOO_MANY_CLAUSES for one in failures):
                if self._is_limited or not raised(self.client):
                    self._is_limited = True
                    raise TooManyClausesError
                self._is_limited = True  # so that it is raised once
                continue
            if not all(one.is_passing for one in failures):
                break
            time.sleep(pause)
        raise failures[0].error(self.client.address)

    def counted(self, bodies: Sequence[Body]) -> list[Answer]:
        """Ask several questions that only count; what was answered is remembered."""
        keys = [(self.owner, blake2b(encoded(body)).digest()) for body in bodies]
        known = {key: self.memory.get(key) for key in keys}
        left = {key: body for key, body in zip(keys, bodies, strict=True) if known[key] is None}
        for key, answer in zip(left, self.searches(list(left.values())), strict=True):
            known[key] = answer
            self.memory.put(key, answer, len(key[1]) + _A_BYTE * len(json.dumps(answer)))
        return [known[key] for key in keys]

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

    def has(self, field: str) -> bool:
        """Whether any document has something in a field of the index; remembered."""
        known = self._has.get(field)
        if known is None:
            query = every([*self.among(*KINDS), {"exists": {"field": field}}])
            body = {"size": 0, "track_total_hits": 1, "query": query}
            known = self._has[field] = self.search(body)["hits"]["total"]["value"] > 0
        return known

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


def _together(questions: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Those that fit into one request; one that is larger goes alone."""
    some: list[bytes] = []
    size = 0
    for question in questions:
        if some and size + len(question) > _REQUEST:
            yield some
            some, size = [], 0
        some.append(question)
        size += len(question)
    if some:
        yield some


def _failure(answer: Answer) -> Failure | None:
    """Why one of several questions was not answered, or not by all of the index."""
    if "error" in answer:
        return failure_in(int(answer["status"]), answer["error"])
    shards = answer["_shards"]
    if answer["timed_out"] or shards["failed"]:
        told = shards.get("failures") or [{"reason": {"type": "shards_failed"}}]
        return failure_in(503, told[0]["reason"])
    return None
