"""The blocks of a page: texts and pictures in reading order, each with its place in the tree.

A caption is as often a bare text behind a ``<div>`` as a ``<figcaption>``, so the order of blocks
matters more than their nesting, and blocks are one flat sequence. What the tree adds is kept as
numbers that blocks share: the same block element, the same figure, the same cell of a table, the
same territory of a picture.
"""

from dataclasses import dataclass

from indexer.posts.blocks.picture_names import Size


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a table, by the numbers of table, row and column."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A block of text with what its markup says of it.

    Attributes:
        text: white space collapsed.
        tag: the block element it stands in.
        classes: class names of the elements around it that hold no picture.
        bold, link, centred, styled: all of it is; styled is small, coloured or slanted.
        linked: some of it is a link.
        listed, quoted: it stands in a list, in a quotation.
        block: number of the innermost block element, shared by what stands in the same one.
        figure: number of the figure it stands in, or None.
        territory: number of the largest element around it that holds one picture and no other,
            inside one that holds several; None where there is no such element.
        cell: of a table, or None.
    """

    text: str
    tag: str = "p"
    classes: tuple[str, ...] = ()
    bold: bool = False
    link: bool = False
    linked: bool = False
    centred: bool = False
    styled: bool = False
    listed: bool = False
    quoted: bool = False
    block: int = 0
    figure: int | None = None
    territory: int | None = None
    cell: Cell | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture that may be a photo: address as the post states it, proxies unwrapped.

    Attributes:
        alt, title, description: what its own markup says of it.
        link: the address that the picture leads to, or empty.
        missing: the address is a path in the corpus, and no file is there.
        Others are as in ``Text``.
    """

    address: str
    size: Size = (None, None)
    alt: str = ""
    title: str = ""
    description: str = ""
    link: str = ""
    tag: str = "p"
    block: int = 0
    figure: int | None = None
    territory: int | None = None
    cell: Cell | None = None
    missing: bool = False


Block = Text | Picture
