"""A folder of two posts and a truth of our own, of which every figure is known."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.quality.extraction.families import Family
from tests.quality.extraction.judging import judge
from tests.quality.extraction.rows import Row
from tests.quality.extraction.score import Score, mean_figures, total
from tests.quality.extraction.table import table, to_json
from tests.quality.extraction.tally import Tally, compared
from tests.quality.extraction.truth import THINGS, TruePhoto, TruePost, read_truth

RIGHT, EXTRA, MISSED, NOTHING = Tally(1, 0, 0), Tally(0, 1, 0), Tally(0, 0, 1), Tally()


def test_figures_of_a_tally() -> None:
    tally = compared({"甲", "乙", "丙"}, {"乙", "丁"})
    assert tally == Tally(right=1, extra=1, missed=2)
    assert (tally.precision, tally.recall, tally.f1) == (1 / 2, 1 / 3, 2 / 5)
    assert (NOTHING.precision, NOTHING.recall, NOTHING.f1) == (None, None, None)
    assert EXTRA.f1 == MISSED.f1 == 0
    assert tally + RIGHT == Tally(2, 1, 2)


def test_what_is_missing_in_the_truth_is_null(tmp_path: Path) -> None:
    photos = [{"n": 1, "image": "1.jpg", "sure": False, "photographers": None}]
    line = json.dumps({"file": "a.md", "photos": photos})
    (tmp_path / "truth.jsonl").write_text(f"{line}\n\n", "utf-8")
    doubtful = TruePhoto(n=1, image="1.jpg", unsure=THINGS)
    assert read_truth(tmp_path) == (TruePost(file="a.md", photos=(doubtful,)),)


HARBOUR = """\
---
title: 渔港的早晨
date: 2020-05-06
---

<figure><img src="images/boat.jpg"><figcaption>渔船出港。新华社记者 林一帆 摄</figcaption></figure>
<figure><img src="images/crane.jpg"></figure>
<figure><img src="images/light.jpg"><figcaption>灯塔亮了</figcaption></figure>
<figure><img src="images/net.jpg"><figcaption>2020年5月1日，渔民在晒网。</figcaption></figure>
<figure><img src="images/banner.jpg"><figcaption>关于我们</figcaption></figure>
<figure><img src="images/other.jpg"></figure>
<figure><img src="images/gull.jpg"><figcaption>海鸥来了</figcaption></figure>
<figure><img src="images/gull.jpg"><figcaption>海鸥走了</figcaption></figure>
<figure><img src="images/ice.jpg"><figcaption>冰库里的鱼</figcaption></figure>

早晨的渔港很忙，船一条接一条地回来。
"""
BOAT = {
    "image": "images/boat.jpg",
    "caption": "渔船出港。新华社记者 林一帆 摄",
    "credit": "新华社记者 林一帆 摄",
    "photographers": ["林一帆"],
    "agency": "新华社",
}
PICTURES: list[dict[str, Any]] = [
    BOAT,
    {"image": "images/crane.jpg", "caption": "码头上的吊机"},
    {"image": "images/light.jpg", "caption": None},
    {"image": "images/net.jpg", "caption": "渔民在补网。"},
    {"image": "images/banner.jpg", "kind": "icon"},
    {"image": "images/gull.jpg", "caption": "海鸥来了"},
    {"image": "images/gull.jpg", "caption": "海鸥走了"},
    {"image": "images/ice.jpg", "caption": None, "unsure_about": ["caption"], "sure": False},
    {"image": "images/gone.jpg", "caption": "1999年的渔港", "taken": "1999"},
]
MARKET = [{"n": 1, "image": "market.jpg", "caption": "鱼市"}]


def _folder(folder: Path) -> list[Score]:
    """Two posts, one of which is empty, and a truth from which they differ in known places."""
    photos = [{"n": n, "kind": "photo", **one} for n, one in enumerate(PICTURES, start=1)]
    posts = [
        {"file": "harbour.md", "title": "渔港的早晨", "published": "2020-05-06", "photos": photos},
        {"file": "market.md", "title": "鱼市", "published": None, "photos": MARKET},
    ]
    (folder / "truth.jsonl").write_text("\n".join(map(json.dumps, posts)), "utf-8")
    (folder / "harbour.md").write_text(HARBOUR, "utf-8")
    (folder / "market.md").write_text("", "utf-8")
    family = Family("two posts", folder, read_truth(folder))
    return [judge(*one) for one in family.read()]


def test_two_posts(tmp_path: Path) -> None:
    score = total(_folder(tmp_path))
    assert replace(score, misses=()) == Score(
        posts=2,
        photos=Tally(right=7, extra=2, missed=2),
        captions=Tally(right=4, extra=1, missed=3),
        exact=Tally(right=3, missed=1),
        photographers=RIGHT,
        agencies=RIGHT,
        taken=Tally(extra=1, missed=1),
        titles=Tally(right=1, missed=1),
        days=RIGHT,
    )
    assert score.figures() == {
        "photos_found": 7 / 9,
        "photos_precision": 7 / 9,
        "caption_precision": 4 / 5,
        "caption_recall": 4 / 7,
        "caption_f1": 8 / 12,
        "caption_exact": 3 / 4,
        "photographers_f1": 1,
        "agencies_f1": 1,
        "taken_recall": 0,
        "titles": 1 / 2,
        "days": 1,
    }
    assert score.faults() == {"false_photos": 2, "invented_dates": 1}


def test_misses_name_the_file_the_picture_and_what_is_wrong(tmp_path: Path) -> None:
    told = [miss.partition(" (")[0] for miss in total(_folder(tmp_path)).misses]
    assert told == [
        "harbour.md 2: caption missed: 码头上的吊机",
        "harbour.md 3: caption invented: 灯塔亮了",
        "harbour.md 4: caption is 渔民在补网。 not 2020年5月1日，渔民在晒网。",
        "harbour.md 4: taken None not 2020-05-01: 2020年5月1日，渔民在晒网。",
        "harbour.md 5: false photo, furniture: images/banner.jpg",
        "harbour.md 9: photo missed: images/gone.jpg",
        "harbour.md 9: caption missed: 1999年的渔港",
        "harbour.md 9: taken 1999 not None: 1999年的渔港",
        "harbour.md false photo, not in the truth: images/other.jpg",
        "market.md skipped: empty file",
        "market.md title is 鱼市 not ",
        "market.md 1: photo missed: market.jpg",
        "market.md 1: caption missed: 鱼市",
    ]


def test_a_mean_is_over_the_posts_that_have_the_figure(tmp_path: Path) -> None:
    means = mean_figures(_folder(tmp_path))
    assert means["photos_found"] == (7 / 8 + 0) / 2
    assert means["caption_precision"] == 4 / 5
    assert mean_figures([])["titles"] is None


def test_the_table_and_the_json_of_a_row(tmp_path: Path) -> None:
    score = total(_folder(tmp_path))
    row = Row("two posts", score, score.figures())
    head, line = table([row]).splitlines()
    assert len(head) == len(line)
    cells = "two posts 2 9 2 2 0.800 0.571 0.667 – 0.750 1.000 1.000 0.000 1 1/2 1/1"
    assert " ".join(line.split()) == cells
    (value,) = to_json([row])
    assert value == {
        "name": "two posts", "posts": 2, "photos": 9, **score.figures(), **score.faults(),
        "held_out_f1": None, "fell": [],
    }  # fmt: skip
    assert "–" in table([Row("nothing", Score(), Score().figures())])


def test_the_figure_that_was_held_out_stands_beside_its_row() -> None:
    rows = [_captions("甲", Tally(9, 1, 0)), _captions("乙", Tally(1, 0, 0))]
    held_out = [_captions("甲", Tally(1, 0, 2))]
    _, first, second = table(rows, held_out).splitlines()
    assert first.split()[7:9] == ["0.947", "0.500"]
    assert second.split()[7:9] == ["1.000", "–"]
    values = to_json(rows, held_out, ["甲: days fell", "乙丙: days fell"])
    assert [(v["held_out_f1"], v["fell"]) for v in values] == [(0.5, ["甲: days fell"]), (None, [])]


def _captions(name: str, captions: Tally) -> Row:
    score = Score(captions=captions)
    return Row(name, score, score.figures())
