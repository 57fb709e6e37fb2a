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
    "after": Weight(-1.2, -0.45, -0.88),
    "behind": Weight(-1.0, -1.07, -1.04),
    "before": Weight(-2.3, -2.29, -1.98),
    "line_below": Weight(1.6, 2.20, 2.00),
    "line_above": Weight(-0.6, -0.49, -0.59),
    "figure": Weight(4.0, 4.01, 4.01),
    "territory": Weight(1.2, 1.94, 1.50),
    "cell": Weight(1.6, 2.42, 2.44),
    "alt": Weight(0.9, 2.09, 1.43),
    "title": Weight(0.9, 1.39, 0.97),
    "description": Weight(1.5, 1.50, 1.50),
    "headline": Weight(-5.0, -5.12, -5.13),
    "arrow": Weight(4.0, 4.60, 4.07),
    "label": Weight(4.0, 4.03, 4.02),
    "number": Weight(3.2, 3.76, 3.23),
    "class": Weight(4.5, 4.53, 4.53),
    "credit": Weight(3.5, 2.80, 3.06),
    "credit_end": Weight(3.5, 3.54, 3.58),
    "shows": Weight(3.0, 3.00, 3.00),
    "shot": Weight(3.0, 2.86, 3.00),
    "people": Weight(1.8, 1.59, 1.82),
    "names_picture": Weight(2.2, 2.99, 2.56),
    "remark": Weight(1.5, 1.50, 1.49),
    "down": Weight(0.5, 0.50, 0.50),
    "glued": Weight(0.0, 0.45, 0.07),
    "dated": Weight(1.0, 0.78, 0.67),
    "leads_here": Weight(2.4, 2.21, 2.16),
    "says_below": Weight(-3.0, -3.19, -3.24),
    "date_alone": Weight(-4.0, -4.31, -4.13),
    "points_here": Weight(4.5, 4.50, 4.50),
    "points_down": Weight(-3.5, -3.52, -3.50),
    "points_up": Weight(-0.5, -0.55, -0.52),
    "heading": Weight(-5.0, -5.02, -5.01),
    "bold": Weight(-1.8, -1.37, -1.15),
    "link": Weight(-3.0, -3.29, -3.15),
    "linked": Weight(-1.5, -1.51, -1.50),
    "listed": Weight(-2.8, -2.81, -2.80),
    "quoted": Weight(-0.5, -0.59, -0.76),
    "staff": Weight(-4.5, -4.78, -4.71),
    "signature": Weight(-3.5, -3.51, -3.50),
    "instruction": Weight(-4.0, -4.13, -4.05),
    "command": Weight(-4.0, -4.03, -4.01),
    "ordinal": Weight(-3.0, -3.67, -3.37),
    "address": Weight(-6.0, -6.09, -6.05),
    "navigation": Weight(-5.0, -5.03, -5.01),
    "licence": Weight(-5.0, -5.23, -5.10),
    "source_line": Weight(-5.0, -5.03, -5.01),
    "continues": Weight(-2.2, -2.22, -2.21),
    "open_end": Weight(-2.0, -2.01, -2.00),
    "speech": Weight(-2.5, -2.50, -2.50),
    "question": Weight(-4.0, -4.12, -4.04),
    "stopped": Weight(-0.8, -0.43, -0.18),
    "several": Weight(-1.8, -1.02, -1.70),
    "long": Weight(-2.0, -1.54, -1.87),
    "long_unmarked": Weight(-2.0, -2.01, -1.89),
    "tiny": Weight(-1.5, -1.32, -1.72),
    "credit_alone": Weight(0.0, -0.71, -0.44),
    "repeats_headline": Weight(-4.0, -3.02, -2.92),
    "repeats_alt": Weight(2.5, 2.60, 2.69),
    "centred_apart": Weight(2.0, 3.27, 3.18),
    "styled_apart": Weight(1.5, 2.32, 1.78),
    "dd": Weight(1.5, 1.50, 1.50),
    "unstopped": Weight(1.0, 0.71, 0.56),
    "shorter": Weight(0.6, 0.91, 0.79),
    "much_shorter": Weight(0.8, 0.14, 0.30),
    "prose": Weight(-1.0, -1.68, -1.34),
    "line_of_prose": Weight(-2.0, -1.44, -1.81),
    "clauses": Weight(-1.0, -1.63, -1.53),
    "prose_across": Weight(0.8, 0.00, 0.00),
    "verse": Weight(-3.0, -3.39, -2.98),
    "shared": Weight(-1.0, -0.99, -0.94),
    "shared_unmarked": Weight(-1.2, -1.20, -1.14),
    "beside_another": Weight(-1.0, -0.31, -0.33),
    "alone": Weight(0.8, 0.51, 0.15),
    "before_prose": Weight(0.5, 0.34, 0.53),
    "among_lines": Weight(-1.5, -1.07, -1.20),
    "credit_below": Weight(3.5, 3.50, 3.51),
    "staff_list": Weight(-7.0, -7.00, -7.00),
    "row": Weight(2.0, 3.47, 2.34),
    "row_against": Weight(-2.5, -2.32, -2.13),
    "like_headings": Weight(-2.0, -1.53, -1.74),
    "above_source_line": Weight(-5.0, -5.44, -5.22),
    "bold_above_prose": Weight(-1.5, -1.62, -1.69),
    "sole_sentence": Weight(-1.2, 0.00, -1.22),
    "habit": Weight(2.0, 0.00, 2.23),
    "habit_make": Weight(3.0, 0.00, 3.23),
    "habit_elsewhere": Weight(-2.0, 0.00, -1.76),
    "habit_none": Weight(-1.5, 0.00, -1.37),
    "habit_classed": Weight(-2.0, 0.00, -2.07),
    "habit_marked": Weight(-4.2, 0.00, -4.27),
}
