"""The builds of an index in a cluster, and the switch from one to the next.

    NAME                      an alias: the live build
    NAME-<build id>           the index of a build
    NAME-<build id>-making    an alias of a build that is not live yet
    NAME-<build id>-living    an alias of a build that is, or was

All writing goes through the last two, and OpenSearch is told that they must be there: a writer that
comes late then writes nothing, where else OpenSearch would make a new index for it.

A build goes live in one change of aliases, each part of which must find what it expects: the build
that was live still is, and the new one is still being made. Of two builders one succeeds. Whoever
begins to write takes ``making`` from builds that others left, so that these can never go live, and
removes them; and builds that were replaced ``GRACE`` seconds ago: who reads for longer is told.
"""

import re
import secrets
import time
from collections.abc import Iterable
from typing import Any

from search.cluster.commits.commit import read_build
from search.cluster.schema.mapping import index_body
from search.cluster.wire.client import Client
from search.cluster.wire.failures import MissingInCluster
from search.errors import (
    ArchiveError,
    ArgumentError,
    IndexBusyError,
    IndexRefusedError,
    IndexUnreachableError,
)

GRACE = 60.0
"""Seconds for which what was replaced stays, for those who have begun to read it.

Questions are answered by then. Who reads all of an archive sees after each page whether the commit
that is read is still whole (``View.check``).
"""

_ID = r"\d{8}t\d{6}[0-9a-f]{6}"
_AGAIN = 20
_PAUSE = 0.5
_BEGINNING = 20.0
"""Seconds for the shards of a build to be there, and the copies that are asked for."""


def making(index: str) -> str:
    """The alias by which a build is written until it is live."""
    return f"{index}-making"


def living(index: str) -> str:
    """The alias by which a build is written from then on."""
    return f"{index}-living"


class Generations:
    """The builds of one index."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._name = client.address.name
        self._ours = re.compile(rf"{re.escape(self._name)}-{_ID}")

    def live(self) -> tuple[str, ...]:
        """The indices that the alias names: none or one, if nobody else had a hand in it.

        Raises:
            ArgumentError: the name is that of an index of its own.
        """
        try:
            named = self._client.call("GET", f"_alias/{self._name}")
        except MissingInCluster:
            if self._is_an_index():
                raise ArgumentError(
                    f"{self._client.address} is an index of its own; name another one"
                ) from None
            return ()
        foreign = [index for index in named if not self._ours.fullmatch(index)]
        if foreign:
            raise ArgumentError(
                f"{self._client.address} is an alias of {foreign[0]}, which is no build of ours; "
                "name another one"
            )
        return tuple(sorted(named))

    def begin(self) -> str:
        """A new, empty build that nobody sees yet."""
        moment = time.strftime("%Y%m%dt%H%M%S", time.gmtime())
        index = f"{self._name}-{moment}{secrets.token_hex(3)}"
        address = self._client.address
        body = index_body(address) | {"aliases": {making(index): {}}}
        # A document that is stored before its copies are there dies with its node.
        copies = {
            "wait_for_active_shards": 1 + (address.replicas or 0),
            "timeout": f"{_BEGINNING:.0f}s",
        }
        try:
            self._client.call("PUT", index, body, params=copies, seconds=3 * _BEGINNING)
        except IndexRefusedError as error:
            if error.kind != "resource_already_exists_exception":  # an attempt of ours
                raise
        self._await(index)
        return index

    def _await(self, index: str) -> None:
        """Wait until a new build is known: a busy cluster answers before."""
        for _ in range(_AGAIN):
            try:
                self._client.call("GET", f"_alias/{making(index)}")
            except MissingInCluster:
                time.sleep(_PAUSE)
            else:
                return

    def publish(self, index: str, before: Iterable[str]) -> None:
        """Make a complete build the live one.

        Args:
            before: those that were live when it was begun.

        Raises:
            IndexBusyError: another build went live meanwhile.
        """
        actions: list[dict[str, Any]] = [
            {"remove": {"index": old, "alias": self._name, "must_exist": True}} for old in before
        ]
        actions.append({"remove": {"index": index, "alias": making(index), "must_exist": True}})
        actions.append({"add": {"index": index, "alias": living(index)}})
        actions.append({"add": {"index": index, "alias": self._name, "is_write_index": True}})
        for _ in range(_AGAIN):
            try:
                self._client.call("POST", "_aliases", {"actions": actions}, repeat=False)
            except (MissingInCluster, IndexRefusedError, IndexUnreachableError) as error:
                # Its answer may be lost, or it is that another build is named already.
                live = self.live()
                if live == (index,):
                    return
                if live != tuple(before) or isinstance(error, MissingInCluster):
                    raise _beaten(self._client) from error
                if isinstance(error, IndexRefusedError):
                    raise
                time.sleep(_PAUSE)
            else:
                return
        raise _beaten(self._client)

    def remove(self, index: str) -> None:
        """Remove a build that never went live, unless it did meanwhile."""
        if self._withdraw(index):
            self._delete(index)

    def sweep(self) -> None:
        """Remove builds that others left, and those that were replaced a while ago.

        Call while holding the lock.
        """
        named = self._client.call("GET", f"{self._name}-*/_alias")
        builds = {i: one["aliases"].keys() for i, one in named.items() if self._ours.fullmatch(i)}
        replaced = [index for index, names in builds.items() if self._name not in names]
        for index in [one for one in replaced if making(one) in builds[one]]:
            replaced.remove(index)
            self.remove(index)
        if replaced and self._is_settled():
            for index in replaced:
                self._delete(index)

    def _is_an_index(self) -> bool:
        try:
            return bool(self._client.call("GET", f"{self._name}/_settings"))
        except MissingInCluster:
            return False

    def _withdraw(self, index: str) -> bool:
        """Make sure that a build will never go live; whether it is so."""
        action = {"remove": {"index": index, "alias": making(index), "must_exist": True}}
        try:
            self._client.call("POST", "_aliases", {"actions": [action]}, repeat=False)
        except MissingInCluster:
            return False
        return True

    def _is_settled(self) -> bool:
        """Whether the live build was published long enough ago."""
        live = self.live()
        if len(live) != 1:
            return False
        try:
            published = float(read_build(self._client, live[0])["published"])
        except (ArchiveError, MissingInCluster, KeyError, TypeError, ValueError):
            return False
        return time.time() - published > GRACE

    def _delete(self, index: str) -> None:
        try:
            self._client.call("DELETE", index)
        except MissingInCluster:
            return


def _beaten(client: Client) -> IndexBusyError:
    return IndexBusyError(
        f"{client.address}: another build went live meanwhile; this one is not kept, try again"
    )
