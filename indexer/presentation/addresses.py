"""The addresses that documents have on a site, for whoever names one.

An archive has no addresses of its own: a program and the command line tell documents by their ids,
and pictures by where they lie. Who runs a site adds its addresses by saying where it is. Everything
else about addresses (searches, formats, static files) is the site's own.
"""

from dataclasses import dataclass
from urllib.parse import quote

from search.document import Document


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses of documents on one site.

    Attributes:
        root: what they begin with: ``https://example.org/photos``, a path, or nothing for a site
            at the root of its host; without a slash at its end.
    """

    root: str = ""

    def photo(self, document_id: str) -> str:
        """The page of a photo."""
        return f"{self.root}/photos/{quote(document_id, safe='')}"

    def article(self, article_id: str) -> str:
        """The page of an article."""
        return f"{self.root}/articles/{quote(article_id, safe='')}"

    def document(self, document: Document) -> str:
        """Where a document is read: a photo's own page, or a paragraph's place in its article."""
        if document.kind == "photo":
            return self.photo(document.id)
        return f"{self.article(document.article)}#{quote(document.id, safe='')}"

    def thumbnail(self, document_id: str, *, width: int | None = None, version: str = "") -> str:
        """A rendition of a photo's picture, ``width`` pixels wide, in a version to be kept."""
        path = f"{self.root}/thumbnails/{quote(document_id, safe='')}"
        named = {"w": width, "v": version or None}
        pairs = [f"{name}={value}" for name, value in named.items() if value is not None]
        return f"{path}?{'&'.join(pairs)}" if pairs else path
