"""How a text may stand to a picture."""

from enum import StrEnum


class Relation(StrEnum):
    """How a candidate stands to its picture."""

    AFTER = "after"
    BEHIND = "behind"
    """After an address or a credit that stands after it."""
    BEFORE = "before"
    LINE_BELOW = "line_below"
    """In the same block element, below it."""
    LINE_ABOVE = "line_above"
    FIGURE = "figure"
    TERRITORY = "territory"
    CELL = "cell"
    """In the cell of a table below its own, or beside it in a row of one picture."""
    ALT = "alt"
    TITLE = "title"
    DESCRIPTION = "description"
    HEADLINE = "headline"


OWN = frozenset({Relation.ALT, Relation.TITLE, Relation.DESCRIPTION})
"""What the markup of the picture itself says."""

ASIDE = frozenset({Relation.AFTER, Relation.BEHIND, Relation.BEFORE})
"""Where it stands in the row of blocks."""
