"""A photo's page by keyboard, by finger and by eye; with JavaScript and without."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import visiting

pytestmark = pytest.mark.browser

FIRST = ".card a.shot"


def open_first(page: Page) -> None:
    """Open the first result, and wait for its script."""
    page.locator(FIRST).first.click()
    page.locator(".copying button").first.wait_for(state="attached")


def is_at(page: Page, place: int) -> None:
    """Whether this photo of the search is shown, and listens to keys: a page is seen before."""
    expect(page.locator(".through .position")).to_contain_text(f"{place} / ")
    page.locator(".copying button").first.wait_for(state="attached")


def test_keys_walk_the_search_and_the_article_and_lead_back(chromium: Browser, site: str) -> None:
    with visiting(chromium, site) as visit:
        page = visit.page
        visit.go("/search?q=青岛")
        tile = page.locator(".card").nth(1)
        place = tile.get_attribute("id")
        tile.locator("a.shot").click()
        is_at(page, 2)
        page.keyboard.press("ArrowRight")
        is_at(page, 3)
        page.keyboard.press("ArrowLeft")
        is_at(page, 2)
        before = page.locator(".within .position").inner_text()
        page.keyboard.press("ArrowDown" if page.locator(".within a.next").count() else "ArrowUp")
        expect(page.locator(".within .position")).not_to_have_text(before)
        page.go_back()
        is_at(page, 2)
        page.keyboard.press("Escape")
        page.wait_for_url(f"**/search?q=*#{place}")
        expect(page.locator(f"#{place}")).to_be_in_viewport()


@pytest.mark.parametrize(("width", "height", "scheme"), [(1440, 900, "light"), (390, 844, "dark")])
def test_picture_and_caption_are_seen_at_once(
    chromium: Browser, site: str, width: int, height: int, scheme: str
) -> None:
    size = {"width": width, "height": height}
    with visiting(chromium, site, viewport=size, color_scheme=scheme) as visit:
        page = visit.page
        visit.go("/search?q=灯塔")
        open_first(page)
        picture = page.locator(".mat img")
        picture.evaluate("img => img.complete || new Promise(done => img.onload = done)")
        expect(picture).to_be_in_viewport(ratio=1)
        expect(page.locator("h1.caption")).to_be_in_viewport(ratio=1)
        expect(page.locator(".told .credit")).to_be_in_viewport(ratio=1)
        assert visit.overflow() == 0
        assert visit.small_targets() == []
        assert Axe().run(page).violations_count == 0
        page.locator(".copying summary").click()
        assert Axe().run(page).violations_count == 0


def test_a_form_is_copied_by_key_and_by_button_and_it_is_said(chromium: Browser, site: str) -> None:
    with visiting(chromium, site, permissions=["clipboard-read", "clipboard-write"]) as visit:
        page = visit.page
        visit.go("/search?q=灯塔")
        open_first(page)
        page.keyboard.press("c")
        expect(page.get_by_role("status").filter(has_text="已复制")).to_contain_text("图说＋署名")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == page.locator(".copying textarea").first.input_value()
        page.locator(".copying summary").click()
        page.get_by_role("button", name="复制 GB/T 7714-2015").click()
        expect(page.get_by_role("status").filter(has_text="已复制")).to_contain_text("GB/T")
        assert "[Z/OL]" in page.evaluate("navigator.clipboard.readText()")


def test_the_viewer_zooms_where_one_points_and_comes_back_to_the_page(
    chromium: Browser, site: str
) -> None:
    with visiting(chromium, site) as visit:
        page = visit.page
        visit.go("/search?q=灯塔")
        open_first(page)
        page.keyboard.press("z")
        viewer = page.get_by_role("dialog")
        expect(viewer).to_be_visible()
        image = viewer.locator("img")
        size = "img => img.getBoundingClientRect().width"
        fit = image.evaluate(size)
        page.keyboard.press("+")
        assert image.evaluate(size) == pytest.approx(fit * 1.25)
        page.mouse.move(300, 200)
        page.mouse.wheel(0, -400)
        page.wait_for_function(
            "w => document.querySelector('.viewer img').getBoundingClientRect().width > w * 1.3",
            arg=fit,
        )
        left = image.evaluate("img => img.getBoundingClientRect().left")
        page.keyboard.press("ArrowRight")
        assert image.evaluate("img => img.getBoundingClientRect().left") == pytest.approx(left - 80)
        page.keyboard.press("0")
        assert image.evaluate(size) == pytest.approx(fit)
        assert Axe().run(page).violations_count == 0
        page.keyboard.press("Escape")
        expect(viewer).to_be_hidden()
        expect(page.locator(".enlarge")).to_be_focused()


def test_without_javascript_links_walk_and_forms_can_be_selected(
    chromium: Browser, site: str
) -> None:
    with visiting(chromium, site, java_script_enabled=False) as visit:
        page = visit.page
        visit.go("/search?q=青岛")
        page.locator(FIRST).first.click()
        page.locator(".through a.next").click()
        expect(page.locator(".through .position")).to_contain_text("2 / ")
        page.locator(".copying summary").click()
        expect(page.locator(".copying textarea").first).to_be_visible()
        expect(page.locator(".copying button")).to_have_count(0)
        page.locator(".course .back").click()
        expect(page.locator(".card").first).to_be_visible()
