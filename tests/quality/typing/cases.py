"""The cases, as the golden files have them."""

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from search.suggestion import SUGGESTION_KINDS

GOLDEN = Path(__file__).parents[2] / "golden"

ArchiveName = Literal["sample", "real", "invented"]

ARCHIVES: tuple[ArchiveName, ...] = get_args(ArchiveName)

REST = "…"
"""At the end of a label, stands for the rest of it: headlines of others are not ours to quote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What somebody types: of which class that is, and why anybody does it."""

    archive: ArchiveName
    of: str
    typed: str
    comment: str

    @property
    def apart(self) -> bool:
        """Whether rules may not be tuned on it."""
        return zlib.crc32(self.typed.encode()) % 2 == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionCase(Typed):
    """Something unfinished, with the labels of which any may be first: none, where nothing may."""

    wanted: tuple[str, ...]
    kind: str | None = None
    nowhere: tuple[str, ...] = ()

    def wants(self, label: str, kind: str) -> bool:
        """Whether a suggestion may be first."""
        return self.kind in (None, kind) and any(stands_for(one, label) for one in self.wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class MisspellingCase(Typed):
    """A search that went wrong, with the whole queries that may be offered instead."""

    wanted: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RightQuery:
    """A search for which nothing may be offered, whether it finds anything or not."""

    archive: ArchiveName
    typed: str


def stands_for(wanted: str, label: str) -> bool:
    """Whether a label is the one that is wanted, or begins as it does."""
    if wanted.endswith(REST):
        return label.startswith(wanted.removesuffix(REST))
    return label == wanted


def read_suggestions() -> tuple[SuggestionCase, ...]:
    """All cases of suggestions.

    Raises:
        ValueError: one says what is not known.
    """
    return tuple(_suggestion(case) for case in _read("suggestions.json"))


def read_misspellings() -> tuple[MisspellingCase, ...]:
    """All searches that went wrong.

    Raises:
        ValueError: one says what is not known.
    """
    return tuple(_misspelling(case) for case in _read("misspellings.json")["corrected"])


def read_right_queries() -> tuple[RightQuery, ...]:
    """All searches for which nothing may be offered."""
    return tuple(
        RightQuery(archive=name, typed=typed)
        for name, queries in _read("misspellings.json")["none"].items()
        for typed in queries
    )


def _read(name: str) -> Any:
    return json.loads((GOLDEN / name).read_text(encoding="utf-8"))


def _suggestion(case: Mapping[str, Any]) -> SuggestionCase:
    if case.get("kind") not in (None, *SUGGESTION_KINDS):
        raise ValueError(case)
    return SuggestionCase(
        wanted=tuple(case["wanted"]),
        kind=case.get("kind"),
        nowhere=tuple(case.get("nowhere", ())),
        **_typed(case, optional=("kind", "nowhere")),
    )


def _misspelling(case: Mapping[str, Any]) -> MisspellingCase:
    wanted = case["wanted"]
    return MisspellingCase(
        wanted=(wanted,) if isinstance(wanted, str) else tuple(wanted), **_typed(case)
    )


def _typed(case: Mapping[str, Any], *, optional: Sequence[str] = ()) -> dict[str, Any]:
    unknown = case.keys() - {"archive", "class", "typed", "wanted", "comment", *optional}
    if unknown or case["archive"] not in ARCHIVES or not case["comment"]:
        raise ValueError(case)
    return {
        "archive": case["archive"],
        "of": case["class"],
        "typed": case["typed"],
        "comment": case["comment"],
    }
