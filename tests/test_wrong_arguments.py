"""Only ``ArchiveError`` leaves the doors, whatever is passed, and its message names the argument.

Every public function and method is called with all arguments right but one. The wrong ones are a
list of what programs pass by mistake, and what Hypothesis thinks of.
"""

import inspect
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import indexer
from indexer import Archive, ArchiveError, ArgumentError, Document, Filters, pictures
from indexer.pictures import Pictures
from tests.profiles import tried

Right = dict[str, Any]

WRONG: tuple[Any, ...] = (
    None, True, False, 0, -1, 5, 2.5, math.nan, math.inf, 2**70, 10**5000, -(10**5000), 1j,
    b"2018", b"", bytearray(b"x"), "", " ", "2", "a\0b", "\ud800", "x" * 5000, "gopher://x/y",
    [], [None], ["2018", 5], (), {}, {"a": 1}, set(), object(), print, range(3), Path("nowhere"),
    Path("a\0b"), Document, Exception("x"),
)  # fmt: skip
"""What nobody should pass, somewhere; each is right for some argument or other."""


class Awkward:
    """An object whose own methods fail."""

    def __repr__(self) -> str:
        raise RuntimeError("no repr")

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("no comparison")

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True)
class Call:
    """A public function or method with arguments that are right."""

    name: str
    function: Callable[..., Any]
    right: Right

    def __call__(self, name: str, wrong: object) -> None:
        """Call it with one wrong argument; generators are begun."""
        result = self.function(**{**self.right, name: wrong})
        if isinstance(result, Iterator):
            next(result, None)


def arguments(function: Callable[..., Any]) -> set[str]:
    """What a function takes; the filters are declared apart."""
    names = set(inspect.signature(function).parameters)
    return names - {"filters"} | (set(Filters.__annotations__) if "filters" in names else set())


def calls(archive: Archive, corpus: Path, place: Path) -> Iterator[Call]:
    photo = next(archive.photos())
    search = dict.fromkeys(arguments(archive.search))
    search |= {"query": "", "kind": "photo", "sort": "relevance", "page": 1, "per_page": 20}
    search |= {"duplicates": "fold", "groups": "fold", "exact": False, "explain": False}
    search |= {"facet": "tag", "facet_values": 9, "facet_text": "", "facet_order": "count"}
    search |= {"timeline": True}
    suggest = dict.fromkeys(arguments(archive.suggest))
    suggest |= {"text": "qd", "limit": 8, "kind": "photo", "exact": False}
    explain = {"query": "", "document_id": photo.id, "exact": False}
    write = {"corpus": corpus, "index": place / "built", "jobs": 1, "memory": 1 << 30}
    write |= {"progress": None, "drafts": False}
    picture = {"document": photo, "width": 240, "media_type": "image/webp"}
    fetch = {"photos": [photo], "pictures": archive.pictures, "jobs": 1, "per_host": 1}
    fetch |= {"pause": 0, "progress": None}
    own = archive.pictures
    opening: Right = {"location": place / "index", "corpus": corpus, "picture_jobs": 1}
    opening |= {"pictures": place / "p"}
    copying: Right = {"source": place / "small", "target": place / "copy", "progress": None}
    copying |= {"memory": 1 << 30}
    yield Call("build_index", indexer.build_index, write)
    yield Call("update_index", indexer.update_index, {**write, "verify": False, "prune": False})
    yield Call("open_index", indexer.open_index, opening)
    yield Call("copy_index", indexer.copy_index, copying)
    yield Call("parse_date", indexer.parse_date, {"text": "2018"})
    yield Call("typed_date", indexer.typed_date, {"text": "2018"})
    yield Call("search", archive.search, search)
    yield Call("suggest", archive.suggest, suggest)
    yield Call("explain", archive.explain, explain)
    yield Call("similar", archive.similar, {"document_id": photo.id, "limit": 5})
    yield Call("get", archive.get, {"document_id": photo.id})
    yield Call("article", archive.article, {"article_id": photo.article})
    yield Call("moved", archive.moved, {"former_id": photo.id})
    yield Call("highlights", archive.highlights, {"count": 1})
    yield Call("verify", archive.verify, {"with_whoosh": False})
    yield Call("check_named_folder", pictures.check_named_folder, {"corpus": corpus})
    yield Call("is_on_web", pictures.is_on_web, {"image": "a.jpg"})
    yield Call("Pictures", Pictures, {"store": place / "p", "corpus": corpus})
    yield Call("thumbnail", own.thumbnail, {**picture, "fetch": False})
    yield Call("start_thumbnail", own.start_thumbnail, {**picture, "fetch": False})
    yield Call("original", own.original, {"document": photo})
    yield Call("versions", own.versions, {"photos": [photo]})
    yield Call("missing", own.missing, {"images": ["a.jpg"]})
    yield Call("trouble", own.trouble, {"document": photo})
    yield Call("never_fetched", own.never_fetched, {"photos": [photo]})
    yield Call("fetch", own.fetch, {"address": "ftp://pictures.invalid/a.jpg", "seconds": 1.0})
    yield Call("fetch_pictures", pictures.fetch_pictures, fetch)
    backlog = pictures.Backlog(own)
    yield Call("Backlog", pictures.Backlog, {"pictures": own, "shared_by": 1, "pause": 0.5})
    yield Call("note", backlog.note, {"photos": [photo]})
    yield Call("why_missing", backlog.why_missing, {"photo": photo})


WRITING = ("corpus", "index", "jobs", "memory", "progress", "drafts")
NAMES = [
    ("build_index", WRITING),
    ("update_index", (*WRITING, "verify", "prune")),
    ("open_index", ("location", "corpus", "pictures", "picture_jobs")),
    ("copy_index", ("source", "target", "progress", "memory")),
    ("parse_date", ("text",)),
    ("typed_date", ("text",)),
    (
        "search",
        (
            *("query", "sort", "duplicates", "groups", "page", "per_page", "explain"),
            *("facet", "facet_values", "facet_text", "facet_order", "timeline"),
            *Filters.__annotations__,
        ),
    ),
    (
        "suggest",
        (
            *("text", "limit"),
            *Filters.__annotations__,
        ),
    ),
    ("explain", ("query", "document_id", "exact")),
    ("similar", ("document_id", "limit")),
    ("get", ("document_id",)),
    ("article", ("article_id",)),
    ("moved", ("former_id",)),
    ("highlights", ("count",)),
    ("verify", ("with_whoosh",)),
    ("check_named_folder", ("corpus",)),
    ("is_on_web", ("image",)),
    ("Pictures", ("store", "corpus")),
    ("thumbnail", ("document", "width", "media_type", "fetch")),
    ("start_thumbnail", ("document", "width", "media_type", "fetch")),
    ("original", ("document",)),
    ("versions", ("photos",)),
    ("missing", ("images",)),
    ("trouble", ("document",)),
    ("never_fetched", ("photos",)),
    ("fetch", ("address", "seconds")),
    ("fetch_pictures", ("photos", "pictures", "jobs", "per_host", "pause", "progress")),
    ("Backlog", ("pictures", "shared_by", "pause")),
    ("note", ("photos",)),
    ("why_missing", ("photo",)),
]
ARGUMENTS = [(call, name) for call, names in NAMES for name in names]


@pytest.fixture(scope="module")
def doors(
    sample_index: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Call]]:
    place = tmp_path_factory.mktemp("wrong")
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.chdir(place)  # some mistakes are names of folders, which a build makes
    corpus = place / "corpus"
    corpus.mkdir()
    post = "---\ntitle: 码头\n---\n![](a.jpg)\n\n一处码头的清晨。张三 摄\n"
    (corpus / "post.md").write_text(post, encoding="utf-8")
    (place / "index").symlink_to(sample_index)
    indexer.build_index(corpus, place / "small")
    with indexer.open_index(place / "index", corpus=corpus) as archive:
        yield {call.name: call for call in calls(archive, corpus, place)}
    monkeypatch.undo()


def test_every_public_call_and_argument_is_tried(doors: dict[str, Call]) -> None:
    public = {name: getattr(indexer, name) for name in indexer.__all__ if name[0].islower()}
    public |= {name: getattr(pictures, name) for name in pictures.__all__ if name[0].islower()}
    for owner in (Archive, Pictures, pictures.Backlog):
        public |= {n: m for n, m in inspect.getmembers(owner, inspect.isfunction) if n[0] != "_"}
    takes_some = {n for n, f in public.items() if set(inspect.signature(f).parameters) - {"self"}}
    assert takes_some | {"Pictures", "Backlog"} == set(doors)
    for name, names in NAMES:
        wanted = arguments(doors[name].function) - {"fetcher", "renderings", "now"}
        assert wanted == set(names), name


@pytest.mark.parametrize(("call", "name"), ARGUMENTS)
def test_a_mistake_is_an_archive_error_that_names_the_argument(
    doors: dict[str, Call], call: str, name: str
) -> None:
    answers = [refusal(doors[call], name, wrong) for wrong in (*WRONG, Awkward())]
    refused = [error for error in answers if error is not None]
    for error in refused:
        assert "\n" not in str(error)
        if isinstance(error, ArgumentError) and call not in ("parse_date", "typed_date"):
            assert error.argument == name, error
            assert str(error).startswith(f"{name}="), error
    assert len(refused) > len(WRONG) // 2


def refusal(call: Call, name: str, wrong: object) -> ArchiveError | None:
    """What a call says of a wrong argument; anything that is no ArchiveError goes on its way."""
    if name == "progress" and callable(wrong):
        return None  # what a caller's own function raises is the caller's
    try:
        call(name, wrong)
    except ArchiveError as error:
        return error
    return None


anything = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.binary(max_size=20),
    st.text(max_size=20),
    st.lists(st.none() | st.integers() | st.text(max_size=5), max_size=3),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
    st.sampled_from(WRONG),
)


@tried(300)
@given(argument=st.sampled_from(ARGUMENTS), wrong=anything)
def test_nothing_else_ever_leaves(
    doors: dict[str, Call], argument: tuple[str, str], wrong: object
) -> None:
    call, name = argument
    error = refusal(doors[call], name, wrong)
    assert "\n" not in str(error)
