"""Whether a text is set on the page as captions are.

Where a text stands says nothing by itself, since body text follows pictures too. It counts where it
differs from how the rest of the post is set: centred among paragraphs that are not, small or grey
among black ones, alone with the picture in one paragraph, the next cell of a table.
"""

from collections.abc import Sequence

from indexer.posts.body import Item, Picture, Text
from indexer.posts.descriptions import same_text
from indexer.posts.evidence import NONE, Evidence, Manner, is_staff

_MAX_LENGTH = 150
_MIN_LENGTH = 2
_ALONE = frozenset({"p", "td", "center", "figure", "li"})


def is_set_as_caption(
    items: Sequence[Item], picture: int, index: int, evidence: Evidence, manner: Manner
) -> bool:
    """Judge the text at ``index`` for the picture at ``picture``, the last one before it.

    ``evidence`` is what the text shows by itself; what reads as body text is not believed only
    because it shares the picture's paragraph.
    """
    text, image = items[index], items[picture]
    if not isinstance(text, Text) or not isinstance(image, Picture):
        return False
    if is_staff(text) or text.bold or text.link or not _MIN_LENGTH <= len(text.text) <= _MAX_LENGTH:
        return False
    if same_text(text.text, image.alt) or same_text(text.text, image.title):
        return True
    if manner.verse:
        return False
    return (
        (text.tag == image.tag == "td" or text.tag == "dd")
        or (evidence.kind != NONE and _share_paragraph(items, image, index))
        or (text.centred and not manner.centred)
        or (text.styled and not manner.styled)
    )


def _share_paragraph(items: Sequence[Item], image: Picture, index: int) -> bool:
    """Whether the picture and the text share a paragraph that holds no other text."""
    inside = [at for at, item in enumerate(items) if item.block == image.block]
    texts = [at for at in inside if isinstance(items[at], Text)]
    text = items[index]
    return isinstance(text, Text) and texts == [index] and text.tag in _ALONE
