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
    "after": Weight(-1.2, -0.51, -1.35),
    "behind": Weight(-1.0, -1.10, -1.15),
    "before": Weight(-2.3, -2.69, -2.84),
    "line_below": Weight(1.6, 2.37, 2.16),
    "line_above": Weight(0.8, 1.05, 0.86),
    "figure": Weight(4.0, 4.01, 4.01),
    "territory": Weight(1.2, 2.01, 1.61),
    "cell": Weight(1.6, 2.39, 2.49),
    "alt": Weight(0.9, 2.29, 1.71),
    "title": Weight(0.9, 2.37, 1.17),
    "description": Weight(1.5, 1.74, 1.52),
    "headline": Weight(-5.0, -5.13, -5.14),
    "arrow": Weight(4.0, 4.29, 3.42),
    "label": Weight(4.0, 4.04, 4.00),
    "number": Weight(3.2, 3.85, 3.25),
    "class": Weight(4.5, 4.53, 4.51),
    "credit": Weight(3.5, 2.69, 2.97),
    "credit_end": Weight(3.5, 2.70, 3.09),
    "shows": Weight(3.0, 2.72, 2.78),
    "shot": Weight(3.0, 2.15, 2.24),
    "people": Weight(1.8, 1.55, 1.82),
    "names_picture": Weight(2.2, 3.04, 2.66),
    "remark": Weight(1.5, 1.50, 1.50),
    "down": Weight(0.5, 0.51, 0.50),
    "glued": Weight(0.0, 0.23, 0.06),
    "dated": Weight(1.0, 0.67, 0.77),
    "leads_here": Weight(2.4, 2.40, 2.40),
    "says_below": Weight(-3.0, -3.00, -3.00),
    "date_alone": Weight(-4.0, -4.36, -4.20),
    "points_here": Weight(4.5, 4.50, 4.50),
    "points_down": Weight(-3.5, -3.52, -3.51),
    "points_up": Weight(-0.5, -0.84, -0.76),
    "heading": Weight(-5.0, -5.01, -5.01),
    "bold": Weight(-1.8, -2.04, -1.87),
    "link": Weight(-3.0, -3.29, -3.17),
    "linked": Weight(-1.5, -1.51, -1.50),
    "listed": Weight(-2.8, -2.81, -2.80),
    "quoted": Weight(-0.5, -0.77, -0.94),
    "staff": Weight(-4.5, -4.97, -4.89),
    "signature": Weight(-3.5, -3.51, -3.50),
    "instruction": Weight(-4.0, -4.10, -4.04),
    "command": Weight(-4.0, -4.01, -4.01),
    "ordinal": Weight(-3.0, -3.52, -3.39),
    "address": Weight(-6.0, -6.11, -6.07),
    "navigation": Weight(-5.0, -5.20, -5.11),
    "licence": Weight(-5.0, -5.28, -5.17),
    "source_line": Weight(-5.0, -5.00, -5.00),
    "continues": Weight(-2.2, -2.43, -2.51),
    "open_end": Weight(-2.0, -2.12, -2.04),
    "speech": Weight(-2.5, -2.50, -2.50),
    "question": Weight(-4.0, -4.35, -4.13),
    "stopped": Weight(-0.8, -0.86, -0.65),
    "several": Weight(-1.8, -0.89, -1.53),
    "long": Weight(-2.0, -1.23, -1.81),
    "long_unmarked": Weight(-2.0, -2.21, -2.10),
    "tiny": Weight(-1.5, -1.18, -1.59),
    "credit_alone": Weight(0.0, -0.81, -0.54),
    "repeats_headline": Weight(-4.0, -3.83, -3.64),
    "repeats_alt": Weight(2.5, 2.63, 2.75),
    "centred_apart": Weight(2.0, 2.68, 2.76),
    "styled_apart": Weight(1.5, 2.28, 1.66),
    "dd": Weight(1.5, 1.50, 1.50),
    "unstopped": Weight(1.0, 0.33, 0.00),
    "shorter": Weight(0.6, 1.27, 1.39),
    "much_shorter": Weight(0.8, 0.32, 0.48),
    "prose": Weight(-1.0, -1.72, -1.41),
    "line_of_prose": Weight(-2.0, -1.28, -1.70),
    "clauses": Weight(-1.0, -1.33, -1.25),
    "prose_across": Weight(0.8, 0.00, 0.30),
    "stopped_apart": Weight(2.6, 2.65, 2.95),
    "verse": Weight(-3.0, -3.59, -3.30),
    "shared": Weight(-1.0, -0.55, -0.78),
    "shared_unmarked": Weight(-1.2, -0.77, -0.99),
    "beside_another": Weight(-1.0, -0.32, -0.33),
    "alone": Weight(0.8, 0.10, 0.00),
    "before_prose": Weight(0.5, 0.45, 0.60),
    "among_lines": Weight(-1.5, -1.23, -1.33),
    "credit_below": Weight(3.5, 3.60, 3.62),
    "credit_above": Weight(3.5, 3.43, 3.38),
    "staff_list": Weight(-7.0, -7.00, -7.00),
    "row": Weight(2.0, 3.84, 1.96),
    "row_against": Weight(-2.5, -2.87, -2.66),
    "like_headings": Weight(-2.0, -1.37, -1.53),
    "above_source_line": Weight(-5.0, -5.05, -5.01),
    "bold_above_prose": Weight(-1.5, -1.59, -1.65),
    "sole_sentence": Weight(-1.2, 0.00, -1.23),
    "habit": Weight(2.0, 0.00, 2.86),
    "habit_make": Weight(3.0, 0.00, 3.26),
    "habit_elsewhere": Weight(-2.0, 0.00, -1.82),
    "habit_none": Weight(-0.5, 0.00, -0.91),
    "habit_classed": Weight(-2.0, 0.00, -2.06),
    "habit_marked": Weight(-4.2, 0.00, -3.67),
}
