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
    "after": Weight(-1.2, -0.51, -1.18),
    "behind": Weight(-1.0, -1.06, -1.03),
    "before": Weight(-2.3, -2.51, -2.55),
    "line_below": Weight(1.6, 2.25, 2.07),
    "line_above": Weight(-0.6, -0.47, -0.60),
    "figure": Weight(4.0, 4.01, 4.01),
    "territory": Weight(1.2, 1.99, 1.61),
    "cell": Weight(1.6, 2.39, 2.58),
    "alt": Weight(0.9, 2.26, 1.55),
    "title": Weight(0.9, 2.44, 1.04),
    "description": Weight(1.5, 1.74, 1.52),
    "headline": Weight(-5.0, -5.12, -5.13),
    "arrow": Weight(4.0, 4.18, 3.34),
    "label": Weight(4.0, 4.02, 4.00),
    "number": Weight(3.2, 3.76, 3.22),
    "class": Weight(4.5, 4.53, 4.51),
    "credit": Weight(3.5, 2.77, 3.00),
    "credit_end": Weight(3.5, 2.51, 2.90),
    "shows": Weight(3.0, 2.80, 2.88),
    "shot": Weight(3.0, 2.13, 2.21),
    "people": Weight(1.8, 1.51, 1.82),
    "names_picture": Weight(2.2, 3.36, 2.91),
    "remark": Weight(1.5, 1.52, 1.50),
    "down": Weight(0.5, 0.50, 0.51),
    "glued": Weight(0.0, 0.39, 0.19),
    "this_is": Weight(1.2, 1.67, 1.40),
    "dated": Weight(1.0, 0.37, 0.54),
    "leads_here": Weight(2.4, 2.18, 2.13),
    "says_below": Weight(-3.0, -3.22, -3.27),
    "date_alone": Weight(-4.0, -4.39, -4.15),
    "points_here": Weight(4.5, 4.50, 4.50),
    "points_down": Weight(-3.5, -3.51, -3.50),
    "points_up": Weight(-0.5, -0.72, -0.62),
    "heading": Weight(-5.0, -5.02, -5.01),
    "bold": Weight(-1.8, -1.86, -1.60),
    "link": Weight(-3.0, -3.29, -3.14),
    "linked": Weight(-1.5, -1.51, -1.50),
    "listed": Weight(-2.8, -2.81, -2.80),
    "quoted": Weight(-0.5, -0.67, -0.75),
    "staff": Weight(-4.5, -4.73, -4.68),
    "signature": Weight(-3.5, -3.51, -3.50),
    "instruction": Weight(-4.0, -4.12, -4.04),
    "command": Weight(-4.0, -4.02, -4.01),
    "ordinal": Weight(-3.0, -3.55, -3.31),
    "address": Weight(-6.0, -6.10, -6.06),
    "navigation": Weight(-5.0, -5.02, -5.01),
    "licence": Weight(-5.0, -5.24, -5.15),
    "source_line": Weight(-5.0, -5.00, -5.00),
    "continues": Weight(-2.2, -2.33, -2.54),
    "open_end": Weight(-2.0, -2.02, -2.00),
    "speech": Weight(-2.5, -2.50, -2.50),
    "question": Weight(-4.0, -4.13, -4.03),
    "stopped": Weight(-0.8, -0.61, -0.35),
    "several": Weight(-1.8, -0.80, -1.56),
    "long": Weight(-2.0, -1.31, -1.88),
    "long_unmarked": Weight(-2.0, -2.28, -2.17),
    "tiny": Weight(-1.5, -1.17, -1.69),
    "credit_alone": Weight(0.0, -0.74, -0.51),
    "repeats_headline": Weight(-4.0, -3.61, -3.39),
    "repeats_alt": Weight(2.5, 2.60, 2.74),
    "centred_apart": Weight(2.0, 3.24, 3.24),
    "styled_apart": Weight(1.5, 2.43, 1.86),
    "dd": Weight(1.5, 1.50, 1.50),
    "unstopped": Weight(1.0, 0.59, 0.34),
    "shorter": Weight(0.6, 1.07, 0.94),
    "much_shorter": Weight(0.8, 0.29, 0.37),
    "prose": Weight(-1.0, -1.47, -1.43),
    "line_of_prose": Weight(-2.0, -1.42, -1.79),
    "clauses": Weight(-1.0, -1.37, -1.36),
    "prose_across": Weight(0.8, 0.06, 0.29),
    "stopped_apart": Weight(2.6, 2.38, 2.77),
    "verse": Weight(-3.0, -3.54, -3.25),
    "shared": Weight(-1.0, -0.97, -0.93),
    "shared_unmarked": Weight(-1.2, -1.19, -1.14),
    "beside_another": Weight(-1.0, -0.34, -0.35),
    "alone": Weight(0.8, 0.03, 0.00),
    "before_prose": Weight(0.5, 0.46, 0.47),
    "among_lines": Weight(-1.5, -1.01, -1.15),
    "credit_below": Weight(3.5, 3.84, 3.89),
    "staff_list": Weight(-7.0, -7.00, -7.00),
    "row": Weight(2.0, 3.71, 2.51),
    "row_against": Weight(-2.5, -1.72, -1.93),
    "like_headings": Weight(-2.0, -1.43, -1.68),
    "above_source_line": Weight(-5.0, -5.04, -5.01),
    "bold_above_prose": Weight(-1.5, -1.63, -1.64),
    "sole_sentence": Weight(-1.2, 0.00, -1.20),
    "habit": Weight(2.0, 0.00, 2.74),
    "habit_make": Weight(3.0, 0.00, 3.59),
    "habit_elsewhere": Weight(-2.0, 0.00, -2.10),
    "habit_none": Weight(-0.5, 0.00, -1.06),
    "habit_classed": Weight(-2.0, 0.00, -1.98),
    "habit_marked": Weight(-4.2, 0.00, -4.18),
}
