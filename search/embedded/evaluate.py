"""Answers a tree, exactly: which documents of one kind are in it.

Sets are sorted arrays of document numbers, so that a search costs what its lists are long and not
what the archive is large. An intersection begins with the rarest list and looks its numbers up in
the others; a large union marks a mask of the archive once. What is excluded, and dates, are tested
on what the rest of an ``And`` left over. A run of one or two symbols is a posting list; a longer
one is looked for in the character streams of the documents that hold all its bigrams.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from search.document import Kind
from search.embedded.snapshot import Snapshot
from search.embedded.values import Ids, Mask
from search.query.tree import And, Days, Most, Not, Or, Run, Term, Tree, WordPrefix
from search.ranking import RELAXED_SLACK, idf
from search.text.analyzer import bigrams
from search.text.fold import GAP

_DENSE = 16
"""A union of more than one in so many documents is made in a mask; sorting is slower there."""


class Evaluation:
    """Evaluates trees of one search over the documents of one kind; remembers what it found."""

    def __init__(self, snapshot: Snapshot, kind: Kind) -> None:
        self._snapshot = snapshot
        self._kind = kind
        self._found: dict[Tree, Ids] = {}
        self._masks: dict[Tree, Mask] = {}

    def ids(self, tree: Tree) -> Ids:
        """The documents in a tree, in order. Do not change what is returned."""
        if tree not in self._found:
            self._found[tree] = self._evaluate(tree)
        return self._found[tree]

    def mask(self, tree: Tree) -> Mask:
        """The documents in a tree as a mask over all. Do not change what is returned."""
        if tree not in self._masks:
            mask = np.zeros(self._snapshot.size, dtype=np.bool_)
            mask[self.ids(tree)] = True
            self._masks[tree] = mask
        return self._masks[tree]

    @property
    def _everything(self) -> Ids:
        return np.flatnonzero(self._snapshot.values.kinds[self._kind])

    def _evaluate(self, tree: Tree) -> Ids:
        match tree:
            case Term():
                return self._snapshot.postings(self._kind, tree).ids
            case Run():
                return self._run(tree)
            case WordPrefix(field, text):
                words = self._snapshot.words(field, text)
                return self._union(Term(field, "words", word) for word in words)
            case And(children):
                return self._all(children)
            case Or(children):
                return self._union(children)
            case Not() | Days():
                return self._narrowed(self._everything, tree)
            case Most():
                return self._most(tree)

    def _all(self, children: Sequence[Tree]) -> Ids:
        """What is in every child, from the rarest on; an empty list ends the work."""
        tests = [child for child in children if isinstance(child, Not | Days)]
        lists = sorted((self.ids(c) for c in children if not isinstance(c, Not | Days)), key=len)
        found = lists[0] if lists else self._everything
        for others in lists[1:]:
            found = found[_among(found, others)]
        for test in tests:
            found = self._narrowed(found, test)
        return found

    def _narrowed(self, found: Ids, test: Not | Days) -> Ids:
        """The documents of ``found`` that pass a test."""
        match test:
            case Not(child):
                return found[~_among(found, self.ids(child))]
            case Days(first, last):
                values = self._snapshot.values
                begin, end = values.first[found], values.last[found]
                return found[(begin > 0) & (begin <= last) & (end >= first)]

    def _union(self, children: Iterable[Tree]) -> Ids:
        lists = [ids for ids in map(self.ids, children) if len(ids)]
        if len(lists) < 2:
            return lists[0] if lists else _NOBODY
        if sum(map(len, lists)) * _DENSE < self._snapshot.size:
            return np.unique(np.concatenate(lists))
        mask = np.zeros(self._snapshot.size, dtype=np.bool_)
        for ids in lists:
            mask[ids] = True
        return np.flatnonzero(mask)

    def _run(self, run: Run) -> Ids:
        field, text = run.field, run.text
        pairs = sorted(set(bigrams(text)))
        alone = {symbols for symbols in text.split(GAP) if len(symbols) == 1}
        candidates = self._all(
            (
                *(Term(field, "bigrams", pair) for pair in pairs),
                *(Term(field, "characters", symbol) for symbol in sorted(alone)),
            )
        )
        if len(text) <= 2 and GAP not in text:
            return candidates
        wanted = text.encode()
        holds = [wanted in self._snapshot.stream(n, field) for n in candidates.tolist()]
        return candidates[np.array(holds, dtype=np.bool_)]

    def _most(self, most: Most) -> Ids:
        size = self._snapshot.count(self._kind)
        held = np.zeros(self._snapshot.size)
        total = 0.0
        for child in most.children:
            found = self.ids(child)
            mass = idf(size, len(found))
            held[found] += mass
            total += mass
        return np.flatnonzero((held > 0) & (held >= most.share * total * (1 - RELAXED_SLACK)))


_NOBODY: Ids = np.empty(0, dtype=np.int64)


def _among(some: Ids, others: Ids) -> Mask:
    """Which of some documents are among others; both are in order."""
    if not len(others):
        return np.zeros(len(some), dtype=np.bool_)
    places = np.minimum(others.searchsorted(some), len(others) - 1)
    return np.equal(others[places], some)
