"""The texts that may be the caption of a picture, and how each stands to it.

Pictures without text between them form a group. A picture has as candidates the texts on both sides
of its group, those of its figure, of its cell and of its territory, and what its own markup says of
it. A text is one candidate of a picture however many ways lead to it: its relations add up. A text
in the territory of one picture is nobody else's candidate.
"""

from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from indexer.posts.blocks.block import Block, Cell, Picture, Text
from indexer.posts.captions.descriptions import Descriptions
from indexer.posts.captions.leaders import ARROWS
from indexer.posts.captions.relation import ASIDE, Relation
from indexer.posts.captions.signs import Sign, Signs, is_staff, signs_in, signs_of

_MID = ("，", "、")
"""How a line ends that is broken in mid-sentence."""

_MAX_BEFORE = 120
"""Characters of a text above a picture beyond which it is a paragraph, and not asked."""

_MAX_OWN = 3
"""Texts of a figure or a territory up to which each may be the caption; more are a story."""


@dataclass(frozen=True, slots=True)
class Group:
    """Pictures without text between them, by their indexes in the blocks."""

    first: int
    last: int

    @property
    def size(self) -> int:
        """How many they are."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A text that may be the caption of a picture.

    Attributes:
        picture: index of the picture in the blocks. at: of the text; None for words that stand in
            no block of their own.
        through: of the line that ends the text where it is broken into two, else as ``at``.
        group: of the picture.
        relations: how it stands to it.
        text: as it stands.
        signs: what it shows.
        setting: how it is set: the element, whether centred, whether styled.
    """

    picture: int
    at: int | None
    group: Group
    relations: frozenset[Relation]
    text: str
    signs: Signs
    through: int | None = None
    setting: tuple[str, bool, bool] = ("", False, False)

    @property
    def texts(self) -> tuple[int, ...]:
        """The indexes of the texts that it is made of."""
        if self.at is None:
            return ()
        return (self.at,) if self.through in (None, self.at) else (self.at, self.at + 1)

    @property
    def is_plain(self) -> bool:
        """Whether it is a text that is neither centred nor styled."""
        return self.at is not None and not any(self.setting[1:])


def groups_of(blocks: Sequence[Block]) -> list[Group]:
    """List the groups of a post in order."""
    groups: list[Group] = []
    for index, block in enumerate(blocks):
        if not isinstance(block, Picture):
            continue
        if groups and groups[-1].last == index - 1:
            groups[-1] = Group(groups[-1].first, index)
        else:
            groups.append(Group(index, index))
    return groups


class Candidates:
    """Finds the candidates of the pictures of a post; ``headline`` is its title."""

    def __init__(self, blocks: Sequence[Block], headline: str) -> None:
        self.blocks = blocks
        self.groups = groups_of(blocks)
        self._headline = headline
        pictures = [block for block in blocks if isinstance(block, Picture)]
        self._descriptions = Descriptions(pictures, headline)
        self._alone = len(pictures) == 1
        self._signs: dict[int, Signs] = {}
        self._joined: dict[int, tuple[Text, Signs]] = {}
        self._figures: defaultdict[int, list[int]] = defaultdict(list)
        self._named: dict[int, list[int]] = {}
        self._territories: defaultdict[int, list[int]] = defaultdict(list)
        self._cells: dict[tuple[int, int, int], int] = {}
        self._rows: Counter[tuple[int, int]] = Counter()
        self._columns: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
        for index, block in enumerate(blocks):
            self._place(index, block)

    def of(self, group: Group) -> Iterator[tuple[int, list[Candidate]]]:
        """Give the pictures of a group by their indexes with their candidates."""
        sides = self._sides(group)
        for index in range(group.first, group.last + 1):
            yield index, list(self._of(index, group, sides))

    def signs(self, index: int) -> Signs:
        """What the text at an index shows."""
        if index not in self._signs:
            text = self.text(index)
            assert text is not None  # noqa: S101 - candidates are texts, for the type checker
            self._signs[index] = signs_of(text)
        return self._signs[index]

    def block(self, index: int) -> Block | None:
        """The block at an index, if one stands there."""
        return self.blocks[index] if 0 <= index < len(self.blocks) else None

    def text(self, index: int) -> Text | None:
        """The text at an index of the blocks, if one stands there."""
        block = self.block(index)
        return block if isinstance(block, Text) else None

    def is_staff(self, index: int) -> bool:
        """Whether a line of the staff list stands at an index."""
        text = self.text(index)
        return text is not None and is_staff(text.text)

    def _place(self, index: int, block: Block) -> None:
        if isinstance(block, Picture):
            if block.cell:
                self._rows[block.cell.table, block.cell.row] += 1
            return
        if block.figure is not None:
            self._figures[block.figure].append(index)
        if block.territory is not None:
            self._territories[block.territory].append(index)
        if block.cell:
            self._cells.setdefault(_key(block.cell), index)
            self._columns[block.cell.table, block.cell.row].add(block.cell.column)

    def _sides(self, group: Group) -> Mapping[int, set[Relation]]:
        found: dict[int, set[Relation]] = {}
        after, before = self.text(group.last + 1), self.text(group.first - 1)
        if after:
            found[group.last + 1] = {Relation.AFTER}
            first = self.signs(group.last + 1).signs
            if first & {Sign.ADDRESS, Sign.CREDIT} and self.text(group.last + 2):
                found[group.last + 2] = {Relation.BEHIND}
        if before and (len(before.text) <= _MAX_BEFORE or ARROWS.match(before.text)):
            found[group.first - 1] = {Relation.BEFORE}
        return found

    def _of(
        self, index: int, group: Group, sides: Mapping[int, set[Relation]]
    ) -> Iterator[Candidate]:
        picture = self.blocks[index]
        assert isinstance(picture, Picture)  # noqa: S101 - groups hold pictures
        found = {at: set(relations) for at, relations in sides.items()}
        for at, relation in self._own(index, picture):
            found.setdefault(at, set()).add(relation)
        for at, relations in sorted(found.items()):
            text = self.blocks[at]
            if not isinstance(text, Text) or text.territory not in (None, picture.territory):
                continue
            if Relation.CELL in relations:
                relations -= ASIDE  # its place is in the table, not in the row of blocks
            if text.block == picture.block:
                relations.add(Relation.LINE_BELOW if at > index else Relation.LINE_ABOVE)
            whole, signs = self._whole(at, text)
            yield Candidate(
                picture=index,
                at=at,
                through=at if whole is text else at + 1,
                group=group,
                relations=frozenset(relations),
                text=whole.text,
                signs=signs,
                setting=(text.tag, text.centred, text.styled),
            )
        yield from self._said(index, picture, group)

    def _whole(self, at: int, text: Text) -> tuple[Text, Signs]:
        """A text that is broken in mid-sentence, in two lines of one block, with both."""
        below = self.text(at + 1)
        if below is None or below.block != text.block or not text.text.endswith(_MID):
            return text, self.signs(at)
        further = self.text(at + 2)
        goes_on = further is not None and further.block == text.block
        if goes_on or below.text.endswith(_MID) or self.signs(at + 1).strong:
            return text, self.signs(at)
        if at not in self._joined:
            joined = replace(text, text=text.text + below.text)
            self._joined[at] = joined, signs_of(joined)
        return self._joined[at]

    def is_described(self, index: int) -> bool:
        """Whether the markup of the picture at an index says what it shows."""
        picture = self.blocks[index]
        return isinstance(picture, Picture) and any(True for _ in self._descriptions.of(picture))

    def _own(self, index: int, picture: Picture) -> Iterator[tuple[int, Relation]]:
        for at in self._of_figure(index, picture.figure or 0):
            yield at, Relation.FIGURE
        territory = self._territories.get(picture.territory or 0, [])
        if len(territory) <= _MAX_OWN:
            for at in territory:
                yield at, Relation.TERRITORY
        if picture.cell:
            for cell in self._cells_beside(picture.cell):
                if cell in self._cells:
                    yield self._cells[cell], Relation.CELL

    def _of_figure(self, index: int, figure: int) -> Sequence[int]:
        """What is called a caption in the figure of a picture, or its first texts.

        Of many captions those that stand next to the picture.
        """
        if figure not in self._named:
            texts = self._figures.get(figure, [])
            named = [at for at in texts if Sign.CLASS in self.signs(at).signs]
            self._named[figure] = named or texts[:_MAX_OWN]
        found = self._named[figure]
        at = bisect(found, index)
        return found[max(0, at - _MAX_OWN) : at + _MAX_OWN]

    def _cells_beside(self, cell: Cell) -> Iterator[tuple[int, int, int]]:
        """The cells that may hold the caption of a picture, by the layout of its table.

        A row of captions stands below a row of pictures, or above it where none stands below; one
        cell may be the row, for all pictures. In a row of one picture it is the cell beside it.
        """
        for row in (cell.row + 1, cell.row - 1):
            cells = self._columns[cell.table, row]
            if cells and not self._rows[cell.table, row]:
                yield cell.table, row, cell.column if len(cells) > 1 else min(cells)
                break
        if self._rows[cell.table, cell.row] == 1:
            yield cell.table, cell.row, cell.column + 1
            yield cell.table, cell.row, cell.column - 1

    def _said(self, index: int, picture: Picture, group: Group) -> Iterator[Candidate]:
        seen: set[str] = set()
        for relation, text in self._descriptions.of(picture):
            if text not in seen:
                seen.add(text)
                yield _words(index, group, relation, text)
        if self._alone and self._headline:
            yield _words(index, group, Relation.HEADLINE, self._headline)


def _words(index: int, group: Group, relation: Relation, text: str) -> Candidate:
    return Candidate(
        picture=index,
        at=None,
        group=group,
        relations=frozenset({relation}),
        text=text,
        signs=signs_in(text),
    )


def _key(cell: Cell) -> tuple[int, int, int]:
    return cell.table, cell.row, cell.column
