"""The tokens of one search in one leaf: who has them, and what they add to scores.

There are three ways to know, and the cheapest is taken for every question. A posting list that is
at hand answers anything. A list that is not is worked out as far as it serves: for a union or an
intersection who has the token (a set), for the scores of many documents also how often. Where few
documents are asked about, nothing is worked out; they are looked up among the token's entries (see
``sought``). So a first search costs little more than what it finds, and what is asked for again and
again becomes lists.
"""

from collections.abc import Sequence
from functools import reduce
from operator import and_

from search.embedded.arrays import Array, Ids, Mask
from search.embedded.bits import Bits, members, split
from search.embedded.gain import Gain
from search.embedded.leaf import Leaf, Numbers
from search.embedded.posted import Posted
from search.embedded.sets import NOBODY, Docs
from search.embedded.sought import Sought
from search.query.tree import Term

_FEW = 256
_SOUGHT = 64
_SHORT = 1 << 12
"""A token whose list is not at hand is looked up in not more than _FEW documents, if more than
_SHORT have it, and more than _SOUGHT times as many as are asked about."""


class Tokens:
    """Knows tokens; lists that it met stay the same throughout a search."""

    def __init__(self, leaf: Leaf) -> None:
        self._leaf = leaf
        self._posted: dict[Term, Posted] = {}
        self._sought = Sought(leaf, NOBODY)
        self._read: tuple[Ids, dict[int, Array]] = NOBODY, {}

    def posted(self, term: Term) -> Posted:
        """The list of a token."""
        found = self.known(term)
        if found is None:
            found = self._posted[term] = self._leaf.posted(term)
        return found

    def known(self, term: Term) -> Posted | None:
        """The list of a token, if it is at hand."""
        found = self._posted.get(term)
        if found is None:
            found = self._leaf.remembered(term)
            if found is not None:
                self._posted[term] = found
        return found

    def docs(self, term: Term) -> Docs:
        """The documents with a token."""
        known = self.known(term)
        return self._leaf.docs(term) if known is None else known.docs

    def _seek(self, term: Term, found: Ids) -> Sought | None:
        """Some documents to look a token up in, where working out who has it costs more."""
        asked = len(found)
        if asked > _FEW or max(asked * _SOUGHT, _SHORT) >= self._leaf.frequency(*term):
            return None
        if self._sought.found is not found:
            self._sought = Sought(self._leaf, found)
        return self._sought

    def has(self, term: Term, found: Ids) -> Mask:
        """Which of some documents have a token."""
        posted = self.known(term)
        if posted is not None:
            return posted.has(found)
        sought = self._seek(term, found)
        return self._leaf.docs(term).has(found) if sought is None else sought.has(term)

    def most(self, gain: Gain) -> float:
        """A bound on what a token adds to the score of any document."""
        posted = self.known(gain.term)
        return gain.bound if posted is None else gain.most(posted)

    def gains(self, gain: Gain, found: Ids) -> Numbers:
        """What a token adds to the scores of some documents."""
        posted = self.known(gain.term)
        if posted is None:
            sought = self._seek(gain.term, found)
            if sought is not None:
                return sought.gains(gain)
            posted = self.posted(gain.term)
        listed, read = self._read
        codes = read.get(id(posted)) if listed is found else None
        return gain.by_code(posted)[posted.codes(found) if codes is None else codes]

    def in_all(self, terms: Sequence[Term], enough: int = 0) -> Ids:
        """The documents with all of some terms, and maybe ``enough`` others."""
        frequency = self._leaf.frequency
        terms = sorted(terms, key=lambda term: frequency(*term))
        if not frequency(*terms[0]):
            return NOBODY
        rarest = self.docs(terms[0])
        if len(terms) == 1:
            return rarest.ids
        if rarest.bits is not None:
            others = [self.docs(term).bits for term in terms[1:]]
            packed = [rarest.bits, *(bits for bits in others if bits is not None)]
            if len(packed) == len(terms):  # the others may be of deleted documents mostly
                return self._in_bits(terms, packed)
        ids = rarest.ids
        posted = self.known(terms[0])
        read = {id(posted): posted.codes(ids)} if posted is not None else {}
        for term in terms[1:]:
            if len(ids) <= enough:
                return ids
            posted = self.known(term)
            if posted is None:
                there = self.has(term, ids).nonzero()[0]
            else:
                read[id(posted)] = codes = posted.codes(ids)
                there = codes.nonzero()[0]
            if len(there) < len(ids):
                ids = ids[there]
                read = {which: codes[there] for which, codes in read.items()}
        self._read = ids, read
        return ids

    def _in_bits(self, terms: Sequence[Term], packed: Sequence[Bits]) -> Ids:
        """What is in all of some frequent sets; codes that are at hand are read on the way."""
        ids = members(reduce(and_, packed))
        words, alone = split(ids)
        lists = [posted for posted in map(self.known, terms) if posted is not None]
        self._read = ids, {id(posted): posted.codes_of(ids, words, alone) for posted in lists}
        return ids
