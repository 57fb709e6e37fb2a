"""What an index holds of its folder, for an update to go on from and for a build to take over."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial

from indexer.moves import Former
from indexer.records import CORPUS, corpus_record, read_corpus_record, read_records
from indexer.redirects import Redirects
from indexer.stamps import STAMPS, Stamps
from search import connect
from search.document import Document
from search.engine import Engine, Writer
from search.errors import (
    ArchiveError,
    DocumentMissingError,
    IndexRefusedError,
    IndexUnreachableError,
)

_UNREADABLE = (ArchiveError, LookupError, ValueError, TypeError, OSError)
"""What reading a damaged index ends in."""

_AWAY = (IndexUnreachableError, IndexRefusedError)
"""What says nothing of the index: a build that goes on would lose where posts were before."""


class Held:
    """What an index remembers of its folder.

    Attributes:
        corpus: where the folder lay.
        known: of each file, by path, as the last update saw it.
        stamps: the times that are noted apart.
        redirects: where the posts are that moved.
    """

    def __init__(self, engine: Engine, extractor: str) -> None:
        texts = dict(engine.records())
        place = texts.pop(CORPUS, None)
        self.corpus = (
            read_corpus_record(place) if place else engine.manifest.source.get("corpus", "")
        )
        self.stamps = Stamps.read(texts.pop(STAMPS, None))
        self.redirects = Redirects.taken_from(texts)
        records = zip(texts, read_records(texts.values(), extractor), strict=True)
        latest = (
            self.stamps.latest(article, record) if record.extractor == extractor else record
            for article, record in records
        )
        self.known = {record.path: record for record in latest}

    def former(self, engine: Engine) -> Former:
        """What moves are seen by; ``engine`` is that of the index."""
        return Former(
            posts=self.known, redirects=self.redirects, documents=partial(_documents, engine)
        )

    def note_home(self, home: str, writer: Writer) -> None:
        """Remember where the corpus is now, if it moved."""
        if home != self.corpus:
            writer.drop(CORPUS)
            writer.put(CORPUS, (), corpus_record(home))


@contextmanager
def replaced(place: str, extractor: str) -> Iterator[Former]:
    """What the index holds that a build will replace.

    Nothing where there is none, or none that can be read: a build is what mends it, and then knows
    of no post where it was.
    """
    engine = _opened(place)
    if engine is None:
        yield Former()
        return
    with closing(engine):
        yield _former(engine, extractor)


def _opened(place: str) -> Engine | None:
    try:
        return connect(place)
    except _AWAY:
        raise
    except ArchiveError:
        return None


def _former(engine: Engine, extractor: str) -> Former:
    try:
        held = Held(engine, extractor)
    except _AWAY:
        raise
    except _UNREADABLE:
        return Former()
    return Former(
        posts=held.known, redirects=held.redirects, documents=partial(_documents_if_sound, engine)
    )


def _documents(engine: Engine, article: str) -> Sequence[Document]:
    try:
        return engine.article(article)
    except DocumentMissingError:
        return ()


def _documents_if_sound(engine: Engine, article: str) -> Sequence[Document]:
    try:
        return _documents(engine, article)
    except _AWAY:
        raise
    except _UNREADABLE:
        return ()
