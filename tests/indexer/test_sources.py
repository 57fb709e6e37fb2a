"""A source is all that reading needs of a place: a build of one that is no folder proves it."""

import hashlib
import pickle
import unicodedata
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import indexer
from indexer.inspection import inspect_corpus
from indexer.posts.extract import parse_article, read_article
from indexer.sources.folder import POST_SUFFIXES, Listing
from indexer.sources.post_file import PostError, PostFile
from indexer.sources.source import Folder, Source, source_of

POST = "---\ntitle: {0}\ndate: 2021-05-06T18:30:00Z\n---\n![]({0}.jpg)\n\n图为{0}号渔船。\n"


@dataclass
class Memory:
    """Posts that lie in no folder."""

    texts: dict[str, str] = field(default_factory=dict)
    name: str = "the memory of a test"
    home: str = "/nowhere"

    def survey(
        self, *, drafts: bool = False, suffixes: AbstractSet[str] = POST_SUFFIXES
    ) -> Listing:
        del drafts
        return Listing(tuple(sorted(p for p in self.texts if p.endswith(tuple(suffixes)))), ())

    def open(self, path: str) -> PostFile:
        if path not in self.texts:
            raise PostError("no such post")
        data = self.texts[path].encode()
        return PostFile(data, len(data), 0)

    def locate(self, path: str) -> Path | None:
        del path
        return None

    def state(self, path: str) -> tuple[int, int] | None:
        return (len(self.texts[path].encode()), 0) if path in self.texts else None

    def holds(self, path: str) -> bool:
        return path in self.texts


def test_posts_are_built_updated_and_inspected_wherever_they_lie(tmp_path: Path) -> None:
    memory: Source = Memory({"a.md": POST.format("a"), "b.md": POST.format("b")})
    assert isinstance(memory, Memory)
    report = indexer.build_index(memory, tmp_path / "index")
    assert (report.posts, report.photos) == (2, 2)
    memory.texts["b.md"] = POST.format("另一")
    memory.texts["c.md"] = POST.format("c")
    report = indexer.update_index(memory, tmp_path / "index")
    assert (report.added, report.changed, report.unchanged) == (1, 1, 1)
    memory.texts["huabao.toml"] = 'timezone = "UTC"'
    assert indexer.update_index(memory, tmp_path / "index").changed == 3
    assert [post.title for post in inspect_corpus(memory).posts] == ["a", "另一", "c"]
    assert parse_article(memory.open("a.md").data, memory, "a.md").photos[0].missing
    assert read_article(memory, "a.md").title == "a"


def test_an_empty_source_is_named(tmp_path: Path) -> None:
    with pytest.raises(indexer.CorpusError, match="no posts in the memory of a test"):
        indexer.build_index(Memory(), tmp_path / "index")


def test_a_path_is_that_of_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path, str(tmp_path)):
        assert source_of(path) == Folder(str(tmp_path))
    folder = Folder(str(tmp_path))
    assert source_of(folder) is folder
    assert pickle.loads(pickle.dumps(folder)) == folder  # noqa: S301 - our own
    assert not isinstance("a path", Source)


def test_a_folder_gives_what_lies_in_it(tmp_path: Path) -> None:
    name = unicodedata.normalize("NFD", "café.md")
    (tmp_path / name).write_text("早晨。", "utf-8")
    (tmp_path / "link.md").symlink_to("nowhere.md")
    folder = Folder(str(tmp_path))
    path = unicodedata.normalize("NFC", name)
    assert folder.survey().paths == (path,)
    file = folder.open(path)
    assert file.digest == hashlib.sha256("早晨。".encode()).hexdigest()
    for spelled in (path, name):
        assert folder.state(spelled) == (file.size, file.modified)
    assert folder.locate(path) == tmp_path / name
    assert (folder.locate("link.md"), folder.state("link.md")) == (None, None)
    assert folder.holds("link.md")
    assert not folder.holds("gone.md")
    for strange in ("a\0b", "x" * 5000):
        assert not folder.holds(strange)
        assert folder.state(strange) is None


def test_a_link_names_the_folder_that_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "true").mkdir()
    (tmp_path / "link").symlink_to("true")
    link = Folder(str(tmp_path / "link"))
    assert (link.name, link.home) == (str(tmp_path / "link"), str((tmp_path / "true").resolve()))
