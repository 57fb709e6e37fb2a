"""What goes wrong in a cluster is an error of ours that names the remedy."""

import json
import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from opensearchpy.exceptions import (
    AuthenticationException,
    AuthorizationException,
    ConnectionTimeout,
    SSLError,
    TransportError,
)
from opensearchpy.exceptions import ConnectionError as Unconnected

from search import locate
from search.cluster.commits.lock import Lease
from search.cluster.wire.address import ClusterAddress, cluster_address
from search.cluster.wire.client import Client
from search.cluster.wire.failures import (
    ConflictInCluster,
    MissingInCluster,
    failure_in,
    failure_of,
)
from search.cluster.wire.limits import CLAUSES, raised
from search.cluster.writing import bulk
from search.cluster.writing.bulk import Bulk
from search.errors import (
    ArchiveError,
    IndexBusyError,
    IndexClosedError,
    IndexMissingError,
    IndexRefusedError,
    IndexUnreachableError,
    IndexWriteError,
)
from tests.cluster.written import build, client_of, indices, photo, seen

ADDRESS = ClusterAddress(nodes=(("one", 9200),), name="photos", user="me", password="hush")


def told(kind: str) -> dict[str, Any]:
    return {"error": {"type": kind, "reason": "because", "root_cause": [{"type": kind}]}}


BLOCKED = told("cluster_block_exception")

FAILURES = [
    (Unconnected("N/A", "refused", OSError("refused")), IndexUnreachableError, True),
    (ConnectionTimeout("TIMEOUT", "late", OSError("late")), IndexUnreachableError, True),
    (SSLError("N/A", "tls", OSError("self-signed")), IndexRefusedError, False),
    (AuthenticationException(401, "", {}), IndexRefusedError, False),
    (AuthorizationException(403, "", told("security_exception")), IndexRefusedError, False),
    (AuthorizationException(403, "", BLOCKED), IndexWriteError, False),
    (TransportError(429, "", BLOCKED), IndexWriteError, False),
    (TransportError(429, "", told("rejected_execution_exception")), IndexWriteError, True),
    (TransportError(503, "", BLOCKED), IndexUnreachableError, True),
    (TransportError(500, "", told("search_phase_execution_exception")), IndexUnreachableError,
     True),
    (TransportError(502, "", "<html>Bad Gateway</html>"), IndexUnreachableError, True),
    (TransportError(400, "", told("mapper_parsing_exception")), IndexRefusedError, False),
    (TransportError(404, "", told("index_not_found_exception")), MissingInCluster, False),
    (TransportError(409, "", told("version_conflict_engine_exception")), ConflictInCluster, False),
]  # fmt: skip


@pytest.mark.parametrize(("error", "kind", "is_passing"), FAILURES)
def test_each_failure_has_its_error(
    error: TransportError, kind: type[Exception], *, is_passing: bool
) -> None:
    failure = failure_of(error)
    found = failure.error(ADDRESS, writing=True)
    assert type(found) is kind
    assert failure.is_passing == is_passing
    if isinstance(found, ArchiveError):
        assert found.is_passing == is_passing
        assert "one:9200/photos" in str(found)
        assert "hush" not in str(found)


def test_a_full_queue_is_no_fault_of_the_index_for_who_reads() -> None:
    failure = failure_in(429, told("circuit_breaking_exception")["error"])
    assert type(failure.error(ADDRESS)) is IndexUnreachableError


class Served:
    """A server that gives the answers that a test says, and remembers what it was asked.

    Attributes:
        answers: status and body, one after the other; the last again and again.
    """

    def __init__(self, *answers: tuple[int, object]) -> None:
        self.answers = list(answers)
        self.asked: list[bytes] = []

    def answer(self, body: bytes) -> tuple[int, object]:
        self.asked.append(body)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


INFORMATION = {"version": {"distribution": "opensearch", "number": "2.19.6"}}


@contextmanager
def serving(*answers: tuple[int, object]) -> Iterator[tuple[Client, Served]]:
    served = Served(*answers)

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            status, body = served.answer(self.rfile.read(length))
            text = body if isinstance(body, str) else json.dumps(body)
            self.send_response(status)
            kind = "text/html" if isinstance(body, str) else "application/json"
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

        do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    address = cluster_address(f"opensearch://127.0.0.1:{server.server_port}/photos")
    try:
        with closing(Client(address, seconds=10)) as client:
            yield client, served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize(
    ("information", "said"),
    [
        ({"version": {"distribution": "opensearch", "number": "2.11.1"}}, "2.12 or newer"),
        ({"version": {"number": "8.11.0"}, "tagline": "You Know, for Search"}, "no OpenSearch"),
        ({}, "no OpenSearch"),
    ],
)
def test_another_program_or_version_is_refused(information: dict[str, Any], said: str) -> None:
    with serving((200, information)) as (client, _), pytest.raises(IndexRefusedError, match=said):
        client.call("GET", "photos/_doc/commit")


def test_what_speaks_no_json_is_told() -> None:
    with serving((200, "<html>")) as (client, _), pytest.raises(IndexUnreachableError):
        client.call("GET", "photos/_doc/commit")


def test_what_passes_is_tried_again_and_what_does_not_is_not() -> None:
    with serving((200, INFORMATION), (503, {}), (429, {}), (500, {}), (200, {"a": 1})) as (c, s):
        assert c.call("GET", "x") == {"a": 1}
        assert len(s.asked) == 5
    with serving((200, INFORMATION), (503, {}), (200, {})) as (c, s):
        with pytest.raises(IndexUnreachableError):
            c.call("POST", "x", repeat=False)
        assert len(s.asked) == 2
    with serving((200, INFORMATION), (400, {}), (200, {})) as (c, s):
        with pytest.raises(IndexRefusedError):
            c.call("POST", "x")
        assert len(s.asked) == 2


def test_a_wrong_port_is_told_at_once() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        place = f"opensearch://me:hush@127.0.0.1:{taken.getsockname()[1]}/photos"
        with pytest.raises(IndexUnreachableError, match="make cluster") as error:
            build(place, "a")
    assert "hush" not in str(error.value)


def test_how_long_it_is_tried_hangs_on_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nodes that start again are waited for by who builds, and not by who cleans up after it."""
    monkeypatch.setattr("search.cluster.wire.client.FIRST_PAUSE", 0.01)
    monkeypatch.setattr("search.cluster.wire.client.LONGEST_PAUSE", 0.01)
    away: list[tuple[int, object]] = [(503, {})] * 40
    with serving((200, INFORMATION), *away, (200, {"a": 1})) as (client, served):
        client._patience = 0.0
        for _ in range(2):
            with pytest.raises(IndexUnreachableError):
                client.call("GET", "x")
        assert len(served.asked) == 1 + 2 * 2
        with client.patient(60.0):
            assert client.call("GET", "x") == {"a": 1}
        assert len(served.asked) == 5 + 40 - 4 + 1
        served.answers = [(503, {})]
        begun = time.monotonic()
        with suppress(KeyboardInterrupt), client.patient(60.0):
            raise KeyboardInterrupt
        with pytest.raises(IndexUnreachableError):
            client.call("GET", "x")
        assert time.monotonic() - begun < 20.0


def test_a_client_that_is_closed_says_so_also_to_those_who_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("search.cluster.wire.client.FIRST_PAUSE", 0.2)
    with serving((200, INFORMATION), (503, {})) as (client, served):
        closing_it = threading.Timer(0.05, client.close)
        closing_it.start()
        with pytest.raises(IndexClosedError):
            client.call("GET", "x")
        closing_it.join()
        with pytest.raises(IndexClosedError):
            client.call("GET", "x")
        assert len(served.asked) == 2


def test_clients_leave_nothing_behind_in_the_log() -> None:
    for _ in range(3):
        Client(ADDRESS).close()
    assert len(logging.getLogger("opensearch").handlers) == 1


def limit(**where: object) -> dict[str, Any]:
    return {
        name: {"indices": {"query": {"bool": {"max_clause_count": value}}}}
        for name, value in where.items()
    }


@pytest.mark.parametrize(
    ("settings", "is_set"),
    [
        ({}, True),
        (limit(defaults="1024"), True),
        (limit(persistent="1024", defaults="1048576"), True),
        (limit(persistent=str(CLAUSES)), False),
        (limit(persistent="1048576"), False),
        (limit(transient="1048576", persistent="1024"), False),
        (limit(defaults="1048576"), False),
    ],
)
def test_a_limit_of_a_shared_cluster_is_only_raised(
    settings: dict[str, Any], *, is_set: bool
) -> None:
    with serving((200, INFORMATION), (200, settings), (200, {})) as (client, served):
        assert raised(client)
        assert len(served.asked) == 2 + is_set
        assert (str(CLAUSES).encode() in served.asked[-1]) == is_set


def test_who_may_not_raise_the_limit_is_told_so() -> None:
    with serving((200, INFORMATION), (403, {})) as (client, _):
        assert not raised(client)


def test_a_lock_that_cannot_be_renewed_yet_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """A node that is away for longer than a lease ended builds that would have waited for it."""
    monkeypatch.setattr("search.cluster.commits.lock.LEASE", 1.0)
    taken = (200, {"_source": {"owner": "another"}, "_seq_no": 2, "_primary_term": 1})
    answers = [(503, {}), (503, {}), (429, {}), (429, {}), (409, {}), taken]
    with serving((200, INFORMATION), *answers) as (client, _):
        client._patience = 0.0
        lease = Lease(client, 1, "us", (1, 1), is_inherited=False)
        lease._renewed -= 60.0
        for _ in range(2):
            lease.check()
        with pytest.raises(IndexBusyError):
            lease.check()


def stored(*numbers: int) -> list[bytes]:
    return [b'{"index":{}}\n{"n":%d}\n' % number for number in numbers]


def items(*statuses: int, kind: str = "rejected_execution_exception") -> dict[str, Any]:
    told_of = [
        {"index": {"status": s, **({"error": {"type": kind}} if s >= 400 else {})}}
        for s in statuses
    ]
    return {"errors": any(status >= 400 for status in statuses), "items": told_of}


@contextmanager
def sending(client: Client) -> Iterator[Bulk]:
    with closing(Bulk(client, "photos", lambda: None, memory=1 << 20)) as sent:
        yield sent


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "_FIRST_PAUSE", 0.001)


@pytest.mark.usefixtures("no_pauses")
def test_only_the_items_that_were_refused_are_sent_again() -> None:
    answers = [(200, items(201, 429, 201, 503)), (200, items(429, 200)), (200, items(200))]
    with serving((200, INFORMATION), *answers) as (client, served):
        with sending(client) as sent:
            for one in stored(1, 2, 3, 4):
                sent.add(one)
            sent.flush()
        assert served.asked[1:] == [
            b"".join(stored(1, 2, 3, 4)), b"".join(stored(2, 4)), b"".join(stored(2)),
        ]  # fmt: skip


@pytest.mark.usefixtures("no_pauses")
@pytest.mark.parametrize(
    ("status", "kind", "error"),
    [
        (400, "mapper_parsing_exception", IndexRefusedError),
        (403, "cluster_block_exception", IndexWriteError),
        (429, "cluster_block_exception", IndexWriteError),
        (404, "index_not_found_exception", IndexBusyError),
    ],
)
def test_an_item_that_will_never_do_ends_the_transaction(
    status: int, kind: str, error: type[ArchiveError]
) -> None:
    answer = items(201, status, kind=kind)
    with serving((200, INFORMATION), (200, answer)) as (client, served):
        with sending(client) as sent, pytest.raises(error):
            for one in stored(1, 2):
                sent.add(one)
            sent.flush()
        assert len(served.asked) == 2


@pytest.mark.usefixtures("no_pauses")
def test_a_queue_that_stays_full_is_told_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "PATIENCE", 0.2)
    with serving((200, INFORMATION), (200, items(429))) as (client, served):
        with sending(client) as sent, pytest.raises(IndexWriteError, match="later"):
            sent.add(stored(1)[0])
            sent.flush()
        assert len(served.asked) > 3


@pytest.mark.usefixtures("no_pauses")
@pytest.mark.parametrize("status", [429, 503])
def test_a_request_that_is_refused_as_a_whole_for_now_is_sent_again(status: int) -> None:
    answers = [(status, told("rejected_execution_exception"))] * 6 + [(200, items(201))]
    with serving((200, INFORMATION), *answers) as (client, served):
        client._patience = 0.0
        with sending(client) as sent:
            sent.add(stored(1)[0])
            sent.flush()
        assert served.asked[1:] == [stored(1)[0]] * 7


@pytest.mark.usefixtures("no_pauses")
def test_a_request_that_is_refused_as_a_whole_for_good_is_not() -> None:
    with serving((200, INFORMATION), (429, BLOCKED)) as (client, served):
        with sending(client) as sent, pytest.raises(IndexWriteError, match="disk"):
            sent.add(stored(1)[0])
            sent.flush()
        assert len(served.asked) == 2


def test_who_stops_does_not_wait_for_a_cluster_that_is_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bulk, "_FIRST_PAUSE", 20.0)
    with serving((200, INFORMATION), (200, items(429))) as (client, served):
        begun = time.monotonic()
        with sending(client) as sent:
            sent.add(stored(1)[0])
            sent._send()
            while len(served.asked) < 2:
                time.sleep(0.01)
        assert time.monotonic() - begun < 5.0


@pytest.mark.cluster
def test_an_index_that_is_closed_to_writers(cluster: str, name: str) -> None:
    location = f"opensearch://{cluster}/{name}"
    with pytest.raises(IndexMissingError), locate(location).revise():
        pass
    build(location, "a")
    before = seen(location)
    blocks = {"index.blocks.write": "blocks.write", "index.blocks.read_only_allow_delete": "disk"}
    with client_of(location) as client:
        for block, said in blocks.items():
            client.call("PUT", f"{before.commit.index}/_settings", {block: True})
            with pytest.raises(IndexWriteError, match=said), locate(location).revise() as writer:
                writer.put("b", [photo("b")], "")
            assert seen(location) == before
            if said == "disk":  # which also holds the alias
                with pytest.raises(IndexWriteError, match=said):
                    build(location, "c")
            assert indices(location) == {before.commit.index}
            client.call("PUT", f"{before.commit.index}/_settings", {block: None})
    with locate(location).revise() as writer:
        writer.put("b", [photo("b")], "")
    assert sorted(seen(location).documents) == ["a-0", "b-0"]
