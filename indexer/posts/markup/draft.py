"""The body of a post while its notations are rewritten, one after the other.

A rewritten picture is taken out of the text and stands there as one word that no notation and no
parser of Markdown sees anything in; when all is HTML, the words become their elements. So a picture
in an HTML block, in a table or behind a ``<center>`` is found as well as one in a paragraph, and
what one notation wrote is never read again by the next. Code is hidden in the same way, but comes
back before Markdown is parsed: a picture that is shown as an example is no photo.

The words are made of noncharacters of Unicode, which no text holds; where one does, they go.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from indexer.posts.left_out import MAX_SHOWN, LeftOut, Reason
from indexer.posts.markup.written import WrittenPicture, as_html

_FOREIGN = re.compile("[\ufdd0-\ufdd3]")
_HIDDEN = re.compile("\ufdd0([0-9]+)\ufdd1")
_PLACED = re.compile("\ufdd2([0-9]+)\ufdd3")
_OWN_PARAGRAPH = re.compile("<p>((?>(?:\ufdd2[0-9]++\ufdd3|<br ?/?>|\\s)+))</p>")
_TEXTS = ("address", "alt", "title")

MAX_LEFT_OUT = 1000
"""Pictures left out, and notes, that are kept of one post."""


def without_marks(text: str) -> str:
    """Drop the characters that the words of a draft are made of."""
    return _FOREIGN.sub("", text)


class Draft:
    """What was taken out of a text, and what was noticed.

    Attributes:
        variables: what the site and the post define, by the name that posts write.
        left_out: notations that name a picture in a way that nobody here knows.
        notes: what else should be told of the post, each once.
    """

    def __init__(self, variables: Mapping[str, str], inline: Callable[[str], str]) -> None:
        self.variables = variables
        self.left_out: list[LeftOut] = []
        self.notes: dict[str, None] = {}
        self._inline = inline
        self._hidden: list[str] = []
        self._placed: list[tuple[str, bool]] = []

    def hide(self, text: str) -> str:
        """The word that stands for a text that is none of our business.

        What was hidden before and stands inside it is put back first: texts come back once.
        """
        self._hidden.append(self.shown(text))
        return f"\ufdd0{len(self._hidden) - 1}\ufdd1"

    def shown(self, text: str) -> str:
        """Put back what was hidden."""
        return _HIDDEN.sub(lambda match: self._hidden[int(match[1])], text)

    def picture(self, picture: WrittenPicture) -> str:
        """The word that stands for a picture."""
        texts = {name: self.shown(getattr(picture, name)).replace("`", "") for name in _TEXTS}
        element = as_html(replace(picture, **texts), lambda text: self._inline(self.shown(text)))
        return self._word(self.placed(element), is_block=element.startswith("<figure"))

    def gallery(self, pictures: list[WrittenPicture]) -> str:
        """The word, or words, that stand for the pictures of one notation."""
        words = "".join(self.picture(picture) for picture in pictures)
        if len(pictures) < 2:
            return words
        return self.element('<div class="gallery">') + words + self.element("</div>")

    def element(self, tag: str) -> str:
        """The word that stands for the beginning or the end of a block element."""
        return self._word(tag, is_block=True)

    def leave_out(self, what: str, reason: Reason = Reason.SHORT_CODE) -> None:
        """Remember a notation that gave no photo."""
        if len(self.left_out) < MAX_LEFT_OUT:
            what = self.shown(what)
            self.left_out.append(
                LeftOut(" ".join(what[: MAX_SHOWN * 2].split())[:MAX_SHOWN], reason)
            )

    def note(self, text: str) -> None:
        """Remember something that should be told of the post."""
        if len(self.notes) < MAX_LEFT_OUT:
            self.notes[text] = None

    def placed(self, html: str) -> str:
        """Put the elements into HTML where their words stand; a figure is in no paragraph."""
        html = _OWN_PARAGRAPH.sub(self._freed, html)
        return _PLACED.sub(lambda match: self._placed[int(match[1])][0], html)

    def _word(self, html: str, *, is_block: bool) -> str:
        self._placed.append((html, is_block))
        return f"\ufdd2{len(self._placed) - 1}\ufdd3"

    def _freed(self, match: re.Match[str]) -> str:
        numbers = _PLACED.findall(match[1])
        return match[1] if any(self._placed[int(at)][1] for at in numbers) else match[0]
