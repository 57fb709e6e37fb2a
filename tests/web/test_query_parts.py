"""The query as it was understood, in parts under the box, each of which can be taken out."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from indexer import Archive, Part, Results
from tests.web.reading import href, one, page, texts
from web.pages.query_parts import SHOWN, TEXT_LENGTH

DATE = Part(
    kind="date", start=0, end=3, text="元宵节", chinese="2016年2月22日（元宵节）",
    english="22 February 2016 (Lantern Festival)", without='"元宵节" 花灯', adds=("2016-02-22",),
    strict="花灯 日期:2016-02-22",
)  # fmt: skip
WORDS = Part(
    kind="equivalent", start=4, end=6, text="花灯", chinese="花灯：也找 彩灯、<b>走马灯",
    english="花灯: also 彩灯, <b>走马灯", without='元宵节 "花灯"', adds=("彩灯", "<b>走马灯"),
    source="synonyms.txt",
)  # fmt: skip
TYPED = Part(
    kind="text", start=0, end=3, text="元宵节", chinese="元宵节", english="元宵节", without="花灯"
)


@pytest.fixture
def reading(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> list[Part]:
    """Parts that every answer is given, whatever was asked."""
    parts: list[Part] = []
    search = archive.search

    def told(query: str = "", **options: object) -> Results:
        found: Results = search(query, **options)  # type: ignore[arg-type]  # passed through
        return replace(found, interpretation=tuple(parts))

    monkeypatch.setattr(archive, "search", told)
    return parts


def shown(soup: BeautifulSoup) -> Sequence[str]:
    """What the parts ask for."""
    return texts(soup, "header.masthead ul.parts .says")


def test_each_part_can_be_taken_out_and_the_filters_stay(client: TestClient) -> None:
    query = {"q": "灯塔 -花灯 摄影:周牧野", "taken": "2018", "sort": "oldest", "page": "1"}
    soup = page(client.get("/search", params=query))
    assert shown(soup) == ["灯塔", "不含 花灯", "摄影：周牧野"]
    crosses = soup.select(".parts .part:not(.filter) a")
    assert [cross["aria-label"] for cross in crosses] == [
        "去掉 灯塔",
        "去掉 不含 花灯",
        "去掉 摄影：周牧野",
    ]
    assert one(soup, ".parts")["aria-label"]
    for number, cross in enumerate(crosses):
        rest = page(client.get(href(cross)))
        box = str(one(rest, "#q")["value"])
        assert box == ["-花灯 摄影:周牧野", "灯塔 摄影:周牧野", "灯塔 -花灯"][number]
        assert texts(rest, ".parts .filter") == ["日期 2018年×"]
        assert texts(rest, ".sorts [aria-current]") == ["最早"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("灯塔", []),
        ("", []),
        ("！", []),
        ('"灯塔"', ["“灯塔”"]),
        ("摄影:周牧野", ["摄影：周牧野"]),
        ("日期:2018", ["日期：2018"]),
        ("灯塔 渔船", ["灯塔", "渔船"]),
    ],
)
def test_one_plain_word_needs_no_explanation(
    client: TestClient, query: str, expected: list[str]
) -> None:
    assert shown(page(client.get("/search", params={"q": query}))) == expected


def test_the_parts_speak_the_language_of_the_page(client: TestClient) -> None:
    soup = page(client.get("/search?q=灯塔 -花灯&lang=en"))
    assert shown(soup) == ["灯塔", "without 花灯"]
    assert soup.select(".parts a")[1]["aria-label"] == "Leave out without 花灯"
    assert "lang=en" in href(soup.select(".parts a")[0])


def test_of_many_parts_the_first_are_shown_and_the_rest_counted(client: TestClient) -> None:
    words = [f"词语{number}" for number in range(SHOWN + 5)]
    soup = page(client.get("/search", params={"q": " · ".join(words)}))
    assert shown(soup) == words[:SHOWN]
    assert texts(soup, ".parts .rest") == ["其余 5 项"]
    assert len(soup.select(".parts a")) == SHOWN


def test_a_reading_says_what_it_adds_and_can_be_made_strict(
    client: TestClient, reading: list[Part]
) -> None:
    reading += [TYPED, DATE, replace(TYPED, text="花灯", chinese="花灯"), WORDS]
    soup = page(client.get("/search?q=元宵节 花灯&creator=何青&page=1"))
    assert shown(soup) == [
        "元宵节",
        "日期 2016年2月22日（元宵节）",
        "花灯",
        "花灯：也找 彩灯、<b>走马灯",
    ]
    assert not soup.select(".parts b")
    date, words = soup.select(".parts .reading")
    strict = one(date, "a.strict")
    assert strict.text == "只看这段时间"
    assert one(page(client.get(href(strict))), "#q")["value"] == DATE.strict
    assert one(page(client.get(href(one(date, "a.remove")))), "#q")["value"] == DATE.without
    assert one(page(client.get(href(one(words, "a.remove")))), "#q")["value"] == WORDS.without
    assert not words.select("a.strict")
    assert all("creator=" in href(link) for link in soup.select(".parts .part:not(.filter) a"))
    english = page(client.get("/search?q=元宵节 花灯&lang=en"))
    assert shown(english)[1] == "Date: 22 February 2016 (Lantern Festival)"
    assert texts(english, ".parts .strict") == ["Only this period"]


def test_a_reading_of_one_word_is_told_and_the_word_is_not(
    client: TestClient, reading: list[Part]
) -> None:
    reading += [TYPED, DATE]
    assert shown(page(client.get("/search?q=元宵节"))) == ["日期 2016年2月22日（元宵节）"]


def test_a_strict_reading_that_is_no_date_has_words_of_its_own(
    client: TestClient, reading: list[Part]
) -> None:
    reading.append(replace(WORDS, strict="花灯"))
    assert texts(page(client.get("/search?q=花灯")), ".parts .strict") == ["只看这一项"]


def test_what_was_typed_alone_is_a_link_away_and_back(client: TestClient) -> None:
    soup = page(client.get("/search?q=2017年 花灯&sort=newest"))
    assert soup.select(".parts .reading")
    link = one(soup, ".parts .rest a")
    assert link.text == "只查原词"
    exact = page(client.get(href(link)))
    assert not exact.select(".parts .reading")
    assert texts(exact, ".parts .exact .what") == ["只查原词"]
    assert texts(exact, ".sorts [aria-current]") == ["最新"]
    assert one(exact, 'form.search input[name="exact"]')["value"] == "1"
    back = one(exact, ".parts .exact a")
    assert back["aria-label"] == "不限于原词"
    assert "exact" not in href(back)
    assert page(client.get(href(back))).select(".parts .reading")
    assert not page(client.get("/search?q=灯塔 渔船")).select(".parts .rest, .parts .exact")


def test_a_long_part_is_cut_where_it_is_shown_and_whole_where_it_leads(
    client: TestClient,
) -> None:
    long = "渔船" * 100
    soup = page(client.get("/search", params={"q": f"灯塔 {long}"}))
    assert shown(soup)[1].endswith("…")
    assert len(shown(soup)[1]) == TEXT_LENGTH
    rest = page(client.get(href(soup.select(".parts a")[0])))
    assert one(rest, "#q")["value"] == long
