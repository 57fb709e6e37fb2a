"""What every page has around its content, and the page that tells of an error.

Pages themselves are the room above (``web.pages``): they are given a frame and put something in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from web.wording.messages import Messages


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads somewhere; ``current`` when it leads to where the reader is."""

    text: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Alternate:
    """What a page shows in another format: what people call it, its address and media type."""

    text: str
    url: str
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What every page has around its content.

    Attributes:
        t: the texts of the page's language.
        language: BCP 47 tag of the page.
        title: of the document.
        home: address of the front page.
        about: address of the page about the archive.
        search, suggest: addresses of what the search box asks.
        other_language: the same page in the other language.
        other_language_tag: BCP 47 tag of that.
        query: what stands in the search box.
        kept: name and value of what the search box's form sends beside the query.
        stylesheets, scripts, icon: addresses of static files.
        described: address of the description by which browsers add the site's search.
        selection, picked: where chosen photos are sent, with name and value of what goes with them.
        canonical: the page's address without what does not change it.
        indexed: whether search engines of the web may list it.
        alternates: the same in other formats.
    """

    t: Messages
    language: str
    title: str
    home: str
    about: str
    search: str
    suggest: str
    other_language: str
    other_language_tag: str
    query: str
    kept: Sequence[tuple[str, str]]
    stylesheets: Sequence[str]
    scripts: Sequence[str]
    icon: str
    described: str
    selection: str
    picked: Sequence[tuple[str, str]]
    canonical: str
    indexed: bool = False
    alternates: Sequence[Alternate] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage:
    """``error.html``: what happened and what to do; ``way`` leads on."""

    frame: Frame
    status: int
    headline: str
    detail: str
    way: Link
