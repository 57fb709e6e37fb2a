"""Pictures that stand together, and what is said of each."""

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.posts.blocks.body import Item, Picture
from indexer.posts.credits.credit_lines import Credit


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """What a picture is said to show.

    Attributes:
        text: without leader and credit; None where there is none.
        credit: or None.
        position: as in ``Photo.caption_position``; None without a caption or credit.
        confidence: 0 to 1.
        reason: one short English sentence.
    """

    text: str | None = None
    credit: Credit | None = None
    position: str | None = None
    confidence: float = 0.9
    reason: str = "the text around it reads as body text"


@dataclass(frozen=True, slots=True)
class Captions:
    """The captions of a post.

    Attributes:
        of: caption by the picture's index in the items.
        used: what is left of a text that was used as a caption, by its index; often nothing.
    """

    of: dict[int, Caption]
    used: dict[int, str]


@dataclass(frozen=True, slots=True)
class Group:
    """Pictures without text between them, by their indexes in the items."""

    first: int
    last: int


def groups_of(items: Sequence[Item]) -> list[Group]:
    """List the groups of a post in order."""
    groups: list[Group] = []
    for index, item in enumerate(items):
        if not isinstance(item, Picture):
            continue
        if groups and groups[-1].last == index - 1:
            groups[-1] = Group(groups[-1].first, index)
        else:
            groups.append(Group(index, index))
    return groups
