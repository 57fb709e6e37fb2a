"""What an open engine remembers between searches, within a number of bytes.

Posting lists of documents, and sets of them: the documents with a token of which nobody has asked
yet what it adds to scores, those with a run of symbols that many texts had to be looked into for,
and those with a word in any field. All stay right through updates (see ``posted``), so one memory
serves all snapshots of a build; what belongs to segments that are gone is forgotten as new lists
come in.
"""

import threading
from collections.abc import Hashable

from search.embedded.arrays import Ids
from search.embedded.bits import Bits
from search.embedded.posted import OVERHEAD, Posted
from search.embedded.sets import Docs

LIMIT = 1 << 30
"""Bytes that an engine remembers; a hundred and fifty different searches in a million photos."""


class Holders:
    """The documents of a leaf with a token or a run of symbols, deleted ones too.

    Attributes:
        size: bytes that they take.
    """

    __slots__ = ("_bits", "_documents", "_ids", "size")

    def __init__(self, documents: int, *, ids: Ids | None = None, bits: Bits | None = None) -> None:
        self._documents = documents
        self._ids, self._bits = ids, bits
        self.size = sum(held.nbytes for held in (ids, bits) if held is not None) + OVERHEAD

    @property
    def docs(self) -> Docs:
        """The documents; what a search makes of them goes with the search."""
        return Docs(self._documents, ids=self._ids, bits=self._bits)


class Memory:
    """Remembers posting lists up to a number of bytes; safe to share between threads.

    There are two generations. A list that is asked for moves to the young one; when that holds
    half of what is allowed it becomes the old one, and the old one is forgotten. So what is in
    use stays, and nothing is counted or reordered when a list is found.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self._half = limit // 2
        self._young: dict[Hashable, Posted | Holders] = {}
        self._old: dict[Hashable, Posted | Holders] = {}
        self._held = 0
        self._moving = threading.Lock()

    def get(self, key: Hashable) -> Posted | Holders | None:
        """The list under a key, if it is remembered."""
        found = self._young.get(key)
        if found is None:
            found = self._old.get(key)
            if found is not None:
                self.put(key, found)
        return found

    def put(self, key: Hashable, posted: Posted | Holders) -> None:
        """Remember a list; one that is too large by itself is not."""
        if posted.size > self._half:
            return
        with self._moving:
            if self._held + posted.size > self._half:
                self._old, self._young, self._held = self._young, {}, 0
            replaced = self._young.get(key)
            self._held += posted.size - (replaced.size if replaced else 0)
            self._young[key] = posted

    @property
    def size(self) -> int:
        """Bytes of all that is remembered."""
        with self._moving:
            lists = {**self._old, **self._young}
        return sum(posted.size for posted in lists.values())
