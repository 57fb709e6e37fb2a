"""An explanation as JSON: the figures as they are, so that a program can add them up."""

from search.explanation import Contribution, Evidence, Explanation


def explanation_json(told: Explanation) -> dict[str, object]:
    """Why a document has its score; the amounts, added in order, times the factor, are the score.

    A JSON number keeps all bits of a float where whoever reads it has float64.
    """
    return {
        "tier": told.tier,
        "documents": told.documents,
        "contributions": [_contribution(part) for part in told.contributions],
        "together": told.together,
        "factor": told.factor,
        "score": told.score,
        "evidence": None if told.evidence is None else _evidence(told.evidence),
        "missing": list(told.missing),
        "unmet": list(told.unmet),
    }


def _contribution(part: Contribution) -> dict[str, object]:
    return {
        "field": part.field,
        "stream": part.stream,
        "token": part.token,
        "weight": part.weight,
        "idf": part.idf,
        "share": part.share,
        "frequency": part.frequency,
        "document_frequency": part.document_frequency,
        "length": part.length,
        "average_length": part.average_length,
        "amount": part.amount,
    }


def _evidence(evidence: Evidence) -> dict[str, object]:
    return {"held": evidence.held, "needed": evidence.needed, "asked": evidence.asked}
