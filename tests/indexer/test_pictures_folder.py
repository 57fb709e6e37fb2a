"""Where the pictures of an index lie, and who says so."""

from pathlib import Path

import pytest

import indexer
from indexer import ArgumentError
from indexer.pictures.folder import pictures_folder
from tests.places import Place


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("sys.platform", "linux")
    return tmp_path


def test_beside_a_directory_they_are_in_it() -> None:
    assert pictures_folder("some/index", environ={}) == Path("some/index/pictures")


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("opensearch://host:9200/photos", "host_9200_photos"),
        ("opensearch://u:geheim@host:9200/photos?shards=3", "host_9200_photos"),
        ("opensearch://b:9201,a:9200/photos", "a_9200_photos"),
        ("opensearch://a:9200,b:9201/photos", "a_9200_photos"),
        ("opensearch://[::1]:9200/photos", "1_9200_photos"),
        ("opensearch://host/photos", "host_9200_photos"),
        ("opensearchs://HOST:9200/photos?tls=1", "host_9200_photos"),
        ("opensearch://../photos", "9200_photos"),
    ],
)
def test_those_of_a_cluster_are_in_the_cache_by_its_name(
    address: str, name: str, tmp_path: Path
) -> None:
    folder = pictures_folder(address, environ={})
    assert folder == tmp_path / "cache" / "huabao" / "pictures" / name


@pytest.mark.parametrize("place", ["some/index", "opensearch://host:9200/photos"])
def test_whoever_names_one_is_followed(place: str) -> None:
    told = {"HUABAO_PICTURES": "/mnt/told"}
    assert pictures_folder(place, environ=told) == Path("/mnt/told")
    assert pictures_folder(place, "/mnt/named", told) == Path("/mnt/named")
    assert pictures_folder(place, None, {"HUABAO_PICTURES": ""}) != Path("/mnt/told")


def test_nodes_that_the_environment_names_name_it() -> None:
    told = {"HUABAO_OPENSEARCH_NODES": "b:9200,a:9200"}
    assert pictures_folder("opensearch:///photos", environ=told).name == "a_9200_photos"


def test_an_address_without_nodes_names_none() -> None:
    with pytest.raises(ArgumentError, match="write opensearch://host:9200/NAME"):
        pictures_folder("opensearch:///photos", environ={})


def test_an_archive_keeps_thumbnails_where_it_is_told(sample_place: Place, tmp_path: Path) -> None:
    with indexer.open_index(sample_place.location, pictures=tmp_path / "kept") as archive:
        photo = next(p for p in archive.photos() if archive.pictures.original(p))
        assert archive.pictures.thumbnail(photo, width=240)
        assert archive.location == sample_place.location
    assert list((tmp_path / "kept" / "thumbnails").rglob("*.webp"))


def test_the_environment_tells_an_archive(
    sample_place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUABAO_PICTURES", str(tmp_path / "told"))
    with indexer.open_index(sample_place.location) as archive:
        photo = next(p for p in archive.photos() if archive.pictures.original(p))
        assert archive.pictures.thumbnail(photo, width=240)
    assert list((tmp_path / "told" / "thumbnails").rglob("*.webp"))
