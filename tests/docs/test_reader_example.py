"""The reader in docs/extending.md, installed as its pyproject.toml says, reads posts."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import indexer
from indexer.readers.installed import GROUP, installed_readers
from tests.conftest import ROOT
from tests.docs.documents import blocks
from tests.indexer.distributions import install

EXTENDING = ROOT / "docs" / "extending.md"
(CODE,) = [block for block in blocks(EXTENDING, "python") if "suffixes" in block]
(PROJECT,) = [tomllib.loads(block)["project"] for block in blocks(EXTENDING, "toml")]

STORY = {
    "headline": "夜航",
    "date": "2021-05-06T18:30:00Z",
    "photos": [{"file": "ferry.jpg", "text": "渡轮驶过江面。江湾社记者 林一舟 摄"}],
    "texts": ["末班船在夜里十点靠岸。"],
}


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    ((name, place),) = PROJECT["entry-points"][GROUP].items()
    module, _, attribute = place.partition(":")
    folder = tmp_path / "packages"
    install(folder, CODE, name=name, version=PROJECT["version"], point=attribute)
    (folder / f"{name}_reader.py").rename(folder / f"{module}.py")
    points = folder / f"{name}-{PROJECT['version']}.dist-info" / "entry_points.txt"
    points.write_text(f"[{GROUP}]\n{name} = {place}\n", "utf-8")
    monkeypatch.syspath_prepend(folder)
    installed_readers.cache_clear()
    yield
    installed_readers.cache_clear()


@pytest.mark.usefixtures("installed")
def test_the_example_reads_posts(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "one.json").write_text(json.dumps({"story": STORY}), "utf-8")
    (corpus / "package.json").write_text('{"name": "no story"}', "utf-8")
    report = indexer.build_index(corpus, tmp_path / "index")
    assert [one.path for one in report.skipped] == ["package.json"]
    with indexer.open_index(tmp_path / "index") as archive:
        (hit,) = archive.search("渡轮", creator="林一舟", taken="2021-05-07").hits
        assert (hit.document.headline, hit.document.caption) == ("夜航", "渡轮驶过江面。")
