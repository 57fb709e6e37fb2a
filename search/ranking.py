"""The formula by which documents are ordered, with its constants.

Documents that hold the whole query come first, among them those that hold it in their own fields
(the headline, the tags and the neighbours of a photo are shared). Where these do not fill a page,
the closest others follow: those whose evidence is at least RELATED_SHARE of the greatest and, of
short queries, GUARDED_SHARES of all that was asked for. Evidence is the idf of the pairs of
characters of the query that a document holds in any field, each pair by the field in which it is
most frequent. Pairs, since they ask nothing of the segmenter: a word that was cut wrong is missing
as a whole, its characters are there. A word of letters or a number is evidence as a whole: that
"ng" stands in a text says nothing. What would do for a text (an alternative) is as good as all that
is evidence of it.

One score orders each of these groups: the sum, over the fields *f*, streams *s* and the distinct
tokens *t* of the query in that stream, of

    FIELD_WEIGHTS[f] · STREAM_WEIGHTS[s] · idf(t)
        · tf · (K1 + 1) / (tf + K1 · (1 − B + B · l / avg))

(BM25, Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009; the idf that never
falls below zero is Lucene's), plus, for every chunk of the query and every field in which it
stands literally, LITERAL_BONUS[f] times the chunk's mass there: the idf of its tokens in that
field, weighted by stream. The tokens of alternatives (``search/query/widening.py``) that are no
tokens of the query are summed after its own, ALTERNATIVE_WEIGHT times. The sum is taken
1 + RUN_FACTOR · r times, where r counts the symbols of the query that stand in the document in runs
of RUN_LENGTH and more as in the query, up to MOST_TOGETHER.

N, df and avg are those of the live documents of one kind; l is the length of the field in
tokens of the stream and avg its average over the documents that have any there. Ties
are broken by date (newest first), then by the article's id and the document's place in it, so
that a reader sees the pictures of an article in its order.

What was tried, and on what: ``tests/quality/ranking/TRIED.md``.
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
    "tag": 0.5,
    "before": 0.1,
    "after": 0.1,
}
"""Agency and credit line find documents but say nothing of how well they fit. Tags are the
article's, as its headline is, and weigh as much."""

STREAM_WEIGHTS: Mapping[Stream, float] = {"words": 0.5, "characters": 1.0, "bigrams": 0.5}

LITERAL_BONUS: Mapping[Field, float] = {
    "caption": 0.5,
    "text": 0.5,
    "creator": 0.5,
    "headline": 0.1,
    "place": 0.2,
    "person": 0.2,
    "tag": 0.1,
    "before": 0.01,
    "after": 0.01,
}
"""More, and one chunk of several that stands literally would outweigh all others."""

ALTERNATIVE_WEIGHT = 0.5
"""Of terms that stand only in what would do for a text, not in the text."""

RUN_LENGTH = 4
RUN_FACTOR = 0.025
MOST_TOGETHER = 60
"""Symbols that count so: what is pasted must not raise a sum to many times what it was."""

RELATED_SHARE = 0.3

GUARDED_SHARES: Mapping[int, float] = {1: 0.6, 2: 0.6, 3: 0.6, 4: 0.5}
"""By the number of distinct symbols of a query, what the closest must hold of all that was asked
for, so that a short word that the archive lacks finds nothing."""

EVIDENCE_SLACK = 1e-9
"""Relative; three of ten equally rare pairs are 30 %, however the product was rounded."""

EVIDENCE_PARTS = 256
"""Evidence is counted in such parts of one: then its sums are exact, also in the 24 bits in which
an engine over a network adds up scores, and every engine finds the same documents close."""


def idf(documents: int, frequency: int) -> float:
    """Inverse document frequency of a token in ``frequency`` of ``documents``; above 0."""
    return math.log(1.0 + (documents - frequency + 0.5) / (frequency + 0.5))


def evidence(documents: int, frequency: int) -> float:
    """What a token in ``frequency`` of ``documents`` is worth as evidence: its idf, rounded."""
    return round(idf(documents, frequency) * EVIDENCE_PARTS) / EVIDENCE_PARTS


def flattening(length: Amount, average: float) -> Amount:
    """What BM25 adds to the count below the line: more, the longer the field is."""
    return K1 * (1.0 - B + B * length / average)


def saturation(count: Amount, flattening: Amount) -> Amount:
    """The part of BM25 that grows with the token's count and falls with the field's length.

    Of numbers or of arrays of numbers; rounded alike.
    """
    return count * (K1 + 1.0) / (count + flattening)
