"""What an engine is: it stores documents, and answers requests about them.

Programs reach engines through ``connect``; what follows ``Engine`` is all they may rely on. An
engine is safe to share between threads and sees new commits and new builds by itself.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from types import MappingProxyType
from typing import Protocol

from search.document import Document, Kind
from search.explanation import Explanation
from search.manifest import Manifest
from search.request import Request
from search.results import Results, Similar
from search.suggestion import Suggestion
from search.text.analyzer import FieldTokens

MEMORY = 1 << 30
"""Bytes that a transaction may hold in memory, unless it is told otherwise."""

NOTHING_ANALYSED: Mapping[tuple[str, ...], FieldTokens] = MappingProxyType({})


class Engine(Protocol):
    """An index, opened for reading."""

    @property
    def manifest(self) -> Manifest:
        """The circumstances of the live build."""

    def search(self, request: Request) -> Results:
        """Answer a request. Never raises for what a person typed."""

    def explain(self, request: Request, document: str) -> Explanation:
        """Why a document has its score for the query of a request, whether it matches or not.

        Of the request what the query means counts, and nothing else.

        Raises:
            DocumentMissingError: there is none with this id.
        """

    def suggest(self, request: Request, limit: int) -> tuple[Suggestion, ...]:
        """What the text of a request may be completed to, the best first, ``limit`` at most.

        Each finds something among what the filters of the request leave, of the kind that it asks
        for. Never raises for what a person typed.
        """

    def similar(self, document: str, limit: int) -> Similar:
        """Photos like the document with this id, ``limit`` at most, without its own picture.

        Raises:
            DocumentMissingError: there is none.
        """

    def get(self, document: str) -> Document:
        """The document with this id.

        Raises:
            DocumentMissingError: there is none.
        """

    def article(self, article: str) -> tuple[Document, ...]:
        """The documents of an article in its order.

        Raises:
            DocumentMissingError: there is none.
        """

    def documents(self, kind: Kind) -> Iterator[Document]:
        """All documents of a kind, newest first.

        Raises:
            IndexBusyError: the archive was changed so long ago that what is read was deleted.
        """

    def counts(self) -> Mapping[Kind, int]:
        """How many documents of each kind there are."""

    def record(self, article: str) -> str | None:
        """What the builder remembers under an article's id."""

    def records(self) -> Mapping[str, str]:
        """What the builder remembers of each article's post, by article id."""

    def verify(self, *, with_whoosh: bool = False) -> Iterator[str]:
        """Read everything there is; what disagrees is told, one sentence each.

        Not what the manifest says is ``unverified``. ``with_whoosh`` also asks Whoosh for a sample
        of terms, where the index is one that Whoosh opens.

        Raises:
            IndexBusyError: as for ``documents``.
        """

    def close(self) -> None:
        """Let go of files; the engine cannot be used afterwards."""


class Writer(Protocol):
    """One transaction: everything in it becomes visible at once, or nothing."""

    def put(
        self,
        article: str,
        documents: Iterable[Document],
        record: str,
        *,
        analysed: Mapping[tuple[str, ...], FieldTokens] = NOTHING_ANALYSED,
    ) -> None:
        """Store an article's documents with the builder's record of its post.

        ``analysed`` holds tokens of field values that were analysed elsewhere, with the manifest's
        analyzer; the others are analysed here.
        """

    def drop(self, article: str) -> None:
        """Remove an article."""


class Location(Protocol):
    """Where an index lives, for those who write it.

    Both methods raise ``IndexBusyError`` while another process writes there. ``memory`` is how many
    bytes of articles they hold before these go to the disk.
    """

    def build(self, manifest: Manifest, *, memory: int = MEMORY) -> AbstractContextManager[Writer]:
        """Make a new build; it goes live when the block ends without an exception."""

    def revise(self, *, memory: int = MEMORY) -> AbstractContextManager[Writer]:
        """Change the live build; the change is visible when the block ends without an exception."""
