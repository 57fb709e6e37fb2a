"""Every answer says how it may be cached, as docs/operations.md does.

What broke: stand-ins of pictures that were under way were kept for five minutes, robots.txt said
nothing, and a permanent redirect that says nothing is kept for good.
"""

from concurrent.futures import Future

import pytest
from starlette.testclient import TestClient

from indexer import Document
from indexer.pictures import Pictures

ASKED = {"no-cache", "public, no-cache"}
NEVER = {"no-store"}
DAY = {"public, max-age=86400"}
KEPT = {"public, max-age=31536000, immutable"}


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/", 200, ASKED),
        ("/search?q=灯塔", 200, ASKED),
        ("/search/?q=灯塔", 308, ASKED),
        ("/search.json?q=灯塔", 200, ASKED),
        ("/suggest?q=灯", 200, ASKED),
        ("/photos/{photo}", 200, ASKED),
        ("/photos/{photo}.json", 200, ASKED),
        ("/articles/{article}", 200, ASKED),
        ("/thumbnails/{photo}", 200, ASKED),
        ("/thumbnails/{photo}?v=made-up", 200, ASKED),
        ("/thumbnails/{photo}?v={version}", 200, KEPT),
        ("/thumbnails/{gone}", 200, ASKED),
        ("/thumbnails/{gone}?v=made-up", 200, ASKED),
        ("/static/huabao.css", 200, ASKED),
        ("/static/huabao.css?v=made-up", 200, ASKED),
        ("/robots.txt", 200, ASKED),
        ("/favicon.ico", 200, DAY),
        ("/healthz", 200, NEVER),
        ("/nothing", 404, NEVER),
        ("/photos/nothing", 404, NEVER),
        ("/search?page=x", 400, NEVER),
        ("/suggest?limit=x", 400, NEVER),
        ("/thumbnails/{photo}?w=1", 400, NEVER),
    ],
)
def test_every_kind_of_answer_says_how_it_may_be_cached(
    address: str,
    status: int,
    said: set[str],
    client: TestClient,
    photos: dict[str, Document],
) -> None:
    photo = photos["boats.jpg"]
    pictures: Pictures = client.app.state.site.archive.pictures  # type: ignore[attr-defined]  # an ASGI app to the client
    response = client.get(
        address.format(
            photo=photo.id,
            article=photo.article,
            gone=photos["gone.jpg"].id,
            version=pictures.versions([photo])[photo.id],
        )
    )
    assert response.status_code == status
    assert response.headers["cache-control"] in said


def test_the_stand_in_of_a_picture_under_way_is_not_kept(
    client: TestClient, photos: dict[str, Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = photos["tall.jpg"]
    address = f"/thumbnails/{photo.id}?w=1600"
    with monkeypatch.context() as patched:
        patched.setattr("web.pictures.thumbnails.PATIENCE", 0)
        patched.setattr(Pictures, "start_thumbnail", lambda *_, **__: Future())
        early = client.get(address)
    assert early.headers["x-picture"] == "missing"
    assert early.headers["cache-control"] in ASKED
    assert client.get(address).headers["content-type"] == "image/jpeg"
