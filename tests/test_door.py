"""The public door: its names, its types, its errors."""

import tomllib
from pathlib import Path
from typing import Literal, get_args, get_origin

import pytest

import indexer
from indexer import ArchiveError, ArgumentError, BuildReport, DocumentMissingError, Skipped
from tests.conftest import ROOT
from tests.places import Place


def test_all_is_sorted_and_true() -> None:
    order = sorted(indexer.__all__, key=lambda name: (not name.isupper(), name[0].islower(), name))
    assert indexer.__all__ == order
    for name in indexer.__all__:
        value = getattr(indexer, name)
        assert name.isupper() or get_origin(value) or value.__doc__  # an alias of types has none


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
    sample_place: Place, options: dict[str, object], names: str
) -> None:
    with (
        indexer.open_index(sample_place.location) as archive,
        pytest.raises(ArgumentError, match=names),
    ):
        archive.search("青岛", **options)  # type: ignore[arg-type]


def test_queries_and_ids_are_text(sample_place: Place) -> None:
    with indexer.open_index(sample_place.location) as archive:
        for ask in (archive.search, archive.get, archive.article):
            with pytest.raises(ArgumentError):
                ask(5)  # type: ignore[arg-type]


def test_a_filter_may_be_any_iterable(sample_place: Place) -> None:
    with indexer.open_index(sample_place.location) as archive:
        names = ["周牧野", "李若川"]
        found = archive.search(creator=(name for name in names))  # type: ignore[arg-type]
        assert found.total == archive.search(creator=names).total > 0


@pytest.mark.parametrize("location", ["", "a\0b", "/etc/passwd"])
def test_places_that_hold_no_index(location: str) -> None:
    with pytest.raises(ArchiveError):
        indexer.open_index(location)


def test_a_closed_archive_says_so(sample_place: Place) -> None:
    archive = indexer.open_index(sample_place.location)
    archive.close()
    with pytest.raises(indexer.IndexClosedError):
        archive.search("青岛")
    with pytest.raises(indexer.IndexClosedError, match="open it again"), archive:
        pass


def test_unknown_ids(sample_place: Place) -> None:
    with indexer.open_index(sample_place.location) as archive:
        for ask in (archive.get, archive.article):
            with pytest.raises(DocumentMissingError, match="nothing-like-this"):
                ask("nothing-like-this")


@pytest.mark.parametrize(
    "query", ['"', "(((", "-", "OR OR", "摄影:", "*", "\ud800", "\0", "a" * 9999]
)
def test_no_query_raises(sample_place: Place, query: str) -> None:
    with indexer.open_index(sample_place.location) as archive:
        page = archive.search(query, kind="all", per_page=7)
        assert len(page.hits) == min(page.total, 7)


@pytest.mark.parametrize("groups", ["fold", "show"])
def test_pages_join_without_gaps(sample_place: Place, groups: Literal["fold", "show"]) -> None:
    with indexer.open_index(sample_place.location) as archive:
        whole = [hit.document.id for hit in archive.search("的", groups=groups, per_page=1000).hits]
        first = archive.search("的", groups=groups, per_page=7)
        pages = [
            archive.search("的", groups=groups, per_page=7, page=n + 1) for n in range(first.pages)
        ]
        assert [hit.document.id for page in pages for hit in page.hits] == whole
        assert first.rows == len(whole) > 20
        assert (first.total == first.rows) is (groups == "show")
        assert archive.search("的", groups=groups, per_page=7, page=first.pages + 1).hits == ()


def test_articles_hold_their_documents_in_order(sample_place: Place) -> None:
    with indexer.open_index(sample_place.location) as archive:
        photo = archive.search("").hits[0].document
        article = archive.article(photo.article)
        assert photo in article.documents
        assert [d.position for d in article.documents] == list(range(len(article.documents)))
        assert archive.get(photo.id) == photo


def test_highlights_are_captioned_and_varied(sample_place: Place) -> None:
    with indexer.open_index(sample_place.location) as archive:
        shown = archive.highlights(12)
        assert len(shown) == 12
        assert all(photo.caption for photo in shown)
        assert len({photo.article for photo in shown}) >= 6


def test_every_facet_s_items_are_filters_by_its_name(sample_place: Place) -> None:
    with indexer.open_index(sample_place.location) as archive:
        facets = archive.search("的", kind="all").facets
        assert {facet.name for facet in facets} >= {
            "year",
            "kind",
            "creator",
            "agency",
            "place",
            "tag",
        }
        for facet in facets:
            for item in facet.items:
                asked: dict[str, object] = {"kind": "all", facet.name: item.value}
                found = archive.search("的", **asked)  # type: ignore[arg-type]
                assert found.total == item.count > 0, (facet.name, item)
                same = next(f for f in found.facets if f.name == facet.name)
                assert [i.value for i in same.items if i.selected] == [item.value]


def test_year_and_taken_are_one_filter(sample_place: Place) -> None:
    with indexer.open_index(sample_place.location) as archive:
        several = ["2018", "2024"]
        assert archive.search(year=several).total == archive.search(taken=several).total > 0
        with pytest.raises(ArgumentError, match=r"year.*taken"):
            archive.search(year="2018", taken="2018-07")
        with pytest.raises(ArgumentError, match="year=2018: use a string"):
            archive.search(year=2018)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("2018年", "2018"),
        ("2018-7", "2018-07"),
        ("２０１８年７月", "2018-07"),
        ("2018.7.1", "2018-07-01"),
    ],
)
def test_dates_are_understood_as_people_type_them(
    sample_place: Place, typed: str, edtf: str
) -> None:
    with indexer.open_index(sample_place.location) as archive:
        page, same = archive.search("", taken=typed), archive.search("", taken=[edtf])
        assert page == same
        assert archive.search(f"日期:{typed}").total == page.total


def test_an_archive_is_as_long_as_a_search_for_nothing(sample_place: Place) -> None:
    with indexer.open_index(sample_place.location) as archive:
        assert len(archive) == archive.search().total == archive.counts["photo"] > 0
        assert archive


def test_an_empty_archive_is_still_one(tmp_path: Path, place: Place) -> None:
    (tmp_path / "a.md").write_text("只有一段。", "utf-8")
    indexer.build_index(tmp_path, place.location)
    with indexer.open_index(place.location) as archive:
        assert len(archive) == 0
        assert archive


def test_what_is_shown_of_values_is_short_and_says_what_they_are(sample_place: Place) -> None:
    archive = indexer.open_index(sample_place.location)
    page = archive.search("青岛 灯塔")
    article = archive.article(page.hits[0].document.article)
    report = BuildReport(posts=3, skipped=tuple(Skipped(f"{n}.md", "empty") for n in range(500)))
    told = {
        f"{archive!r}": (sample_place.location, "photos"),
        f"{page!r}": ("青岛 灯塔", f"{page.total} found"),
        f"{page.hits[0]!r}": (page.hits[0].document.id, "matches"),
        f"{page.hits[0].document!r}": ("photo", page.hits[0].document.id),
        f"{article!r}": (article.id, f"{len(article.documents)} documents"),
        f"{report!r}": ("posts=3", "skipped: 500"),
    }
    for shown, parts in told.items():
        assert len(shown) < 250
        assert "\n" not in shown
        assert all(part in shown for part in parts), shown
    archive.close()
    assert "IndexClosedError" in repr(archive)


def test_the_version_is_that_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert indexer.__version__ == project["project"]["version"]
    assert "__version__" in dir(indexer)


def test_the_names_of_options_are_exported() -> None:
    assert get_args(indexer.Sort) == indexer.SORTS
    assert get_args(indexer.Wanted) == (*indexer.KINDS, "all")
