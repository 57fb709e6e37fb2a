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
    "after": Weight(-1.2, -0.55, -1.22),
    "behind": Weight(-1.0, -1.06, -1.03),
    "before": Weight(-2.3, -2.55, -2.58),
    "line_below": Weight(1.6, 2.25, 2.07),
    "line_above": Weight(-0.6, -0.47, -0.60),
    "figure": Weight(4.0, 4.01, 4.01),
    "territory": Weight(1.2, 1.99, 1.58),
    "cell": Weight(2.4, 2.99, 3.16),
    "alt": Weight(0.9, 2.26, 1.56),
    "title": Weight(0.9, 2.44, 1.03),
    "description": Weight(1.5, 1.74, 1.52),
    "headline": Weight(-5.0, -5.12, -5.13),
    "arrow": Weight(4.0, 4.18, 3.33),
    "label": Weight(4.0, 4.02, 4.00),
    "number": Weight(3.2, 3.77, 3.22),
    "class": Weight(4.5, 4.53, 4.51),
    "credit": Weight(3.5, 2.77, 3.00),
    "credit_end": Weight(3.5, 2.51, 2.87),
    "shows": Weight(3.0, 2.80, 2.88),
    "shot": Weight(3.0, 2.13, 2.21),
    "people": Weight(1.8, 1.51, 1.82),
    "names_picture": Weight(2.2, 3.36, 2.91),
    "remark": Weight(1.5, 1.52, 1.50),
    "down": Weight(0.5, 0.50, 0.50),
    "glued": Weight(0.0, 0.38, 0.18),
    "this_is": Weight(1.2, 1.67, 1.39),
    "dated": Weight(1.0, 0.37, 0.53),
    "leads_here": Weight(2.4, 2.20, 2.16),
    "says_below": Weight(-3.0, -3.20, -3.24),
    "date_alone": Weight(-4.0, -4.40, -4.17),
    "points_here": Weight(4.5, 4.50, 4.50),
    "points_down": Weight(-3.5, -3.51, -3.50),
    "points_up": Weight(-0.5, -0.72, -0.62),
    "heading": Weight(-5.0, -5.02, -5.01),
    "bold": Weight(-1.8, -1.86, -1.62),
    "link": Weight(-3.0, -3.30, -3.15),
    "linked": Weight(-1.5, -1.51, -1.50),
    "listed": Weight(-2.8, -2.81, -2.80),
    "quoted": Weight(-0.5, -0.68, -0.75),
    "staff": Weight(-4.5, -4.73, -4.68),
    "signature": Weight(-3.5, -3.51, -3.50),
    "instruction": Weight(-4.0, -4.12, -4.05),
    "command": Weight(-4.0, -4.02, -4.01),
    "ordinal": Weight(-3.0, -3.56, -3.34),
    "address": Weight(-6.0, -6.10, -6.06),
    "navigation": Weight(-5.0, -5.02, -5.01),
    "licence": Weight(-5.0, -5.24, -5.15),
    "source_line": Weight(-5.0, -5.00, -5.00),
    "continues": Weight(-2.2, -2.33, -2.53),
    "open_end": Weight(-3.0, -3.01, -3.00),
    "speech": Weight(-2.5, -2.50, -2.50),
    "question": Weight(-4.0, -4.14, -4.04),
    "stopped": Weight(-0.8, -0.52, -0.27),
    "several": Weight(-1.8, -0.80, -1.57),
    "long": Weight(-2.0, -1.32, -1.89),
    "long_unmarked": Weight(-2.0, -2.28, -2.17),
    "tiny": Weight(-1.5, -1.17, -1.68),
    "credit_alone": Weight(0.0, -0.73, -0.51),
    "repeats_headline": Weight(-4.0, -3.61, -3.39),
    "repeats_alt": Weight(2.5, 2.60, 2.74),
    "centred_apart": Weight(2.0, 3.25, 3.28),
    "styled_apart": Weight(1.5, 2.43, 1.85),
    "dd": Weight(1.5, 1.50, 1.50),
    "unstopped": Weight(1.4, 0.76, 0.55),
    "shorter": Weight(0.6, 1.02, 0.89),
    "much_shorter": Weight(0.8, 0.28, 0.38),
    "prose": Weight(-1.0, -1.49, -1.46),
    "line_of_prose": Weight(-2.0, -1.42, -1.79),
    "clauses": Weight(-1.0, -1.37, -1.37),
    "prose_across": Weight(0.8, 0.03, 0.23),
    "stopped_apart": Weight(2.6, 2.37, 2.76),
    "verse": Weight(-3.0, -3.52, -3.24),
    "shared": Weight(-1.0, -0.96, -0.92),
    "shared_unmarked": Weight(-1.2, -1.18, -1.13),
    "beside_another": Weight(-1.0, -0.48, -0.48),
    "alone": Weight(0.8, 0.02, 0.00),
    "before_prose": Weight(0.5, 0.45, 0.47),
    "among_lines": Weight(-1.5, -1.07, -1.20),
    "credit_below": Weight(3.5, 3.84, 3.89),
    "staff_list": Weight(-7.0, -7.00, -7.00),
    "row": Weight(2.0, 3.70, 2.51),
    "row_against": Weight(-2.5, -1.71, -1.93),
    "like_headings": Weight(-2.0, -1.43, -1.67),
    "above_source_line": Weight(-5.0, -5.04, -5.02),
    "bold_above_prose": Weight(-1.5, -1.64, -1.65),
    "sole_sentence": Weight(-1.2, 0.00, -1.26),
    "habit": Weight(2.0, 0.00, 2.78),
    "habit_make": Weight(3.0, 0.00, 3.58),
    "habit_elsewhere": Weight(-2.0, 0.00, -2.09),
    "habit_none": Weight(-0.5, 0.00, -1.03),
    "habit_classed": Weight(-2.0, 0.00, -1.94),
    "habit_marked": Weight(-5.5, 0.00, -5.44),
}
