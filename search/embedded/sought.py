"""Looks tokens up in some documents without working out their posting lists.

A search that is down to a hundred documents still asks for dozens of tokens: those that the
documents must have, too, and those that only add to scores (where documents are a handful, they are
read for these, see ``closeup``). To list the fifty thousand documents of each token would take a
hundred times as long as the search. Here every field of the few is looked for among the token's
entries instead, for the price of some binary searches.

What is added to a score is worked out by the expression that makes the tables of ``posted``, from
the same numbers, so it is the same to the last bit.
"""

import numpy as np

from search.embedded.arrays import Array, Ids, Mask
from search.embedded.gain import Gain
from search.embedded.leaf import Leaf, Numbers
from search.fields import Field
from search.query.tree import Term
from search.ranking import flattening, saturation
from search.text.analyzer import Stream


class Sought:
    """A few documents of a leaf; what they have in a field is read once for all tokens."""

    def __init__(self, leaf: Leaf, found: Ids) -> None:
        self.found = found
        self._leaf = leaf
        self._entries: dict[Field, Array] = {}
        self._flattened: dict[tuple[Field, Stream], Numbers] = {}

    def has(self, term: Term) -> Mask:
        """Which of the documents have a token."""
        return self._places(term)[1]

    def gains(self, gain: Gain) -> Numbers:
        """What a token adds to the scores of the documents."""
        term = gain.term
        places, held = self._places(term)
        _, counts = self._leaf.pool(term.field).postings(term.stream, term.token)
        times = counts[places] * held
        return gain.factor * saturation(times.astype(np.float64), self._flattening(gain))

    def _places(self, term: Term) -> tuple[Ids, Mask]:
        """Where the documents' entries would stand among those of a token, and whether they do."""
        field, stream, token = term
        wanted = self._entries_of(field)
        entries, _ = self._leaf.pool(field).postings(stream, token)
        places = entries.searchsorted(wanted)
        np.minimum(places, len(entries) - 1, out=places)
        held: Mask = entries[places] == wanted
        return places, held

    def _entries_of(self, field: Field) -> Array:
        """The documents' entries in a field; one that nobody has where there is none."""
        known = self._entries.get(field)
        if known is None:
            known = self._entries[field] = self._leaf.entries_of(field, self.found)
        return known

    def _flattening(self, gain: Gain) -> Numbers:
        """What BM25 adds below the line in each of the documents."""
        field, stream, _ = gain.term
        known = self._flattened.get((field, stream))
        if known is None:
            lengths = self._leaf.pool(field).lengths[stream]
            # Where there is no entry any length will do: the token is not there.
            own = np.minimum(self._entries_of(field), len(lengths) - 1)
            known = flattening(lengths[own].astype(np.float64), gain.average)
            self._flattened[field, stream] = known
        return known
