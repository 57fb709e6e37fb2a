"""What is indexed and found: a photo or a paragraph, always with its article's title and date.

The field names follow IPTC Core where it has them (caption, headline, creator, credit).
A document is self-contained: a hit can be shown without reading the post it came from.
"""

from dataclasses import dataclass
from typing import Literal

from search.errors import shortened
from search.origin import Fact, Origin, Source

Kind = Literal["photo", "paragraph"]

KINDS: tuple[Kind, ...] = ("photo", "paragraph")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Document:
    """One photo or paragraph of an article.

    Attributes:
        id: stable across rebuilds.
        kind: ``photo`` or ``paragraph``.
        article: id of the article it stands in.
        position: its place in the article, counted from 0 over photos and paragraphs together.
        headline: the article's title.
        caption: the text beside the picture, without its credit; empty for a paragraph.
        text: the paragraph; empty for a photo.
        credit: the credit line as it stands in the post (``新华社记者 周牧野 摄``).
        creator: names of the photographers.
        agency: who distributes the picture (``新华社``), or empty.
        role: what the creators did (``摄``, ``供图``), or empty.
        place: places named by the post's metadata.
        person: people named by the post's metadata.
        tag: tags and keywords of the post.
        category: categories of the post.
        before: the paragraph before a photo; empty for a paragraph.
        after: the paragraph after a photo; empty for a paragraph.
        taken: when the picture was made, an EDTF string (``2018-07-01``, ``2018``,
            ``2018-06-09/2018-06-10``), never open at an end, or empty.
        taken_basis: ``caption``, or ``caption+post`` where the year is the post's.
        published: the post's date, ISO 8601, or empty; its first ten characters are the day by
            the clocks of the corpus.
        image: address of the picture: ``http(s)://…`` or a path inside the corpus.
        width, height: the picture's size in pixels as the post states it, 0 where unknown.
        path: the post's path in the corpus, with ``/``.
        url: where the post was published, or empty.
        author: the post's author or source, or empty.
        article_creator: who made the pictures of the article as a whole, where nothing says which
            of them; people or, where it names none, an agency. Shown, not searched.
        origins: where facts were read, as far as ``origin`` would not know; ask that.
    """

    id: str
    kind: Kind
    article: str
    position: int = 0
    headline: str = ""
    caption: str = ""
    text: str = ""
    credit: str = ""
    creator: tuple[str, ...] = ()
    agency: str = ""
    role: str = ""
    place: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    taken: str = ""
    taken_basis: str = ""
    published: str = ""
    image: str = ""
    width: int = 0
    height: int = 0
    path: str = ""
    url: str = ""
    author: str = ""
    article_creator: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()

    def __repr__(self) -> str:
        told = shortened(self.caption or self.text or self.headline)
        about = "".join(f" {part}" for part in (self.date, *self.creator[:1]) if part)
        return f"<Document {self.kind} {self.id}{about} {told}>"

    @property
    def date(self) -> str:
        """The date for filters, facets and sorting: the date taken, else the date published."""
        return self.taken or self.published[:10]

    def origin(self, fact: Fact) -> Origin | None:
        """Where a fact was read; None where the document has none, or it is not known.

        A credit stands in the credit line, and places and people in fields of the post, unless
        ``origins`` says otherwise.
        """
        if not self._has(fact):
            return None
        stated = next((one for one in self.origins if one.fact == fact), None)
        if stated is not None or fact in ("taken", "article_creator"):
            return stated
        source: Source = "credit" if fact == "credit" and self.credit else "post"
        return Origin(fact=fact, source=source)

    def words(self, origin: Origin) -> str:
        """The words in which a fact stands, as they stand; empty where they are in no text here."""
        texts = {
            "caption": self.caption,
            "credit": self.credit,
            "headline": self.headline,
            "author": self.author,
        }
        text = texts.get(origin.source, "")
        return text[origin.start : origin.end] if origin.end else text

    def _has(self, fact: Fact) -> bool:
        if fact == "credit":
            return bool(self.credit or self.creator or self.agency)
        return bool(getattr(self, fact))
