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
    "after": Weight(-1.2, -0.52, -1.27),
    "behind": Weight(-1.0, -1.09, -1.11),
    "before": Weight(-2.3, -2.60, -2.55),
    "line_below": Weight(1.6, 2.36, 2.14),
    "line_above": Weight(0.8, 1.01, 0.83),
    "figure": Weight(4.0, 4.01, 4.01),
    "territory": Weight(1.2, 1.99, 1.60),
    "cell": Weight(1.6, 2.42, 2.55),
    "alt": Weight(0.9, 2.29, 1.71),
    "title": Weight(0.9, 2.40, 1.16),
    "description": Weight(1.5, 1.74, 1.51),
    "headline": Weight(-5.0, -5.13, -5.14),
    "arrow": Weight(4.0, 4.20, 3.36),
    "label": Weight(4.0, 4.04, 4.00),
    "number": Weight(3.2, 3.80, 3.25),
    "class": Weight(4.5, 4.53, 4.51),
    "credit": Weight(3.5, 2.72, 2.97),
    "credit_end": Weight(3.5, 2.69, 3.06),
    "shows": Weight(3.0, 2.71, 2.78),
    "shot": Weight(3.0, 2.15, 2.24),
    "people": Weight(1.8, 1.53, 1.82),
    "names_picture": Weight(2.2, 3.04, 2.64),
    "remark": Weight(1.5, 1.50, 1.50),
    "down": Weight(0.5, 0.51, 0.50),
    "glued": Weight(0.0, 0.23, 0.05),
    "dated": Weight(1.0, 0.63, 0.72),
    "leads_here": Weight(2.4, 2.40, 2.40),
    "says_below": Weight(-3.0, -3.00, -3.00),
    "date_alone": Weight(-4.0, -4.33, -4.15),
    "points_here": Weight(4.5, 4.50, 4.50),
    "points_down": Weight(-3.5, -3.52, -3.51),
    "points_up": Weight(-0.5, -0.85, -0.75),
    "heading": Weight(-5.0, -5.01, -5.00),
    "bold": Weight(-1.8, -2.02, -1.83),
    "link": Weight(-3.0, -3.26, -3.13),
    "linked": Weight(-1.5, -1.51, -1.50),
    "listed": Weight(-2.8, -2.81, -2.80),
    "quoted": Weight(-0.5, -0.74, -0.88),
    "staff": Weight(-4.5, -4.93, -4.80),
    "signature": Weight(-3.5, -3.51, -3.50),
    "instruction": Weight(-4.0, -4.09, -4.03),
    "command": Weight(-4.0, -4.01, -4.00),
    "ordinal": Weight(-3.0, -3.49, -3.30),
    "address": Weight(-6.0, -6.11, -6.07),
    "navigation": Weight(-5.0, -5.17, -5.09),
    "licence": Weight(-5.0, -5.24, -5.13),
    "source_line": Weight(-5.0, -5.00, -5.00),
    "continues": Weight(-2.2, -2.35, -2.36),
    "open_end": Weight(-2.0, -2.12, -2.04),
    "speech": Weight(-2.5, -2.50, -2.50),
    "question": Weight(-4.0, -4.31, -4.10),
    "stopped": Weight(-0.8, -0.59, -0.43),
    "several": Weight(-1.8, -0.91, -1.57),
    "long": Weight(-2.0, -1.27, -1.86),
    "long_unmarked": Weight(-2.0, -2.24, -2.14),
    "tiny": Weight(-1.5, -1.19, -1.61),
    "credit_alone": Weight(0.0, -0.78, -0.53),
    "repeats_headline": Weight(-4.0, -3.81, -3.60),
    "repeats_alt": Weight(2.5, 2.64, 2.78),
    "centred_apart": Weight(2.0, 2.70, 2.87),
    "styled_apart": Weight(1.5, 2.26, 1.68),
    "dd": Weight(1.5, 1.50, 1.50),
    "unstopped": Weight(1.0, 0.36, 0.00),
    "shorter": Weight(0.6, 1.00, 0.94),
    "much_shorter": Weight(0.8, 0.37, 0.49),
    "prose": Weight(-1.0, -1.88, -1.61),
    "line_of_prose": Weight(-2.0, -1.29, -1.74),
    "clauses": Weight(-1.0, -1.40, -1.36),
    "prose_across": Weight(0.8, 0.00, 0.26),
    "stopped_apart": Weight(2.6, 2.56, 2.84),
    "verse": Weight(-3.0, -3.55, -3.29),
    "shared": Weight(-1.0, -0.65, -0.86),
    "shared_unmarked": Weight(-1.2, -0.87, -1.07),
    "beside_another": Weight(-1.0, -0.30, -0.30),
    "alone": Weight(0.8, 0.09, 0.00),
    "before_prose": Weight(0.5, 0.53, 0.71),
    "among_lines": Weight(-1.5, -1.21, -1.33),
    "credit_below": Weight(3.5, 3.60, 3.63),
    "credit_above": Weight(3.5, 3.45, 3.41),
    "staff_list": Weight(-7.0, -7.00, -7.00),
    "row": Weight(2.0, 4.25, 2.71),
    "row_against": Weight(-2.5, -2.83, -2.63),
    "like_headings": Weight(-2.0, -1.32, -1.53),
    "above_source_line": Weight(-5.0, -5.04, -5.01),
    "bold_above_prose": Weight(-1.5, -1.56, -1.61),
    "sole_sentence": Weight(-1.2, 0.00, -1.23),
    "habit": Weight(2.0, 0.00, 2.92),
    "habit_make": Weight(3.0, 0.00, 3.49),
    "habit_elsewhere": Weight(-2.0, 0.00, -2.03),
    "habit_none": Weight(-0.5, 0.00, -0.91),
    "habit_classed": Weight(-2.0, 0.00, -2.04),
    "habit_marked": Weight(-4.2, 0.00, -3.65),
}
