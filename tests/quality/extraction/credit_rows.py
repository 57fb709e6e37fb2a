"""How well credits are parted from texts that are given right: each true caption, read alone.

Beside the figures of whole posts, which hang on finding the caption first. A caption without a
credit counts as well: what is taken off it is one too many. Doubts leave a figure out as in
``judging``; a caption of several pictures counts once.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from indexer.posts.credits.credit_lines import Credit, split_credit
from tests.quality.extraction.tally import Tally, compared
from tests.quality.extraction.texts import bare, plain
from tests.quality.extraction.truth import TruePhoto, TruePost, read_truth

ALL_SHAPES = "all shapes"
POSTS = "posts"

_NOTHING = Tally()
_NOBODY = Credit("")
_BRACKETS = "（）()[]【】"


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditScore:
    """What was right and wrong of the texts of a family.

    Attributes:
        lines: the credit as it stands, without brackets around it.
        rest: the caption that remains.
        misses: a line for each text with a fault.
    """

    lines: Tally = _NOTHING
    rest: Tally = _NOTHING
    photographers: Tally = _NOTHING
    agencies: Tally = _NOTHING
    misses: tuple[str, ...] = ()

    def __add__(self, other: "CreditScore") -> "CreditScore":
        names = (field.name for field in fields(self))
        return CreditScore(**{name: getattr(self, name) + getattr(other, name) for name in names})


def measured_credits(data: Path) -> dict[str, CreditScore]:
    """Score the captions of both truths: by family of shapes, all of them, and the posts."""
    shapes = read_truth(data / "shapes" / "posts")
    families = sorted({post.file.partition("/")[0] for post in shapes})
    rows = {
        name: _total(post for post in shapes if post.file.startswith(f"{name}/"))
        for name in families
    }
    return rows | {ALL_SHAPES: _total(shapes), POSTS: _total(read_truth(data / "posts"))}


def judge_credit(true: TruePhoto) -> CreditScore:
    """Judge what is read in one true caption."""
    caption = true.caption or ""
    rest, credit = split_credit(caption)
    found = credit or _NOBODY
    lines = compared(_one(_bare_line(true.credit)), _one(_bare_line(found.text)))
    right = bare(caption, true.credit) == bare(rest)
    kept = Tally(right=1) if right else Tally(extra=1, missed=1)
    figures = {
        "lines": lines if true.sure_of("credit") else _NOTHING,
        "rest": kept if true.sure_of("extent") else _NOTHING,
        "photographers": _people(true, found),
        "agencies": _agency(true, found),
    }
    wrong = [name for name, tally in figures.items() if tally.extra or tally.missed]
    told = f"{'+'.join(wrong)}: {caption} → {rest} | {found.text} {found.creator} {found.agency}"
    return CreditScore(misses=(told,) if wrong else (), **figures)


def credit_table(rows: Mapping[str, CreditScore]) -> str:
    """The figures as lines of text: precision, recall and F1 of each."""
    return "".join(f"{name:16} {_figures(score)}\n" for name, score in rows.items())


def _figures(score: CreditScore) -> str:
    named = {
        "lines": score.lines,
        "rest": score.rest,
        "names": score.photographers,
        "agency": score.agencies,
    }
    return "  ".join(
        f"{name} {_share(tally.precision)}/{_share(tally.recall)}/{_share(tally.f1)}"
        for name, tally in named.items()
    )


def _share(figure: float | None) -> str:
    return "  – " if figure is None else f"{figure:.2f}"


def _people(true: TruePhoto, found: Credit) -> Tally:
    if not true.sure_of("photographers", "credit"):
        return _NOTHING
    return compared(map(plain, true.photographers), map(plain, found.creator))


def _agency(true: TruePhoto, found: Credit) -> Tally:
    if not true.sure_of("agency", "credit"):
        return _NOTHING
    return compared(_one(plain(true.agency)), _one(plain(found.agency)))


def _bare_line(text: str | None) -> str:
    return plain(text).strip(_BRACKETS)


def _one(text: str) -> list[str]:
    return [text] if text else []


def _texts(posts: Iterable[TruePost]) -> Iterator[TruePhoto]:
    for post in posts:
        seen: set[str] = set()
        for photo in post.photos:
            if photo.caption and photo.caption not in seen and photo.sure_of("caption"):
                seen.add(photo.caption)
                yield photo


def _total(posts: Iterable[TruePost]) -> CreditScore:
    return sum(map(judge_credit, _texts(posts)), CreditScore())
