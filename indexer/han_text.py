"""A text on a terminal that is broken between Han characters, as Chinese is.

Rich breaks lines at blanks alone. A Chinese sentence is one word to it: behind ``8 月 28`` the rest
of a caption began a line of its own. Words of other scripts stay whole, a mark stays with what it
closes.
"""

import re
from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import Console, JustifyMethod, OverflowMethod
from rich.containers import Lines
from rich.text import Text

_PIECE = re.compile(r"(?:[^\s\u2e80-\uffef]{1,24}+|.)[，。、；：！？）》」』”’…]{0,3}+\s*+")
"""What is not broken: a word, or a character, with what closes it and the blanks behind it."""


class HanText(Text):
    """A text with such lines, within a group or a table: a console joins bare texts."""

    def wrap(
        self,
        console: Console,  # noqa: ARG002 - as rich calls it
        width: int,
        *,
        justify: JustifyMethod | None = None,  # noqa: ARG002
        overflow: OverflowMethod | None = None,
        tab_size: int = 8,  # noqa: ARG002
        no_wrap: bool | None = None,  # noqa: ARG002
    ) -> Lines:
        """Break into lines of at most ``width`` cells."""
        lines = Lines()
        for paragraph in self.split(allow_blank=True):
            for line in paragraph.divide(_breaks(paragraph.plain, width)):
                line.rstrip_end(width)
                line.truncate(width, overflow=overflow)
                lines.append(line)
        return lines


def _breaks(text: str, width: int) -> Iterator[int]:
    """Where new lines begin."""
    used = 0
    for piece in _PIECE.finditer(text):
        if used and used + cell_len(piece[0].rstrip()) > width:
            yield piece.start()
            used = 0
        used += cell_len(piece[0])
