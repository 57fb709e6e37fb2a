"""What Prometheus reads: true numbers, few names, and only for those who may."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

import indexer
from indexer import Document
from tests.web.in_process import serving
from tests.web.server import running, until
from tests.web.test_workers import servers
from web.app import create_app
from web.server.connections import ConnectionLimits
from web.settings import Settings

MINE = ("192.0.2.0/24", "127.0.0.1")

Samples = dict[tuple[str, ...], float]


def samples(text: str) -> Samples:
    """Name, and values of labels in the order of their names, to the number."""
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@contextmanager
def site(index: Path, client: str, **options: tuple[str, ...]) -> Iterator[TestClient]:
    settings = Settings(
        index=str(index),
        metrics=options.get("metrics", ()),
        trusted_proxy=options.get("trusted_proxy", ()),
    )
    with TestClient(create_app(indexer.open_index(index), settings), client=(client, 5)) as made:
        yield made


@pytest.mark.parametrize(
    ("client", "metrics", "trusted", "headers", "status"),
    [
        ("127.0.0.1", (), (), {}, 404),
        ("127.0.0.1", MINE, (), {}, 200),
        ("192.0.2.7", MINE, (), {}, 200),
        ("198.51.100.7", MINE, (), {}, 404),
        # A proxy on this machine that is not trusted: who asks is not known.
        ("127.0.0.1", MINE, (), {"X-Forwarded-For": "198.51.100.7"}, 404),
        ("127.0.0.1", MINE, (), {"Forwarded": "for=198.51.100.7"}, 404),
        ("127.0.0.1", MINE, ("127.0.0.1/32",), {"X-Forwarded-For": "198.51.100.7"}, 404),
        ("127.0.0.1", MINE, ("127.0.0.1/32",), {"X-Forwarded-For": "192.0.2.7"}, 200),
        ("198.51.100.7", MINE, (), {"X-Forwarded-For": "192.0.2.7"}, 404),
    ],
)
def test_metrics_are_told_to_those_who_may(
    client: str,
    metrics: tuple[str, ...],
    trusted: tuple[str, ...],
    headers: dict[str, str],
    status: int,
    index: Path,
) -> None:
    with site(index, client, metrics=metrics, trusted_proxy=trusted) as asking:
        answer = asking.get("/metrics", headers=headers)
        assert answer.status_code == status
        assert answer.headers["cache-control"] == "no-store"


def test_searches_beside_are_measured_and_what_they_find_is_not(
    index: Path, photos: dict[str, Document]
) -> None:
    """What broke: the way through results, and a table's pages, cost what no number told of."""
    told: list[Samples] = []
    with site(index, "127.0.0.1", metrics=MINE) as asking:
        for path in ("/healthz", f"/photos/{photos['boats.jpg'].id}?q=灯", "/search.csv?q=灯"):
            asking.get(path)
            told.append(samples(asking.get("/metrics").text))
    for name, walk, table in (("seconds", 1, 1), ("results", 0, 1)):
        counts = [sample.get((f"huabao_search_{name}_count",), 0) for sample in told]
        assert [counts[1] - counts[0], counts[2] - counts[1]] == [walk, table], name


def test_what_happened_is_counted_by_the_template_of_its_address(
    index: Path, photos: dict[str, Document]
) -> None:
    photo = photos["boats.jpg"].id
    asked = [
        *(("GET", f"/photos/{photo}"), ("GET", "/photos/none"), ("HEAD", f"/photos/{photo}")),
        *(("GET", "/search?q=灯"), ("GET", "/search.json?q=没有的词语"), ("POST", "/search")),
        *(("GET", "/nothing/at/all"), ("BREW", "/nothing/x"), ("GET", "/static/huabao.css")),
        *(("GET", f"/thumbnails/{photo}"), ("GET", f"/thumbnails/{photo}")),
    ]
    settings = Settings(index=str(index), metrics=MINE)
    app = create_app(indexer.open_index(index), settings)
    with (
        serving(app, ConnectionLimits()) as (_, port),
        httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client,
    ):
        before = samples(client.get("/metrics").text)
        for method, path in asked:
            client.request(method, path)
        after = samples(client.get("/metrics").text)
        tag = client.get(f"/thumbnails/{photo}").headers["etag"]
        client.get(f"/thumbnails/{photo}", headers={"If-None-Match": tag})
        last = samples(client.get("/metrics").text)

    def grown(*key: str, since: Samples = before, until: Samples = after) -> float:
        return until.get(key, 0) - since.get(key, 0)

    total = "huabao_requests_total"
    assert grown(total, "GET", "/photos/{id}", "200") == 1
    assert grown(total, "GET", "/photos/{id}", "404") == 1
    assert grown(total, "HEAD", "/photos/{id}", "200") == 1
    assert grown(total, "GET", "/search", "200") == 1
    assert grown(total, "POST", "/search", "405") == 1
    assert grown(total, "GET", "/static", "200") == 1
    assert grown(total, "GET", "other", "404") == 1
    assert grown(total, "other", "other", "404") == 1
    assert grown("huabao_request_seconds_count", "/photos/{id}") == 3
    assert grown("huabao_sent_bytes_total", "/static") > 5000
    assert grown("huabao_search_seconds_count") >= 2
    assert grown("huabao_search_results_bucket", "0.0") == 1
    assert grown("huabao_thumbnails_total", "made") + grown("huabao_thumbnails_total", "kept") == 2
    assert grown("huabao_thumbnails_total", "unchanged", since=after, until=last) == 1
    assert after["huabao_connections",] >= 1
    assert after["huabao_documents", "photo"] > 10
    assert after["huabao_build_timestamp_seconds",] > 1.6e9
    assert after["process_resident_memory_bytes",] > 1e7
    assert sum(key[0] == "huabao_resident_bytes" for key in after) == 1


def test_no_name_comes_from_strangers(index: Path) -> None:
    with site(index, "127.0.0.1", metrics=MINE) as client:
        for number in range(30):
            client.get(f"/stranger/{number}?q={number}")
            client.request(f"M{number}", "/search")
        names = Counter(key[0] for key in samples(client.get("/metrics").text))
    assert max(names.values()) < 400
    assert not re.search("stranger", str(names))


def test_any_worker_answers_for_all_of_them(index: Path, tmp_path: Path) -> None:
    with running(index, tmp_path, "--workers", "2", "--metrics", "127.0.0.1") as server:
        until(lambda: len(servers(server)) == 2)
        ask = b"GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"

        def told() -> Samples:
            return samples(server.ask(ask).partition(b"\r\n\r\n")[2].decode())

        until(lambda: sum(key[0] == "huabao_resident_bytes" for key in told()) == 2)
        key = ("huabao_requests_total", "GET", "/healthz", "200")
        before = told().get(key, 0)
        for _ in range(10):
            server.ask()
        until(lambda: all(told().get(key) == before + 10 for _ in range(5)))
