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
    "after": Weight(-1.2, -0.64, -1.08),
    "behind": Weight(-1.0, -1.07, -1.03),
    "before": Weight(-2.3, -2.46, -2.13),
    "line_below": Weight(1.6, 2.31, 2.12),
    "line_above": Weight(-0.6, -0.51, -0.60),
    "figure": Weight(4.0, 4.01, 4.01),
    "territory": Weight(1.2, 2.01, 1.59),
    "cell": Weight(1.6, 2.42, 2.43),
    "alt": Weight(0.9, 2.08, 1.44),
    "title": Weight(0.9, 1.39, 0.96),
    "description": Weight(1.5, 1.50, 1.50),
    "headline": Weight(-5.0, -5.12, -5.13),
    "arrow": Weight(4.0, 4.69, 4.08),
    "label": Weight(4.0, 4.04, 4.03),
    "number": Weight(3.2, 3.79, 3.23),
    "class": Weight(4.5, 4.54, 4.53),
    "credit": Weight(3.5, 2.76, 3.07),
    "credit_end": Weight(3.5, 3.59, 3.72),
    "shows": Weight(3.0, 2.72, 2.78),
    "shot": Weight(3.0, 2.85, 3.00),
    "people": Weight(1.8, 1.60, 1.83),
    "names_picture": Weight(2.2, 3.09, 2.65),
    "remark": Weight(1.5, 1.50, 1.48),
    "down": Weight(0.5, 0.50, 0.50),
    "glued": Weight(0.0, 0.51, 0.10),
    "dated": Weight(1.0, 0.84, 0.72),
    "leads_here": Weight(2.4, 2.19, 2.14),
    "says_below": Weight(-3.0, -3.21, -3.26),
    "date_alone": Weight(-4.0, -4.28, -4.09),
    "points_here": Weight(4.5, 4.50, 4.50),
    "points_down": Weight(-3.5, -3.51, -3.50),
    "points_up": Weight(-0.5, -0.79, -0.72),
    "heading": Weight(-5.0, -5.01, -5.00),
    "bold": Weight(-1.8, -1.74, -1.51),
    "link": Weight(-3.0, -3.27, -3.14),
    "linked": Weight(-1.5, -1.51, -1.50),
    "listed": Weight(-2.8, -2.81, -2.80),
    "quoted": Weight(-0.5, -0.45, -0.66),
    "staff": Weight(-4.5, -4.77, -4.73),
    "signature": Weight(-3.5, -3.51, -3.50),
    "instruction": Weight(-4.0, -4.12, -4.04),
    "command": Weight(-4.0, -4.03, -4.01),
    "ordinal": Weight(-3.0, -3.61, -3.27),
    "address": Weight(-6.0, -6.07, -6.04),
    "navigation": Weight(-5.0, -5.03, -5.01),
    "licence": Weight(-5.0, -5.30, -5.18),
    "source_line": Weight(-5.0, -5.00, -5.00),
    "continues": Weight(-2.2, -2.21, -2.20),
    "open_end": Weight(-2.0, -2.01, -2.00),
    "speech": Weight(-2.5, -2.50, -2.50),
    "question": Weight(-4.0, -4.08, -4.02),
    "stopped": Weight(-0.8, -0.58, -0.30),
    "several": Weight(-1.8, -0.95, -1.68),
    "long": Weight(-2.0, -1.57, -1.95),
    "long_unmarked": Weight(-2.0, -2.24, -2.15),
    "tiny": Weight(-1.5, -1.30, -1.72),
    "credit_alone": Weight(0.0, -0.75, -0.43),
    "repeats_headline": Weight(-4.0, -3.50, -3.33),
    "repeats_alt": Weight(2.5, 2.64, 2.76),
    "centred_apart": Weight(2.0, 3.29, 3.09),
    "styled_apart": Weight(1.5, 2.43, 1.86),
    "dd": Weight(1.5, 1.50, 1.50),
    "unstopped": Weight(1.0, 0.40, 0.17),
    "shorter": Weight(0.6, 1.22, 1.10),
    "much_shorter": Weight(0.8, 0.30, 0.45),
    "prose": Weight(-1.0, -1.76, -1.51),
    "line_of_prose": Weight(-2.0, -1.35, -1.73),
    "clauses": Weight(-1.0, -1.53, -1.40),
    "prose_across": Weight(0.8, 0.00, 0.16),
    "stopped_apart": Weight(2.6, 1.85, 2.39),
    "verse": Weight(-3.0, -3.50, -3.15),
    "shared": Weight(-1.0, -0.93, -0.88),
    "shared_unmarked": Weight(-1.2, -1.14, -1.08),
    "beside_another": Weight(-1.0, -0.31, -0.34),
    "alone": Weight(0.8, 0.56, 0.21),
    "before_prose": Weight(0.5, 0.21, 0.29),
    "among_lines": Weight(-1.5, -1.08, -1.22),
    "credit_below": Weight(3.5, 3.87, 3.91),
    "staff_list": Weight(-7.0, -7.00, -7.00),
    "row": Weight(2.0, 3.57, 2.35),
    "row_against": Weight(-2.5, -2.37, -2.07),
    "like_headings": Weight(-2.0, -1.47, -1.67),
    "above_source_line": Weight(-5.0, -5.45, -5.20),
    "bold_above_prose": Weight(-1.5, -1.49, -1.58),
    "sole_sentence": Weight(-1.2, 0.00, -1.19),
    "habit": Weight(2.0, 0.00, 2.45),
    "habit_make": Weight(3.0, 0.00, 3.35),
    "habit_elsewhere": Weight(-2.0, 0.00, -1.86),
    "habit_none": Weight(-1.5, 0.00, -1.65),
    "habit_classed": Weight(-2.0, 0.00, -2.06),
    "habit_marked": Weight(-4.2, 0.00, -4.27),
}
