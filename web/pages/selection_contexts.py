"""What the templates of a selection are given; see ``web.pages.contexts``."""

from collections.abc import Sequence
from dataclasses import dataclass

from web.pages.contexts import Dated, Image
from web.site.frame import Frame, Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """A photo on the light table or on a sheet.

    ``number`` is its place, from 1; ``name`` is what a control that concerns it calls it; ``was``
    are former ids by which it was asked for, with a space between.
    """

    id: str
    number: int
    name: str
    url: str
    picture: Image
    caption: str
    credit: str
    date: Dated
    source: Link
    file: str
    was: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LightTablePage:
    """``selection.html``.

    Attributes:
        title: of the selection, as it stands in its box.
        kept: hidden fields that make the form keep the selection.
        action, compare: where the form is sent.
        sheets: contact sheets to print; downloads: files.
        marked: ids of those that are marked to be compared.
        credits: the credit of each photo, a line each.
    """

    frame: Frame
    summary: str
    title: str
    notices: Sequence[str]
    kept: Sequence[tuple[str, str]]
    action: str
    compare: str
    prints: Sequence[Print]
    marked: Sequence[str]
    sheets: Sequence[Link]
    downloads: Sequence[Link]
    credits: str
    browse: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparePage:
    """``compare.html``: photos side by side."""

    frame: Frame
    back: Link
    prints: Sequence[Print]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPage:
    """``sheet.html``: a contact sheet, a list of prints for each page of paper.

    ``layout`` is the class for so many a page; ``footers`` are the lines below each page.
    """

    frame: Frame
    back: Link
    pdf: Link
    others: Sequence[Link]
    heading: str
    layout: str
    notices: Sequence[str]
    pages: Sequence[Sequence[Print]]
    footers: Sequence[str]
