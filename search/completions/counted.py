"""The completions of an archive, counted from its documents: what a build writes.

An index is held to it by ``check``, however many updates came since. What documents offer is
counted first (``Offers``), then in how many of them each of that stands.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from search.completions.completion import LONGEST_COUNTED, Completion, Key, Settled, is_quoted
from search.completions.completion_index import CompletionIndex
from search.completions.offers import Offers
from search.completions.tally import tally_segment
from search.completions.trie import Trie
from search.index.arrays import Array
from search.index.segment import SegmentReader
from search.query.plan import SHORT, broken_runs
from search.text.analyzer import Analyzer
from search.text.fold import is_han


def count_all(
    segments: Sequence[SegmentReader], analyzer: Analyzer
) -> tuple[list[Completion], list[Key]]:
    """The completions of some segments, in the order of weight, and the words that stand once."""
    offers = Offers(analyzer)
    for segment in segments:
        offers.of_segment(segment)

    def tallied(trie: Trie, size: int) -> Iterator[Array]:
        return (tally_segment(trie, size, segment) for segment in segments)

    return counted(offers, tallied, analyzer)


def counted(
    offers: Offers, tallied: Callable[[Trie, int], Iterable[Array]], analyzer: Analyzer
) -> tuple[list[Completion], list[Key]]:
    """The completions of what is offered, in the order of weight, and the words that stand once.

    Args:
        tallied: in how many photos each of so many texts of a trie stands, part by part.
    """
    rare = offers.settle()
    keys = list(offers.counts)
    standing = [standing_of_key(key, tuple(offers.counts[key]), analyzer) for key in keys]
    totals = np.zeros(len(keys), dtype=np.int64)
    for some in tallied(trie_of(standing), len(keys)):
        totals += some
    made = (
        Completion(
            key=key,
            label=offers.label(key),
            offered=tuple(offers.counts[key]),
            total=total,
            settled=one.settled,
        )
        for key, one, total in zip(keys, standing, totals.tolist(), strict=True)
    )
    return in_order(made), rare


def in_order(completions: Iterable[Completion]) -> list[Completion]:
    """Completions in the order of their weight."""
    return sorted(completions, key=lambda one: (-one.weight, one.key))


class Stands(NamedTuple):
    """How a completion stands in a text: as one of some runs of symbols, the first its own.

    Without runs it is not counted.
    """

    settled: Settled
    runs: tuple[str, ...]


def standing_of_key(key: Key, offered: tuple[int, ...], analyzer: Analyzer) -> Stands:
    """How a completion stands where a search finds it: see ``search.query.plan.standing_of``."""
    run = key.run
    if key.is_category or len(run) > LONGEST_COUNTED:
        return Stands(Settled.NO, ())
    if is_quoted(offered):
        return Stands(Settled.RUN, (run,))
    words = _words(run, analyzer)
    if len(words) < 2 or run in words:
        return Stands(Settled.RUN, (run,))
    if len(run) <= SHORT and any(len(word) == 1 and is_han(word) for word in words):
        return Stands(Settled.BROKEN, (run, *broken_runs(run, sorted(words))))
    return Stands(Settled.NO, (run,))


def _words(run: str, analyzer: Analyzer) -> set[str]:
    """The words of a text; of Han alone without looking for anything else in it."""
    if all("\u4e00" <= character <= "\u9fa5" for character in run):
        return {word for word, _, _ in analyzer.segmenter.words(run)}
    return {word.text for word in analyzer.words(run)}


def trie_of(standing: Sequence[Stands]) -> Trie:
    """What finds some completions in texts, by their places."""
    numbered = {run: place for place, one in enumerate(standing) for run in one.runs[1:]}
    numbered |= {one.runs[0]: place for place, one in enumerate(standing) if one.runs}
    return Trie(list(numbered), list(numbered.values()))


def disagreements(
    index: CompletionIndex, anew: Callable[[], Iterable[Completion]], *, words: bool
) -> Iterator[str]:
    """What is damaged of the completions, or not what the documents give; a sentence each.

    Not what is counted of ``words`` where these are cut by another segmenter now.

    Args:
        anew: counts the completions.
    """
    faults = [f"array {name} of the completions is damaged" for name in index.damaged()]
    yield from faults
    if faults or not words:
        return
    counted = {one.key: one for one in anew() if one.is_frequent}
    kept = {one.key: one for one in index.completions() if one.is_frequent}
    for key in sorted(counted.keys() | kept.keys()):
        if _told(counted.get(key)) != _told(kept.get(key)):
            yield f"the completion {key.run!r} is not counted as the photos give it"


def _told(completion: Completion | None) -> tuple[object, ...] | None:
    if completion is None:
        return None
    return completion.offered, completion.total, completion.settled
