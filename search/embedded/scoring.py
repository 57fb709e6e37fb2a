"""Sums the score of ``search.ranking`` over documents, term by term, in a stated order.

The order of summation is part of the formula: float64 sums made in the same order are the same
to the last bit, so equal documents tie exactly and the oracle's scores can be compared for
equality.

A page needs the best few of what may be half the archive. ``contenders`` leaves out, leaf by leaf,
what cannot be among them (MaxScore: Turtle and Flood, "Query evaluation: strategies and
optimizations", 1995). A floor that the best reach is known from some documents, those that gain
most of single tokens among them. Documents that have none of the tokens without which the floor is
out of reach are not even listed; of the others, what adds most is added first, and from time to
time those stay behind that could not reach the best even with the most that is left. Where a few
tokens are all that counts, a document has several of them or must gain the floor by one. Only
contenders are then scored exactly. The sums made on the way are of the same numbers in another
order, so that a bound must be missed by more than rounding before a document is left out.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from search.document import Kind
from search.embedded.arrays import Ids
from search.embedded.closeup import Closeup, pays
from search.embedded.evaluate import Evaluation, Part
from search.embedded.gain import Gain
from search.embedded.leaf import Numbers
from search.embedded.posted import Posted
from search.embedded.sets import NOBODY, Docs, union
from search.embedded.snapshot import Snapshot
from search.query.plan import Ordering, Reward
from search.query.tree import Or, Run, Term, Tree, terms_of
from search.ranking import LITERAL_BONUS, STREAM_WEIGHTS, idf
from search.text.analyzer import STREAMS

_DIRECT = 1 << 13
"""So few documents times terms are all contenders: leaving out would cost more than scoring."""

_FEW_TERMS = 4
_UNLISTED = 1 << 10
"""The best by so few terms are found through their lists. That pays off where more documents than
so many are not even listed."""

_WORTH = 2
"""Leaving out is worth it when not more than one document in so many remains."""

_TELLING = 4
_PEAK = 24
"""So many of the tokens that add most are asked for the documents where they add most; for few, or
scoring them would work out the lists of all other tokens, too."""

_FIRST_SAMPLE = 4
_SAMPLE = 64
"""For each of the best, so many documents are looked at to find a bound that the best are above:
scored in full at first, then by what their sums have reached."""

_LISTED = 1 << 13
"""So many documents with several or all of a few terms are scored; of more, the promising."""

_SLACK = 1e-9
"""Relative; far more than sums of a thousand numbers differ by their order."""


class _Bonus(NamedTuple):
    """What is added where a run of symbols stands."""

    run: Run
    amount: float


class Scoring:
    """The scores of one ordering: its statistics are looked up once, for all leaves."""

    def __init__(self, snapshot: Snapshot, ordering: Ordering, evaluation: Evaluation) -> None:
        self._evaluation = evaluation
        kind = evaluation.kind
        gains = [snapshot.gain(kind, term) for term in ordering.terms]
        self._gains = [gain for gain in gains if gain is not None]
        self._fields = len({gain.term.field for gain in self._gains})
        self._bonuses = list(_bonuses(snapshot, kind, ordering)) if ordering.rewards else []

    def scores(self, leaf: int, found: Ids) -> Numbers:
        """The scores of some documents of a leaf; all of them must be in the plan's tree."""
        part = self._evaluation.parts[leaf]
        if pays(len(found), self._fields, len(self._gains)):
            return self._read(part, found)
        tokens = part.tokens
        if not self._gains:
            total: Numbers = np.zeros(len(found))
        for number, gain in enumerate(self._gains):
            if number:
                total += tokens.gains(gain, found)
            else:
                total = tokens.gains(gain, found)
        for run, amount in self._bonuses:
            total += part.within(run, found) * np.float64(amount)
        return total

    def _read(self, part: Part, found: Ids) -> Numbers:
        """The scores of documents so few that their texts are read."""
        closeup = Closeup(part.leaf, found)
        for gain in self._gains:
            closeup.add(gain)
        for run, amount in self._bonuses:
            closeup.reward(run, amount)
        return np.array(closeup.scores)

    def contenders(
        self, leaf: int, docs: Docs, count: int, floor: float
    ) -> tuple[Ids, Numbers, float]:
        """All of some documents of a leaf that can be among the best ``count``, and their scores.

        ``floor`` is a score that the best are known to reach, 0 at first; the last value is one
        that they are now known to reach.
        """
        size = len(docs)
        if size <= count:
            return docs.ids, self.scores(leaf, docs.ids), floor
        few = not self._bonuses and len(self._gains) <= _FEW_TERMS
        if few:
            limit = _LISTED if docs.listed else _UNLISTED
        else:
            limit = _DIRECT // (len(self._gains) + len(self._bonuses))
        if size <= limit:
            found = docs.ids
            scores = self.scores(leaf, found)
        elif few:
            found, scores = self._promising(leaf, docs, count, floor)
        else:
            found = self._reaching(leaf, docs, count, floor)
            scores = self.scores(leaf, found)
        if len(found) <= count:
            return found, scores, max(floor, _reached(scores, count))
        floor = max(floor, _reached(scores, count))
        left = (scores >= floor).nonzero()[0]
        return found[left], scores[left], floor

    def _promising(self, leaf: int, docs: Docs, count: int, floor: float) -> tuple[Ids, Numbers]:
        """Those that have several of a few terms, or gain enough of one, and their scores."""
        part = self._evaluation.parts[leaf]
        lists = [(gain, part.tokens.posted(gain.term)) for gain in self._gains]
        several = _several(lists, part.leaf.size)
        if several is None:
            return docs.ids, self.scores(leaf, docs.ids)
        if not count <= len(several) <= _LISTED:
            found = self._gaining(leaf, docs, count, floor)
            return found, self.scores(leaf, found)
        found = several.ids[docs.has(several.ids)]
        scores = self.scores(leaf, found)
        floor = max(floor, _reached(scores, count))
        if not floor:  # documents that gain nothing may be among the best
            return docs.ids, self.scores(leaf, docs.ids)
        alone = [
            gain.reaching(posted, floor)
            for gain, posted in lists
            if posted.bits is not None and gain.most(posted) >= floor
        ]
        if alone:
            found = union([found, *alone], part.leaf.size).ids
            found = found[docs.has(found)]
            scores = self.scores(leaf, found)
        return found, scores

    def _gaining(self, leaf: int, docs: Docs, count: int, floor: float) -> Ids:
        """Those that gain enough of any of a few terms.

        If a document gains less of every term than some *least* of each, and these add up to the
        floor, then it does not reach the floor. There are two ways to share the floor out: by
        the most that each term adds; or by turns, each term making up for what those after it
        cannot add. The one that leaves fewer documents is taken.
        """
        part = self._evaluation.parts[leaf]
        lists = [(gain, part.tokens.posted(gain.term)) for gain in self._gains]
        peaks = union([posted.peak for _, posted in lists], part.leaf.size).ids
        floor = max(floor, _reached(self.scores(leaf, peaks[docs.has(peaks)]), count))
        if not floor:  # documents that gain nothing may be among the best
            return docs.ids
        mosts = [gain.most(posted) for gain, posted in lists]
        total = rest = sum(mosts)
        if total < floor:
            return NOBODY
        evenly, by_turns = [], []
        for number in sorted(range(len(lists)), key=mosts.__getitem__, reverse=True):
            rest -= mosts[number]
            evenly.append((*lists[number], floor * mosts[number] / total))
            by_turns.append((*lists[number], floor - rest))
        many = {
            sum(gain.many(posted, least) for gain, posted, least in shares): shares
            for shares in (by_turns, evenly)
        }
        shares = many[min(many)]
        if min(many) * _WORTH > len(docs):
            return docs.ids
        reaching = [gain.reaching(posted, least) for gain, posted, least in shares]
        found = union(reaching, part.leaf.size).ids
        return found[docs.has(found)]

    def _reaching(self, leaf: int, docs: Docs, count: int, floor: float) -> Ids:
        """The documents that can reach the best by all that adds to scores."""
        part = self._evaluation.parts[leaf]
        mosts = [part.tokens.most(gain) for gain in self._gains]
        mosts += [amount for _, amount in self._bonuses]
        order = sorted(range(len(mosts)), key=mosts.__getitem__, reverse=True)
        floor = max(floor, self._sampled(leaf, docs, count, order))
        found = self._essential(part, docs, floor, [(number, mosts[number]) for number in order])
        total = np.zeros(len(found))
        rest = checked = sum(mosts)
        for done, number in enumerate(order, start=1):
            total += self._added(part, number, found)
            rest = max(0.0, rest - mosts[number])
            telling = rest <= checked / 2 or rest < floor < checked or done == len(order)
            if not telling:
                continue
            checked = rest
            floor = max(floor, _reached(total, count))
            left = (total >= floor - rest).nonzero()[0]
            if len(left) < len(found):
                found, total = found[left], total[left]
            if len(found) * (len(order) - done) <= _DIRECT:
                break
        return found

    def _sampled(self, leaf: int, docs: Docs, count: int, order: Sequence[int]) -> float:
        """A score that the best reach: of some documents, and of those that gain most."""
        part = self._evaluation.parts[leaf]
        telling = [number for number in order if number < len(self._gains)][:_TELLING]
        lists = [part.tokens.known(self._gains[number].term) for number in telling]
        peaks = [np.sort(posted.peak[-_PEAK:]) for posted in lists if posted is not None]
        best = union(peaks, part.leaf.size).ids
        sample = union([docs.sample(_FIRST_SAMPLE * count), best[docs.has(best)]], part.leaf.size)
        return _reached(self.scores(leaf, sample.ids), count)

    def _essential(
        self, part: Part, docs: Docs, floor: float, mosts: Sequence[tuple[int, float]]
    ) -> Ids:
        """The documents without those that have too little: only what adds little to scores."""
        total = rest = sum(most for _, most in mosts)
        needed: list[Tree] = []
        for number, most in mosts:
            if floor and rest + total * _SLACK < floor:
                return docs.both(part.docs(Or(tuple(needed)))).ids
            needed.append(self._token(part, number))
            rest -= most
        return docs.ids

    def _token(self, part: Part, number: int) -> Term:
        """A token that all documents have to which the gain or the bonus with a number is added."""
        if number < len(self._gains):
            return self._gains[number].term
        run, _ = self._bonuses[number - len(self._gains)]
        return min(terms_of(run), key=lambda term: part.leaf.frequency(*term))

    def _added(self, part: Part, number: int, found: Ids) -> Numbers:
        """What the gain or the bonus with a number adds to the scores of some documents."""
        if number < len(self._gains):
            return part.tokens.gains(self._gains[number], found)
        run, amount = self._bonuses[number - len(self._gains)]
        return part.within(run, found) * np.float64(amount)


def _several(lists: Sequence[tuple[Gain, Posted]], size: int) -> Docs | None:
    """The documents in at least two of some lists, and those in lists that are short anyway.

    None if all are short.
    """
    rare = [posted.ids for _, posted in lists if posted.bits is None]
    packed = [posted.bits for _, posted in lists if posted.bits is not None]
    if not packed:
        return None
    once, *others = packed
    if not others:
        return union(rare, size)
    twice = np.zeros_like(once)
    for bits in others:
        twice |= once & bits
        once = once | bits
    often = Docs(size, bits=twice)
    return union([*rare, often.ids], size) if rare and len(often) <= _LISTED else often


def _reached(scores: Numbers, count: int) -> float:
    """A score that ``count`` documents reach: the last of the best in a sample, less rounding."""
    if len(scores) < count:
        return 0.0
    sample = scores[:: max(1, len(scores) // (_SAMPLE * count))]
    last = np.partition(sample, len(sample) - count)[len(sample) - count]
    return float(last) * (1.0 - _SLACK)


def _bonuses(snapshot: Snapshot, kind: Kind, ordering: Ordering) -> Iterator[_Bonus]:
    """What the rewards of an ordering add, in its order."""
    for reward in ordering.rewards:
        mass = _mass(snapshot, kind, reward)
        for run in reward.runs:
            yield _Bonus(run, LITERAL_BONUS[run.field] * mass)


def _mass(snapshot: Snapshot, kind: Kind, reward: Reward) -> float:
    """What a leaf of the query weighs: the idf of its tokens where each is rarest."""
    fields = [run.field for run in reward.runs]
    size = snapshot.count(kind)
    total = 0.0
    for stream in STREAMS:
        for token in reward.tokens.stream(stream):
            found = (snapshot.frequency(kind, field, stream, token) for field in fields)
            total += STREAM_WEIGHTS[stream] * idf(size, min(found, default=0))
    return total
