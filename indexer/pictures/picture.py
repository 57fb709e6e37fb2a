"""Why a picture cannot be had, as the archive speaks of it: for programs and for readers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from indexer.imaging.picture import Reason
from search.errors import ArchiveError

Code = Reason | Literal["missing", "not_fetched", "coming", "unfetched"]
"""Why a photo has no picture: as ``Reason``, or not in the corpus, not fetched yet, on its way, or
not to be had."""

_TOLD: Mapping[Code, tuple[str, str]] = {
    "no_picture": ("不是能读取的图片格式", "not a picture in a format that is read"),
    "broken": ("图片文件已损坏", "the picture file is broken"),
    "too_large": ("图片太大，不予解码", "the picture is too large to be decoded"),
    "too_slow": ("解码用时太长，已放弃", "decoding took too long and was given up"),
    "died": ("解码未完成，稍后会再试", "decoding did not end well; it is tried again later"),
    "missing": ("图库文件夹里没有这个文件", "the file is not in the folder of posts"),
    "not_fetched": (
        "网上的图片，尚未取来：python -m indexer pictures --index DIR",
        "on the web, and not fetched yet: python -m indexer pictures --index DIR",
    ),
    "coming": (
        "网上的图片，正在取来，稍后再看就有",
        "on the web, and on its way; look again in a moment",
    ),
    "unfetched": ("网上的图片，没能取来", "on the web, and could not be fetched"),
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a photo has no picture: a code for programs, a sentence in each language for readers."""

    code: Code
    chinese: str
    english: str


def trouble(code: Code, detail: str = "") -> Trouble:
    """The trouble of a code; ``detail`` is what a decoder or a server said, in English."""
    chinese, english = _TOLD[code]
    said = detail if detail and detail != english else ""
    return Trouble(
        code,
        f"{chinese}（{said}）" if said else chinese,
        f"{english} ({said})" if said else english,
    )


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
