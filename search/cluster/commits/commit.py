"""What a search sees: one commit of one build, and where the cluster keeps it.

A refresh of OpenSearch makes what was written visible shard by shard, and an alias can only change
for a whole index. So every document says since which transaction it is there, and a *commit* says
which transactions count. Its state is in three documents of the build's index that no search finds:

    build     the manifest, and what scores are bounded with; never changes
    commit-T  what is visible with transaction T, and its statistics; never changes
    commit    T, the number of the latest; changed by compare-and-swap alone

One look at the last through the alias gives build and number at once; it is a look by id, which
OpenSearch answers with what was written last, refreshed or not. Once transaction T is over, all
its documents are refreshed, so that who has read T finds all of it.
"""

import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import quote

from search.cluster.schema.stored import WITHOUT_TOKENS
from search.cluster.wire.client import Client
from search.cluster.wire.failures import ConflictInCluster, MissingInCluster
from search.document import Kind
from search.errors import ArgumentError, IndexDamagedError, IndexMissingError, IndexOutdatedError

CLUSTER_FORMAT = 1
"""Raised when what is stored in a cluster changes shape: older indexes are then refused."""


class Grave(NamedTuple):
    """The versions that died with one transaction."""

    at: float
    size: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """What is visible in a build.

    Attributes:
        index: of the build. number: of the latest transaction.
        dead: versions of articles that are replaced or dropped, in the order in which that was.
        graves: how many of them died at which time, in seconds since 1970, with which transaction.
        aborted: numbers of transactions that came to nothing.
        counts: documents by kind.
        totals: by ``<kind>.<field>.<stream>``, the sum of the lengths and how many have any.
        has_shared: whether any picture may stand twice.
        averages: by ``<field>.<stream>``, the lengths in the index's similarities.
        completions: what is kept for suggestions.
        at: when it was made, ISO 8601 in UTC.
    """

    index: str
    number: int
    dead: tuple[str, ...] = ()
    graves: tuple[Grave, ...] = ()
    aborted: tuple[int, ...] = ()
    counts: Mapping[Kind, int] = field(default_factory=dict)
    totals: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    has_shared: bool = False
    averages: Mapping[str, float] = field(default_factory=dict)
    completions: Mapping[str, Any] = field(default_factory=dict)
    at: str = ""

    def visible(self) -> list[dict[str, Any]]:
        """Clauses of a filter that leave what is visible, of every kind."""
        hidden: list[dict[str, Any]] = []
        if self.aborted:
            hidden.append({"terms": {"since": list(self.aborted)}})
        if self.dead:
            hidden.append({"terms": {"version": list(self.dead)}})
        clauses: list[dict[str, Any]] = [{"range": {"since": {"lte": self.number}}}]
        return [*clauses, {"bool": {"must_not": hidden}}] if hidden else clauses

    def body(self) -> dict[str, Any]:
        """What ``commit-T`` holds."""
        return {
            "number": self.number,
            "dead": list(self.dead),
            "graves": [list(grave) for grave in self.graves],
            "aborted": list(self.aborted),
            "counts": dict(self.counts),
            "totals": {name: list(total) for name, total in self.totals.items()},
            "has_shared": self.has_shared,
            "completions": dict(self.completions),
            "at": self.at,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The latest commit of the live build.

    Attributes:
        index: of the build. number: of the commit. lock: of the transaction that last began to
            commit. place: what a compare-and-swap compares.
        purged: of versions that died with this transaction or an earlier one, some may be deleted:
            commits before it are not whole any more.
    """

    index: str
    number: int
    lock: int
    purged: int = 0
    place: tuple[int, int]


def standing(client: Client, *, index: str = "") -> Standing:
    """The latest commit of the live build, or of another one.

    Raises:
        IndexMissingError: nothing was ever built there.
        IndexDamagedError: there is no commit where one should be.
        ArgumentError: the name is that of an index which is none of ours.
    """
    address = client.address
    try:
        found = client.call("GET", f"{index or address.name}/_doc/commit")
    except MissingInCluster as error:
        if error.kind:
            raise IndexMissingError(
                f"no index at {address}; build one: {rebuild_command(client)}"
            ) from None
        if not index:
            _refuse_foreign(client)
        raise _damaged(client, "its commit is gone") from None
    if not index and found["_index"] == address.name:
        _refuse_foreign(client)
    try:
        body = found["_source"]["body"]
        return Standing(
            index=str(found["_index"]),
            number=int(body["number"]),
            lock=int(body["lock"]),
            purged=int(body.get("purged", 0)),
            place=(found["_seq_no"], found["_primary_term"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(client, f"its commit cannot be read: {error!r}") from error


def _refuse_foreign(client: Client) -> None:
    """See that the name is an alias, as ours are.

    Raises:
        ArgumentError: it is the name of an index.
    """
    address = client.address
    try:
        client.call("GET", f"_alias/{address.name}")
    except MissingInCluster:
        raise ArgumentError(f"{address} is an index of its own; name another one") from None


def swap_standing(
    client: Client, before: Standing, *, number: int, lock: int, through: str, purged: int = 0
) -> Standing:
    """Name another commit as the latest, if it is still the one that was seen.

    Args:
        purged: the mark of what will be deleted, where that is more than was.
        through: the alias by which transactions write to the build.

    Raises:
        ConflictInCluster: somebody else did so first, or the build is gone.
    """
    seq_no, term = before.place
    purged = max(purged, before.purged)
    body = {"number": number, "lock": lock, "purged": purged}
    params = {"if_seq_no": seq_no, "if_primary_term": term, "require_alias": "true"}
    try:
        done = client.call("PUT", f"{through}/_doc/commit", _state(body), params=params)
    except MissingInCluster as error:
        raise ConflictInCluster from error
    except ConflictInCluster:  # it may be that an attempt of ours was done, and its answer lost
        found = client.call("GET", f"{through}/_doc/commit")
        if found["_source"]["body"] != body:
            raise
        done = found
    place = done["_seq_no"], done["_primary_term"]
    return Standing(index=before.index, number=number, lock=lock, purged=purged, place=place)


def write_state(client: Client, through: str, name: str, body: Mapping[str, Any]) -> Standing:
    """Write a document of the state; what stood there is gone."""
    params = {"require_alias": "true"}
    try:
        done = client.call("PUT", f"{through}/_doc/{name}", _state(body), params=params)
    except MissingInCluster as error:
        raise ConflictInCluster from error
    number = int(body.get("number", 0))
    place = done["_seq_no"], done["_primary_term"]
    return Standing(index=done["_index"], number=number, lock=number, place=place)


def commit_name(number: int) -> str:
    """The id of the document of a commit."""
    return f"commit-{number}"


def number_in(name: str) -> int:
    """The number of the commit whose document has an id; 0 for other documents."""
    number = name.removeprefix("commit-")
    return int(number) if number != name and number.isdigit() else 0


def read_commit(client: Client, index: str, number: int) -> Commit:
    """A commit of a build.

    Raises:
        IndexMissingError: the build is gone. IndexDamagedError: it cannot be read.
        IndexOutdatedError: another version of this program wrote it.
    """
    body, build = _bodies(client, index, (commit_name(number), "build"))
    try:
        return Commit(
            index=index,
            number=int(body["number"]),
            dead=tuple(body["dead"]),
            graves=tuple(
                Grave(float(at), int(size), int(number)) for at, size, number in body["graves"]
            ),
            aborted=tuple(map(int, body["aborted"])),
            counts=body["counts"],
            totals={name: (int(total[0]), int(total[1])) for name, total in body["totals"].items()},
            has_shared=bool(body["has_shared"]),
            averages=build["averages"],
            completions=body["completions"],
            at=body["at"],
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _damaged(client, f"commit {number} cannot be read: {error!r}") from error


def read_build(client: Client, index: str) -> dict[str, Any]:
    """What is kept of a build: ``manifest`` (JSON), ``averages``, ``published`` (seconds)."""
    return _bodies(client, index, ("build",))[0]


def build_body(manifest: str, averages: Mapping[str, float], published: float) -> dict[str, Any]:
    """What ``build`` holds."""
    return {
        "format": CLUSTER_FORMAT,
        "manifest": manifest,
        "averages": dict(averages),
        "published": published,
    }


def rebuild_command(client: Client) -> str:
    """What to type to make the index anew."""
    return f"python -m indexer build CORPUS --index {shlex.quote(client.address.stated)}"


def _bodies(client: Client, index: str, names: Sequence[str]) -> list[dict[str, Any]]:
    """The bodies of documents of the state, with a ``build`` among them that we can read."""
    found = client.call("POST", f"{quote(index)}/_mget", {"ids": list(names)})["docs"]
    bodies: list[dict[str, Any]] = []
    for name, one in zip(names, found, strict=True):
        if "error" in one:
            raise IndexMissingError(
                f"the build {index} of {client.address} is gone; open the index again"
            )
        try:
            body = one["_source"]["body"]
            if name == "build" and body["format"] != CLUSTER_FORMAT:
                raise IndexOutdatedError(
                    f"{client.address} was built by another version of this program (format "
                    f"{body['format']} in a cluster; this one reads {CLUSTER_FORMAT}); "
                    f"rebuild it: {rebuild_command(client)}"
                )
        except (KeyError, TypeError) as error:
            raise _damaged(client, f"{name} is gone or cannot be read") from error
        bodies.append(body)
    return bodies


def _state(body: Mapping[str, Any]) -> str:
    state = {"kind": "state", "body": body, **WITHOUT_TOKENS}
    return json.dumps(state, ensure_ascii=False, separators=(",", ":"))


def _damaged(client: Client, why: str) -> IndexDamagedError:
    return IndexDamagedError(
        f"the index at {client.address} cannot be read ({why}); "
        f"rebuild it: {rebuild_command(client)}"
    )
