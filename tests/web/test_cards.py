"""Cards: who made a picture, each headline once, and three layouts of the same results."""

import pytest
from starlette.testclient import TestClient

from indexer import Archive, Document, Match
from tests.web.reading import href, one, page, texts
from web.addresses.links import Links
from web.pages.cards import HEADLINE_LENGTH, attribution, source
from web.site.site import Visitor


def photo(**said: object) -> Document:
    fields: dict[str, object] = {"id": "1", "kind": "photo", "article": "a", "path": "a.md"}
    return Document(**{**fields, **said})  # type: ignore[arg-type]  # passed through


@pytest.mark.parametrize(
    ("creator", "agency", "credit", "byline", "shown"),
    [
        (("李紫恒",), "新华社", "新华社记者 李紫恒 摄", "李紫恒 · 新华社", ""),
        (("关长海",), "江湾社", "江湾社发（关长海摄）", "关长海 · 江湾社", ""),
        (("甲", "乙"), "", "甲、乙 摄", "甲、乙", ""),
        (("蔡文淑",), "", "本報記者 蔡文淑 攝", "蔡文淑", ""),
        (("海州地铁集团",), "", "海州地铁集团供图", "", "海州地铁集团供图"),
        (("某馆",), "新华社", "供图 / 某馆", "某馆 · 新华社", "供图 / 某馆"),
        ((), "新华社", "新华社发", "新华社", ""),
        ((), "", "资料图片", "", "资料图片"),
        ((), "", "", "", ""),
    ],
)
def test_a_card_names_who_made_it_and_the_credit_where_that_says_more(
    creator: tuple[str, ...], agency: str, credit: str, byline: str, shown: str
) -> None:
    document = photo(creator=creator, agency=agency, credit=credit)
    assert attribution(document, ()) == (byline, shown)


def test_what_only_the_credit_line_holds_is_marked_in_it() -> None:
    document = photo(creator=("李紫恒",), agency="新华社", credit="新华社记者 李紫恒 摄")
    in_credit = Match("credit", 3, 5)
    assert attribution(document, [in_credit])[1] == "新华社<mark>记者</mark> 李紫恒 摄"
    in_both = [Match("credit", 6, 9), Match("creator", 0, 3)]
    assert attribution(document, in_both) == ("<mark>李紫恒</mark> · 新华社", "")


def test_no_mark_of_a_headline_is_cut() -> None:
    document = photo(headline="长" * 50 + "灯塔" + "尾" * 50)
    shown = source(document, [Match("headline", 50, 52)], Visitor("zh", Links()))
    assert "<mark>灯塔</mark>" in shown.title
    assert len(shown.plain) <= HEADLINE_LENGTH + 2


def test_a_headline_stands_once_and_its_marks_with_it(client: TestClient) -> None:
    soup = page(client.get("/search?q=渔港&groups=show"))
    sources = soup.select(".card .source")
    assert len(sources) == 4
    assert texts(sources[0], "mark") == ["渔港"]
    assert [tag.get_text(strip=True) for tag in sources[1:]] == ["同上"] * 3
    again = one(sources[1], "a")
    assert again["aria-label"] == "同上：渔港开海：千帆竞发"
    assert href(again) == href(one(sources[0], "a"))
    assert len(soup.select(".source mark")) == 1


def test_further_down_a_headline_is_shown_again_without_marks(client: TestClient) -> None:
    soup = page(client.get("/search?q=花灯 第3盏 OR 第4盏&groups=show"))
    shown = [tag for tag in soup.select(".card .source:not(.same)") if "2017年" in tag.text]
    assert all(not tag.select("mark") for tag in shown[1:])


def test_the_layout_is_in_the_address_and_changes_nothing_else(client: TestClient) -> None:
    grid = page(client.get("/search?q=花灯&sort=oldest&groups=show&page=2"))
    links = grid.select(".views a")
    assert [link.text for link in links] == ["图格", "列表", "小样"]
    assert [link.get("aria-current") for link in links] == ["true", None, None]
    ids = [str(tile["id"]) for tile in grid.select(".found li[id]")]
    assert len(ids) == 24
    for link, layout in zip(links[1:], ("ol.rows", "ol.grid.compact"), strict=True):
        assert "page=2" in href(link)
        soup = page(client.get(href(link)))
        assert one(soup, layout)
        assert [str(tile["id"]) for tile in soup.select(".found li[id]")] == ids
        assert "view=" in href(one(soup, ".pages a.previous"))
        assert texts(soup, ".views [aria-current]") == [link.text]
        assert one(soup, 'form.search input[name="view"]')


def test_a_list_has_whole_captions_and_compact_pictures_their_names(
    client: TestClient, archive: Archive
) -> None:
    captions = {photo.caption for photo in archive.photos()}
    rows = page(client.get("/search?view=list&q=渔船"))
    assert set(texts(rows, ".row .text")) <= captions
    small = page(client.get("/search?view=compact&q=渔船"))
    assert {str(image["alt"]) for image in small.select(".card img")} <= captions
    assert not small.select(".card .caption")


def test_paragraphs_are_read_in_a_list_whatever_the_view(client: TestClient) -> None:
    soup = page(client.get("/search?kind=paragraph&view=compact"))
    assert soup.select("ol.rows")
    assert not soup.select(".views")


def test_an_empty_page_offers_the_search_with_one_condition_less(client: TestClient) -> None:
    soup = page(client.get("/search?q=渔船&creator=周牧野&taken=2015"))
    offered = soup.select(".empty .try a")
    fewer = [link for link in offered if link.text.startswith("去掉 ")]
    assert fewer
    for link in fewer:
        count = link.text.rpartition("：")[2]
        answer = page(client.get(href(link)))
        assert f"共 {count}" in texts(answer, "h1")[0]
