"""What is written beside a commit, by who knows more than segments.

A writer of segments knows nothing of completions, and completions are to be right with every
commit, or not at all: so whoever opens a writer gives it a companion, which writes its file before
the table of contents names the commit.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from search.index.segment import SegmentReader
from search.text.analyzer import Analyzer


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a commit changes.

    Attributes:
        generation: its number; the one before it has one less.
        before: the segments of the commit before, with what was live then.
        after: those of this one.
        put: ids of the articles that it writes.
        dropped: of those that are gone with it, or written anew.
    """

    generation: int
    before: Sequence[SegmentReader]
    after: Sequence[SegmentReader]
    put: Iterable[str]
    dropped: Iterable[str]


class Companion(Protocol):
    """Writes a file beside each commit."""

    def write(self, build: Path, change: Change, analyzer: Analyzer) -> None:
        """Write, durably, what belongs to a commit that nobody sees yet."""

    def files(self, build: Path, generation: int) -> Iterable[str]:
        """The names of the files that belong to a commit."""


class Alone:
    """Nothing is written beside a commit."""

    def write(self, build: Path, change: Change, analyzer: Analyzer) -> None:
        """See ``Companion``."""

    def files(self, build: Path, generation: int) -> Iterable[str]:  # noqa: ARG002
        """See ``Companion``."""
        return ()


ALONE = Alone()
