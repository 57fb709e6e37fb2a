"""A real server over the sample archive, and a real browser in front of it."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)

from tests.conftest import ROOT
from tests.places import Place

PATIENCE = 60_000  # milliseconds: a busy machine is slow and nothing worse

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@contextmanager
def served(index: Path | str, *options: str) -> Iterator[str]:
    """Run ``python -m web`` on a free port; gives the address that it prints."""
    command = [sys.executable, "-m", "web", "--index", str(index), "--port", "0"]
    command += ["--access-log", "no", *options]  # nobody reads on after the first line
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert "http://" in line, "the server printed no address"
            yield "http://" + line.partition("http://")[2].split("/ ")[0]
        finally:
            process.terminate()
            process.wait(timeout=60)


@pytest.fixture(scope="session")
def site(sample_index: Path) -> Iterator[str]:
    """The address of a server over the sample archive."""
    with served(sample_index) as address:
        yield address


@pytest.fixture(scope="session")
def each_site(sample_place: Place, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over it for each kind of engine."""
    pictures = str(tmp_path_factory.mktemp("pictures"))
    with served(sample_place.location, "--pictures", pictures) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium; skipped without it."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip(f"no browser: none of {', '.join(BROWSERS)} is installed")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


class Visit:
    """A page with everything noted down that a reader should never meet."""

    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        self.site = site
        self.faults: list[str] = []
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("request", self._on_request)
        page.on("response", self._on_response)

    def go(self, path: str) -> None:
        """Open a page of the site."""
        self.page.goto(self.site + path)

    def loaded(self, selector: str) -> int:
        """Scroll each picture into view, wait for it, and count those that hold pixels."""
        pictures = self.page.locator(selector)
        for picture in pictures.all():
            picture.scroll_into_view_if_needed()
            picture.evaluate("img => img.complete || new Promise(done => img.onload = done)")
        return int(
            self.page.evaluate(
                "s => [...document.querySelectorAll(s)].filter(i => i.naturalWidth > 0).length",
                selector,
            )
        )

    def overflow(self) -> int:
        """By how many pixels the page is wider than the screen."""
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        return int(self.page.evaluate(wide))

    def small_targets(self) -> list[str]:
        """What can be pressed and is less than 24 pixels wide or high (WCAG 2.2, 2.5.8)."""
        found: list[str] = self.page.evaluate(
            """() => [...document.querySelectorAll("a, button, summary, input")]
                .filter(e => e.checkVisibility() && e.type !== "hidden" && !e.matches(".skip"))
                .map(e => [e, e.getBoundingClientRect()])
                .filter(([e, box]) => Math.min(box.width, box.height) < 24)
                .map(([e, box]) => `${e.outerHTML.slice(0, 90)} ${box.width} × ${box.height}`)"""
        )
        return found

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"console: {message.text}")

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith(self.site + "/"):
            self.faults.append(f"another host: {request.url}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            self.faults.append(f"{response.status}: {response.url}")


@contextmanager
def visiting(browser: Browser, site: str, **options: object) -> Iterator[Visit]:
    """A visit in a context of its own; ends by asserting that nothing went wrong."""
    context = browser.new_context(locale="zh-CN", **options)  # type: ignore[arg-type]  # passed through
    context.set_default_timeout(PATIENCE)
    visit = Visit(context.new_page(), site)
    try:
        yield visit
    finally:
        context.close()
    assert visit.faults == []
