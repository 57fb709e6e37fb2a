"""What an operator's Prometheus reads: counters of this process, and of all that serve with it.

The library keeps each process's numbers in a file of its own where ``PROMETHEUS_MULTIPROC_DIR``
names a folder as it is imported, so that whichever worker is asked answers for all of them, those
that are gone included; the parent names one before it starts any. Asking the workers one by one
would need an address for each.

No label takes what a stranger sends: routes are templates, methods those that there are.
"""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from web.server.answered import METHODS, OTHER, Answered

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)
_FOUND = (0, 1, 10, 100, 1_000, 10_000, 100_000)


class Metrics:
    """The numbers of one process."""

    def __init__(self) -> None:
        own = self._registry = CollectorRegistry()
        self.requests = Counter(
            "huabao_requests",
            "Requests, by the template of their address; status none: the reader left",
            ["route", "method", "status"],
            registry=own,
        )
        self.seconds = Histogram(
            "huabao_request_seconds",
            "From a request's head to the last byte of its answer",
            ["route"],
            buckets=_SECONDS,
            registry=own,
        )
        self.bytes = Counter("huabao_sent_bytes", "Bytes of bodies", ["route"], registry=own)
        self.searches = Histogram(
            "huabao_search_seconds", "Searching, without the page", buckets=_SECONDS, registry=own
        )
        self.results = Histogram(
            "huabao_search_results",
            "What searches found that were asked for; le 0: nothing",
            buckets=_FOUND,
            registry=own,
        )
        self.thumbnails = Counter(
            "huabao_thumbnails",
            "Thumbnails, by what was sent: kept, made, unchanged (304), stand_in",
            ["answer"],
            registry=own,
        )
        self.connections = Gauge(
            "huabao_connections",
            "Connections that are open",
            multiprocess_mode="livesum",
            registry=own,
        )
        self._alone = FOLDER not in os.environ
        if self._alone:
            ProcessCollector(registry=own)

    def answered(self, answered: Answered) -> None:
        """Count a request."""
        method = answered.method if answered.method in METHODS else OTHER
        status = str(answered.status or "none")
        self.requests.labels(answered.route, method, status).inc()
        self.seconds.labels(answered.route).observe(answered.seconds)
        self.bytes.labels(answered.route).inc(answered.size)

    def searched(self, seconds: float) -> None:
        """Count a search, whatever it was for."""
        self.searches.observe(seconds)

    def found(self, results: int) -> None:
        """Count what somebody found who asked."""
        self.results.observe(results)

    def told(self, *more: Collector) -> bytes:
        """All of it as text, with what ``more`` tells at this moment."""
        shown = self._registry
        if not self._alone:
            shown = CollectorRegistry()
            MultiProcessCollector(shown)  # type: ignore[no-untyped-call]  # so it is in the library
        return generate_latest(shown) + b"".join(map(_alone, more)) + _alone(_Memory())


class _Memory(Collector):
    """The memory of each process that serves; not of those that decode pictures."""

    def collect(self) -> Iterator[Metric]:
        told = GaugeMetricFamily(
            "huabao_resident_bytes", "Memory of each process that serves", labels=["pid"]
        )
        for process in serving_processes():
            pages = Path(f"/proc/{process}/statm")
            if pages.exists():
                resident = int(pages.read_text(encoding="ascii").split()[1])
                told.add_metric([str(process)], resident * os.sysconf("SC_PAGE_SIZE"))
        yield told


def serving_processes() -> list[int]:
    """The processes whose numbers are told: this one, or all that keep theirs in the folder."""
    folder = os.environ.get(FOLDER)
    if not folder:
        return [os.getpid()]
    names = (path.stem.rpartition("_")[2] for path in Path(folder).glob("gauge_live*.db"))
    return sorted({int(name) for name in names if name.isdecimal()})


@cache
def process_metrics() -> Metrics:
    """The numbers of this process; its server, its pages and its pictures count in the same."""
    return Metrics()


def _alone(collector: Collector) -> bytes:
    registry = CollectorRegistry()
    registry.register(collector)
    return generate_latest(registry)
