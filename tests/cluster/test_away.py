"""A site whose cluster goes and comes back, over a line that is cut: the site goes on by itself."""

import select
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

import indexer
from tests.places import Place, build
from tests.search.test_living_index import photo
from web.app import create_app
from web.settings import Settings

pytestmark = pytest.mark.cluster


class Line:
    """A port of ours that leads to a node, as long as it is not cut."""

    def __init__(self, node: str) -> None:
        host, _, port = node.rpartition(":")
        self._node = host, int(port)
        self._ends: list[socket.socket] = []
        self._listener = self._listening(0)
        self.port = self._listener.getsockname()[1]
        self.mend()

    def mend(self) -> None:
        if self._listener.fileno() < 0:
            self._listener = self._listening(self.port)
        threading.Thread(target=self._serve, args=(self._listener,), daemon=True).start()

    def cut(self) -> None:
        """Take no connections, and break those that there are."""
        self._listener.close()
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self._ends.clear()

    close = cut

    @staticmethod
    def _listening(port: int) -> socket.socket:
        return socket.create_server(("127.0.0.1", port))

    def _serve(self, listener: socket.socket) -> None:
        with suppress(OSError, ValueError):  # it was closed
            while True:
                if select.select([listener], [], [], 0.2)[0]:
                    near, _ = listener.accept()
                    far = socket.create_connection(self._node)
                    self._ends += [near, far]
                    for pair in ((near, far), (far, near)):
                        threading.Thread(target=_pass_on, args=pair, daemon=True).start()


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError), one, other:
        while data := one.recv(1 << 16):
            other.sendall(data)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.cluster.wire.client.PATIENCE", 1.0)
    monkeypatch.setattr("search.cluster.location.PATIENCE", 1.0)
    monkeypatch.setattr("search.cluster.writing.bulk.PATIENCE", 1.0)


@pytest.fixture
def line(cluster: str) -> Iterator[Line]:
    with closing(Line(cluster.partition(",")[0])) as line:
        yield line


def test_a_site_answers_503_while_its_cluster_is_away_and_pages_when_it_is_back(
    cluster: str, name: str, line: Line
) -> None:
    build(
        Place("cluster", f"opensearch://{cluster}/{name}"),
        [replace(photo(1, "青岛的海"), id="0" * 16)],
    )
    location = f"opensearch://127.0.0.1:{line.port}/{name}"
    app = create_app(indexer.open_index(location), Settings(index=location))
    with TestClient(app, raise_server_exceptions=False) as client:
        for address in ("/search.json?q=青岛", "/search?q=青岛", "/healthz"):
            assert client.get(address).status_code == 200
            line.cut()
            begun = time.monotonic()
            away = client.get(address)
            assert (away.status_code, away.headers["Retry-After"]) == (503, "5"), away.text
            assert time.monotonic() - begun < 30
            assert str(line.port) not in away.text
            line.mend()
            assert client.get(address).status_code == 200


def test_an_update_that_loses_its_cluster_changes_nothing_and_the_next_one_goes_on(
    cluster: str, name: str, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It holds its lock until that runs out, since nobody was there to take it back."""
    monkeypatch.setattr("search.cluster.commits.lock.LEASE", 4.0)
    place = Place("cluster", f"opensearch://{cluster}/{name}")
    build(place, [photo(1, "青岛的海")])
    through = Place("cluster", f"opensearch://127.0.0.1:{line.port}/{name}")
    with pytest.raises(indexer.IndexUnreachableError), through.revised() as writer:
        writer.put("a2", [photo(2, "青岛的山")], "a2")
        line.cut()
    with indexer.open_index(place.location) as archive:
        assert archive.search("青岛").total == 1
    line.mend()
    time.sleep(4.0)
    with through.revised() as writer:
        writer.put("a2", [photo(2, "青岛的山")], "a2")
    with indexer.open_index(place.location) as archive:
        assert archive.search("青岛").total == 2
