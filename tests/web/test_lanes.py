"""Nothing slow holds up anything else, and a line that is too long says so."""

import asyncio
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from starlette.exceptions import HTTPException

import indexer
from indexer import Archive, Results
from tests.web.in_process import finished, serving
from tests.web.server import PATIENCE, until
from web.app import create_app
from web.server.connections import ConnectionLimits
from web.settings import Settings
from web.site.lanes import LONGEST_AFTER, Lane, busy

CROWD = 60  # slow requests: more than all threads that Starlette has


@contextmanager
def stuck(
    index: Path, monkeypatch: pytest.MonkeyPatch, *, searches: int
) -> Iterator[tuple[str, list[int], threading.Event]]:
    """A site whose archive does not answer what is slow until the event is set; who is in it."""
    archive, go, inside = indexer.open_index(index), threading.Event(), [0]
    whole = Archive.search

    def slow(self: Archive, query: str = "", **more: Any) -> Results:
        if "慢" in query:
            inside[0] += 1
            assert go.wait(PATIENCE)
        return whole(self, query, **more)

    monkeypatch.setattr(Archive, "search", slow)
    app = create_app(archive, Settings(index=str(index), searches=searches))
    with serving(app, ConnectionLimits()) as (_, port):
        try:
            yield f"http://127.0.0.1:{port}", inside, go
        finally:
            go.set()


def test_slow_searches_hold_up_nothing_else(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What broke: forty of them, and not even the health check was answered."""
    with (
        stuck(index, monkeypatch, searches=4) as (site, inside, go),
        ThreadPoolExecutor(CROWD) as threads,
        httpx2.Client(base_url=site, timeout=PATIENCE) as quick,
    ):
        photo = next(iter(indexer.open_index(index).photos())).id
        slow = [
            threads.submit(httpx2.get, f"{site}/search?q=慢{n}", timeout=PATIENCE)
            for n in range(CROWD)
        ]
        until(lambda: inside[0] == 4)
        for path in (
            *("/healthz", "/", f"/photos/{photo}", f"/thumbnails/{photo}"),
            *("/static/huabao.css", "/suggest?q=灯", "/robots.txt"),
        ):
            started = time.perf_counter()
            assert quick.get(path).status_code == 200
            assert time.perf_counter() - started < 5, path
        assert not any(one.done() for one in slow)
        assert inside[0] == 4
        go.set()
        assert {one.result().status_code for one in slow} == {200}


def test_pages_of_photos_that_search_stand_in_the_line_of_searches(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What broke: each made some eight searches, and eight of them were made at a time."""
    photo = next(iter(indexer.open_index(index).photos())).id
    with (
        stuck(index, monkeypatch, searches=1) as (site, inside, go),
        ThreadPoolExecutor(3) as threads,
    ):
        walks = [
            threads.submit(httpx2.get, f"{site}/photos/{photo}?q=慢{n}", timeout=PATIENCE)
            for n in range(3)
        ]
        until(lambda: inside[0] == 1)
        time.sleep(0.2)
        assert inside[0] == 1
        assert httpx2.get(f"{site}/photos/{photo}?lang=en", timeout=PATIENCE).status_code == 200
        go.set()
        assert {one.result().status_code for one in walks} == {200}


def test_who_would_wait_too_long_is_told_when_to_come_again(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Lane.__init__, "__kwdefaults__", {"patience": 0.2})
    with (
        stuck(index, monkeypatch, searches=1) as (site, inside, go),
        ThreadPoolExecutor(1) as threads,
    ):
        threads.submit(httpx2.get, f"{site}/search?q=慢", timeout=PATIENCE)
        until(lambda: inside[0] == 1)
        answer = httpx2.get(f"{site}/search?q=灯", headers={"Accept": "text/html"}, timeout=60)
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "1"
        assert answer.headers["cache-control"] == "no-store"
        assert "503" in answer.text
        told = httpx2.get(f"{site}/search.json?q=灯", timeout=60)
        assert (told.status_code, told.json()["status"]) == (503, 503)
        go.set()


def test_a_line_is_refused_by_the_time_that_requests_took_lately() -> None:
    async def crowd() -> list[str]:
        lane = Lane(1, patience=0.5)
        for _ in range(40):
            await lane.run(time.sleep, 0.02)

        async def one() -> str:
            try:
                await lane.run(time.sleep, 0.02)
            except HTTPException as error:
                return dict(error.headers or {})["Retry-After"]
            return ""

        started = time.perf_counter()
        answers = await asyncio.gather(*(one() for _ in range(100)))
        assert time.perf_counter() - started < 20
        assert await one() == ""
        return answers

    answers = finished(crowd())
    served = answers.count("")
    assert 5 < served < 60
    assert set(answers) == {"", "1"}
    assert answers[:5] == [""] * 5, "who came first is served"


def test_a_long_answer_holds_no_place_while_it_is_sent() -> None:
    async def slow_reader() -> list[int]:
        lane, read = Lane(1, patience=0.2), []
        async for part in lane.each(range(3)):
            assert await lane.run(lambda: 7) == 7
            read.append(part)
        return read

    assert finished(slow_reader()) == [0, 1, 2]


def test_a_long_answer_that_has_begun_is_not_refused_in_its_middle() -> None:
    """What broke: the line was full when the second part was due, and the file ended there."""

    async def reader() -> list[int]:
        lane, read = Lane(1, patience=0.05), []
        async with anyio.create_task_group() as others:
            async for part in lane.each(range(3)):
                read.append(part)
                others.start_soon(lane.run, time.sleep, 0.2)
                await anyio.sleep(0.01)
                with pytest.raises(HTTPException):
                    await lane.run(lambda: 7)
        return read

    assert finished(reader()) == [0, 1, 2]


def test_a_place_is_given_back_after_a_fault() -> None:
    async def faults() -> None:
        lane = Lane(1, patience=0.5)
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                await lane.run(lambda: 1 / 0)

    finished(faults())


@pytest.mark.parametrize(("seconds", "after"), [(0.0, "1"), (1.2, "2"), (9e9, str(LONGEST_AFTER))])
def test_nobody_is_sent_away_for_long(seconds: float, after: str) -> None:
    headers = busy(seconds).headers
    assert headers
    assert headers["Retry-After"] == after
