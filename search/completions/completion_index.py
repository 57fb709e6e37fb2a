"""The completions of a commit: those of a build, and what changed since.

A file of a build is not written anew for a post that changed: an update writes a small file of its
own with every completion that is not any more what the first file says, and hides those of the
first. ``parts`` are what is looked through, each with the rows that do not count.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from search.completions.completion import Completion, Key
from search.completions.completion_file import CompletionFile, key_hash
from search.index.arrays import Array, Texts
from search.index.commit import INDEX_NAME
from search.lazily import lazily

BASE = "base"
HIDDEN = "hidden"
RARE = "rare"
"""The arrays of a file besides its completions: the name of the file that it changes, rows of that
which do not count any more; hashes of words that stand once and are not in it."""


COMMON_HAN = "".join(map(chr, range(0x4E00, 0x9FA6)))
"""The characters whose sounds are kept for what is typed (the block of Unicode 1.1)."""

COMMON = "common"
"""The arrays of their sounds."""


def file_name(generation: int) -> str:
    """The name of the file of a commit."""
    return f"{INDEX_NAME}_completions_{generation}"


class CompletionIndex:
    """The completions of one commit, mapped.

    Args:
        newest: the file of the commit; base: the one that it changes.

    Attributes:
        parts: the files; of two the second is what changed.
        hidden: of the first, the rows that the second has in their place, in order.
    """

    def __init__(self, newest: CompletionFile, base: CompletionFile | None = None) -> None:
        self.parts = (newest,) if base is None else (base, newest)
        self.hidden: Array | None = None if base is None else newest[HIDDEN]

    def find(self, key: Key) -> Completion | None:
        """The completion of a text, as it is now."""
        for part in reversed(self.parts):
            row = part.row(key)
            if row is not None:
                return part.completion(row)
        return None

    def completions(self) -> Iterator[Completion]:
        """All of them, as they are now."""
        hidden = set() if self.hidden is None else set(self.hidden.tolist())
        for place, part in enumerate(self.parts):
            for row in range(len(part)):
                if place or row not in hidden:
                    yield part.completion(row)

    def damaged(self) -> Iterator[str]:
        """The names of the arrays whose bytes are not those that were written."""
        for part in self.parts:
            yield from part.damaged()

    def sounds_of(self, character: str) -> frozenset[str]:
        """The syllables that a character mostly sounds, one in all its spellings."""
        place = ord(character) - ord(COMMON_HAN[0])
        if not 0 <= place < len(COMMON_HAN):
            return frozenset()
        starts, numbers = (self.parts[0][f"{COMMON}.{name}"] for name in ("starts", "numbers"))
        first, last = starts[place : place + 2].tolist()
        return frozenset(self._syllables[number] for number in numbers[first:last].tolist())

    @lazily
    def _syllables(self) -> Texts:
        return self.parts[0].texts(f"{COMMON}.syllables")

    def stands_once(self, key: Key) -> bool:
        """Whether a text that is no completion was a word of one text when the build was made."""
        rare = self.parts[0][RARE]
        wanted = np.uint64(key_hash(key))
        place = int(rare.searchsorted(wanted))
        return place < len(rare) and bool(rare[place] == wanted)


def base_of(file: CompletionFile) -> str | None:
    """The name of the file that another one changes."""
    names = file.texts(BASE)
    return names[0] if len(names) else None


def files_of(build: Path, generation: int) -> tuple[str, ...]:
    """The names of the files of a commit that are there."""
    name = file_name(generation)
    if not (build / name).is_file():
        return ()
    base = base_of(CompletionFile(build / name))
    return (name,) if base is None else (name, base)


def open_completions(build: Path, generation: int) -> CompletionIndex:
    """The completions of a commit.

    Raises:
        FileNotFoundError: there are none, or the commit was swept away.
        ValueError, KeyError: a file is no such file.
    """
    newest = CompletionFile(build / file_name(generation))
    base = base_of(newest)
    return CompletionIndex(newest, None if base is None else CompletionFile(build / base))
