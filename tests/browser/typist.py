"""Somebody who types into the search box: keys, an input method, and what is answered."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, CDPSession, Page, Request, Route, expect

from tests.browser.conftest import PATIENCE, Visit, visiting

Rows = tuple[tuple[str, str], ...]

LONG = '"千帆竞发：来自三十多个国家和地区的水手在海州湾迎来开海后的第一个清晨"'
ROWS: Rows = (
    ("海州", "地点 · 1,204 张"),
    ("海州日报", "机构 · 91 张"),
    ("分类:社会", "分类 · 33 张"),
    (LONG, "标题 · 4 张"),
)
READY = "#q[role=combobox]"  # which the script makes of it


def answer(query: str, rows: Rows = ()) -> list[object]:
    """What the server would tell: ``rows``, else ``ROWS`` and last the query itself."""
    rows = rows or (*ROWS, (query, "词语 · 1 张"))
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
        self.given_up: list[str] = []
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
        self.page.on("requestfailed", self._on_given_up)

    def go(self, path: str) -> None:
        """Open a page and go into its box."""
        self.visit.go(path)
        expect(self.page.locator(READY)).to_be_visible()
        self.box.focus()
        self.page.keyboard.press("End")

    def type(self, text: str) -> None:
        """Type, and wait for the answer."""
        self.page.keyboard.type(text)
        self.is_answered()

    def is_answered(self) -> None:
        """Whether the list is the answer to what stands in the box."""
        expect(self.rows.last.locator("bdi").first).to_have_text(self.value().strip())

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
        """Wait longer than the box waits before it asks, to see that it does not."""
        self.page.wait_for_timeout(400)

    def _on_given_up(self, request: Request) -> None:
        if "/suggest?" in request.url:
            self.given_up.append(query_of(request.url))

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds, which it must in the end."""
        end = time.monotonic() + PATIENCE / 1000
        while not holds():
            assert time.monotonic() < end, "this never came to be"
            self.page.wait_for_timeout(20)


def query_of(url: str) -> str:
    """The text that an address asks for."""
    return parse_qs(urlsplit(url).query)["q"][0]


def tell(route: Route, query: str, rows: Rows = ()) -> None:
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
