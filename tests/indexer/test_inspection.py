"""What `inspect` shows: the JSON contract, and the view for people."""

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from indexer.inspection import inspect_corpus
from indexer.inspection_view import render

GOLDEN = Path(__file__).parents[1] / "golden" / "posts"


def test_the_json_of_an_inspection(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "---\ntitle: 海州港\ndate: 2020-05-01\n---\n"
        "<img src=https://picsum.photos/800>"
        '<img src="http://a.com/1.jpg" width=800 height=600>↑5月1日，码头。江湾社记者 林一舟 摄',
        "utf-8",
    )
    (tmp_path / "b.md").write_text("", "utf-8")
    seen: list[tuple[int, int]] = []
    inspection = inspect_corpus(tmp_path, progress=lambda done, of: seen.append((done, of)))
    photo = {
        "image": "http://a.com/1.jpg",
        "width": 800,
        "height": 600,
        "caption": "5月1日，码头。",
        "caption_position": "after",
        "confidence": pytest.approx(0.99, abs=0.01),
        "reason": "it is the line below the picture; it begins with an arrow",
        "credit": "江湾社记者 林一舟 摄",
        "creator": ["林一舟"],
        "agency": "江湾社",
        "role": "摄",
        "taken": "2020-05-01",
        "taken_basis": "caption+post",
        "taken_from": {"source": "caption", "text": "5月1日", "supplied": ["post_year"]},
        "credit_from": "credit",
        "runner_up": None,
    }
    post = {
        "path": "a.md",
        "title": "海州港",
        "published": "2020-05-01",
        "photos": [photo],
        "left_out": {"stock": 1},
        "left_out_pictures": [{"what": "https://picsum.photos/800", "reason": "stock"}],
        "notes": [],
    }
    expected = {
        "posts": [post],
        "skipped": [{"path": "b.md", "reason": "empty file"}],
        "left_out": {"stock": 1},
    }
    assert json.loads(json.dumps(inspection.to_json())) == expected
    assert seen == [(1, 2), (2, 2)]


def test_the_view_shows_captions_gaps_and_skipped_files(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text((GOLDEN / "arrow.md").read_text("utf-8"), "utf-8")
    (tmp_path / "b.md").write_text("", "utf-8")
    out = io.StringIO()
    Console(file=out, width=200).print(render(inspect_corpus(tmp_path)))
    shown = out.getvalue()
    for part in (
        '江湾"开渔"首日',
        "8 月 16 日，渔船驶出江湾渔港。",
        "江湾社记者 林一舟 摄",
        "2020-08-16",
        "no caption",
        "b.md: empty file",
        "1 post, 4 photos, 3 with a caption",
        "Skipped 1 file\n",
        "1 file skipped",
    ):
        assert part in shown


def test_the_view_is_sure_of_nothing(tmp_path: Path) -> None:
    text = (GOLDEN / "arrow.md").read_text("utf-8")
    (tmp_path / "a.md").write_text(text, "utf-8")
    inspection = inspect_corpus(tmp_path)
    assert max(photo.confidence for photo in inspection.photos) > 0.995
    out = io.StringIO()
    Console(file=out, width=80).print(render(inspection))
    assert " 99% " in out.getvalue()
    assert "100%" not in out.getvalue()


def test_the_view_tells_of_missing_pictures(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("![](a.jpg)\n\n![](b.jpg)\n\n![](http://a.com/c.jpg)", "utf-8")
    (tmp_path / "b.jpg").write_bytes(b"")
    inspection = inspect_corpus(tmp_path)
    out = io.StringIO()
    Console(file=out, width=200).print(render(inspection))
    told = [line.split() for line in out.getvalue().splitlines() if "picture not found" in line]
    assert told[0] == ["a.jpg", "picture", "not", "found"]
    assert "1 picture not found" in " ".join(told[1])
    assert len(told) == 2
    assert "not found" not in json.dumps(inspection.to_json())
    assert "missing" not in json.dumps(inspection.to_json())


def test_the_view_names_the_first_pictures_left_out_for_each_reason(tmp_path: Path) -> None:
    stock = "".join(f"![](https://picsum.photos/80{at})" for at in range(5))
    (tmp_path / "a.md").write_text(f"渔港往事。\n\n{stock}![](a.svg)", "utf-8")
    out = io.StringIO()
    Console(file=out, width=200).print(render(inspect_corpus(tmp_path)))
    told = [line.strip() for line in out.getvalue().splitlines() if line.startswith("  ")]
    assert told == [
        *(f"stock: https://picsum.photos/80{at}" for at in range(3)),
        "drawing: a.svg",
    ]
