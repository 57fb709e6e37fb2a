"""A changed reader of posts is known by itself, and an unchanged one reads nothing again."""

import json
import sys
from importlib import metadata
from pathlib import Path

import pytest

import indexer
from indexer import build, extractor, records
from indexer.extractor import (
    LIBRARIES,
    MODULES,
    extractor_version,
    sources,
    version_of,
    version_with,
)
from tests.conftest import ROOT
from tests.test_layers import imported

SOURCES = {"a.py": b"x = 1\n", "b.py": b"y = 2\n"}
PARSERS = {"lxml": "6.0.1"}


@pytest.mark.parametrize(
    ("sources", "libraries"),
    [
        ({**SOURCES, "a.py": b"x = 2\n"}, PARSERS),
        ({"a.py": b"y = 2\n", "b.py": b"x = 1\n"}, PARSERS),
        ({"a.py": SOURCES["a.py"]}, PARSERS),
        ({**SOURCES, "c.py": b""}, PARSERS),
        (SOURCES, {"lxml": "6.0.2"}),
    ],
)
def test_whatever_changes_makes_another_version(
    sources: dict[str, bytes], libraries: dict[str, str]
) -> None:
    assert version_of(sources, libraries) != version_of(SOURCES, PARSERS)


def test_order_and_line_ends_make_none() -> None:
    turned = {name: text.replace(b"\n", b"\r\n") for name, text in reversed(SOURCES.items())}
    assert version_of(turned, PARSERS) == version_of(SOURCES, PARSERS)


def deciding() -> set[str]:
    """The modules of this project that extraction and its records import, on and on."""
    names: set[str] = set()
    left = ["indexer.readers.reading", "indexer.records", "indexer.settings.settings_file"]
    while left:
        name = left.pop()
        path = file_of(name)
        if name not in names and path.exists():
            names.add(name)
            left += [one.name for one in imported(path)]
    return {
        name
        for name in names
        if name.startswith(("indexer", "search.text.dates", "search.calendar"))
    }


def file_of(name: str) -> Path:
    return ROOT.joinpath(*name.split(".")).with_suffix(".py")


def test_every_module_that_decides_is_in_the_version() -> None:
    named = {f"{room}.{file.removesuffix('.py')}" for room, file in MODULES}
    rooms = tuple(f"{room}." for room in extractor.ROOMS)
    assert {name for name in deciding() if not name.startswith(rooms)} == named
    assert {f"{name}.py" for name in deciding()} <= set(sources())


def test_settings_and_readers_join_the_version_where_there_are_any() -> None:
    program = "0123456789ab"
    assert version_with(program, "", {}) == program
    made = [
        version_with(program, "", {}),
        version_with("ba9876543210", "a", {}),
        version_with(program, "a", {}),
        version_with(program, "b", {}),
        version_with(program, "", {"ours": "ours 1.0"}),
        version_with(program, "", {"ours": "ours 1.1"}),
        version_with(program, "a", {"ours": "ours 1.1"}),
        version_with(program, "", {"ours": "ours 1.1", "more": "ours 1.1"}),
    ]
    assert len(set(made)) == len(made)


def test_modules_that_are_called_alike_are_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """They were known by the names of their files, so that one stood in for the other."""
    before = len(sources())
    monkeypatch.setattr(extractor, "MODULES", (*MODULES, ("indexer", "__init__.py")))
    monkeypatch.setattr(extractor, "ROOMS", (*extractor.ROOMS, "indexer.pictures"))
    rooms = len(list((ROOT / "indexer" / "pictures").glob("*.py")))
    assert len(sources()) == before + 1 + rooms


def test_every_library_that_a_deciding_module_imports_is_in_the_version() -> None:
    """Pillow was not, which says how large pictures are."""
    ours = {"indexer", "search", "web", *sys.stdlib_module_names}
    tops = {one.name.partition(".")[0] for name in deciding() for one in imported(file_of(name))}
    distributions = metadata.packages_distributions()
    expected = {name.lower() for top in tops - ours for name in distributions[top]}
    assert len(expected) > 3
    assert set(LIBRARIES) == {*expected, "lxml"}  # Beautiful Soup imports it for them


def test_an_update_reads_again_what_another_version_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "posts"
    folder.mkdir()
    (folder / "a.md").write_text("渔船驶出港口。", "utf-8")
    indexer.build_index(folder, tmp_path / "index")
    assert indexer.update_index(folder, tmp_path / "index").unchanged == 1
    monkeypatch.setattr(build, "extractor_version", lambda: "another")
    assert indexer.update_index(folder, tmp_path / "index").changed == 1
    assert indexer.update_index(folder, tmp_path / "index").unchanged == 1
    assert extractor_version() == extractor_version() != "another"


@pytest.mark.parametrize(
    "other",
    [
        {"mood": "an attribute that this version does not have"},
        {"pictures": [["a.jpg", "a.jpg", 0, 1, 2, 3, 4, "one value more"]]},
        {"pictures": [["a.jpg"]]},
        {"cut": 5, "draft": "perhaps"},
    ],
)
def test_records_that_another_version_wrote_otherwise_are_read(other: dict[str, object]) -> None:
    """They were parsed before the versions were compared, and an unknown key was a TypeError."""
    mine = records.Record(path="a.md", size=1, modified=2, digest="d", photos=3, extractor="old")
    texts = [mine.to_json(), json.dumps({**json.loads(mine.to_json()), **other})]
    assert list(records.read_records(texts, "new")) == [mine, mine]


def test_records_that_named_no_version_are_those_of_another() -> None:
    old = json.dumps({"path": "a.md", "size": 1, "modified": 2, "digest": "d"})
    (record,) = records.read_records([old], "new")
    assert (record.path, record.digest, record.extractor) == ("a.md", "d", "")
