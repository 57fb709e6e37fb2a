"""The two files of an archive, followed while they change."""

import os
import threading
from pathlib import Path

import pytest

from search.vocabulary import (
    DICTIONARY,
    SYNONYMS,
    Vocabulary,
    default_vocabulary,
    read_vocabulary,
)
from search.vocabulary_folder import VocabularyFolder


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Followed:
    """A folder with its vocabulary; every question comes a second after the last."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = Clock()
        self.follow = VocabularyFolder(lambda: self.folder, clock=self.clock)

    def write(self, text: str, name: str = SYNONYMS) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def ask(self) -> Vocabulary:
        self.clock.now += 1
        return self.follow()

    def says(self, word: str) -> tuple[str, ...]:
        return tuple(other for one in self.ask().equivalents.of(word) for other in one.alternatives)


@pytest.fixture
def followed(tmp_path: Path) -> Followed:
    return Followed(tmp_path)


def test_without_files_there_is_what_the_program_knows(followed: Followed) -> None:
    assert followed.ask() is default_vocabulary()
    assert followed.says("航天员") == ("宇航员", "太空人")


def test_without_a_folder_too() -> None:
    assert VocabularyFolder(lambda: None)() is default_vocabulary()
    assert VocabularyFolder(lambda: "/no/such/folder")() is default_vocabulary()


def test_a_changed_file_takes_effect(followed: Followed) -> None:
    followed.write("守塔人 = 灯塔看守")
    assert followed.says("守塔人") == ("灯塔看守",)
    followed.write("守塔人 = 看塔的人")
    assert followed.says("守塔人") == ("看塔的人",)
    (followed.folder / SYNONYMS).unlink()
    assert followed.says("守塔人") == ()
    assert followed.ask() is default_vocabulary()


def test_a_change_within_a_tick_of_the_same_size_takes_effect(followed: Followed) -> None:
    """Such a file has the same size and may have the same time."""
    path = followed.folder / SYNONYMS
    followed.write("守塔人 = 甲甲")
    state = path.stat()
    assert followed.says("守塔人") == ("甲甲",)
    with path.open("r+", encoding="utf-8") as file:
        file.write("守塔人 = 乙乙")
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert followed.says("守塔人") == ("乙乙",)


def test_a_file_that_is_replaced_takes_effect(followed: Followed) -> None:
    followed.write("守塔人 = 甲甲")
    followed.ask()
    followed.write("守塔人 = 乙乙", "new")
    (followed.folder / "new").replace(followed.folder / SYNONYMS)
    assert followed.says("守塔人") == ("乙乙",)


def test_the_same_content_is_the_same_vocabulary(followed: Followed) -> None:
    followed.write("守塔人 = 甲甲")
    before = followed.ask()
    followed.write("守塔人 = 甲甲")
    assert followed.ask() is before


def test_it_is_looked_at_twenty_times_a_second(followed: Followed) -> None:
    first = followed.ask()
    followed.write("守塔人 = 甲甲")
    followed.clock.now += 0.04
    assert followed.follow() is first
    followed.clock.now += 0.02
    assert followed.follow() is not first


def test_the_version_is_of_the_content(followed: Followed) -> None:
    followed.write("守塔人 = 甲甲")
    one = followed.ask()
    followed.write("守塔人 = 乙乙")
    other = followed.ask()
    followed.write("守塔人 = 甲甲")
    assert one.version == followed.ask().version != other.version
    moved = read_vocabulary(dictionary="守塔人 = 甲甲".encode())
    assert moved.version not in (one.version, other.version, default_vocabulary().version)


def test_the_dictionary_is_followed_too(followed: Followed) -> None:
    followed.write("江湾社 100 nt", DICTIONARY)
    assert followed.ask().words.in_text("江湾社记者") == ((0, 3),)
    followed.write("", DICTIONARY)
    assert followed.ask().words.in_text("江湾社记者") == ()


def test_what_is_wrong_is_told_and_the_rest_used(followed: Followed) -> None:
    followed.write("一一 = 二二\n三三\n四四 = 五五")
    followed.write("！", DICTIONARY)
    assert [(f.file, f.line) for f in followed.ask().faults] == [(SYNONYMS, 2), (DICTIONARY, 1)]
    assert followed.says("四四") == ("五五",)


def test_of_many_faults_the_first_are_told_and_how_many_more(followed: Followed) -> None:
    followed.write("没有等号\n" * 100)
    *first, last = followed.ask().faults
    assert [fault.line for fault in first] == list(range(1, 21))
    assert (last.line, last.english.startswith("80 more lines")) == (0, True)


def test_a_file_that_cannot_be_read_leaves_the_last(
    followed: Followed, monkeypatch: pytest.MonkeyPatch
) -> None:
    followed.write("守塔人 = 甲甲")
    followed.ask()
    followed.write("守塔人 = 乙乙丙")

    def refuse(*_: object) -> int:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as failing:
        failing.setattr(os, "open", refuse)
        (fault,) = followed.ask().faults
        assert "cannot be read (Input/output error)" in fault.english
        assert followed.says("守塔人") == ("甲甲",)
    assert followed.says("守塔人") == ("乙乙丙",)
    assert followed.ask().faults == ()


def test_a_folder_of_that_name_is_told(followed: Followed) -> None:
    (followed.folder / SYNONYMS).mkdir()
    (fault,) = followed.ask().faults
    assert fault.file == SYNONYMS


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes")
def test_a_pipe_is_told_and_not_waited_for(followed: Followed) -> None:
    os.mkfifo(followed.folder / SYNONYMS)
    (fault,) = followed.ask().faults
    assert "no file inside this folder" in fault.english


def test_a_link_out_of_the_folder_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "outside").write_text("守塔人 = 秘密", encoding="utf-8")
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / SYNONYMS).symlink_to(tmp_path / "outside")
    followed = Followed(tmp_path / "corpus")
    (fault,) = followed.ask().faults
    assert "no file inside this folder" in fault.english
    assert followed.says("守塔人") == ()


def test_a_link_inside_the_folder_is_read(followed: Followed) -> None:
    followed.write("守塔人 = 甲甲", "同义词.txt")
    (followed.folder / SYNONYMS).symlink_to("同义词.txt")
    assert followed.says("守塔人") == ("甲甲",)
    followed.write("守塔人 = 乙乙", "同义词.txt")
    assert followed.says("守塔人") == ("乙乙",)


def test_an_archive_that_moves_takes_its_new_files(followed: Followed, tmp_path: Path) -> None:
    followed.write("守塔人 = 甲甲")
    followed.ask()
    followed.folder = tmp_path / "moved"
    followed.folder.mkdir()
    assert followed.says("守塔人") == ()
    followed.write("守塔人 = 乙乙")
    assert followed.says("守塔人") == ("乙乙",)


def test_a_thread_that_comes_while_another_reads_goes_on(followed: Followed) -> None:
    first = followed.ask()
    reading, done = threading.Event(), threading.Event()

    def where() -> Path:
        reading.set()
        assert done.wait(10)
        return followed.folder

    followed.write("守塔人 = 甲甲")
    followed.follow._where = where
    followed.clock.now += 1
    thread = threading.Thread(target=followed.follow)
    thread.start()
    assert reading.wait(10)
    assert followed.follow() is first
    done.set()
    thread.join()
    assert followed.says("守塔人") == ("甲甲",)
