"""Whether a text is set on the page as captions are.

Where a text stands says nothing by itself, since body text follows pictures too. It counts where it
differs from how the rest of the post is set: centred among paragraphs that are not, small or grey
among black ones, alone with the picture in one paragraph, the next cell of a table.
"""

from indexer.posts.blocks.body import Picture, Text
from indexer.posts.captions.descriptions import same_text
from indexer.posts.captions.evidence import NONE, Evidence, Manner, is_staff

_MAX_LENGTH = 150
_MIN_LENGTH = 2
_ALONE = frozenset({"p", "td", "center", "figure", "li"})


def is_set_as_caption(
    image: Picture, text: Text, evidence: Evidence, manner: Manner, *, alone: bool
) -> bool:
    """Judge a text for the last picture before it.

    ``evidence`` is what the text shows by itself; what reads as body text is not believed only
    because it shares the picture's paragraph. ``alone`` says that its block holds no other text.
    """
    if is_staff(text) or text.bold or text.link or not _MIN_LENGTH <= len(text.text) <= _MAX_LENGTH:
        return False
    if same_text(text.text, image.alt) or same_text(text.text, image.title):
        return True
    if manner.verse:
        return False
    return (
        (text.tag == image.tag == "td" or text.tag == "dd")
        or (evidence.kind != NONE and alone and text.block == image.block and text.tag in _ALONE)
        or (text.centred and not manner.centred)
        or (text.styled and not manner.styled)
    )
