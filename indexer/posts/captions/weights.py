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
    "after": Weight(-1.2, -0.57, -1.20),
    "behind": Weight(-1.0, -1.06, -1.03),
    "before": Weight(-2.3, -2.56, -2.57),
    "line_below": Weight(1.6, 2.17, 2.03),
    "line_above": Weight(-0.6, -0.48, -0.60),
    "figure": Weight(4.0, 4.01, 4.01),
    "territory": Weight(1.2, 2.07, 1.60),
    "cell": Weight(2.4, 2.99, 3.15),
    "alt": Weight(0.9, 2.96, 2.57),
    "title": Weight(0.9, 2.52, 1.29),
    "description": Weight(1.5, 1.74, 1.52),
    "headline": Weight(-5.0, -5.13, -5.13),
    "arrow": Weight(4.0, 4.20, 3.34),
    "label": Weight(4.0, 4.03, 4.00),
    "number": Weight(3.2, 3.77, 3.22),
    "class": Weight(4.5, 4.53, 4.51),
    "credit": Weight(3.5, 2.77, 3.01),
    "credit_end": Weight(3.5, 2.57, 2.93),
    "shows": Weight(3.0, 2.81, 2.88),
    "shot": Weight(3.0, 2.13, 2.21),
    "people": Weight(1.8, 1.51, 1.82),
    "names_picture": Weight(2.2, 3.36, 2.90),
    "remark": Weight(1.5, 1.51, 1.50),
    "down": Weight(0.5, 0.50, 0.50),
    "glued": Weight(0.0, 0.38, 0.17),
    "this_is": Weight(1.2, 1.67, 1.39),
    "dated": Weight(1.0, 0.37, 0.54),
    "leads_here": Weight(2.4, 2.19, 2.15),
    "says_below": Weight(-3.0, -3.21, -3.25),
    "date_alone": Weight(-4.0, -4.40, -4.18),
    "points_here": Weight(4.5, 4.50, 4.50),
    "points_down": Weight(-3.5, -3.51, -3.50),
    "points_up": Weight(-0.5, -0.71, -0.62),
    "heading": Weight(-5.0, -5.02, -5.01),
    "bold": Weight(-1.8, -1.86, -1.63),
    "link": Weight(-3.0, -3.30, -3.17),
    "linked": Weight(-1.5, -1.51, -1.50),
    "listed": Weight(-2.8, -2.81, -2.80),
    "quoted": Weight(-0.5, -0.68, -0.77),
    "staff": Weight(-4.5, -4.73, -4.70),
    "signature": Weight(-3.5, -3.51, -3.50),
    "instruction": Weight(-4.0, -4.12, -4.05),
    "command": Weight(-4.0, -4.02, -4.01),
    "ordinal": Weight(-3.0, -3.57, -3.37),
    "address": Weight(-6.0, -6.10, -6.06),
    "navigation": Weight(-5.0, -5.02, -5.01),
    "licence": Weight(-5.0, -5.23, -5.17),
    "source_line": Weight(-5.0, -5.00, -5.00),
    "continues": Weight(-2.2, -2.33, -2.53),
    "open_end": Weight(-3.0, -3.01, -3.00),
    "speech": Weight(-2.5, -2.50, -2.50),
    "question": Weight(-4.0, -4.14, -4.04),
    "stopped": Weight(-0.8, -0.56, -0.28),
    "several": Weight(-1.8, -0.79, -1.56),
    "long": Weight(-2.0, -1.31, -1.88),
    "long_unmarked": Weight(-2.0, -2.27, -2.16),
    "tiny": Weight(-1.5, -1.42, -1.99),
    "credit_alone": Weight(0.0, -0.73, -0.50),
    "repeats_headline": Weight(-4.0, -3.62, -3.41),
    "repeats_alt": Weight(2.5, 2.60, 2.74),
    "centred_apart": Weight(2.0, 3.29, 3.29),
    "styled_apart": Weight(1.5, 2.48, 2.04),
    "dd": Weight(1.5, 1.51, 1.50),
    "unstopped": Weight(1.4, 0.75, 0.59),
    "shorter": Weight(0.6, 1.03, 0.90),
    "much_shorter": Weight(0.8, 0.29, 0.43),
    "prose": Weight(-1.0, -1.47, -1.44),
    "line_of_prose": Weight(-2.0, -1.40, -1.77),
    "clauses": Weight(-1.0, -1.38, -1.36),
    "prose_across": Weight(0.8, 0.03, 0.23),
    "stopped_apart": Weight(2.6, 2.39, 2.79),
    "verse": Weight(-3.0, -3.52, -3.23),
    "shared": Weight(-1.0, -0.96, -0.93),
    "shared_unmarked": Weight(-1.2, -1.18, -1.13),
    "beside_another": Weight(-1.0, -0.48, -0.48),
    "alone": Weight(0.8, 0.00, 0.00),
    "before_prose": Weight(0.5, 0.47, 0.51),
    "among_lines": Weight(-1.5, -1.06, -1.21),
    "credit_below": Weight(3.5, 3.84, 3.87),
    "staff_list": Weight(-7.0, -7.00, -7.00),
    "row": Weight(2.0, 3.74, 2.55),
    "row_against": Weight(-2.5, -1.68, -1.84),
    "like_headings": Weight(-2.0, -1.43, -1.68),
    "above_source_line": Weight(-5.0, -5.04, -5.02),
    "bold_above_prose": Weight(-1.5, -1.64, -1.66),
    "sole_sentence": Weight(-1.2, 0.00, -1.33),
    "habit": Weight(2.0, 0.00, 2.71),
    "habit_make": Weight(3.0, 0.00, 3.50),
    "habit_elsewhere": Weight(-2.0, 0.00, -2.16),
    "habit_none": Weight(-0.5, 0.00, -1.15),
    "habit_classed": Weight(-2.0, 0.00, -1.94),
    "habit_marked": Weight(-5.5, 0.00, -5.45),
}
