"""Shares of the answers: what is measured, of which cases, and what must be reached."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tests.quality.typing.asking import Answers, Corrected, Suggested
from tests.quality.typing.cases import ARCHIVES, Typed

FIRST_WANTED = 0.9
CORRECTIONS_RIGHT = 0.95
SEARCHES_HELPED = 0.8
"""The shares that must be reached, over all cases and over each half of them."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many; all of nothing is nothing missed."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        """From 0 to 1."""
        return self.part / self.whole if self.whole else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionRow:
    """Of the cases of a group: whether what is wanted is the first, and among the first few."""

    name: str
    first: Share
    near: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRow:
    """Of the searches of a group: which corrections offered are right, how many get a right one."""

    name: str
    right: Share
    helped: Share


_Answer = TypeVar("_Answer", Suggested, Corrected)


def suggestion_rows(answers: Sequence[Suggested]) -> list[SuggestionRow]:
    """All cases, the halves, then each archive and each class that has any."""
    return [_suggestion_row(name, group) for name, group in _groups(answers)]


def correction_rows(answers: Sequence[Corrected]) -> list[CorrectionRow]:
    """All searches that went wrong, the halves, then each archive and each class that has any."""
    return [_correction_row(name, group) for name, group in _groups(answers)]


def failures(answers: Answers) -> list[str]:
    """Say what is not reached, over all cases and over each half."""
    told = []
    for row in suggestion_rows(answers.suggested)[:3]:
        told += _below(f"{row.name}: first suggestions wanted", row.first, FIRST_WANTED)
    for other in correction_rows(answers.corrected)[:3]:
        told += _below(f"{other.name}: corrections right", other.right, CORRECTIONS_RIGHT)
        told += _below(f"{other.name}: searches helped", other.helped, SEARCHES_HELPED)
    bothered = [one.query.typed for one in answers.left if one.offered]
    return [*told, f"right queries with a correction: {', '.join(bothered)}"] if bothered else told


def misses(answers: Answers) -> Iterator[str]:
    """A line for each case that is not as it should be: what is wanted, what came."""
    for one in answers.suggested:
        if not one.is_first:
            came = [f"{n} ({k})" for n, k in zip(one.labels, one.kinds, strict=True)][:4]
            kind = f" ({one.case.kind})" if one.case.kind else ""
            yield _miss(one.case, f"{_listed(one.case.wanted)}{kind}", came)
    for other in answers.corrected:
        if not other.right or other.right != other.offered:
            yield _miss(other.case, _listed(other.case.wanted), other.offered)
    for left in answers.left:
        if left.offered:
            yield f"{left.query.archive} {left.query.typed}: is right; came {_listed(left.offered)}"


def _suggestion_row(name: str, group: Sequence[Suggested]) -> SuggestionRow:
    return SuggestionRow(
        name=name,
        first=Share(sum(one.is_first for one in group), len(group)),
        near=Share(sum(one.is_near for one in group), len(group)),
    )


def _correction_row(name: str, group: Sequence[Corrected]) -> CorrectionRow:
    offered = sum(len(one.offered) for one in group)
    return CorrectionRow(
        name=name,
        right=Share(sum(len(one.right) for one in group), offered),
        helped=Share(sum(bool(one.right) for one in group), len(group)),
    )


def _groups(answers: Sequence[_Answer]) -> Iterator[tuple[str, list[_Answer]]]:
    """The first three are always there, in this order."""
    yield "all", list(answers)
    yield "tuned on", [one for one in answers if not one.case.apart]
    yield "set apart", [one for one in answers if one.case.apart]
    for archive in ARCHIVES:
        if group := [one for one in answers if one.case.archive == archive]:
            yield archive, group
    for of in dict.fromkeys(one.case.of for one in answers):
        yield f"  {of}", [one for one in answers if one.case.of == of]


def _below(name: str, share: Share, least: float) -> list[str]:
    return [f"{name}: {share.value:.3f}, below {least}"] if share.value < least else []


def _miss(case: Typed, wanted: str, came: Sequence[str]) -> str:
    half = ", apart" if case.apart else ""
    told = f"{case.archive} {case.typed} [{case.of}{half}]"
    return f"{told}: wanted {wanted}; came {_listed(came)}"


def _listed(texts: Sequence[str]) -> str:
    return " / ".join(texts) or "nothing"
