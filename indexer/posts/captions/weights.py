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
    "after": Weight(-1.2, -0.68, -1.43),
    "behind": Weight(-1.0, -1.13, -1.12),
    "before": Weight(-2.3, -2.39, -2.62),
    "line_below": Weight(1.6, 2.18, 1.93),
    "line_above": Weight(0.8, 0.99, 0.82),
    "figure": Weight(4.0, 4.01, 4.02),
    "territory": Weight(1.2, 2.09, 1.67),
    "cell": Weight(1.6, 1.98, 2.09),
    "alt": Weight(0.9, 3.13, 2.82),
    "title": Weight(0.9, 2.50, 1.31),
    "description": Weight(1.5, 1.74, 1.52),
    "headline": Weight(-5.0, -5.14, -5.15),
    "arrow": Weight(4.0, 4.09, 3.30),
    "label": Weight(4.0, 4.07, 4.01),
    "number": Weight(3.2, 3.81, 3.28),
    "class": Weight(4.5, 4.54, 4.53),
    "credit": Weight(3.5, 2.85, 2.99),
    "credit_end": Weight(3.5, 2.66, 2.93),
    "shows": Weight(3.0, 2.53, 2.67),
    "shot": Weight(3.0, 2.10, 2.21),
    "people": Weight(1.8, 1.32, 1.82),
    "names_picture": Weight(2.2, 2.80, 2.49),
    "remark": Weight(1.5, 1.48, 1.50),
    "glued": Weight(0.0, 0.11, 0.02),
    "dated": Weight(1.0, 0.71, 0.78),
    "leads_here": Weight(2.4, 2.40, 2.40),
    "says_below": Weight(-3.0, -3.01, -3.00),
    "date_alone": Weight(-4.0, -4.31, -4.10),
    "points_here": Weight(4.5, 4.39, 4.46),
    "points_down": Weight(-3.5, -3.52, -3.50),
    "points_up": Weight(-0.5, -1.03, -0.86),
    "heading": Weight(-5.0, -5.01, -5.00),
    "bold": Weight(-1.8, -2.00, -1.77),
    "link": Weight(-3.0, -3.21, -3.09),
    "linked": Weight(-1.5, -1.51, -1.50),
    "listed": Weight(-2.8, -2.81, -2.80),
    "quoted": Weight(-0.5, -0.66, -0.76),
    "staff": Weight(-4.5, -4.81, -4.86),
    "signature": Weight(-3.5, -3.51, -3.50),
    "instruction": Weight(-4.0, -4.07, -4.02),
    "command": Weight(-4.0, -4.01, -4.00),
    "ordinal": Weight(-3.0, -3.46, -3.19),
    "address": Weight(-6.0, -6.09, -6.06),
    "navigation": Weight(-5.0, -5.11, -5.07),
    "licence": Weight(-5.0, -5.16, -5.16),
    "source_line": Weight(-5.0, -5.00, -5.00),
    "continues": Weight(-2.2, -2.36, -2.45),
    "open_end": Weight(-2.0, -2.15, -2.03),
    "speech": Weight(-2.5, -2.50, -2.50),
    "question": Weight(-4.0, -4.28, -4.09),
    "stopped": Weight(-0.8, -0.62, -0.31),
    "several": Weight(-1.8, -1.10, -1.67),
    "long_unmarked": Weight(-2.0, -2.34, -2.20),
    "tiny": Weight(-1.5, -1.58, -2.09),
    "credit_alone": Weight(0.0, -0.77, -0.54),
    "repeats_headline": Weight(-4.0, -3.79, -3.73),
    "repeats_alt": Weight(2.5, 2.66, 2.66),
    "centred_apart": Weight(2.0, 2.87, 3.11),
    "styled_apart": Weight(1.5, 2.30, 1.98),
    "shorter": Weight(0.6, 0.89, 0.79),
    "much_shorter": Weight(0.8, 0.49, 0.51),
    "prose": Weight(-1.0, -2.46, -2.18),
    "line_of_prose": Weight(-2.0, -1.33, -1.75),
    "stopped_apart": Weight(2.6, 2.58, 2.89),
    "verse": Weight(-3.0, -3.54, -3.25),
    "shared": Weight(-1.0, -0.83, -0.96),
    "shared_unmarked": Weight(-1.2, -1.28, -1.06),
    "described": Weight(-3.0, -3.26, -3.23),
    "beside_another": Weight(-1.0, -0.99, -0.99),
    "before_prose": Weight(0.5, 0.95, 0.87),
    "among_lines": Weight(-1.5, -1.58, -1.66),
    "credit_below": Weight(3.5, 3.59, 3.64),
    "credit_above": Weight(3.5, 3.42, 3.42),
    "staff_list": Weight(-7.0, -7.00, -7.00),
    "row": Weight(2.0, 4.28, 2.78),
    "row_against": Weight(-2.5, -2.75, -2.60),
    "like_headings": Weight(-2.0, -1.28, -1.64),
    "above_source_line": Weight(-5.0, -5.03, -5.01),
    "bold_above_prose": Weight(-1.5, -1.57, -1.56),
    "sole_line": Weight(1.0, 0.00, 1.42),
    "sole_sentence": Weight(-1.2, 0.00, -1.25),
    "habit": Weight(2.0, 0.00, 2.75),
    "habit_make": Weight(3.0, 0.00, 3.42),
    "habit_elsewhere": Weight(-2.0, 0.00, -2.09),
    "habit_none": Weight(-0.5, 0.00, -0.94),
    "habit_classed": Weight(-2.0, 0.00, -2.01),
    "habit_marked": Weight(-4.2, 0.00, -4.44),
}
