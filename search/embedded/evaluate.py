"""Answers a tree, exactly: which documents of one kind are in it.

Sets are sorted arrays of document numbers, leaf by leaf, so that a search costs what its lists
are long and not what the archive is large:

- What speaks of one field is answered for entries of its pool, then spread to documents.
- An intersection begins with the child that can hold the fewest. The others are not worked out
  but tested (``within``) on what is left, where that is cheaper.
- A run of one or two symbols is a posting list; a longer one is looked for in the character
  streams of the entries that hold all its bigrams.

Sets may hold deleted documents until ``found`` takes them out: posting lists are shared with
every commit, and one test in the end is cheaper than one at each list.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import numpy as np

from search.document import Kind
from search.embedded.leaf import Entries, Ids, Leaf, Mask, among, intersection, union
from search.embedded.pools import POOL_OF, Pool
from search.embedded.snapshot import Snapshot
from search.fields import Field
from search.query.tree import And, Days, Most, Not, Or, Run, Term, Tree, WordPrefix
from search.ranking import RELAXED_SLACK, idf
from search.text.analyzer import bigrams
from search.text.fold import GAP

_TESTED = 4
"""A child that may hold more than so many times what is left is tested, not worked out."""

_EVERYWHERE = 1 << 60

Some = TypeVar("Some", Ids, Entries)
Masses = Callable[[Most], Sequence[float]]


class Evaluation:
    """Evaluates trees of one search over the documents of one kind; remembers what it found."""

    def __init__(self, snapshot: Snapshot, kind: Kind) -> None:
        self.leaves = snapshot.leaves[kind]
        self._size = snapshot.count(kind)
        self._parts = [_Part(leaf, self._masses) for leaf in self.leaves]
        self._weighed: dict[Most, Sequence[float]] = {}

    def found(self, tree: Tree) -> list[Ids]:
        """The live documents in a tree, in order, leaf by leaf. Do not change the arrays."""
        return [part.leaf.alive(part.ids(tree)) for part in self._parts]

    def any(self, tree: Tree) -> bool:
        """Whether any live document is in a tree."""
        return any(len(ids) for ids in self.found(tree))

    def within(self, tree: Tree, leaf: int, found: Ids) -> Mask:
        """Which of some documents of a leaf are in a tree."""
        return self._parts[leaf].within(tree, found)

    def _masses(self, most: Most) -> Sequence[float]:
        """The idf of each child, over all leaves."""
        if most not in self._weighed:
            self._weighed[most] = [
                idf(self._size, sum(len(p.leaf.alive(p.child(child))) for p in self._parts))
                for child in most.children
            ]
        return self._weighed[most]


class _Part:
    """The evaluation in one leaf."""

    def __init__(self, leaf: Leaf, masses: Masses) -> None:
        self.leaf = leaf
        self._masses = masses
        self._children: dict[Tree, Ids] = {}
        self._entries: dict[tuple[Pool, object], Entries] = {}

    def ids(self, tree: Tree) -> Ids:
        """The documents in a tree, deleted ones among them."""
        field = _only_field(tree)
        if field is not None:
            return self.leaf.documents(field, self._in_pool(POOL_OF[field], tree))
        match tree:
            case And(children):
                return self._all(children)
            case Or(children):
                return union([self.ids(child) for child in children], self.leaf.size)
            case Most():
                return self._most(tree)
            case _:
                everybody = self.leaf.everybody()
                return everybody[self.within(tree, everybody)]

    def _all(self, children: Sequence[Tree]) -> Ids:
        """What is in every child."""
        first, *rest = sorted(children, key=self._most_of) if children else (And(),)
        found = self.ids(first) if children else self.leaf.everybody()
        for child in rest:
            if not len(found):
                break
            if self._most_of(child) <= _TESTED * len(found):
                found = intersection((found, self.ids(child)), self.leaf.size)
            else:
                found = found[self.within(child, found)]
        return found

    def _most(self, most: Most) -> Ids:
        """Sums the idf of the children each document is in; at equal sums none is lost."""
        masses = self._masses(most)
        held = np.zeros(self.leaf.size)
        for child, mass in zip(most.children, masses, strict=True):
            held[self.child(child)] += mass
        need = most.share * sum(masses) * (1 - RELAXED_SLACK)
        return np.flatnonzero((held > 0) & (held >= need))

    def child(self, tree: Tree) -> Ids:
        """The documents in a child of a ``Most``: its mass is asked for before its documents."""
        if tree not in self._children:
            self._children[tree] = self.ids(tree)
        return self._children[tree]

    def _most_of(self, tree: Tree) -> int:
        """A bound on the documents in a tree that costs little to know."""
        match tree:
            case Term(field, stream, token):
                return self.leaf.frequency(field, stream, token)
            case Run(field, text):
                return min(
                    self.leaf.frequency(field, term.stream, term.token)
                    for term in _terms_of(text, field)
                )
            case And(children) if children:
                return min(map(self._most_of, children))
            case Or(children):
                return sum(map(self._most_of, children))
            case WordPrefix():
                return len(self.ids(tree))
            case _:
                return _EVERYWHERE

    def within(self, tree: Tree, found: Ids) -> Mask:
        """Which of some documents are in a tree."""
        field = _only_field(tree)
        if field is not None:
            return self._within_field(field, tree, found)
        match tree:
            case And(children):
                return _every(children, found, self.within)
            case Or(children):
                return _some(children, found, self.within)
            case Not(child):
                return ~self.within(child, found)
            case Days(first, last):
                begin, end = self.leaf.first[found], self.leaf.last[found]
                dated: Mask = (begin > 0) & (begin <= last) & (end >= first)
                return dated
            case _:
                return among(found, self.ids(tree), self.leaf.size)

    def _within_field(self, field: Field, tree: Tree, found: Ids) -> Mask:
        places, entries = self.leaf.entries_at(field, found)
        mask = np.zeros(len(found), dtype=np.bool_)
        mask[places] = self._holds(POOL_OF[field], tree, entries)
        return mask

    def _holds(self, pool: Pool, tree: Tree, entries: Entries) -> Mask:
        """Which entries of a pool, in any order, are in a tree of one field."""
        reader = self.leaf.segment.pools[pool]
        known = self._entries.get((pool, _shape(tree)))
        if known is not None:
            return among(entries, known, len(reader))
        match tree:
            case Term(_, stream, token):
                return among(entries, reader.postings(stream, token)[0], len(reader))
            case Run(field, text):
                terms = _terms_of(text, field)
                test = lambda term, some: self._holds(pool, term, some)  # noqa: E731
                if not _is_long(text):
                    return _every(terms, entries, test)
                mask = _every(terms, entries, test)
                held = np.flatnonzero(mask)
                mask[held] = reader.streams.holding(text.encode(), entries[held])
                return mask
            case And(children):
                return _every(children, entries, lambda t, some: self._holds(pool, t, some))
            case Or(children):
                return _some(children, entries, lambda t, some: self._holds(pool, t, some))
            case _:
                return among(entries, self._in_pool(pool, tree), len(reader))

    def _in_pool(self, pool: Pool, tree: Tree) -> Entries:
        """The entries of a pool in a tree that speaks of one field, whichever it is."""
        key = pool, _shape(tree)
        if key not in self._entries:
            self._entries[key] = self._entries_of(pool, tree)
        return self._entries[key]

    def _entries_of(self, pool: Pool, tree: Tree) -> Entries:
        reader = self.leaf.segment.pools[pool]
        size = len(reader)
        match tree:
            case Term(_, stream, token):
                return reader.postings(stream, token)[0]
            case Run(field, text):
                terms = [self._in_pool(pool, term) for term in _terms_of(text, field)]
                candidates = intersection(terms, size)
                if not _is_long(text):
                    return candidates
                return candidates[reader.streams.holding(text.encode(), candidates)]
            case And(children):
                return intersection([self._in_pool(pool, child) for child in children], size)
            case WordPrefix(_, text):
                lists = [reader.postings("words", word)[0] for word in reader.words_from(text)]
                return union(lists, size)
            case Or(children):
                return union([self._in_pool(pool, child) for child in children], size)
            case _:
                raise TypeError(f"{tree} is not of one field")


def _every(tests: Iterable[Tree], some: Some, passes: Callable[[Tree, Some], Mask]) -> Mask:
    """Which of some numbers pass all tests; each test sees what the others left."""
    left = np.arange(len(some))
    for test in tests:
        if not len(left):
            break
        left = left[passes(test, some[left])]
    mask = np.zeros(len(some), dtype=np.bool_)
    mask[left] = True
    return mask


def _some(tests: Iterable[Tree], some: Some, passes: Callable[[Tree, Some], Mask]) -> Mask:
    """Which of some numbers pass any test; each test sees what none passed yet."""
    left = np.arange(len(some))
    for test in tests:
        if not len(left):
            break
        left = left[~passes(test, some[left])]
    mask = np.ones(len(some), dtype=np.bool_)
    mask[left] = False
    return mask


def _terms_of(text: str, field: Field) -> list[Term]:
    """The terms that every text with this run of symbols has."""
    terms = [Term(field, "bigrams", pair) for pair in sorted(set(bigrams(text)))]
    alone = {symbols for symbols in text.split(GAP) if len(symbols) == 1}
    return terms + [Term(field, "characters", symbol) for symbol in sorted(alone)]


def _is_long(text: str) -> bool:
    """Whether having the terms of a run does not settle that the run is there."""
    return len(text) > 2 or GAP in text


def _only_field(tree: Tree) -> Field | None:
    """The field of a tree that speaks of one alone, and of nothing but its text."""
    match tree:
        case Term(field) | Run(field) | WordPrefix(field):
            return field
        case And(children) | Or(children) if children:
            first = _only_field(children[0])
            same = first is not None and all(_only_field(child) == first for child in children[1:])
            return first if same else None
        case _:
            return None


def _shape(tree: Tree) -> object:
    """A tree of one field without the field: fields that share a pool share its answers."""
    match tree:
        case Term(_, stream, token):
            return stream, token
        case Run(_, text):
            return text
        case WordPrefix(_, text):
            return "prefix", text, "*"
        case And(children):
            return "and", tuple(map(_shape, children)), ()
        case Or(children):
            return "or", tuple(map(_shape, children)), ()
        case _:
            raise TypeError(f"{tree} is not of one field")
