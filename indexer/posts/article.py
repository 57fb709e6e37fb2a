"""A post as the archive reads it: an article of photos and paragraphs, in order.

Pure values, no disk and no markup. ``extract`` makes them, ``records`` turns them into documents.
"""

from dataclasses import dataclass
from typing import NamedTuple

from indexer.posts.left_out import LeftOut
from search.origin import Origin, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """One news picture with everything the post says of it.

    Attributes:
        image: the true address (proxy prefixes unwrapped), or the path in the corpus.
        missing: the image is a path in the corpus, and no file is there.
        width, height: pixels as the post or the file states them, or None.
        caption: without its leader (``↑ ▲ 图为``…) and without its credit; None where the
            post has none.
        caption_position: ``after``, ``before``, ``figcaption``, ``class``, ``alt``, ``title``,
            ``description`` (what else its markup says), ``headline``, ``front_matter`` or
            ``shared`` (one caption for several pictures); None without a caption.
        confidence: 0 to 1, that the caption (or its absence) is right.
        reason: one short English sentence: why this text is, or nothing is, the caption.
        credit: the credit as it stands, or None.
        creator: the photographers' names.
        agency: ``新华社``, ``视觉中国``…, or None.
        role: ``摄``, ``供图``, ``制图``…, or None.
        taken: EDTF, or None.
        taken_basis: ``caption``; ``caption+post`` where the year is the post's; or None.
        taken_from: where the date stands, in the caption or the credit, or None.
        credit_from: ``credit``, the photo's own line; ``post``, a field of the post; None without
            a credit.
        runner_up: what nearly was the caption instead, and why it is not; None where nothing was
            close.
    """

    image: str
    missing: bool = False
    width: int | None = None
    height: int | None = None
    caption: str | None = None
    caption_position: str | None = None
    confidence: float = 0.0
    reason: str = ""
    credit: str | None = None
    creator: tuple[str, ...] = ()
    agency: str | None = None
    role: str | None = None
    taken: str | None = None
    taken_basis: str | None = None
    runner_up: str | None = None
    taken_from: Origin | None = None
    credit_from: Source | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block of running text: body paragraphs, headings, list items; never a caption."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One post.

    Attributes:
        path: in the corpus, NFC, with ``/``.
        title: never empty.
        published: ISO 8601 (``2021-09-18T01:06:55Z``, ``2022-01-18T01:15:25`` where the post
            names no zone, or a bare date), or None.
        author, url: as the post states them, or None.
        credit: who made the pictures of the article as a whole, as it stands in the headline, the
            by-line or the staff list; None where nothing says so. No photo has it for its own.
        creator, agency: the names in it.
        credit_from: where it stands: ``headline``, ``author``, ``paragraph``, or ``post``, which is
            a field of the post; None where that is not known.
        category, place, person, tags: from the front matter.
        blocks: photos and paragraphs in the order of the post.
        cut: what was too much to be kept (``bounds``), one remark for each kind.
        draft: the post says that it is one (``draft: true``, ``published: false``).
        left_out: what looked like a picture and gave no photo, in the order of the post.
        notes: remarks of the reading for whoever keeps the post, one sentence each.
    """

    path: str
    title: str
    published: str | None = None
    author: str | None = None
    credit: str | None = None
    creator: tuple[str, ...] = ()
    agency: str | None = None
    credit_from: Source | None = None
    url: str | None = None
    category: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    blocks: tuple[Photo | Paragraph, ...] = ()
    cut: tuple[str, ...] = ()
    draft: bool = False
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def photos(self) -> tuple[Photo, ...]:
        """The photos alone, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Photo))


class PictureFile(NamedTuple):
    """A picture file as a post calls it; a tuple, because an archive has half a million.

    Attributes:
        address: as the post spells it, relative to it or to the corpus.
        place: its path in the corpus, or empty where no file is there.
        rank: at which of the places where it may lie it was found, from 0; all were looked at
            where it was not.
        size: bytes. modified: nanoseconds; both 0 where it was not found.
        width, height: pixels, 0 where the file does not tell.
    """

    address: str
    place: str
    rank: int
    size: int = 0
    modified: int = 0
    width: int = 0
    height: int = 0

    @property
    def sides(self) -> tuple[int, int] | tuple[None, None]:
        """Width and height, or nothing."""
        return (self.width, self.height) if self.width and self.height else (None, None)


@dataclass(frozen=True, slots=True)
class Cut:
    """A post of which something was too much to be kept, and what."""

    path: str
    remark: str
