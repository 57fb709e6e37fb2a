"""The results by time: every bar a link with its count, gaps kept, what is in no bar told."""

import itertools
from datetime import date

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from indexer import Archive
from tests.web.reading import href, one, page, texts
from web.pages.time_slots import MOST_BARS, Unit, name, number, slots
from web.pages.timeline import HEIGHT, LEAST
from web.wording.dates import tick


def bars(soup: BeautifulSoup) -> list[tuple[str, str]]:
    """What each bar says, and where it leads."""
    return [(str(bar["aria-label"]), href(bar)) for bar in soup.select("svg.chart a")]


def way(soup: BeautifulSoup) -> list[str]:
    return texts(soup, ".way li")


def test_years_lead_to_months_and_days_and_back(client: TestClient) -> None:
    soup = page(client.get("/search"))
    years = bars(soup)
    assert [says for says, _ in years] == [
        "2015年：20 条",
        "2016年：20 条",
        "2017年：20 条",
        "2018年：4 条",
        "2020年：1 条",
    ]
    assert way(soup) == ["全部时间"]
    months = page(client.get("/search?taken=2015/2016"))
    assert way(months) == ["全部时间", "2015年—2016年"]
    assert [says for says, _ in bars(months)] == ["2015年3月：20 条", "2016年3月：20 条"]
    assert texts(months, "svg.chart .tick")[:2] == ["2015年3月", "5月"]
    year = page(client.get(years[3][1]))
    assert texts(year, "h1") == ["共 4 条"]
    assert way(year) == ["全部时间", "2018年"]
    assert bars(year)[1] == ("2018年9月1日：2 条", "/search?taken=2018-09-01")
    assert texts(year, "svg.chart .tick")[0] == "8月31日"
    day = page(client.get(bars(year)[1][1]))
    assert texts(day, "h1") == ["共 2 条"]
    assert way(day) == ["全部时间", "2018年", "9月", "1日"]
    up = day.select(".way a")
    assert [href(step) for step in up] == [
        "/search",
        "/search?taken=2018",
        "/search?taken=2018-09",
    ]


def test_each_bar_finds_what_it_says(client: TestClient) -> None:
    for address in ("/search?q=花灯&kind=all", "/search?taken=2016", "/search?q=渔船&lang=zh"):
        found = bars(page(client.get(address)))
        assert found
        for says, url in found[:6]:
            count = says.partition("：")[2]
            assert count in texts(page(client.get(url)), "h1")[0]


def test_the_bar_that_is_chosen_is_marked_and_gives_its_time_up(client: TestClient) -> None:
    soup = page(client.get("/search?taken=2018-09-01"))
    chosen = one(soup, 'svg.chart a[aria-current="true"]')
    assert chosen["aria-label"] == "2018年9月1日：2 条"
    assert href(chosen) == "/search"


def test_times_without_results_are_gaps_and_one_photo_is_seen(client: TestClient) -> None:
    soup = page(client.get("/search"))
    places = [float(str(bar["x"]).rstrip("%")) for bar in soup.select("svg.chart a rect.room")]
    steps = [after - before for before, after in itertools.pairwise(places)]
    assert steps[3] == pytest.approx(2 * steps[0], abs=0.02)  # 2019 has none
    heights = [int(str(bar["height"])) for bar in soup.select("svg.chart rect.bar")]
    assert heights[0] == HEIGHT
    assert min(heights) == LEAST


def test_what_no_bar_counts_is_told_apart_and_can_be_seen(
    client: TestClient, archive: Archive
) -> None:
    soup = page(client.get("/search"))
    (undated,) = soup.select(".apart a")
    assert undated.text == "另有 1 条没有日期"
    found = page(client.get(href(undated)))
    assert {str(card["id"]) for card in found.select(".card")} == {
        f"photo-{photo.id}" for photo in archive.photos() if not photo.date
    }
    months = page(client.get("/search?taken=2018-09"))
    assert "1 条不知哪一天" in texts(months, ".apart li")
    assert months.select("rect.vague"), "what may be of a day is drawn, and paler"


def test_the_drawing_fixes_its_height_and_styles_nothing_by_itself(client: TestClient) -> None:
    chart = one(page(client.get("/search")), "svg.chart")
    assert int(str(chart["height"])) > HEIGHT
    assert chart["role"] == "group"
    assert chart["aria-label"] == "各年的张数"
    assert not chart.select("[style], [fill], style, script")
    english = page(client.get("/search?taken=2018&lang=en")).select("svg.chart a")[0]
    assert english["aria-label"] == "31 August 2018: 1 result"


def test_nothing_dated_has_no_drawing_and_a_way_back(client: TestClient) -> None:
    assert not page(client.get("/search?q=旧照")).select("svg.chart, .way")
    soup = page(client.get("/search?q=旧照&taken=2017"))
    assert not soup.select("svg.chart")
    assert way(soup) == ["全部时间", "2017年"]
    assert soup.select("form.dates")


def test_the_form_of_two_dates_stands_at_the_top(client: TestClient) -> None:
    soup = page(client.get("/search?q=花灯"))
    form = one(soup, ".answer .timeline form.dates")
    assert not soup.select(".filters form.dates")
    assert [field["name"] for field in form.select("input:not([type=hidden])")] == ["from", "to"]


UNITS: dict[Unit, st.SearchStrategy[str]] = {
    "year": st.integers(1, 9999).map(lambda year: f"{year:04}"),
    "month": st.dates().map(lambda day: f"{day:%Y-%m}".zfill(7)),
    "day": st.dates().map(date.isoformat),
}


@given(st.data(), st.sampled_from(sorted(UNITS)))
def test_however_long_the_time_the_bars_are_few_and_cover_it(
    data: st.DataObject, unit: Unit
) -> None:
    first, last = sorted((data.draw(UNITS[unit]), data.draw(UNITS[unit])))
    row = slots(unit, first, last)
    if unit == "year":
        assert len(row) <= MOST_BARS
    assert (row.bar(first), row.bar(last)) == (row.first, row.last)
    inside = data.draw(UNITS[unit])
    if first <= inside <= last:
        assert row.first <= row.bar(inside) <= row.last
        start, _, end = row.edtf(row.bar(inside)).partition("/")
        assert start <= inside <= (end or start)


@given(st.data(), st.sampled_from(sorted(UNITS)))
def test_a_slot_is_named_as_it_is_numbered(data: st.DataObject, unit: Unit) -> None:
    time = data.draw(UNITS[unit])
    assert name(unit, number(unit, time)) == time


def test_centuries_are_drawn_in_round_steps() -> None:
    row = slots("year", "1871", "2024")
    assert (row.step, row.edtf(row.first), row.edtf(row.last)) == (5, "1870/1874", "2020/2024")


@pytest.mark.parametrize(
    ("edtf", "whole", "expected"),
    [
        ("2018", False, ("2018", "2018")),
        ("2018-07", False, ("7月", "Jul")),
        ("2018-07", True, ("2018年7月", "Jul 2018")),
        ("2018-07-01", False, ("1", "1")),
        ("2018-07-01", True, ("7月1日", "1 Jul")),
    ],
)
def test_labels_are_short(edtf: str, whole: bool, expected: tuple[str, str]) -> None:
    assert (tick(edtf, "zh", whole=whole), tick(edtf, "en", whole=whole)) == expected
