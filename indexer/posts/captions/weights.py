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
    "after": Weight(-1.2, -0.67, -1.49),
    "behind": Weight(-1.0, -1.14, -1.14),
    "before": Weight(-2.3, -2.62, -2.71),
    "line_below": Weight(1.6, 2.33, 2.13),
    "line_above": Weight(0.8, 0.99, 0.82),
    "figure": Weight(4.0, 4.01, 4.02),
    "territory": Weight(1.2, 1.99, 1.59),
    "cell": Weight(1.6, 1.93, 2.02),
    "alt": Weight(0.9, 2.30, 1.62),
    "title": Weight(0.9, 2.41, 1.05),
    "description": Weight(1.5, 1.74, 1.52),
    "headline": Weight(-5.0, -5.13, -5.14),
    "arrow": Weight(4.0, 4.08, 3.29),
    "label": Weight(4.0, 4.05, 4.01),
    "number": Weight(3.2, 3.79, 3.28),
    "class": Weight(4.5, 4.54, 4.52),
    "credit": Weight(3.5, 2.84, 3.07),
    "credit_end": Weight(3.5, 2.81, 3.02),
    "shows": Weight(3.0, 2.72, 2.85),
    "shot": Weight(3.0, 2.12, 2.21),
    "people": Weight(1.8, 1.39, 1.82),
    "names_picture": Weight(2.2, 2.85, 2.63),
    "remark": Weight(1.5, 1.50, 1.50),
    "glued": Weight(0.0, 0.11, 0.01),
    "dated": Weight(1.0, 0.73, 0.79),
    "leads_here": Weight(2.4, 2.40, 2.40),
    "says_below": Weight(-3.0, -3.01, -3.00),
    "date_alone": Weight(-4.0, -4.30, -4.11),
    "points_here": Weight(4.5, 4.37, 4.42),
    "points_down": Weight(-3.5, -3.52, -3.50),
    "points_up": Weight(-0.5, -0.85, -0.68),
    "heading": Weight(-5.0, -5.01, -5.00),
    "bold": Weight(-1.8, -1.99, -1.79),
    "link": Weight(-3.0, -3.22, -3.10),
    "linked": Weight(-1.5, -1.51, -1.50),
    "listed": Weight(-2.8, -2.81, -2.80),
    "quoted": Weight(-0.5, -0.67, -0.78),
    "staff": Weight(-4.5, -4.86, -4.78),
    "signature": Weight(-3.5, -3.51, -3.50),
    "instruction": Weight(-4.0, -4.07, -4.02),
    "command": Weight(-4.0, -4.01, -4.00),
    "ordinal": Weight(-3.0, -3.45, -3.22),
    "address": Weight(-6.0, -6.08, -6.06),
    "navigation": Weight(-5.0, -5.12, -5.07),
    "licence": Weight(-5.0, -5.18, -5.11),
    "source_line": Weight(-5.0, -5.00, -5.00),
    "continues": Weight(-2.2, -2.35, -2.43),
    "open_end": Weight(-2.0, -2.13, -2.03),
    "speech": Weight(-2.5, -2.50, -2.50),
    "question": Weight(-4.0, -4.26, -4.08),
    "stopped": Weight(-0.8, -0.53, -0.34),
    "several": Weight(-1.8, -1.15, -1.70),
    "long_unmarked": Weight(-2.0, -2.32, -2.19),
    "tiny": Weight(-1.5, -1.27, -1.66),
    "credit_alone": Weight(0.0, -0.80, -0.51),
    "repeats_headline": Weight(-4.0, -3.78, -3.59),
    "repeats_alt": Weight(2.5, 2.66, 2.81),
    "centred_apart": Weight(2.0, 2.80, 2.98),
    "styled_apart": Weight(1.5, 2.29, 1.79),
    "shorter": Weight(0.6, 1.05, 1.05),
    "much_shorter": Weight(0.8, 0.57, 0.59),
    "prose": Weight(-1.0, -2.39, -2.13),
    "line_of_prose": Weight(-2.0, -1.38, -1.78),
    "stopped_apart": Weight(2.6, 2.58, 2.88),
    "verse": Weight(-3.0, -3.58, -3.30),
    "shared": Weight(-1.0, -0.66, -0.81),
    "shared_unmarked": Weight(-1.2, -1.27, -1.05),
    "beside_another": Weight(-1.0, -0.99, -0.99),
    "before_prose": Weight(0.5, 0.64, 0.67),
    "among_lines": Weight(-1.5, -1.66, -1.67),
    "credit_below": Weight(3.5, 3.60, 3.62),
    "credit_above": Weight(3.5, 3.41, 3.40),
    "staff_list": Weight(-7.0, -7.00, -7.00),
    "row": Weight(2.0, 4.33, 2.72),
    "row_against": Weight(-2.5, -2.78, -2.60),
    "like_headings": Weight(-2.0, -1.24, -1.51),
    "above_source_line": Weight(-5.0, -5.03, -5.01),
    "bold_above_prose": Weight(-1.5, -1.54, -1.58),
    "sole_sentence": Weight(-1.2, 0.00, -1.24),
    "habit": Weight(2.0, 0.00, 2.77),
    "habit_make": Weight(3.0, 0.00, 3.44),
    "habit_elsewhere": Weight(-2.0, 0.00, -2.09),
    "habit_none": Weight(-0.5, 0.00, -0.86),
    "habit_classed": Weight(-2.0, 0.00, -2.02),
    "habit_marked": Weight(-4.2, 0.00, -4.46),
}
