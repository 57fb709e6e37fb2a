"""One small archive for all tests of the site; nothing they do changes it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import indexer
from indexer import Archive, Document
from tests.places import Place, Places
from tests.web.archive import make_archive
from web.app import create_app
from web.settings import Settings


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index directory."""
    return make_archive(tmp_path_factory.mktemp("archive"))


@pytest.fixture(scope="session")
def site_place(index: Path, places: Places) -> Iterator[Place]:
    """The same archive for each kind of engine."""
    with places.holding(index, index.parent / "corpus") as place:
        yield place


@pytest.fixture(scope="session")
def client(index: Path, site_place: Place) -> Iterator[TestClient]:
    """A client of the site, which speaks Chinese and does not follow redirects."""
    archive = indexer.open_index(site_place.location, pictures=index / "pictures")
    app = create_app(archive, Settings(index=site_place.location))
    with TestClient(app, follow_redirects=False, headers={"Accept-Language": "zh-CN"}) as client:
        yield client


@pytest.fixture(scope="session")
def archive(client: TestClient) -> Archive:
    """The archive that the site serves."""
    served: Archive = client.app.state.site.archive  # type: ignore[attr-defined]  # an ASGI app to the client
    return served


@pytest.fixture(scope="session")
def photos(archive: Archive) -> dict[str, Document]:
    """The photos by the name of their picture's file."""
    return {
        photo.image.rsplit("/", 1)[-1]: photo
        for photo in archive.photos()
        if photo.path not in ("hostile.md", "undated.md")
    }
