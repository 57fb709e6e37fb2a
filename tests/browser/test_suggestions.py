"""The list of suggestions for eyes, fingers and screen readers; and those of a real archive."""

import re
import time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

import indexer
from tests.browser.conftest import visiting
from tests.browser.typist import LONG, Method, Typing, tell, typing

pytestmark = pytest.mark.browser


WIDTHS = (360, 1280)
SCHEMES = ("light", "dark")


def test_a_screen_reader_is_told_what_there_is(chromium: Browser, site: str) -> None:
    with typing(chromium, site) as at:
        search = at.page.get_by_role("search")
        expect(search).to_match_aria_snapshot(
            """
            - search:
              - combobox "搜索图说、标题、摄影者" [expanded=false]
              - button "搜索"
            """
        )
        at.type("hai")
        at.press("ArrowDown")
        expect(search).to_match_aria_snapshot(
            """
            - search:
              - combobox "搜索图说、标题、摄影者" [expanded]: 海州
              - button "搜索"
              - listbox "搜索建议":
                - option "海州 地点 · 1,204 张" [selected]
                - option "海州日报 机构 · 91 张"
                - option "分类:社会 分类 · 33 张"
                - option /千帆竞发.* 标题 · 4 张/
                - option "hai 词语 · 1 张"
            """
        )
        tree = at.page.context.new_cdp_session(at.page).send("Accessibility.getFullAXTree")
        (box,) = [n for n in tree["nodes"] if n.get("role", {}).get("value") == "combobox"]
        told = {one["name"]: one["value"] for one in box["properties"]}
        assert told["autocomplete"]["value"] == "list"
        assert told["focused"]["value"] is True
        assert told["expanded"]["value"] is True
        assert [node["idref"] for node in told["activedescendant"]["relatedNodes"]] == [
            "suggestion-0"
        ]
        assert [node["idref"] for node in told["controls"]["relatedNodes"]] == ["suggestions"]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(chromium: Browser, site: str, width: int, scheme: str) -> None:
    options: dict[str, Any] = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    with typing(chromium, site, **options) as at:
        assert violations(at.page) == []
        for path in ("/", "/search?q=海&kind=all"):
            at.go(path)
            at.type("h")
            at.press("ArrowDown")
            assert violations(at.page) == [], path
        at.visit.go("/search?q=乌有之物")
        assert violations(at.page) == []


def violations(page: Page) -> list[str]:
    """What axe has to say against a page, in its own words."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_telephone_has_the_list_below_the_box(chromium: Browser, site: str, scheme: str) -> None:
    options: dict[str, Any] = {
        "viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True,
        "color_scheme": scheme,
    }  # fmt: skip
    with typing(chromium, site, **options) as at:
        for path in ("/", "/search?q=海"):
            at.go(path)
            at.type("h")
            assert at.visit.overflow() == 0
            form = at.page.locator("form.search").bounding_box()
            shown = at.page.locator("#suggestions").bounding_box()
            assert form is not None
            assert shown is not None
            assert shown["y"] >= form["y"] + form["height"] - 1
            assert (shown["x"], shown["width"]) == (form["x"], form["width"])
            for row in at.rows.all():
                box = row.bounding_box()
                assert box is not None
                assert box["height"] >= 44
                text, told = row.locator("bdi").all()
                right = told.evaluate("e => e.getBoundingClientRect().right")
                assert box["x"] + box["width"] - 20 <= right <= box["x"] + box["width"]
                assert told.evaluate("e => e.scrollWidth <= e.clientWidth + 1")
                cut = text.evaluate("e => e.scrollWidth > e.clientWidth")
                assert cut == (text.inner_text() == LONG)


def test_what_a_stranger_wrote_is_text(chromium: Browser, site: str) -> None:
    hostile = (("<img src=x onerror=alert(1)>", "<b>1</b>"), ("\u202e左右", "词语 · 1 张"))
    with typing(chromium, site, lambda route, query: tell(route, query, hostile)) as at:
        at.page.keyboard.type("x")
        expect(at.rows).to_have_count(len(hostile))
        assert at.rows.first.locator("bdi").all_inner_texts() == list(hostile[0])
        assert at.page.locator("#suggestions img, #suggestions b").count() == 0
        at.press("ArrowDown")
        assert at.value() == hostile[0][0]


def test_the_list_is_not_printed(chromium: Browser, site: str) -> None:
    with typing(chromium, site) as at:
        at.type("hai")
        at.page.emulate_media(media="print")
        expect(at.page.locator("#suggestions")).to_be_hidden()


@pytest.mark.parametrize("path", ["/", "/search?q=海", "/photos/{photo}", "/articles/{article}"])
def test_every_page_with_a_box_suggests(
    chromium: Browser, site: str, sample_index: Path, path: str
) -> None:
    with indexer.open_index(sample_index) as archive:
        photo = next(archive.photos())
    with typing(chromium, site) as at:
        at.go(path.format(photo=photo.id, article=photo.article))
        at.type("h")
        at.press("ArrowDown", "Enter")
        at.page.wait_for_url("**/search?q=*")


def test_the_page_of_an_error_suggests(chromium: Browser, site: str) -> None:
    with typing(chromium, site) as at:
        at.go("/nothing")
        at.type("h")
        at.visit.faults.clear()  # that the page is an error's is what was asked for


def test_without_scripts_the_box_is_a_plain_one(chromium: Browser, site: str) -> None:
    with visiting(chromium, site, java_script_enabled=False) as visit:
        visit.go("/")
        box = visit.page.get_by_role("searchbox", name="搜索图说、标题、摄影者")
        expect(box).to_be_visible()
        assert visit.page.locator("[role=listbox], datalist").count() == 0
        box.press_sequentially("灯塔")
        box.press("Enter")
        visit.page.wait_for_url("**/search?q=*")
        expect(visit.page.locator("h1")).to_contain_text("灯塔")


def test_coming_back_finds_the_list_closed(chromium: Browser, site: str) -> None:
    with typing(chromium, site) as at:
        at.type("hai")
        at.press("ArrowDown", "Enter")
        at.page.wait_for_url("**/search?q=*")
        at.page.go_back()
        at.is_open(open_=False)
        at.go("/")
        at.type("hai")
        at.page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
        at.is_open(open_=False)  # what a page is when it is put away it is when it comes back


def count_in(text: str) -> int:
    """The only number in a text."""
    (found,) = re.findall(r"[\d,]+", text)
    return int(found.replace(",", ""))


@pytest.mark.parametrize(
    ("path", "typed", "expected"),
    [
        ("/", "qingd", "青岛"),
        ("/", "zmy", "周牧野"),
        ("/search?q=&kind=all&place=青岛", "灯t", "灯塔"),
        ("/search?q=青岛&creator=周牧野", " dengta", "青岛 灯塔"),
    ],
)
def test_the_archives_own_suggestions_find_as_many_as_they_say(
    chromium: Browser, site: str, path: str, typed: str, expected: str
) -> None:
    with visiting(chromium, site) as visit:
        at = Typing(visit)
        at.go(path)
        before = parse_qs(urlsplit(at.page.url).query)
        at.page.keyboard.type(typed)
        row = at.rows.filter(has_text=re.compile(f"^{expected} ")).first
        told = count_in(row.locator("bdi").last.inner_text())
        row.click()
        at.page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get("q") == [expected])
        assert count_in(at.page.locator("h1").inner_text().rpartition("”")[2]) == told
        assert parse_qs(urlsplit(at.page.url).query) == {**before, "q": [expected]}


def test_an_answer_that_the_browser_has_is_not_sent_again(chromium: Browser, site: str) -> None:
    with visiting(chromium, site) as visit:
        at = Typing(visit)
        asked: list[str] = []
        status_of: dict[str, int] = {}

        def on_request(event: dict[str, Any]) -> None:
            if "/suggest?" in event["request"]["url"]:
                asked.append(event["requestId"])

        def on_response(event: dict[str, Any]) -> None:
            status_of[event["requestId"]] = event["statusCode"]

        def statuses() -> list[int]:
            return [status_of[request] for request in asked if request in status_of]

        cdp = at.page.context.new_cdp_session(at.page)
        cdp.on("Network.requestWillBeSent", on_request)
        cdp.on("Network.responseReceivedExtraInfo", on_response)
        cdp.send("Network.enable")
        for told in ([200], [200, 304]):
            at.go("/")
            at.page.keyboard.insert_text("qingd")  # keys may be slower than the box
            expect(at.rows.first).to_be_visible()
            waited = time.monotonic() + 10  # events come after what they tell of
            while len(statuses()) < len(told) and time.monotonic() < waited:
                at.page.wait_for_timeout(20)
            assert statuses() == told


def test_what_an_input_method_typed_is_completed(chromium: Browser, site: str) -> None:
    with visiting(chromium, site) as visit:
        at = Typing(visit)
        at.go("/")
        method = Method(at.page)
        method.compose("zhou mu")
        at.settle()
        at.is_open(open_=False)
        method.commit("周牧")
        expect(at.rows.first).to_contain_text("周牧野")
        at.press("ArrowDown", "Enter")
        expect(at.page.locator("h1")).to_contain_text("周牧野")


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
@pytest.mark.parametrize(("typed", "meant"), [("清岛", "青岛"), ("清岛 灯塔", "青岛 灯塔")])
def test_what_was_meant_is_a_link_that_finds_as_many_as_it_says(
    chromium: Browser, site: str, width: int, scheme: str, typed: str, meant: str
) -> None:
    with visiting(
        chromium, site, viewport={"width": width, "height": 800}, color_scheme=scheme
    ) as visit:
        page = visit.page
        visit.go(f"/search?q={typed}&kind=all&sort=newest")
        offer = page.locator(".corrections")
        expect(offer).to_contain_text(f"您是不是要找：{meant}（")
        expect(offer).to_be_in_viewport()
        assert visit.overflow() == 0
        assert visit.small_targets() == []
        assert violations(page) == []
        told = count_in(offer.inner_text())
        offer.get_by_role("link", name=meant).click()
        expect(page.locator("#q")).to_have_value(meant)
        assert count_in(page.locator("h1").inner_text().rpartition("”")[2]) == told
        found = parse_qs(urlsplit(page.url).query)
        assert found == {"q": [meant], "kind": ["all"], "sort": ["newest"]}
