"""Where a candidate stands in its post: what is around it, and how many pictures it would serve."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from indexer.posts.blocks.block import Picture, Text
from indexer.posts.captions.candidates import Candidate, Candidates, Group
from indexer.posts.captions.relation import ASIDE, Relation
from indexer.posts.captions.rows import Side
from indexer.posts.captions.signs import LONG, Sign
from indexer.posts.captions.surroundings import Surroundings, is_prose

_LONGEST_LINE = 120
"""Characters of a line of names or dates; what is longer is not asked whether it is one."""

_NEAR = frozenset({Relation.LINE_BELOW, Relation.FIGURE, Relation.TERRITORY, Relation.CELL})


@dataclass(frozen=True, slots=True)
class Post:
    """What the features of a candidate are read from; ``sides`` are those of rows."""

    candidates: Candidates
    surroundings: Surroundings
    sides: Mapping[Group, Side]
    headline: str


def standing_of(at: int, candidate: Candidate, post: Post) -> Iterator[tuple[str, float]]:
    """Name what holds of the place of a candidate at an index of the blocks."""
    if candidate.relations.isdisjoint(ASIDE):
        return
    find = post.candidates
    after = at > candidate.picture
    row = dict(_of_row(at, candidate, post))
    yield from row.items()
    yield from _of_sharing(at, candidate, in_row="row" in row)
    if candidate.picture != _nearest(at, candidate) and find.is_described(candidate.picture):
        yield "described", 1.0
    if after:
        yield from _of_below(at + 1, candidate, find)
    if Relation.BEHIND in candidate.relations and Sign.CREDIT in find.signs(at - 1).signs:
        yield "credit_above", 1.0
    yield from _of_beyond(at, find.block(at + 1 if after else at - 1), find)
    if Sign.CREDIT in candidate.signs.signs and _beside_staff(at, find):
        yield "staff_list", 1.0


def _of_sharing(at: int, candidate: Candidate, *, in_row: bool) -> Iterator[tuple[str, float]]:
    group = candidate.group
    if group.size == 1:
        return
    if not candidate.relations.isdisjoint(_NEAR):
        if candidate.picture != _nearest(at, candidate):
            yield "beside_another", 1.0
        return
    yield "shared", 1 - 1 / group.size
    if not candidate.signs.strong and not in_row:
        yield "shared_unmarked", 1 - 1 / group.size


def _nearest(at: int, candidate: Candidate) -> int:
    """The picture of a group that stands next to a text."""
    return candidate.group.last if at > candidate.picture else candidate.group.first


def _of_row(at: int, candidate: Candidate, post: Post) -> Iterator[tuple[str, float]]:
    side = post.sides.get(candidate.group)
    if side is None or candidate.signs.strong:
        return
    if (side is Side.AFTER) != (at > candidate.picture):
        yield "row_against", 1.0
    elif not is_prose(post.candidates.text(at)):
        yield "row", 1.0


def _of_beyond(
    at: int, beyond: Text | Picture | None, find: Candidates
) -> Iterator[tuple[str, float]]:
    """What stands on the far side of it."""
    if not isinstance(beyond, Text):
        return
    if is_prose(beyond) or beyond.bold:
        yield "before_prose", 1.0
    elif _alike(find.text(at), beyond):
        yield "among_lines", 1.0


def _of_below(at: int, candidate: Candidate, find: Candidates) -> Iterator[tuple[str, float]]:
    """What the text below says of it."""
    below = find.text(at)
    if below is None:
        return
    shown = candidate.signs.signs
    if Sign.BOLD in shown and Sign.STOPPED not in shown and is_prose(below) and not below.bold:
        yield "bold_above_prose", 1.0
    if len(below.text) > _LONGEST_LINE:
        return
    if Sign.SOURCE_LINE in find.signs(at).signs:
        yield "above_source_line", 1.0
    if Sign.CREDIT in find.signs(at).signs and not find.is_staff(at + 1):
        yield "credit_below", 1.0


def _alike(text: Text | None, other: Text) -> bool:
    return (
        text is not None
        and (text.tag, text.centred, text.styled) == (other.tag, other.centred, other.styled)
        and len(other.text) <= LONG
    )


def _beside_staff(at: int, find: Candidates) -> bool:
    return find.is_staff(at - 1) or find.is_staff(at + 1)
