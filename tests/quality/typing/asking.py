"""The archives, opened, and what they answer to the cases."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import indexer
from indexer import Archive
from tests.conftest import SAMPLE
from tests.quality.typing.cases import (
    GOLDEN,
    ArchiveName,
    MisspellingCase,
    RightQuery,
    SuggestionCase,
    read_misspellings,
    read_right_queries,
    read_suggestions,
    stands_for,
)

Archives = Mapping[ArchiveName, Archive]

FEW = 3
"""How many suggestions one sees without looking for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """What came for an unfinished text: labels and kinds, the best first."""

    case: SuggestionCase
    labels: tuple[str, ...]
    kinds: tuple[str, ...]

    @property
    def is_first(self) -> bool:
        """Whether what is wanted came first, or nothing where nothing is."""
        return self._within(1)

    @property
    def is_near(self) -> bool:
        """Whether what is wanted came among the first few, or nothing where nothing is."""
        return self._within(FEW)

    @property
    def forbidden(self) -> tuple[str, ...]:
        """Labels that may not appear, and do."""
        return tuple(
            label
            for label in self.labels
            if any(stands_for(one, label) for one in self.case.nowhere)
        )

    def _within(self, count: int) -> bool:
        if self.forbidden:
            return False
        if not self.case.wanted:
            return not self.labels
        came = zip(self.labels[:count], self.kinds, strict=False)
        return any(self.case.wants(label, kind) for label, kind in came)


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """What was offered for a search that went wrong: whole queries, the first one first."""

    case: MisspellingCase
    offered: tuple[str, ...]

    @property
    def right(self) -> tuple[str, ...]:
        """Those offered that somebody wants."""
        return tuple(one for one in self.offered if one in self.case.wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What was offered for a search that is right: nothing should be."""

    query: RightQuery
    offered: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What all cases of the archives at hand were answered."""

    suggested: tuple[Suggested, ...]
    corrected: tuple[Corrected, ...]
    left: tuple[Left, ...]


@contextmanager
def opened(indexes: Mapping[ArchiveName, Path]) -> Iterator[Archives]:
    """Open the archives of indexes."""
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(indexer.open_index(index)) for name, index in indexes.items()
        }


def build_indexes(folder: Path, posts: Path) -> dict[ArchiveName, Path]:
    """Index the archives into a folder; without the real posts where they are not here."""
    sources: dict[ArchiveName, Path] = {"sample": SAMPLE, "invented": GOLDEN / "typing"}
    if posts.is_dir():
        sources["real"] = posts
    for name, source in sources.items():
        indexer.build_index(source, folder / name)
    return {name: folder / name for name in sources}


def answers(archives: Archives) -> Answers:
    """Ask the cases of the archives that are there."""
    return Answers(
        suggested=tuple(
            _suggested(archives[case.archive], case)
            for case in read_suggestions()
            if case.archive in archives
        ),
        corrected=tuple(
            Corrected(case=case, offered=offered_for(archives[case.archive], case.typed))
            for case in read_misspellings()
            if case.archive in archives
        ),
        left=tuple(
            Left(query=query, offered=offered_for(archives[query.archive], query.typed))
            for query in read_right_queries()
            if query.archive in archives
        ),
    )


def _suggested(archive: Archive, case: SuggestionCase) -> Suggested:
    came = archive.suggest(case.typed)
    return Suggested(
        case=case,
        labels=tuple(one.label for one in came),
        kinds=tuple(one.kind for one in came),
    )


def offered_for(archive: Archive, text: str) -> tuple[str, ...]:
    """The whole queries that are offered for a text, each once."""
    parts = archive.search(text).interpretation
    offered = (part.strict for part in parts if part.kind == "correction")
    return tuple(dict.fromkeys(text for text in offered if text is not None))
