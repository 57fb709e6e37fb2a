"""What posts left out is told: counted by reason, post by post and in all, and remembered."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

import indexer
from indexer import inspection, reading
from indexer.inspection import Inspection, inspect_corpus
from indexer.inspection_view import render
from indexer.posts.article import Article
from indexer.posts.extract import parse_article
from indexer.posts.left_out import LeftOut, Reason, by_reason, in_all
from indexer.sources.source import Place
from indexer.terminal import build_line, build_report

FURNITURE = LeftOut("share.png", Reason.FURNITURE)
SHORT_CODE = LeftOut("{{< pictures >}}", Reason.SHORT_CODE)
RUNNER_UP = "close second: the paragraph before, 港口的早晨。"


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Posts that leave out as many pictures as their texts have stars."""

    def told(article: Article, text: str) -> Article:
        left_out = (FURNITURE,) * text.count("★") + (SHORT_CODE,) * text.count("☆")
        blocks = tuple(replace(photo, runner_up=RUNNER_UP) for photo in article.photos)
        return replace(
            article, left_out=left_out, notes=("a remark",) * bool(left_out), blocks=blocks
        )

    def read(data: bytes, place: Place, path: str, **_: object) -> Article:
        return told(parse_article(data, place, path), data.decode())

    for module in (reading, inspection):
        monkeypatch.setattr(module, "read_post", read)
    folder = tmp_path / "posts"
    folder.mkdir()
    for name, marks in (("a", "★★☆"), ("b", "★"), ("c", "")):
        (folder / f"{name}.md").write_text(
            f"![](http://a.com/{name}.jpg)\n\n早晨{marks}\n", "utf-8"
        )
    return folder


def shown(value: object) -> str:
    out = io.StringIO()
    Console(file=out, width=200).print(value)
    return out.getvalue()


def found(corpus: Path) -> Inspection:
    return inspect_corpus(corpus)


def test_an_inspection_counts_by_reason(corpus: Path) -> None:
    told = json.loads(json.dumps(found(corpus).to_json()))
    assert [post["left_out"] for post in told["posts"]] == [
        {"furniture": 2, "short_code": 1},
        {"furniture": 1},
        {},
    ]
    assert [post["notes"] for post in told["posts"]] == [["a remark"], ["a remark"], []]
    assert told["left_out"] == {"furniture": 3, "short_code": 1}
    assert {photo["runner_up"] for post in told["posts"] for photo in post["photos"]} == {RUNNER_UP}


def test_an_inspection_shows_them_to_people(corpus: Path) -> None:
    lines = shown(render(found(corpus))).splitlines()
    assert "left out: 2 furniture, 1 short code" in lines
    assert "left out: 1 furniture" in lines
    assert lines.count("a remark") == 2
    assert lines[-1].endswith("0 files skipped, left out: 3 furniture, 1 short code")
    assert sum(RUNNER_UP in line for line in lines) == 3


def test_a_build_counts_what_its_posts_left_out(corpus: Path, tmp_path: Path) -> None:
    report = indexer.build_index(corpus, tmp_path / "index")
    assert report.left_out == {"furniture": 3, "short_code": 1}
    assert "pictures left out: 3 furniture, 1 short code" in shown(build_report(report))


@pytest.mark.parametrize(
    ("change", "left_out"),
    [
        (Path.exists, {"furniture": 3, "short_code": 1}),
        (
            lambda folder: (folder / "c.md").write_text("早晨★", "utf-8"),
            {"furniture": 4, "short_code": 1},
        ),
        (lambda folder: (folder / "a.md").unlink(), {"furniture": 1}),
        (lambda folder: (folder / "a.md").write_text("早晨", "utf-8"), {"furniture": 1}),
        (lambda folder: (folder / "a.md").touch(), {"furniture": 3, "short_code": 1}),
    ],
)
def test_an_update_adds_up_what_it_reads_and_what_it_knows(
    corpus: Path,
    tmp_path: Path,
    change: Callable[[Path], object],
    left_out: dict[str, int],
) -> None:
    indexer.build_index(corpus, tmp_path / "index")
    change(corpus)
    for _ in range(2):
        assert indexer.update_index(corpus, tmp_path / "index").left_out == left_out


def test_nothing_left_out_is_not_told() -> None:
    report = indexer.BuildReport(posts=1)
    assert "left out" not in shown(build_report(report)) + build_line(report)


def test_reasons_stand_in_one_order() -> None:
    """Reports of two runs can be compared line by line."""
    assert list(by_reason([SHORT_CODE, FURNITURE, SHORT_CODE])) == ["furniture", "short_code"]
    total = in_all([{"moonlight": 1, "short_code": 1}, {"furniture": 1}])
    assert list(total.items()) == [("furniture", 1), ("short_code", 1), ("moonlight", 1)]
