"""What a transaction replaces, and what earlier ones did.

The version of an article that is replaced or dropped is not touched: the commit names it as dead,
and a later transaction deletes it, after a while (``GRACE``). It says so before it does: who still
reads a commit that sees such versions is told then (``View.check``). They stay among the dead until
the index has none of them.

Every search names all the dead, so there is a limit. What replaces more than that is told to build
anew, as soon as it has.
"""

import time
from typing import Any

from search.cluster.commits.commit import Commit, Grave, rebuild_command
from search.cluster.commits.generations import GRACE
from search.cluster.wire.client import Client
from search.cluster.writing.contents import Contents
from search.errors import IndexWriteError

MOST_DEAD = 50_000
"""Versions that may be dead at a time.

A page asks some ten questions, and each names them. With 50,000 that is up to 1.5 MB each, and the
page takes a second longer until they are deleted; with 10,000 it is 0.3 s, with 100,000 almost 3 s
(400,000 documents, three nodes on two busy cores, where it takes 0.05 s without any).
"""

_LOOKED_UP = 2_000
"""Articles of one request."""


class Replaced:
    """The articles that a transaction replaces or drops.

    Args:
        contents: of the index.
        before: the commit that the transaction changes; of a new build, which replaces nothing,
            there is none.
        number: of the transaction.

    Attributes:
        purged: the transaction with which the latest died that ``settle`` deletes, or 0.
    """

    def __init__(
        self, client: Client, contents: Contents, before: Commit | None, number: int
    ) -> None:
        self._client = client
        self._contents = contents
        self._before = before
        self._number = number
        self._articles: set[str] = set()
        self._asked: list[str] = []
        self._died: list[str] = []
        self._old: list[Grave] = []
        self.purged = 0

    def __contains__(self, article: str) -> bool:
        return article in self._articles

    def __len__(self) -> int:
        return len(self._articles)

    def add(self, article: str) -> None:
        """Have what was visible of an article, if anything, die with the transaction.

        Raises:
            IndexWriteError: too much of the archive is replaced.
        """
        if self._before is None or article in self._articles:
            return
        self._articles.add(article)
        self._asked.append(article)
        if len(self._asked) >= _LOOKED_UP:
            self._look()
            self._refuse_many(len(self._died))

    def begin(self) -> None:
        """Decide what is deleted: what died a while ago."""
        assert self._before is not None  # noqa: S101 - a new build is published
        latest = time.time() - GRACE
        self._old = [grave for grave in self._before.graves if grave.at < latest]
        self.purged = max((grave.number for grave in self._old), default=0)

    def settle(self) -> tuple[tuple[str, ...], tuple[Grave, ...]]:
        """Delete that; the dead and the graves that the new commit has.

        Raises:
            IndexWriteError: too much of the archive is replaced.
        """
        self._look()
        dead, graves = self._left()
        self._refuse_many(len(dead) + len(self._died))
        if self._died:
            graves = (*graves, Grave(time.time(), len(self._died), self._number))
        return (*dead, *self._died), graves

    def _left(self) -> tuple[tuple[str, ...], tuple[Grave, ...]]:
        """What is left of the dead and of the graves, after it is deleted what can be."""
        assert self._before is not None  # noqa: S101 - see ``begin``
        dead, graves = self._before.dead, self._before.graves
        gone = sum(grave.size for grave in self._old)
        wanted: list[dict[str, Any]] = [{"terms": {"version": dead[:gone]}}] if gone else []
        if self._number > self._before.number + 1:  # of those between, none will ever be visible
            between = {"gt": self._before.number, "lt": self._number}
            wanted.append({"range": {"since": between}})
            self._contents.refresh()
        if wanted and not self._contents.delete(wanted):
            return dead, graves
        return dead[gone:], graves[len(self._old) :]

    def _look(self) -> None:
        """Look up the versions that were visible."""
        assert self._before is not None  # noqa: S101 - see ``begin``
        for start in range(0, len(self._asked), _LOOKED_UP):
            some = self._asked[start : start + _LOOKED_UP]
            clauses: list[dict[str, Any]] = [
                {"term": {"kind": "record"}},
                {"terms": {"article": some}},
                *self._before.visible(),
            ]
            found = self._contents.some(clauses, 2 * len(some), "version")
            self._died += [source["version"] for source in found]
        self._asked = []

    def _refuse_many(self, dead: int) -> None:
        if dead > MOST_DEAD:
            raise IndexWriteError(
                f"{self._client.address}: more than {MOST_DEAD:,} articles are replaced at once, "
                "or with the updates of the last minute, which searches would be too slow with; "
                f"what was there before still answers; build anew: {rebuild_command(self._client)}"
            )
