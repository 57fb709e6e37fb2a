"""A disk that gets full at any step loses nothing, leaves nothing behind, and locks nothing."""

import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

import indexer
from indexer import IndexWriteError, build_index, update_index
from search import locate
from search.document import Document
from tests.conftest import SAMPLE
from tests.indexer.full_disk import FullDisk, full_from

pytestmark = pytest.mark.untraced

MOST_STEPS = 400
LEAST_STEPS = 8
WORKS: dict[str, Callable[..., indexer.BuildReport]] = {
    "build": build_index,
    "update": update_index,
    "build that spills": partial(build_index, memory=1),
    "update that spills": partial(update_index, memory=1),
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number in range(3):
        write(folder, str(number))
    return folder


@pytest.fixture
def index(corpus: Path, tmp_path: Path) -> Path:
    """An index that lacks two posts of the corpus."""
    build_index(corpus, tmp_path / "index")
    write(corpus, "new")
    write(corpus, "newer")
    return tmp_path / "index"


def write(corpus: Path, name: str) -> None:
    text = f"---\ntitle: 第{name}号\n---\n![](x.jpg)\n\n图为新修的渡口。海州日报记者 周牧野 摄\n"
    (corpus / f"{name}.md").write_text(text, "utf-8")


def total(index: Path) -> int:
    with indexer.open_index(index) as archive:
        assert list(archive.verify()) == []
        return archive.search(per_page=1).total


def left(index: Path) -> list[str]:
    """The files of all builds of which there may be only one."""
    files = sorted(file.name for file in index.glob("builds/*/*"))
    return [name for name in files if name not in ("manifest.json", "reading")]


@pytest.mark.parametrize("name", WORKS)
def test_the_disk_is_full_at_every_step(corpus: Path, index: Path, name: str) -> None:
    """The index answers as before, holds no half of anything, and takes the update later."""
    live = index.rename(index.with_name("live"))
    failed = 0
    for step in range(1, MOST_STEPS):
        shutil.rmtree(index, ignore_errors=True)
        shutil.copytree(live, index)
        try:
            with full_from(index, step) as disk:
                WORKS[name](corpus, index)
        except IndexWriteError:
            failed += 1
        if disk.steps < step:
            assert total(index) == 5
            break
        tables = [file for file in left(index) if file.endswith(".toc")]
        segments = [file for file in left(index) if file.endswith(".arrays")]
        found = total(index)
        assert found in (3, 5)
        if "update" in name and found == 3:
            assert (len(tables), len(segments), len(left(index))) == (1, 1, 3)  # and completions
        assert update_index(corpus, index).posts == 5
        assert len([file for file in left(index) if file.endswith(".toc")]) == 1
        assert len(list((index / "builds").iterdir())) == 1
        assert {file.name for file in index.iterdir()} == {"builds", "current", "writing"}
    else:
        pytest.fail(f"more than {MOST_STEPS} steps")
    assert failed >= LEAST_STEPS


def test_updates_on_a_full_disk_do_not_add_up(corpus: Path, index: Path) -> None:
    before = {file.name: file.stat().st_size for file in index.glob("builds/*/*")}
    for step in (1, 2, 3, 4) * 3:
        with full_from(index, step), pytest.raises(IndexWriteError, match="No space left"):
            update_index(corpus, index)
        assert {file.name: file.stat().st_size for file in index.glob("builds/*/*")} == before


def test_what_a_killed_writer_left_goes_with_the_next_one(corpus: Path, index: Path) -> None:
    """Also where that one changes nothing."""
    update_index(corpus, index)
    (build,) = (index / "builds").iterdir()
    before = left(index)
    for name in (
        "MAIN_halfwritten00000.arrays",
        "MAIN_completions_7",
        "_MAIN_7.toc.1795810482.73",
        "_MAIN_0.toc",
    ):
        (build / name).write_bytes(b"half")
    (build / "notes.txt").write_text("not ours", "utf-8")
    update_index(corpus, index)
    assert left(index) == [*before, "notes.txt"]
    assert total(index) == 5


def test_errors_while_spilling_are_the_index_s(index: Path) -> None:
    """They come up in the block of whoever puts articles, not where the transaction ends."""
    with locate(str(index)).revise(memory=1) as writer, full_from(index, 1):
        with pytest.raises(IndexWriteError):
            writer.put("one", (), "record")
        FullDisk.active = None
    assert total(index) == 3


def test_what_the_caller_s_documents_raise_is_its_own(index: Path) -> None:
    def documents() -> Iterator[Document]:
        raise BrokenPipeError("a file of the caller's")
        yield

    with pytest.raises(BrokenPipeError), locate(str(index)).revise() as writer:
        writer.put("one", documents(), "record")


@pytest.mark.parametrize("memory", ["1", "1024"])
@pytest.mark.parametrize("command", ["build", "update"])
def test_a_limit_on_files_is_one_line(tmp_path: Path, command: str, memory: str) -> None:
    """As with ``ulimit -f``; a mebibyte of memory is spilled, so that the limit is met early."""
    code = (
        "import resource, sys\n"
        "from indexer.commands import main\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    index = tmp_path / "index"
    run = subprocess.run(
        [sys.executable, "-c", code, command, SAMPLE, "--index", index, "--memory", memory],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert run.stderr.count("\n") == 1
    assert "cannot write the index" in run.stderr
    assert left(index) == []
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 50_000
