"""Why a document stands where it does: the parts of its score, and what it lacks of a query.

An explanation is arithmetic, not prose: whoever adds its contributions in their order and
multiplies by its factor has the score, to the last bit. It speaks of one document and one query,
and knows no page, filter or sort.
"""

from dataclasses import dataclass
from typing import Literal

from search.fields import Field
from search.text.analyzer import Stream

Tier = Literal["own", "full", "close"]
"""Where a document stands: it holds the whole query in its own fields; it holds the whole query;
it holds much of it."""

MOST_EXPLAINED = 100
"""Hits of a page that are explained, at most."""

MOST_CONTRIBUTIONS = 20_000
"""After so many no further hit of a page is: of a query as long as a page each has thousands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """What a token adds to a score, or a text of the query that stands literally in a field.

    A token adds ``share * (weight * idf) * saturation(frequency, flattening(length,
    average_length))``, a literal text ``weight * idf`` (``search.ranking``).

    Attributes:
        stream: of the token; None for a literal text, and so are the four figures after ``idf``.
        token: the token, or the text, as it is indexed: folded, without blanks.
        weight: of field and stream; of a literal text the bonus of the field.
        idf: of the token in the field; of a literal text its mass, which is that of its tokens,
            weighted by stream.
        share: 1, or ``ALTERNATIVE_WEIGHT`` of a token that was not typed, but stands in what would
            do for what was.
        frequency: how often the field of the document has the token.
        document_frequency: how many documents of the kind have it in the field.
        length: how many tokens of the stream the field of the document has.
        average_length: the average of that over the documents that have any there.
    """

    field: Field
    stream: Stream | None
    token: str
    weight: float
    idf: float
    share: float = 1.0
    frequency: int | None = None
    document_frequency: int | None = None
    length: int | None = None
    average_length: float | None = None
    amount: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """How much of a query a document holds that does not hold all of it: idf, summed.

    Attributes:
        held: of the pairs of characters, and words of letters, that it has in any field.
        needed: as much, but for rounding, the closest documents hold.
        asked: of all of the query.
    """

    held: float
    needed: float
    asked: float


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Explanation:
    """A document's score for a query in parts, and where the document stands.

    Attributes:
        query: the query as it was understood.
        document_id: of the document.
        tier: where it stands; None where it does not match, and has its score all the same.
        documents: how many of its kind there are, of which ``idf`` is made.
        contributions: in the order of summation; what adds nothing is left out.
        together: how many symbols of the query stand in it in runs as in the query.
        factor: what the sum is raised by for that.
        score: the sum times the factor.
        evidence: where it does not hold the whole query, how much of it; None also where none of
            the query may be missing.
        missing: the words typed that it lacks, as ``Hit.missing`` has them.
        unmet: the parts of the query that it does not match, in the query language; the first
            hundred.
    """

    query: str
    document_id: str
    tier: Tier | None
    documents: int
    contributions: tuple[Contribution, ...]
    together: int
    factor: float
    score: float
    evidence: Evidence | None = None
    missing: tuple[str, ...] = ()
    unmet: tuple[str, ...] = ()

    def __repr__(self) -> str:
        parts = f"{self.score:.3f} in {len(self.contributions)} parts"
        return f"<Explanation of {self.document_id}: {self.tier or 'no match'}, {parts}>"
