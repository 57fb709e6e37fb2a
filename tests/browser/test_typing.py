"""The search box under the hands of somebody who types; what ``/suggest`` answers is told here."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.browser.typist import ROWS, Method, tell, typing

pytestmark = pytest.mark.browser


def test_the_keyboard_leads_through_the_list_and_back_to_what_was_typed(
    chromium: Browser, site: str
) -> None:
    with typing(chromium, site) as at:
        at.is_open(open_=False)
        at.type("hai")
        at.is_open()
        assert (at.value(), at.active()) == ("hai", "")
        texts = [text for text, _ in ROWS] + ["hai"]
        for text in (*texts, "", texts[0]):
            at.press("ArrowDown")
            assert (at.value(), at.active()) == (text or "hai", text)
        for text in ("", *reversed(texts)):
            at.press("ArrowUp")
            assert (at.value(), at.active()) == (text or "hai", text)
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
        at.is_answered()
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
        at.type("海")
        at.press("Escape", "ArrowDown")
        at.is_open()
        assert at.active() == ""
        at.press("ArrowDown")
        assert at.active() == ROWS[0][0]
        assert at.queries == ["海"]  # the page remembers the answer
        at.box.fill("")
        at.is_open(open_=False)


def test_a_text_that_was_put_there_whole_is_not_completed(chromium: Browser, site: str) -> None:
    with typing(chromium, site) as at:
        at.type("hai")
        at.page.keyboard.insert_text("灯塔" * 5_000)
        at.is_open(open_=False)
        at.press("ArrowDown")
        at.settle()
        at.is_open(open_=False)
        assert at.queries[-1] == "hai"
        assert set(at.queries) <= {"h", "ha", "hai"}, "a slow machine asks between the keys"


def test_what_is_put_into_a_box_without_the_focus_opens_no_list(
    chromium: Browser, site: str
) -> None:
    with typing(chromium, site) as at:
        at.box.evaluate("q => { q.blur(); q.value = 'hai'; q.dispatchEvent(new Event('input')); }")
        at.until(lambda: at.queries == ["hai"])
        at.settle()
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
        at.is_answered()
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
        at.is_answered()
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
        at.page.clock.install(time=0)
        at.go("/")
        at.page.clock.pause_at(1_000_000)
        for letter in "haizho":
            at.page.keyboard.type(letter)
            at.page.clock.run_for(30)
        assert at.asked == []
        at.page.keyboard.type("u")
        at.page.clock.run_for(100)
        at.is_answered()
        assert at.queries == ["haizhou"]
        at.page.clock.run_for(400)
        expect(at.status).to_have_text("")
        at.page.clock.run_for(400)
        expect(at.status).to_have_text("5 条建议")
        at.page.keyboard.type("x")
        at.page.clock.run_for(100)
        at.is_answered()
        expect(at.status).to_have_text("")
        at.page.clock.run_for(400)
        at.page.keyboard.type("y")
        at.page.clock.run_for(100)
        at.is_answered()
        at.page.clock.run_for(400)
        expect(at.status).to_have_text("")
        at.page.clock.run_for(400)
        expect(at.status).to_have_text("5 条建议")
        at.press("Escape")
        expect(at.status).to_have_text("")


def test_the_number_is_told_in_the_language_of_the_page(chromium: Browser, site: str) -> None:
    def one_row(route: Route, query: str) -> None:
        tell(route, query, ROWS[:1] if query == "hai" else ())

    with typing(chromium, site, one_row) as at:
        at.go("/?lang=en")
        at.page.keyboard.type("hai")
        expect(at.status).to_have_text("1 suggestion")
        at.type("z")
        expect(at.status).to_have_text("5 suggestions")
        assert {asked["lang"][0] for asked in at.asked} == {"en"}
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

    with typing(chromium, site, reply) as at:
        at.page.keyboard.type("h")
        at.until(lambda: "h" in held)
        at.page.keyboard.type("a")
        at.until(lambda: "ha" in held)
        at.is_open(open_=False)
        at.type("i")
        at.until(lambda: at.given_up == ["h", "ha"])
        for query in ("ha", "h"):
            tell(held[query], query, ROWS[:1])
        at.settle()
        expect(at.rows).to_have_count(len(ROWS) + 1)
        at.press("ArrowDown")
        assert at.active() == ROWS[0][0]


def test_who_moves_in_the_list_keeps_it(chromium: Browser, site: str) -> None:
    held: list[Route] = []

    def reply(route: Route, query: str) -> None:
        if query == "hai":
            tell(route, query)
        else:
            held.append(route)

    with typing(chromium, site, reply) as at:
        at.type("hai")
        at.page.keyboard.type("z")
        at.until(lambda: bool(held))
        at.press("ArrowDown", "ArrowDown")
        at.until(lambda: at.given_up == ["haiz"])
        tell(held[0], "haiz", ROWS[:1])
        at.settle()
        assert (at.active(), at.value()) == (ROWS[1][0], ROWS[1][0])
        at.press("Escape")
        assert at.value() == "haiz"


def test_leaving_the_box_closes_the_list_and_gives_up_the_question(
    chromium: Browser, site: str
) -> None:
    held: list[Route] = []

    def reply(route: Route, query: str) -> None:
        if query == "hai":
            tell(route, query)
        else:
            held.append(route)

    with typing(chromium, site, reply) as at:
        at.type("hai")
        at.page.locator("h1").click()
        at.is_open(open_=False)
        at.box.focus()
        at.is_open(open_=False)
        at.press("End")
        at.page.keyboard.type("z")
        at.until(lambda: bool(held))
        at.page.locator("h1").click()
        at.until(lambda: at.given_up == ["haiz"])
        tell(held[0], "haiz")
        at.settle()
        at.is_open(open_=False)


@pytest.mark.parametrize(
    ("status", "body"),
    [(503, "{}"), (400, "[]"), (200, "<p>log in"), (200, "null"), (200, "[]"), (200, '["hai"]')],
)
def test_a_server_that_fails_leaves_a_plain_box(
    chromium: Browser, site: str, status: int, body: str
) -> None:
    with typing(chromium, site, lambda route, _: route.fulfill(status=status, body=body)) as at:
        at.page.keyboard.type("hai")
        at.until(lambda: at.queries[-1:] == ["hai"])
        at.settle()
        at.is_open(open_=False)
        # What the browser itself tells of a status that is an error; a page cannot prevent it.
        told = [fault for fault in at.visit.faults if str(status) not in fault]
        assert told == []
        at.visit.faults.clear()
        at.press("Enter")
        at.page.wait_for_url("**/search?q=hai")
