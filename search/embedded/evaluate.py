"""Answers a tree, exactly: which documents of one kind are in it.

Sets are masks over document numbers. A run of one or two symbols is a posting list; a longer
one is looked for in the character streams of the documents that hold all its bigrams.
"""

from functools import reduce

import numpy as np

from search.document import Kind
from search.embedded.snapshot import Snapshot
from search.embedded.values import Ids, Mask
from search.query.tree import And, Days, Most, Not, Or, Run, Term, Tree, WordPrefix
from search.ranking import RELAXED_SLACK, idf
from search.text.analyzer import bigrams
from search.text.fold import GAP


class Evaluation:
    """Evaluates trees of one search over the documents of one kind; remembers what it found."""

    def __init__(self, snapshot: Snapshot, kind: Kind) -> None:
        self._snapshot = snapshot
        self._kind = kind
        self._found: dict[Tree, Mask] = {}

    def mask(self, tree: Tree) -> Mask:
        """The documents in a tree. Do not change what is returned."""
        if tree not in self._found:
            self._found[tree] = self._evaluate(tree)
        return self._found[tree]

    @property
    def _everything(self) -> Mask:
        return self._snapshot.values.kinds[self._kind]

    def _evaluate(self, tree: Tree) -> Mask:
        match tree:
            case Term():
                return self._ids(self._snapshot.postings(self._kind, tree).ids)
            case Run():
                return self._run(tree)
            case WordPrefix(field, text):
                words = self._snapshot.words(field, text)
                return self.mask(Or(tuple(Term(field, "words", word) for word in words)))
            case And(children):
                return reduce(np.logical_and, map(self.mask, children), self._everything)
            case Or(children):
                return reduce(np.logical_or, map(self.mask, children), self._nothing())
            case Not(child):
                return self._everything & ~self.mask(child)
            case Days(first, last):
                values = self._snapshot.values
                dated = self._everything & (values.first > 0)
                return dated & (values.first <= last) & (values.last >= first)
            case Most():
                return self._most(tree)

    def _nothing(self) -> Mask:
        return np.zeros(self._snapshot.size, dtype=np.bool_)

    def _ids(self, ids: Ids) -> Mask:
        mask = self._nothing()
        mask[ids] = True
        return mask

    def _run(self, run: Run) -> Mask:
        field, text = run.field, run.text
        pairs = sorted(set(bigrams(text)))
        alone = {symbols for symbols in text.split(GAP) if len(symbols) == 1}
        candidates = self.mask(
            And(
                (
                    *(Term(field, "bigrams", pair) for pair in pairs),
                    *(Term(field, "characters", symbol) for symbol in sorted(alone)),
                )
            )
        )
        if len(text) <= 2 and GAP not in text:
            return candidates
        wanted = text.encode()
        numbers = map(int, np.flatnonzero(candidates))
        found = [n for n in numbers if wanted in self._snapshot.stream(n, field)]
        return self._ids(np.array(found, dtype=np.int64))

    def _most(self, most: Most) -> Mask:
        size = self._snapshot.count(self._kind)
        held = np.zeros(self._snapshot.size)
        total = 0.0
        for child in most.children:
            mask = self.mask(child)
            mass = idf(size, int(np.count_nonzero(mask)))
            held[mask] += mass
            total += mass
        return self._everything & (held > 0) & (held >= most.share * total * (1 - RELAXED_SLACK))
