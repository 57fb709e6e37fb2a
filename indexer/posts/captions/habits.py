"""What the other pictures of a post say of a candidate.

A desk that captions its pictures captions most of them, in one place and in one make. So each
picture is first looked at alone, which gives every candidate a probability; the habit of the post
for one group is then what these add up to over all *other* groups. Nothing is decided while it is
measured, so the order of the pictures makes no difference.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indexer.posts.captions.candidates import Candidate, Group
from indexer.posts.captions.features import Features, is_marked, is_said
from indexer.posts.captions.relation import Relation
from indexer.posts.captions.signs import LEADERS, Sign

_SIDES = (Relation.AFTER, Relation.BEHIND, Relation.BEFORE)
_MAKE = (Sign.CLASS, Sign.BOLD, Sign.STOPPED, Sign.QUOTED, Sign.LISTED, Sign.HEADING, Sign.LINK)

Kin = str
Make = tuple[object, ...]
Likely = Sequence[tuple[Candidate, float]]
"""Candidates of one picture with their probabilities, which with that of none add up to 1."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What the pictures of a post add up to, and each group's share of it.

    Counts are probabilities, summed over the groups; a group counts once however many pictures it
    has. Keys are kins, makes and names for what is ``marked``, ``classed`` and ``captioned``.
    """

    groups: int
    total: Counter[object]
    of: Mapping[Group, Counter[object]]

    def features(self, candidate: Candidate) -> Features:
        """What the other groups say of a candidate."""
        others = self.groups - 1
        sure = candidate.signs.strong or is_marked(candidate)
        if others < 1:
            sentence = Sign.STOPPED in candidate.signs.signs and not sure
            return {"sole_sentence": 1.0} if sentence and candidate.is_plain else {}
        own = self.of[candidate.group]

        def share(key: object) -> float:
            return max(0.0, self.total[key] - own[key]) / (others + 1)

        kin = kin_of(candidate)
        here, captioned = share(kin), share("captioned")
        found = {
            "habit": here,
            "habit_make": share(make_of(candidate)),
            "habit_elsewhere": captioned - here,
            "habit_none": max(0.0, others / (others + 1) - captioned),
        }
        if not sure:
            found["habit_marked"] = share("marked")
            found["habit_classed"] = share("classed")
        return found


def habits_of(likely: Mapping[Group, Sequence[Likely]]) -> Habits:
    """Add up how the pictures of all groups are likely captioned."""
    of = {group: _of(pictures) for group, pictures in likely.items()}
    total: Counter[object] = Counter()
    for counts in of.values():
        total.update(counts)
    return Habits(len(of), total, of)


def kin_of(candidate: Candidate) -> Kin:
    """The place of a candidate, as a desk has one for its captions."""
    if is_said(candidate):
        return "said"
    for relation in (Relation.FIGURE, Relation.CELL, Relation.LINE_BELOW, Relation.LINE_ABOVE):
        if relation in candidate.relations:
            return relation.value
    side = next((one for one in _SIDES if one in candidate.relations), Relation.TERRITORY)
    return Relation.AFTER.value if side is Relation.BEHIND else side.value


def make_of(candidate: Candidate) -> Make:
    """How a candidate is made: its place, its setting, whether led, its kind of sentence."""
    signs = candidate.signs.signs
    led = not signs.isdisjoint(LEADERS)
    return kin_of(candidate), candidate.setting, led, tuple(sign in signs for sign in _MAKE)


def _of(pictures: Sequence[Likely]) -> Counter[object]:
    counts: Counter[object] = Counter()
    for picture in pictures:
        for candidate, probability in picture:
            share = probability / len(pictures)
            counts[kin_of(candidate)] += share  # type: ignore[assignment]
            counts[make_of(candidate)] += share  # type: ignore[assignment]
            counts["captioned"] += share  # type: ignore[assignment]
            if Sign.CLASS in candidate.signs.signs:
                counts["classed"] += share  # type: ignore[assignment]
            if is_marked(candidate):
                counts["marked"] += share  # type: ignore[assignment]
    return counts
