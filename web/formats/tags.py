"""Ids for feeds and ninjs: ``tag:`` URIs (RFC 4151), which stay the same wherever the site is.

An address changes with the host, the scheme and the path that a proxy puts before it, and a feed
reader that takes ids for addresses would show every photo anew. A tag is made of an authority that
the settings name (``--tag-authority``) and of the archive's own id, which is a function of the
post's path and the picture's address. Archives that are read side by side need authorities of
their own, since two posts at the same path have the same id.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from indexer import Document
from web.addresses.links import ORDER, Parameters

_NO_PART = frozenset({"page", "per_page", "lang", "view", "explain"})
"""What changes how a search is shown and not what it finds."""


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags of one site: ``authority`` is a name and a date, ``example.org,2026``."""

    authority: str

    def document(self, document: Document) -> str:
        """A photo or a paragraph."""
        return self._of(f"{document.kind}/{document.id}")

    def article(self, article_id: str) -> str:
        """An article."""
        return self._of(f"article/{article_id}")

    def search(self, parameters: Parameters) -> str:
        """A search, whatever page of it."""
        pairs = [
            (name, value)
            for name in ORDER
            if name not in _NO_PART
            for value in parameters.get(name, ())
            if value
        ]
        return self._of(f"search?{urlencode(pairs, quote_via=quote)}" if pairs else "search")

    def selection(self, ids: Sequence[str]) -> str:
        """Some photos in an order, named by what they are and not by where they are listed."""
        digest = hashlib.sha256(" ".join(ids).encode("ascii")).hexdigest()[:16]
        return self._of(f"selection/{digest}")

    def _of(self, specific: str) -> str:
        return f"tag:{self.authority}:{specific}"
