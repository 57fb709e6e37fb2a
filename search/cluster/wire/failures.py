"""What a cluster says when it does not do something, and which error of ours that is.

By status and type, never by the words of a message. A *passing* failure may be gone a moment later:
a node that died while it was spoken to, a queue that is full, an election. Two answers are no
failures, but the answer that whoever asked looks for: *missing* and *conflict*.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from opensearchpy.exceptions import ConnectionError as Unconnected
from opensearchpy.exceptions import ConnectionTimeout, SSLError, TransportError
from urllib3.exceptions import NewConnectionError

from search.cluster.wire.address import ClusterAddress
from search.errors import (
    ArchiveError,
    IndexRefusedError,
    IndexUnreachableError,
    IndexWriteError,
)

PASSING = frozenset((429, 500, 502, 503, 504))
BLOCKED = "cluster_block_exception"
TOO_MANY_CLAUSES = frozenset(("too_many_clauses", "too_many_nested_clauses"))
"""Of a query, which stays too large however often it is asked."""

_FULL = 429
_BLOCK = 403


class MissingInCluster(Exception):  # noqa: N818 - an answer, which never leaves the package
    """What was asked for is not there; ``kind`` is the cluster's type of error, if it is one."""

    def __init__(self, kind: str = "") -> None:
        super().__init__(kind)
        self.kind = kind


class ConflictInCluster(Exception):  # noqa: N818 - as above
    """Somebody else changed first what was to be changed."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why something was not done.

    Attributes:
        status: the HTTP status; 0 where there was no answer at all.
        kind: the cluster's type of the error. reason: its words, for people.
        unsent: the request certainly never arrived.
        untrusted: TLS failed.
    """

    status: int
    kind: str
    reason: str
    unsent: bool = False
    untrusted: bool = False

    @property
    def is_passing(self) -> bool:
        """Whether trying again later may do."""
        if self.status == 0:
            return not self.untrusted
        blocked = self.kind == BLOCKED and self.status in (_FULL, _BLOCK)
        return self.status in PASSING and not blocked and self.kind not in TOO_MANY_CLAUSES

    def error(self, address: ClusterAddress, *, writing: bool = False) -> Exception:
        """The exception that says it."""
        if self.status == 404:
            return MissingInCluster(self.kind)
        if self.status == 409:
            return ConflictInCluster(self.kind)
        told = self._told(address.spoken, writing)
        told.is_passing = self.is_passing
        return told

    def _told(self, place: str, writing: bool) -> ArchiveError:  # noqa: FBT001
        if self.untrusted:
            return IndexRefusedError(
                f"the TLS of {place} cannot be trusted ({self.reason}); "
                "name its authority with ?ca=PATH, check the host's name, or write opensearch:// "
                "where it speaks no TLS"
            )
        if self.status == 0:
            return IndexUnreachableError(
                f"no node of {place} answers ({self.reason}); check the address, whether it "
                "speaks TLS (opensearchs://), and that the cluster runs (make cluster starts one)"
            )
        if self.kind == BLOCKED and self.status in (_FULL, _BLOCK):
            return IndexWriteError(f"cannot write {place}: {_BLOCKS[self.status]} ({self.reason})")
        if self.status in _REFUSED:
            return IndexRefusedError(f"{place}: {_REFUSED[self.status]} ({self.reason})")
        if self.status == _FULL and writing:
            return IndexWriteError(
                f"cannot write {place}: it has more to do than it can take "
                f"({self.reason}); try again later, or give it memory"
            )
        if self.status in PASSING:
            return IndexUnreachableError(
                f"{place} does not answer as a whole ({self.status} {self.kind}: {self.reason}); "
                "look at its nodes: GET _cluster/health"
            )
        refused = IndexRefusedError(f"{place} refused: {self.status} {self.kind} ({self.reason})")
        refused.kind = self.kind
        return refused


_BLOCKS: Mapping[int, str] = {
    _FULL: "a disk is nearly full, and the cluster closed the index to writers; free disk space, "
    "and it opens again",
    _BLOCK: "the index is closed to writers; take the block away: PUT NAME/_settings "
    '{"index.blocks.write": null, "index.blocks.read_only": null, '
    '"index.blocks.read_only_allow_delete": null}',
}

_REFUSED: Mapping[int, str] = {
    401: "user or password were refused; give them in the address, or in the environment "
    "(HUABAO_OPENSEARCH_USER, HUABAO_OPENSEARCH_PASSWORD)",
    403: "the user may not do this; give it the right to read, write and manage NAME and NAME-*",
}


def failure_of(error: TransportError) -> Failure:
    """Why a request failed."""
    if isinstance(error, SSLError):
        return Failure(0, "", _short(error.info), untrusted=True)
    if isinstance(error, Unconnected):
        unsent = not isinstance(error, ConnectionTimeout) and isinstance(
            error.info, NewConnectionError
        )
        return Failure(0, "", _short(error.info), unsent=unsent)
    status = error.status_code if isinstance(error.status_code, int) else 0
    told = error.info.get("error") if isinstance(error.info, dict) else None
    return failure_in(status, told if told is not None else str(error.error))


def failure_in(status: int, told: Any) -> Failure:
    """Why one of several things that an answer tells of was not done."""
    if not isinstance(told, dict):
        return Failure(status, "", _short(told))
    root = (told.get("root_cause") or [told])[0]
    kind = str(root.get("type") or told.get("type") or "")
    return Failure(status, kind, _short(root.get("reason") or told.get("reason")))


def _short(reason: object) -> str:
    return " ".join(str(reason).split())[:300]
