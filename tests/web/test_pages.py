"""The pages as a reader meets them, asserted as structure."""

from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup, Tag
from starlette.testclient import TestClient

from indexer import Archive, Document
from tests.web.reading import href, one, page, problem, texts


def test_the_front_page_shows_the_box_the_holdings_and_recent_photos(
    client: TestClient, archive: Archive
) -> None:
    soup = page(client.get("/"))
    assert one(soup, "form.search")["action"] == "/search"
    assert f"{archive.counts['photo']} 张照片" in one(soup, ".holdings").text
    shown = [href(link) for link in soup.select(".recent a.shot")]
    assert shown == [f"/photos/{d.id}" for d in archive.highlights(18)]
    assert "年份" in texts(soup, ".browse h3")


def test_the_front_page_with_a_query_is_the_results(client: TestClient) -> None:
    assert texts(page(client.get("/", params={"q": "渔船"})), "h1") == texts(
        page(client.get("/search", params={"q": "渔船"})), "h1"
    )


def test_results_mark_what_matched_and_show_credit_date_and_source(client: TestClient) -> None:
    soup = page(client.get("/search", params={"q": "灯塔"}))
    card = soup.select(".card")[0]
    assert texts(card, ".caption") == ["2018年9月1日，灯塔下的孩子目送渔船远去。"]
    assert texts(card, ".caption mark") == ["灯塔"]
    assert texts(card, ".byline") == ["周牧野"]
    assert not card.select(".credit")
    assert texts(card, ".slate time") == ["2018年9月1日 摄"]
    assert one(card, "time")["datetime"] == "2018-09-01"
    assert texts(card, ".source") == ["渔港开海：千帆竞发"]
    assert one(soup, "#q")["value"] == "灯塔"


def test_a_hit_that_matches_beside_its_caption_says_where(client: TestClient) -> None:
    soup = page(client.get("/search", params={"q": "气象台"}))
    assert soup.select(".why")
    assert set(texts(soup, ".why .label")) <= {"见前文", "见后文"}
    assert set(texts(soup, ".why mark")) == {"气象台"}


def test_a_date_published_is_not_passed_off_as_a_date_taken(
    client: TestClient, archive: Archive
) -> None:
    published = [d for d in archive.photos() if d.published and not d.taken]
    assert published
    for document in published:
        soup = page(client.get(f"/photos/{document.id}"))
        assert texts(soup, ".told .slate")[0].endswith(" 发布")
    soup = page(client.get("/search", params={"kind": "paragraph"}))
    assert all(text.endswith("发布") for text in texts(soup, ".slate"))


def test_tabs_count_both_kinds_and_keep_the_query(client: TestClient) -> None:
    soup = page(client.get("/search", params={"q": "渔船"}))
    tabs = soup.select(".tabs a")
    assert [tab.text for tab in tabs] == ["图片 3", "文字 1", "全部 4"]
    assert [tab.get("aria-current") for tab in tabs] == ["page", None, None]
    rows = page(client.get(href(tabs[1])))
    assert texts(rows, ".row .text mark")[0] == "渔船"
    assert "#" in href(rows.select(".row .text a")[0])


def test_a_text_result_leads_to_its_place_in_the_article(client: TestClient) -> None:
    link = page(client.get("/search?q=鱼市的灯&kind=paragraph")).select(".row .text a")[0]
    path, _, fragment = href(link).partition("#")
    assert "鱼市的灯" in one(page(client.get(path)), f'[id="{fragment}"]').text


def test_facets_filter_show_what_is_chosen_and_can_be_given_up(client: TestClient) -> None:
    soup = page(client.get("/search"))
    choice = next(a for a in soup.select("#facet-creator ~ ul a") if "林小禾" in a.text)
    assert one(choice, ".count").text == "2"
    chosen = page(client.get(href(choice)))
    assert texts(chosen, "h1") == ["共 2 条"]
    assert texts(chosen, ".parts .filter") == ["摄影 林小禾×"]
    selected = one(chosen, '.facet a[aria-current="true"]')
    assert href(selected) == href(one(chosen, ".parts .filter a")) == "/search"


def test_years_are_filters_of_the_date(client: TestClient) -> None:
    soup = page(client.get("/search"))
    years = texts(soup, "#facet-year ~ ul .label")
    assert years == sorted(years, reverse=True)
    link = next(a for a in soup.select("#facet-year ~ ul a") if "2016" in a.text)
    assert href(link) == "/search?taken=2016"
    assert texts(page(client.get(href(link))), "h1") == ["共 20 条"]


def test_pages_follow_each_other_without_loss(client: TestClient, archive: Archive) -> None:
    seen: list[str] = []
    url = "/search?sort=oldest&duplicates=show"
    while url:
        soup = page(client.get(url))
        seen += [href(a) for a in soup.select("a.shot")]
        following = soup.select(".pages a.next")
        url = href(following[0]) if following else ""
    assert len(seen) == len(set(seen)) == archive.counts["photo"]


def test_a_picture_is_shown_once_with_a_link_to_its_other_places(client: TestClient) -> None:
    soup = page(client.get("/search?taken=2018/2020&lang=zh"))
    assert texts(soup, ".counted li") == ["同图已合并为 4 张；逐张列出"]
    assert len(soup.select(".card")) == 4
    (link,) = soup.select(".card .more a")
    assert link.text == "另见 1 处"
    others = page(client.get(href(link)))
    assert len(others.select(".card")) == 2
    assert texts(others, ".parts .filter .field") == ["日期", "同一图片"]
    given_up = href(others.select(".parts .filter a")[1])
    assert len(page(client.get(given_up)).select(".card")) == 4
    assert texts(page(client.get(f"{given_up}&lang=en")), ".card .more a") == [
        "Also in 1 other place"
    ]
    assert "duplicates" not in href(one(others, ".parts a.all"))


def test_all_copies_are_listed_and_folded_again(client: TestClient) -> None:
    soup = page(client.get("/search?taken=2018/2020"))
    every = page(client.get(href(one(soup, ".counted a"))))
    assert len(every.select(".card")) == 5
    assert texts(every, ".counted li") == ["合并相同的图片"]
    again = page(client.get(href(one(every, ".counted a"))))
    assert texts(again, ".card .caption") == texts(soup, ".card .caption")


def test_where_no_picture_stands_twice_nothing_is_said_of_it(client: TestClient) -> None:
    soup = page(client.get("/search?q=灯塔"))
    assert not soup.select(".counted, .apart, .card .more")


def test_the_first_page_has_no_number_in_its_address(client: TestClient) -> None:
    soup = page(client.get("/search?page=2"))
    assert href(one(soup, ".pages a.previous")) == "/search"
    assert texts(soup, '.pages [aria-current="page"]') == ["2"]


def test_sorting_keeps_the_query(client: TestClient) -> None:
    soup = page(client.get("/search?q=花灯&sort=newest"))
    links = {link.text: href(link) for link in soup.select(".sorts a")}
    assert links["最早"] == "/search?q=%E8%8A%B1%E7%81%AF&sort=oldest"
    assert texts(soup, '.sorts [aria-current="true"]') == ["最新"]


def test_a_set_of_photos_is_one_card_with_a_link_to_all_of_them(client: TestClient) -> None:
    soup = page(client.get("/search", params={"q": "花灯巡游"}))
    assert texts(soup, ".card .more") == ["组照 20 张"] * 3
    assert texts(soup, ".counted li") == ["组照已合并，列 3 项；逐张列出"]
    rest = page(client.get(href(soup.select(".more a")[0])))
    assert len(rest.select(".card")) == 20
    assert len({href(a) for a in rest.select(".card .source a")}) == 1
    assert texts(rest, ".parts .filter .field") == ["稿件"]
    assert href(one(rest, ".parts .filter a")) == "/search?q=%E8%8A%B1%E7%81%AF%E5%B7%A1%E6%B8%B8"


def test_a_long_query_is_cut_in_the_headline_and_kept_in_the_box(client: TestClient) -> None:
    query = "渔船" * 450
    soup = page(client.get("/search", params={"q": query}))
    (headline,) = texts(soup, "h1")
    assert "…" in headline
    assert len(headline) < 90
    assert len(one(soup, "head > title").text) < 90
    assert one(soup, "#q")["value"] == query


def test_undated_results_are_told_of_where_dates_leave_them_out(
    client: TestClient, archive: Archive
) -> None:
    undated = {d.id for d in archive.photos() if not d.date}
    assert len(undated) == 1
    soup = page(client.get("/search?q=旧照&taken=2017"))
    link = one(soup, ".apart a")
    assert link.text == "另有 1 条没有日期"
    assert not page(client.get("/search?q=花灯&taken=2017")).select(".apart")
    found = page(client.get(href(link)))
    assert {href(a).partition("?")[0] for a in found.select("a.shot")} == {
        f"/photos/{name}" for name in undated
    }


def test_without_a_query_the_newest_come_first_and_it_is_said(client: TestClient) -> None:
    for address in ("/search", "/search?q=%20", "/search?sort=newest"):
        soup = page(client.get(address))
        assert texts(soup, ".sorts a") == ["最新", "最早"]
        assert texts(soup, ".sorts [aria-current]") == ["最新"]
    assert texts(page(client.get("/search?sort=oldest")), ".sorts [aria-current]") == ["最早"]
    found = page(client.get("/search?q=花灯"))
    assert texts(found, ".sorts a") == ["相关", "最新", "最早"]
    assert texts(found, ".sorts [aria-current]") == ["相关"]


def test_a_query_that_says_nothing_finds_nothing_and_says_so(client: TestClient) -> None:
    soup = page(client.get("/search?q=!&creator=林小禾"))
    assert texts(soup, "h1") == ["“!”共 0 条结果"]
    assert texts(soup, ".notices li") == [
        "查询中只有标点或运算符，没有可查找的文字，因此没有结果。"
    ]
    assert not soup.select("a.shot")


def test_a_photo_leads_back_to_the_results_it_was_found_in(client: TestClient) -> None:
    results = "/search?q=%E6%B8%94%E8%88%B9&creator=%E6%9E%97%E5%B0%8F%E7%A6%BE&sort=oldest"
    link = href(page(client.get(results)).select("a.shot")[0])
    soup = page(client.get(link))
    assert href(one(soup, "a.back")) == f"{results}#photo-{photo_of(link)}"
    assert one(soup, "#q")["value"] == "渔船"
    assert not soup.select("form.search input[type=hidden]")
    path = link.partition("?")[0]
    assert href(one(soup, "link[rel=canonical]")) == path
    for other in (one(soup, ".within a.previous"), soup.select(".strip li a")[0]):
        address = href(other)
        back = href(one(page(client.get(address)), "a.back"))
        assert back == f"{results}#photo-{photo_of(address)}"
    english = page(client.get(href(one(soup, "a.language"))))
    assert texts(english, "a.back") == ["← Back to results"]
    for address in (path, f"{path}?lang=zh", f"{path}?q=a&page=x"):
        assert not page(client.get(address)).select(".back")


def photo_of(link: str) -> str:
    """The id of the photo that a link leads to."""
    return link.partition("?")[0].removeprefix("/photos/")


@pytest.mark.parametrize("query", ["不存在的词语", '"', "-", "((", "摄影:", "\0", "%", "a" * 3000])
def test_any_text_is_answered(client: TestClient, query: str) -> None:
    soup = page(client.get("/search", params={"q": query}))
    assert soup.select(".card") or texts(soup, ".empty h2") == ["没有找到"]


def test_an_empty_page_says_what_to_try(client: TestClient) -> None:
    soup = page(client.get("/search?q=休渔期&creator=林小禾&taken=2015"))
    assert texts(soup, ".empty h2") == ["没有找到"]
    assert href(one(soup, ".empty li:first-child a")) == "/search?q=%E4%BC%91%E6%B8%94%E6%9C%9F"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_examples_are_the_archives_own_and_find_something(
    client: TestClient, archive: Archive, language: str
) -> None:
    soup = page(client.get("/search", params={"q": "乌有之物", "lang": language}))
    creator = next(f for f in archive.search("").facets if f.name == "creator").items[0]
    (link,) = [a for a in soup.select(".empty a") if creator.value in a.text]
    found = page(client.get(href(link)))
    assert texts(found, ".card .byline mark")
    assert not found.select(".notices")


def test_a_page_beyond_the_last_leads_back(client: TestClient) -> None:
    for address in ("/search?page=99", "/?q=花灯&page=99", f"/search?page={'9' * 20}"):
        soup = page(client.get(address), 404)
        assert texts(soup, "h1") == ["没有这一页"]
        assert "99" not in one(soup, "main").text
        last = page(client.get(href(one(soup, ".fault a"))))
        assert last.select(".card")
        assert not last.select(".pages a.next")
    soup = page(client.get("/search?q=灯塔&page=2"), 404)
    assert texts(soup, ".detail") == ["这次搜索只有 1 页。"]
    assert one(soup, "#q")["value"] == "灯塔"


def test_typed_dates_filter_and_unreadable_ones_are_noticed(client: TestClient) -> None:
    soup = page(client.get("/search?from=2018年9月&to=2018/9/1"))
    assert texts(soup, ".parts .filter") == ["日期 2018年9月—9月1日×"]
    assert texts(soup, "h1") == ["共 2 条"]
    noticed = page(client.get("/search?from=昨天"))
    assert "昨天" in one(noticed, ".notices li").text
    assert one(noticed, "#from")["value"] == "昨天"
    assert texts(noticed, "h1") == texts(page(client.get("/search")), "h1")


def test_unknown_parameters_are_noticed(client: TestClient) -> None:
    soup = page(client.get("/search?colour=red"))
    assert "colour" in one(soup, ".notices li").text


@pytest.mark.parametrize(
    "address",
    ["/search?page=0", "/search?page=x", "/search?sort=best", "/search?taken=abc", "/?kind=film"],
)
def test_a_wrong_address_gets_a_page_that_says_what_is_right(
    client: TestClient, address: str
) -> None:
    soup = page(client.get(address), 400)
    value = address.partition("?")[2]
    assert value in one(soup, ".detail").text
    assert "应为" in one(soup, ".detail").text
    english = page(client.get(address, headers={"Accept-Language": "en"}), 400)
    detail = problem(client.get(address, headers={"Accept": "application/json"}), 400)
    assert detail == one(english, ".detail").text
    assert value in detail


def test_a_page_does_not_repeat_the_unread_rest_of_a_query(client: TestClient) -> None:
    read, rest = "渔船" + " OR 渔船" * 300, "灯" * 500
    asked = client.get("/search", params={"q": f"{read} {'x' * (2000 - len(read))}{rest}"})
    assert page(asked).select(".notices li")
    assert page(asked).select(".facet a")
    assert quote("灯灯") not in asked.text
    assert "灯灯" not in asked.text
    body = client.get("/search.json", params={"q": f"{'船' * 2000}{rest}"}).text
    assert quote("灯灯") not in body


def test_a_photo_page_shows_all_that_is_said_of_it(
    client: TestClient, photos: dict[str, Document]
) -> None:
    photo = photos["boats.jpg"]
    soup = page(client.get(f"/photos/{photo.id}"))
    assert texts(soup, "h1") == [photo.caption]
    assert texts(soup, ".told .credit") == ["新华社记者 周牧野 摄"]
    assert one(soup, ".mat img")["alt"] == photo.caption
    facts = dict(zip(texts(soup, "dt"), texts(soup, "dt + dd"), strict=True))
    assert facts["拍摄"] == "2018年8月31日"
    assert facts["发布"] == "2018年9月1日"
    assert facts["摄影"] == "周牧野"
    assert facts["机构"] == "新华社"
    assert facts["原图"] == "900 × 600 像素"
    assert facts["原文"] == "paper.example"
    assert photo.before in texts(soup, ".context p")
    assert photo.after in texts(soup, ".context p")
    assert texts(soup, ".from a") == [photo.headline]


def test_a_photo_found_by_a_search_says_why(
    client: TestClient, archive: Archive, photos: dict[str, Document]
) -> None:
    soup = page(client.get("/search?q=灯塔&kind=photo"))
    found = page(client.get(href(one(soup, ".card a.shot"))))
    fold = one(found, "details.reasons")
    assert not fold.has_attr("open")
    assert texts(fold, "summary") == ["为何排在这里"]
    assert texts(fold, "p")[0] == "照片自己的文字里有全部搜索词。"
    told = archive.explain("灯塔", photos["tall.jpg"].id)
    rows = [texts(row, "td") for row in fold.select("tbody tr")]
    assert rows[0][:3] == ["图说", "灯塔", "原样"]
    assert len(rows) == len(told.contributions)
    amounts = [float(row[5]) for row in rows]
    assert amounts == sorted(amounts, reverse=True)
    assert texts(fold, ".total") == [f"合计 {told.score:.4f}"]
    for address in (f"/photos/{photos['tall.jpg'].id}", f"/photos/{photos['tall.jpg'].id}?lang=en"):
        assert not page(client.get(address)).select(".reasons")


@pytest.mark.parametrize(
    ("name", "query", "lines"),
    [
        ("tall.jpg", "渔港 渔船", ["全部搜索词都找得到，有些在标题、标签或前后文里。"]),
        (
            "boats.jpg",
            "渔民在码头整理渔网 梭子蟹",
            ["只含搜索词的一部分，按稀有程度计占", "不含：梭子蟹"],
        ),
        ("tall.jpg", "印刷厂", ["这张照片不符合这次搜索：按稀有程度计含 0%", "不含：印刷厂"]),
        ("tall.jpg", '灯塔 -"孩子"', ["这张照片不符合这次搜索。", '不符合：-"孩子"']),
        ("tall.jpg", "日期:1999", ["这张照片不符合这次搜索。", "不符合：日期:1999"]),
    ],
)
def test_a_photo_says_which_of_a_query_it_lacks(
    client: TestClient, photos: dict[str, Document], name: str, query: str, lines: list[str]
) -> None:
    soup = page(client.get(f"/photos/{photos[name].id}", params={"q": query}))
    shown = texts(soup, ".reasons > p:not(.total)")
    assert len(shown) == len(lines)
    assert all(text.startswith(line) for text, line in zip(shown, lines, strict=True)), shown


def test_of_endless_reasons_the_greatest_are_shown(
    client: TestClient, photos: dict[str, Document]
) -> None:
    photo = photos["boats.jpg"]
    query = f"{photo.caption} {photo.headline} {photo.before}"
    soup = page(client.get(f"/photos/{photo.id}", params={"q": query, "lang": "en"}))
    assert len(soup.select(".reasons tbody tr")) == 40
    assert " more add " in texts(soup, ".reasons > p")[-2]
    assert "characters that stand together" in texts(soup, ".reasons .total")[0]


def test_a_photo_of_unknown_size_is_left_to_its_own(
    client: TestClient, photos: dict[str, Document]
) -> None:
    known = one(page(client.get(f"/photos/{photos['tall.jpg'].id}")), ".mat img")
    assert (known["width"], known["height"]) == ("500", "800")
    unknown = one(page(client.get(f"/photos/{photos['gone.jpg'].id}")), ".mat img")
    assert not {"width", "height", "srcset"} & set(unknown.attrs)


def test_an_empty_tab_tells_of_the_other(client: TestClient) -> None:
    soup = page(client.get("/search?q=梭子蟹&kind=paragraph"))
    tip = one(soup, ".empty li:first-child a")
    assert tip.text == "图片里有 1 张：看图片结果"
    assert texts(page(client.get(href(tip))), ".card mark") == ["梭子蟹"]


def test_photos_of_an_article_can_be_walked_through(
    client: TestClient, archive: Archive, photos: dict[str, Document]
) -> None:
    article = archive.article(photos["boats.jpg"].article)
    expected = [f"/photos/{d.id}" for d in article.documents if d.kind == "photo"]
    walked = [expected[0]]
    while True:
        soup = page(client.get(walked[-1]))
        others = [href(a) for a in soup.select("[aria-labelledby=row_article] li a")]
        assert set(others) <= set(expected) - {walked[-1]}
        onward = soup.select(".within a.next")
        if not onward:
            break
        walked.append(href(onward[0]))
    assert walked == expected
    assert href(one(soup, ".within a.previous")) == expected[-2]


def test_an_article_keeps_the_order_of_the_post(
    client: TestClient, archive: Archive, photos: dict[str, Document]
) -> None:
    article = archive.article(photos["boats.jpg"].article)
    soup = page(client.get(f"/articles/{article.id}"))
    shown = [str(tag["id"]) for tag in soup.select("article > [id]")]
    assert shown == [document.id for document in article.documents]
    assert texts(soup, "h1") == ["渔港开海：千帆竞发"]


def test_what_strangers_wrote_is_shown_and_never_obeyed(client: TestClient) -> None:
    for url in (
        "/search?q=印刷厂",
        "/search?q=<script>alert(1)</script>",
        "/search?q=x&creator=<b>",
    ):
        soup = page(client.get(url))
        assert "alert" not in " ".join(tag.text for tag in soup.select("script"))
        assert not soup.select("b")
    soup = page(client.get("/search?q=印刷厂"))
    assert texts(soup, ".card .source")[0] == '<script>alert("题")</script> 与 "引号"'
    assert texts(soup, ".card .caption")[0].endswith("检查 <b>版面</b>。")
    article = page(client.get(href(soup.select(".card .source a")[0])))
    assert not [a for a in article.select("a") if href(a).startswith("javascript:")]


def test_unknown_photos_and_articles_are_not_found(
    client: TestClient, archive: Archive, photos: dict[str, Document]
) -> None:
    article = archive.article(photos["boats.jpg"].article)
    paragraph = next(d for d in article.documents if d.kind == "paragraph")
    for path in (
        "/photos/none",
        f"/photos/{paragraph.id}",
        "/articles/none",
        "/nothing",
        "/photos/",
    ):
        soup = page(client.get(path), 404)
        assert texts(soup, "h1") == ["没有这一页"]
        problem(client.get(path, headers={"Accept": "application/problem+json"}), 404)


def test_the_language_is_the_readers_and_can_be_chosen(client: TestClient) -> None:
    assert one(page(client.get("/")), "html")["lang"] == "zh-Hans"
    english = page(client.get("/search?q=花灯", headers={"Accept-Language": "en-GB,en;q=0.8"}))
    assert one(english, "html")["lang"] == "en"
    assert texts(english, ".search button") == ["Search"]
    assert not [a for a in english.select("a:not(.language)") if "lang=" in href(a)]
    chosen = page(client.get("/search?q=花灯&lang=en"))
    assert {href(a).partition("lang=")[2][:2] for a in internal(chosen)} == {"en"}
    back = page(client.get(href(one(chosen, "a.language"))))
    assert one(back, "html")["lang"] == "zh-Hans"
    assert one(chosen, 'form.search input[name="lang"]')["value"] == "en"


def internal(soup: BeautifulSoup) -> list[Tag]:
    """Links within the site that should keep a chosen language."""
    return list(soup.select('a[href^="/"]:not(.language)'))


def test_every_page_is_sound_in_both_languages(
    client: TestClient, photos: dict[str, Document]
) -> None:
    photo = photos["tall.jpg"]
    paths = ("/", "/search", f"/photos/{photo.id}", f"/articles/{photo.article}")
    for path in paths:
        for language, tag in (("zh", "zh-Hans"), ("en", "en")):
            soup = page(client.get(path, params={"lang": language, "kind": "all"}))
            assert one(soup, "html")["lang"] == tag
