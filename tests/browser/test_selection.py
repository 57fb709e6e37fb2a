"""Choosing photos in a real browser: with JavaScript over pages and searches, and without."""

import io
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from pypdf import PdfReader

from tests.browser.conftest import visiting
from tests.browser.test_suggestions import violations

pytestmark = pytest.mark.browser

RESULTS = "/search?q=海"


def ids(page: Page) -> list[str]:
    """What lies on the light table, in its order."""
    found: list[str] = page.locator(".print").evaluate_all("all => all.map(p => p.dataset.id)")
    return found


def chosen(page: Page, count: int) -> None:
    expect(page.locator(".tray .count")).to_contain_text(f" {count} ")


def test_a_selection_is_kept_over_searches_and_can_be_sent(chromium: Browser, site: str) -> None:
    wide = {"width": 1440, "height": 900}
    with visiting(chromium, site, viewport=wide) as visit:
        page = visit.page
        visit.go(RESULTS)
        expect(page.locator(".tray")).to_be_hidden()
        boxes = page.locator(".pick input")
        first = [str(boxes.nth(at).get_attribute("value")) for at in range(5)]
        boxes.nth(0).click()
        boxes.nth(3).click(modifiers=["Shift"])
        chosen(page, 4)
        page.locator("a.shot").nth(4).focus()
        page.keyboard.press("x")
        chosen(page, 5)
        expect(page.locator("p[role=status]").last).to_contain_text("5")
        page.keyboard.press("x")
        chosen(page, 4)
        page.locator("#q").focus()
        page.keyboard.type("x")
        chosen(page, 4)
        # What a browser that fills in a form sends: a key without a name.
        page.evaluate("document.body.dispatchEvent(new Event('keydown', { bubbles: true }))")

        visit.go("/search?q=灯会")
        chosen(page, 4)
        page.locator("a.pick-page").click()
        here = page.locator(".pick input").evaluate_all("all => all.map(box => box.value)")
        wanted = [*first[:4], *(id_ for id_ in here if id_ not in first[:4])]
        chosen(page, len(wanted))
        page.reload()
        chosen(page, len(wanted))
        page.locator(".tray [type=submit]").click()
        expect(page.locator("h1")).to_contain_text(str(len(wanted)))
        assert ids(page) == wanted
        expect(page.locator("#title")).to_have_value("海；灯会")

        page.locator(f'button[name=up][value="{wanted[1]}"]').click()
        expect(page.locator(".print").first).to_have_attribute("data-id", wanted[1])
        page.locator(f'button[name=remove][value="{wanted[0]}"]').click()
        expect(page.locator(".print")).to_have_count(len(wanted) - 1)
        chosen(page, len(wanted) - 1)
        order = [wanted[1], *wanted[2:]]
        page.locator(".print").nth(2).drag_to(page.locator(".print").first)
        expect(page.locator(".print").first).to_have_attribute("data-id", order[2])
        order = [order[2], order[0], order[1], *order[3:]]
        assert ids(page) == order
        sent = page.url
        visit.go("/selection")
        expect(page.locator(".print").first).to_have_attribute("data-id", order[0])
        assert ids(page) == order

        expect(page.locator(".tray [type=submit]")).to_be_hidden()
        page.locator(".tray .clear").click()
        expect(page.locator(".empty")).to_be_visible()
        expect(page.locator(".tray")).to_be_hidden()
    with visiting(chromium, site) as visit:
        visit.page.goto(sent)
        assert ids(visit.page) == order
        expect(visit.page.locator(".tray")).to_be_hidden()
        visit.page.locator("button.mine").click()
        chosen(visit.page, len(order))


def test_back_undoes_what_the_table_did_and_nothing_else(chromium: Browser, site: str) -> None:
    with visiting(chromium, site) as visit:
        page = visit.page
        visit.go(RESULTS)
        label = page.locator("a.pick-page")
        expect(label).to_have_text("选中本页")
        label.click()
        expect(label).to_have_text("取消本页")
        page.locator(".tray [type=submit]").click()
        order = ids(page)
        for at, name in ((3, "remove"), (0, "down")):
            before = page.url
            page.locator(f"button[name={name}]").nth(at).press("Enter")
            expect(page).not_to_have_url(before)
            expect(page.locator(f"button[name={name}]:focus")).to_have_count(1)
        chosen(page, len(order) - 1)
        page.go_back()
        assert ids(page) == [*order[:3], *order[4:]]
        page.go_back()
        chosen(page, len(order))
        expect(page.locator(".print")).to_have_count(len(order))
        expect(page.locator("button.mine")).to_be_hidden()
        page.reload()
        chosen(page, len(order))
        visit.go("/selection")
        expect(page.locator(".print")).to_have_count(len(order))
        assert ids(page) == order

        page.locator(".tray .clear").click()
        expect(page.locator(".empty")).to_be_visible()
        page.go_back()
        chosen(page, len(order))
        page.locator("button[formaction]").click()
        expect(page.locator(".notices")).to_contain_text("勾选两张")
        for at in (0, 1):
            page.locator(".handles input").nth(at).check()
        page.locator("button[formaction]").click()
        expect(page.locator(".compared .print")).to_have_count(2)
        page.keyboard.press("Escape")
        expect(page.locator(".prints .print")).to_have_count(len(order))

        visit.go("/search?q=灯会")
        page.locator(".pick input:not(:checked)").first.click()
        chosen(page, len(order) + 1)
        page.go_back()
        expect(page.locator("button.mine")).to_be_hidden()
        chosen(page, len(order) + 1)


def test_all_results_are_taken_and_a_clearing_is_undone(chromium: Browser, site: str) -> None:
    with visiting(chromium, site) as visit:
        visit.go(RESULTS)
        with visit.page.expect_response("**/selection/results.json?*") as answered:
            visit.page.locator("a.pick-all").click()
        total = answered.value.json()["total"]
        chosen(visit.page, total)
        expect(visit.page.locator(".tray .count")).not_to_contain_text("·")
        visit.page.locator(".tray .clear").click()
        expect(visit.page.locator(".pick input:checked")).to_have_count(0)
        visit.page.locator(".tray .clear").click()
        chosen(visit.page, total)


def test_what_the_server_answers_to_a_selection_is_kept_as_it_is(
    chromium: Browser, site: str
) -> None:
    former, query = "0123456789abcdef", "海 " + "一" * 150
    with visiting(chromium, site) as visit:
        page = visit.page
        visit.go(RESULTS)
        boxes = page.locator(".pick input")
        here = [str(boxes.nth(at).get_attribute("value")) for at in range(5)]
        page.route(
            "**/selection/results.json?*",
            lambda route: route.fulfill(json={"ids": here[:3], "total": 1200}),
        )
        page.locator("a.pick-all").click()
        chosen(page, 3)
        expect(page.locator(".tray .count")).to_contain_text("结果共 1,200 张，这里是前 3 张")

        # The box that was ticked last leaves the page; Shift then chooses one and no other.
        page.locator(".card").nth(2).locator(".pick input").click()
        page.locator(".card").nth(2).evaluate("card => card.remove()")
        boxes.nth(3).click(modifiers=["Shift"])
        chosen(page, 3)
        expect(boxes.nth(3)).to_be_checked()

        page.evaluate(
            """([was, title]) => {
                const key = Object.keys(localStorage).find(key => key.startsWith("selection "));
                const kept = JSON.parse(localStorage[key]);
                localStorage[key] = JSON.stringify({ ids: [was, ...kept.ids], titles: [title] });
            }""",
            [former, query],
        )

        def moved(route: Route) -> None:
            body = route.fetch().text()
            name = f'data-id="{here[1]}"'
            route.fulfill(body=body.replace(name, f'{name} data-was="{former}"'))

        page.route("**/selection?*", moved)
        visit.go("/selection")
        expect(page.locator(".print")).to_have_count(3)
        expect(page.locator("#title")).to_have_value(query[:119] + "…")
        chosen(page, 3)
        expect(page.locator("button.mine")).to_be_hidden()
        kept = page.evaluate("Object.values(localStorage).join()")
        assert former not in kept
        assert here[1] in kept


def test_credits_are_copied_by_a_key(chromium: Browser, site: str) -> None:
    allowed = ["clipboard-read", "clipboard-write"]
    with visiting(chromium, site, permissions=allowed) as visit:
        visit.go(RESULTS)
        visit.page.locator("a.pick-page").click()
        visit.page.locator(".tray [type=submit]").click()
        credits_ = visit.page.locator("#credits").input_value()
        assert credits_.startswith("1. ")
        visit.page.keyboard.press("c")
        expect(visit.page.locator("p[role=status]").last).to_have_text("署名已复制")
        assert visit.page.evaluate("navigator.clipboard.readText()") == credits_


def test_a_selection_without_javascript(chromium: Browser, site: str) -> None:
    with visiting(chromium, site, java_script_enabled=False) as visit:
        page = visit.page
        visit.go(RESULTS)
        expect(page.locator(".tray")).to_be_hidden()
        for at in (0, 2):
            page.locator(".pick input").nth(at).check()
        page.locator(".tray [type=submit]").click()
        expect(page.locator(".print")).to_have_count(2)
        assert set(parse_qs(urlsplit(page.url).query)) == {"ids", "q"}
        page.locator("button[name=down]").first.press("Enter")
        expect(page.locator("button[name=up]").last).to_be_focused()
        expect(page.locator(".print .number").first).to_have_text("1")
        page.locator("button[formaction]").click()
        expect(page.locator(".notices")).to_be_visible()
        for at in (0, 1):
            page.locator(".handles input").nth(at).check()
        page.locator("button[formaction]").click()
        expect(page.locator(".compared .print")).to_have_count(2)

        tall = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="900"/>'
        page.route(
            "**/thumbnails/*",
            lambda route: route.fulfill(body=tall, content_type="image/svg+xml"),
        )
        visit.go("/search")
        page.locator("a.pick-all").click()
        page.wait_for_load_state("domcontentloaded")
        count = page.locator(".print").count()
        assert count > 100
        page.locator('.links a[href*="per=20"]').click()
        papers = page.locator(".paper").count()
        assert papers == -(-count // 20)
        printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
        assert len(printed.pages) == papers


def test_axe_finds_nothing_on_the_way_to_the_table(chromium: Browser, site: str) -> None:
    view = {"width": 360, "height": 900}
    with visiting(chromium, site, viewport=view, color_scheme="dark") as visit:
        visit.go(RESULTS)
        visit.page.locator("a.pick-page").click()
        assert violations(visit.page) == []
        assert visit.overflow() == 0
        visit.page.locator(".tray [type=submit]").click()
        expect(visit.page.locator(".print").first).to_be_visible()
        for _ in range(2):
            assert violations(visit.page) == []
            assert visit.small_targets() == []
            assert visit.overflow() == 0
            visit.page.locator('.links a[href*="/sheet?"]').first.click()
            expect(visit.page.locator(".paper").first).to_be_visible()
