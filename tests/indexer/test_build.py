"""Building and updating from a folder: what is read, what is kept, what is refused."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

import indexer
from indexer import ArgumentError, CorpusError, IndexWriteError
from tests.conftest import SAMPLE
from tests.places import Place

POST = """---
title: {title}
date: 2020-05-0{day} 08:00:00
---

开头的一段话，说明这次活动的来历，也写明地点。

![](pictures/{name}.jpg)

2020年5月{day}日，{caption}。海州日报记者 周牧野 摄

结尾的一段话。
"""


def write(corpus: Path, name: str, caption: str, *, day: int = 1) -> Path:
    corpus.mkdir(exist_ok=True)
    file = corpus / f"{name}.md"
    post = POST.format(title=f"标题{name}", day=day, name=name, caption=caption)
    file.write_text(post, encoding="utf-8")
    return file


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    write(folder, "a", "渔船驶出港口")
    write(folder, "b", "孩子们放风筝", day=2)
    (folder / "broken.md").write_bytes(b"\x00\x01\x02\xff")
    return folder


def ids(index: str | Path) -> dict[str, str]:
    with indexer.open_index(index) as archive:
        return {hit.document.caption: hit.document.id for hit in archive.search().hits}


def test_build_counts_and_skips(corpus: Path, place: Place) -> None:
    report = indexer.build_index(corpus, place.location)
    assert (report.posts, report.photos, report.added) == (2, 2, 2)
    assert [skipped.path for skipped in report.skipped] == ["broken.md"]
    assert report.skipped[0].reason


def test_a_built_photo_has_everything(corpus: Path, place: Place) -> None:
    indexer.build_index(corpus, place.location)
    with indexer.open_index(place.location) as archive:
        (hit,) = archive.search("风筝").hits
    photo = hit.document
    assert photo.caption == "2020年5月2日，孩子们放风筝。"
    assert (photo.creator, photo.agency, photo.credit) == (
        ("周牧野",),
        "海州日报",
        "海州日报记者 周牧野 摄",
    )
    assert (photo.taken, photo.taken_basis) == ("2020-05-02", "caption")
    assert photo.before.startswith("开头")
    assert photo.after == "结尾的一段话。"
    assert photo.image == "pictures/b.jpg"


def test_ids_survive_a_rebuild_elsewhere(corpus: Path, tmp_path: Path) -> None:
    indexer.build_index(corpus, tmp_path / "one")
    before = ids(tmp_path / "one")
    moved = corpus.rename(tmp_path / "moved")
    indexer.build_index(moved, tmp_path / "two")
    assert ids(tmp_path / "two") == before


def test_the_same_picture_twice_has_two_ids(tmp_path: Path, place: Place) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    figure = '<figure><img src="p.jpg"><figcaption>码头的{}晨光。</figcaption></figure>'
    text = "---\ntitle: 两次\n---\n" + figure.format("第一次") + figure.format("第二次")
    (corpus / "p.html").write_text(text, encoding="utf-8")
    indexer.build_index(corpus, place.location)
    with indexer.open_index(place.location) as archive:
        hits = archive.search(duplicates="show").hits
    assert len({hit.document.id for hit in hits}) == 2


def test_update_reads_only_what_changed(corpus: Path, place: Place) -> None:
    index = place.location
    indexer.build_index(corpus, index)
    before = ids(index)
    write(corpus, "b", "孩子们堆雪人", day=2)
    write(corpus, "c", "火车过桥", day=3)
    (corpus / "a.md").unlink()
    report = indexer.update_index(corpus, index)
    assert (report.added, report.changed, report.removed, report.unchanged) == (1, 1, 1, 0)
    after = ids(index)
    assert set(after) == {"2020年5月2日，孩子们堆雪人。", "2020年5月3日，火车过桥。"}
    assert after["2020年5月2日，孩子们堆雪人。"] == before["2020年5月2日，孩子们放风筝。"]


def test_update_of_nothing_changes_nothing(corpus: Path, place: Place) -> None:
    indexer.build_index(corpus, place.location)
    os.utime(corpus / "a.md", (1, 1))  # touched, and the same bytes
    report = indexer.update_index(corpus, place.location)
    assert (report.added, report.changed, report.removed, report.unchanged) == (0, 0, 0, 2)
    assert report.posts == 2
    assert report.photos == 2


def test_update_equals_build(corpus: Path, tmp_path: Path, place: Place) -> None:
    """Statistics are those of live documents: scores after an update are those of a build.

    Which here is one in a directory, whatever engine was updated.
    """
    updated, built = place.location, tmp_path / "built"
    indexer.build_index(corpus, updated)
    for day in range(3, 9):
        write(corpus, f"n{day}", "渔船回港" * day, day=day)
        indexer.update_index(corpus, updated)
    (corpus / "a.md").unlink()
    indexer.update_index(corpus, updated)
    indexer.build_index(corpus, built)
    with indexer.open_index(updated) as one, indexer.open_index(built) as two:
        for query in ("", "渔船", "风筝 孩子", "回港 -风筝", "2020年5月"):
            left, right = one.search(query, kind="all"), two.search(query, kind="all")
            assert [(h.document, h.score) for h in left.hits] == [
                (h.document, h.score) for h in right.hits
            ]
            assert left.facets == right.facets


def test_update_without_an_index_builds(corpus: Path, place: Place) -> None:
    assert indexer.update_index(corpus, place.location).added == 2


def test_update_refuses_another_folder(corpus: Path, tmp_path: Path, place: Place) -> None:
    indexer.build_index(corpus, place.location)
    write(tmp_path / "other", "x", "别的照片")
    with pytest.raises(ArgumentError, match="none of the posts"):
        indexer.update_index(tmp_path / "other", place.location)
    assert len(ids(place.location)) == 2


@pytest.mark.parametrize("make", [True, False], ids=["empty", "missing"])
def test_a_folder_without_posts_is_an_error_and_loses_nothing(
    corpus: Path, tmp_path: Path, place: Place, make: bool
) -> None:
    index, other = place.location, tmp_path / "other"
    indexer.build_index(corpus, index)
    if make:
        other.mkdir()
    for work in (indexer.build_index, indexer.update_index):
        with pytest.raises(CorpusError, match="other"):
            work(other, index)
    assert len(ids(index)) == 2


def test_progress_counts_every_file(corpus: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    indexer.build_index(corpus, tmp_path / "i", progress=lambda done, of: seen.append((done, of)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_a_full_disk_leaves_the_last_build(corpus: Path, tmp_path: Path) -> None:
    """A limit on the size of files stands in for a full disk: writes fail half way."""
    index = tmp_path / "index"
    indexer.build_index(corpus, index)
    before = ids(index)
    code = (
        "import resource, sys, indexer\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))\n"
        "indexer.build_index(sys.argv[1], sys.argv[2])\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(SAMPLE), str(index)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode != 0
    assert IndexWriteError.__name__ in run.stderr
    assert ids(index) == before
    assert len(list((index / "builds").iterdir())) == 1
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 50_000
