"""The addresses of the site, relative to its root, so that JSON and pages can name each other.

They stand here and not in the site because the command line's JSON carries them too. A search's
address is a function of its parameters: in one order, without empty values, so that the same
search always has the same address and a cache sees it once.
"""

from collections.abc import Mapping, Sequence
from urllib.parse import quote, urlencode

from search.document import Document
from search.request import MAX_LENGTH

Parameters = Mapping[str, Sequence[str]]
"""The parameters of a search as its address holds them: each name with its values, in order."""

ORDER = (
    "q",
    "kind",
    "taken",
    "creator",
    "agency",
    "place",
    "tag",
    "category",
    "article",
    "exact",
    "picture",
    "sort",
    "duplicates",
    "page",
    "per_page",
    "explain",
    "lang",
)


def what_is_read(query: str) -> str:
    """The part of a query that a search reads; links repeat that and not the rest."""
    return query[:MAX_LENGTH].rstrip()


def search_url(path: str, parameters: Parameters, **changes: Sequence[str]) -> str:
    """The address of a search; ``changes`` replace parameters, an empty one removes its name."""
    wanted = {**parameters, **changes}
    known = [name for name in ORDER if name in wanted]
    pairs = [(name, value) for name in known for value in wanted[name] if value]
    return f"{path}?{urlencode(pairs)}" if pairs else path


def same_picture_url(path: str, parameters: Parameters, document_id: str) -> str:
    """The same search, of all that shows the same picture as a photo."""
    return search_url(path, parameters, picture=(document_id,), duplicates=("show",), page=())


def with_toggled(parameters: Parameters, name: str, value: str) -> dict[str, Sequence[str]]:
    """The parameters with one value of a filter put in, or taken out if it was there; page 1."""
    before = tuple(parameters.get(name, ()))
    after = tuple(v for v in before if v != value) if value in before else (*before, value)
    return {**parameters, name: after, "page": ()}


def photo_url(document_id: str) -> str:
    """The page of a photo."""
    return f"/photos/{quote(document_id, safe='')}"


def article_url(article_id: str) -> str:
    """The page of an article."""
    return f"/articles/{quote(article_id, safe='')}"


def thumbnail_url(document_id: str, *, width: int | None = None, version: str = "") -> str:
    """A rendition of a photo's picture, ``width`` pixels wide, in a version that may be kept."""
    path = f"/thumbnails/{quote(document_id, safe='')}"
    named = {"w": width, "v": version or None}
    pairs = [f"{name}={value}" for name, value in named.items() if value is not None]
    return f"{path}?{'&'.join(pairs)}" if pairs else path


def document_url(document: Document) -> str:
    """Where a document is read: a photo's own page, or the paragraph's place in its article."""
    if document.kind == "photo":
        return photo_url(document.id)
    return f"{article_url(document.article)}#{quote(document.id, safe='')}"
