"""What an article may hold: so many names of so many characters, and texts of some length.

Every name of a document is a link on its page and a value of a facet, and a page shows all of them:
a post with 20,000 of them made a page of 22 s. What exceeds the bounds is left out, and the article
says so (``cut``), for ``inspect`` and the report of a build to tell. Of a caption nothing is lost:
what is too long goes on as a paragraph below its picture.

The bounds are far above what posts hold, and stand here rather than with the document: an engine
stores what a program gives it.
"""

from collections.abc import Iterator
from dataclasses import replace

from indexer.posts.article import Article, Paragraph, Photo

MAX_NAMES = 100
"""Creators of a photo or of an article; categories, places, people and tags of an article."""

MAX_NAME = 100
"""Characters of a name, an agency or a role."""

MAX_LINE = 500
"""Characters of a title, an author or a credit."""

MAX_CAPTION = 5000
"""Characters of a caption."""

MAX_LEFT_OUT = 10_000
"""Pictures left out of an article of which the reason is kept."""

MAX_ADDRESS = 4000
"""Characters of an address; a longer one leads nowhere."""


def within_bounds(article: Article) -> Article:
    """Leave out what is too much."""
    bounds = _Bounds()
    return replace(
        article,
        title=bounds.line("title", article.title) or "",
        author=bounds.line("author", article.author),
        credit=bounds.line("article credit", article.credit),
        creator=bounds.names("article creator", article.creator),
        agency=bounds.line("article agency", article.agency, MAX_NAME),
        url=bounds.address("url", article.url),
        category=bounds.names("category", article.category),
        place=bounds.names("place", article.place),
        person=bounds.names("person", article.person),
        tags=bounds.names("tags", article.tags),
        blocks=tuple(block for one in article.blocks for block in bounds.block(one)),
        cut=bounds.cut,
        left_out=article.left_out[:MAX_LEFT_OUT],
        notes=article.notes[:MAX_NAMES],
    )


class _Bounds:
    """Cuts values, and notes what was cut, each kind of each field once: with its first case."""

    def __init__(self) -> None:
        self._cut: dict[tuple[str, str], str] = {}

    @property
    def cut(self) -> tuple[str, ...]:
        return tuple(f"{field}: {remark}" for (field, _), remark in self._cut.items())

    def names(self, field: str, names: tuple[str, ...]) -> tuple[str, ...]:
        if len(names) > MAX_NAMES:
            self._note(field, "number", f"{MAX_NAMES} of {len(names):,} are kept")
        return tuple(self._text(field, name, MAX_NAME) for name in names[:MAX_NAMES])

    def line(self, field: str, text: str | None, most: int = MAX_LINE) -> str | None:
        return text and self._text(field, text, most)

    def address(self, field: str, address: str | None) -> str | None:
        if address is None or len(address) <= MAX_ADDRESS:
            return address
        self._note(field, "address", f"an address of {len(address):,} characters is left out")
        return None

    def block(self, block: Photo | Paragraph) -> Iterator[Photo | Paragraph]:
        if isinstance(block, Paragraph):
            yield block
            return
        caption, rest = block.caption, ""
        if caption is not None and len(caption) > MAX_CAPTION:
            remark = f"{MAX_CAPTION:,} characters are kept, others are a paragraph"
            self._note("caption", "length", remark)
            caption, rest = caption[:MAX_CAPTION], caption[MAX_CAPTION:].strip()
        if self.address("image", block.image) is not None:
            yield replace(
                block,
                caption=caption,
                credit=self.line("credit", block.credit),
                creator=self.names("creator", block.creator),
                agency=self.line("agency", block.agency, MAX_NAME),
                role=self.line("role", block.role, MAX_NAME),
            )
        elif caption:
            yield Paragraph(caption)
        if rest:
            yield Paragraph(rest)

    def _text(self, field: str, text: str, most: int) -> str:
        if len(text) <= most:
            return text
        self._note(field, "length", f"{most} characters of {len(text):,} are kept")
        return text[:most].rstrip()

    def _note(self, field: str, kind: str, remark: str) -> None:
        self._cut.setdefault((field, kind), remark)
