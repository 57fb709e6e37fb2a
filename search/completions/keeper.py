"""Keeps the completions of an index: writes them with each commit.

A build counts everything. An update counts what it changes (``update``), which is kept in a file
beside that of the build, until it is a quarter of it: then everything is counted again.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from pathlib import Path

import numpy as np

from search.completions.archived import Archived
from search.completions.completion import Completion, Key
from search.completions.completion_arrays import completion_arrays, sounds_arrays
from search.completions.completion_file import key_hash
from search.completions.completion_index import (
    BASE,
    COMMON,
    COMMON_HAN,
    RARE,
    CompletionIndex,
    file_name,
    files_of,
    open_completions,
)
from search.completions.counted import count_all
from search.completions.sounds import usual_sounds
from search.completions.spelling import spelling
from search.completions.update import Update, is_small
from search.document import Document
from search.index.arrays import Named, texts_arrays, write_arrays
from search.index.companion import Change
from search.index.segment import SegmentReader
from search.text.analyzer import Analyzer
from search.text.fold import Fold


class CompletionKeeper:
    """Writes the completions of each commit, see ``search.index.companion.Companion``."""

    def write(self, build: Path, change: Change, analyzer: Analyzer) -> None:
        """See ``Companion``."""
        before = _before(build, change.generation)
        path = build / file_name(change.generation)
        path.unlink(missing_ok=True)  # left by a writer that was killed
        if before is not None and is_small(before, _moved(change)):
            changed = _update(before, change, analyzer)
            if changed.adds_up:
                changed.write(path, files_of(build, change.generation - 1)[-1])
                return
        write_all(path, *count_all(change.after, analyzer), analyzer.fold)

    def files(self, build: Path, generation: int) -> Sequence[str]:
        """See ``Companion``."""
        return files_of(build, generation)


def _before(build: Path, generation: int) -> CompletionIndex | None:
    """The completions of the commit before one; None where there are none that can be read."""
    try:
        return open_completions(build, generation - 1)
    except (OSError, ValueError, KeyError):
        return None


def write_all(
    path: Path, completions: Sequence[Completion], rare: Sequence[Key], fold: Fold
) -> None:
    """Write the file of all completions of an archive.

    Args:
        rare: words that stand once.
    """
    arrays = chain(
        completion_arrays([(one, spelling(one, fold)) for one in completions]),
        [(RARE, np.sort(np.array([key_hash(key) for key in rare], dtype=np.uint64)))],
        _common_sounds(),
        texts_arrays(BASE, ()).items(),
    )
    write_arrays(path, arrays)


@cache
def _common_sounds() -> tuple[Named, ...]:
    """How characters sound that somebody may type: the same in every index."""
    return tuple(sounds_arrays(COMMON, [usual_sounds(character) for character in COMMON_HAN]))


def _update(before: CompletionIndex, change: Change, analyzer: Analyzer) -> Update:
    archived = Archived(change.after)

    def standing(texts: Sequence[Sequence[str]]) -> list[int]:
        return [archived.photos_with(runs) for runs in texts]

    return Update(
        before,
        analyzer,
        put=list(_photos(change.after, change.put)),
        gone=list(_photos(change.before, change.dropped)),
        standing=standing,
    )


def _moved(change: Change) -> int:
    """How many photos come and go."""
    coming = _places(change.after, change.put)
    going = _places(change.before, change.dropped)
    return sum(end - first for _, first, end in chain(coming, going))


def _places(
    segments: Sequence[SegmentReader], articles: Iterable[str]
) -> Iterator[tuple[SegmentReader, int, int]]:
    """Where the live photos of some articles are: the segment, the first, the end."""
    for article in articles:
        for segment in segments:
            rank = segment.rank(article)
            if rank is not None:
                yield segment, *segment.documents_of("photo", rank)


def _photos(segments: Sequence[SegmentReader], articles: Iterable[str]) -> Iterator[Document]:
    for segment, first, end in _places(segments, articles):
        for local in range(first, end):
            yield segment.document("photo", local)
