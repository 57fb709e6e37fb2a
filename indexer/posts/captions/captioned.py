"""The captions of a post as they were found."""

from dataclasses import dataclass

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
        runner_up: what came close to being chosen instead, for people; None where nothing did.
    """

    text: str | None = None
    credit: Credit | None = None
    position: str | None = None
    confidence: float = 1.0
    reason: str = ""
    runner_up: str | None = None


@dataclass(frozen=True, slots=True)
class Captions:
    """The captions of a post.

    Attributes:
        of: caption by the picture's index in the blocks.
        used: what is left of a text that was used as a caption, by its index; often nothing.
    """

    of: dict[int, Caption]
    used: dict[int, str]
