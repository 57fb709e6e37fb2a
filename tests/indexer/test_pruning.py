"""An update that would remove most of an index asks first, in whatever way."""

import io
import os
import shutil
from pathlib import Path

import pytest

import indexer
from indexer import ArgumentError, PruneError, build_index, commands, update_index
from tests.indexer.test_update import counts, state

POST = "---\ntitle: 标题{0}\n---\n![](p.jpg)\n\n图为{0}号渔船驶出港口。\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return made(tmp_path / "corpus", range(19))


@pytest.fixture
def index(corpus: Path, tmp_path: Path) -> Path:
    build_index(corpus, tmp_path / "index")
    return tmp_path / "index"


def made(folder: Path, numbers: range, text: str = POST) -> Path:
    folder.mkdir(exist_ok=True)
    for number in numbers:
        (folder / f"{number:02}.md").write_text(text.format(number), "utf-8")
    return folder


def emptied(corpus: Path, left: int) -> None:
    for file in sorted(corpus.iterdir())[left:]:
        file.unlink()


def test_a_wrong_folder_that_shares_two_posts(index: Path, tmp_path: Path) -> None:
    other = made(tmp_path / "other", range(2))
    before = state(index)
    with pytest.raises(PruneError, match=r"other lacks 17 of the 19 posts .*corpus.*--prune"):
        update_index(other, index)
    assert state(index) == before
    assert counts(update_index(other, index, prune=True)) == (0, 0, 17, 2)


def test_a_folder_that_was_emptied(corpus: Path, index: Path) -> None:
    emptied(corpus, 5)
    with pytest.raises(PruneError, match="14 of the 19"):
        update_index(corpus, index)
    with indexer.open_index(index) as archive:
        assert archive.search().total == 19


def test_ten_posts_may_always_go_and_so_may_a_third(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    build_index(corpus, index)
    emptied(corpus, 9)
    assert update_index(corpus, index).removed == 10
    made(corpus, range(45))
    assert update_index(corpus, index).posts == 45
    emptied(corpus, 30)
    assert update_index(corpus, index).removed == 15
    emptied(corpus, 19)
    with pytest.raises(PruneError, match="11 of the 30"):
        update_index(corpus, index)


@pytest.mark.parametrize("left", [b"", b"\x00\x01\xff", b"---\ntitle: a\n---\n"])
@pytest.mark.parametrize("verify", [False, True])
def test_posts_that_an_unfinished_copy_cut_short_are_asked_about(
    corpus: Path, index: Path, left: bytes, *, verify: bool
) -> None:
    """Their names were there, so they were removed without a question."""
    before = state(index)
    for file in sorted(corpus.glob("*.md"))[1:]:
        file.write_bytes(left)
    with pytest.raises(PruneError, match=r"lacks 18 of the 19 .*\(18 are files that are no posts"):
        update_index(corpus, index, verify=verify)
    assert state(index) == before
    assert counts(update_index(corpus, index, prune=True)) == (0, 0, 18, 1)


def test_posts_that_are_gone_and_posts_that_were_cut_short_count_together(
    corpus: Path, index: Path
) -> None:
    for number, file in enumerate(sorted(corpus.glob("*.md"))[:12]):
        file.unlink() if number % 2 else file.write_bytes(b"")
    with pytest.raises(PruneError, match=r"lacks 12 of the 19 .*\(6 are files"):
        update_index(corpus, index)


def test_posts_that_moved_and_left_an_empty_file_are_not_gone(corpus: Path, index: Path) -> None:
    (corpus / "2018").mkdir()
    for file in sorted(corpus.glob("*.md")):
        shutil.copyfile(file, corpus / "2018" / file.name)
        file.write_bytes(b"")
    assert counts(update_index(corpus, index)) == (19, 0, 19, 0)


def test_posts_that_a_new_extractor_takes_for_none_are_asked_about(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.build.extractor_version", lambda: "another")
    for file in sorted(corpus.glob("*.md")):
        file.write_bytes(b"---\n---\n")
    with pytest.raises(PruneError, match="19 of the 19"):
        update_index(corpus, index)
    with indexer.open_index(index) as archive:
        assert archive.search().total == 19


def test_all_posts_moved_into_a_subfolder(corpus: Path, index: Path) -> None:
    """The folder is the same, and so are the posts."""
    (corpus / "2018").mkdir()
    for file in sorted(corpus.glob("*.md")):
        file.rename(corpus / "2018" / file.name)
    assert counts(update_index(corpus, index)) == (19, 0, 19, 0)
    with indexer.open_index(index) as archive:
        assert archive.search("渔船").hits[0].document.path.startswith("2018/")


def test_a_copy_of_the_folder_with_other_names_and_times(
    corpus: Path, index: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    for file in corpus.iterdir():
        shutil.copyfile(file, copy / f"new-{file.name}")
    assert counts(update_index(copy, index)) == (19, 0, 19, 0)


def test_moved_and_edited_posts_are_gone(corpus: Path, index: Path) -> None:
    (corpus / "2018").mkdir()
    emptied_files = sorted(corpus.glob("*.md"))
    for file in emptied_files:
        file.unlink()
    made(corpus / "2018", range(19), POST + "\n后来加的话。\n")
    with pytest.raises(PruneError, match="19 of the 19"):
        update_index(corpus, index)


def test_a_few_posts_replaced_in_the_same_folder(tmp_path: Path) -> None:
    """All paths are new, and yet it is the folder that the index was built from."""
    corpus, index = made(tmp_path / "corpus", range(3)), tmp_path / "index"
    build_index(corpus, index)
    for file in corpus.iterdir():
        file.unlink()
    (corpus / "new.md").write_text(POST.format("新"), "utf-8")
    assert counts(update_index(corpus, index)) == (1, 0, 3, 0)


def test_another_folder_without_any_of_the_posts(index: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "x.md").write_text(POST.format("x"), "utf-8")
    with pytest.raises(ArgumentError, match="none of the posts"):
        update_index(other, index)


def test_a_newer_extractor_does_not_build_of_the_wrong_folder(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An update that has to read everything again asks all the same."""
    monkeypatch.setattr("indexer.build.extractor_version", lambda: "another")
    with pytest.raises(PruneError):
        update_index(made(tmp_path / "other", range(2)), index)
    assert update_index(tmp_path / "other", index, prune=True).posts == 2


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("answer", "code", "posts"), [("y\n", 0, 2), ("YES\n", 0, 2), ("\n", 1, 19), ("", 1, 19)]
)
def test_a_terminal_is_asked(
    index: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    code: int,
    posts: int,
) -> None:
    other, said = made(tmp_path / "other", range(2)), Terminal()
    monkeypatch.setattr("sys.stdin", Terminal(answer))
    monkeypatch.setattr("sys.stderr", said)
    assert commands.main(["update", str(other), "--index", str(index)]) == code
    assert "lacks 17 of the 19" in said.getvalue()
    assert "Remove them? [y/N]" in said.getvalue()
    with indexer.open_index(index) as archive:
        assert archive.search().total == posts


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_elsewhere_it_is_refused(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    other = made(tmp_path / "other", range(2))
    command = ["update", *options, str(other), "--index", str(index)]
    assert commands.main(command) == 1
    assert "--prune" in capsys.readouterr().err
    assert commands.main([*command, "--prune"]) == 0


@pytest.mark.parametrize("name", ["a.md", "index.html", "Documents"])
@pytest.mark.parametrize("work", [build_index, update_index])
def test_an_index_is_not_built_into_a_folder_of_other_things(
    corpus: Path, tmp_path: Path, name: str, work: object
) -> None:
    place = tmp_path / "home"
    place.mkdir()
    (place / name).write_text("", "utf-8")
    with pytest.raises(ArgumentError, match=f"home is no index and holds other things .{name}"):
        work(corpus, place)  # type: ignore[operator]
    assert [file.name for file in place.iterdir()] == [name]


@pytest.mark.parametrize("work", [build_index, update_index])
def test_an_index_is_not_built_into_a_file(corpus: Path, work: object) -> None:
    with pytest.raises(ArgumentError, match=r"00.md is a file; name a directory"):
        work(corpus, corpus / "00.md")  # type: ignore[operator]


def test_an_index_is_not_built_into_its_own_corpus(corpus: Path) -> None:
    with pytest.raises(ArgumentError, match=r"00.md and 18 more"):
        build_index(corpus, corpus)


@pytest.mark.parametrize("name", [".DS_Store", "lost+found", "pictures", "writing"])
def test_what_may_lie_where_an_index_comes(corpus: Path, tmp_path: Path, name: str) -> None:
    place = tmp_path / "index"
    place.mkdir()
    (place / name).touch()
    assert build_index(corpus, place).posts == 19


def test_an_index_beside_which_somebody_put_a_note_is_one(corpus: Path, index: Path) -> None:
    (index / "README").write_text("the archive of the desk", "utf-8")
    assert update_index(corpus, index).unchanged == 19
    os.remove(index / "current")  # noqa: PTH107
    assert build_index(corpus, index).posts == 19
