"""What holds on every page: axe, both themes, 400 % zoom, and that nothing moves while it loads."""

import time
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Route, ViewportSize

from tests.browser.conftest import Visit, visiting
from tests.every_page import NO_SUCH_PAGE, every_page

pytestmark = pytest.mark.browser

WIDE: ViewportSize = {"width": 1440, "height": 900}
ZOOMED: ViewportSize = {"width": 320, "height": 256}
"""A screen of 1280 × 1024 at 400 % (WCAG 2.2, 1.4.10)."""

SLOWLY = 0.03  # seconds that a picture takes: it comes after the page was laid out

SHIFTS = """async () => {
    await Promise.all([...document.images].map(img => img.complete || new Promise(done => {
        img.onload = img.onerror = done; img.loading = "eager";
    })));
    return new Promise(done => {
        const moved = [];
        new PerformanceObserver(list => moved.push(...list.getEntries()))
            .observe({ type: "layout-shift", buffered: true });
        setTimeout(() => done(moved.map(shift => shift.sources.map(
            one => one.node?.nodeType === 1 ? one.node.outerHTML.slice(0, 90) : one.node?.nodeName
        ).join(" + "))), 120);
    });
}"""

CUT = """() => [...document.querySelectorAll("body *")]
    .filter(e => e.checkVisibility() && !e.matches(".unseen, .skip, svg *, option")
        && !e.closest(".unseen, .skip")
        && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
    .filter(e => {
        const box = e.getBoundingClientRect(), style = getComputedStyle(e);
        const hidden = style.overflowX === "hidden" && e.scrollWidth > e.clientWidth + 1
            && style.textOverflow !== "ellipsis" && !style.webkitLineClamp;
        return box.left < -1 || box.right > innerWidth + 1 || hidden;
    })
    .map(e => e.outerHTML.slice(0, 90))"""
"""What has text and stands beyond the edge of the screen, or hides a part without saying so."""

COVERED = """() => [...document.querySelectorAll("main label, main a, main button, main input")]
    .filter(e => e.checkVisibility() && !e.closest("details:not([open])"))
    .filter(e => {
        const box = e.getBoundingClientRect();
        const head = document.querySelector(".masthead").getBoundingClientRect();
        return box.width && box.bottom <= head.bottom && box.top < head.bottom - 1
            && !document.querySelector(".home");
    })
    .map(e => e.outerHTML.slice(0, 90))"""
"""What belongs to the page and lies on its head."""


@pytest.fixture(scope="module")
def addresses(sample_index: Path) -> dict[str, str]:
    return every_page(sample_index)


def violations(visit: Visit) -> list[str]:
    """What axe has to say, in its own words."""
    found: list[dict[str, Any]] = (
        Axe().run(visit.page, options={"resultTypes": ["violations"]}).response["violations"]
    )
    return [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]]


def slowly(route: Route) -> None:
    time.sleep(SLOWLY)
    route.continue_()


NAMES = (
    *("front", "grid", "list", "compact", "narrowed", "related", "empty", "facet"),
    *("photo of a search", "article", "about", "light table", "compare"),
    *("contact sheet", "english", "english photo", NO_SUCH_PAGE),
)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_right_in_both_themes_at_400_percent_and_while_it_loads(
    chromium: Browser, site: str, addresses: dict[str, str], name: str
) -> None:
    with visiting(chromium, site, viewport=WIDE, color_scheme="light") as visit:
        page = visit.page
        page.route("**/thumbnails/*", slowly)
        visit.go(addresses[name])
        assert page.evaluate(SHIFTS) == []
        assert violations(visit) == []

        page.emulate_media(color_scheme="dark")
        page.set_viewport_size(ZOOMED)
        assert violations(visit) == []
        assert visit.overflow() == 0
        assert page.evaluate(CUT) == []
        assert page.evaluate(COVERED) == []

        page.reload()
        assert page.evaluate(SHIFTS) == []
        if name == NO_SUCH_PAGE:
            assert any(fault.startswith("404") for fault in visit.faults)
            visit.faults.clear()
