"""The public door: its names, its types, its errors."""

from pathlib import Path

import pytest

import indexer
from indexer import ArchiveError, ArgumentError, DocumentMissingError


def test_all_is_sorted_and_true() -> None:
    order = sorted(indexer.__all__, key=lambda name: (not name.isupper(), name[0].islower(), name))
    assert indexer.__all__ == order
    for name in indexer.__all__:
        assert name.isupper() or getattr(indexer, name).__doc__


def test_every_error_is_an_archive_error() -> None:
    for name in indexer.__all__:
        if name.endswith("Error"):
            assert issubclass(getattr(indexer, name), ArchiveError)


def test_values_are_frozen() -> None:
    for name in ("Document", "Results", "Hit", "Facet", "FacetItem", "Match", "Notice"):
        assert vars(getattr(indexer, name))["__dataclass_params__"].frozen


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ({"page": 0}, "page=0"),
        ({"per_page": 0}, "per_page=0"),
        ({"per_page": 5000}, "per_page=5000"),
        ({"kind": "video"}, "video"),
        ({"sort": "best"}, "best"),
        ({"taken": "last year"}, "last year"),
        ({"taken": ["2018", "2018-13"]}, "2018-13"),
        ({"creator": 5}, "creator"),
        ({"creator": [None]}, "creator"),
        ({"page": "1"}, "page='1'"),
        ({"per_page": 2.5}, "per_page=2.5"),
        ({"article": []}, "article"),
    ],
)
def test_bad_arguments_are_named(
    sample_index: Path, options: dict[str, object], names: str
) -> None:
    with (
        indexer.open_index(sample_index) as archive,
        pytest.raises(ArgumentError, match=names),
    ):
        archive.search("青岛", **options)  # type: ignore[arg-type]


def test_queries_and_ids_are_text(sample_index: Path) -> None:
    with indexer.open_index(sample_index) as archive:
        for ask in (archive.search, archive.get, archive.article):
            with pytest.raises(ArgumentError):
                ask(5)  # type: ignore[arg-type]


def test_a_filter_may_be_any_iterable(sample_index: Path) -> None:
    with indexer.open_index(sample_index) as archive:
        names = ["周牧野", "李若川"]
        found = archive.search(creator=(name for name in names))  # type: ignore[arg-type]
        assert found.total == archive.search(creator=names).total > 0


@pytest.mark.parametrize("location", ["", "a\0b", "/etc/passwd"])
def test_places_that_hold_no_index(location: str) -> None:
    with pytest.raises(ArchiveError):
        indexer.open_index(location)


def test_a_closed_archive_says_so(sample_index: Path) -> None:
    archive = indexer.open_index(sample_index)
    archive.close()
    with pytest.raises(indexer.IndexClosedError):
        archive.search("青岛")


def test_unknown_ids(sample_index: Path) -> None:
    with indexer.open_index(sample_index) as archive:
        for ask in (archive.get, archive.article):
            with pytest.raises(DocumentMissingError, match="nothing-like-this"):
                ask("nothing-like-this")


@pytest.mark.parametrize(
    "query", ['"', "(((", "-", "OR OR", "摄影:", "*", "\ud800", "\0", "a" * 9999]
)
def test_no_query_raises(sample_index: Path, query: str) -> None:
    with indexer.open_index(sample_index) as archive:
        page = archive.search(query, kind="all", per_page=7)
        assert len(page.hits) == min(page.total, 7)


def test_pages_join_without_gaps(sample_index: Path) -> None:
    with indexer.open_index(sample_index) as archive:
        whole = [hit.document.id for hit in archive.search("的", per_page=1000).hits]
        first = archive.search("的", per_page=7)
        pages = [archive.search("的", per_page=7, page=n + 1) for n in range(first.pages)]
        assert [hit.document.id for page in pages for hit in page.hits] == whole
        assert first.total == len(whole) > 20
        assert archive.search("的", per_page=7, page=first.pages + 1).hits == ()


def test_articles_hold_their_documents_in_order(sample_index: Path) -> None:
    with indexer.open_index(sample_index) as archive:
        photo = archive.search("").hits[0].document
        article = archive.article(photo.article)
        assert photo in article.documents
        assert [d.position for d in article.documents] == list(range(len(article.documents)))
        assert archive.get(photo.id) == photo


def test_highlights_are_captioned_and_varied(sample_index: Path) -> None:
    with indexer.open_index(sample_index) as archive:
        shown = archive.highlights(12)
        assert len(shown) == 12
        assert all(photo.caption for photo in shown)
        assert len({photo.article for photo in shown}) >= 6
