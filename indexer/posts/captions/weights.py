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
    "after": Weight(-1.2, -0.56, -1.36),
    "behind": Weight(-1.0, -1.11, -1.12),
    "before": Weight(-2.3, -2.75, -2.70),
    "line_below": Weight(1.6, 2.37, 2.22),
    "line_above": Weight(0.8, 0.99, 0.82),
    "figure": Weight(4.0, 4.01, 4.02),
    "territory": Weight(1.2, 2.00, 1.62),
    "cell": Weight(1.6, 1.96, 2.03),
    "alt": Weight(0.9, 2.29, 1.61),
    "title": Weight(0.9, 2.40, 1.05),
    "description": Weight(1.5, 1.74, 1.52),
    "headline": Weight(-5.0, -5.13, -5.14),
    "arrow": Weight(4.0, 4.19, 3.35),
    "label": Weight(4.0, 4.04, 4.01),
    "number": Weight(3.2, 3.83, 3.27),
    "class": Weight(4.5, 4.54, 4.52),
    "credit": Weight(3.5, 2.80, 3.03),
    "credit_end": Weight(3.5, 2.72, 3.07),
    "shows": Weight(3.0, 2.72, 2.84),
    "shot": Weight(3.0, 2.16, 2.21),
    "people": Weight(1.8, 1.55, 1.82),
    "names_picture": Weight(2.2, 3.07, 2.66),
    "remark": Weight(1.5, 1.51, 1.50),
    "glued": Weight(0.0, 0.26, 0.05),
    "dated": Weight(1.0, 0.66, 0.79),
    "leads_here": Weight(2.4, 2.40, 2.40),
    "says_below": Weight(-3.0, -3.00, -3.00),
    "date_alone": Weight(-4.0, -4.27, -4.11),
    "points_here": Weight(4.5, 4.41, 4.44),
    "points_down": Weight(-3.5, -3.52, -3.50),
    "points_up": Weight(-0.5, -0.84, -0.69),
    "heading": Weight(-5.0, -5.01, -5.00),
    "bold": Weight(-1.8, -1.97, -1.79),
    "link": Weight(-3.0, -3.21, -3.10),
    "linked": Weight(-1.5, -1.51, -1.50),
    "listed": Weight(-2.8, -2.81, -2.80),
    "quoted": Weight(-0.5, -0.61, -0.77),
    "staff": Weight(-4.5, -4.87, -4.76),
    "signature": Weight(-3.5, -3.51, -3.50),
    "instruction": Weight(-4.0, -4.07, -4.02),
    "command": Weight(-4.0, -4.01, -4.00),
    "ordinal": Weight(-3.0, -3.41, -3.21),
    "address": Weight(-6.0, -6.10, -6.06),
    "navigation": Weight(-5.0, -5.15, -5.07),
    "licence": Weight(-5.0, -5.22, -5.11),
    "source_line": Weight(-5.0, -5.00, -5.00),
    "continues": Weight(-2.2, -2.34, -2.44),
    "open_end": Weight(-2.0, -2.11, -2.03),
    "speech": Weight(-2.5, -2.50, -2.50),
    "question": Weight(-4.0, -4.27, -4.08),
    "stopped": Weight(-0.8, -0.49, -0.25),
    "several": Weight(-1.8, -0.94, -1.56),
    "long": Weight(-2.0, -1.29, -1.86),
    "long_unmarked": Weight(-2.0, -2.23, -2.13),
    "tiny": Weight(-1.5, -1.25, -1.66),
    "credit_alone": Weight(0.0, -0.79, -0.54),
    "repeats_headline": Weight(-4.0, -3.79, -3.58),
    "repeats_alt": Weight(2.5, 2.64, 2.81),
    "centred_apart": Weight(2.0, 2.80, 2.97),
    "styled_apart": Weight(1.5, 2.30, 1.78),
    "dd": Weight(1.5, 1.50, 1.50),
    "unstopped": Weight(1.0, 0.19, 0.00),
    "shorter": Weight(0.6, 0.88, 0.92),
    "much_shorter": Weight(0.8, 0.35, 0.55),
    "prose": Weight(-1.0, -1.93, -1.67),
    "line_of_prose": Weight(-2.0, -1.32, -1.73),
    "clauses": Weight(-1.0, -1.42, -1.47),
    "prose_across": Weight(0.8, 0.00, 0.00),
    "stopped_apart": Weight(2.6, 2.54, 2.81),
    "verse": Weight(-3.0, -3.56, -3.32),
    "shared": Weight(-1.0, -0.65, -0.83),
    "shared_unmarked": Weight(-1.2, -1.27, -1.07),
    "beside_another": Weight(-1.0, -0.99, -0.99),
    "alone": Weight(0.8, 0.16, 0.00),
    "before_prose": Weight(0.5, 0.59, 0.64),
    "among_lines": Weight(-1.5, -1.62, -1.68),
    "credit_below": Weight(3.5, 3.61, 3.62),
    "credit_above": Weight(3.5, 3.44, 3.41),
    "staff_list": Weight(-7.0, -7.00, -7.00),
    "row": Weight(2.0, 4.30, 2.73),
    "row_against": Weight(-2.5, -2.84, -2.62),
    "like_headings": Weight(-2.0, -1.25, -1.51),
    "above_source_line": Weight(-5.0, -5.03, -5.01),
    "bold_above_prose": Weight(-1.5, -1.51, -1.57),
    "sole_sentence": Weight(-1.2, 0.00, -1.22),
    "habit": Weight(2.0, 0.00, 2.73),
    "habit_make": Weight(3.0, 0.00, 3.52),
    "habit_elsewhere": Weight(-2.0, 0.00, -2.10),
    "habit_none": Weight(-0.5, 0.00, -0.82),
    "habit_classed": Weight(-2.0, 0.00, -2.01),
    "habit_marked": Weight(-4.2, 0.00, -4.44),
}
