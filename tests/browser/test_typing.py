"""The search box as a combobox: keys, fingers, input methods, screen readers, slow answers.

The answers of ``/suggest`` are told here, except where a test says that they are the archive's own.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, CDPSession, Page, Route, expect

import indexer
from tests.browser.conftest import Visit, visiting

pytestmark = pytest.mark.browser

LONG = '"千帆竞发：来自三十多个国家和地区的水手在海州湾迎来开海后的第一个清晨"'
ROWS = (
    ("海州", "地点 · 1,204 张"),
    ("海州日报", "机构 · 91 张"),
    ("分类:社会", "分类 · 33 张"),
    (LONG, "标题 · 4 张"),
)
WIDTHS = (360, 1280)
SCHEMES = ("light", "dark")

# Put together by the script once the page is there.
READY = "#q[role=combobox]"


def answer(query: str, rows: tuple[tuple[str, str], ...] = ROWS) -> list[object]:
    """What the server would tell."""
    return [
        query,
        [text for text, _ in rows],
        [told for _, told in rows],
        [f"/search?q={text}" for text, _ in rows],
    ]


class Typing:
    """A page with a box, and what was asked of the server while somebody typed."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.page = visit.page
        self.asked: list[dict[str, list[str]]] = []
        self.box = visit.page.locator("#q")
        self.rows = visit.page.get_by_role("option")
        self.status = visit.page.get_by_role("status").and_(visit.page.locator("form.search p"))

    @property
    def queries(self) -> list[str]:
        """The texts that were asked for."""
        return [asked["q"][0] for asked in self.asked]

    def answers(self, reply: Callable[[Route, str], None] | None = None) -> None:
        """Answer in place of the server, by ``reply`` or with ``ROWS``."""

        def handle(route: Route) -> None:
            self.asked.append(parse_qs(urlsplit(route.request.url).query))
            query = self.queries[-1]
            if reply:
                reply(route, query)
            else:
                tell(route, query)

        self.page.route("**/suggest?*", handle)

    def go(self, path: str) -> None:
        """Open a page and go into its box."""
        self.visit.go(path)
        expect(self.page.locator(READY)).to_be_visible()
        self.box.focus()
        self.page.keyboard.press("End")

    def type(self, text: str) -> None:
        """Type, and wait for the list."""
        self.page.keyboard.type(text)
        expect(self.rows.first).to_be_visible()

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def active(self) -> str:
        """The text of the row that a screen reader is told of; empty where there is none."""
        return str(
            self.box.evaluate(
                """q => {
                    const row = document.getElementById(q.getAttribute("aria-activedescendant"));
                    const all = [...document.querySelectorAll("[aria-selected=true]")];
                    if (all.length !== (row ? 1 : 0) || (row && all[0] !== row)) return "torn";
                    return row ? row.querySelector("bdi").textContent : "";
                }"""
            )
        )

    def value(self) -> str:
        """What stands in the box."""
        return self.box.input_value()

    def is_open(self, *, open_: bool = True) -> None:
        """Whether the list is open, for eyes and for screen readers."""
        expect(self.box).to_have_attribute("aria-expanded", str(open_).lower())
        expect(self.page.locator("#suggestions")).to_be_visible(visible=open_)

    def settle(self) -> None:
        """Wait longer than the box waits before it asks, with room for the answer."""
        self.page.wait_for_timeout(600)


def tell(route: Route, query: str, rows: tuple[tuple[str, str], ...] = ROWS) -> None:
    """Answer as the server does."""
    route.fulfill(
        content_type="application/x-suggestions+json", body=json.dumps(answer(query, rows))
    )


@contextmanager
def typing(
    browser: Browser, site: str, reply: Callable[[Route, str], None] | None = None, **options: Any
) -> Iterator[Typing]:
    """Somebody at the front page, about to type."""
    with visiting(browser, site, **options) as visit:
        typed = Typing(visit)
        typed.answers(reply)
        typed.go("/")
        yield typed


class Method:
    """An input method, as the browser is told of one."""

    def __init__(self, page: Page) -> None:
        self._cdp: CDPSession = page.context.new_cdp_session(page)

    def compose(self, text: str) -> None:
        """Show a text that is not typed yet."""
        end = len(text)
        self._cdp.send(
            "Input.imeSetComposition", {"text": text, "selectionStart": end, "selectionEnd": end}
        )

    def commit(self, text: str) -> None:
        """Type what was composed."""
        self._cdp.send("Input.insertText", {"text": text})

    def key(self, key: str) -> None:
        """A key that the method takes, as browsers tell of it: code 229, and no character."""
        for kind in ("rawKeyDown", "keyUp"):
            self._cdp.send(
                "Input.dispatchKeyEvent",
                {"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": 229},
            )


def test_the_keyboard_leads_through_the_list_and_back_to_what_was_typed(
    chromium: Browser, site: str
) -> None:
    with typing(chromium, site) as at:
        at.is_open(open_=False)
        at.type("hai")
        at.is_open()
        assert (at.value(), at.active()) == ("hai", "")
        texts = [text for text, _ in ROWS]
        for text in (*texts, "hai", texts[0]):
            at.press("ArrowDown")
            assert (at.value(), at.active()) == (text, "" if text == "hai" else text)
        for text in ("hai", *reversed(texts)):
            at.press("ArrowUp")
            assert (at.value(), at.active()) == (text, "" if text == "hai" else text)
        expect(at.box).to_be_focused()
        assert at.queries == ["hai"]


def test_enter_on_a_row_goes_to_its_address_and_without_one_sends_the_form(
    chromium: Browser, site: str
) -> None:
    with typing(chromium, site) as at:
        at.type("hai")
        at.press("ArrowDown", "ArrowDown", "ArrowDown", "Enter")
        at.page.wait_for_url("**/search?q=*")
        assert parse_qs(urlsplit(at.page.url).query) == {"q": ["分类:社会"]}
        at.go("/")
        at.type("灯塔")
        at.press("Enter")
        at.page.wait_for_url("**/search?q=*")
        assert parse_qs(urlsplit(at.page.url).query) == {"q": ["灯塔"]}


def test_escape_closes_first_and_then_is_the_browsers_own(chromium: Browser, site: str) -> None:
    with typing(chromium, site) as at:
        at.type("hai")
        at.press("ArrowDown", "Escape")
        at.is_open(open_=False)
        assert (at.value(), at.active()) == ("hai", "")
        at.press("Escape")
        assert at.value() == ""  # what this browser does of its own
        at.settle()
        at.is_open(open_=False)


def test_typing_goes_on_from_what_the_box_shows(chromium: Browser, site: str) -> None:
    with typing(chromium, site) as at:
        at.type("hai")
        at.press("ArrowDown")
        at.page.keyboard.type("湾")
        assert (at.value(), at.active()) == ("海州湾", "")
        at.settle()
        at.is_open()
        at.press("ArrowDown", "Escape")
        assert at.value() == "海州湾"
        assert at.queries == ["hai", "海州湾"]


def test_home_and_end_move_within_the_text_and_tab_leaves(chromium: Browser, site: str) -> None:
    with typing(chromium, site) as at:
        at.type("hai")
        at.press("Home")
        assert at.box.evaluate("q => q.selectionStart") == 0
        at.press("End")
        assert at.box.evaluate("q => q.selectionStart") == 3
        at.press("Shift+ArrowUp")
        assert at.active() == ""
        at.press("ArrowDown", "Tab")
        expect(at.page.locator("form.search button")).to_be_focused()
        at.is_open(open_=False)
        assert at.value() == ROWS[0][0]


def test_down_opens_a_closed_list_and_a_blank_box_has_none(chromium: Browser, site: str) -> None:
    with typing(chromium, site) as at:
        at.press("ArrowDown")
        at.page.keyboard.type("  ")
        at.settle()
        assert at.asked == []
        at.page.keyboard.type("海")
        expect(at.rows.first).to_be_visible()
        at.press("Escape", "ArrowDown")
        at.is_open()
        assert at.active() == ""
        at.press("ArrowDown")
        assert at.active() == ROWS[0][0]
        assert at.queries == ["海"]  # the page remembers the answer
        at.box.fill("")
        at.is_open(open_=False)


def test_a_click_chooses_and_the_focus_stays_until_then(chromium: Browser, site: str) -> None:
    with typing(chromium, site, has_touch=True, viewport={"width": 360, "height": 700}) as at:
        at.type("hai")
        row = at.rows.nth(1)
        row.hover()
        at.page.mouse.down()
        expect(at.box).to_be_focused()
        at.page.mouse.move(5, 5)
        at.page.mouse.up()
        at.is_open()
        row.tap()
        at.page.wait_for_url("**/search?q=*")
        assert parse_qs(urlsplit(at.page.url).query) == {"q": ["海州日报"]}


def test_an_input_method_is_left_alone(chromium: Browser, site: str) -> None:
    with typing(chromium, site) as at:
        method = Method(at.page)
        method.compose("q")
        method.compose("qing d")
        method.key("ArrowDown")
        method.key("Enter")
        at.press("Enter")  # though no browser tells of it like this
        at.settle()
        assert at.value() == "qing d"
        assert at.asked == []
        at.is_open(open_=False)
        assert urlsplit(at.page.url).path == "/"
        method.commit("青岛")
        expect(at.rows.first).to_be_visible()
        assert at.value() == "青岛"
        assert at.queries == ["青岛"]
        method.key("Enter")  # as Safari has it: after the composition, with its code
        at.is_open()
        assert urlsplit(at.page.url).path == "/"
        at.press("ArrowDown", "ArrowDown")
        assert at.active() == ROWS[1][0]
        method.compose("w")
        at.is_open(open_=False)
        method.key("Enter")
        method.commit("湾")
        expect(at.rows.first).to_be_visible()
        assert at.queries == ["青岛", "海州日报湾"]
        at.press("Enter")
        at.page.wait_for_url("**/search?q=*")
        assert parse_qs(urlsplit(at.page.url).query) == {"q": ["海州日报湾"]}


def test_a_composition_that_is_given_up_asks_nothing(chromium: Browser, site: str) -> None:
    with typing(chromium, site) as at:
        method = Method(at.page)
        method.compose("qing")
        method.compose("")
        at.settle()
        assert (at.value(), at.asked) == ("", [])
        at.type("海")
        assert at.queries == ["海"]


def test_a_fast_typist_asks_once_and_hears_one_number(chromium: Browser, site: str) -> None:
    with typing(chromium, site) as at:
        at.box.press_sequentially("haizhou", delay=10)
        at.is_open()
        assert at.queries == ["haizhou"]
        expect(at.status).to_have_text("4 条建议")
        at.press("ArrowDown")
        at.page.keyboard.type("x")
        expect(at.rows.first).to_be_visible()
        at.press("Escape")
        expect(at.status).to_have_text("")


def test_the_number_is_told_in_the_language_of_the_page(chromium: Browser, site: str) -> None:
    def one_row(route: Route, query: str) -> None:
        tell(route, query, ROWS[:1] if query == "hai" else ROWS)

    with typing(chromium, site, one_row) as at:
        at.go("/?lang=en")
        at.type("hai")
        expect(at.status).to_have_text("1 suggestion")
        at.type("z")
        expect(at.status).to_have_text("4 suggestions")
        assert [asked["lang"] for asked in at.asked] == [["en"], ["en"]]
        expect(at.page.get_by_role("listbox", name="Suggestions")).to_be_visible()


def test_the_filters_of_the_page_go_with_the_question(chromium: Browser, site: str) -> None:
    with typing(chromium, site) as at:
        at.go("/search?q=海&kind=all&place=海州&place=青岛&taken=2018/..&sort=newest&page=1")
        at.type("州")
        (asked,) = at.asked
        assert asked == {
            "q": ["海州"], "kind": ["all"], "place": ["海州", "青岛"], "taken": ["2018/.."],
            "sort": ["newest"],
        }  # fmt: skip


def test_answers_that_come_late_are_not_shown(chromium: Browser, site: str) -> None:
    held: dict[str, Route] = {}

    def reply(route: Route, query: str) -> None:
        if query in ("h", "ha"):
            held[query] = route
        else:
            tell(route, query)

    given_up: list[str] = []
    with typing(chromium, site, reply) as at:
        at.page.on(
            "requestfailed",
            lambda request: given_up.append(parse_qs(urlsplit(request.url).query)["q"][0]),
        )
        for letter in "ha":
            at.page.keyboard.type(letter)
            at.settle()
        assert list(held) == ["h", "ha"]
        at.is_open(open_=False)
        at.type("i")
        assert given_up == ["h", "ha"]
        for query in ("ha", "h"):
            tell(held[query], query, ROWS[:1])
        at.settle()
        expect(at.rows).to_have_count(len(ROWS))
        at.press("ArrowDown")
        assert at.active() == ROWS[0][0]


def test_who_has_sent_the_form_is_shown_no_list(chromium: Browser, site: str) -> None:
    sent = Event()

    def reply(route: Route, query: str) -> None:
        sent.set()
        tell(route, query)

    with typing(chromium, site, reply) as at:
        at.page.keyboard.type("灯塔")
        at.press("Enter")
        at.page.wait_for_url("**/search?q=*")
        at.settle()
        at.is_open(open_=False)
        assert not sent.is_set()


def test_leaving_the_box_closes_the_list_and_gives_up_the_question(
    chromium: Browser, site: str
) -> None:
    with typing(chromium, site) as at:
        at.type("hai")
        at.page.locator("h1").click()
        at.is_open(open_=False)
        at.box.focus()
        at.page.keyboard.type("z")
        at.page.locator("h1").click()
        at.settle()
        at.is_open(open_=False)
        assert at.queries == ["hai"]


@pytest.mark.parametrize(
    ("status", "body"),
    [(503, "{}"), (400, "[]"), (200, "<p>log in"), (200, "null"), (200, "[]"), (200, '["hai"]')],
)
def test_a_server_that_fails_leaves_a_plain_box(
    chromium: Browser, site: str, status: int, body: str
) -> None:
    with typing(chromium, site, lambda route, _: route.fulfill(status=status, body=body)) as at:
        at.page.keyboard.type("hai")
        at.settle()
        at.is_open(open_=False)
        assert at.queries == ["hai"]
        # What the browser itself tells of a status that is an error; a page cannot prevent it.
        told = [fault for fault in at.visit.faults if str(status) not in fault]
        assert told == []
        at.visit.faults.clear()
        at.press("Enter")
        at.page.wait_for_url("**/search?q=hai")


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
        at.type("x")
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
        expect(at.status).to_have_text("")


def number(text: str) -> int:
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
        at.type(typed)
        row = at.rows.filter(has_text=re.compile(f"^{expected} ")).first
        told = number(row.locator("bdi").last.inner_text())
        row.click()
        at.page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get("q") == [expected])
        assert number(at.page.locator("h1").inner_text().rpartition("”")[2]) == told
        assert parse_qs(urlsplit(at.page.url).query) == {**before, "q": [expected]}


def test_an_answer_that_the_browser_has_is_not_sent_again(chromium: Browser, site: str) -> None:
    with visiting(chromium, site) as visit:
        at = Typing(visit)
        statuses: list[int] = []
        asked: set[str] = set()

        def on_request(event: dict[str, Any]) -> None:
            if "/suggest?" in event["request"]["url"]:
                asked.add(event["requestId"])

        def on_response(event: dict[str, Any]) -> None:
            if event["requestId"] in asked:
                statuses.append(event["statusCode"])

        cdp = at.page.context.new_cdp_session(at.page)
        cdp.on("Network.requestWillBeSent", on_request)
        cdp.on("Network.responseReceivedExtraInfo", on_response)
        cdp.send("Network.enable")
        for _ in range(2):
            at.go("/")
            at.type("qingd")
        assert statuses == [200, 304]


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
