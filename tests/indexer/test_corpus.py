"""The folder of posts: what is scanned, and that nothing outside it is reached."""

from pathlib import Path

import pytest

from indexer.sources.folder import locate, survey
from search.errors import CorpusError


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    root = tmp_path / "corpus"
    for name in ("b.md", "2018/a.HTML", "2018/c.txt", ".git/d.md", ".e.md", "f.jpg", "2019/g.htm"):
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("文", "utf-8")
    (tmp_path / "outside.md").write_text("外", "utf-8")
    (root / "link-out.md").symlink_to(tmp_path / "outside.md")
    (root / "link-in.md").symlink_to(root / "b.md")
    (root / "up").symlink_to(tmp_path)
    return root


def test_scan(corpus: Path) -> None:
    expected = ["2018/a.HTML", "2018/c.txt", "2019/g.htm", "b.md"]
    assert list(survey(corpus).paths) == expected


def test_the_vocabulary_of_an_archive_is_no_post(corpus: Path) -> None:
    for name in ("synonyms.txt", "dictionary.txt", "2018/synonyms.txt", "synonyms.md"):
        (corpus / name).write_text("甲 = 乙", "utf-8")
    found = survey(corpus)
    assert {"2018/synonyms.txt", "synonyms.md"} < set(found.paths)
    assert not {"synonyms.txt", "dictionary.txt"} & set(found.paths)
    assert not {"synonyms.txt", "dictionary.txt"} & {one.path for one in found.skipped}


@pytest.mark.parametrize(
    "path", ["../outside.md", "link-out.md", "up/outside.md", "/etc/hosts", "a\0b", "2018", "no.md"]
)
def test_nothing_outside_is_located(corpus: Path, path: str) -> None:
    assert locate(corpus, path) is None


def test_a_file_inside_is_located(corpus: Path) -> None:
    assert locate(corpus, "2018/c.txt") == corpus / "2018" / "c.txt"


def test_a_missing_corpus(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="nowhere"):
        survey(tmp_path / "nowhere")
