"""The completions of some segments, counted from their documents: what a build writes.

An index is held to it by ``check``, however many updates came since.
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from search.completions.completion import LONGEST_SETTLED, Completion, Key
from search.completions.completion_index import CompletionIndex
from search.completions.offers import Offers
from search.completions.tally import tally_segment
from search.completions.trie import Trie
from search.index.segment import SegmentReader
from search.text.analyzer import Analyzer


def count_all(
    segments: Sequence[SegmentReader], analyzer: Analyzer
) -> tuple[list[Completion], list[Key]]:
    """The completions of some segments, in the order of weight, and the words that stand once."""
    offers = Offers(analyzer)
    for segment in segments:
        offers.of_segment(segment)
    rare = offers.settle()
    keys = list(offers.counts)
    counted = [key.run for key in keys if is_counted(key)]
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
            total=by_run[key.run] if is_counted(key) else 0,
            settled=is_counted(key) and is_settled(key.run, analyzer),
        )
        for key in keys
    )
    return in_order(made), rare


def in_order(completions: Iterable[Completion]) -> list[Completion]:
    """Completions in the order of their weight."""
    return sorted(completions, key=lambda one: (-one.weight, one.key))


def is_counted(key: Key) -> bool:
    return len(key.run) <= LONGEST_SETTLED and not key.is_category


def is_settled(run: str, analyzer: Analyzer) -> bool:
    """Whether a search for a text finds where it stands, and nothing else: see ``standing_of``."""
    if all("\u4e00" <= character <= "\u9fa5" for character in run):
        return any(word == run for word, _, _ in analyzer.segmenter.words(run))
    return any(word.text == run for word in analyzer.words(run))


def disagreements(
    index: CompletionIndex, segments: Sequence[SegmentReader], analyzer: Analyzer, *, words: bool
) -> Iterator[str]:
    """What is damaged of the completions, or not what the documents give; a sentence each.

    Not what is counted of ``words`` where these are cut by another segmenter now.
    """
    faults = [f"array {name} of the completions is damaged" for name in index.damaged()]
    yield from faults
    if faults or not words:
        return
    counted = {one.key: one for one in count_all(segments, analyzer)[0] if one.is_frequent}
    kept = {one.key: one for one in index.completions() if one.is_frequent}
    for key in sorted(counted.keys() | kept.keys()):
        if _told(counted.get(key)) != _told(kept.get(key)):
            yield f"the completion {key.run!r} is not counted as the photos give it"


def _told(completion: Completion | None) -> tuple[object, ...] | None:
    if completion is None:
        return None
    return completion.offered, completion.total, completion.settled
