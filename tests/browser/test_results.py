"""The results in a real browser: time, sets of photos, the way back, and keys."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

import indexer
from tests.browser.conftest import Visit, visiting

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def word(sample_index: Path) -> str:
    """A word whose first page has a set of photos that is not its first card."""
    with indexer.open_index(sample_index) as archive:
        for found in "夜灯花节雪":
            if any(hit.group > 1 for hit in archive.search(found).hits[1:]):
                return found
    raise AssertionError("the sample archive has no set of photos any more")


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def visit(request: pytest.FixtureRequest, chromium: Browser, site: str) -> Iterator[Visit]:
    """A visit with scripts, and one without."""
    size = {"width": 1440, "height": 900}
    with visiting(chromium, site, viewport=size, java_script_enabled=request.param) as visit:
        yield visit


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_time_a_facet_and_a_layout_are_links(visit: Visit, word: str) -> None:
    page = visit.page
    visit.go(f"/search?q={word}")
    bar = page.locator("svg.chart a").last
    says = str(bar.get_attribute("aria-label"))
    page.get_by_role("link", name=says, exact=True).click()
    count = says.partition("：")[2]
    expect(page.locator("h1")).to_contain_text(f"共 {count}")
    assert asked(page)["taken"]
    page.locator(".way a").first.click()
    assert set(asked(page)) == {"q"}

    line = page.locator(".facet li").filter(has=page.locator(".ways")).first
    line.hover()
    expect(line.locator(".ways")).to_have_css("opacity", "1")
    without = line.get_by_role("link", name="非").first
    left = str(without.get_attribute("title")).rpartition("（")[2].rstrip("）")
    without.click()
    expect(page.locator("h1")).to_contain_text(f"共 {left} 条")
    page.locator(".parts .filter a").click()

    page.get_by_role("navigation", name="版式").get_by_role("link", name="列表").click()
    expect(page.locator(".row").first).to_be_visible()
    assert asked(page)["view"] == ["list"]


def test_a_set_opens_in_its_place_or_at_its_address(visit: Visit, word: str) -> None:
    page = visit.page
    visit.go(f"/search?q={word}")
    link = page.locator("a.group").first
    size = int("".join(filter(str.isdigit, link.inner_text())))
    before = page.locator(".card").count()
    has_script = link.get_attribute("aria-expanded") == "false"
    link.click()
    if not has_script:
        assert asked(page)["groups"] == ["show"]
        assert page.locator(".card").count() >= size, "others of the article match by themselves"
        return
    expect(link).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".card")).to_have_count(before + size - 1)
    assert set(asked(page)) == {"q"}
    link.click()
    expect(page.locator(".card")).to_have_count(before)

    visit.go("/search?q=灯会&per_page=3")
    before = page.locator(".card").count()
    size = int("".join(filter(str.isdigit, link.inner_text())))
    assert size > before, "a set larger than a page, of which only the first page was shown"
    link.click()
    expect(page.locator(".card")).to_have_count(before + size - 1)

    # A set of which the page shows every photo already does not claim to be open.
    link.evaluate("link => (link.members = [], link.setAttribute('aria-expanded', 'false'))")
    link.click()
    page.wait_for_url("**groups=show*")


def test_back_returns_to_the_tile_and_so_does_the_link(chromium: Browser, site: str) -> None:
    with visiting(chromium, site, viewport={"width": 1280, "height": 800}) as visit:
        page = visit.page
        visit.go("/search?q=海&page=2")
        tile = page.locator("a.tile").nth(9)
        href = str(tile.get_attribute("href"))
        same = page.locator(f'a.tile[href="{href}"]')
        tile.scroll_into_view_if_needed()
        place = page.evaluate("scrollY")
        assert place > 0
        tile.click()
        expect(page.locator(".mat img")).to_be_visible()
        page.go_back()
        expect(same).to_be_focused()
        assert abs(page.evaluate("scrollY") - place) < 5
        visit.go(href)
        page.locator("a.back").click()
        expect(same).to_be_focused()
        expect(same).to_be_in_viewport()
        assert asked(page)["page"] == ["2"]


def test_keys_walk_the_pictures_and_the_timeline(chromium: Browser, site: str) -> None:
    with visiting(chromium, site, viewport={"width": 1280, "height": 800}) as visit:
        page = visit.page
        page.add_init_script("delete Element.prototype.checkVisibility")  # as older browsers
        visit.go("/search")
        assert page.evaluate("Selection === getSelection().constructor"), "a script hides a name"
        tiles = page.locator("a.tile")
        for key, at in (("j", 0), ("j", 1), ("k", 0), ("ArrowRight", 1), ("ArrowLeft", 0)):
            page.keyboard.press(key)
            expect(tiles.nth(at)).to_be_focused()
        page.keyboard.press("ArrowDown")
        row = [tile.bounding_box() for tile in (tiles.first, page.locator("a.tile:focus"))]
        assert row[0]
        assert row[1]
        assert row[1]["y"] > row[0]["y"]
        page.keyboard.press("ArrowUp")
        expect(tiles.first).to_be_focused()

        bars = page.locator("svg.chart a")
        stops = page.evaluate("[...document.querySelectorAll('svg.chart a')].map(a => a.tabIndex)")
        assert sorted(stops) == [-1] * (bars.count() - 1) + [0]
        bars.first.focus()
        page.keyboard.press("End")
        expect(bars.last).to_be_focused()
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("Enter")
        page.wait_for_url("**taken=*")
        page.keyboard.press("/")
        page.keyboard.type("jk")
        expect(page.locator("#q")).to_be_focused()


@pytest.mark.parametrize("path", ["/search?q=青岛", "/search?q=青岛&lang=en", "/search?q=海"])
def test_no_label_of_the_timeline_stands_out(chromium: Browser, site: str, path: str) -> None:
    with visiting(chromium, site, viewport={"width": 360, "height": 700}) as visit:
        visit.go(path)
        edges = (
            "all => all.map(one => [one.getBoundingClientRect()].map(r => [r.left, r.right])[0])"
        )
        labels = visit.page.locator(".chart .tick:not(.minor)").evaluate_all(edges)
        ((left, right),) = visit.page.locator(".chart").evaluate_all(edges)
        assert len(labels) > 2
        assert min(left for left, _ in labels) > left - 1
        assert max(right for _, right in labels) < right + 1


def test_values_are_found_while_one_types_or_on_their_own_page(visit: Visit) -> None:
    page = visit.page
    visit.go("/search")
    box = page.get_by_label("查找摄影")
    name = page.locator("#facet-creator ~ ul .label").nth(2).inner_text()
    box.fill(name)
    labels = page.locator("ul.values .label")
    if page.locator("svg.chart a[tabindex]").count():
        expect(page.locator("#facet-creator ~ ul.values .label").first).to_have_text(name)
        expect(page.locator("#facet-creator ~ ul.values").first.locator("li")).to_have_count(1)
    else:
        box.press("Enter")
        expect(labels).to_have_text([name])
        assert urlsplit(page.url).path == "/facets/creator"
