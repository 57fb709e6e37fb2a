"""Keeps the completions of an index: writes them with each commit.

A build counts everything. An update counts the photos that it puts and takes away, and adds that to
what stood there: numbers of photos add up. Only of a text that nobody offered before it must be
found where it stands in all of the archive. What changed is kept in a file beside that of the
build, until it is a quarter of it: then everything is counted again.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

import numpy as np

from search.completions.completion import LONGEST_SETTLED, Completion, Key
from search.completions.completion_file import completion_arrays, key_hash, sounds_arrays
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
from search.completions.counting import Archived, pairs_of
from search.completions.offers import Offers
from search.completions.sounds import usual_sounds
from search.completions.spelling import spelling
from search.completions.tally import tally_documents, tally_segment
from search.completions.trie import Trie
from search.document import Document
from search.index.arrays import Array, narrowed, texts_arrays, write_arrays
from search.index.companion import Change
from search.index.inversion import PAIR
from search.index.segment import SegmentReader
from search.lazily import lazily
from search.suggestion import SUGGESTION_KINDS
from search.text.analyzer import Analyzer
from search.text.fold import Fold

_SHARE = 4
"""The changes may be one in so many of the completions of a build."""

_FEW = 4096
"""So many changes are always kept beside it."""

_PAIR = np.uint64(PAIR)


class CompletionKeeper:
    """Writes the completions of each commit, see ``search.index.companion.Companion``."""

    def write(self, build: Path, change: Change, analyzer: Analyzer) -> None:
        """See ``Companion``."""
        before = open_completions(build, change.generation - 1)
        path = build / file_name(change.generation)
        path.unlink(missing_ok=True)  # left by a writer that was killed
        if before is not None:
            changed = _Update(before, change, analyzer)
            if changed.is_small:
                changed.write(path, files_of(build, change.generation - 1)[-1])
                return
        _write_all(path, *count_all(change.after, analyzer), analyzer.fold)

    def files(self, build: Path, generation: int) -> Sequence[str]:
        """See ``Companion``."""
        return files_of(build, generation)


def count_all(
    segments: Sequence[SegmentReader], analyzer: Analyzer
) -> tuple[list[Completion], list[Key]]:
    """The completions of some segments, in the order of weight, and the words that stand once."""
    offers = Offers(analyzer)
    for segment in segments:
        offers.of_segment(segment)
    rare = offers.settle()
    keys = list(offers.counts)
    counted = [key.run for key in keys if _is_counted(key)]
    trie = Trie(counted)
    totals = np.zeros(len(counted), dtype=np.int64)
    for segment in segments:
        totals += tally_segment(trie, len(counted), segment)
    by_run = dict(zip(counted, totals.tolist(), strict=True))
    made = (
        Completion(
            key=key,
            label=offers.label(key),
            offered=tuple(offers.counts[key]),
            total=by_run[key.run] if _is_counted(key) else 0,
            settled=_is_counted(key) and is_settled(key.run, analyzer),
        )
        for key in keys
    )
    return in_order(made), rare


def in_order(completions: Iterator[Completion]) -> list[Completion]:
    """Completions in the order of their weight."""
    return sorted(completions, key=lambda one: (-one.weight, one.key))


def _is_counted(key: Key) -> bool:
    return len(key.run) <= LONGEST_SETTLED and not key.is_category


def is_settled(run: str, analyzer: Analyzer) -> bool:
    """Whether a search for a text finds where it stands, and nothing else: see ``standing_of``."""
    if all("\u4e00" <= character <= "\u9fa5" for character in run):
        return any(word == run for word, _, _ in analyzer.segmenter.words(run))
    return any(word.text == run for word in analyzer.words(run))


def _write_all(
    path: Path, completions: Sequence[Completion], rare: Sequence[Key], fold: Fold
) -> None:
    arrays = chain(
        completion_arrays([(one, spelling(one, fold)) for one in completions]),
        [(RARE, np.sort(np.array([key_hash(key) for key in rare], dtype=np.uint64)))],
        sounds_arrays(COMMON, [usual_sounds(character) for character in COMMON_HAN]),
        texts_arrays(BASE, ()).items(),
    )
    write_arrays(path, arrays)


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
        changed = self._kept() | {one.key: one for one in self._changed()}
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

    def _changed(self) -> Iterator[Completion]:
        offers = Offers(self._analyzer)
        for photo in self._put:
            offers.of_document(photo)
        for photo in self._gone:
            offers.of_document(photo, -1)
        touched: dict[Key, Completion | None] = {
            key: self._before.find(key) for key in offers.counts
        }
        touched |= {one.key: one for one in self._standing() if one.key not in touched}
        counted = [key.run for key in touched if _is_counted(key)]
        totals = dict(zip(counted, self._totals(counted).tolist(), strict=True))
        for key, old in touched.items():
            delta = offers.counts.get(key)
            if old is not None:
                yield _added(old, delta, totals.get(key.run, 0) if _is_counted(key) else 0)
            elif delta is not None:
                yield from self._new(key, delta, offers)

    def _totals(self, runs: Sequence[str]) -> Array:
        """In how many more photos each of some texts stands."""
        trie, fold = Trie(runs), self._analyzer.fold
        more, less = (
            tally_documents(trie, len(runs), some, fold) for some in (self._put, self._gone)
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
            for row in np.isin((first << _PAIR) | second, held).nonzero()[0].tolist():
                if place or row not in shadowed:
                    yield part.completion(row)

    def _new(self, key: Key, offered: Sequence[int], offers: Offers) -> Iterator[Completion]:
        """A completion that nobody offered before, or only one word of one text."""
        counts = list(offered)
        stood = self._before.stands_once(key)
        kind = offers.kind_of(key.run) if stood else None
        if kind is not None:
            counts[SUGGESTION_KINDS.index(kind)] += 1
        if kind is not None or any(counts):
            is_counted = _is_counted(key)
            yield Completion(
                key=key,
                label=offers.label(key),
                offered=tuple(counts),
                total=self._archived.photos_with(key.run) if is_counted else 0,
                settled=is_counted and is_settled(key.run, self._analyzer),
            )


def _added(old: Completion, offered: Sequence[int] | None, total: int) -> Completion:
    """A completion after some photos came and went."""
    more = offered or [0] * len(old.offered)
    counts = tuple(map(sum, zip(old.offered, more, strict=True)))
    return replace(old, offered=counts, total=old.total + total)


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
