"""The addresses of the site, made in one place, so that they know where the site is mounted.

A search's address is a function of its parameters: in one order, without empty values, so that the
same search always has the same address and a cache sees it once. An address goes on naming the
language that a reader chose, and names none where nobody chose.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import quote, quote_plus, urlencode

from indexer import PARAMETERS
from indexer.presentation import Addresses

Parameters = Mapping[str, Sequence[str]]
"""The parameters of a search as its address holds them: each name with its values, in order."""

NOTHING: Parameters = {}

ORDER = (*(parameter.name for parameter in PARAMETERS), "view", "lang")
"""The names in an address, in their order: those of the archive, then those of the site alone."""

_PLACES = {name: place for place, name in enumerate(ORDER)}

_quoted = lru_cache(maxsize=4096)(quote_plus)
"""Remembered, since the links of a page repeat what was asked for."""


@dataclass(frozen=True, slots=True)
class Links(Addresses):
    """The addresses of one site as one visitor sees them.

    Attributes:
        language: the one that the visitor chose, which every page's address names; or empty.
    """

    language: str = ""

    def absolute(self, origin: str) -> "Links":
        """The same addresses with scheme and host, as feeds need them: ``https://example.org``."""
        return replace(self, root=origin + self.root)

    def home(self) -> str:
        """The front page."""
        return self.to("/")

    def to(self, path: str, parameters: Parameters = NOTHING, **changes: Sequence[str]) -> str:
        """A path of the site; ``changes`` replace parameters, an empty one removes its name."""
        chosen = (self.language,) if self.language else ()
        wanted = {"lang": chosen, **parameters, **changes}
        known = sorted((name for name in wanted if name in _PLACES), key=_PLACES.__getitem__)
        pairs = [f"{name}={_quoted(value)}" for name in known for value in wanted[name] if value]
        return f"{self.root}{path}?{'&'.join(pairs)}" if pairs else f"{self.root}{path}"

    def search(
        self, parameters: Parameters = NOTHING, *, form: str = "", **changes: Sequence[str]
    ) -> str:
        """A search, as a page, or in another ``form``: ``json`` for ``/search.json``."""
        return self.to(f"/search.{form}" if form else "/search", parameters, **changes)

    def same_picture(self, parameters: Parameters, document_id: str, *, form: str = "") -> str:
        """The same search, of all that shows the same picture as a photo."""
        picture = (document_id,)
        return self.search(parameters, form=form, picture=picture, duplicates=("show",), page=())

    def selection(self, page: str = "", **values: str) -> str:
        """A selection, or a page of it: ``/sheet``, ``.zip``; ``values`` in their order."""
        pairs = [(name, value) for name, value in values.items() if value]
        pairs += [("lang", self.language)] if self.language else []
        address = f"{self.root}/selection{page}"
        return f"{address}?{urlencode(pairs)}" if pairs else address

    def photo(self, document_id: str, results: Parameters = NOTHING) -> str:
        """The page of a photo, which repeats the parameters of the results around it."""
        return self.to(f"/photos/{quote(document_id, safe='')}", results)

    def photo_as(self, document_id: str, form: str) -> str:
        """A photo in another form: ``json``, ``ninjs``."""
        return self.to(f"/photos/{quote(document_id, safe='')}.{form}")

    def article_as(self, article_id: str, form: str) -> str:
        """An article in another form: ``json``, ``ninjs``."""
        return self.to(f"/articles/{quote(article_id, safe='')}.{form}")

    def article(self, article_id: str) -> str:
        """The page of an article."""
        return self.to(f"/articles/{quote(article_id, safe='')}")

    def facet(self, name: str, parameters: Parameters = NOTHING, **changes: Sequence[str]) -> str:
        """The page of all values of a facet among the results of a search."""
        return self.to(f"/facets/{name}", {**parameters, "page": ()}, **changes)


def toggled(parameters: Parameters, name: str, value: str) -> dict[str, Sequence[str]]:
    """The parameters with one value of a filter put in, or taken out if it was there; page 1."""
    before = tuple(parameters.get(name, ()))
    after = tuple(v for v in before if v != value) if value in before else (*before, value)
    return {**parameters, name: after, "page": ()}


def facet_toggled(parameters: Parameters, facet: str, value: str) -> Parameters:
    """The parameters with a facet's value toggled; a search has one kind, so it is replaced."""
    if facet == "kind":
        return {**parameters, "kind": (value,), "page": ()}
    return toggled(parameters, {"year": "taken"}.get(facet, facet), value)


def only(parameters: Parameters, name: str, value: str) -> Parameters:
    """The parameters with one value of a filter in place of all; page 1."""
    return {**parameters, name: (value,), "page": ()}
