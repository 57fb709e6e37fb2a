"""An opened index, as Python programs and the page use it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self, Unpack

from indexer.pictures import Pictures
from indexer.pictures.folder import pictures_folder
from indexer.pictures.renderings import Renderings
from indexer.records import CORPUS, read_corpus_record
from indexer.redirects import is_id, record_of, redirect_in
from indexer.requesting import request_of
from search import arguments, connect
from search.document import Document, Kind
from search.engine import Engine
from search.errors import ArchiveError, IndexClosedError, shortened
from search.explanation import Explanation
from search.parameters import Filters
from search.place import shown
from search.request import (
    FACET_VALUES,
    MOST_SIMILAR,
    Duplicates,
    FacetOrder,
    Groups,
    Request,
    Sort,
    ValueFacet,
)
from search.results import Results, Similar
from search.suggestion import MOST_SUGGESTIONS, Suggestion
from search.vocabulary_folder import VocabularyFolder

_SHOWCASE = 2  # photos of one article among the highlights


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ArticleView:
    """One article with its documents, in the order of the post.

    ``creator`` is who made its pictures as a whole, as ``Document.article_creator``.
    """

    id: str
    title: str
    published: str
    url: str
    author: str
    creator: tuple[str, ...]
    category: tuple[str, ...]
    tag: tuple[str, ...]
    path: str
    documents: tuple[Document, ...]

    def __repr__(self) -> str:
        count = len(self.documents)
        return f"<ArticleView {self.id} {shortened(self.title)}: {count:,} documents>"


class Archive:
    """Answers questions about an index. Safe to share between threads; sees new builds by itself.

    Get one from ``open_index``; close it, or use it in a ``with`` block. Its length is how many
    photos it has, which is what a search for nothing finds; an empty one is true all the same.
    """

    def __init__(self, engine: Engine, pictures: Pictures, *, location: str = "") -> None:
        self._engine = engine
        self._location = shown(location)
        self._closed = False
        self.pictures = pictures

    def __repr__(self) -> str:
        try:
            counts = ", ".join(f"{count:,} {kind}s" for kind, count in self.counts.items())
            told = f"{counts}, built {self.built}"
        except ArchiveError as error:  # closed, or taken away: to be shown is no reason to fail
            told = type(error).__name__
        return f"<Archive {self._location or '?'}: {told}>"

    def __len__(self) -> int:
        return self.counts["photo"]

    def __bool__(self) -> bool:
        return True

    def search(
        self,
        query: str = "",
        *,
        sort: Sort = "relevance",
        duplicates: Duplicates = "fold",
        groups: Groups = "fold",
        page: int = 1,
        per_page: int = 20,
        explain: bool = False,
        facet: ValueFacet | None = None,
        facet_values: int = FACET_VALUES,
        facet_text: str | None = None,
        facet_order: FacetOrder = "count",
        timeline: bool = False,
        **filters: Unpack[Filters],
    ) -> Results:
        """Find photos (or paragraphs) by text and filters.

        Args:
            query: what a person would type; anything is allowed, oddities become notices.
            sort: ``relevance``, ``newest`` or ``oldest``.
            duplicates: ``fold`` makes documents with the same picture one row, the first of them;
                ``show`` shows each.
            groups: ``fold`` makes those of an article one row that match only by what they share
                (headline, tags, paragraphs beside); ``show`` shows each. Within one article or
                picture each is shown.
            page: counted from 1; a page holds ``per_page`` rows.
            per_page: 1 to 1000.
            explain: whether each hit shall have its ``explanation``.
            facet: the facet of which more is wanted than its most frequent values.
            facet_values: how many of its values, 1 to 1000.
            facet_text: only those of its values in which this stands.
            facet_order: its values by ``count`` or by ``name``.
            timeline: whether the results shall be counted by year, month or day.
            filters:
                ``kind``: ``photo`` (the default), ``paragraph`` or ``all``;
                ``taken``: EDTF dates or intervals (``2018``, ``2018-01/2018-06``, ``../2018``), or
                dates as people type them (``2018年7月``, ``2018-7``); ``year`` is the same, under
                the name of its facet, and only one of the two may be given;
                ``creator``, ``agency``, ``place``, ``person``, ``tag``, ``category``: values as the
                facets show them, any of which a document has; with ``and_`` before the name, all of
                which it has besides; with ``not_``, none of which it has;
                ``lacks``: ``date``, ``creator`` or ``caption``, any of which the post does not say;
                ``article``: only documents of the article with this id;
                ``exact``: only what was typed: no other words for it, no dates read out of it;
                ``picture``: only documents that show the same picture as the photo with this id.

        Raises:
            ArgumentError: an argument other than the query that no search can use.
            TypeError: a filter that there is not.
        """
        request = request_of("search", query, filters)
        request = replace(
            request,
            sort=sort,
            duplicates=duplicates,
            groups=groups,
            page=page,
            per_page=per_page,
            explain=explain,
            facet=facet,
            facet_values=facet_values,
            facet_text=arguments.text_or_none("facet_text", facet_text) or "",
            facet_order=facet_order,
            timeline=timeline,
        )
        return self._engine.search(request)

    def suggest(
        self,
        text: str,
        *,
        limit: int = 8,
        **filters: Unpack[Filters],
    ) -> tuple[Suggestion, ...]:
        """What a text may be completed to while it is typed, the best first.

        In characters, in pinyin (whole, initials, mixed with characters), in Latin letters: names,
        places, agencies, headlines, categories, tags and frequent words of the archive. The last
        piece of the text is completed; each suggestion finds something, together with what stands
        before it, among what the filters leave.

        Args:
            text: what is typed so far; anything is allowed.
            limit: how many at most, 1 to 50.
            filters: as in ``search``.

        Raises:
            ArgumentError: an argument other than the text that no search can use.
            TypeError: a filter that there is not.
        """
        request = request_of("suggest", arguments.text("text", text), filters)
        return self._engine.suggest(
            request, arguments.whole("limit", limit, least=1, most=MOST_SUGGESTIONS)
        )

    def explain(self, query: str, document_id: str, *, exact: bool = False) -> Explanation:
        """Why the document with an id has its score for a query, and where it stands.

        A document that does not match is explained, too: its ``tier`` is None, and ``unmet`` says
        why. Filters and order have no part in it; ``exact`` is that of ``search``.

        Raises:
            DocumentMissingError: there is none.
        """
        request = Request(text=query, exact=arguments.truth("exact", exact))
        return self._engine.explain(request, arguments.text("document_id", document_id))

    def similar(self, document_id: str, *, limit: int = 12) -> Similar:
        """Photos of what the photo with an id shows, by the words of its caption, the best first.

        The words that tell most are looked for in captions, any of them; where there is no caption,
        those of the headline. The photo itself and others with its picture are left out. The
        ``query`` of what comes back asks for the same.

        Args:
            document_id: a photo, or a paragraph, whose text is taken.
            limit: how many at most, 1 to 100.

        Raises:
            ArgumentError: a limit that there cannot be.
            DocumentMissingError: there is none.
        """
        limit = arguments.whole("limit", limit, least=1, most=MOST_SIMILAR)
        return self._engine.similar(arguments.text("document_id", document_id), limit)

    def get(self, document_id: str) -> Document:
        """The photo or paragraph with an id.

        Raises:
            DocumentMissingError: there is none.
        """
        return self._engine.get(arguments.text("document_id", document_id))

    def article(self, article_id: str) -> ArticleView:
        """The article with an id.

        Raises:
            DocumentMissingError: there is none.
        """
        documents = self._engine.article(arguments.text("article_id", article_id))
        first = documents[0]
        return ArticleView(
            id=article_id,
            title=first.headline,
            published=first.published,
            url=first.url,
            author=first.author,
            creator=first.article_creator,
            category=first.category,
            tag=first.tag,
            path=first.path,
            documents=documents,
        )

    def moved(self, former_id: str) -> str | None:
        """The id now of what had an id while its post had another path: photo, paragraph, article.

        None where nothing is known to have moved, as of all that ``get`` and ``article`` find.
        """
        if not is_id(arguments.text("former_id", former_id)):
            return None
        record = self._engine.record(record_of(former_id))
        return None if record is None else redirect_in(record, former_id)

    def photos(self) -> Iterator[Document]:
        """All photos, newest first.

        Raises:
            IndexBusyError: an update deleted what was still to come; read them again. Only in a
                cluster, and of who reads for more than a minute.
        """
        return self._engine.documents("photo")

    def highlights(self, count: int) -> tuple[Document, ...]:
        """Photos for a front page: the newest with a caption, few of any one article.

        Raises:
            ArgumentError: ``count`` is no whole number from 0.
        """
        arguments.whole("count", count, least=0)
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
    def location(self) -> str:
        """Where the index is, as it was opened; an address of a cluster without a password."""
        return self._location

    @property
    def built(self) -> str:
        """When the live build began, ISO 8601 in UTC."""
        return self._engine.manifest.built

    @property
    def corpus(self) -> str:
        """The folder of the posts, where the last build or update found it."""
        return _folder_of(self._engine)

    def verify(self, *, with_whoosh: bool = False) -> Iterator[str]:
        """Read the whole index; what does not agree is told, one sentence each.

        Not what is ``unverified``. ``with_whoosh`` also compares a sample of terms with what Whoosh
        reads of the same files.
        """
        return self._engine.verify(with_whoosh=arguments.truth("with_whoosh", with_whoosh))

    @property
    def unverified(self) -> str:
        """What ``verify`` cannot know of this index, as a sentence; mostly nothing."""
        return self._engine.manifest.unverified

    def close(self) -> None:
        """Let go of the index; the archive cannot be used afterwards."""
        self._closed = True
        self._engine.close()
        self.pictures.close()

    def __enter__(self) -> Self:
        if self._closed:
            raise IndexClosedError("the archive was closed; open it again")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_index(
    location: str | Path,
    *,
    corpus: str | Path | None = None,
    pictures: str | Path | None = None,
    picture_jobs: int = 2,
) -> Archive:
    """Open an index.

    Args:
        location: the index directory, or ``opensearch://HOST:9200/NAME`` for one in a cluster.
        corpus: where the posts and their pictures are now, if they moved since the last build or
            update, and wherever these say that they are.
        pictures: the folder of fetched pictures and thumbnails. Without it ``HUABAO_PICTURES``
            names the folder; without that it is ``pictures`` in the index directory or, for an
            index in a cluster, a folder in the user's cache.
        picture_jobs: how many pictures are made smaller at a time, in processes of their own.

    Raises:
        ArgumentError: ``picture_jobs`` is less than 1.
        IndexMissingError, IndexDamagedError, IndexOutdatedError: nothing there that can be read.
        IndexUnreachableError, IndexRefusedError: no cluster there that can be asked.
        ArgumentError: no path of a directory and no address of a cluster.
    """
    place = arguments.place("location", location)
    named = None if pictures is None else arguments.path("pictures", pictures)
    moved = None if corpus is None else arguments.path("corpus", corpus)
    arguments.whole("picture_jobs", picture_jobs, least=1, most=arguments.MOST_JOBS)

    def where() -> Path | None:
        folder = moved or _folder_of(engine)
        return Path(folder) if folder else None

    engine = connect(place, vocabulary=VocabularyFolder(where))

    store = pictures_folder(place, named)
    kept = Pictures(store, where, renderings=Renderings(jobs=picture_jobs))
    return Archive(engine, kept, location=place)


def _folder_of(engine: Engine) -> str:
    """The folder of the posts: an update from another place says where it moved."""
    moved = engine.record(CORPUS)
    return read_corpus_record(moved) if moved else engine.manifest.source.get("corpus", "")
