"""Why a photo stands where it does, for people: from an explanation to the fold on its page."""

from collections.abc import Sequence

from indexer import Contribution, Explanation
from web.pages.photo_contexts import Reason, Reasons
from web.site.site import Visitor

ROWS = 40  # of a query as long as a page there are thousands, and the greatest are what counts

_PLACES = 4


def reasons(told: Explanation, visitor: Visitor) -> Reasons:
    """The context of the fold; of many parts those that add most."""
    parts = sorted(told.contributions, key=lambda part: -part.amount)
    rest = parts[ROWS:]
    return Reasons(
        standing=_standing(told, visitor),
        lacking=_lacking(told, visitor),
        rows=[_row(part, visitor) for part in parts[:ROWS]],
        rest=_rest(rest, visitor) if rest else "",
        total=_total(told, visitor),
    )


def _standing(told: Explanation, visitor: Visitor) -> str:
    """Which tier the photo is in, and how much of the query it holds."""
    tier, evidence = told.tier or "none", told.evidence
    if evidence is None:
        return visitor.t(f"reasons_{tier}")
    return visitor.t(
        f"reasons_{tier}_share",
        held=f"{evidence.held / evidence.asked:.0%}",
        needed=f"{evidence.needed / evidence.asked:.0%}",
    )


def _lacking(told: Explanation, visitor: Visitor) -> list[str]:
    """What the photo lacks: words, else the parts of the query that it does not match."""
    lines = []
    if told.missing:
        lines.append(visitor.t("reasons_missing", words=_listed(told.missing)))
    others = [part for part in told.unmet if part not in told.missing]
    if others:
        lines.append(visitor.t("reasons_unmet", parts=_listed(others)))
    return lines


def _listed(texts: Sequence[str]) -> str:
    return "、".join(texts[:ROWS])


def _row(part: Contribution, visitor: Visitor) -> Reason:
    return Reason(
        field=visitor.t(f"in_{part.field}"),
        stream=visitor.t(f"as_{part.stream or 'literal'}"),
        token=part.token,
        frequency="" if part.frequency is None else f"{part.frequency:,}",
        documents="" if part.document_frequency is None else f"{part.document_frequency:,}",
        amount=f"{part.amount:.{_PLACES}f}",
    )


def _rest(parts: list[Contribution], visitor: Visitor) -> str:
    amount = sum(part.amount for part in parts)
    return visitor.t("reasons_rest", n=f"{len(parts):,}", amount=f"{amount:.{_PLACES}f}")


def _total(told: Explanation, visitor: Visitor) -> str:
    score = f"{told.score:.{_PLACES}f}"
    if not told.together:
        return visitor.t("reasons_total", score=score)
    return visitor.t(
        "reasons_total_together",
        sum=f"{told.score / told.factor:.{_PLACES}f}",
        factor=f"{told.factor:.3f}",
        n=told.together,
        score=score,
    )
