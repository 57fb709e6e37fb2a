"""The probabilities of the candidates of a picture."""

import math
from collections.abc import Mapping, Sequence

from indexer.posts.captions.candidates import Candidate
from indexer.posts.captions.features import Features

Table = Mapping[str, float]
"""What features are worth, by name; one that is not named is worth nothing."""


def score(features: Features, table: Table) -> float:
    """Add up what features are worth, in logits; exactly, so that their order tells nothing."""
    return math.fsum(table.get(name, 0.0) * value for name, value in features.items())


def probabilities(scores: Sequence[float]) -> list[float]:
    """The probability of each candidate beside that of none of them, whose score is 0."""
    most = max((0.0, *scores))
    parts = [math.exp(one - most) for one in scores]
    whole = sum(parts) + math.exp(-most)
    return [part / whole for part in parts]


def likely(
    candidates: Sequence[Candidate], features: Sequence[Features], table: Table
) -> list[tuple[Candidate, float]]:
    """Give candidates of one picture with their probabilities."""
    scores = [score(one, table) for one in features]
    return list(zip(candidates, probabilities(scores), strict=True))
