"""Writes articles into a build in a cluster, one transaction at a time.

Documents go to the cluster while they come, marked with the number of the transaction, and nobody
sees them. An article that is replaced or dropped is not touched: the commit names its version as
dead. When the commit's state is written, one compare-and-swap makes all of it visible at once. What
a transaction leaves that never got there stays invisible: its number is among the aborted of all
later commits, also when it wakes up and goes on writing.
"""

import random
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from search.cluster.commits.commit import (
    Commit,
    Grave,
    Standing,
    commit_name,
    number_in,
    swap_standing,
    write_state,
)
from search.cluster.commits.companion import Analysed, Companion
from search.cluster.commits.lock import Lease
from search.cluster.commits.view import View
from search.cluster.schema.stored import Stored, Storing, analysed_of, document_of
from search.cluster.wire.client import Client
from search.cluster.wire.failures import ConflictInCluster, MissingInCluster
from search.cluster.writing.bulk import Bulk
from search.cluster.writing.contents import Contents
from search.cluster.writing.measuring import measured
from search.cluster.writing.pictures import Pictures, batches, picture_of
from search.cluster.writing.replaced import Replaced
from search.document import KINDS, Document, Kind
from search.engine import MEMORY, NOTHING_ANALYSED
from search.errors import ArchiveError, ArgumentError
from search.snapshot.memory import Memory
from search.text.analyzer import Analyzer

SAMPLED = 64
"""Documents of a transaction that are kept to be compared with what the cluster has."""

_WAITING = 500
"""Documents that wait until their pictures are looked up together."""

KEPT_COMMITS = 20
"""Commits whose state is kept beside the latest, for who has read their number a moment ago."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Documents of an article that are not sent yet."""

    documents: list[Document]
    analysed: Analysed


class ClusterWriter:
    """One transaction on a build; see ``search.engine.Writer``.

    Args:
        through: the alias by which the build is written.
        before: the commit that it changes; None for a new build.
        companion: makes what belongs to the commit besides documents.

    Attributes:
        hidden: how many dead versions the commit names, once it is made.
    """

    def __init__(
        self,
        client: Client,
        lease: Lease,
        analyzer: Analyzer,
        *,
        through: str,
        index: str,
        before: Commit | None,
        companion: Companion,
        memory: int = MEMORY,
    ) -> None:
        self._client = client
        self._companion = companion
        self._analyzer = analyzer
        self._lease = lease
        self._through = through
        self._index = index
        self._before = before
        self._contents = Contents(client, index, lease.check)
        self._storing = Storing(analyzer)
        self._bulk = Bulk(client, through, lease.check, memory=memory)
        self._pictures = Pictures(client, before)
        self._put: set[str] = set()
        self._replaced = Replaced(client, self._contents, before, lease.number)
        self._waiting: list[_Waiting] = []
        self._held = 0
        self._is_decided = self._is_tidying = False
        self.hidden = 0
        self._random = random.Random(lease.number)  # noqa: S311 - a sample
        self._stored: Counter[Kind] = Counter()
        self._sample: list[Document] = []

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to commit."""
        return self._before is None or self._is_tidying or bool(self._put or self._replaced)

    def put(
        self,
        article: str,
        documents: Iterable[Document],
        record: str,
        *,
        analysed: Analysed = NOTHING_ANALYSED,
    ) -> None:
        """See ``search.engine.Writer``."""
        self._refuse_put(article)
        in_order = self._storing.checked(article, documents)
        self._put.add(article)
        self._replaced.add(article)
        self._companion.put(article, in_order, analysed)
        self._lease.is_used = True
        self._bulk.add(self._storing.record(article, record, self._lease.number).lines())
        self._waiting.append(_Waiting(in_order, analysed))
        self._held += len(in_order)
        if self._before is None or self._held >= _WAITING:
            self._send()

    def drop(self, article: str) -> None:
        """Remove an article's documents and its record, if it has any.

        Raises:
            ArgumentError: it was put in this transaction.
            IndexWriteError: too much of the archive is replaced.
        """
        self._refuse_put(article)
        self._replaced.add(article)
        self._companion.drop(article)

    def tidy(self) -> None:
        """Commit also without a change, to delete what is dead."""
        self._is_tidying = True

    def close(self) -> None:
        """Stop sending."""
        self._bulk.close()

    def abandon(self) -> None:
        """Remove what was stored, as far as that can be done now.

        Not once it may be visible: an answer that did not come says nothing about the commit.
        """
        if self._lease.is_used and self._before is not None and not self._is_decided:
            own = {"term": {"since": self._lease.number}}
            with suppress(ArchiveError, MissingInCluster, ConflictInCluster):
                self._contents.refresh()
                self._contents.delete([own])

    def stored(self) -> Commit:
        """Wait for all documents; the commit of a new build, which nobody sees yet."""
        self._send()
        self._bulk.flush()
        self._mark_firsts()
        return self._measured((), (), ())

    def commit(self, standing: Standing) -> None:
        """Make everything visible at once, and durable.

        Args:
            standing: what was the latest commit when the transaction began.
        """
        assert self._before is not None  # noqa: S101 - a new build is published
        self._lease.check()
        self._lease.is_used = True
        self._replaced.begin()
        seen = self._swapped(standing, standing.number, purged=self._replaced.purged)
        self._send()
        self._put_owners()
        self._bulk.flush()
        self._mark_firsts()
        dead, graves = self._replaced.settle()
        commit = self._measured(dead, graves, self._aborted())
        self._lease.check()
        write_state(self._client, self._through, commit_name(commit.number), commit.body())
        self._is_decided = True
        self._swapped(seen, commit.number)
        self.hidden = len(commit.dead)
        with suppress(ArchiveError, MissingInCluster, ConflictInCluster):  # the next one does it
            self._forget_states((self._before, commit))

    def compare(self, commit: Commit) -> Iterator[str]:
        """What the cluster has otherwise than it was stored, one sentence each.

        Looked at are the counts of all documents, and a sample of them.
        """
        for kind in KINDS:
            stored, there = self._stored[kind], commit.counts[kind]
            if stored != there:
                yield f"{stored} of kind {kind} were stored, {there} are there"
        ids = {"terms": {"id": [document.id for document in self._sample]}}
        found = self._contents.some([ids], 2 * SAMPLED) if self._sample else []
        kept = list(map(document_of, found))
        for document in self._sample:
            if kept.count(document) != 1:
                yield f"document {document.id!r} is not there as it was stored"

    def _refuse_put(self, article: str) -> None:
        if article in self._put:
            raise ArgumentError(f"article id {article!r} was put before in this transaction")

    def _swapped(self, seen: Standing, number: int, *, purged: int = 0) -> Standing:
        return swap_standing(
            self._client,
            seen,
            number=number,
            lock=self._lease.number,
            purged=purged,
            through=self._through,
        )

    def _send(self) -> None:
        """Send the documents that wait."""
        photos = [d for one in self._waiting for d in one.documents if d.kind == "photo"]
        articles = {photo.article for photo in photos}
        self._pictures.look(list(filter(None, map(picture_of, photos))), articles)
        for one in self._waiting:
            for document in one.documents:
                self._take_sample(document)
                self._bulk.add(self._made(document, one.analysed).lines())
            self._storing.forget()
        self._waiting, self._held = [], 0

    def _made(self, document: Document, analysed: Analysed) -> Stored:
        shared = self._pictures.comes(picture_of(document))
        return self._storing.document(
            document, self._lease.number, shared=shared, analysed=analysed
        )

    def _take_sample(self, document: Document) -> None:
        """Each document is as likely in the sample as any other."""
        self._stored[document.kind] += 1
        if len(self._sample) < SAMPLED:
            self._sample.append(document)
        elif (place := self._random.randrange(self._stored.total())) < SAMPLED:
            self._sample[place] = document

    def _mark_firsts(self) -> None:
        """Store the firsts of pictures that came again once more, as shared."""
        own = {"term": {"since": self._lease.number}}
        if self._pictures.again:
            self._contents.refresh()
        for some in batches(sorted(self._pictures.again), 1_000):
            clauses: list[dict[str, Any]] = [
                own,
                {"term": {"shared": False}},
                {"terms": {"picture": some}},
            ]
            for source in self._contents.some(clauses, len(some)):
                self._bulk.add(self._again(source, shared=True).lines(turn=2))
        self._bulk.flush()

    def _put_owners(self) -> None:
        """Store articles again whose pictures are no longer theirs alone."""
        owners = self._pictures.owners
        for article in sorted(one for one in owners if one not in self._replaced):
            self._replaced.add(article)
            for source in self._contents.all_of(owners[article]):
                if source["kind"] == "record":
                    record = source["body"]["record"]
                    stored = self._storing.record(article, record, self._lease.number)
                else:
                    known = self._pictures.is_known(source.get("picture", 0))
                    stored = self._again(source, shared=known or source.get("shared", False))
                self._bulk.add(stored.lines())
            self._storing.forget()

    def _again(self, source: Mapping[str, Any], *, shared: bool) -> Stored:
        return self._storing.document(
            document_of(source), self._lease.number, shared=shared, analysed=analysed_of(source)
        )

    def _aborted(self) -> tuple[int, ...]:
        assert self._before is not None  # noqa: S101 - see ``commit``
        return (*self._before.aborted, *range(self._before.number + 1, self._lease.number))

    def _measured(
        self,
        dead: tuple[str, ...],
        graves: tuple[Grave, ...],
        aborted: tuple[int, ...],
    ) -> Commit:
        """The commit, with what the index says of itself."""
        self._contents.refresh()
        commit = Commit(
            index=self._index,
            number=self._lease.number,
            dead=dead,
            graves=graves,
            aborted=aborted,
            at=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        )
        counts, totals, has_shared = measured(self._client, commit)
        return self._accompanied(
            replace(commit, counts=counts, totals=totals, has_shared=has_shared)
        )

    def _accompanied(self, commit: Commit) -> Commit:
        """The commit with what belongs to it besides documents, written."""
        view = View(self._client, commit, self._analyzer, Memory())
        for name, body in self._companion.states(view):
            self._lease.check()
            write_state(self._client, self._through, name, body)
        return replace(commit, completions=self._companion.completions)

    def _forget_states(self, needed: Sequence[Commit]) -> None:
        """Remove what belongs to older commits than some, besides documents."""
        oldest = needed[-1].number - KEPT_COMMITS
        gone = [
            name
            for name in self._contents.states()
            if self._companion.superseded(name, needed) or 0 < number_in(name) < oldest
        ]
        if gone:
            self._contents.delete_states(gone)
