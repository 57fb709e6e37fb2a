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
_QUOTES = ("“", "「", '"')
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
        if others < 1:
            return _of_the_only_one(candidate)
        own = self.of[candidate.group]

        def share(key: object) -> float:
            return max(0.0, self.total[key] - own[key]) / (others + 1)

        kin = kin_of(candidate)
        here, captioned = share(kin), share("captioned")
        found = {
            "habit": here,
            "habit_make": share(make_of(kin, candidate)),
            "habit_elsewhere": captioned - here,
            "habit_none": max(0.0, others / (others + 1) - captioned),
        }
        if not (is_marked(candidate) or candidate.signs.strong or is_said(candidate)):
            found["habit_marked"] = share("marked")
            found["habit_classed"] = share("classed")
        return found


def _of_the_only_one(candidate: Candidate) -> Features:
    """What speaks for a plain text and against it where no other picture tells of a habit."""
    shown = candidate.signs.signs
    if is_marked(candidate) or candidate.signs.strong or not candidate.is_plain:
        return {}
    if Sign.STOPPED in shown:
        return {"sole_sentence": 1.0}
    leads = shown & {Sign.OPEN_END, Sign.SPEECH, Sign.HEADING, Sign.BOLD, Sign.LINK, Sign.LISTED}
    alone = candidate.group.size == 1 and Relation.AFTER in candidate.relations
    quotes = candidate.text.startswith(_QUOTES)
    return {"sole_line": 1.0} if alone and not leads and not quotes else {}


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


def make_of(kin: Kin, candidate: Candidate) -> Make:
    """How a candidate is made: its place, its setting and its kind of sentence."""
    signs = candidate.signs.signs
    led = not signs.isdisjoint(LEADERS)
    return kin, candidate.setting, led, tuple(sign in signs for sign in _MAKE)


def _of(pictures: Sequence[Likely]) -> Counter[object]:
    counts: Counter[object] = Counter()
    for picture in pictures:
        for candidate, probability in picture:
            share = probability / len(pictures)
            kin = kin_of(candidate)
            counts[kin] += share  # type: ignore[assignment]
            counts[make_of(kin, candidate)] += share  # type: ignore[assignment]
            counts["captioned"] += share  # type: ignore[assignment]
            if Sign.CLASS in candidate.signs.signs:
                counts["classed"] += share  # type: ignore[assignment]
            if is_marked(candidate):
                counts["marked"] += share  # type: ignore[assignment]
    return counts
