"""Thumbnail addresses with a version, and what pages say of pictures that are not there."""

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import anyio
import anyio.lowlevel
import pytest
from starlette.testclient import TestClient

import indexer
from indexer import Document
from indexer.pictures import PictureError, Pictures
from indexer.pictures.renderings import Renderings
from tests.conftest import ROOT
from tests.indexer.hostile_pictures import many_scans
from tests.indexer.picture_server import jpeg
from tests.indexer.test_renderings import Studio, decode
from tests.web.reading import one, page, texts
from tests.web.server import until
from web.app import create_app
from web.pictures.thumbnails import _result
from web.settings import Settings

POST = """\
---
title: 码头
date: 2018-09-01
---
<p>休渔期结束，海州湾的渔船清晨出港，码头上挤满送行的家人。</p>
<figure><img src="https://web.invalid/c.jpg"><figcaption>第三处码头。陈默 摄</figcaption></figure>
<figure><img src="a.jpg"><figcaption>一处码头的清晨。陈默 摄</figcaption></figure>
<figure><img src="b.jpg"><figcaption>又一处码头的清晨。陈默 摄</figcaption></figure>
"""
IMMUTABLE = "public, max-age=31536000, immutable"
ASKED = "public, no-cache"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "post.html").write_text(POST, encoding="utf-8")
    for name in ("a.jpg", "b.jpg"):
        (folder / name).write_bytes(jpeg(900, 600))
    indexer.build_index(folder, tmp_path / "index")
    return folder


@pytest.fixture
def site(corpus: Path) -> Iterator[TestClient]:
    index = corpus.parent / "index"
    app = create_app(indexer.open_index(index), Settings(index=str(index)))
    with TestClient(app, headers={"Accept-Language": "zh-CN"}) as client:
        yield client


def photos(site: TestClient) -> dict[str, Document]:
    archive = site.app.state.site.archive  # type: ignore[attr-defined]  # an ASGI app to the client
    return {photo.image[-5:]: photo for photo in archive.photos()}


def addresses(site: TestClient, url: str, photo: Document) -> set[str]:
    """All addresses of a photo's thumbnails in an answer, but in what is there to be copied.

    What is pasted elsewhere lives on, so that its addresses name no version.
    """
    copied, shown = divided(site.get(url).text)
    found = re.compile(rf"/thumbnails/{photo.id}[^\s\",&]*(?:&amp;|&)?[^\s\",&]*")
    assert not any("v=" in address for address in found.findall(copied))
    return set(found.findall(shown))


def divided(html: str) -> tuple[str, str]:
    """What is there to be copied, and all else."""
    areas = r"<textarea.*?</textarea>"
    return "".join(re.findall(areas, html, re.S)), re.sub(areas, "", html, flags=re.S)


def test_a_replaced_picture_has_another_address_wherever_it_stands(
    site: TestClient, corpus: Path
) -> None:
    """The list of results showed the old one for a day and a week, beside the new on its page."""
    photo = photos(site)["a.jpg"]
    urls = [
        "/search",
        "/search?q=码头",
        "/search.json?q=码头",
        f"/photos/{photo.id}",
        "/search?kind=all",
    ]
    urls += [f"/photos/{photo.id}.json", f"/articles/{photo.article}"]
    urls.append(f"/photos/{photos(site)['b.jpg'].id}")  # among its neighbours
    before = {url: addresses(site, url, photo) for url in urls}
    assert before == {url: addresses(site, url, photo) for url in urls}
    (corpus / "a.jpg").write_bytes(jpeg(900, 600, "#336699"))
    for url in urls:
        after = addresses(site, url, photo)
        assert len(before[url]) == len(after) >= 1
        assert all("v=" in address for address in before[url] | after)
        assert not before[url] & after


def test_only_the_true_version_is_kept_for_good(site: TestClient, corpus: Path) -> None:
    photo = photos(site)["a.jpg"]
    (src,) = (a for a in addresses(site, "/search?q=码头", photo) if "w=480" in a)
    src = src.replace("&amp;", "&")
    version = src.rpartition("v=")[2]
    for _ in range(2):  # made, and ready
        assert site.get(src).headers["cache-control"] == IMMUTABLE
    plain = f"/thumbnails/{photo.id}?w=480"
    for url in (plain, f"{plain}&v=", f"{plain}&v=0", f"{plain}&v={version}0", f"{plain}&v=x&v=y"):
        assert site.get(url).headers["cache-control"] == ASKED
    tag = site.get(src).headers["etag"]
    again = site.get(plain, headers={"If-None-Match": tag})
    assert (again.status_code, again.headers["cache-control"]) == (304, ASKED)
    (corpus / "a.jpg").write_bytes(jpeg(900, 600, "#336699"))
    old = site.get(src, headers={"If-None-Match": tag})
    assert (old.status_code, old.headers["cache-control"]) == (200, ASKED)
    assert old.headers["etag"] != tag


@pytest.mark.parametrize("name", ["b.jpg", "c.jpg"])
def test_a_stand_in_is_never_kept_for_good(site: TestClient, corpus: Path, name: str) -> None:
    photo = photos(site)[name]
    version = addresses(site, f"/photos/{photo.id}", photo).pop().rpartition("v=")[2]
    (corpus / "b.jpg").unlink()
    for end in ("", f"?v={version}", "?v="):
        response = site.get(f"/thumbnails/{photo.id}{end}")
        assert response.headers["x-picture"] == "missing"
        assert response.headers["cache-control"] == ASKED


def test_pictures_of_a_corpus_that_moved_come_without_a_restart(
    site: TestClient, corpus: Path
) -> None:
    photo = photos(site)["a.jpg"]
    assert "x-picture" not in site.get(f"/thumbnails/{photo.id}").headers
    moved = corpus.rename(corpus.with_name("moved"))
    assert site.get(f"/thumbnails/{photo.id}").headers["x-picture"] == "missing"
    assert "没有这个文件" in one(page(site.get(f"/photos/{photo.id}")), ".note").text
    indexer.update_index(moved, corpus.parent / "index")
    assert "x-picture" not in site.get(f"/thumbnails/{photo.id}").headers
    assert texts(page(site.get(f"/photos/{photo.id}")), ".note") == []


def test_what_is_refused_shows_its_reason(site: TestClient, corpus: Path) -> None:
    photo = photos(site)["a.jpg"]
    for data, code, told in (
        (many_scans(800), "too_slow", "解码用时太长"),
        (b"private notes", "no_picture", "不是能读取的图片格式"),
        (jpeg(900, 600)[:900], "broken", "图片文件已损坏"),
    ):
        (corpus / "a.jpg").write_bytes(data)
        assert site.get(f"/photos/{photo.id}.json").json()["trouble"] is None
        assert site.get(f"/thumbnails/{photo.id}").headers["x-picture"] == "missing"
        assert told in one(page(site.get(f"/photos/{photo.id}")), ".note").text
        english = page(site.get(f"/photos/{photo.id}?lang=en"))
        trouble = site.get(f"/photos/{photo.id}.json").json()["trouble"]
        assert trouble["code"] == code
        assert one(english, ".note").text == trouble["english"]


def test_a_page_says_once_how_pictures_come_from_the_web(site: TestClient) -> None:
    photo = photos(site)["c.jpg"]
    for url in ("/", "/search?q=码头", f"/articles/{photo.article}", f"/photos/{photo.id}"):
        assert "python -m indexer pictures --index DIR" in one(page(site.get(url)), ".note").text
    assert texts(page(site.get("/search?q=又一处")), ".note") == []
    archive = site.app.state.site.archive  # type: ignore[attr-defined]  # an ASGI app to the client
    archive.pictures.store.keep_failure(photo.image, PictureError("gone"))
    for url in ("/", "/search?q=码头", f"/articles/{photo.article}"):
        assert texts(page(site.get(url)), ".note") == []
    assert "没能取来（gone）" in one(page(site.get(f"/photos/{photo.id}")), ".note").text


def test_a_site_that_fetches_says_calmly_that_they_come_and_then_nothing(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = corpus.parent / "index"
    archive = indexer.open_index(index)
    over = threading.Event()

    def slow(pictures: Pictures, address: str) -> None:
        assert over.wait(60)
        pictures.store.keep_failure(address, PictureError("gone"))

    monkeypatch.setattr(Pictures, "fetch", slow)
    app = create_app(archive, Settings(index=str(index), fetch_pictures=True))
    with TestClient(app, headers={"Accept-Language": "zh-CN"}) as client:
        photo = photos(client)["c.jpg"]
        pages = ("/", "/search?q=码头", f"/articles/{photo.article}", f"/photos/{photo.id}")
        for url in pages:
            note = one(page(client.get(url)), ".note").text
            assert "稍后再看就有" in note
            assert "python -m" not in note
        assert client.get(f"/photos/{photo.id}.json").json()["trouble"]["code"] == "coming"
        over.set()
        until(lambda: archive.pictures.store.record(photo.image) is not None)
        for url in pages[:3]:
            assert texts(page(client.get(url)), ".note") == []
        assert "没能取来（gone）" in one(page(client.get(f"/photos/{photo.id}")), ".note").text


@pytest.mark.parametrize("options", [[], ["--fetch-pictures"]])
def test_the_start_says_how_pictures_come_from_the_web(corpus: Path, options: list[str]) -> None:
    index = corpus.parent / "index"
    command = [sys.executable, "-m", "web", "--index", str(index), "--port", "0", *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.terminate()
        told = process.stdout.read()
    assert (f"python -m indexer pictures --index {index}" in told) == (options == [])


def test_who_has_waited_for_long_gets_the_stand_in_and_the_work_goes_on(
    site: TestClient, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = Studio()
    lines = Renderings(jobs=1, start=studio.start)
    archive = site.app.state.site.archive  # type: ignore[attr-defined]  # an ASGI app to the client
    archive.pictures = Pictures(corpus.parent / "p", corpus, renderings=lines)
    (corpus / "a.jpg").write_bytes(b"hostile")
    (corpus / "b.jpg").write_bytes(b"ordinary")
    found = photos(site)
    with monkeypatch.context() as patience:
        patience.setattr("web.pictures.thumbnails.PATIENCE", 0.05)
        for _ in range(3):
            response = site.get(f"/thumbnails/{found['a.jpg'].id}")
            assert response.headers["x-picture"] == "missing"
    assert site.get(f"/thumbnails/{found['b.jpg'].id}").content == b"ordinary"
    assert archive.pictures.trouble(found["a.jpg"]) is None
    studio.released.set()
    assert site.get(f"/thumbnails/{found['a.jpg'].id}").headers["x-picture"] == "missing"
    assert archive.pictures.trouble(found["a.jpg"]).code == "too_slow"
    assert studio.tries == {b"hostile": 2, b"ordinary": 1}


def test_who_leaves_cancels_nothing_for_others_who_wait() -> None:
    """A hundred readers wait for hostile pictures without a thread, and go."""
    studio = Studio()
    lines = Renderings(jobs=1, start=studio.start)

    async def leave() -> None:
        async with anyio.create_task_group() as group:
            for future in hostile:
                group.start_soon(_result, future)
            await anyio.lowlevel.checkpoint()
            group.cancel_scope.cancel()

    hostile = [lines.submit(n, partial(decode, b"hostile")) for n in range(100)]
    thread = threading.Thread(target=anyio.run, args=(leave,))  # a browser's loop may have this one
    thread.start()
    thread.join()
    assert not any(future.done() for future in hostile)
    studio.released.set()
    lines.close()
