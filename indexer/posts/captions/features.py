"""The features of a candidate: what speaks for and against it being the caption of its picture.

Each is a number between 0 and 1 with a name; what it is worth stands in ``weights``. A feature says
one thing that a photo editor could point at, so that the one which weighed most can be told as the
reason.
"""

from collections.abc import Iterator

from indexer.posts.blocks.block import Picture, Text
from indexer.posts.captions.candidates import Candidate
from indexer.posts.captions.descriptions import same_text
from indexer.posts.captions.leaders import announces, without_arrow
from indexer.posts.captions.relation import OWN, Relation
from indexer.posts.captions.signs import LEADERS, LONG, STRONG, Sign
from indexer.posts.captions.standing import Post, standing_of
from indexer.posts.captions.surroundings import Surroundings, is_prose
from indexer.posts.credits.grammar import HAS_SURNAME

_TINY = 2
_HEADING = 28
_LINE = 9
_HALF = 0.5
_HANGING = frozenset(
    {
        *(Sign.LINKED, Sign.BOLD, Sign.POINTS_DOWN, Sign.POINTS_UP, Sign.OPEN_END),
        *(Sign.SAYS_BELOW, Sign.LISTED),
    }
)
"""Signs whose meaning hangs on others or on the place."""

_WITH = frozenset({Relation.LINE_BELOW, Relation.TERRITORY, Relation.FIGURE})
"""A picture stands in the same item of a list."""

_BELOW = ("下", "如下")
_ABOVE = ("上", "如上", "以上")

Features = dict[str, float]


def features_of(candidate: Candidate, post: Post) -> Features:
    """Name what holds of a candidate, each with its strength."""
    found = {relation.value: 1.0 for relation in candidate.relations}
    found |= {sign.value: 1.0 for sign in _signs(candidate)}
    found |= dict(_of_words(candidate, post))
    if candidate.at is not None:
        text = post.candidates.text(candidate.at)
        if text is not None:
            found |= dict(_of_setting(text, candidate, post.surroundings))
            found |= dict(standing_of(candidate.at, candidate, post))
    return found


def _signs(candidate: Candidate) -> Iterator[Sign]:
    """The signs that mean something where the candidate stands."""
    shown = candidate.signs.signs
    before = Relation.BEFORE in candidate.relations
    yield from shown - _HANGING
    if Sign.LISTED in shown and candidate.relations.isdisjoint(_WITH):
        yield Sign.LISTED
        if Sign.LINKED in shown:
            yield Sign.LINKED
    if Sign.BOLD in shown and shown.isdisjoint(LEADERS | {Sign.CLASS}):
        yield Sign.BOLD
    if Sign.POINTS_DOWN in shown:
        arrow = Sign.COMMAND not in shown and without_arrow(candidate.text) != candidate.text
        facing = before and (arrow or candidate.text.startswith(_BELOW))
        yield Sign.POINTS_HERE if facing else Sign.POINTS_DOWN
    if Sign.POINTS_UP in shown:
        nearest = candidate.picture == candidate.group.last or candidate.text.startswith("以上")
        facing = not before and nearest and candidate.text.startswith(_ABOVE)
        yield Sign.POINTS_HERE if facing else Sign.POINTS_UP
    if Sign.OPEN_END in shown and shown.isdisjoint(LEADERS):
        leads = before and len(candidate.text) <= LONG and announces(candidate.text)
        says = leads and Sign.SAYS_BELOW not in shown
        yield Sign.LEADS_HERE if says else Sign.OPEN_END
        if leads and not says:
            yield Sign.SAYS_BELOW


def _of_words(candidate: Candidate, post: Post) -> Iterator[tuple[str, float]]:
    text = candidate.text
    size = len(candidate.signs.caption)
    picture = post.candidates.blocks[candidate.picture]
    strong = candidate.signs.strong
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
    if around.length and len(text.text) * 2 < around.length:
        yield "shorter", 1.0
    if around.length and len(text.text) * 4 < around.length:
        yield "much_shorter", 1.0
    shown = candidate.signs.signs
    apart = (text.centred and around.centred < _HALF) or (text.styled and around.styled < _HALF)
    if around.verse and not apart and not shown & (STRONG | {Sign.CREDIT}):
        sentence = text.text.endswith("。") and len(text.text) > _LINE
        yield "stopped_apart" if sentence else "verse", 1.0
    if not candidate.signs.strong:
        yield from _of_unmarked(text, candidate, around)


def _of_unmarked(
    text: Text, candidate: Candidate, around: Surroundings
) -> Iterator[tuple[str, float]]:
    shown = candidate.signs.signs
    if Sign.STOPPED not in shown and len(text.text) <= _HEADING:
        yield "like_headings", around.phrases
    if is_prose(text) and Sign.DATED not in shown:
        # Where all paragraphs end in a full stop, what ends without one is hardly a paragraph.
        yield "prose", 1.0 if Sign.STOPPED in shown else 1 - around.stopped
        if Relation.LINE_BELOW in candidate.relations:
            yield "line_of_prose", 1.0


def is_marked(candidate: Candidate) -> bool:
    """Whether a candidate is set as a caption, as a desk does with all it has or with none."""
    set_so = candidate.signs.signs & (LEADERS | {Sign.CLASS})
    return bool(set_so) or Relation.FIGURE in candidate.relations


def is_said(candidate: Candidate) -> bool:
    """Whether a candidate is what the markup of the picture says."""
    return not candidate.relations.isdisjoint(OWN)
