"""What each feature of a candidate is worth, in logits.

``prior`` is what an editor would say. ``alone`` is used where a picture is looked at by itself,
``together`` where the habits of its post are known too. Positive speaks for a caption, negative
against. The scores of a picture's candidates and the 0 of "no caption" make probabilities by
softmax.

The last two columns are fitted: ``python -m tests.quality.extraction.fitting --write`` reads the
labelled posts and writes them, starting from the prior and leaving it only as far as the labels
ask.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Weight(NamedTuple):
    """What a feature is worth."""

    prior: float
    alone: float
    together: float


WEIGHTS: Mapping[str, Weight] = {
    "after": Weight(-1.2, -0.45, -0.95),
    "behind": Weight(-1.0, -1.07, -1.05),
    "before": Weight(-2.3, -2.28, -1.93),
    "line_below": Weight(1.6, 2.20, 2.04),
    "line_above": Weight(-0.6, -0.48, -0.60),
    "figure": Weight(4.0, 4.01, 4.02),
    "territory": Weight(1.2, 1.95, 1.54),
    "cell": Weight(1.6, 2.43, 2.33),
    "alt": Weight(0.9, 2.09, 1.39),
    "title": Weight(0.9, 1.39, 0.96),
    "description": Weight(1.5, 1.50, 1.50),
    "headline": Weight(-5.0, -5.12, -5.13),
    "arrow": Weight(4.0, 4.60, 4.07),
    "label": Weight(4.0, 4.03, 4.02),
    "number": Weight(3.2, 3.76, 3.23),
    "class": Weight(4.5, 4.53, 4.53),
    "credit": Weight(3.5, 2.81, 3.06),
    "credit_end": Weight(3.5, 3.54, 3.59),
    "shows": Weight(3.0, 3.00, 3.00),
    "shot": Weight(3.0, 2.86, 3.00),
    "people": Weight(1.8, 1.59, 1.82),
    "names_picture": Weight(2.2, 3.00, 2.60),
    "remark": Weight(1.5, 1.50, 1.49),
    "down": Weight(0.5, 0.50, 0.50),
    "glued": Weight(0.0, 0.46, 0.08),
    "dated": Weight(1.0, 0.77, 0.67),
    "leads_here": Weight(2.4, 2.20, 2.17),
    "says_below": Weight(-3.0, -3.20, -3.23),
    "date_alone": Weight(-4.0, -4.30, -4.11),
    "points_here": Weight(4.5, 4.50, 4.50),
    "points_down": Weight(-3.5, -3.52, -3.50),
    "points_up": Weight(-0.5, -0.54, -0.52),
    "heading": Weight(-5.0, -5.02, -5.00),
    "bold": Weight(-1.8, -1.36, -1.12),
    "link": Weight(-3.0, -3.27, -3.13),
    "linked": Weight(-1.5, -1.53, -1.51),
    "listed": Weight(-1.8, -1.81, -1.80),
    "quoted": Weight(-0.5, -0.57, -0.86),
    "staff": Weight(-4.5, -4.76, -4.68),
    "signature": Weight(-3.5, -3.51, -3.50),
    "instruction": Weight(-4.0, -4.48, -4.29),
    "ordinal": Weight(-3.0, -3.65, -3.33),
    "address": Weight(-6.0, -6.09, -6.05),
    "navigation": Weight(-5.0, -5.02, -5.01),
    "licence": Weight(-5.0, -5.20, -5.09),
    "source_line": Weight(-5.0, -5.03, -5.01),
    "continues": Weight(-2.2, -2.22, -2.21),
    "open_end": Weight(-2.0, -2.01, -2.01),
    "speech": Weight(-2.5, -2.50, -2.50),
    "question": Weight(-4.0, -4.12, -4.04),
    "stopped": Weight(-0.8, -0.40, -0.24),
    "several": Weight(-1.8, -1.02, -1.70),
    "long": Weight(-2.0, -1.53, -1.86),
    "long_unmarked": Weight(-2.0, -2.02, -1.89),
    "tiny": Weight(-1.5, -1.32, -1.73),
    "credit_alone": Weight(0.0, -0.70, -0.44),
    "repeats_headline": Weight(-4.0, -3.01, -2.88),
    "repeats_alt": Weight(2.5, 2.60, 2.72),
    "centred_apart": Weight(2.0, 3.10, 3.13),
    "styled_apart": Weight(1.5, 2.35, 1.87),
    "dd": Weight(1.5, 1.50, 1.50),
    "unstopped": Weight(1.0, 0.63, 0.55),
    "shorter": Weight(0.6, 0.85, 0.69),
    "much_shorter": Weight(0.8, 0.20, 0.30),
    "prose": Weight(-1.0, -1.67, -1.36),
    "line_of_prose": Weight(-2.0, -1.45, -1.78),
    "clauses": Weight(-1.0, -1.63, -1.55),
    "prose_across": Weight(0.8, 0.00, 0.03),
    "verse": Weight(-3.0, -3.38, -2.98),
    "shared": Weight(-1.0, -0.97, -0.91),
    "shared_unmarked": Weight(-1.2, -1.18, -1.12),
    "beside_another": Weight(-1.0, -0.30, -0.38),
    "alone": Weight(0.8, 0.44, 0.11),
    "before_prose": Weight(0.5, 0.37, 0.45),
    "among_lines": Weight(-1.5, -1.05, -1.12),
    "credit_below": Weight(2.5, 2.51, 2.52),
    "staff_list": Weight(-7.0, -7.00, -7.00),
    "row": Weight(2.0, 3.52, 2.35),
    "row_against": Weight(-2.5, -2.29, -2.09),
    "like_headings": Weight(-2.0, -1.51, -1.76),
    "above_source_line": Weight(-5.0, -5.40, -5.20),
    "bold_above_prose": Weight(-1.5, -1.61, -1.66),
    "habit": Weight(2.0, 0.00, 2.22),
    "habit_make": Weight(3.0, 0.00, 3.33),
    "habit_elsewhere": Weight(-2.0, 0.00, -1.78),
    "habit_none": Weight(-1.5, 0.00, -1.24),
    "habit_marked": Weight(-3.0, 0.00, -3.29),
}
