"""Score the extractor against posts of which it is known what is right for each picture.

Run ``python -m tests.indexer.score_extraction [FOLDER]``: one line per picture that is wrong, then
the figures over all posts and as the mean over posts without the first, which holds a third of all
captions. Only what the readers of the truth were sure of counts: an entry marked unsure is left out
of the figures that its ``unsure_about`` names.

Texts are compared without white space, and without leader and credit on both sides: the truth keeps
the credit inside the caption, an article keeps it apart.
"""

import json
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from indexer.posts.article import Photo
from indexer.posts.extract import read_article
from indexer.posts.post import PostError

POSTS = Path(__file__).resolve().parents[3] / "shared" / "data" / "posts"


@dataclass(slots=True)
class Counts:
    """Right, wrongly found and missed values of one figure."""

    right: int = 0
    extra: int = 0
    missed: int = 0

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall; None where there was nothing to find."""
        total = 2 * self.right + self.extra + self.missed
        return 2 * self.right / total if total else None

    @property
    def recall(self) -> float | None:
        """The share of true values that were found; None where there are none."""
        total = self.right + self.missed
        return self.right / total if total else None

    def add(self, *, true: Iterable[str], found: Iterable[str]) -> bool:
        """Count two sets of values; True where they are the same."""
        wanted, given = set(true), set(found)
        self.right += len(wanted & given)
        self.extra += len(given - wanted)
        self.missed += len(wanted - given)
        return wanted == given

    def __iadd__(self, other: "Counts") -> "Counts":
        self.right += other.right
        self.extra += other.extra
        self.missed += other.missed
        return self


@dataclass(slots=True)
class Score:
    """The figures of one post or of many."""

    present: Counts = field(default_factory=Counts)
    exact: Counts = field(default_factory=Counts)
    photographers: Counts = field(default_factory=Counts)
    agency: Counts = field(default_factory=Counts)
    taken: Counts = field(default_factory=Counts)

    def __iadd__(self, other: "Score") -> "Score":
        for name in self.__slots__:
            total: Counts = getattr(self, name)
            total += getattr(other, name)
        return self

    def figures(self) -> dict[str, float | None]:
        """The figures by the names that the requirements use."""
        return {
            "caption present F1": self.present.f1,
            "caption exact": self.exact.recall,
            "photographers F1": self.photographers.f1,
            "agency F1": self.agency.f1,
            "taken": self.taken.recall,
        }


def score_posts(folder: Path) -> tuple[dict[str, Score], list[str]]:
    """Score every post of a truth file; gives the scores by post and a line for each miss."""
    scores: dict[str, Score] = {}
    misses: list[str] = []
    with (folder / "truth.jsonl").open(encoding="utf-8") as lines:
        for post in map(json.loads, lines):
            scores[post["file"]] = _score_post(folder, post, misses)
    return scores, misses


def total(scores: Iterable[Score]) -> Score:
    """Add the counts of many posts."""
    added = Score()
    for score in scores:
        added += score
    return added


def mean_figures(scores: Iterable[Score]) -> dict[str, float]:
    """Average each figure over the posts in which it is defined."""
    rows = [score.figures() for score in scores]
    means: dict[str, float] = {}
    for name in Score().figures():
        values = [value for row in rows if (value := row[name]) is not None]
        means[name] = sum(values) / len(values)
    return means


def plain(text: str | None) -> str:
    """A text without white space."""
    return re.sub(r"\s+", "", text or "")


def _bare(text: str | None, credit: str | None) -> str:
    """A text without white space, its credit, and the bars and brackets that held the credit."""
    bare = plain(text)
    if credit:
        bare = bare.replace(plain(credit), "")
    return re.sub(r"(?:[/／|｜]|（）|\(\))+$", "", bare)


def _score_post(folder: Path, post: dict[str, Any], misses: list[str]) -> Score:
    score = Score()
    try:
        photos = list(read_article(folder, post["file"]).photos)
    except PostError as error:
        photos = []
        if post["photos"]:
            misses.append(f"{post['file']}: {error}")
    for true in post["photos"]:
        found = next((photo for photo in photos if photo.image == true["image"]), None)
        if found is None:
            misses.append(f"{post['file']} {true['n']}: no photo {true['image']}")
        else:
            photos.remove(found)
        wrong = _score_photo(score, true, found or Photo(image=""))
        if wrong:
            misses.append(f"{post['file'][:18]} {true['n']}: {'; '.join(wrong)}")
    misses.extend(f"{post['file'][:18]}: extra photo {photo.image}" for photo in photos)
    return score


def _score_photo(score: Score, true: dict[str, Any], found: Photo) -> list[str]:
    unsure = set(true.get("unsure_about") or ())
    wrong: list[str] = []
    if "caption" in unsure:
        return wrong
    _score_caption(score, true, found, wrong)
    pairs = {
        "photographers": (list(map(plain, true["photographers"])), list(map(plain, found.creator))),
        "agency": (_given(true["agency"]), _given(found.agency)),
        "taken": (_given(true["taken"]), _given(found.taken)),
    }
    for name, (wanted, given) in pairs.items():
        doubtful = {name} if name == "taken" else {name, "credit"}
        counts: Counts = getattr(score, name)
        if not unsure & doubtful and not counts.add(true=wanted, found=given):
            wrong.append(f"{name} {given} != {wanted}")
    return wrong


def _given(value: str | None) -> list[str]:
    return [value] if value else []


def _score_caption(score: Score, true: dict[str, Any], found: Photo, wrong: list[str]) -> None:
    has = true["caption"] is not None
    given = found.caption is not None or found.credit is not None
    if not score.present.add(true=["yes"] * has, found=["yes"] * given):
        wrong.append(f"present {given}: {found.caption or true['caption']} ({found.reason})")
    if has:
        wanted, text = _bare(true["caption"], true["credit"]), _bare(found.caption, None)
        if not score.exact.add(true=[wanted], found=[text]):
            wrong.append(f"caption {text} != {wanted}")


def main(arguments: list[str]) -> None:
    """Print the misses and the figures."""
    scores, misses = score_posts(Path(arguments[0]) if arguments else POSTS)
    everything = total(scores.values())
    means = mean_figures(list(scores.values())[1:])
    print("\n".join(misses))  # noqa: T201 - the output of a script
    for name, figure in everything.figures().items():
        print(f"{name:20} all {figure:.4f}   mean over posts without the first {means[name]:.4f}")  # noqa: T201 - the output of a script
    print("captions found where there are none:", everything.present.extra)  # noqa: T201 - the output of a script


if __name__ == "__main__":
    main(sys.argv[1:])
