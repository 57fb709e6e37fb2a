"""The engine over a cluster: an alias of indexes, read commit by commit.

Each question begins with one read that says which build is live and which commit of it (see
``commit``); what is then asked carries both. So whoever asks sees one commit, whatever is written
meanwhile, and the next question sees the next one. Where a build is removed under a question that
took minutes, the question is asked again, of the live one.
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from search.cluster.commits.commit import (
    Standing,
    read_build,
    read_commit,
    rebuild_command,
    standing,
)
from search.cluster.commits.generations import GRACE
from search.cluster.commits.view import SupersededError, View
from search.cluster.pages.page import Pages
from search.cluster.pages.reading import Candidate
from search.cluster.pages.scan import Scan
from search.cluster.schema.compile import Query, every
from search.cluster.typing.archive import ClusterArchive
from search.cluster.typing.completions import open_completions
from search.cluster.verifying import faults
from search.cluster.wire.address import cluster_address
from search.cluster.wire.client import Client
from search.cluster.wire.failures import MissingInCluster
from search.cluster.wire.limits import CLAUSES, CLAUSES_SETTING, TooManyClausesError
from search.completions.completion_index import CompletionIndex
from search.document import KINDS, Document, Kind
from search.errors import (
    ArchiveError,
    DocumentMissingError,
    IndexBusyError,
    IndexClosedError,
    IndexDamagedError,
    IndexRefusedError,
    IndexUnreachableError,
)
from search.execution.similar import similar_to
from search.explanation import Explanation
from search.manifest import Manifest, read_manifest
from search.request import Request
from search.results import Part, Results, Similar
from search.snapshot.memory import Memory
from search.suggestion import Suggestion
from search.suggestions.suggestions import Suggestions
from search.vocabulary import Vocabulary, default_vocabulary

_ATTEMPTS = 5
"""How often a question is asked again whose build was removed meanwhile."""

_FEW = 100
_MANY = 2000
"""Documents, or records, that are fetched at once by who goes through all of them."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Live:
    """What answers now."""

    manifest: Manifest
    view: View
    pages: Pages
    archive: ClusterArchive
    completions: CompletionIndex
    suggestions: Suggestions


class ClusterEngine:
    """Answers from the live build of an index in a cluster.

    Args:
        location: ``opensearch://host:port/name``, see ``address``.
        vocabulary: gives the other words for what is typed, as they are now.
        today: gives the day by which dates in words are read.

    Raises:
        ArgumentError: no such address.
        IndexMissingError, IndexDamagedError, IndexOutdatedError: see ``search.errors``.
        IndexUnreachableError, IndexRefusedError: no node answers, or none that we may ask.
    """

    def __init__(
        self,
        location: str,
        *,
        vocabulary: Callable[[], Vocabulary] = default_vocabulary,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._vocabulary = vocabulary
        self._today = today
        self._client = Client(cluster_address(location))
        self._opening = threading.Lock()
        self._memory = Memory()
        self._live: _Live | None = None
        self._closed = False
        self._now()

    def _now(self) -> _Live:
        """The live build's latest commit, opened when it is not the one already open."""
        self._check_open()
        now = standing(self._client)
        live = self._live
        return live if live is not None and _is_of(live, now) else self._reopened()

    def _reopened(self) -> _Live:
        """The latest commit, opened by one thread for all that wait for it.

        What is the latest is asked once more, now that nobody else opens any: what a thread read
        before it waited may be older than what is open by now.
        """
        with self._opening:
            for _ in range(_ATTEMPTS):
                self._check_open()
                now = standing(self._client)
                if self._live is not None and _is_of(self._live, now):
                    return self._live
                try:
                    self._live = self._open(now.index, now.number)
                except MissingInCluster as error:  # most likely it was superseded meanwhile
                    again = standing(self._client)
                    if (again.index, again.number) == (now.index, now.number):
                        raise self._damaged("a part of them is gone") from error
                else:
                    self._memory.retain([self._live.view.owner])
                    return self._live
        raise self._restless()

    def _open(self, index: str, number: int) -> _Live:
        before = self._live if self._live and self._live.view.commit.index == index else None
        commit = read_commit(self._client, index, number)
        if before is not None:
            manifest, analyzer = before.manifest, before.view.analyzer
        else:
            manifest = read_manifest(
                read_build(self._client, index)["manifest"],
                location=str(self._client.address),
                rebuild=rebuild_command(self._client),
            )
            analyzer = manifest.analyzer()
        view = View(self._client, commit, analyzer, self._memory)
        archive = ClusterArchive(view)
        completions = open_completions(self._client, commit)
        suggestions = Suggestions(completions, archive, analyzer)
        return _Live(manifest, view, Pages(view, manifest), archive, completions, suggestions)

    def _check_open(self) -> None:
        if self._closed:
            raise IndexClosedError("the archive was closed; open it again")

    def _asked(self, question: Callable[[_Live], T]) -> T:
        """The answer to a question, asked again where what it read was removed meanwhile."""
        for _ in range(_ATTEMPTS):
            live, begun = self._now(), time.monotonic()
            try:
                answer = question(live)
                if time.monotonic() - begun > GRACE / 2:
                    live.view.check()
            except SupersededError:
                continue
            return answer
        raise self._restless()

    @contextmanager
    def _allowed(self) -> Iterator[None]:
        """Say what to do where the cluster takes no query of the size that is needed."""
        try:
            yield
        except TooManyClausesError as error:
            raise IndexRefusedError(
                f"{self._client.address} takes no query of this size, and we may not have it take "
                f"larger ones; have somebody set {CLAUSES_SETTING} to {CLAUSES:,}"
            ) from error

    def _restless(self) -> IndexUnreachableError:
        return IndexUnreachableError(
            f"the builds of {self._client.address} are replaced faster than they can be read; "
            "try again later"
        )

    def _damaged(self, why: object) -> IndexDamagedError:
        return IndexDamagedError(
            f"the completions of {self._client.address} are damaged ({why}); "
            f"rebuild the index: {rebuild_command(self._client)}"
        )

    @property
    def manifest(self) -> Manifest:
        """See ``Engine``."""
        return self._now().manifest

    def search(self, request: Request) -> Results:
        """See ``Engine``."""
        vocabulary, today = self._vocabulary(), self._today()

        def answer(live: _Live) -> Results:
            results = live.pages.answer(request, vocabulary, today)
            offered: tuple[Part, ...] = ()
            with self._looking_up(), suppress(TooManyClausesError):
                offered = live.suggestions.corrections(request, results, vocabulary, today)
            if not offered:
                return results
            return replace(results, interpretation=(*results.interpretation, *offered))

        with self._allowed():
            return self._asked(answer)

    def explain(self, request: Request, document: str) -> Explanation:
        """See ``Engine``."""
        vocabulary, today = self._vocabulary(), self._today()

        def explanation(live: _Live) -> Explanation:
            candidate = _candidate(live.view, document)
            return live.pages.explain(request, candidate, vocabulary, today)

        with self._allowed():
            return self._asked(explanation)

    def suggest(self, request: Request, limit: int) -> tuple[Suggestion, ...]:
        """See ``Engine``."""
        vocabulary, today = self._vocabulary(), self._today()
        with self._looking_up(), suppress(TooManyClausesError):
            return self._asked(
                lambda live: live.suggestions.suggest(request, limit, vocabulary, today)
            )
        return ()

    def similar(self, document: str, limit: int) -> Similar:
        """See ``Engine``."""
        vocabulary, today = self._vocabulary(), self._today()

        def alike(live: _Live) -> Similar:
            return similar_to(
                _candidate(live.view, document).document,
                limit,
                statistics=live.archive,
                analyzer=live.view.analyzer,
                answer=lambda request: live.pages.answer(request, vocabulary, today),
            )

        with self._allowed():
            return self._asked(alike)

    @contextmanager
    def _looking_up(self) -> Iterator[None]:
        """Say that the index is damaged where its completions lead nowhere."""
        try:
            yield
        except ArchiveError:  # some are errors of value, too, and say what is wrong by themselves
            raise
        except (IndexError, KeyError, ValueError) as error:
            raise self._damaged(error) from error

    def get(self, document: str) -> Document:
        """See ``Engine``."""
        return self._asked(lambda live: _candidate(live.view, document)).document

    def article(self, article: str) -> tuple[Document, ...]:
        """See ``Engine``."""

        def found(live: _Live) -> tuple[Document, ...]:
            wanted: Query = {"term": {"article": article}}
            candidates = list(_all(live.view, every([*live.view.among(*KINDS), wanted])))
            return tuple(one.document for one in sorted(candidates, key=_position))

        documents = self._asked(found)
        if not documents:
            raise DocumentMissingError(f"no article {article!r} in this archive")
        return documents

    def documents(self, kind: Kind) -> Iterator[Document]:
        """See ``Engine``."""
        view = self._now().view.watching()
        found = self._through(_all(view, every(view.among(kind))))
        return (candidate.document for candidate in found)

    def counts(self) -> Mapping[Kind, int]:
        """See ``Engine``."""
        view = self._now().view
        return {kind: view.count(kind) for kind in KINDS}

    def record(self, article: str) -> str | None:
        """See ``Engine``."""
        found = self._asked(lambda live: dict(_records(live.view, {"term": {"article": article}})))
        return found.get(article)

    def records(self) -> Mapping[str, str]:
        """See ``Engine``."""
        return self._asked(lambda live: dict(_records(live.view.watching())))

    def verify(self, *, with_whoosh: bool = False) -> Iterator[str]:
        """See ``Engine``."""
        del with_whoosh  # a cluster's index is none that Whoosh opens
        return self._through(self._faults(self._now()))

    def _faults(self, live: _Live) -> Iterator[str]:
        """What is at fault, read from the start again where nothing of it was told yet."""
        for _ in range(_ATTEMPTS):
            is_told = False
            words = not live.manifest.dictionary_changed
            try:
                for fault in faults(live.view.watching(), live.completions, words=words):
                    is_told = True
                    yield fault
            except SupersededError:
                if is_told:
                    raise
                live = self._now()
            else:
                return
        raise SupersededError

    def _through(self, items: Iterator[T]) -> Iterator[T]:
        """What takes its time to be read, of one commit."""
        try:
            for item in items:
                self._check_open()
                yield item
        except SupersededError as error:
            raise IndexBusyError(
                f"{self._client.address} was changed while it was read, and what was read is not "
                "kept any more; read it again"
            ) from error

    def close(self) -> None:
        """See ``Engine``. Waits for another thread that is opening a commit."""
        with self._opening:
            self._closed = True
            self._live = None
            self._memory.clear()
            self._client.close()


def _is_of(live: _Live, now: Standing) -> bool:
    commit = live.view.commit
    return (commit.index, commit.number) == (now.index, now.number)


def _position(candidate: Candidate) -> int:
    return candidate.position


def _candidate(view: View, document: str) -> Candidate:
    """The document with an id.

    Raises:
        DocumentMissingError: there is none.
    """
    found = every([*view.among(*KINDS), {"term": {"id": document}}])
    (*candidates,) = Scan(view, found, "newest").more(1)
    if not candidates:
        raise DocumentMissingError(f"no document {document!r} in this archive")
    return candidates[0]


def _all(view: View, query: Query) -> Iterator[Candidate]:
    """All that a query finds, newest first; who looks at the first few waits for no more."""
    scan, size = Scan(view, {"bool": {"filter": [query]}}, "newest"), _FEW
    while not scan.is_done:
        yield from scan.more(size)
        size = _MANY


def _records(view: View, *clauses: Query) -> Iterator[tuple[str, str]]:
    """The visible articles and what the builder remembers of their posts."""
    body = {
        "query": every([*view.among("record"), *clauses]),
        "sort": [{"article": "asc"}],
        "_source": ["article", "body"],
    }
    for hit in view.all_hits(body, _MANY):
        yield hit["_source"]["article"], hit["_source"]["body"]["record"]
