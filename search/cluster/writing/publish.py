"""A new build, from its first document until it is live.

It is complete, compared and copied before anybody sees it: as many documents as were stored, some
of them looked at, the segments merged (which also frees what the cluster keeps for copies that
might be behind), the copies there, as far as there are nodes for them. Then the aliases change; see
``generations``.
"""

import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from search.cluster.commits.commit import Commit, build_body, commit_name, write_state
from search.cluster.commits.companion import Companion
from search.cluster.commits.generations import Generations, making
from search.cluster.commits.lock import Lease
from search.cluster.schema.mapping import MERGING_LATE, averages, fitted, similarities
from search.cluster.wire.client import Client
from search.cluster.wire.tasks import done_in_background
from search.cluster.writing.writer import ClusterWriter
from search.engine import MEMORY
from search.errors import (
    ArchiveError,
    IndexDamagedError,
    IndexRefusedError,
    IndexUnreachableError,
)
from search.manifest import Manifest
from search.text.analyzer import Analyzer

_MERGING = 24 * 3600.0
_COPYING = 120.0
"""Seconds in which nothing is copied, after which nobody waits for copies any more."""

_CLOSING = 120.0
_OPENING = 180.0
"""Of an attempt, half of it: the cluster itself waits 30 seconds for each of two things."""

_WORTH_IT = 5000
"""Documents of a build whose scores are bounded as tightly as can be."""
_A_LOOK = 0.2


class NewBuild:
    """A build that is being made.

    Args:
        companion: makes what belongs to it besides documents.

    Attributes:
        writer: stores its documents.
    """

    def __init__(
        self,
        client: Client,
        lease: Lease,
        manifest: Manifest,
        analyzer: Analyzer,
        *,
        companion: Companion,
        memory: int = MEMORY,
    ) -> None:
        self._client = client
        self._lease = lease
        self._manifest = manifest
        self._generations = Generations(client)
        self._before = self._generations.live()
        self._generations.sweep()
        lease.check()
        lease.is_used = True
        self.index = self._generations.begin()
        self._through = making(self.index)
        self.writer = ClusterWriter(
            client,
            lease,
            analyzer,
            through=self._through,
            index=self.index,
            before=None,
            memory=memory,
            companion=companion,
        )

    def publish(self) -> None:
        """Make it the live build.

        Raises:
            IndexBusyError: another one went live meanwhile.
        """
        commit = self.writer.stored()
        faults = list(self.writer.compare(commit))
        if faults:
            raise IndexDamagedError(f"{self._client.address}: {faults[0]}; build it again")
        write_state(self._client, self._through, commit_name(commit.number), commit.body())
        self._merge()
        fitting = self._fit(commit)
        body = build_body(self._manifest.to_json(), fitting, time.time())
        write_state(self._client, self._through, "build", body)
        standing = {"number": commit.number, "lock": commit.number}
        write_state(self._client, self._through, "commit", standing)
        self._copy()
        body |= {"published": time.time()}
        write_state(self._client, self._through, "build", body)
        self._settle()
        self._lease.renew()
        self._lease.check()
        self._generations.publish(self.index, self._before)

    def remove(self) -> None:
        """Remove it, as far as the cluster lets us; the next writer does the rest."""
        with suppress(ArchiveError):
            self._generations.remove(self.index)

    def _merge(self) -> None:
        done_in_background(
            self._client,
            f"{self.index}/_forcemerge",
            None,
            self._lease.check,
            params={"max_num_segments": "1"},
            seconds=_MERGING,
        )

    def _fit(self, commit: Commit) -> Mapping[str, float]:
        """Have scores bounded by the average lengths of this build, which are known by now.

        A similarity can be changed while the index is closed. A service that closes none bounds
        them by the usual lengths: it takes more documents to prove an order then, of which a small
        build has few. So does one that has compiled too many scripts of late.
        """
        usual, found = averages(), fitted(commit.totals)
        if sum(commit.counts.values()) < _WORTH_IT:
            return usual
        try:
            self._close()
        except IndexRefusedError:
            return usual
        try:
            self._opened(found)
        except (IndexRefusedError, IndexUnreachableError):
            self._close()  # it may be that it was opened, and the answer did not come
            self._opened(usual)
            return usual
        return found

    def _close(self) -> None:
        self._client.call("POST", f"{self.index}/_close", seconds=_CLOSING)

    def _opened(self, lengths: Mapping[str, float]) -> None:
        """Open the index again, its scores bounded by some average lengths."""
        settings = {"index": {"similarity": similarities(lengths)}}
        self._client.call("PUT", f"{self.index}/_settings", settings, seconds=_OPENING)
        self._client.call("POST", f"{self.index}/_open", seconds=_OPENING)

    def _copy(self) -> None:
        """Have the shards copied, however long that takes.

        Where nodes for that are missing, the copies come when these do.
        """
        replicas = self._client.address.replicas
        copies: dict[str, Any] = {"auto_expand_replicas": "0-1"}
        if replicas is not None:
            copies = {"number_of_replicas": replicas}
        settings = {"index": {**copies, **dict.fromkeys(MERGING_LATE)}}
        self._client.call("PUT", f"{self.index}/_settings", settings)
        end = time.monotonic() + _COPYING
        while time.monotonic() < end:
            self._lease.check()
            health = self._client.call("GET", f"_cluster/health/{self.index}")
            if health["status"] == "green":
                return
            if health["initializing_shards"]:
                end = time.monotonic() + _COPYING
            time.sleep(_A_LOOK)

    def _settle(self) -> None:
        """Have what was written seen, and what was merged away let go of."""
        self._client.call("POST", f"{self.index}/_refresh")
        self._client.call("POST", f"{self.index}/_flush", seconds=_CLOSING)
