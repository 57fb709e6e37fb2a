"""A cluster that does not answer for a moment: said to people and programs, and over when it is."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
from starlette.testclient import TestClient

import indexer
from indexer import Document, IndexRefusedError, IndexUnreachableError
from indexer.commands import main
from search.engine import Engine
from tests.web.reading import one, page
from web.app import create_app
from web.command import main as serve
from web.settings import Settings

INSIDE = "no node of opensearch://search1.internal:9200/photos answers"


@dataclass
class Cut:
    """An engine whose cluster may be away."""

    engine: Engine
    error: Exception | None = None

    def __getattr__(self, name: str) -> Any:
        if self.error is not None:
            raise self.error
        return getattr(self.engine, name)


@dataclass(frozen=True)
class Site:
    client: TestClient
    line: Cut


@pytest.fixture(scope="module")
def site(index: Path) -> Iterator[Site]:
    archive = indexer.open_index(index)
    line = Cut(archive._engine)
    archive._engine = cast("Engine", line)
    app = create_app(archive, Settings(index=str(index), metrics=("127.0.0.0/8",)))
    with TestClient(app, raise_server_exceptions=False, client=("127.0.0.1", 5)) as client:
        yield Site(client, line)
        line.error = None


@pytest.fixture(autouse=True)
def back(site: Site) -> Iterator[None]:
    yield
    site.line.error = None


def addresses(photo: Document) -> dict[str, str]:
    return {
        "front": "/",
        "results": "/search?q=渔船",
        "photo": f"/photos/{photo.id}",
        "article": f"/articles/{photo.article}",
        "about": "/about",
        "json": "/search.json?q=渔船",
        "table": "/search.csv?q=渔船",
        "suggestions": "/suggest?q=渔",
        "thumbnail": f"/thumbnails/{photo.id}?w=240",
        "selection": f"/selection?id={photo.id}",
        "health": "/healthz",
        "nobody": "/photos/0123456789abcdef",
    }


@pytest.mark.parametrize("name", addresses(Document(id="", kind="photo", article="", caption="")))
def test_every_address_says_when_to_come_again_and_answers_then(site: Site, name: str) -> None:
    photo = next(site.client.app.state.site.archive.photos())  # type: ignore[attr-defined]  # an ASGI app
    address = addresses(photo)[name]
    before = site.client.get(address)
    site.line.error = IndexUnreachableError(INSIDE)
    away = site.client.get(address)
    assert (away.status_code, away.headers.get("Retry-After")) == (503, "5")
    assert away.headers["Cache-Control"] == "no-store"
    assert "internal" not in away.text
    site.line.error = None
    again = site.client.get(address)
    assert again.status_code == before.status_code != 503
    assert again.content == before.content


@pytest.mark.parametrize(("lang", "told"), [("zh", "没有应答，请过几秒再试"), ("en", "try again")])
def test_the_page_speaks_the_reader_s_language(site: Site, lang: str, told: str) -> None:
    site.line.error = IndexUnreachableError(INSIDE)
    soup = page(site.client.get("/search", params={"q": "渔船", "lang": lang}), 503)
    assert told in one(soup, "main").text
    assert one(soup, "#q")


def test_programs_get_a_problem(site: Site) -> None:
    site.line.error = IndexUnreachableError(INSIDE)
    answer = site.client.get("/search.json?q=渔船")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 503
    assert "try again in a few seconds" in answer.json()["detail"]


def test_what_only_an_operator_can_mend_has_no_time(site: Site) -> None:
    site.line.error = IndexRefusedError("user or password were refused")
    answer = site.client.get("/search.json?q=渔船")
    assert answer.status_code == 503
    assert "Retry-After" not in answer.headers


def test_a_cluster_that_goes_while_a_moved_address_is_looked_up(site: Site) -> None:
    """It was a fault of ours, with a trace in the log."""
    archive = site.client.app.state.site.archive  # type: ignore[attr-defined]  # an ASGI app

    def moved(former_id: str) -> str | None:  # noqa: ARG001  as an archive has it
        raise IndexUnreachableError(INSIDE)

    archive.moved, kept = moved, archive.moved
    try:
        answer = site.client.get("/photos/0123456789abcdef")
    finally:
        archive.moved = kept
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


def test_metrics_are_told_all_the_same(site: Site) -> None:
    for error, up in ((None, "1.0"), (IndexUnreachableError(INSIDE), "0.0")):
        site.line.error = error
        told = site.client.get("/metrics", headers={"X-Any": "1"})
        assert told.status_code == 200
        assert f"huabao_index_up {up}" in told.text
        assert ("huabao_documents{" in told.text) == (error is None)


def test_the_log_has_what_readers_are_not_told(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    site.line.error = IndexUnreachableError(INSIDE)
    site.client.get("/search?q=渔船")
    assert INSIDE in caplog.text


NOBODY = "opensearch://user:geheim@127.0.0.1:1/photos"


@pytest.mark.parametrize(
    "command",
    [
        ["search", "青岛", "--index", NOBODY],
        ["suggest", "qingd", "--index", NOBODY],
        ["check", "--index", NOBODY],
        ["pictures", "--index", NOBODY],
        ["update", "corpus", "--index", NOBODY],
        ["copy", NOBODY, "--index", "copy"],
    ],
    ids=lambda command: command[0],
)
def test_a_command_ends_with_a_code_of_its_own(
    command: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.cluster.wire.client.PATIENCE", 0.0)
    assert main([*command, "--json"]) == 75
    told = capsys.readouterr()
    problem = json.loads(told.out)
    assert (problem["error"], problem["status"]) == ("IndexUnreachableError", 503)
    assert "geheim" not in told.out + told.err


def test_a_site_that_cannot_open_its_index_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.cluster.wire.client.PATIENCE", 0.0)
    assert serve(["--index", NOBODY, "--port", "0"]) == 75
    told = capsys.readouterr().err
    assert "no node of opensearch://127.0.0.1:1/photos answers" in told
    assert "geheim" not in told
