"""What each template is given: one documented value a template, as ``page``.

Templates decide nothing and compute nothing: texts are chosen, dates written out, addresses made
and matches marked before they get here. ``Markup`` is HTML that is safe to show as it is; every
``str`` is escaped by the template.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from web.site.frame import Frame, Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """An ``img``: ``ratio`` names the class of its shape, see ``web.site.shapes``."""

    src: str
    srcset: str
    sizes: str
    width: int
    height: int
    alt: str
    ratio: str
    eager: bool = False


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in words, with its machine form (empty where there is none)."""

    text: str
    machine: str


@dataclass(frozen=True, slots=True)
class Why:
    """Where a hit matched that does not show it: the place's name, and the words around."""

    label: str
    text: Markup


@dataclass(frozen=True, slots=True)
class Source:
    """The article of a card: its title, marked and plain, and its address.

    ``standing`` is what a card shows of it: ``whole``; ``again``, unmarked, where the page has
    shown it before; ``same`` where the card before is of the same article.
    """

    title: Markup
    plain: str
    url: str
    standing: str = "whole"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A hit, or a photo among others.

    Attributes:
        id: of the document; names the card's place on its page.
        kind: ``photo`` or ``paragraph``.
        number: its place in the results, counted from 1; 0 where there is no order.
        picture: None for a paragraph.
        text: the caption, or the paragraph, cut to fit, matches marked.
        uncaptioned: whether ``text`` only says that there is no caption.
        byline: photographers and agency, marked; empty where the post names neither.
        credit: the credit line, marked, where it says more than the byline.
        why: set where nothing in the card's own text matched.
        missing: says which words of the query it lacks; empty where it holds all.
        group: leads to all photos of the article that it stands for.
        elsewhere: leads to all places of the picture that were found.
    """

    id: str
    kind: str
    number: int
    url: str
    picture: Image | None
    text: Markup
    uncaptioned: bool
    byline: Markup
    credit: Markup
    date: Dated
    source: Source
    why: Why | None = None
    missing: str = ""
    group: Link | None = None
    elsewhere: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A part of an article: a paragraph, or a photo with its caption and credit."""

    id: str
    text: str
    picture: Image | None = None
    credit: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePage:
    """``article.html``: text and photos in the order of the post.

    ``note`` is what readers should know of its pictures, ``credit`` who made them as a whole.
    """

    frame: Frame
    title: str
    date: Dated
    counts: str
    author: str
    credit: str
    url: str
    path: str
    note: str
    category: Sequence[Link]
    tag: Sequence[Link]
    blocks: Sequence[Block]
