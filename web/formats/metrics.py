"""``/metrics`` for Prometheus, told to those addresses that the settings name.

It is off until one is named, and then nobody else learns that it is there (404). A request that
comes with words of a proxy that is not trusted is told nothing either: who asks through that is not
known, and a proxy on this very machine would look like the machine itself.
"""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from indexer import Archive, ArchiveError
from web.server.answered import client_of
from web.server.metrics import CONTENT_TYPE, process_metrics
from web.site.proxies import Networks
from web.site.site import site_of

_OF_PROXIES = ("forwarded", "x-forwarded-for")


def metrics(request: Request) -> Response:
    """``/metrics``."""
    site = site_of(request)
    if client_of(request.scope) not in Networks(site.settings.metrics) or _unknown(request):
        raise HTTPException(404)
    told = process_metrics().told(_Index(site.archive))
    return Response(told, headers={"Cache-Control": "no-store", "Content-Type": CONTENT_TYPE})


def _unknown(request: Request) -> bool:
    """Whether the request has words of a proxy left that were not believed."""
    return any(name in request.headers for name in _OF_PROXIES)


class _Index(Collector):
    """What is served."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def collect(self) -> Iterator[Metric]:
        """While the index is away the numbers of the server are told all the same."""
        try:
            told = [*self._answering()]
        except ArchiveError:
            told = []
        yield GaugeMetricFamily("huabao_index_up", "Whether the index answers", int(bool(told)))
        yield from told

    def _answering(self) -> Iterator[Metric]:
        documents = GaugeMetricFamily("huabao_documents", "Documents in the index", labels=["kind"])
        for kind, count in self._archive.counts.items():
            documents.add_metric([kind], count)
        yield documents
        built = datetime.fromisoformat(self._archive.built).timestamp()
        yield GaugeMetricFamily("huabao_build_timestamp_seconds", "When the build began", built)
