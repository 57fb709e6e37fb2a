"""Answers a tree, exactly: which documents of one kind in one segment are in it.

What a tree asks of one field is answered for the entries of its store, then spread to documents.
The children of an intersection are answered from the rarest on; where few documents are left, a
frequent child is looked for among these alone.

Sets may hold deleted documents until whoever asked takes them out: posting lists are shared with
every commit, and one test in the end is cheaper than one at each list.
"""

from collections.abc import Sequence
from itertools import islice

import numpy as np

from search.fields import Field
from search.index.arrays import Array, Mask, distinct
from search.query.tree import (
    EXACT,
    And,
    Days,
    Not,
    Or,
    Run,
    Term,
    Tree,
    Value,
    WordPrefix,
    terms_of,
)
from search.snapshot.docset import NOBODY, DocSet, docset, docset_of, ids_of, membership
from search.snapshot.postings import PostingList
from search.snapshot.segment_searcher import SegmentSearcher
from search.text.fold import GAP

_RESTRICTED = 16
"""A child that may have so many times what is left is looked for among what is left alone."""

_PREFIXED = 100
"""Words with a prefix whose lists are looked at to tell how many documents may have one."""

_EVERYWHERE = 1 << 60


class Evaluation:
    """Evaluates trees in one segment."""

    def __init__(self, searcher: SegmentSearcher) -> None:
        self.searcher = searcher

    def docs(self, tree: Tree, among: DocSet | None = None) -> DocSet:
        """The documents in a tree, of all or among some."""
        field = field_of(tree)
        if field is not None:
            return self._in_field(field, tree, among)
        match tree:
            case And(children):
                return self._all(children, among)
            case Or(children):
                return DocSet.union(NOBODY, *(self.docs(child, among) for child in children))
            case Not(child):
                return self._of(among) - self.docs(child, among)
            case Days() | Value():
                found = self._known(tree)
                return found if among is None else found & among
            case _:
                raise AssertionError(tree)

    def _of(self, among: DocSet | None) -> DocSet:
        return self.searcher.everybody if among is None else among

    def _in_field(self, field: Field, tree: Tree, among: DocSet | None) -> DocSet:
        """What a tree of one field holds; remembered for all queries, unless only some are asked.

        Most fields hold nothing of what is looked for, which is known at little cost.
        """
        most = self.most_of(tree)
        if not most:
            return NOBODY
        known = self.searcher.remembered(tree)
        if known is None and among is not None and len(among) * _RESTRICTED < most:
            few = self.searcher.entries_of(field, among)
            return self.searcher.documents(field, self._entries(field, tree, few)) & among
        if known is None:
            known = self.searcher.documents(field, self._entries(field, tree, None))
            self.searcher.remember(tree, known)
        return known if among is None else known & among

    def _entries(self, field: Field, tree: Tree, few: DocSet | None) -> DocSet:
        """The entries of a field that are in a tree of that field alone; of all or of a few."""
        match tree:
            case Term():
                return _limited(self.searcher.postings(*tree).members, few)
            case Run():
                return self._run(tree, few)
            case WordPrefix(_, text):
                words = self.searcher.store(field).words_from(text)
                found = (self.searcher.postings(field, "words", word).members for word in words)
                return _limited(DocSet.union(NOBODY, *found), few)
            case And(children):
                for child in sorted(children, key=self.most_of):
                    few = self._entries(field, child, few)
                return NOBODY if few is None else few
            case Or(children):
                return DocSet.union(NOBODY, *(self._entries(field, c, few) for c in children))
            case _:
                raise AssertionError(tree)

    def _run(self, run: Run, few: DocSet | None) -> DocSet:
        terms = terms_of(run)
        known = None if is_settled(run) else self.searcher.verified(*run)
        if known is not None:
            return _limited(known, few)
        found = self._in_all([self.searcher.postings(*term) for term in terms], few)
        if is_settled(run) or not found:
            return found
        ids = ids_of(found)
        held = docset(ids[self.searcher.holding(run.field, run.text, ids)])
        if few is None:
            self.searcher.remember_verified(*run, held)
        return held

    def _in_all(self, lists: Sequence[PostingList], few: DocSet | None) -> DocSet:
        """The entries in all of some posting lists."""
        rarest, *others = sorted(lists, key=len)
        found = _limited(rarest.members, few)
        for postings in others:
            if not found:
                break
            found &= postings.members
        return found

    def _all(self, children: Sequence[Tree], among: DocSet | None) -> DocSet:
        """What is in every child; exclusions come last, when there is least to test."""
        found = among
        for child in self._rarest_first(children) if len(children) > 1 else children:
            if isinstance(child, Not):
                left = self._of(found)
                found = left - self.docs(child.child, left)
            else:
                found = self.docs(child, found)
            if not found:
                return NOBODY
        return self._of(found)

    def _rarest_first(self, children: Sequence[Tree]) -> list[Tree]:
        return sorted(children, key=lambda one: (isinstance(one, Not), self.most_of(one)))

    def _known(self, tree: Days | Value) -> DocSet:
        """The documents of some days, or with a value; remembered, since all are looked at."""
        known = self.searcher.remembered(tree)
        if known is None:
            match tree:
                case Days():
                    known = self._dated(tree)
                case Value(facet, text):
                    known = self.searcher.having(facet, text)
            self.searcher.remember(tree, known)
        return known

    def _dated(self, days: Days) -> DocSet:
        """The documents whose date has a day in common with one of some periods.

        Periods are disjoint: the first that does not end before a date begins is the only one that
        decides.
        """
        firsts = np.array([*(first for first, _ in days.periods), np.iinfo(np.int64).max])
        lasts = np.array([last for _, last in days.periods], dtype=np.int64)
        begins, ends = self.searcher.array("first"), self.searcher.array("last")
        places = lasts.searchsorted(begins)
        found = (begins > 0) & (firsts[places] <= ends)
        if days.exactly:
            allowed = np.maximum(np.append(lasts, 0) - firsts, EXACT)
            found &= ends.astype(np.int64) - begins <= allowed[places]
        return docset_of(found)

    def most_of(self, tree: Tree) -> int:
        """About how many documents may be in a tree, at little cost."""
        match tree:
            case Term():
                return len(self.searcher.postings(*tree))
            case Run():
                return self._fewest(terms_of(tree))
            case And() if tree.children:
                return self._fewest(tree.children)
            case Or():
                return sum(map(self.most_of, tree.children))
            case WordPrefix(field, text):
                lists = islice(self.searcher.store(field).words_from(text), _PREFIXED)
                return sum(len(self.searcher.postings(field, "words", word)) for word in lists)
            case _:
                return _EVERYWHERE

    def _fewest(self, children: Sequence[Tree]) -> int:
        """The least of some bounds; most trees have a child that is nowhere, which decides."""
        fewest = _EVERYWHERE
        for child in children:
            fewest = min(fewest, self.most_of(child))
            if not fewest:
                break
        return fewest

    def standing(self, run: Run, entries: Array) -> Mask:
        """In which of some entries, in any order, a run of symbols stands.

        ``entries`` are as ``SegmentSearcher.entries_at`` gives them.
        """
        size = len(self.searcher.store(run.field))
        mask = entries < size
        for term in terms_of(run):
            postings = self.searcher.postings(*term)
            if not len(postings):
                return np.zeros(len(entries), dtype=np.bool_)
            left = mask.nonzero()[0]
            mask[left] = postings.counts_at(entries[left]) > 0
        left = mask.nonzero()[0]
        if len(left) and not is_settled(run):
            asked, places = distinct(entries[left])
            mask[left] = self._standing(run, asked)[places]
        return mask

    def _standing(self, run: Run, entries: Array) -> Mask:
        """The same of entries in order that have all terms of the run."""
        known = self.searcher.verified(*run)
        if known is None:
            return self.searcher.holding(run.field, run.text, entries)
        return membership(entries, known)


def _limited(found: DocSet, few: DocSet | None) -> DocSet:
    return found if few is None else found & few


def field_of(tree: Tree) -> Field | None:
    """The field that a tree asks about, if it is a single one and nothing else counts."""
    match tree:
        case Term() | Run() | WordPrefix():
            return tree.field
        case And(children) | Or(children):
            fields = {field_of(child) for child in children}
            return fields.pop() if len(fields) == 1 else None
        case _:
            return None


def is_settled(run: Run) -> bool:
    """Whether having the terms of a run settles that the run is there."""
    return len(run.text) <= 2 and GAP not in run.text
