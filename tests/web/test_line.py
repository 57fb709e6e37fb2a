"""What holds only some of the words: below a line, or under a notice, and it says what it lacks."""

import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from indexer import Archive
from tests.web.reading import href, one, page, texts

LINE = "以下结果只包含部分词语"


def order(soup: BeautifulSoup) -> list[str]:
    """The line and the pictures, as they follow each other."""
    found = soup.select(".found h2, .found a.shot, .found .row")
    return ["line" if tag.name == "h2" else "hit" for tag in found]


def test_the_line_stands_between_what_holds_all_words_and_what_holds_some(
    client: TestClient,
) -> None:
    soup = page(client.get("/search", params={"q": "灯塔 渔船 周牧野"}))
    assert texts(soup, "h1") == ["“灯塔 渔船 周牧野”共 1 条结果"]
    assert order(soup) == ["hit", "line", "hit"]
    section = one(soup, ".found section.related")
    assert texts(section, "h2") == [f"{LINE} 1 条"]
    assert section["aria-labelledby"] == one(section, "h2")["id"]
    assert texts(soup, ".card .missing") == texts(section, ".card .missing") == ["不含：灯塔"]
    assert texts(soup, ".slate .number") == ["01", "02"]
    assert not soup.select(".notices, .empty, .pages")


def test_rows_have_the_line_too_and_english_says_the_same(
    client: TestClient, archive: Archive
) -> None:
    query = "灯塔 目送 渔船"
    expected = archive.search(query, kind="all", per_page=24)
    assert expected.total
    assert expected.related
    soup = page(client.get("/search", params={"q": query, "kind": "all", "lang": "en"}))
    assert order(soup) == ["hit"] * expected.total + ["line"] + ["hit"] * expected.related
    (line,) = texts(soup, ".related h2")
    assert line.startswith(f"These results hold only some of the words {expected.related} result")
    missing = [f"Without: {', '.join(hit.missing)}" for hit in expected.hits if hit.missing]
    assert texts(soup, ".row .missing") == missing
    assert len(missing) == expected.related


def test_pages_run_through_the_line_and_each_that_has_some_below_it_shows_it(
    client: TestClient, archive: Archive
) -> None:
    query = "2017年 花灯 第3盏"
    expected = archive.search(query, per_page=100)
    full = expected.total
    assert 0 < full == len(expected.hits) - expected.related
    assert expected.related > 6
    seen: list[str] = []
    numbers: list[int] = []
    url = f"/search?q={query}&per_page=6"
    while url:
        soup = page(client.get(url))
        assert texts(soup, "h1")[0].startswith(f"“{query}”共 {full} 条结果")
        seen += order(soup)
        numbers += map(int, texts(soup, ".slate .number"))
        following = soup.select(".pages a.next")
        url = href(following[0]) if following else ""
    assert seen.index("line") == full
    assert seen.count("hit") == full + expected.related
    pages = range(full // 6, (full + expected.related - 1) // 6 + 1)
    assert seen.count("line") == len(pages)
    assert numbers == list(range(1, full + 1 + expected.related))
    below = page(client.get(f"/search?q={query}&per_page={full}&page=2"))
    assert order(below) == ["line"] + ["hit"] * min(full, expected.related)


def test_where_filters_leave_only_what_is_below_the_line_the_page_is_not_empty(
    client: TestClient, archive: Archive
) -> None:
    query = "灯塔 渔船 周牧野"
    assert archive.search(query, taken="2018-08").total == 0
    soup = page(client.get("/search", params={"q": query, "taken": "2018-08"}))
    assert texts(soup, "h1") == ["“灯塔 渔船 周牧野”没有包含全部词语的结果"]
    assert order(soup) == ["line", "hit"]
    assert not soup.select(".empty")


def test_a_relaxed_answer_has_its_notice_and_no_line(client: TestClient) -> None:
    soup = page(client.get("/search", params={"q": "渔船 花灯"}))
    assert order(soup) == ["hit", "hit", "hit"]
    assert len(texts(soup, ".notices li")) == 1
    assert texts(soup, ".card .missing") == ["不含：花灯"] * 3


def test_of_many_missing_words_some_are_named_and_all_counted(
    client: TestClient, archive: Archive
) -> None:
    query = "渔船 梯田 白鹳 龙舟 骑楼 簪花 雪莲"
    words = archive.search(query).hits[0].missing
    assert len(words) > 4
    named = "、".join(words[:4])
    expected = {
        "zh": f"不含：{named} 等 {len(words)} 个词",
        "en": f"Without: {named.replace('、', ', ')} … ({len(words)} words)",
    }
    for language, text in expected.items():
        soup = page(client.get("/search", params={"q": query, "lang": language}))
        assert texts(soup, ".card .missing")[0] == text


@pytest.mark.parametrize("query", ["乌有", "渔船", "！"])
def test_one_word_is_found_or_not(client: TestClient, query: str) -> None:
    soup = page(client.get("/search", params={"q": query}))
    assert not soup.select(".related, .missing")
    assert bool(soup.select(".card")) != bool(soup.select(".empty .try"))


def test_json_says_what_is_below_the_line_and_what_it_lacks(client: TestClient) -> None:
    body = client.get("/search.json", params={"q": "灯塔 渔船 周牧野"}).json()
    assert (body["total"], body["related"], body["relaxed"]) == (1, 1, False)
    told = [(result["related"], result["missing"]) for result in body["results"]]
    assert told == [(False, []), (True, ["灯塔"])]
    body = client.get("/search.json", params={"q": "渔船 花灯"}).json()
    assert (body["total"], body["related"], body["relaxed"]) == (3, 0, True)
    assert {(r["related"], *r["missing"]) for r in body["results"]} == {(False, "花灯")}
