"""What is right for each picture of a post, as two readers labelled it.

One post a line of ``truth.jsonl``. Both sets of labels are read by the same rules; what one of them
lacks (``credit_role``, ``taken_basis``, sizes) is not read at all. A key that is missing says the
same as null, and null says that the post has no such thing.

What a reader doubted stands in ``unsure_about``; an entry that is not ``sure`` and does not say of
what is doubted in everything. ``kind_sure`` is not read: the notes beside it weigh a photo against
a graphic, and both are to be listed. ``article_credit`` and ``orphan_captions`` are not read
either: they belong to no picture, so a picture that is given one of them has a credit or a caption
too many. In a ``partial`` post only the pictures that stand in the truth were looked at.
"""

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

THINGS = frozenset({"kind", "caption", "extent", "credit", "photographers", "agency", "taken"})
"""What a reader may be unsure about; ``extent``: how far the caption reaches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TruePhoto:
    """One ``<img`` of a post.

    Attributes:
        n: its number among the pictures of the post, from 1.
        image: its address as the source writes it.
        kind: ``photo``, ``graphic`` or ``icon``.
        caption: with its credit; None where the post has none.
        credit: the part of the caption that is the credit, or None.
        taken: EDTF, or None.
        unsure: those of ``THINGS`` that were doubted.
    """

    n: int
    image: str
    kind: str = "photo"
    caption: str | None = None
    credit: str | None = None
    photographers: tuple[str, ...] = ()
    agency: str | None = None
    taken: str | None = None
    unsure: frozenset[str] = frozenset()

    @property
    def furniture(self) -> bool:
        """Whether it belongs to the page and should not be listed."""
        return self.kind == "icon"

    def sure_of(self, *things: str) -> bool:
        """Whether none of these things was doubted."""
        return self.unsure.isdisjoint(things)


@dataclass(frozen=True, slots=True, kw_only=True)
class TruePost:
    """One post; ``file`` is its path under the folder of the truth, NFC, with ``/``."""

    file: str
    title: str | None = None
    published: str | None = None
    partial: bool = False
    photos: tuple[TruePhoto, ...] = ()


def read_truth(folder: Path) -> tuple[TruePost, ...]:
    """Read the ``truth.jsonl`` of a folder, in its order."""
    with (folder / "truth.jsonl").open(encoding="utf-8") as lines:
        return tuple(_post(json.loads(line)) for line in lines if line.strip())


def _post(entry: Mapping[str, Any]) -> TruePost:
    return TruePost(
        file=unicodedata.normalize("NFC", entry["file"]),
        title=entry.get("title"),
        published=entry.get("published"),
        partial=bool(entry.get("partial")),
        photos=tuple(map(_photo, entry["photos"])),
    )


def _photo(entry: Mapping[str, Any]) -> TruePhoto:
    doubted = THINGS if not entry.get("sure", True) else frozenset()
    return TruePhoto(
        n=entry["n"],
        image=entry["image"],
        kind=entry.get("kind") or "photo",
        caption=entry.get("caption"),
        credit=entry.get("credit"),
        photographers=tuple(entry.get("photographers") or ()),
        agency=entry.get("agency"),
        taken=entry.get("taken"),
        unsure=frozenset(entry.get("unsure_about") or doubted),
    )
