"""Which text is the caption of which picture.

Four steps, none of which looks ahead to a later one. Every picture has candidates, the texts around
it and its own descriptions (``candidates``); a candidate has named features (``features``), which
add up to a score by a table (``weights``). First each picture is looked at alone; what that gives
is the habit of the post (``habits``), and with it all candidates are scored again. Last, one
assignment decides the whole post (``assignment``).

A cascade of rules, the obvious alternative, was tried first: the first rule that fits wins, so that
a strong sign far down never weighs against a weak one above it, and a rule that looks at what
others decided depends on their order. Scores add up what speaks for and against, say how close a
decision was, and can be checked on posts that nobody tuned them on.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from indexer.posts.blocks.block import Block
from indexer.posts.captions.assignment import Choice, Scored, assign
from indexer.posts.captions.candidates import Candidate, Candidates, Group
from indexer.posts.captions.captioned import Caption, Captions
from indexer.posts.captions.features import Features, features_of
from indexer.posts.captions.habits import habits_of, kin_of
from indexer.posts.captions.leaders import without_leader
from indexer.posts.captions.reasons import reason_against, reason_for
from indexer.posts.captions.relation import Relation
from indexer.posts.captions.rows import sides_of
from indexer.posts.captions.scoring import Table, likely, probabilities, score
from indexer.posts.captions.signs import Sign
from indexer.posts.captions.standing import Post
from indexer.posts.captions.surroundings import surroundings_of
from indexer.posts.captions.weights import WEIGHTS
from indexer.posts.credits.credit_lines import Credit

_COLON_END = re.compile(r"(?<!\s)\s*[：:][）)]?$")
_CLOSE = 0.15
"""Probability from which on what was not chosen is told."""

_SHOWN = 60
"""Characters of it that are told."""

_NAMED = 16
"""Characters by which the reason names a text that is no caption."""

NO_TEXT = "no text stands beside it"
ALONE: Table = {name: weight.alone for name, weight in WEIGHTS.items()}
TOGETHER: Table = {name: weight.together for name, weight in WEIGHTS.items()}


@dataclass(frozen=True, slots=True)
class Looked:
    """A picture with its candidates, and their features in the habits of its post."""

    picture: int
    candidates: tuple[Candidate, ...]
    features: tuple[Features, ...]


def find_captions(
    blocks: Sequence[Block],
    title: str,
    *,
    alone: Table = ALONE,
    together: Table = TOGETHER,
) -> Captions:
    """Find the captions of all pictures of a post; ``title`` is its headline."""
    candidates = Candidates(blocks, title)
    looked = _look(candidates, title, alone, together)
    scored = [[_scored(one, together) for one in pictures] for pictures in looked.values()]
    assigned = assign(scored)
    used = Counter(at for choices in assigned for at in _texts_of(choices))
    found = _Found(candidates, used.keys())
    for pictures, choices in zip(looked.values(), assigned, strict=True):
        uses = Counter(_texts_of(choices))
        for picture, choice in zip(pictures, choices, strict=True):
            own = choice.candidate.at if choice else None
            found.give(_without(picture, used, uses, own), choice, uses, together)
    return Captions(found.of, found.used)


def look(
    blocks: Sequence[Block], title: str, *, alone: Table = ALONE, together: Table = TOGETHER
) -> Mapping[Group, list[Looked]]:
    """Gather the candidates of all pictures with their features, group by group.

    The habits are those of the pictures as they look in the habits of pictures that were looked at
    alone: once more, for a habit that all pictures share weakly is hardly seen in each alone.
    """
    return _look(Candidates(blocks, title), title, alone, together)


def look_once(blocks: Sequence[Block], title: str, *, alone: Table) -> Mapping[Group, list[Looked]]:
    """Do as ``look`` does, with the habits of pictures that were looked at alone."""
    looked = _by_themselves(Candidates(blocks, title), title)
    return _in_habits(looked, looked, alone)


def _look(
    candidates: Candidates, title: str, alone: Table, together: Table
) -> Mapping[Group, list[Looked]]:
    looked = _by_themselves(candidates, title)
    return _in_habits(_in_habits(looked, looked, alone), looked, together)


def _by_themselves(candidates: Candidates, title: str) -> dict[Group, list[Looked]]:
    sides = sides_of(candidates.blocks, candidates.groups)
    post = Post(candidates, surroundings_of(candidates.blocks), sides, title)
    return {
        group: [
            Looked(index, tuple(some), tuple(features_of(one, post) for one in some))
            for index, some in candidates.of(group)
        ]
        for group in candidates.groups
    }


def _in_habits(
    seen: Mapping[Group, list[Looked]], looked: Mapping[Group, list[Looked]], table: Table
) -> dict[Group, list[Looked]]:
    """Add to the features of ``looked`` the habits of a post whose pictures look as ``seen``."""
    habits = habits_of(
        {
            group: [likely(one.candidates, one.features, table) for one in pictures]
            for group, pictures in seen.items()
        }
    )
    return {
        group: [
            replace(
                one,
                features=tuple(
                    {**features, **habits.features(candidate)}
                    for candidate, features in zip(one.candidates, one.features, strict=True)
                ),
            )
            for one in pictures
        ]
        for group, pictures in looked.items()
    }


def _scored(looked: Looked, table: Table) -> list[Scored]:
    return [
        Scored(candidate, score(features, table))
        for candidate, features in zip(looked.candidates, looked.features, strict=True)
    ]


def _texts_of(choices: Sequence[Choice]) -> list[int]:
    """The texts that the pictures of a group are given."""
    return [at for choice in choices if choice is not None for at in choice.candidate.texts]


def _without(
    looked: Looked, used: Mapping[int, int], uses: Mapping[int, int], chosen: int | None
) -> Looked:
    """A picture without the candidates that are captions of other groups.

    ``used`` says how often texts are given, ``uses`` how often in the picture's own group.
    """
    own = [
        index
        for index, one in enumerate(looked.candidates)
        if one.at == chosen or all(used.get(at, 0) == uses.get(at, 0) for at in one.texts)
    ]
    if len(own) == len(looked.candidates):
        return looked
    return replace(
        looked,
        candidates=tuple(looked.candidates[index] for index in own),
        features=tuple(looked.features[index] for index in own),
    )


class _Found:
    """The captions of a post as they are given out; ``given`` are the texts that are captions."""

    def __init__(self, candidates: Candidates, given: Set[int]) -> None:
        self._candidates = candidates
        self._given = given
        self.of: dict[int, Caption] = {}
        self.used: dict[int, str] = {}

    def give(self, looked: Looked, choice: Choice, uses: Mapping[int, int], table: Table) -> None:
        """Give a picture its caption, or the reason why it has none.

        ``uses`` says how many pictures of its group have chosen the text at an index.
        """
        chances = probabilities([score(one, table) for one in looked.features])
        ranked = sorted(range(len(chances)), key=lambda at: -chances[at])
        if choice is None:
            self.of[looked.picture] = _none(looked, chances, ranked, table)
            return
        chosen = looked.candidates.index(choice.candidate)
        candidate = choice.candidate
        credit = (
            candidate.signs.credit or self._credit_above(candidate) or self._credit_below(candidate)
        )
        if candidate.at is not None:
            self.used.update(dict.fromkeys(candidate.texts, ""))
            self.used[candidate.at] = candidate.signs.rest
        shared = candidate.at is not None and uses[candidate.at] > 1
        text = _COLON_END.sub("", without_leader(candidate.signs.caption)) or None
        others = [at for at in ranked if at != chosen and chances[at] >= _CLOSE]
        self.of[looked.picture] = Caption(
            text=text,
            credit=credit,
            position=_position(candidate, shared=shared),
            confidence=chances[chosen],
            reason=reason_for(looked.features[chosen], table),
            runner_up=_told(looked, others, 1 - sum(chances)),
        )

    def _credit_above(self, candidate: Candidate) -> Credit | None:
        """The credit line between a picture and the caption that stands behind it."""
        if candidate.at is None or Relation.BEHIND not in candidate.relations:
            return None
        above = self._candidates.signs(candidate.at - 1)
        if Sign.CREDIT not in above.signs or candidate.at - 1 in self._given:
            return None
        self.used[candidate.at - 1] = ""
        return above.credit

    def _credit_below(self, candidate: Candidate) -> Credit | None:
        """The credit line that stands alone below a caption, unless it opens the staff list."""
        at = candidate.at if candidate.through is None else candidate.through
        if at is None or at < candidate.picture or candidate.signs.rest:
            return None
        if self._candidates.text(at + 1) is None or at + 1 in self._given:
            return None
        below = self._candidates.signs(at + 1)
        if self._candidates.is_staff(at + 2) or Sign.CREDIT not in below.signs:
            return None
        self.used[at + 1] = ""
        return below.credit


def _position(candidate: Candidate, *, shared: bool) -> str:
    relations = candidate.relations
    if shared:
        return "shared"
    if Relation.FIGURE in relations:
        return "figcaption"
    if Sign.CLASS in candidate.signs.signs:
        return "class"
    if kin_of(candidate) == "said" or candidate.at is None:
        return next(iter(relations)).value
    return "after" if candidate.at > candidate.picture else "before"


def _none(looked: Looked, chances: Sequence[float], ranked: Sequence[int], table: Table) -> Caption:
    reason = NO_TEXT
    if ranked:
        best = ranked[0]
        text = _cut(looked.candidates[best].text, _NAMED)
        reason = reason_against(text, looked.features[best], table)
    close = [at for at in ranked if chances[at] >= _CLOSE]
    return Caption(confidence=1 - sum(chances), reason=reason, runner_up=_told(looked, close, 0.0))


def _told(looked: Looked, others: Sequence[int], nothing: float) -> str | None:
    """What came close: the likeliest text that was not chosen, or none at all."""
    if others:
        return _cut(looked.candidates[others[0]].text, _SHOWN)
    return "no caption" if nothing >= _CLOSE else None


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}…"
