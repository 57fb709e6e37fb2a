"""Whether a confidence means what it says: of the captions with .9 or more, how many are right?

A claim is a caption that the extractor gave to a picture of the truth. It is right where the truth
has a caption with the same words (where the extent was doubted: has one at all). A credit that
stands alone is a claim as well, as ``judging`` counts it. What the readers of the truth doubted is
no claim, and neither is the caption of a false photo: that it is listed is the fault.

The bins are halves of a tenth towards the top, where confidences are read; below .5 nobody
believes a caption, so that is one bin. An absence has a confidence too, and it is another question:
it is not measured here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from indexer.posts.article import Article, Photo
from tests.quality.extraction.addresses import pair
from tests.quality.extraction.families import Read
from tests.quality.extraction.judging import captioned, exact
from tests.quality.extraction.truth import TruePhoto

BOUNDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
"""Where the bins begin; the last one reaches to 1."""

BELIEVED = 0.9
"""What is said with so much confidence is to be right in ``WANTED`` of the cases."""

WANTED = 0.95


@dataclass(frozen=True, slots=True)
class Claim:
    """One caption that was given: how surely, and whether it is right."""

    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """The claims whose confidence is at least ``least`` and below the next bound."""

    least: float
    right: int
    claims: int

    @property
    def share(self) -> float | None:
        """How many of them are right; None without claims."""
        return self.right / self.claims if self.claims else None


def claims(reads: Iterable[Read]) -> list[Claim]:
    """Give the claims of posts that were read, in order."""
    return [
        claim
        for true, read in reads
        if isinstance(read, Article)
        for one, photo in pair(true.photos, read.photos)[0]
        for claim in _claim(one, photo)
    ]


def bins(made: Sequence[Claim]) -> list[Bin]:
    """Sort claims into the bins, from the least confidence on."""
    ends = (*BOUNDS[1:], float("inf"))
    return [_bin(low, made, end) for low, end in zip(BOUNDS, ends, strict=True)]


def believed(made: Sequence[Claim]) -> Bin:
    """Give the claims that are to be right."""
    return _bin(BELIEVED, made, float("inf"))


def calibration_table(made: Mapping[str, Sequence[Claim]]) -> str:
    """One line a family and one for all: right of claims, bin by bin, and of those believed."""
    rows = {**made, "all": [claim for family in made.values() for claim in family]}
    width = max(map(len, rows))
    lines = [_line(name, width, map(_cell, _columns(row))) for name, row in rows.items()]
    return "\n".join((_line("confidence", width, _heads()), *lines, ""))


def _claim(true: TruePhoto, photo: Photo | None) -> Iterator[Claim]:
    if photo is None or not captioned(photo) or true.furniture or not true.sure_of("caption"):
        return
    words = exact(true, photo)
    yield Claim(photo.confidence, true.caption is not None and not words.missed)


def _bin(least: float, made: Sequence[Claim], end: float) -> Bin:
    inside = [claim.right for claim in made if least <= claim.confidence < end]
    return Bin(least, sum(inside), len(inside))


def _columns(made: Sequence[Claim]) -> list[Bin]:
    return [*bins(made), believed(made)]


def _heads() -> list[str]:
    return [f"from {bound:.2f}" for bound in BOUNDS] + [f"≥ {BELIEVED:.2f}"]


def _cell(one: Bin) -> str:
    return f"{one.right}/{one.claims} {one.share:.2f}" if one.share is not None else "–"


def _line(name: str, width: int, cells: Iterable[str]) -> str:
    return "  ".join((name.ljust(max(width, 10)), *(cell.rjust(12) for cell in cells)))
