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
    "after": Weight(-1.2, -0.60, -1.44),
    "behind": Weight(-1.0, -1.10, -1.12),
    "before": Weight(-2.3, -2.48, -2.68),
    "line_below": Weight(1.6, 2.16, 1.85),
    "line_above": Weight(0.8, 0.98, 0.82),
    "figure": Weight(4.0, 4.01, 4.02),
    "territory": Weight(1.2, 2.08, 1.70),
    "cell": Weight(1.6, 2.00, 2.09),
    "alt": Weight(0.9, 3.01, 2.67),
    "title": Weight(0.9, 2.48, 1.30),
    "description": Weight(1.5, 1.74, 1.52),
    "headline": Weight(-5.0, -5.14, -5.15),
    "arrow": Weight(4.0, 4.13, 3.30),
    "label": Weight(4.0, 4.06, 4.00),
    "number": Weight(3.2, 3.83, 3.29),
    "class": Weight(4.5, 4.54, 4.53),
    "credit": Weight(3.5, 2.83, 2.99),
    "credit_end": Weight(3.5, 2.84, 3.03),
    "shows": Weight(3.0, 2.73, 2.86),
    "shot": Weight(3.0, 2.11, 2.21),
    "people": Weight(1.8, 1.37, 1.82),
    "names_picture": Weight(2.2, 2.82, 2.50),
    "remark": Weight(1.5, 1.48, 1.50),
    "glued": Weight(0.0, 0.08, 0.02),
    "dated": Weight(1.0, 0.71, 0.79),
    "leads_here": Weight(2.4, 2.40, 2.40),
    "says_below": Weight(-3.0, -3.01, -3.00),
    "date_alone": Weight(-4.0, -4.28, -4.10),
    "points_here": Weight(4.5, 4.41, 4.46),
    "points_down": Weight(-3.5, -3.52, -3.50),
    "points_up": Weight(-0.5, -0.82, -0.66),
    "heading": Weight(-5.0, -5.01, -5.00),
    "bold": Weight(-1.8, -1.97, -1.77),
    "link": Weight(-3.0, -3.20, -3.08),
    "linked": Weight(-1.5, -1.51, -1.50),
    "listed": Weight(-2.8, -2.81, -2.80),
    "quoted": Weight(-0.5, -0.61, -0.77),
    "staff": Weight(-4.5, -4.79, -4.86),
    "signature": Weight(-3.5, -3.51, -3.50),
    "instruction": Weight(-4.0, -4.07, -4.02),
    "command": Weight(-4.0, -4.01, -4.00),
    "ordinal": Weight(-3.0, -3.42, -3.19),
    "address": Weight(-6.0, -6.09, -6.06),
    "navigation": Weight(-5.0, -5.12, -5.07),
    "licence": Weight(-5.0, -5.18, -5.17),
    "source_line": Weight(-5.0, -5.00, -5.00),
    "continues": Weight(-2.2, -2.36, -2.45),
    "open_end": Weight(-2.0, -2.16, -2.03),
    "speech": Weight(-2.5, -2.50, -2.50),
    "question": Weight(-4.0, -4.30, -4.09),
    "stopped": Weight(-0.8, -0.76, -0.36),
    "several": Weight(-1.8, -1.11, -1.76),
    "long_unmarked": Weight(-2.0, -2.32, -2.19),
    "tiny": Weight(-1.5, -1.56, -2.06),
    "credit_alone": Weight(0.0, -0.76, -0.55),
    "repeats_headline": Weight(-4.0, -3.79, -3.73),
    "repeats_alt": Weight(2.5, 2.65, 2.65),
    "centred_apart": Weight(2.0, 2.88, 3.10),
    "styled_apart": Weight(1.5, 2.32, 1.94),
    "shorter": Weight(0.6, 0.94, 0.84),
    "much_shorter": Weight(0.8, 0.28, 0.42),
    "prose": Weight(-1.0, -2.38, -2.13),
    "line_of_prose": Weight(-2.0, -1.33, -1.72),
    "stopped_apart": Weight(2.6, 2.61, 2.89),
    "verse": Weight(-3.0, -3.56, -3.26),
    "shared": Weight(-1.0, -0.69, -0.83),
    "shared_unmarked": Weight(-1.2, -1.29, -1.08),
    "beside_another": Weight(-1.0, -0.99, -0.99),
    "before_prose": Weight(0.5, 0.90, 0.87),
    "among_lines": Weight(-1.5, -1.54, -1.65),
    "credit_below": Weight(3.5, 3.60, 3.63),
    "credit_above": Weight(3.5, 3.44, 3.42),
    "staff_list": Weight(-7.0, -7.00, -7.00),
    "row": Weight(2.0, 4.34, 2.82),
    "row_against": Weight(-2.5, -2.76, -2.60),
    "like_headings": Weight(-2.0, -1.30, -1.65),
    "above_source_line": Weight(-5.0, -5.03, -5.01),
    "bold_above_prose": Weight(-1.5, -1.56, -1.56),
    "sole_line": Weight(1.0, 0.00, 1.43),
    "sole_sentence": Weight(-1.2, 0.00, -1.24),
    "habit": Weight(2.0, 0.00, 2.75),
    "habit_make": Weight(3.0, 0.00, 3.40),
    "habit_elsewhere": Weight(-2.0, 0.00, -2.18),
    "habit_none": Weight(-0.5, 0.00, -0.90),
    "habit_classed": Weight(-2.0, 0.00, -2.01),
    "habit_marked": Weight(-4.2, 0.00, -4.43),
}
