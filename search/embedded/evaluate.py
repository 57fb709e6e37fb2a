"""Answers a tree, exactly: which documents of one kind are in it.

Sets are sorted arrays of document numbers, leaf by leaf, so that a search costs what its lists
are long and not what the archive is large:

- A term is its posting list (see ``tokens``). So is a run of one or two symbols.
- An intersection begins with the child that can hold the fewest. The others are not worked out
  but tested (``within``) on what is left, where that is cheaper.
- A longer run is looked for in the character streams of the documents that hold its terms, once:
  whoever turns the page, sets a filter or sorts asks for the same runs again.
- Of words of which most must be there, only the rarer ones bring documents in: what the frequent
  ones could not make up for even all together, a document must have of the rarer ones.

Sets may hold deleted documents until ``found`` takes them out: posting lists are shared with
every commit, and one test in the end is cheaper than one at each list.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from operator import or_
from typing import cast
from weakref import proxy

import numpy as np

from search.document import Kind
from search.embedded.arrays import Ids, Mask
from search.embedded.bits import Bits, unpacked
from search.embedded.leaf import Leaf
from search.embedded.sets import NOBODY, Docs, among, union
from search.embedded.snapshot import Snapshot
from search.embedded.tokens import Tokens
from search.query.tree import And, Days, Most, Not, Or, Run, Term, Tree, WordPrefix, terms_of
from search.ranking import RELAXED_SLACK, idf
from search.text.fold import GAP

_TESTED = 4
"""A child that may hold more than so many times what is left is tested, not worked out."""

_VERIFIED = 24
"""So few documents are looked into for a run, whether or not they have all of its terms."""

_EVERYWHERE = 1 << 60


class Evaluation:
    """Evaluates trees of one search over the documents of one kind; remembers what it found.

    Trees are known again by what they are, not by what they say: comparing them would cost more
    than it saves. They must live as long as the evaluation.
    """

    def __init__(self, snapshot: Snapshot, kind: Kind) -> None:
        self.kind = kind
        self.leaves = snapshot.leaves[kind]
        self._size = snapshot.count(kind)
        # A part that owned its evaluation would keep files open until a collection of garbage.
        self.parts = [Part(leaf, proxy(self)) for leaf in self.leaves]
        self._weighed: dict[int, Sequence[float]] = {}

    def found(self, tree: Tree) -> list[Docs]:
        """The live documents in a tree, leaf by leaf."""
        return [part.docs(tree).alive(part.leaf.live) for part in self.parts]

    def any(self, tree: Tree) -> bool:
        """Whether any live document is in a tree."""
        return any(map(len, self.found(tree)))

    def within(self, tree: Tree, leaf: int, found: Ids) -> Mask:
        """Which of some documents of a leaf are in a tree."""
        return self.parts[leaf].within(tree, found)

    def masses(self, most: Most) -> Sequence[float]:
        """The idf of each child, over all leaves."""
        if id(most) not in self._weighed:
            self._weighed[id(most)] = [
                idf(self._size, self._frequency(child)) for child in most.children
            ]
        return self._weighed[id(most)]

    def _frequency(self, tree: Tree) -> int:
        """How many live documents are in a tree."""
        term = _only_term(tree)
        if term is None:
            return sum(map(len, self.found(tree)))
        return sum(leaf.frequency(*term) for leaf in self.leaves)


class Part:
    """The evaluation in one leaf."""

    def __init__(self, leaf: Leaf, whole: Evaluation) -> None:
        self.leaf = leaf
        self._whole = whole
        self.tokens = Tokens(leaf)
        self._runs: dict[Run, Ids] = {}
        self._docs: dict[int, tuple[Tree, Docs]] = {}

    def ids(self, tree: Tree) -> Ids:
        """The documents in a tree, deleted ones among them."""
        match tree:
            case Term():
                return self.tokens.docs(tree).ids
            case Run():
                return self._run(tree)
            case And() | Or():
                return self.docs(tree).ids
            case Most():
                return self._most(tree)
            case WordPrefix():
                return self._beginning(tree)
            case _:
                everybody = self.leaf.everybody().ids
                return everybody[self.within(tree, everybody)]

    def _run(self, run: Run) -> Ids:
        found = self._runs.get(run)
        if found is None:
            found = self._runs[run] = self._run_anew(run)
        return found

    def _run_anew(self, run: Run) -> Ids:
        if is_settled(run):
            return self.tokens.in_all(terms_of(run))
        known = self.leaf.verified(run)
        if known is not None:
            return known
        ids = self.tokens.in_all(terms_of(run), enough=_VERIFIED)
        return self.leaf.verify(run, ids) if len(ids) else NOBODY

    def _beginning(self, prefix: WordPrefix) -> Ids:
        reader = self.leaf.pool(prefix.field)
        lists = [reader.postings("words", word)[0] for word in reader.words_from(prefix.text)]
        return self.leaf.documents(prefix.field, union(lists, len(reader)).ids)

    def docs(self, tree: Tree) -> Docs:
        """The documents in a tree, deleted ones among them; remembered with the search."""
        known = self._docs.get(id(tree))
        if known is None:
            known = self._docs[id(tree)] = tree, self._docs_anew(tree)
        return known[1]

    def _docs_anew(self, tree: Tree) -> Docs:
        if isinstance(tree, Or):
            return self._anywhere(tree) if _is_word(tree) else self._union(tree.children)
        if isinstance(tree, And):
            return self._all(tree.children)
        term = _only_term(tree)
        return self.tokens.docs(term) if term else Docs(self.leaf.size, ids=self.ids(tree))

    def _anywhere(self, word: Or) -> Docs:
        """The documents with a word in any of some fields, as relaxed queries ask for dozens."""
        known = self.leaf.anywhere(word)
        if known is None:
            known = self._union(word.children)
            self.leaf.remember(word, known)
        return known

    def _union(self, children: Sequence[Tree]) -> Docs:
        """What is in any child."""
        found: list[Ids] = []
        packed: list[Bits] = []
        for child in children:
            if not self._most_of(child):
                continue
            term = _only_term(child)
            docs = self.tokens.docs(term) if term else None
            if docs is None:
                found.append(self.ids(child))
            elif docs.bits is None:
                found.append(docs.ids)
            else:
                packed.append(docs.bits)
        if not packed:
            return union(found, self.leaf.size)
        bits = reduce(or_, packed)
        if not any(map(len, found)):
            return Docs(self.leaf.size, bits=bits)
        mask = unpacked(bits, self.leaf.size)
        for ids in found:
            mask[ids] = True
        return Docs(self.leaf.size, mask=mask)

    def _all(self, children: Sequence[Tree]) -> Docs:
        """What is in every child."""
        if not children:
            return self.leaf.everybody()
        if set(map(type, children)) == _TERMS:
            terms = cast("Sequence[Term]", children)
            return Docs(self.leaf.size, ids=self.tokens.in_all(terms))
        bounds = [self._most_of(child) for child in children]
        order = sorted(range(len(children)), key=bounds.__getitem__)
        found = self.docs(children[order[0]])
        for number in order[1:]:
            child = children[number]
            if not len(found):
                break
            enough = _TESTED * len(found)
            if isinstance(child, Not) and self._most_of(child.child) <= enough:
                found = found.without(self.docs(child.child))
            elif bounds[number] <= enough:
                found = found.both(self.docs(child))
            else:
                found = found.those(self.within(child, found.ids))
        return found

    def _most(self, most: Most) -> Ids:
        """Sums the idf of the children each document is in; at equal sums none is lost.

        The most frequent children are left for the end: what they cannot make up for, a document
        must have of the others, whose lists are short.
        """
        masses = self._whole.masses(most)
        total = sum(masses)
        need = most.share * total * (1 - RELAXED_SLACK)
        order = sorted(range(len(masses)), key=masses.__getitem__)
        frequent, mass = 0, 0.0
        while mass + masses[order[frequent]] < need * _LEFT:
            mass += masses[order[frequent]]
            frequent += 1
        held = np.zeros(self.leaf.size, dtype=np.float32)
        for number in order[frequent:]:
            held[self.docs(most.children[number]).ids] += masses[number]
        found = (held >= need - mass - total * _ROUGHLY).nonzero()[0]
        exact = np.zeros(len(found))
        for child, mass in zip(most.children, masses, strict=True):
            exact += self.within(child, found) * mass
        return found[(exact > 0) & (exact >= need)]

    def _most_of(self, tree: Tree) -> int:
        """A bound on the documents in a tree that costs little to know."""
        match tree:
            case Term():
                return self.leaf.frequency(*tree)
            case Run():
                return self.leaf.rarest(tree)
            case And() if tree.children:
                return min(map(self._most_of, tree.children))
            case Or():
                return sum(map(self._most_of, tree.children))
            case WordPrefix():
                return len(self.docs(tree))
            case _:
                return _EVERYWHERE

    def within(self, tree: Tree, found: Ids) -> Mask:
        """Which of some documents are in a tree."""
        match tree:
            case Term():
                return self.tokens.has(tree, found)
            case Run():
                return self._within_run(tree, found)
            case And():
                return _every(tree.children, found, self.within)
            case Or():
                return self._within_any(tree, found)
            case Not():
                return ~self.within(tree.child, found)
            case Days():
                begin, end = self.leaf.first[found], self.leaf.last[found]
                dated: Mask = (begin > 0) & (begin <= tree.last) & (end >= tree.first)
                return dated
            case _:
                return self.docs(tree).has(found)

    def _within_run(self, run: Run, found: Ids) -> Mask:
        known = self._runs.get(run)
        if known is None and not is_settled(run):
            known = self.leaf.verified(run)
        if known is not None:
            return among(found, known, self.leaf.size)
        mask = _every(terms_of(run), found, self.within)
        if not is_settled(run):
            held = mask.nonzero()[0]
            mask[held] = self.leaf.holding(run.field, run.text, found[held])
        return mask

    def _within_any(self, tree: Or, found: Ids) -> Mask:
        known = self._docs.get(id(tree))
        if known is not None:
            return known[1].has(found)
        mask = np.zeros(len(found), dtype=np.bool_)
        for child in tree.children:
            left = (~mask).nonzero()[0]
            if not len(left):
                break
            if self._most_of(child):
                mask[left] = self.within(child, found[left])
        return mask


_TERMS = {Term}

_LEFT = 0.7
"""The most frequent of some words may make up so much of what is needed, to be left for the end."""

_ROUGHLY = 1e-4
"""Relative; sums of a thousand float32 differ from what they should be by less."""


def _every(tests: Iterable[Tree], some: Ids, passes: Callable[[Tree, Ids], Mask]) -> Mask:
    """Which of some documents pass all tests; each test sees what the others left."""
    mask: Mask | None = None
    for test in tests:
        if mask is None:
            mask = passes(test, some)
            continue
        left = mask.nonzero()[0]
        if not len(left):
            break
        mask[left] = passes(test, some[left])
    return np.ones(len(some), dtype=np.bool_) if mask is None else mask


def _only_term(tree: Tree) -> Term | None:
    """The term that a tree is."""
    match tree:
        case Term():
            return tree
        case Run() if is_settled(tree):
            return terms_of(tree)[0]
        case _:
            return None


def _is_word(tree: Or) -> bool:
    """Whether a tree asks for one word in several fields."""
    words = {child.token if isinstance(child, Term) else None for child in tree.children}
    return len(tree.children) > 1 and len(words) == 1 and None not in words


def is_settled(run: Run) -> bool:
    """Whether having the terms of a run settles that the run is there."""
    return len(run.text) <= 2 and GAP not in run.text
