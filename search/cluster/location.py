"""The place of an index in a cluster, for those who write it."""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

from search.cluster.commits.commit import (
    Standing,
    read_build,
    read_commit,
    rebuild_command,
    standing,
    swap_standing,
)
from search.cluster.commits.generations import GRACE, Generations, living
from search.cluster.commits.lock import Lease, locked
from search.cluster.commits.view import View
from search.cluster.typing.completion_keeper import CompletionKeeper
from search.cluster.wire.address import cluster_address
from search.cluster.wire.client import Client
from search.cluster.wire.failures import ConflictInCluster, MissingInCluster
from search.cluster.wire.limits import raised
from search.cluster.writing.bulk import PATIENCE
from search.cluster.writing.contents import Contents
from search.cluster.writing.publish import NewBuild
from search.cluster.writing.writer import ClusterWriter
from search.engine import MEMORY
from search.errors import (
    ArchiveError,
    IndexBusyError,
    IndexDamagedError,
    IndexMissingError,
    IndexUnreachableError,
)
from search.manifest import Manifest, read_manifest
from search.snapshot.memory import Memory

MANY_DEAD = 10_000
"""Versions that are hidden from searches by name without their being much slower."""


class ClusterLocation:
    """Writes the index in a cluster, see ``search.engine.Location``.

    Args:
        location: as ``address`` has it.
    """

    def __init__(self, location: str) -> None:
        self._address = cluster_address(location)

    @contextmanager
    def build(self, manifest: Manifest, *, memory: int = MEMORY) -> Iterator[ClusterWriter]:
        """See ``Location``."""
        analyzer = manifest.analyzer()
        with (
            closing(Client(self._address)) as client,
            closing(CompletionKeeper(analyzer, None)) as companion,
            self._locked(client) as lease,
        ):
            with client.patient(PATIENCE):
                raised(client)  # by who may; readers may not
                new = NewBuild(
                    client, lease, manifest, analyzer, memory=memory, companion=companion
                )
            try:
                with closing(new.writer), client.patient(PATIENCE):
                    yield new.writer
                    new.publish()
            except BaseException:
                new.remove()
                raise

    @contextmanager
    def revise(self, *, memory: int = MEMORY) -> Iterator[ClusterWriter]:
        """See ``Location``.

        Searches are told of every dead version. After a change that left very many, who made it
        stays until nobody reads them, and deletes them.
        """
        with self._revised(memory) as writer:
            yield writer
        if writer.hidden > MANY_DEAD:
            time.sleep(max(0.0, GRACE))
            with suppress(ArchiveError), self._revised(memory) as tidying:  # else the next one
                tidying.tidy()

    @contextmanager
    def _revised(self, memory: int) -> Iterator[ClusterWriter]:
        with closing(Client(self._address)) as client:
            standing(client)  # where there is nothing, nothing is made to lock it
            with self._locked(client) as lease:
                Generations(client).sweep()
                seen = standing(client)
                with _writing(client, lease, seen, memory) as writer:
                    try:
                        with client.patient(PATIENCE):
                            yield writer
                            if writer.is_changed:
                                writer.commit(seen)
                    except BaseException:
                        writer.abandon()
                        raise

    @contextmanager
    def _locked(self, client: Client) -> Iterator[Lease]:
        with _told(client), locked(client, above=lambda: _given(client)) as lease:
            if lease.is_inherited:
                _keep_off(client, lease)
            yield lease


@contextmanager
def _told(client: Client) -> Iterator[None]:
    """Say what it means where something of a build is not, or not any more, as it was.

    Raises:
        IndexBusyError: somebody else removed or changed it.
    """
    try:
        yield
    except (MissingInCluster, ConflictInCluster) as error:
        raise IndexBusyError(
            f"{client.address}: the index was changed or removed while it was written, by another "
            "writer; what this one wrote is not kept, try again"
        ) from error


def _given(client: Client) -> int:
    """The greatest number that anything in the live build bears, visible or not."""
    try:
        now = standing(client)
    except (IndexMissingError, IndexDamagedError):
        return 0
    latest = 0
    with suppress(IndexUnreachableError):  # of a damaged index, which a build replaces
        latest = Contents(client, now.index, lambda: None).latest()
    return max(now.number, now.lock, latest)


def _keep_off(client: Client, lease: Lease) -> None:
    """See that a writer whose lease ended can commit nothing any more, should it wake up."""
    with suppress(IndexMissingError, IndexDamagedError):
        seen = standing(client)
        swap_standing(
            client, seen, number=seen.number, lock=lease.number, through=living(seen.index)
        )


@contextmanager
def _writing(client: Client, lease: Lease, seen: Standing, memory: int) -> Iterator[ClusterWriter]:
    before = read_commit(client, seen.index, seen.number)
    manifest = read_manifest(
        str(read_build(client, seen.index).get("manifest")),
        location=client.address.spoken,
        rebuild=rebuild_command(client),
    )
    analyzer = manifest.analyzer()
    view = View(client, before, analyzer, Memory())
    with closing(CompletionKeeper(analyzer, view)) as companion:
        writer = ClusterWriter(
            client,
            lease,
            analyzer,
            through=living(seen.index),
            index=seen.index,
            before=before,
            memory=memory,
            companion=companion,
        )
        with closing(writer):
            yield writer
