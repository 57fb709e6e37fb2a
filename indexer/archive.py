"""An opened index, as Python programs and the page use it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from indexer.pictures import Pictures
from indexer.pictures.renderings import Renderings
from indexer.records import CORPUS, read_corpus_record
from search import connect
from search.document import Document, Kind
from search.engine import Engine
from search.errors import ArgumentError
from search.request import Request, Sort, Wanted
from search.results import Results

Values = str | Sequence[str] | None
"""A filter: one value, several of which any will do, or none."""

_SHOWCASE = 2  # photos of one article among the highlights


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleView:
    """One article with its documents, in the order of the post."""

    id: str
    title: str
    published: str
    url: str
    author: str
    category: tuple[str, ...]
    path: str
    documents: tuple[Document, ...]


class Archive:
    """Answers questions about an index. Safe to share between threads; sees new builds by itself.

    Get one from ``open_index``; close it, or use it in a ``with`` block.
    """

    def __init__(self, engine: Engine, pictures: Pictures) -> None:
        self._engine = engine
        self.pictures = pictures

    def search(
        self,
        query: str = "",
        *,
        kind: Wanted = "photo",
        taken: Values = None,
        creator: Values = None,
        agency: Values = None,
        place: Values = None,
        category: Values = None,
        article: str | None = None,
        sort: Sort = "relevance",
        page: int = 1,
        per_page: int = 20,
    ) -> Results:
        """Find photos (or paragraphs) by text and filters.

        Args:
            query: what a person would type; anything is allowed, oddities become notices.
            kind: ``photo``, ``paragraph`` or ``all``.
            taken: EDTF dates or intervals (``2018``, ``2018-01/2018-06``, ``../2018``).
            creator, agency, place, category: values as the facets show them.
            article: only documents of the article with this id.
            sort: ``relevance``, ``newest`` or ``oldest``.
            page: counted from 1.
            per_page: 1 to 1000.

        Raises:
            ArgumentError: an argument other than the query that no search can use.
        """
        request = Request(
            text=query,
            kind=kind,
            taken=_values("taken", taken),
            creator=_values("creator", creator),
            agency=_values("agency", agency),
            place=_values("place", place),
            category=_values("category", category),
            article=article,
            sort=sort,
            page=page,
            per_page=per_page,
        )
        return self._engine.search(request)

    def get(self, document_id: str) -> Document:
        """The photo or paragraph with an id.

        Raises:
            DocumentMissingError: there is none.
        """
        return self._engine.get(_text("document_id", document_id))

    def article(self, article_id: str) -> ArticleView:
        """The article with an id.

        Raises:
            DocumentMissingError: there is none.
        """
        documents = self._engine.article(_text("article_id", article_id))
        first = documents[0]
        return ArticleView(
            id=article_id,
            title=first.headline,
            published=first.published,
            url=first.url,
            author=first.author,
            category=first.category,
            path=first.path,
            documents=documents,
        )

    def photos(self) -> Iterator[Document]:
        """All photos, newest first."""
        return self._engine.documents("photo")

    def highlights(self, count: int) -> tuple[Document, ...]:
        """Photos for a front page: the newest with a caption, few of any one article."""
        shown: dict[str, int] = {}
        chosen: list[Document] = []
        for photo in self.photos():
            if len(chosen) == count:
                break
            if photo.caption and shown.get(photo.article, 0) < _SHOWCASE:
                shown[photo.article] = shown.get(photo.article, 0) + 1
                chosen.append(photo)
        return tuple(chosen)

    @property
    def counts(self) -> Mapping[Kind, int]:
        """How many photos and paragraphs there are."""
        return self._engine.counts()

    @property
    def built(self) -> str:
        """When the live build began, ISO 8601 in UTC."""
        return self._engine.manifest.built

    @property
    def corpus(self) -> str:
        """The folder that the live build was made from."""
        return _corpus(self._engine)

    def verify(self) -> Iterator[str]:
        """Read the whole index; what does not agree is told, one sentence each.

        Not what is ``unverified``.
        """
        return self._engine.verify()

    @property
    def unverified(self) -> str:
        """What ``verify`` cannot know of this index, as a sentence; mostly nothing."""
        return self._engine.manifest.unverified

    def close(self) -> None:
        """Let go of the index; the archive cannot be used afterwards."""
        self._engine.close()
        self.pictures.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_index(
    location: str | Path, *, corpus: str | Path | None = None, picture_jobs: int = 2
) -> Archive:
    """Open an index.

    Args:
        location: the index directory.
        corpus: where the posts and their pictures are now, if they moved since the last build or
            update, and wherever these say that they are.
        picture_jobs: how many pictures are made smaller at a time, in processes of their own.

    Raises:
        ArgumentError: ``picture_jobs`` is less than 1.
        IndexMissingError, IndexDamagedError, IndexOutdatedError: nothing there that can be read.
    """
    if picture_jobs < 1:
        raise ArgumentError(f"picture_jobs={picture_jobs}: use 1 or more")
    engine = connect(str(location))

    def where() -> Path | None:
        folder = corpus or _corpus(engine)
        return Path(folder) if folder else None

    pictures = Pictures(
        Path(location) / "pictures", where, renderings=Renderings(jobs=picture_jobs)
    )
    return Archive(engine, pictures)


def _corpus(engine: Engine) -> str:
    """The folder of the posts: an update from another place says where it moved."""
    moved = engine.record(CORPUS)
    return read_corpus_record(moved) if moved else engine.manifest.source.get("corpus", "")


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise ArgumentError(f"{name}={value!r}: use a string")
    return value


def _values(name: str, values: Values) -> tuple[str, ...]:
    """A filter's values as a tuple; anything but text is an error and not a surprise."""
    if isinstance(values, str):
        return (values,)
    found = tuple(values) if isinstance(values, Iterable) else values
    if found is None:
        return ()
    if not isinstance(found, tuple) or not all(isinstance(value, str) for value in found):
        raise ArgumentError(f"{name}={values!r}: use a string or several strings")
    return found
