"""Golden searches: what people look for, and what a reader of the archive expects on the page.

Cases are data (``tests/golden``, keys in docs/extending.md). A photo is named by a part of its
post's path or its picture's address, never by its text, so that nothing of others is quoted; for
the same reason a pasted caption is named by its photo and taken from the index.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import indexer
from indexer import Archive, Document, Hit, Results
from search import connect
from search.request import Request
from tests.places import Place

GOLDEN = Path(__file__).parent / "golden"

Case = Mapping[str, Any]

_SLIP = "囧"
"""A character that no caption has."""

_KNOWN = {
    "absent",
    "as",
    "each",
    "first",
    "first_three",
    "group",
    "kind",
    "missing",
    "notices",
    "paste",
    "query",
    "related",
    "sort",
    "today",
    "total",
    "waits_for",
    "why",
}


def read_cases(file: str) -> Any:
    """What a file of golden searches holds."""
    return json.loads((GOLDEN / file).read_text(encoding="utf-8"))


def parameters(cases: Iterable[Case]) -> list[Any]:
    """The cases as parameters; those that wait for a feature are expected to fail until then."""
    return [pytest.param(case, id=_name(case), marks=_marks(case)) for case in cases]


def _name(case: Case) -> str:
    told = [case.get("query") or case["paste"]]
    told += [case[key] for key in ("as", "kind", "sort", "waits_for") if key in case]
    return " ".join(told)


def _marks(case: Case) -> list[pytest.MarkDecorator]:
    return [pytest.mark.xfail(reason=case["waits_for"])] if "waits_for" in case else []


@dataclass(frozen=True, slots=True)
class Asked:
    """An archive that is asked, and where its index is."""

    archive: Archive
    index: str


@contextmanager
def asking(place: Place) -> Iterator[Asked]:
    """Open an index for golden searches."""
    with indexer.open_index(place.location) as archive:
        yield Asked(archive, place.location)


def check(asked: Asked, case: Case) -> None:
    """Ask, and compare with all that the case expects."""
    assert case.keys() <= _KNOWN
    assert case["why"]
    assert case.keys() - {"query", "paste", "as", "kind", "sort", "today", "why", "waits_for"}
    page = _answer(asked, case)
    hits = page.hits
    told = [(_called(hit.document)[-60:], hit.related, hit.missing) for hit in hits[:5]]
    if "total" in case:
        assert page.total == case["total"], told
    if "related" in case:
        least = case["related"]
        assert page.related >= least if least else not page.related, told
    _check_places(hits, case, told)
    for piece, size in case.get("group", {}).items():
        (found,) = (hit.group for hit in hits if piece in _called(hit.document))
        assert found == size, piece
    for piece, words in case.get("missing", {}).items():
        (lacking,) = (hit.missing for hit in hits if piece in _called(hit.document))
        assert list(lacking) == words
    _check_each(page, case.get("each", {}))
    assert [notice.code for notice in page.notices] == case.get("notices", [])


def _check_places(hits: Sequence[Hit], case: Case, told: object) -> None:
    called = [_called(hit.document) for hit in hits]
    for piece, name in zip(case.get("first", []), called, strict=False):
        assert piece in name, told
    assert len(hits) >= len(case.get("first", [])), told
    for piece in case.get("first_three", []):
        assert any(piece in name for name in called[:3]), told
    for piece in case.get("absent", []):
        assert not any(piece in name for name in called), piece


def _check_each(page: Results, expected: Mapping[str, str]) -> None:
    """What all hits above the line hold, or all that there are where none matches in full."""
    found = [hit.document for hit in page.hits if not hit.related]
    for field, text in expected.items():
        assert found
        assert [one for one in found if not _holds(one, field, text)] == []


def _holds(document: Document, field: str, text: str) -> bool:
    names = ("caption", "text", "headline", "before", "after") if field == "any" else (field,)
    return any(text in getattr(document, name) for name in names)


def _answer(asked: Asked, case: Case) -> Results:
    options: dict[str, Any] = {key: case[key] for key in ("kind", "sort") if key in case}
    if "today" in case:
        return _answer_of(
            asked, Request(text=case["query"], per_page=100, **options), case["today"]
        )
    archive = asked.archive
    query = case["query"] if "query" in case else _pasted(archive, case["paste"], case.get("as"))
    return archive.search(query, per_page=100, **options)


def _answer_of(asked: Asked, request: Request, today: str) -> Results:
    """What is answered on another day, which only the engine can be told."""
    engine = connect(asked.index, today=lambda: date.fromisoformat(today))
    try:
        return engine.search(request)
    finally:
        engine.close()


def _pasted(archive: Archive, piece: str, way: str | None) -> str:
    """The caption of a photo, as somebody pastes it."""
    caption = next(one.caption for one in archive.photos() if piece in _called(one))
    assert caption, piece
    return damaged(caption, way)


def damaged(caption: str, way: str | None) -> str:
    """A caption, whole or with what goes wrong when it is copied."""
    half, third = len(caption) // 2, len(caption) // 3
    match way:
        case None:
            return caption
        case "typo":
            at = next(i for i in range(half, len(caption)) if "\u4e00" <= caption[i] <= "\u9fff")
            return caption[:at] + _SLIP + caption[at + 1 :]
        case "first half":
            return caption[:half]
        case "second half":
            return caption[half:]
        case "without the middle":
            return caption[:third] + caption[2 * third :]
    raise ValueError(way)


def _called(document: Document) -> str:
    return f"{document.path} {document.image}"
