"""What ``check`` can know of an index whose words another segmenter cut."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

import indexer
from indexer.commands import main
from search import locate, manifest
from search.index.arrays import ArrayFile
from search.text import analyzer
from tests.places import MANIFEST, build, opened
from tests.search.test_living_index import photo


class Characters:
    """A segmenter of another version: it cuts after each character."""

    name = "rjieba 9.0"

    def words(self, run: str) -> Iterable[tuple[str, int, int]]:
        return ((character, n, n + 1) for n, character in enumerate(run))


@pytest.fixture
def index(tmp_path: Path) -> Path:
    build(tmp_path, [photo(n, f"青岛奥帆中心第{n}天") for n in range(3)])
    return tmp_path


@pytest.fixture
def upgraded(monkeypatch: pytest.MonkeyPatch) -> None:
    """This program after its segmenter changed."""
    monkeypatch.setattr(manifest, "default_segmenter", Characters)
    monkeypatch.setattr(analyzer, "default_segmenter", Characters)


@pytest.mark.usefixtures("upgraded")
def test_a_sound_index_after_a_change_of_segmenter(index: Path) -> None:
    with opened(index) as engine:
        assert list(engine.verify()) == []
        assert "today's rjieba 9.0" in engine.manifest.unverified


def test_nothing_is_left_out_without_one(index: Path) -> None:
    with opened(index) as engine:
        assert engine.manifest.unverified == ""


@pytest.mark.parametrize("manifest_of", [{"dictionary": "other"}, {"segmenter": "rjieba 0.1"}])
def test_an_index_of_another_dictionary_or_version(
    tmp_path: Path, manifest_of: dict[str, str]
) -> None:
    with locate(str(tmp_path)).build(replace(MANIFEST, **manifest_of)) as writer:  # type: ignore[arg-type]
        writer.put("a1", [photo(1, "青岛")], "")
    with opened(tmp_path) as engine:
        assert list(engine.verify()) == []
        assert "words were cut by" in engine.manifest.unverified


@pytest.mark.usefixtures("upgraded")
def test_damage_is_found_all_the_same(index: Path) -> None:
    (segment,) = index.glob("builds/*/*.arrays")
    sound = segment.read_bytes()
    for name, (_, place, length, _) in ArrayFile(segment)._directory.items():
        if length and ("words" in name or name.endswith("streams.data")):
            segment.write_bytes(sound[:place] + bytes([sound[place] ^ 4]) + sound[place + 1 :])
            with opened(index) as engine:
                assert f"array {name} is damaged" in list(engine.verify())


@pytest.mark.usefixtures("upgraded")
def test_other_lists_are_still_held_to_the_texts(index: Path) -> None:
    class Other(analyzer.Analyzer):
        def field(self, values: Sequence[str]) -> analyzer.FieldTokens:
            return super().field([f"{value}x" for value in values])

    with opened(index) as engine:
        live = engine._now()  # type: ignore[attr-defined]
        other = Other(live.analyzer.fold)
        faults = list(live.snapshot.verify(other, words=False))
    assert faults
    assert not any(".words." in fault for fault in faults)


@pytest.mark.usefixtures("upgraded")
def test_the_command_says_what_it_cannot_know(
    index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--index", str(index)]) == 0
    shown = capsys.readouterr().out
    assert "is sound" in shown
    assert "not verified: words were cut by rjieba" in shown
    with indexer.open_index(index) as archive:
        assert archive.unverified in shown
