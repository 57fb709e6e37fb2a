"""Every counting rule by itself, on pictures and posts of our own."""

from dataclasses import replace
from typing import Any

import pytest

from indexer.posts.article import Article, Photo
from indexer.sources.skipped import Skipped
from tests.quality.extraction.judging import judge, judge_photo
from tests.quality.extraction.score import Score
from tests.quality.extraction.tally import Tally
from tests.quality.extraction.truth import THINGS, TruePhoto, TruePost

RIGHT, EXTRA, MISSED, NOTHING = Tally(1, 0, 0), Tally(0, 1, 0), Tally(0, 0, 1), Tally()
WRONG = EXTRA + MISSED

TRUE = TruePhoto(
    n=1,
    image="1.jpg",
    caption="渔船出港。海风社记者 林一帆 摄",
    credit="海风社记者 林一帆 摄",
    photographers=("林一帆",),
    agency="海风社",
    taken="2020-05-01",
)
READ = Photo(
    image="1.jpg",
    caption="渔船出港。",
    credit="海风社记者 林一帆 摄",
    creator=("林 一帆",),
    agency="海风社",
    taken="2020-05-01",
)
ALL_RIGHT = Score(
    photos=RIGHT, captions=RIGHT, exact=RIGHT, photographers=RIGHT, agencies=RIGHT, taken=RIGHT
)


NOT_READ = {"exact": NOTHING, "photographers": MISSED, "agencies": MISSED, "taken": MISSED}
BARE = Photo(image="1.jpg")
SILENT = TruePhoto(n=1, image="1.jpg")
KIND = frozenset({"kind"})


@pytest.mark.parametrize(
    ("true", "found", "score"),
    [
        pytest.param({}, {}, {}, id="all right"),
        pytest.param(
            {}, {"caption": None, "credit": None}, {"captions": MISSED, "exact": NOTHING},
            id="caption missed",
        ),
        pytest.param({"caption": None}, {}, {"captions": EXTRA, "exact": NOTHING}, id="invented"),
        pytest.param({}, {"caption": "渔船进港。"}, {"exact": MISSED}, id="wrong text"),
        pytest.param({}, {"caption": "渔船 出港。"}, {}, id="blanks"),
        pytest.param({}, {"caption": "▲渔船出港。"}, {}, id="leader"),
        pytest.param({}, {"caption": TRUE.caption}, {"exact": MISSED}, id="credit left inside"),
        pytest.param({"caption": TRUE.credit}, {"caption": None}, {}, id="a credit is a caption"),
        pytest.param({}, {"creator": ("李四",)}, {"photographers": WRONG}, id="another"),
        pytest.param({"photographers": ()}, {}, {"photographers": EXTRA}, id="name invented"),
        pytest.param({}, {"agency": None}, {"agencies": MISSED}, id="agency missed"),
        pytest.param({}, {"agency": "山风社"}, {"agencies": WRONG}, id="wrong agency"),
        pytest.param({}, {"taken": None}, {"taken": MISSED}, id="date missed"),
        pytest.param({"taken": None}, {}, {"taken": EXTRA}, id="date invented"),
        pytest.param({}, {"taken": "2020-05"}, {"taken": WRONG}, id="another date"),
    ],
)  # fmt: skip
def test_a_photo(true: dict[str, Any], found: dict[str, Any], score: dict[str, Any]) -> None:
    judged_so = judge_photo(replace(TRUE, **true), replace(READ, **found))
    assert replace(judged_so, misses=()) == replace(ALL_RIGHT, **score)
    faults = [name for name, tally in score.items() if tally not in (NOTHING, RIGHT)]
    assert len(judged_so.misses) == len(faults)
    assert all(miss.startswith("1: ") for miss in judged_so.misses)


LEFT_OUT = {
    "kind": {"photos"},
    "caption": {"captions", "exact", "photographers", "agencies", "taken"},
    "extent": {"exact"},
    "credit": {"photographers", "agencies"},
    "photographers": {"photographers"},
    "agency": {"agencies"},
    "taken": {"taken"},
}
"""The figures that each doubt leaves out."""


@pytest.mark.parametrize(("unsure", "left_out"), LEFT_OUT.items())
def test_what_was_doubted_is_left_out(unsure: str, left_out: set[str]) -> None:
    wrong = Photo(image="1.jpg", caption="吊机", creator=("李四",), agency="山风社", taken="1999")
    for photo in (READ, wrong):
        sure = judge_photo(TRUE, photo)
        doubted = judge_photo(replace(TRUE, unsure=frozenset({unsure})), photo)
        changed: dict[str, Any] = dict.fromkeys(left_out, NOTHING)
        assert replace(doubted, misses=()) == replace(sure, misses=(), **changed)


def test_every_doubt_leaves_something_out() -> None:
    assert LEFT_OUT.keys() == THINGS


@pytest.mark.parametrize(
    ("true", "found", "score"),
    [
        (TRUE, None, {**NOT_READ, "photos": MISSED, "captions": MISSED}),
        (SILENT, None, {"photos": MISSED}),
        (SILENT, BARE, {"photos": RIGHT}),
        (replace(SILENT, kind="graphic"), BARE, {"photos": RIGHT}),
        (replace(SILENT, kind="icon"), None, {}),
        (replace(SILENT, kind="icon"), READ, {"photos": EXTRA}),
        (replace(TRUE, unsure=KIND), None, {}),
        (replace(SILENT, unsure=KIND), BARE, {}),
        (replace(SILENT, unsure=KIND), replace(BARE, caption="吊机"), {"captions": EXTRA}),
        (replace(SILENT, kind="icon", unsure=KIND), READ, {}),
    ],
    ids=[
        "missed with all that is said of it",
        "missed without a caption",
        "listed without a caption",
        "a graphic is listed as well",
        "furniture that is not listed",
        "furniture that is listed is one fault",
        "of doubtful kind and not listed",
        "of doubtful kind and listed",
        "of doubtful kind with a caption that it has not",
        "doubtful furniture",
    ],
)  # fmt: skip
def test_which_pictures_count(true: TruePhoto, found: Photo | None, score: dict[str, Any]) -> None:
    assert replace(judge_photo(true, found), misses=()) == Score(**score)


ARTICLE = Article(
    path="a.md", title="渔港 的早晨", published="2020-05-06T23:30:00Z", blocks=(BARE,)
)
POST = TruePost(file="a.md", title="渔港的早晨", published="2020-05-06", photos=(SILENT,))


@pytest.mark.parametrize(
    ("true", "score"),
    [
        ({}, {"titles": RIGHT, "days": RIGHT, "photos": RIGHT}),
        ({"title": "渔港"}, {"titles": MISSED, "days": RIGHT, "photos": RIGHT}),
        ({"published": "2020-05-07"}, {"titles": RIGHT, "days": MISSED, "photos": RIGHT}),
        ({"title": None, "published": None}, {"photos": RIGHT}),
        ({"photos": ()}, {"titles": RIGHT, "days": RIGHT, "photos": EXTRA}),
        ({"photos": (), "partial": True}, {"titles": RIGHT, "days": RIGHT}),
    ],
    ids=["right", "wrong title", "wrong day", "no label", "false photo", "not looked at"],
)
def test_a_post(true: dict[str, Any], score: dict[str, Any]) -> None:
    expected = Score(posts=1, **score)
    score_of_post = judge(replace(POST, **true), ARTICLE)
    assert replace(score_of_post, misses=()) == expected
    assert all(miss.startswith("a.md ") for miss in score_of_post.misses)


def test_a_skipped_post_misses_everything() -> None:
    score = judge(replace(POST, photos=(TRUE, SILENT)), Skipped("a.md", "not in UTF-8"))
    missed = Score(posts=1, photos=Tally(missed=2), captions=MISSED, titles=MISSED, days=MISSED)
    rest = Score(photographers=MISSED, agencies=MISSED, taken=MISSED)
    assert replace(score, misses=()) == missed + rest
    assert score.misses[0] == "a.md skipped: not in UTF-8"
