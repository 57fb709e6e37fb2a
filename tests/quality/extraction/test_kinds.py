"""Every kind is read rightly, and what a kind expects is compared."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import real_data
from tests.quality.extraction.kinds import GOLDEN, SHARED, main, names, wrong

NOT_HERE = "not here"


@pytest.mark.real
@pytest.mark.parametrize("name", names(SHARED) or [NOT_HERE])
def test_a_shared_kind_is_read_rightly(name: str) -> None:
    told = wrong(real_data("shapes", "kinds", name))
    assert not told, "\n".join(told)


@pytest.mark.parametrize("name", names(GOLDEN))
def test_a_golden_kind_is_read_rightly(name: str) -> None:
    told = wrong(GOLDEN / name)
    assert not told, "\n".join(told)


def test_golden_kinds_expect_something_of_every_file() -> None:
    for name in names(GOLDEN):
        expected = json.loads((GOLDEN / name / "expected.json").read_text("utf-8"))
        files = {path.name for path in (GOLDEN / name).iterdir()} - {"expected.json"}
        assert files == set(expected["files"]), name
        assert expected["why"], name
        assert all(_says(file) for file in expected["files"].values()), name


def _says(file: dict[str, Any]) -> bool:
    """Whether a file is expected to give photos, or just these none with a title and a date."""
    return bool(file["photos"] or (file.get("only") and file.get("title") and file["published"]))


POST = """\
---
title: 渔港的早晨
date: 2020-05-06
---

<figure><img src="https://a.example/net.jpg"><figcaption>渔民在晒网。林一帆 摄</figcaption></figure>
<figure><img src="https://a.example/boat.jpg"></figure>

早晨的渔港很忙，船一条接一条地回来。
"""
NET = {"image": "net.jpg", "caption": "渔民在 晒网。", "creator": ["林一帆"]}
BOAT = {"image": "boat.jpg", "caption": None}
RIGHT: dict[str, Any] = {
    "title": "渔港 的早晨", "published": "2020-05", "photos": [NET, BOAT], "only": True
}  # fmt: skip


def _told(corpus: Path, **expected: Any) -> list[str]:
    corpus.joinpath("a.md").write_text(POST, "utf-8")
    text = json.dumps({"why": "甲", **expected}, ensure_ascii=False)
    corpus.joinpath("expected.json").write_text(text, "utf-8")
    return wrong(corpus)


def _wrong_post(corpus: Path, **expected: Any) -> list[str]:
    return _told(corpus, files={"a.md": {**RIGHT, **expected}})


@pytest.mark.parametrize(
    "expected",
    [
        {},
        {"photos": [BOAT, NET]},
        {"photos": [{"image": "net.jpg", "any_of": [None, "渔民在晒网。"], "caption": "别的"}]},
        {"photos": [{"image": "net.jpg", "caption": "another text, or null"}]},
        {"photos": [{"image": "net.jpg", "agency": None, "role": "摄", "taken": None}]},
    ],
    ids=["all", "in another order", "one of two", "prose", "other keys"],
)
def test_what_is_right(tmp_path: Path, expected: dict[str, Any]) -> None:
    assert _wrong_post(tmp_path, **{"only": False, **expected}) == []


@pytest.mark.parametrize(
    ("expected", "told"),
    [
        ({"title": "鱼市"}, "title '渔港的早晨' not '鱼市'"),
        ({"published": "2020-06"}, "published 2020-05-06 not 2020-06"),
        ({"photos": [NET]}, "other photos: ['https://a.example/boat.jpg']"),
        ({"photos": [NET, BOAT, BOAT]}, "no photo boat.jpg (left: [])"),
        ({"photos": [{**NET, "caption": None}, BOAT]}, "net.jpg: caption '渔民在晒网。' ("),
        ({"photos": [NET, {**BOAT, "caption": "船"}]}, "boat.jpg: caption None ("),
        ({"photos": [NET, {**BOAT, "any_of": ["船", "桨"]}]}, "boat.jpg: caption None ("),
        ({"photos": [{**NET, "creator": []}, BOAT]}, "net.jpg: creator ['林一帆'] not []"),
        ({"photos": [{**NET, "taken": "2020"}, BOAT]}, "net.jpg: taken None not '2020'"),
    ],
    ids=[
        "title",
        "published",
        "another photo",
        "a photo too few",
        "a caption too many",
        "no caption",
        "none of two",
        "creator",
        "taken",
    ],
)
def test_what_is_wrong(tmp_path: Path, expected: dict[str, Any], told: str) -> None:
    (line,) = _wrong_post(tmp_path, **expected)
    assert line.startswith(f"a.md: {told}")


def test_which_files_are_posts(tmp_path: Path) -> None:
    assert _told(tmp_path, posts=["a.md"]) == []
    assert _told(tmp_path, posts=["b.md"]) == ["posts are ['a.md'] not ['b.md']"]
    assert _told(tmp_path, files={"b.md": {}}) == ["b.md: no post: not there"]
    tmp_path.joinpath("b.md").write_text("", "utf-8")
    assert _told(tmp_path, files={"b.md": {}}) == ["b.md: no post: empty file"]


def test_the_command_says_which_kinds_are_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verse-below-a-picture"]) == 0
    assert capsys.readouterr().out == "right  verse-below-a-picture\n0 of 1 wrong\n"
    with pytest.raises(SystemExit):
        main(["no such kind"])
