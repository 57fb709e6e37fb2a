"""What each feature of a candidate is worth, in logits.

``alone`` is used where a picture is looked at by itself, ``together`` where the habits of its post
are known too. Positive speaks for a caption, negative against. The scores of a picture's candidates
and the 0 of "no caption" make probabilities by the logistic rule (softmax).

The values are fitted: ``python -m tests.quality.extraction.fit`` reads the labelled posts and
writes this table, starting from what an editor would say (``prior``) and leaving it only as far as
the labels ask.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Weight(NamedTuple):
    """What a feature is worth."""

    prior: float
    alone: float
    together: float


def _same(value: float) -> Weight:
    return Weight(value, value, value)


PRIORS: Mapping[str, float] = {
    "after": -1.2, "behind": -1.0, "before": -2.3, "line_below": 1.6, "line_above": -0.6,
    "figure": 4.0, "territory": 1.2, "cell": 1.6, "alt": 0.9, "title": 0.9, "description": 1.5,
    "headline": -5.0,
    "arrow": 4.0, "label": 4.0, "number": 3.2, "class": 4.5, "credit": 3.5, "credit_end": 3.5,
    "shows": 3.0, "shot": 3.0, "people": 1.8, "names_picture": 2.2, "remark": 1.5, "down": 0.5,
    "glued": 0.0, "dated": 1.0, "leads_here": 2.4, "says_below": -3.0, "date_alone": -4.0, "points_here": 4.5, "points_down": -3.5,
    "points_up": -0.5, "heading": -5.0, "bold": -1.8,
    "link": -3.0, "linked": -1.5, "listed": -1.8, "quoted": -0.5, "staff": -4.5,
    "signature": -3.5, "instruction": -4.0, "ordinal": -3.0, "address": -6.0, "navigation": -5.0,
    "licence": -5.0, "source_line": -5.0, "continues": -2.2, "open_end": -2.0, "speech": -2.5,
    "question": -4.0, "stopped": -0.8, "several": -1.8,
    "long": -2.0, "long_unmarked": -2.0, "tiny": -1.5, "credit_alone": 0.0,
    "repeats_headline": -4.0, "repeats_alt": 2.5,
    "centred_apart": 2.0, "styled_apart": 1.5, "dd": 1.5,
    "unstopped": 1.0, "shorter": 0.6, "much_shorter": 0.8,
    "prose": -1.0, "line_of_prose": -2.0, "clauses": -1.0, "prose_across": 0.8,
    "verse": -3.0, "shared": -1.0, "shared_unmarked": -1.2, "beside_another": -1.0, "alone": 0.8,
    "before_prose": 0.5, "among_lines": -1.5, "credit_below": 2.5, "staff_list": -7.0, "row": 2.0,
    "row_against": -2.5, "like_headings": -2.0, "above_source_line": -5.0, "bold_above_prose": -1.5,
    "habit": 2.0, "habit_make": 3.0, "habit_elsewhere": -2.0, "habit_none": -1.5,
    "habit_marked": -3.0,
}  # fmt: skip
WEIGHTS: Mapping[str, Weight] = {name: _same(value) for name, value in PRIORS.items()}
