"""What an open engine remembers between searches, within a number of bytes.

Posting lists, verified runs, the sets that a query matched, documents that were shown, texts that
were folded to be marked: everything is in this one memory, under a key that says what it is, with
the bytes that it takes. The first part of a key is the owner: a segment, a snapshot, or nobody.
What is known of a segment stays right through updates. What belongs to owners that are gone is
forgotten at once, and not taken from searches that are still at work on them: it would keep files
open.
"""

import threading
from collections.abc import Hashable, Iterable
from typing import Any

Key = tuple[Hashable, ...]

NOBODY_S = "nobody's"
"""The owner of what hangs on no segment and no snapshot."""

LIMIT = 1 << 30
"""Bytes that an engine remembers."""

OVERHEAD = 300
"""Bytes of a key, and of its place in the table."""


class Memory:
    """Remembers values up to a number of bytes; safe to share between threads.

    There are two generations. A value that is asked for moves to the young one; when that holds
    half of what is allowed it becomes the old one, and the old one is forgotten. So what is in
    use stays, and nothing is counted or reordered when a value is found.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self._half = limit // 2
        self._young: dict[Key, tuple[Any, int]] = {}
        self._old: dict[Key, tuple[Any, int]] = {}
        self._held = 0
        self._owners: frozenset[Hashable] = frozenset((NOBODY_S,))
        self._moving = threading.Lock()

    def retain(self, owners: Iterable[Hashable]) -> None:
        """Forget what belongs to others than these, and take nothing more of theirs."""
        with self._moving:
            self._owners = frozenset((NOBODY_S, *owners))
            self._old, self._young = (
                {key: held for key, held in some.items() if key[0] in self._owners}
                for some in (self._old, self._young)
            )
            self._held = sum(size for _, size in self._young.values())

    def clear(self) -> None:
        """Forget everything, and take nothing more."""
        with self._moving:
            self._owners = frozenset()
            self._old, self._young, self._held = {}, {}, 0

    def get(self, key: Key) -> Any:
        """The value under a key; None where none is remembered."""
        found = self._young.get(key)
        if found is None:
            found = self._old.get(key)
            if found is None:
                return None
            self._put(key, found, moved=True)
        return found[0]

    def put(self, key: Key, value: Any, size: int) -> None:
        """Remember a value of so many bytes; one that is too large by itself is not."""
        self._put(key, (value, size + OVERHEAD))

    def _put(self, key: Key, held: tuple[Any, int], *, moved: bool = False) -> None:
        if held[1] > self._half:
            return
        with self._moving:
            if key[0] not in self._owners:
                return
            replaced = self._young.get(key)
            if moved and replaced is not None:  # somebody put a newer one meanwhile
                return
            self._held += held[1] - (replaced[1] if replaced else 0)
            if self._held > self._half:
                self._young.pop(key, None)
                self._old, self._young, self._held = self._young, {}, held[1]
            self._young[key] = held

    @property
    def size(self) -> int:
        """Bytes of all that is remembered."""
        with self._moving:
            held = {**self._old, **self._young}
        return sum(size for _, size in held.values())
