"""What a reader does, in a real browser against a real server over the sample archive."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

import indexer
from indexer import KINDS
from tests.browser.conftest import served, visiting
from web.addresses.search_request import PER_PAGE

pytestmark = pytest.mark.browser

WORDS = ("海", "年", "月", "日")  # one of them stands in more captions than a page shows

# Lines of an element's text; and how much of the room in a box its hint takes.
LINES = """e => {
    const range = document.createRange(); range.selectNodeContents(e);
    return new Set([...range.getClientRects()].map(box => Math.round(box.bottom / 8))).size;
}"""
HINT = """q => {
    const style = getComputedStyle(q), pen = document.createElement("canvas").getContext("2d");
    pen.font = style.font;
    const cross = parseFloat(style.fontSize);  // the button that empties the box
    const padding = parseFloat(style.paddingLeft) + parseFloat(style.paddingRight);
    return pen.measureText(q.placeholder).width / (q.clientWidth - padding - cross);
}"""


@pytest.fixture(scope="module")
def word(sample_index: Path) -> str:
    """A word with more than one page of results."""
    with indexer.open_index(sample_index) as archive:
        found = {word: archive.search(word).total for word in WORDS}
    assert max(found.values()) > PER_PAGE, found
    return next(word for word in WORDS if found[word] > PER_PAGE)


def asked(page: Page) -> dict[str, list[str]]:
    """The parameters of the page's address."""
    return parse_qs(urlsplit(page.url).query)


def walk(page: Page, site: str, word: str) -> None:
    """Search, open a photo, go back, use a facet, give it up, turn the page."""
    page.goto(site + "/")
    page.locator("#q").fill(word)
    page.locator("form.search button").click()
    expect(page.locator("h1")).to_contain_text(word)
    expect(page.locator(".card")).to_have_count(PER_PAGE)
    results = page.url

    first = page.locator(".card a.shot").first
    expect(first.locator("mark").first).to_have_text(word)
    caption = first.locator(".caption").inner_text().rstrip("…")[:12]
    first.click()
    expect(page.locator("h1.caption")).to_contain_text(caption)
    expect(page.locator(".mat img")).to_be_visible()

    page.go_back()
    assert page.url == results

    facet = page.locator("#facet-year ~ ul a").first
    count = facet.locator(".count").inner_text()
    facet.click()
    expect(page.locator("h1")).to_contain_text(count)
    assert asked(page)["q"] == [word]
    assert asked(page)["taken"]
    expect(page.locator(".facet a[aria-current=true]")).to_have_count(1)
    page.locator(".parts .filter a").first.click()
    assert page.url == results

    numbers = set(page.locator(".slate .number").all_inner_texts())
    page.locator(".pages a.next").click()
    expect(page.locator('.pages [aria-current="page"]')).to_have_text("2")
    assert numbers.isdisjoint(page.locator(".slate .number").all_inner_texts())


def test_a_journey(chromium: Browser, each_site: str, word: str) -> None:
    with visiting(chromium, each_site, viewport={"width": 1280, "height": 900}) as visit:
        walk(visit.page, each_site, word)
        visit.page.go_back()
        assert visit.loaded(".card img") == PER_PAGE


def test_the_journey_without_scripts(chromium: Browser, site: str, word: str) -> None:
    with visiting(
        chromium, site, java_script_enabled=False, viewport={"width": 1280, "height": 900}
    ) as visit:
        walk(visit.page, site, word)


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_telephone_sees_everything(
    chromium: Browser, site: str, word: str, width: int, scheme: str
) -> None:
    with visiting(
        chromium,
        site,
        viewport={"width": width, "height": 700},
        has_touch=True,
        color_scheme=scheme,
    ) as visit:
        page = visit.page
        visit.go(f"/search?q={word}")
        expect(page.locator("#from")).to_be_visible()
        page.locator(".fold > summary").click()
        assert visit.overflow() == 0
        photo = page.locator(".card a.shot").first.get_attribute("href")
        article = page.locator(".card .source a").first.get_attribute("href")
        for path in ("/", f"/search?q={word}&kind=all", str(photo), str(article), "/search?q=乌有"):
            visit.go(path)
            assert visit.overflow() == 0, path
        visit.go(str(photo))
        assert visit.loaded(".mat img") == 1


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_everything_that_is_pressed_is_large_enough(
    chromium: Browser, site: str, word: str, width: int, language: str
) -> None:
    with visiting(chromium, site, viewport={"width": width, "height": 800}) as visit:
        page = visit.page
        visit.go(f"/search?q={word}&lang={language}&taken=1990/..")
        photo = page.locator(".card a.shot").first.get_attribute("href")
        article = page.locator(".card .source a").first.get_attribute("href")
        results = (
            f"/search?q={word}&kind={kind}&page=2&lang={language}" for kind in (*KINDS, "all")
        )
        for path in ("/", "/search?q=乌有", *results, str(photo), str(article)):
            visit.go(path)
            assert visit.small_targets() == [], path


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_is_broken_or_cut_on_a_telephone(
    chromium: Browser, site: str, word: str, language: str
) -> None:
    with visiting(chromium, site, viewport={"width": 360, "height": 800}) as visit:
        page = visit.page
        visit.go(f"/search?q={word}&per_page=5&page=2&lang={language}")
        photo = page.locator(".card a.shot").first.get_attribute("href")
        one_line = page.locator(".tabs a, .sorts a, .pages > a, .search button").all()
        assert all(each.evaluate(f"e => ({LINES})(e) === 1") for each in one_line)
        for path in (f"/?lang={language}", f"/search?lang={language}"):
            visit.go(path)
            assert page.locator("#q").evaluate(HINT) <= 1
        visit.go(str(photo))
        for each in page.locator(".turn a, .back a").all():
            assert each.evaluate(f"e => ({LINES})(e) === 1")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_label_of_a_fact_is_broken(
    chromium: Browser, site: str, word: str, width: int, language: str
) -> None:
    with visiting(chromium, site, viewport={"width": width, "height": 800}) as visit:
        visit.go(f"/search?q={word}&lang={language}")
        visit.go(str(visit.page.locator(".card a.shot").first.get_attribute("href")))
        labels = visit.page.locator(".facts dt").all()
        assert len(labels) > 5
        broken = [dt.inner_text() for dt in labels if dt.evaluate(f"e => ({LINES})(e) !== 1")]
        assert broken == []
        assert visit.overflow() == 0


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_what_holds_some_words_stands_below_the_line_and_a_part_is_taken_out(
    chromium: Browser, site: str, width: int, scheme: str
) -> None:
    with visiting(
        chromium,
        site,
        java_script_enabled=False,
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
    ) as visit:
        page = visit.page
        visit.go("/search?q=2018年7月 青岛 奥帆 灯塔")
        line = page.get_by_role("heading", name="以下结果只包含部分词语")
        expect(line).to_be_visible()
        below = page.locator(".related .card").first
        expect(below.locator(".missing")).to_contain_text("不含：")
        top = line.bounding_box()
        card = below.bounding_box()
        assert top is not None
        assert card is not None
        assert top["y"] < card["y"]
        expect(page.locator(".parts .strict")).to_be_visible()
        assert visit.overflow() == 0
        assert visit.small_targets() == []
        page.get_by_role("link", name="去掉 奥帆", exact=True).click()
        assert asked(page)["q"] == ["2018年7月 青岛 灯塔"]
        visit.go("/search?q=青岛 奥帆 灯塔&kind=all&lang=en")
        expect(page.locator(".related .row .missing").first).to_contain_text("Without: ")
        assert visit.overflow() == 0


def test_the_facets_stand_open_where_there_is_room(chromium: Browser, site: str) -> None:
    with visiting(chromium, site, viewport={"width": 1440, "height": 900}) as visit:
        visit.go("/search")
        expect(visit.page.locator(".fold > summary")).to_be_hidden()
        expect(visit.page.locator("#from")).to_be_visible()


def test_the_keyboard_is_enough(chromium: Browser, site: str, word: str) -> None:
    with visiting(chromium, site) as visit:
        page = visit.page
        visit.go(f"/search?q={word}")
        page.keyboard.press("Tab")
        expect(page.locator("a.skip").first).to_be_focused()
        expect(page.locator("a.skip").first).to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()
        page.keyboard.press("/")
        expect(page.locator("#q")).to_be_focused()
        page.keyboard.type("乌有之物")
        page.keyboard.press("Enter")
        expect(page.locator(".empty h2")).to_be_visible()


def test_arrows_turn_the_photos_of_an_article(
    chromium: Browser, site: str, sample_index: Path
) -> None:
    with indexer.open_index(sample_index) as archive:
        article = archive.article(next(archive.photos()).article)
    photos = [d.id for d in article.documents if d.kind == "photo"]
    assert len(photos) > 1
    with visiting(chromium, site) as visit:
        visit.go(f"/photos/{photos[0]}")
        visit.page.keyboard.press("ArrowRight")
        visit.page.wait_for_url(f"**/photos/{photos[1]}")
        visit.page.keyboard.press("ArrowLeft")
        visit.page.wait_for_url(f"**/photos/{photos[0]}")
        visit.page.locator("#q").focus()
        visit.page.keyboard.press("ArrowRight")
        expect(visit.page.locator("#q")).to_be_focused()
        assert visit.page.url.endswith(photos[0])


def test_several_processes_serve_one_archive(chromium: Browser, sample_index: Path) -> None:
    with served(sample_index, "--workers", "2") as address, visiting(chromium, address) as visit:
        visit.go("/")
        assert visit.loaded(".card img") > 0
