"""What an update changes of the completions of an archive.

The photos that it puts and takes away are counted, and that is added to what stood there: numbers
of photos add up. Only of a text that nobody offered before it must be found where it stands in all
of the archive.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path

import numpy as np

from search.completions.archived import pairs_of
from search.completions.completion import Completion, Key, Settled, is_quoted
from search.completions.completion_arrays import completion_arrays
from search.completions.completion_index import BASE, HIDDEN, CompletionIndex
from search.completions.counted import Stands, in_order, standing_of_key, trie_of
from search.completions.offers import Offers
from search.completions.spelling import spelling
from search.completions.tally import tally_documents
from search.document import Document
from search.index.arrays import Array, narrowed, texts_arrays, write_arrays
from search.index.inversion import PAIR
from search.lazily import lazily
from search.suggestion import SUGGESTION_KINDS
from search.text.analyzer import Analyzer
from search.text.fold import GAP

_SHARE = 4
"""The changes may be one in so many of the completions of a build."""

_FEW = 4096
"""So many changes are always kept beside it."""

_PAIR = np.uint64(PAIR)
_GAP = np.uint64(ord(GAP))

Standing = Callable[[Sequence[Sequence[str]]], Sequence[int]]
"""For each of some texts, with its runs: in how many photos of an archive one of these stands."""


def most_changes(before: CompletionIndex) -> int:
    """How many photos and completions of an update are kept beside the completions of a build."""
    return max(_FEW, len(before.parts[0]) // _SHARE)


def is_small(before: CompletionIndex, photos: int) -> bool:
    """Whether what so many photos change is kept beside the completions of a build."""
    kept = len(before.parts[1]) if len(before.parts) > 1 else 0
    return max(kept, photos) <= most_changes(before)


class Update:
    """What a commit changes of the completions of the one before.

    Args:
        put: the photos that come; gone: those that go.
        standing: looks a new text up in all of the archive, as it is then.
        spells: see ``Offers``.
    """

    def __init__(
        self,
        before: CompletionIndex,
        analyzer: Analyzer,
        *,
        put: Sequence[Document],
        gone: Sequence[Document],
        standing: Standing,
        spells: bool = False,
    ) -> None:
        self._before = before
        self._analyzer = analyzer
        self._put = put
        self._gone = gone
        self._standing_anew = standing
        self._spells = spells

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
        offers = Offers(self._analyzer, spells=self._spells)
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
        rows = [
            (key, old, one, more)
            for (key, old), one, more in zip(touched.items(), stands, totals, strict=True)
            # of a word that stood once it must be known that it does not any more
            if old is not None or any(counts[key]) or self._before.stands_once(key)
        ]
        fresh = [
            (key, one.runs)
            for key, old, one, _ in rows
            if old is None or old.is_quoted != is_quoted(counts[key])
        ]
        anew = self._standing_anew([runs for _, runs in fresh])
        found = dict(zip([key for key, _ in fresh], anew, strict=True))
        for key, old, one, more in rows:
            yield Completion(
                key=key,
                label=old.label if old is not None else offers.label(key),
                offered=counts[key],
                total=found[key] if old is None or key in found else old.total + more,
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
