"""A picture as the archive speaks of it: what it is, how it is sent, why it cannot be had.

These stand apart from what decodes and fetches pictures, so that an archive that is only searched
loads neither Pillow nor an HTTP client.
"""

from dataclasses import dataclass
from typing import Literal, get_args

from search.errors import ArchiveError

MediaType = Literal["image/webp", "image/jpeg"]
"""How renditions are encoded."""

MEDIA_TYPES: tuple[MediaType, ...] = get_args(MediaType)


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What a decoded picture is: its format as Pillow names it and its upright size in pixels."""

    format: str
    width: int
    height: int


class PictureError(ArchiveError):
    """A picture cannot be had.

    Attributes:
        lasting: the same answer is to be expected for days (gone, refused, no image), as opposed
            to a failure that may pass (timeout, busy server).
        retry_after: seconds the server asked us to wait, or None.
    """

    def __init__(
        self, message: str, *, lasting: bool = False, retry_after: float | None = None
    ) -> None:
        super().__init__(message)
        self.lasting = lasting
        self.retry_after = retry_after
