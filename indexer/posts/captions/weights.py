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
    "after": Weight(-1.2, -0.62, -1.20),
    "behind": Weight(-1.0, -1.06, -1.03),
    "before": Weight(-2.3, -2.45, -2.25),
    "line_below": Weight(1.6, 2.30, 2.12),
    "line_above": Weight(-0.6, -0.50, -0.60),
    "figure": Weight(4.0, 4.01, 4.01),
    "territory": Weight(1.2, 2.01, 1.59),
    "cell": Weight(1.6, 2.41, 2.45),
    "alt": Weight(0.9, 2.08, 1.34),
    "title": Weight(0.9, 1.39, 0.96),
    "description": Weight(1.5, 1.50, 1.50),
    "headline": Weight(-5.0, -5.12, -5.13),
    "arrow": Weight(4.0, 4.68, 4.08),
    "label": Weight(4.0, 4.04, 4.02),
    "number": Weight(3.2, 3.77, 3.23),
    "class": Weight(4.5, 4.53, 4.53),
    "credit": Weight(3.5, 2.76, 3.01),
    "credit_end": Weight(3.5, 3.58, 3.70),
    "shows": Weight(3.0, 2.70, 2.79),
    "shot": Weight(3.0, 2.86, 3.00),
    "people": Weight(1.8, 1.60, 1.82),
    "names_picture": Weight(2.2, 3.09, 2.67),
    "remark": Weight(1.5, 1.50, 1.49),
    "down": Weight(0.5, 0.50, 0.50),
    "glued": Weight(0.0, 0.52, 0.11),
    "dated": Weight(1.0, 0.83, 0.73),
    "leads_here": Weight(2.4, 2.19, 2.11),
    "says_below": Weight(-3.0, -3.21, -3.29),
    "date_alone": Weight(-4.0, -4.28, -4.11),
    "points_here": Weight(4.5, 4.50, 4.50),
    "points_down": Weight(-3.5, -3.51, -3.50),
    "points_up": Weight(-0.5, -0.80, -0.71),
    "heading": Weight(-5.0, -5.01, -5.00),
    "bold": Weight(-1.8, -1.75, -1.52),
    "link": Weight(-3.0, -3.27, -3.13),
    "linked": Weight(-1.5, -1.51, -1.50),
    "listed": Weight(-2.8, -2.81, -2.80),
    "quoted": Weight(-0.5, -0.48, -0.65),
    "staff": Weight(-4.5, -4.77, -4.69),
    "signature": Weight(-3.5, -3.51, -3.50),
    "instruction": Weight(-4.0, -4.12, -4.04),
    "command": Weight(-4.0, -4.03, -4.01),
    "ordinal": Weight(-3.0, -3.62, -3.32),
    "address": Weight(-6.0, -6.08, -6.05),
    "navigation": Weight(-5.0, -5.03, -5.01),
    "licence": Weight(-5.0, -5.30, -5.16),
    "source_line": Weight(-5.0, -5.00, -5.00),
    "continues": Weight(-2.2, -2.21, -2.20),
    "open_end": Weight(-2.0, -2.01, -2.00),
    "speech": Weight(-2.5, -2.50, -2.50),
    "question": Weight(-4.0, -4.09, -4.02),
    "stopped": Weight(-0.8, -0.52, -0.31),
    "several": Weight(-1.8, -0.97, -1.67),
    "long": Weight(-2.0, -1.58, -1.95),
    "long_unmarked": Weight(-2.0, -2.26, -2.16),
    "tiny": Weight(-1.5, -1.31, -1.74),
    "credit_alone": Weight(0.0, -0.74, -0.49),
    "repeats_headline": Weight(-4.0, -3.50, -3.31),
    "repeats_alt": Weight(2.5, 2.64, 2.77),
    "centred_apart": Weight(2.0, 3.23, 3.09),
    "styled_apart": Weight(1.5, 2.40, 1.90),
    "dd": Weight(1.5, 1.50, 1.50),
    "unstopped": Weight(1.0, 0.40, 0.16),
    "shorter": Weight(0.6, 1.13, 1.05),
    "much_shorter": Weight(0.8, 0.27, 0.41),
    "prose": Weight(-1.0, -1.82, -1.58),
    "line_of_prose": Weight(-2.0, -1.35, -1.69),
    "clauses": Weight(-1.0, -1.54, -1.43),
    "prose_across": Weight(0.8, 0.05, 0.22),
    "stopped_apart": Weight(2.6, 2.34, 2.67),
    "verse": Weight(-3.0, -3.50, -3.21),
    "shared": Weight(-1.0, -0.95, -0.89),
    "shared_unmarked": Weight(-1.2, -1.16, -1.09),
    "beside_another": Weight(-1.0, -0.31, -0.33),
    "alone": Weight(0.8, 0.55, 0.22),
    "before_prose": Weight(0.5, 0.28, 0.33),
    "among_lines": Weight(-1.5, -1.02, -1.15),
    "credit_below": Weight(3.5, 3.87, 3.92),
    "credit_above": Weight(3.5, 3.50, 3.50),
    "staff_list": Weight(-7.0, -7.00, -7.00),
    "row": Weight(2.0, 3.56, 2.31),
    "row_against": Weight(-2.5, -2.45, -2.16),
    "like_headings": Weight(-2.0, -1.47, -1.66),
    "above_source_line": Weight(-5.0, -5.42, -5.18),
    "bold_above_prose": Weight(-1.5, -1.50, -1.60),
    "sole_sentence": Weight(-1.2, 0.00, -1.16),
    "habit": Weight(2.0, 0.00, 2.46),
    "habit_make": Weight(3.0, 0.00, 3.33),
    "habit_elsewhere": Weight(-2.0, 0.00, -1.88),
    "habit_none": Weight(-0.5, 0.00, -1.12),
    "habit_classed": Weight(-2.0, 0.00, -2.06),
    "habit_marked": Weight(-4.2, 0.00, -4.27),
}
