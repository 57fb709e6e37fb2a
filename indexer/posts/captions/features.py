"""The features of a candidate: what speaks for and against it being the caption of its picture.

Each is a number between 0 and 1 with a name; what it is worth stands in ``weights``. A feature says
one thing that a photo editor could point at, so that the one which weighed most can be told as the
reason.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from indexer.posts.blocks.block import Picture, Text
from indexer.posts.captions.candidates import Candidate, Candidates, Group
from indexer.posts.captions.descriptions import same_text
from indexer.posts.captions.leaders import announces
from indexer.posts.captions.relation import OWN, Relation
from indexer.posts.captions.rows import Side
from indexer.posts.captions.signs import LEADERS, LONG, STRONG, Sign
from indexer.posts.captions.surroundings import Surroundings, is_prose
from indexer.posts.credits.grammar import HAS_SURNAME

_TINY = 2
_HEADING = 28
_CLAUSES = 5
_LENGTHS = 200
"""Characters from which on a text is as long as can be."""

_HANGING = frozenset(
    {
        *(Sign.LINKED, Sign.BOLD, Sign.POINTS_DOWN, Sign.POINTS_UP, Sign.OPEN_END),
        Sign.SAYS_BELOW,
    }
)
"""Signs whose meaning hangs on others or on the place."""

_BELOW = ("下", "如下")
_ABOVE = ("上", "如上")

_ASIDE = frozenset({Relation.AFTER, Relation.BEHIND, Relation.BEFORE})

_NEAR = frozenset({Relation.LINE_BELOW, Relation.FIGURE, Relation.TERRITORY, Relation.CELL})

Features = dict[str, float]


@dataclass(frozen=True, slots=True)
class Post:
    """What the features of a candidate are read from; ``sides`` are those of rows."""

    candidates: Candidates
    surroundings: Surroundings
    sides: Mapping[Group, Side]
    headline: str


def features_of(candidate: Candidate, post: Post) -> Features:
    """Name what holds of a candidate, each with its strength."""
    found = {relation.value: 1.0 for relation in candidate.relations}
    found |= {sign.value: 1.0 for sign in _signs(candidate)}
    found |= dict(_of_words(candidate, post))
    if candidate.at is not None:
        text = post.candidates.text(candidate.at)
        if text is not None:
            found |= dict(_of_setting(text, candidate, post.surroundings))
            found |= dict(_of_place(candidate.at, candidate, post))
    return found


def _signs(candidate: Candidate) -> Iterator[Sign]:
    """The signs that mean something where the candidate stands."""
    shown = candidate.signs.signs
    before = Relation.BEFORE in candidate.relations
    yield from shown - _HANGING
    if Sign.LINKED in shown and Sign.LISTED in shown:
        yield Sign.LINKED
    if Sign.BOLD in shown and shown.isdisjoint(LEADERS | {Sign.CLASS}):
        yield Sign.BOLD
    if Sign.POINTS_DOWN in shown:
        facing = before and candidate.text.startswith(_BELOW)
        yield Sign.POINTS_HERE if facing else Sign.POINTS_DOWN
    if Sign.POINTS_UP in shown:
        facing = not before and candidate.text.startswith(_ABOVE)
        yield Sign.POINTS_HERE if facing else Sign.POINTS_UP
    if Sign.OPEN_END in shown:
        leads = before and len(candidate.text) <= LONG and announces(candidate.text)
        yield Sign.LEADS_HERE if leads else Sign.OPEN_END
        if leads and Sign.SAYS_BELOW in shown:
            yield Sign.SAYS_BELOW


def _of_words(candidate: Candidate, post: Post) -> Iterator[tuple[str, float]]:
    text = candidate.text
    size = len(candidate.signs.caption)
    picture = post.candidates.blocks[candidate.picture]
    strong = candidate.signs.strong
    yield "long", min(max(size - LONG, 0), _LENGTHS) / _LENGTHS
    if size > LONG and not strong:
        yield "long_unmarked", min(size - LONG, LONG * 2) / (LONG * 2)
    if len(text) <= _TINY and not HAS_SURNAME.match(text):
        yield "tiny", 1.0
    if not candidate.signs.caption:
        yield "credit_alone", 1.0
    if same_text(text, post.headline) and Relation.HEADLINE not in candidate.relations:
        yield "repeats_headline", 1.0
    if candidate.at is not None and isinstance(picture, Picture):
        said = [one for one in (picture.alt, picture.title) if len(one) > _TINY]
        if any(same_text(text, one) for one in said) and len(text) < 2 * max(map(len, said)):
            yield "repeats_alt", 1.0


def _of_setting(
    text: Text, candidate: Candidate, around: Surroundings
) -> Iterator[tuple[str, float]]:
    """How the text is set beside how the article is."""
    if text.centred:
        yield "centred_apart", 1 - around.centred
    if text.styled:
        yield "styled_apart", 1 - around.styled
    if text.tag == "dd":
        yield "dd", 1.0
    stopped = Sign.STOPPED in candidate.signs.signs
    if not stopped and not candidate.signs.signs & {Sign.OPEN_END, Sign.SPEECH}:
        yield "unstopped", around.stopped if around.texts else 0.5
    if around.length and len(text.text) * 2 < around.length:
        yield "shorter", 1.0
    if around.length and len(text.text) * 4 < around.length:
        yield "much_shorter", 1.0
    if is_prose(text) and not candidate.signs.strong and Sign.DATED not in candidate.signs.signs:
        yield "prose", 1.0
        if Relation.LINE_BELOW in candidate.relations:
            yield "line_of_prose", 1.0
        yield "clauses", min(text.text.count("，"), _CLAUSES) / _CLAUSES
    if around.verse and not candidate.signs.signs & (STRONG | {Sign.CREDIT}):
        yield "verse", 0.3 if stopped and len(text.text) > 9 else 1.0
    if not stopped and len(text.text) <= _HEADING and not candidate.signs.strong:
        yield "like_headings", around.phrases


def _of_place(at: int, candidate: Candidate, post: Post) -> Iterator[tuple[str, float]]:
    """What stands beyond the text, and how many pictures it would serve."""
    if candidate.relations.isdisjoint(_ASIDE):
        return
    yield from _of_sharing(at, candidate)
    side = post.sides.get(candidate.group)
    if side is not None and (side is Side.AFTER) != (at > candidate.picture):
        yield "row_against", 1.0
    elif side is not None and not is_prose(post.candidates.text(at)):
        yield "row", 1.0
    find = post.candidates
    after = at > candidate.picture
    beyond_at = at + 1 if after else at - 1
    beyond = find.blocks[beyond_at] if 0 <= beyond_at < len(find.blocks) else None
    if beyond is None or isinstance(beyond, Picture):
        yield "alone", 1.0
    elif is_prose(beyond) or beyond.bold:
        yield "before_prose", 1.0
    elif _alike(find.text(at), beyond):
        yield "among_lines", 1.0
    other = find.text(candidate.group.first - 1 if after else candidate.group.last + 1)
    if is_prose(other) and not is_prose(find.text(at)):
        yield "prose_across", 1.0
    if isinstance(beyond, Text) and after:
        yield from _of_below(beyond_at, beyond, candidate, find)
    if after and _credit_below(at, find):
        yield "credit_below", 1.0
    if Sign.CREDIT in candidate.signs.signs and _beside_staff(at, find):
        yield "staff_list", 1.0


def _of_below(
    at: int, below: Text, candidate: Candidate, find: Candidates
) -> Iterator[tuple[str, float]]:
    """What the text below says of it."""
    shown = candidate.signs.signs
    if Sign.SOURCE_LINE in find.signs(at).signs:
        yield "above_source_line", 1.0
    if Sign.BOLD in shown and Sign.STOPPED not in shown and is_prose(below) and not below.bold:
        yield "bold_above_prose", 1.0


def _of_sharing(at: int, candidate: Candidate) -> Iterator[tuple[str, float]]:
    group = candidate.group
    if group.size == 1:
        return
    nearest = group.last if at > candidate.picture else group.first
    if not candidate.relations.isdisjoint(_NEAR):
        if candidate.picture != nearest:
            yield "beside_another", 1.0
        return
    yield "shared", 1 - 1 / group.size
    if not candidate.signs.strong:
        yield "shared_unmarked", 1 - 1 / group.size


def _credit_below(at: int, find: Candidates) -> bool:
    """Whether a credit line stands below a text that does not open the staff list."""
    if find.text(at + 1) is None or Sign.CREDIT not in find.signs(at + 1).signs:
        return False
    return find.text(at + 2) is None or Sign.STAFF not in find.signs(at + 2).signs


def _alike(text: Text | None, other: Text) -> bool:
    return (
        text is not None
        and text.tag == other.tag
        and text.centred == other.centred
        and text.styled == other.styled
        and len(other.text) <= LONG
    )


def _beside_staff(at: int, find: Candidates) -> bool:
    beside = [index for index in (at - 1, at + 1) if find.text(index)]
    return any(Sign.STAFF in find.signs(index).signs for index in beside)


def is_marked(candidate: Candidate) -> bool:
    """Whether a candidate is marked as captions are, whatever its place."""
    return not candidate.signs.signs.isdisjoint(STRONG) or Relation.FIGURE in candidate.relations


def is_said(candidate: Candidate) -> bool:
    """Whether a candidate is what the markup of the picture says."""
    return not candidate.relations.isdisjoint(OWN)
