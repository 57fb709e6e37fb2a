"""Requests to a cluster, with time limits, and again where that is safe.

What may be done twice is tried again after a passing failure, after a while with jitter, so that
writers who met a full queue together do not meet there again. What may not (a change of aliases) is
tried again only where it surely never arrived. Dead nodes are left out for some seconds.

How long it is tried hangs on who asks. A reader waits for a cluster that elects another manager,
not for nodes that start again, since a person waits. Whoever has built for hours waits for these,
too, until it is over: who cleans up after a failure is not patient any more.

Bodies are made to JSON here, not by the client library, which takes time to look for types that we
do not have.
"""

import json
import random
import ssl
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from typing import Any

import urllib3
from opensearchpy.exceptions import SerializationError, TransportError
from opensearchpy.transport import Transport
from urllib3.exceptions import InsecureRequestWarning

from search.cluster.wire.address import ClusterAddress
from search.cluster.wire.failures import Failure, failure_of
from search.errors import IndexClosedError, IndexRefusedError, IndexUnreachableError

SECONDS = 30.0
"""That a request may take, attempts and pauses together, unless it is told otherwise."""

PATIENCE = 10.0
"""Seconds after which what fails is not tried again; a second time in any case."""

HASTE = 1.0
"""The same for who cleans up, which the next one does who finds it undone."""

FIRST_PAUSE = 0.05
LONGEST_PAUSE = 3.0
CONNECTIONS = 16
LEFT_OUT = 5.0
"""Seconds for which a node that did not answer is not asked, while others are there."""

OLDEST = (2, 12)

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_LINES = {"content-type": "application/x-ndjson"}
_JSON = {"content-type": "application/json"}

Line = Mapping[str, Any] | str | bytes


class Client:
    """Speaks to a cluster; threads share it.

    Args:
        address: whose nodes are asked.
        seconds: that a request may take, unless it is told otherwise.
    """

    def __init__(self, address: ClusterAddress, *, seconds: float = SECONDS) -> None:
        self.address = address
        self._seconds = seconds
        self._patience = PATIENCE
        self._is_closed = False
        self._transport = _transport(address)
        self._known = False
        self._looking = threading.Lock()

    def call(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | str | bytes | None = None,
        *,
        params: Mapping[str, Any] | None = None,
        repeat: bool = True,
        seconds: float | None = None,
    ) -> dict[str, Any]:
        """The answer to a request.

        Args:
            path: below the root, without its first ``/``.
            repeat: it may be done twice.
            seconds: that it may take with all attempts.

        Raises:
            IndexClosedError: the client was closed.
            MissingInCluster, ConflictInCluster: answers that whoever asks must reckon with.
            IndexUnreachableError, IndexRefusedError, IndexWriteError: see ``failures``.
        """
        self._look()
        sent = None if body is None else encoded(body)
        return self._call(method, path, sent, _JSON, params, repeat, seconds)

    def lines(
        self,
        path: str,
        lines: Iterable[Line] | bytes,
        *,
        params: Mapping[str, Any] | None = None,
        repeat: bool = True,
        seconds: float | None = None,
    ) -> dict[str, Any]:
        """The answer to a request of several lines of JSON (``_bulk``, ``_msearch``).

        Args:
            lines: one by one, or all of them as they are sent.
        """
        self._look()
        sent = lines if isinstance(lines, bytes) else b"".join(map(_line, lines))
        return self._call("POST", path, sent, _LINES, params, repeat, seconds)

    @contextmanager
    def patient(self, seconds: float) -> Iterator[None]:
        """Try for so many seconds what is asked during a block, unless it is told otherwise.

        Where the block ends in an error, what is asked after it is tried for a moment.
        """
        self._patience = seconds
        try:
            yield
        except BaseException:
            self._patience = HASTE
            raise
        self._patience = PATIENCE

    def close(self) -> None:
        """Close the connections; requests under way end, and none is made any more."""
        self._is_closed = True
        self._transport.close()

    def _look(self) -> None:
        """See, before the first request, that a cluster of a version that we know is there."""
        if self._known:
            return
        with self._looking:
            if not self._known:
                told = self._call("GET", "", None, _JSON, None, True, None)  # noqa: FBT003
                _check_version(self.address, told)
                self._known = True

    def _call(
        self,
        method: str,
        path: str,
        body: bytes | None,
        headers: Mapping[str, str],
        params: Mapping[str, Any] | None,
        repeat: bool,  # noqa: FBT001
        seconds: float | None,
    ) -> dict[str, Any]:
        begun = time.monotonic()
        end = begun + (seconds or max(self._seconds, self._patience))
        limit = _limit(seconds or self._seconds, repeat=repeat)
        for attempt in count():
            left = end - time.monotonic()
            self._check_open()
            try:
                answer = self._transport.perform_request(
                    method,
                    f"/{path}",
                    params=dict(params) if params else None,
                    body=body,
                    headers=headers,
                    timeout=max(0.1, min(limit, left)),
                )
            except TransportError as error:
                failure = failure_of(error)
            except SerializationError as error:
                raise _strange(self.address) from error
            else:
                if not isinstance(answer, dict):
                    raise _strange(self.address)
                return answer
            next_one = time.monotonic() + _pause(attempt)
            is_late = next_one >= end or (attempt > 0 and next_one >= begun + self._patience)
            if is_late or not self._may_repeat(failure, attempt, repeat=repeat):
                break
            time.sleep(max(0.0, next_one - time.monotonic()))
        self._check_open()
        raise failure.error(self.address, writing=path.endswith("_bulk") or method == "PUT")

    def _may_repeat(self, failure: Failure, attempt: int, *, repeat: bool) -> bool:
        if not failure.is_passing:
            return False
        if not self._known and failure.unsent:  # a wrong address is told at once
            return attempt + 1 < 2 * len(self.address.nodes)
        return repeat or failure.unsent

    def _check_open(self) -> None:
        if self._is_closed:
            raise IndexClosedError("the archive was closed; open it again")


def encoded(body: Line) -> bytes:
    """JSON as it is sent. Lone halves of a pair, which no text can hold, are question marks."""
    if isinstance(body, bytes):
        return body
    text = body if isinstance(body, str) else _ENCODER.encode(body)
    return text.encode("utf-8", "replace")


def _line(line: Line) -> bytes:
    return encoded(line) + b"\n"


def _limit(seconds: float, *, repeat: bool) -> float:
    """Seconds for one attempt: what may be done twice leaves some for another node."""
    return max(seconds / 2, min(seconds, 10.0)) if repeat else seconds


def _pause(attempt: int) -> float:
    most = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(attempt, 16))
    return most * (0.5 + random.random() / 2)  # noqa: S311 - jitter


def _transport(address: ClusterAddress) -> Transport:
    options: dict[str, Any] = {"use_ssl": address.tls}
    if address.user:
        options["http_auth"] = (address.user, address.password)
    if address.tls:
        options["ssl_context"] = _context(address)
    hosts = [{"host": host.strip("[]"), "port": port, **options} for host, port in address.nodes]
    return Transport(
        hosts,
        pool_maxsize=CONNECTIONS,
        max_retries=0,
        retry_on_timeout=True,  # it only marks the node as dead
        retry_on_status=(),
        dead_timeout=LEFT_OUT,
    )


def _context(address: ClusterAddress) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=address.ca or None)
    except (OSError, ssl.SSLError) as error:
        raise IndexRefusedError(
            f"the certificates in {address.ca} cannot be read ({error}); name a PEM file: ?ca=PATH"
        ) from error
    if not address.verify:
        urllib3.disable_warnings(InsecureRequestWarning)  # it was asked for, and told every time
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _check_version(address: ClusterAddress, told: Mapping[str, Any]) -> None:
    version = told.get("version")
    version = version if isinstance(version, dict) else {}
    number = str(version.get("number", "?"))
    parts = tuple(int(part) for part in number.split(".")[:2] if part.isdigit())
    if version.get("distribution") != "opensearch" or parts < OLDEST:
        what = version.get("distribution", "no OpenSearch")
        raise IndexRefusedError(
            f"{address.spoken} is {what} {number}; "
            f"use OpenSearch {'.'.join(map(str, OLDEST))} or newer"
        )


def _strange(address: ClusterAddress) -> IndexUnreachableError:
    return IndexUnreachableError(
        f"what answers at {address.spoken} speaks no OpenSearch; check the address"
    )
