"""Keeps the completions of an index: writes them with each commit.

A build counts everything. An update counts the photos that it puts and takes away, and adds that to
what stood there: numbers of photos add up. Only of a text that nobody offered before it must be
found where it stands in all of the archive. What changed is kept in a file beside that of the
build, until it is a quarter of it: then everything is counted again.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from pathlib import Path

import numpy as np

from search.completions.archived import Archived, pairs_of
from search.completions.completion import Completion, Key, Settled, is_quoted
from search.completions.completion_arrays import completion_arrays, sounds_arrays
from search.completions.completion_file import key_hash
from search.completions.completion_index import (
    BASE,
    COMMON,
    COMMON_HAN,
    HIDDEN,
    RARE,
    CompletionIndex,
    file_name,
    files_of,
    open_completions,
)
from search.completions.counted import Stands, count_all, in_order, standing_of_key, trie_of
from search.completions.offers import Offers
from search.completions.sounds import usual_sounds
from search.completions.spelling import spelling
from search.completions.tally import tally_documents
from search.document import Document
from search.index.arrays import Array, Named, narrowed, texts_arrays, write_arrays
from search.index.companion import Change
from search.index.inversion import PAIR
from search.index.segment import SegmentReader
from search.lazily import lazily
from search.suggestion import SUGGESTION_KINDS
from search.text.analyzer import Analyzer
from search.text.fold import GAP, Fold

_SHARE = 4
"""The changes may be one in so many of the completions of a build."""

_FEW = 4096
"""So many changes are always kept beside it."""

_PAIR = np.uint64(PAIR)
_GAP = np.uint64(ord(GAP))


class CompletionKeeper:
    """Writes the completions of each commit, see ``search.index.companion.Companion``."""

    def write(self, build: Path, change: Change, analyzer: Analyzer) -> None:
        """See ``Companion``."""
        before = _before(build, change.generation)
        path = build / file_name(change.generation)
        path.unlink(missing_ok=True)  # left by a writer that was killed
        if before is not None:
            changed = _Update(before, change, analyzer)
            if changed.is_small and changed.adds_up:
                changed.write(path, files_of(build, change.generation - 1)[-1])
                return
        _write_all(path, *count_all(change.after, analyzer), analyzer.fold)

    def files(self, build: Path, generation: int) -> Sequence[str]:
        """See ``Companion``."""
        return files_of(build, generation)


def _before(build: Path, generation: int) -> CompletionIndex | None:
    """The completions of the commit before one; None where there are none that can be read."""
    try:
        return open_completions(build, generation - 1)
    except (OSError, ValueError, KeyError):
        return None


def _write_all(
    path: Path, completions: Sequence[Completion], rare: Sequence[Key], fold: Fold
) -> None:
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


class _Update:
    """What a commit changes of the completions of the one before."""

    def __init__(self, before: CompletionIndex, change: Change, analyzer: Analyzer) -> None:
        self._before = before
        self._analyzer = analyzer
        self._change = change
        self._archived = Archived(change.after)
        self._most = max(_FEW, len(before.parts[0]) // _SHARE)

    @property
    def is_small(self) -> bool:
        """Whether it is kept beside the completions of a build."""
        kept = len(self._before.parts[1]) if len(self._before.parts) > 1 else 0
        coming = _places(self._change.after, self._change.put)
        going = _places(self._change.before, self._change.dropped)
        photos = sum(end - first for _, first, end in chain(coming, going))
        return kept <= self._most and photos <= self._most

    @lazily
    def _put(self) -> list[Document]:
        """The photos that come."""
        return list(_photos(self._change.after, self._change.put))

    @lazily
    def _gone(self) -> list[Document]:
        """The photos that go."""
        return list(_photos(self._change.before, self._change.dropped))

    def write(self, path: Path, base: str) -> None:
        """Write the file of what changed.

        Args:
            base: the name of the file of the build.
        """
        changed = self._kept() | self._changed
        completions = in_order(iter(changed.values()))
        first, fold = self._before.parts[0], self._analyzer.fold
        rows = sorted(row for key in changed if (row := first.row(key)) is not None)
        arrays = chain(
            completion_arrays([(one, spelling(one, fold)) for one in completions]),
            texts_arrays(BASE, [base]).items(),
            [(HIDDEN, narrowed(np.array(rows, dtype=np.int64)))],
        )
        write_arrays(path, arrays)

    def _kept(self) -> dict[Key, Completion]:
        """What had changed before, as it was."""
        if len(self._before.parts) < 2:
            return {}
        part = self._before.parts[1]
        made = (part.completion(row) for row in range(len(part)))
        return {one.key: one for one in made}

    @property
    def adds_up(self) -> bool:
        """Whether no number fell below nothing: texts are cut otherwise than they were, if one did.

        A changed dictionary does that, which leaves an index in use.
        """
        return all(min(one.total, *one.offered) >= 0 for one in self._changed.values())

    @lazily
    def _changed(self) -> dict[Key, Completion]:
        """The completions that are not what they were."""
        return {one.key: one for one in self._touched() if one != self._before.find(one.key)}

    def _touched(self) -> Iterator[Completion]:
        offers = Offers(self._analyzer)
        for photo in self._put:
            offers.of_document(photo)
        for photo in self._gone:
            offers.of_document(photo, -1)
        touched: dict[Key, Completion | None] = {
            key: self._before.find(key) for key in offers.counts
        }
        touched |= {one.key: one for one in self._standing() if one.key not in touched}
        counts = {key: self._offered(key, old, offers) for key, old in touched.items()}
        stands = [standing_of_key(key, counts[key], self._analyzer) for key in touched]
        totals = self._totals(stands).tolist()
        for (key, old), one, more in zip(touched.items(), stands, totals, strict=True):
            if old is None and not any(counts[key]) and not self._before.stands_once(key):
                continue  # of a word that stood once it must be known that it does not any more
            is_same = old is not None and old.is_quoted == is_quoted(counts[key])
            yield Completion(
                key=key,
                label=old.label if old is not None else offers.label(key),
                offered=counts[key],
                total=old.total + more
                if old is not None and is_same
                else self._archived.photos_with(one.runs),
                settled=one.settled,
            )

    def _offered(self, key: Key, old: Completion | None, offers: Offers) -> tuple[int, ...]:
        """How many photos offer a text now, by kind."""
        more = offers.counts.get(key) or [0] * len(SUGGESTION_KINDS)
        if old is not None:
            return tuple(map(sum, zip(old.offered, more, strict=True)))
        counts = list(more)
        kind = offers.kind_of(key.run) if self._before.stands_once(key) else None
        if kind is not None:
            counts[SUGGESTION_KINDS.index(kind)] += 1
        return tuple(counts)

    def _totals(self, stands: Sequence[Stands]) -> Array:
        """In how many more photos each of some texts stands."""
        trie, fold = trie_of(stands), self._analyzer.fold
        more, less = (
            tally_documents(trie, len(stands), some, fold) for some in (self._put, self._gone)
        )
        return more - less

    def _standing(self) -> Iterator[Completion]:
        """The completions that may stand in the photos that come or go."""
        held = pairs_of((*self._put, *self._gone), self._analyzer.fold)
        shadowed = set() if self._before.hidden is None else set(self._before.hidden.tolist())
        for place, part in enumerate(self._before.parts):
            starts, symbols = part["starts"].astype(np.int64), part["symbols"]
            codes = part["characters"].astype(np.uint64)
            first, second = codes[symbols[starts[:-1]]], codes[symbols[starts[:-1] + 1]]
            stands = np.isin((first << _PAIR) | second, held)
            stands |= np.isin((first << _PAIR) | _GAP, held) & (part["settled"] == Settled.BROKEN)
            for row in stands.nonzero()[0].tolist():
                if place or row not in shadowed:
                    yield part.completion(row)


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
