"""One file of completions: arrays, written once and mapped ever after.

Completions stand in the order of their weight, so that whoever looks for the best of those that
match reads from the front and may stop. A completion is a row of *symbols*; a symbol is a
character together with its sounds in this text. Each place of a text where typing may begin is a
*view*. Views are listed by the symbol that they begin with, and by the letter that a sound of it
begins with, again the best first.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from search.completions.completion import Completion, Key, Settled
from search.index.arrays import Array, ArrayFile, Texts
from search.lazily import lazily
from search.suggestion import SUGGESTION_KINDS

FIRST_LETTER = ord("a")
LETTERS = 26


def key_hash(key: Key) -> int:
    """A number that hardly two keys share."""
    text = ("\1" if key.is_category else "\2") + key.run
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(digest.digest(), "little")


class CompletionFile:
    """The completions of a file, by their rows."""

    def __init__(self, path: Path) -> None:
        self._file = ArrayFile(path)
        self.labels: Texts = self._file.texts("labels")
        self.weights = self._file["weights"]

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, name: str) -> Array:
        return self._file[name]

    def texts(self, name: str) -> Texts:
        """Some of the texts."""
        return self._file.texts(name)

    def damaged(self) -> Iterator[str]:
        """The names of the arrays whose bytes are not those that were written."""
        return self._file.damaged()

    def run(self, row: int) -> str:
        """The character stream of a completion."""
        first, last = self["starts"][row : row + 2].tolist()
        codes = self["characters"][self["symbols"][first:last]]
        return codes.tobytes().decode("utf-32-le", "surrogatepass")

    def offered(self, row: int) -> tuple[int, ...]:
        """How many photos offer a completion, by kind."""
        return tuple(int(array[row]) for array in self._offered)

    @lazily
    def _offered(self) -> list[Array]:
        return [self[f"offered.{kind}"] for kind in SUGGESTION_KINDS]

    def completion(self, row: int) -> Completion:
        """A completion."""
        return Completion(
            key=Key(self.run(row), bool(self["categories"][row])),
            label=self.labels[row],
            offered=self.offered(row),
            total=int(self["totals"][row]),
            settled=Settled(int(self["settled"][row])),
        )

    def row(self, key: Key) -> int | None:
        """The row of a completion."""
        hashes = self["hashes"]
        wanted = np.uint64(key_hash(key))
        place = int(hashes.searchsorted(wanted))
        if place == len(hashes) or hashes[place] != wanted:
            return None
        row = int(self["hashes.rows"][place])
        return row if self.run(row) == key.run else None
