"""One decision for all pictures of a post: a text serves one picture, or a row that shares it.

Only a text between two groups can be asked for by both, as the caption after the one and before the
other. Whose it is is decided for all such texts together, so that the pictures of the post get the
captions that are likeliest as a whole (Viterbi's algorithm over the gaps between groups, each of
which gives its texts to the group before or behind it). What a single group prefers never decides
alone: where captions and pictures alternate, the one end that lacks its partner tells the order.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.posts.captions.candidates import Candidate


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its score; 0 is what no caption is worth."""

    candidate: Candidate
    score: float


Choice = Scored | None
Pictures = Sequence[Sequence[Scored]]
"""The candidates of the pictures of one group."""


def assign(groups: Sequence[Pictures]) -> list[list[Choice]]:
    """Choose for every picture of every group, such that no two groups use one text."""
    contested = [_contested(one, other) for one, other in pairwise(groups)]

    def chosen(at: int, left: bool, right: bool) -> list[Choice]:  # noqa: FBT001 - a state each
        """What a group takes where the gaps before and behind it are its own, or not."""
        lost: set[int] = set()
        if at and not left:
            lost |= contested[at - 1]
        if at < len(contested) and not right:
            lost |= contested[at]
        return [_best(picture, lost) for picture in groups[at]]

    return [chosen(at, *owned) for at, owned in enumerate(_owned(len(groups), chosen))]


def _contested(one: Pictures, other: Pictures) -> set[int]:
    """The texts that pictures of both groups may take."""
    return _texts(one) & _texts(other)


def _texts(pictures: Pictures) -> set[int]:
    return {at for picture in pictures for scored in picture for at in scored.candidate.texts}


def _best(picture: Sequence[Scored], lost: set[int]) -> Choice:
    free = [one for one in picture if one.score > 0 and lost.isdisjoint(one.candidate.texts)]
    return max(free, key=lambda one: one.score, default=None)


def _owned(
    count: int, chosen: Callable[[int, bool, bool], list[Choice]]
) -> list[tuple[bool, bool]]:
    """For each group, whether the gap before it and the gap behind it are its own."""
    worth: list[dict[bool, tuple[float, bool]]] = []
    for at in range(count):
        best: dict[bool, tuple[float, bool]] = {}
        for right in (True, False):
            options = [
                (sum(one.score for one in chosen(at, left, right) if one) + before, left)
                for left, before in _before(worth)
            ]
            best[right] = max(options, key=lambda one: one[0])
        worth.append(best)
    owned: list[tuple[bool, bool]] = []
    right = True
    for best in reversed(worth):
        left = best[right][1]
        owned.append((left, right))
        right = not left
    return owned[::-1]


def _before(worth: Sequence[dict[bool, tuple[float, bool]]]) -> list[tuple[bool, float]]:
    """The states of the gap before a group with the best worth of what stands before."""
    if not worth:
        return [(True, 0.0)]
    return [(not right, best[0]) for right, best in worth[-1].items()]
