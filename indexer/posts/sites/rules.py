"""What is known of the pages of one site: CSS selectors of their parts.

Rules make a page certain that the general reader finds as a rule. They hold what a generator or a
host has kept for years, or what the owner of a corpus says of it in its settings; every part that
they do not name is found as on any other page. No figure of the reader rests on them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import soupsieve
from bs4 import Tag

from search.errors import ArchiveError, shortened

_MAX_SELECTOR = 1_000


class SelectorError(ArchiveError):
    """A selector of a site is none that can be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRules:
    """Selectors of the parts of a page, each None where the general reader finds that part.

    Attributes:
        region: the element that holds the article; the first that matches.
        title, date, author: their elements; the first that has a text.
        caption: the elements that are captions.
        furniture: the elements that do not belong to the article.

    Raises:
        SelectorError: a selector cannot be used; the message names it.
    """

    region: str | None = None
    title: str | None = None
    date: str | None = None
    author: str | None = None
    caption: str | None = None
    furniture: str | None = None

    def __post_init__(self) -> None:
        for field in fields(self):
            _check(field.name, getattr(self, field.name))

    @classmethod
    def from_mapping(cls, selectors: Mapping[str, object]) -> "SiteRules":
        """Make the rules of what a file of settings holds.

        Raises:
            SelectorError: a part has another name or no usable selector; the message says which.
        """
        known = [field.name for field in fields(cls)]
        for name in selectors:
            if name not in known:
                raise SelectorError(f"{shortened(name)} is no part of a page: {', '.join(known)}")
        return cls(**{name: _selector(name, value) for name, value in selectors.items()})

    def all_of(self, part: str, page: Tag) -> Sequence[Tag]:
        """The elements of a part on a page, in order."""
        selector = getattr(self, part)
        return soupsieve.select(selector, page) if selector else ()

    def text_of(self, part: str, page: Tag) -> str | None:
        """The text of a part on a page; None where no rule or no text is."""
        texts = (" ".join(tag.get_text(" ").split()) for tag in self.all_of(part, page))
        return next((text for text in texts if text), None)


def _selector(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise SelectorError(f"{name}={shortened(value)}: a CSS selector is a text")
    return value


def _check(name: str, selector: str | None) -> None:
    if selector is None:
        return
    if len(selector) > _MAX_SELECTOR:
        raise SelectorError(f"{name}: a selector of more than {_MAX_SELECTOR:,} characters")
    try:
        soupsieve.compile(selector)
    except (soupsieve.SelectorSyntaxError, NotImplementedError, RecursionError) as error:
        reason = str(error).partition("\n")[0]
        raise SelectorError(f"{name}={shortened(selector)}: no CSS selector: {reason}") from error
