"""Renditions over HTTP, and what stands in for them."""

import io
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from starlette.testclient import TestClient

import indexer
from indexer import Document
from indexer.pictures import WIDTHS, Pictures
from indexer.pictures.fetching import Fetcher
from tests.indexer.picture_server import PictureServer, only_here, picture_server
from tests.web.reading import problem
from tests.web.server import until
from web.app import create_app
from web.pictures.placeholder import first_words, placeholder
from web.settings import Settings
from web.site.entity_tags import is_current

WEBP = {"Accept": "image/avif,image/webp,*/*;q=0.8"}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    ("accept", "form"), [("image/avif,*/*", "AVIF"), ("image/webp,*/*", "WEBP"), ("*/*", "JPEG")]
)
def test_a_picture_in_the_width_and_form_that_was_asked(
    client: TestClient, photos: dict[str, Document], width: int, accept: str, form: str
) -> None:
    url = f"/thumbnails/{photos['boats.jpg'].id}?w={width}"
    response = client.get(url, headers={"Accept": accept})
    assert response.status_code == 200
    assert response.headers["content-type"] == f"image/{form.lower()}"
    assert response.headers["vary"] == "Accept"
    assert response.headers["cache-control"] == "public, no-cache"
    with Image.open(io.BytesIO(response.content)) as image:
        assert image.format == form
        assert image.width == min(width, 900)
        assert image.height == round(image.width * 600 / 900)


def test_a_known_picture_is_not_sent_again(client: TestClient, photos: dict[str, Document]) -> None:
    url = f"/thumbnails/{photos['tall.jpg'].id}"
    first = client.get(url, headers=WEBP)
    tag = first.headers["etag"]
    again = client.get(url, headers={**WEBP, "If-None-Match": f'"x", W/{tag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
    assert client.get(url, headers={"If-None-Match": tag}).status_code == 200
    assert client.get(url + "?w=240", headers={**WEBP, "If-None-Match": tag}).status_code == 200


def test_other_widths_are_refused(client: TestClient, photos: dict[str, Document]) -> None:
    for width in ("481", "0", "-1", "x", "99999"):
        detail = problem(client.get(f"/thumbnails/{photos['tall.jpg'].id}?w={width}"), 400)
        assert "240, 480, 960, 1600, 2048" in detail


@pytest.mark.parametrize("name", ["gone.jpg", "market.jpg"])
def test_a_picture_that_cannot_be_had_has_a_stand_in(
    client: TestClient, photos: dict[str, Document], name: str
) -> None:
    response = client.get(f"/thumbnails/{photos[name].id}", headers=WEBP)
    assert response.status_code == 200
    assert response.headers["content-type"] == "image/svg+xml"
    assert response.headers["x-picture"] == "missing"
    assert response.headers["cache-control"] == "public, no-cache"
    assert "etag" not in response.headers
    assert "sha256-" in response.headers["content-security-policy"]
    assert photos[name].caption[:4] in response.text


def document(**values: object) -> Document:
    return Document(id="x", kind="photo", article="a", **values)  # type: ignore[arg-type]  # any field


@given(st.text(max_size=60), st.integers(0, 9000), st.integers(0, 9000))
def test_every_stand_in_is_a_sound_svg(caption: str, width: int, height: int) -> None:
    clean = "".join(c for c in caption if c.isprintable())
    root = ET.fromstring(placeholder(document(caption=clean, width=width, height=height)))  # noqa: S314  our own output
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.get("width") == "480"
    if width and height:
        assert float(root.get("height", "")) == pytest.approx(
            min(1440, max(120, 480 * height / width)), abs=1
        )


@pytest.mark.parametrize(
    ("caption", "lines"),
    [
        ("短", ["短"]),
        ("", [""]),
        ("2018 年 7 月 16 日，以交流为主题的活动", ["2018年7月16日，以交流", "为主题的活动"]),
        ("拼版照片：左图为 2021 年 3 月", ["拼版照片：左图为2021", "年3月"]),
        (
            "孩子们在博物馆里看展览并且在留言簿上写下了自己的名字",
            ["孩子们在博物馆里看展览", "并且在留言簿上写下了…"],
        ),
    ],
)
def test_the_first_words_of_a_caption(caption: str, lines: list[str]) -> None:
    assert first_words(caption) == lines


@pytest.mark.parametrize(
    ("header", "current"),
    [('"a"', True), ('W/"a"', True), ('"b", "a"', True), ("*", True), ('"b"', False), ("", False)],
)
def test_entity_tags_are_compared_weakly(header: str, current: bool) -> None:
    assert is_current(header, '"a"') == current


@pytest.fixture
def server() -> Iterator[PictureServer]:
    with picture_server() as running:
        yield running


def test_pictures_are_fetched_once_shown_and_only_where_it_is_allowed(
    server: PictureServer, tmp_path: Path
) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    image = f'<img src="{server.base}/picture">'
    post = f"<figure>{image}<figcaption>一处码头的清晨。</figcaption></figure>"
    (corpus / "post.html").write_text(f"---\ntitle: 码头\n---\n{post}", encoding="utf-8")
    indexer.build_index(corpus, index)
    for fetch, told, asked in ((False, "missing", 0), (True, "coming", 1)):
        archive = indexer.open_index(index)
        archive.pictures = Pictures(index / "pictures", corpus, fetcher=Fetcher(policy=only_here))
        (photo,) = archive.photos()
        address = f"/thumbnails/{photo.id}"
        settings = Settings(index=str(index), fetch_pictures=fetch)
        with TestClient(create_app(archive, settings)) as client:
            first = client.get(address)
            assert first.headers["x-picture"] == told
            assert ("正在取来" in first.text) == fetch
            if fetch:
                until(partial(_is_there, client, address))
                assert client.get(address).headers["content-type"] == "image/jpeg"
        assert server.asked.total() == asked


def _is_there(client: TestClient, address: str) -> bool:
    return "x-picture" not in client.get(address).headers


def test_nobody_waits_for_a_picture_of_the_web(
    client: TestClient, photos: dict[str, Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A host that takes its time took the readers' with it: eight seconds a picture."""
    archive = client.app.state.site.archive  # type: ignore[attr-defined]  # an ASGI app to the client
    begun, over = threading.Event(), threading.Event()

    def endless(*_: object, **__: object) -> None:
        begun.set()
        assert over.wait(60)

    monkeypatch.setattr(Pictures, "fetch", endless)
    app = create_app(archive, Settings(index="", fetch_pictures=True))
    slow = TestClient(app)
    try:
        for _ in range(30):
            response = slow.get(f"/thumbnails/{photos['market.jpg'].id}")
            assert response.headers["x-picture"] == "coming"
        assert begun.wait(60)
    finally:
        over.set()
        app.state.site.backlog.close()


def test_the_head_of_a_picture_is_that_of_its_answer(
    client: TestClient, photos: dict[str, Document]
) -> None:
    for name in ("boats.jpg", "gone.jpg"):
        url = f"/thumbnails/{photos[name].id}"
        whole, head = client.get(url, headers=WEBP), client.head(url, headers=WEBP)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers == whole.headers
