"""The values that a process apart and those who ask it share: what is wanted, what comes back.

They stand apart from what decodes, so that an archive that is only searched, and a server, never
load Pillow.
"""

from dataclasses import dataclass
from typing import Literal, get_args

MediaType = Literal["image/avif", "image/webp", "image/jpeg"]
"""How renditions are encoded."""

MEDIA_TYPES: tuple[MediaType, ...] = get_args(MediaType)

Reason = Literal["no_picture", "broken", "too_large", "too_slow", "died"]
"""Why a picture is refused: by its bytes, by what it would cost, or since its process ended."""


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What a decoded picture is: its format as Pillow names it and its upright size in pixels."""

    format: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Task:
    """What to make of a picture; without a width and a media type it is only examined."""

    width: int = 0
    media_type: MediaType | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a task gave: the facts of the picture and, where one was asked for, its rendition."""

    facts: PictureFacts
    rendition: bytes = b""


class RefusedError(Exception):
    """A picture is not decoded. It never leaves ``indexer``: ``PictureError`` is what callers see.

    No ``ArchiveError``, because the process apart does not load ``search``.
    """

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason: Reason = reason
