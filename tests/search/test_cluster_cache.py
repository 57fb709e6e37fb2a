"""Files fetched from a cluster: whole or not at all, shared, and gone when nobody has them."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from time import sleep

import pytest

from search.cluster.typing import cache
from search.cluster.typing.cache import Held, held, shared_folder
from search.cluster.typing.completion_files import PIECE, StoredFile, digest_of
from search.errors import IndexWriteError
from tests.conftest import ROOT

PIECES = [b"completions", b" of a commit"]


@pytest.fixture
def digest(tmp_path: Path) -> str:
    path = tmp_path / "whole"
    path.write_bytes(b"".join(PIECES))
    return digest_of(path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "folder"
    made.mkdir()
    return made


def fetching(times: list[int], pieces: list[bytes]) -> Callable[[], Iterator[bytes]]:
    def fetch() -> Iterator[bytes]:
        times.append(1)
        return iter(pieces)

    return fetch


def test_a_file_is_fetched_once_and_gone_with_the_last_who_holds_it(
    folder: Path, digest: str
) -> None:
    times: list[int] = []
    first, second = (held(digest, fetching(times, PIECES), folder) for _ in range(2))
    assert (len(times), first.path.read_bytes()) == (1, b"".join(PIECES))
    first.close()
    assert second.path.exists()
    second.close()
    assert not list(folder.iterdir())


def test_another_process_keeps_a_file(folder: Path, digest: str) -> None:
    """And where it is killed, the next who fetches anything removes what it left."""
    mine = held(digest, fetching([], PIECES), folder)
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from search.cluster.typing.cache import held\n"
        f"one = held({digest!r}, lambda: iter(()), Path({str(folder)!r}))\n"
        "print('held', flush=True)\n"
        "sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", program]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        mine.close()
        assert (folder / digest).exists()
        other.kill()
        other.wait()
    assert (folder / digest).exists()
    cache._sweep(folder)
    assert not list(folder.iterdir())


def test_what_was_cut_short_is_fetched_anew(folder: Path, digest: str) -> None:
    (folder / digest).write_bytes(PIECES[0])
    times: list[int] = []
    found = held(digest, fetching(times, PIECES), folder)
    assert (len(times), found.path.read_bytes()) == (1, b"".join(PIECES))
    found.close()


def test_what_is_another_file_is_not_taken(folder: Path, digest: str) -> None:
    """And is fetched once: the next time it would be the same."""
    times: list[int] = []
    with pytest.raises(ValueError, match="another file"):
        held(digest, fetching(times, PIECES[:1]), folder)
    assert len(times) == 1
    assert not list(folder.iterdir())


def test_a_fetch_that_fails_leaves_nothing(folder: Path, digest: str) -> None:
    def fetch() -> Iterator[bytes]:
        yield PIECES[0]
        raise KeyError("a piece is gone")

    with pytest.raises(KeyError):
        held(digest, fetch, folder)
    assert not list(folder.iterdir())


@pytest.mark.parametrize("digest", ["../victim", "", ".", "a" * 39, "A" * 40, "a" * 40 + "\n"])
def test_what_is_no_digest_is_no_name_of_a_file(folder: Path, digest: str) -> None:
    victim = folder.parent / "victim"
    victim.write_bytes(b"mine")
    with pytest.raises(ValueError, match="is no digest of a file"):
        held(digest, fetching([], PIECES), folder)
    assert victim.read_bytes() == b"mine"


def test_files_of_others_in_the_folder_stay(folder: Path, digest: str) -> None:
    for name in ("notes.txt", "f" * 40, f"{'f' * 40}.part", f"{'f' * 40}.lock"):
        (folder / name).touch()
    held(digest, fetching([], PIECES), folder).close()
    assert [path.name for path in folder.iterdir()] == ["notes.txt"]


def test_of_those_who_come_at_once_one_fetches(folder: Path, digest: str) -> None:
    """Locks are of what was opened, so threads stand for processes."""
    times: list[int] = []
    waiting = Barrier(4)

    def fetch() -> Iterator[bytes]:
        times.append(1)
        yield PIECES[0]
        sleep(0.05)
        yield PIECES[1]

    def come() -> Held:
        waiting.wait()
        return held(digest, fetch, folder)

    with ThreadPoolExecutor(4) as threads:
        found = [one.result() for one in [threads.submit(come) for _ in range(4)]]
    assert (len(times), {one.path.read_bytes() for one in found}) == (1, {b"".join(PIECES)})
    for one in found:
        one.close()
    assert not list(folder.iterdir())


def test_others_who_remove_what_is_left_take_nothing_under_way(
    folder: Path, digest: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They come between every opening of a file and its lock, once."""
    opened = os.open
    came: set[str] = set()

    def come_between(path: Path, flags: int, mode: int = 0o777) -> int:
        descriptor = opened(path, flags, mode)
        if flags & os.O_CREAT and path.name not in came:
            came.add(path.name)
            cache._sweep(folder)
            assert not path.exists()
        return descriptor

    monkeypatch.setattr(os, "open", come_between)
    found = held(digest, fetching([], PIECES), folder)
    assert came == {f"{digest}.lock", f"{digest}.part"}
    assert found.path.read_bytes() == b"".join(PIECES)
    found.close()
    assert not list(folder.iterdir())


def test_a_full_disk_is_told_with_the_folder(folder: Path, digest: str) -> None:
    def fetch() -> Iterator[bytes]:
        raise OSError(28, "No space left on device")

    with pytest.raises(IndexWriteError, match="No space left on device; make room there") as told:
        held(digest, fetch, folder)
    assert str(folder) in str(told.value)


def test_a_folder_that_is_not_ours_alone_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    ours = shared_folder()
    assert shared_folder() == ours
    assert ours.stat().st_mode & 0o777 == 0o700
    ours.rmdir()
    ours.symlink_to(tmp_path)
    instead = shared_folder()
    assert instead != ours
    ours.unlink()
    ours.mkdir()
    ours.chmod(0o755)
    assert shared_folder() == instead


def test_a_folder_that_nobody_shares_goes_with_the_process(tmp_path: Path) -> None:
    Path(tmp_path, f"huabao-{os.getuid()}").touch()
    program = (
        "from search.cluster.typing.cache import held\n"
        "from hashlib import blake2b\n"
        "digest = blake2b(b'data', digest_size=20).hexdigest()\n"
        "one = held(digest, lambda: [b'data'])\n"
        "print(one.path.parent)\n"
    )
    told = subprocess.check_output(
        [sys.executable, "-c", program], cwd=ROOT, env={**os.environ, "TMPDIR": str(tmp_path)}
    )
    folder = Path(os.fsdecode(told).strip())
    assert folder.parent == tmp_path
    assert not folder.exists()


def test_a_link_in_the_folder_is_not_followed(folder: Path, digest: str, tmp_path: Path) -> None:
    (folder / digest).symlink_to(tmp_path / "whole")
    with pytest.raises(IndexWriteError):
        held(digest, fetching([], PIECES), folder)


def test_a_file_is_cut_to_pieces_and_put_together(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(os.urandom(100) * (PIECE // 50))
    file = StoredFile.of(path, 7)
    stored = {name: {"found": True, "_source": {"body": body}} for name, body in file.written(path)}
    assert list(stored) == ["completions-7-0", "completions-7-1"]

    class Cluster:
        def call(self, method: str, path: str) -> object:
            assert method == "GET"
            return stored[path.removeprefix("index/_doc/")]

    assert b"".join(file.read(Cluster(), "index")) == path.read_bytes()  # type: ignore[arg-type]
