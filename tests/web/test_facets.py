"""Facets: only, and, not as links whose counts are true; long ones can be looked through."""

import pytest
from bs4 import BeautifulSoup, Tag
from starlette.testclient import TestClient

from indexer import VALUE_FACETS, Facet, FacetItem
from tests.web.reading import href, one, page, problem, texts
from web.addresses.links import Links
from web.pages.facet_boxes import LONG, facet_boxes
from web.site.site import Visitor


def value(soup: BeautifulSoup, facet: str, label: str) -> Tag:
    """The line of a value."""
    (line,) = [
        li for li in soup.select(f"#facet-{facet} ~ ul li") if one(li, ".label").text == label
    ]
    return line


def ways(line: Tag) -> dict[str, Tag]:
    return {way.text: way for way in line.select(".ways a")}


def found(client: TestClient, link: Tag) -> int:
    """How many results a link finds."""
    (headline,) = texts(page(client.get(href(link))), "h1")
    return int(headline.rpartition("共")[2].partition("条")[0])


def test_a_value_is_left_out_by_a_link_with_its_count(client: TestClient) -> None:
    soup = page(client.get("/search?taken=2018"))
    line = value(soup, "creator", "林小禾")
    assert list(ways(line)) == ["非"], "where none is chosen, only and and are what a press does"
    without = ways(line)["非"]
    assert without["aria-label"] == without["title"] == "非 林小禾（2）"
    assert found(client, without) == 2
    left = page(client.get(href(without)))
    assert texts(left, ".parts .filter")[-1] == "不含摄影 林小禾×"
    excluded = value(left, "creator", "林小禾")
    assert excluded["class"] == ["excluded"]
    assert one(excluded, ".unseen").text == "（已排除）"
    assert not ways(excluded)
    assert href(one(excluded, "a.take")) == "/search?taken=2018"


def test_beside_a_chosen_value_another_may_be_added_or_be_the_only_one(client: TestClient) -> None:
    soup = page(client.get("/search?creator=林小禾"))
    line = value(soup, "creator", "何青")
    assert found(client, one(line, "a.take")) == 62
    only = ways(line)["仅"]
    assert only["aria-label"] == "仅 何青（60）"
    assert href(only) == "/search?creator=%E4%BD%95%E9%9D%92"
    assert found(client, only) == 60
    assert "并" not in ways(line), "no photo is of both"


def test_a_value_may_be_required_besides(client: TestClient) -> None:
    soup = page(client.get("/search?tag=海边"))
    both = ways(value(soup, "tag", "水产"))["并"]
    assert both["aria-label"] == "并含 水产（4）"
    assert found(client, both) == 4
    required = page(client.get(href(both)))
    assert texts(required, ".parts .filter") == ["标签 海边×", "并且标签 水产×"]
    line = value(required, "tag", "水产")
    assert line["class"] == ["required"]
    assert href(one(line, "a.take")) == href(one(soup, ".language")).replace("&lang=en", "")


def test_every_count_of_every_link_is_true(client: TestClient) -> None:
    soup = page(client.get("/search?creator=何青&creator=周牧野&kind=all"))
    links = [
        (link, str(link["title"]).rpartition("（")[2].rstrip("）"))
        for link in soup.select(".filters .ways a")
    ]
    assert len(links) > 3
    for link, count in links:
        assert found(client, link) == int(count), link["title"]


def test_gaps_are_a_facet(client: TestClient) -> None:
    line = value(page(client.get("/search")), "lacks", "日期")
    assert found(client, one(line, "a.take")) == int(one(line, ".count").text) == 1
    chosen = page(client.get(href(one(line, "a.take"))))
    assert texts(chosen, ".parts .filter") == ["缺 日期×"]
    english = page(client.get("/search?lacks=date&lang=en"))
    assert texts(english, ".parts .filter") == ["Lacks a date×"]


def test_a_long_facet_has_a_form_and_a_page() -> None:
    names = [f"摄影者{number}" for number in range(LONG + 1)]
    items = tuple(FacetItem(name, name, 1) for name in names)
    visitor = Visitor("zh", Links())
    (short,) = facet_boxes([Facet("creator", items, LONG)], {"q": ("灯",)}, visitor)
    assert short.search is None
    (long,) = facet_boxes([Facet("creator", items, 99)], {"q": ("灯",), "page": ("3",)}, visitor)
    assert long.search is not None
    assert (long.search.action, long.search.kept) == ("/facets/creator", [("q", "灯")])
    assert (long.search.every.text, long.search.every.url) == (
        "全部 99 项",
        "/facets/creator?q=%E7%81%AF",
    )


def test_the_page_of_a_facet_lists_finds_and_orders_its_values(client: TestClient) -> None:
    soup = page(client.get("/facets/creator?taken=2018/2020"))
    assert texts(soup, ".values .label") == ["周牧野", "林小禾", "陈默"]
    assert texts(soup, "h1") == ["摄影 共 3 项"]
    assert href(one(soup, ".back a")) == "/search?taken=2018%2F2020"
    assert found(client, soup.select(".values a.take")[0]) == 2
    assert [way.text for way in soup.select(".ways a")] == ["非"] * 3
    names = page(client.get(href(soup.select(".sorts a")[1])))
    assert sorted(texts(names, ".values .label")) == sorted(texts(soup, ".values .label"))
    assert texts(names, ".sorts [aria-current]") == ["按名称"]
    form = one(soup, "form.find")
    kept = {str(field["name"]): str(field["value"]) for field in form.select("input[type=hidden]")}
    some = page(client.get(str(form["action"]), params={**kept, "facet_text": "小"}))
    assert texts(some, ".values .label") == ["林小禾"]
    assert one(some, "form.find input[type=search]")["value"] == "小"
    none = page(client.get("/facets/creator?facet_text=乌有"))
    assert texts(none, ".none")[0].startswith("没有这样的项。")


@pytest.mark.parametrize("facet", VALUE_FACETS)
def test_every_facet_of_values_has_a_page(client: TestClient, facet: str) -> None:
    page(client.get(f"/facets/{facet}?lang=en"))


@pytest.mark.parametrize("facet", ["year", "kind", "lacks", "colour", "and_creator"])
def test_other_facets_have_none(client: TestClient, facet: str) -> None:
    problem(client.get(f"/facets/{facet}", headers={"Accept": "application/json"}), 404)
