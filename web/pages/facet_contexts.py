"""What templates are given of facets: boxes beside the results, and a page of all values of one.

See ``web.pages.contexts`` for what holds for all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from web.site.frame import Frame, Link


@dataclass(frozen=True, slots=True)
class Way:
    """Another use of a facet's value: a word to press, and what it does, with its count."""

    text: str
    says: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A value of a facet.

    Attributes:
        url: following it takes the value, or gives it up when it is in force.
        standing: ``selected`` (any of these), ``required``, ``excluded``, or empty.
        says: what ``standing`` means, in words.
        ways: only this one, this one as well, not this one; those that change anything.
    """

    label: str
    count: str
    url: str
    standing: str = ""
    says: str = ""
    ways: Sequence[Way] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetSearch:
    """A form that looks for values of a facet, and the page of all of them."""

    action: str
    label: str
    text: str
    kept: Sequence[tuple[str, str]]
    every: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetBox:
    """A facet: the values shown at once and those behind a fold.

    ``search`` is there where it is long, ``every`` where the fold has not all of them.
    """

    name: str
    label: str
    choices: Sequence[Choice]
    rest: Sequence[Choice]
    rest_label: str
    search: FacetSearch | None = None
    every: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetPage:
    """``facet.html``: all values of one facet among the results of a search.

    Attributes:
        summary: how many values there are, and of which search.
        back: leads to the results.
        orders: by count and by name.
        search: the form that looks for some of the values.
        more: says how many values are not listed; empty where all are.
        none: says that no value holds the text; empty where one does.
    """

    frame: Frame
    name: str
    label: str
    summary: str
    back: Link
    orders: Sequence[Link]
    search: FacetSearch
    choices: Sequence[Choice]
    more: str
    none: str
