"""The formula by which documents are ordered, with its constants.

The score of a document is the sum, over its fields *f*, streams *s* and the distinct tokens *t*
of the query in that stream, of

    FIELD_WEIGHTS[f] · STREAM_WEIGHTS[s] · idf(t)
        · tf · (K1 + 1) / (tf + K1 · (1 − B + B · l / avg))

(BM25, Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009; the idf that never
falls below zero is Lucene's), plus, for every chunk of the query and every field in which it
stands literally, LITERAL_BONUS[f] times the chunk's mass: the idf of its tokens, each in the
field where it is rarest, weighted by stream. LITERAL_BONUS of a document's own fields is more
than all that shared fields can give for the same chunk, so a match in the own caption comes
before photos that only share its headline.

N, df and avg are those of the live documents of one kind; l is the length of the field in
tokens of the stream and avg its average over the documents that have any there. Ties
are broken by date (newest first), then by the article's id and the document's place in it, so
that a reader sees the pictures of an article in its order.
"""

import math
from collections.abc import Mapping
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from search.fields import Field
from search.text.analyzer import Stream

Amount = TypeVar("Amount", float, NDArray[np.float64])

K1 = 1.2
B = 0.75

FIELD_WEIGHTS: Mapping[Field, float] = {
    "caption": 1.0,
    "text": 1.0,
    "creator": 1.0,
    "headline": 0.5,
    "place": 0.3,
    "person": 0.3,
    "before": 0.1,
    "after": 0.1,
}
"""Agency and credit line find documents but say nothing of how well they fit."""

STREAM_WEIGHTS: Mapping[Stream, float] = {"words": 1.0, "characters": 0.5, "bigrams": 1.0}
"""The best of a few tried with ``tests.quality``; the order hardly depends on them."""

LITERAL_BONUS: Mapping[Field, float] = {
    "caption": 2.5,
    "text": 2.5,
    "creator": 2.5,
    "headline": 0.5,
    "place": 1.0,
    "person": 1.0,
    "before": 0.05,
    "after": 0.05,
}

RELAXED_SHARE = 0.6
LEAST_RELAXED_SHARE = 0.3
"""When nothing matches in full, documents with this share of the words' idf are shown.

Of a few words most must be there, or the answer looks like nonsense; a question of ten words and
more rarely finds 60 % of them in the passage that answers it (``tests.quality``:
recall@10 of cmrc2018 is .69 at 60 %, .92 at 40 %, .97 at 30 %).
"""

RELAXED_SLACK = 1e-9
"""Relative; three of five equally rare words are 60 %, however the sum was rounded."""

TURN = 3
"""How many documents of an article that match only by what they share stand in one turn."""


def relaxed_share(words: int) -> float:
    """The share of the idf that must be there, by the number of words asked for."""
    return max(LEAST_RELAXED_SHARE, RELAXED_SHARE - 0.1 * max(0, words - 3))


def idf(documents: int, frequency: int) -> float:
    """Inverse document frequency of a token in ``frequency`` of ``documents``; above 0."""
    return math.log(1.0 + (documents - frequency + 0.5) / (frequency + 0.5))


def flattening(length: Amount, average: float) -> Amount:
    """What BM25 adds to the count below the line: more, the longer the field is."""
    return K1 * (1.0 - B + B * length / average)


def saturation(count: Amount, flattening: Amount) -> Amount:
    """The part of BM25 that grows with the token's count and falls with the field's length.

    Of numbers or of arrays of numbers; rounded alike.
    """
    return count * (K1 + 1.0) / (count + flattening)
