"""The pages and files of a selection, asked for as a browser without JavaScript does."""

import csv
import io
import zipfile
from concurrent.futures import Future
from pathlib import PurePosixPath
from urllib.parse import parse_qs, urlsplit

import pytest
from httpx2 import Response
from pypdf import PdfReader
from starlette.testclient import TestClient

from indexer import PARAMETERS, Archive, Document
from indexer.pictures import Pictures
from tests.web.reading import href, one, page, problem, texts
from web.addresses import media_types
from web.addresses.chosen import MOST, TITLE, Chosen, packed
from web.addresses.links import Links
from web.formats import sheet_pdf
from web.formats.openapi import ANSWERS
from web.site.site import SCRIPTS, STATIC

PAGES = ("", "/compare", "/sheet")
GONE = "0123456789abcdef"


@pytest.fixture(scope="module")
def some(archive: Archive) -> list[Document]:
    """Three photos whose order no search has."""
    found = archive.search("花灯", per_page=3).hits
    return [found[at].document for at in (2, 0, 1)]


def address(photos: list[Document], form: str = "", **more: str) -> str:
    chosen = Chosen(ids=tuple(photo.id for photo in photos), title="花灯")
    return chosen.address(Links(), form, **more)


def followed(client: TestClient, response: Response) -> Response:
    assert response.status_code == 303
    return client.get(response.headers["location"])


def ids_of(response: Response) -> list[str]:
    return [str(tag["data-id"]) for tag in page(response).select(".print")]


def test_every_page_with_photos_has_their_boxes_and_the_form_they_are_sent_by(
    client: TestClient, some: list[Document]
) -> None:
    for path in ("/", "/search?q=花灯", "/search?q=花灯&kind=all", f"/photos/{some[0].id}",
                 f"/articles/{some[0].article}"):  # fmt: skip
        soup = page(client.get(path))
        boxes = soup.select('input[type=checkbox][name=id][form="picks"]')
        assert boxes, path
        assert len({str(box["value"]) for box in boxes}) == len(boxes)
        assert one(soup, "form#picks")["action"] == "/selection"
        assert "/static/selection.js" in str(soup.select("script"))
    assert "selection.js" in SCRIPTS


def test_scripts_know_the_limits_of_the_server() -> None:
    most = {parameter.name: parameter.most for parameter in PARAMETERS}["per_page"]
    for script, name, limit in (
        ("selection.js", "MOST_PICKED", MOST),
        ("selection.js", "LONGEST_TITLE", TITLE),
        ("results.js", "MOST_ON_A_PAGE", most),
    ):
        assert f"const {name} = {limit};" in (STATIC / script).read_text(), name


def test_boxes_that_are_sent_become_the_short_address(
    client: TestClient, some: list[Document]
) -> None:
    asked = "&".join(f"id={photo.id}" for photo in some)
    response = client.get(f"/selection?q=花灯&{asked}")
    assert parse_qs(urlsplit(response.headers["location"]).query) == {
        "ids": [packed([photo.id for photo in some])],
        "q": ["花灯"],
    }
    assert ids_of(followed(client, response)) == [photo.id for photo in some]


def test_the_table_says_what_each_photo_is(client: TestClient, some: list[Document]) -> None:
    soup = page(client.get(address(some)))
    assert texts(soup, ".print .caption") == [photo.caption for photo in some]
    assert texts(soup, ".print .number") == ["1", "2", "3"]
    assert one(soup, "#credits").text.splitlines() == [
        f"{number}. {photo.credit}" for number, photo in enumerate(some, 1)
    ]
    assert one(soup, "meta[name=robots]")["content"] == "noindex"


@pytest.mark.parametrize(
    ("change", "order", "at", "then"),
    [("up", [1, 0, 2], 1, ("down", 1)), ("up", [0, 2, 1], 2, ("up", 2)),
     ("down", [0, 2, 1], 1, ("up", 1)), ("down", [1, 0, 2], 0, ("down", 0)),
     ("remove", [0, 2], 1, ("remove", 2)), ("remove", [0, 1], 2, ("remove", 1))],
)  # fmt: skip
def test_a_button_changes_the_order_and_the_address(
    client: TestClient,
    some: list[Document],
    change: str,
    order: list[int],
    at: int,
    then: tuple[str, int],
) -> None:
    """And the address leads to the button that is pressed next."""
    response = client.get(f"{address(some)}&{change}={some[at].id}")
    table = followed(client, response)
    assert ids_of(table) == [some[place].id for place in order]
    button = one(page(table), f"#{urlsplit(response.headers['location']).fragment}")
    assert (button["name"], button["value"]) == (then[0], some[then[1]].id)
    assert not button.has_attr("disabled")


def test_what_is_gone_is_told_on_every_page(client: TestClient, some: list[Document]) -> None:
    chosen = Chosen(ids=(some[0].id, GONE))
    for form in ("", "/sheet"):
        text = client.get(chosen.address(Links(), form)).text
        assert GONE in text
    told = client.get(chosen.address(Links(), ".json")).json()
    assert told["missing"] == [GONE]
    assert [one["id"] for one in told["results"]] == [some[0].id]
    soup = page(client.get("/selection?id=no%2Fid"))
    assert "no/id" in one(soup, ".notices").text


def test_paragraphs_are_no_photos(client: TestClient, archive: Archive) -> None:
    paragraph = archive.search("花灯", kind="paragraph").hits[0].document
    assert "已不在图库里" in client.get(address([paragraph])).text


def test_two_are_compared_and_another_number_is_told(
    client: TestClient, some: list[Document]
) -> None:
    soup = page(client.get(f"{address(some, '/compare')}&pick={some[2].id}&pick={some[0].id}"))
    assert texts(soup, ".print .number") == ["1", "3"]
    assert href(one(soup, ".back a")) == address(some)
    for marks in ([], [2], [0, 1, 2]):
        picks = "".join(f"&pick={some[at].id}" for at in marks)
        table = followed(client, client.get(address(some, "/compare") + picks))
        assert ids_of(table) == [photo.id for photo in some]
        soup = page(table)
        assert "勾选两张" in one(soup, ".notices").text
        boxes = soup.select('.handles input[name="pick"]')
        assert [at for at, box in enumerate(boxes) if box.has_attr("checked")] == marks
    assert "勾选两张" not in client.get(address(some) + f"&pick={some[0].id}").text


def test_all_results_are_a_selection(client: TestClient, archive: Archive) -> None:
    found = archive.search("花灯", taken="2016", per_page=100)
    response = client.get("/selection/results?q=花灯&taken=2016&kind=paragraph&page=2&per_page=5")
    assert ids_of(followed(client, response)) == [hit.document.id for hit in found.hits]
    told = client.get("/selection/results.json?q=花灯&taken=2016").json()
    assert told == {"ids": [hit.document.id for hit in found.hits], "total": found.total}
    soup = page(client.get("/search?q=花灯&taken=2016&page=1&per_page=5"))
    assert href(one(soup, ".pick-all")) == "/selection/results?q=%E8%8A%B1%E7%81%AF&taken=2016"
    assert ids_of(client.get(href(one(soup, ".pick-page")))) == [
        hit.document.id for hit in found.hits[:5]
    ]


def test_a_sheet_has_so_many_a_page(client: TestClient, archive: Archive) -> None:
    photos = [hit.document for hit in archive.search("花灯", per_page=25).hits]
    for per, sizes in (("12", [12, 12, 1]), ("20", [20, 5])):
        soup = page(client.get(address(photos, "/sheet", per=per)))
        assert [len(paper.select("li")) for paper in soup.select(".paper")] == sizes
        assert f"共 {len(sizes)} 页" in texts(soup, ".foot")[-1]
    assert "12" in problem(
        client.get(address(photos, "/sheet", per="7"), headers={"Accept": "application/json"}), 400
    )


def test_the_pdf_holds_pictures_and_texts(client: TestClient, some: list[Document]) -> None:
    response = client.get(address(some, "/sheet.pdf"))
    assert response.headers["content-type"] == "application/pdf"
    (paper,) = PdfReader(io.BytesIO(response.content)).pages
    text = "".join(paper.extract_text().split())
    for photo in some:
        assert photo.caption[:10] in text
        assert photo.image.rpartition("/")[2] in text
    assert len(paper.images) == len(some)


def test_files_hold_the_selection_in_its_order(
    client: TestClient, archive: Archive, some: list[Document]
) -> None:
    rows = list(csv.reader(io.StringIO(client.get(address(some, ".csv")).text)))
    assert rows[0][0] == "\ufeff编号"
    assert [row[0] for row in rows[1:]] == [photo.id for photo in some]
    told = client.get(address(some, ".ninjs")).json()
    assert len(told["associations"]) == len(some)
    response = client.get(address(some, ".zip"))
    assert response.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(response.content)) as packed_:
        *names, last = packed_.namelist()
        for name, photo in zip(names, some, strict=True):
            path = archive.pictures.original(photo)
            assert path is not None
            assert packed_.read(name) == path.read_bytes()
        credits_ = packed_.read(last).decode("utf-8-sig")
    for name, photo in zip(names, some, strict=True):
        file = "原文件：" + photo.image.rpartition("/")[2]
        wanted = (name, photo.caption, photo.credit, photo.id, file)
        assert all(part in credits_ for part in wanted)


def test_a_picture_that_is_not_here_is_told_in_the_credits(
    client: TestClient, photos: dict[str, Document]
) -> None:
    response = client.get(address([photos["gone.jpg"]], ".zip"))
    with zipfile.ZipFile(io.BytesIO(response.content)) as packed_:
        (name,) = packed_.namelist()
        assert "未收入" in packed_.read(name).decode()


@pytest.mark.parametrize("form", ["", "/sheet", ".json", ".ninjs", ".csv"])
def test_nothing_chosen_is_an_answer(client: TestClient, form: str) -> None:
    assert client.get(f"/selection{form}").status_code == 200


@pytest.mark.parametrize("asked", ["", f"?id={GONE}", "?id=no"])
def test_a_file_of_no_photos_is_refused(client: TestClient, asked: str) -> None:
    for form in (".zip", "/sheet.pdf"):
        assert "No photo" in problem(client.get(f"/selection{form}{asked}"), 400)
    assert not page(client.get(f"/selection/sheet{asked}")).select('a[href*=".pdf"]')


@pytest.mark.parametrize("form", [".json", ".ninjs", ".csv", ".zip"])
def test_downloads_open_no_page(client: TestClient, some: list[Document], form: str) -> None:
    assert client.get(address(some, form)).headers["content-disposition"].startswith("attachment;")


@pytest.mark.parametrize("form", [*PAGES, ".json", ".zip"])
def test_too_many_are_refused(client: TestClient, form: str) -> None:
    ids = tuple(f"{number:016x}" for number in range(MOST + 1))
    response = client.get(Chosen(ids=ids).address(Links(), form))
    assert response.status_code == 400


def test_the_other_language_shows_the_same_photos(client: TestClient, some: list[Document]) -> None:
    for form in PAGES[::2]:
        soup = page(client.get(address(some, form)))
        other = page(client.get(href(one(soup, "a.language"))))
        assert one(other, "html")["lang"] == "en"
        assert [img["src"] for img in other.select("main img")] == [
            img["src"] for img in soup.select("main img")
        ]


def test_the_other_language_compares_the_same_photos(
    client: TestClient, some: list[Document]
) -> None:
    """What broke: it led to the light table, and search engines were told of that as well."""
    picks = f"pick={some[2].id}&pick={some[0].id}"
    soup = page(client.get(f"{address(some, '/compare')}&{picks}"))
    other = page(client.get(href(one(soup, "a.language"))))
    assert one(other, "html")["lang"] == "en"
    assert texts(other, ".print .number") == ["1", "3"]
    canonical = href(one(soup, "link[rel=canonical]"))
    assert canonical.endswith(f"&pick={some[0].id}.{some[2].id}")
    assert "/selection/compare?" in canonical


def test_files_say_how_many_are_not_in_them(client: TestClient, some: list[Document]) -> None:
    """What broke: tables and ninjs were short of photos that are gone, and did not say so."""
    whole = address(some, ".csv")
    assert client.get(whole).headers["x-missing"] == "0"
    chosen = Chosen(ids=(some[0].id, GONE))
    for form in (".csv", ".ninjs", ".zip"):
        headers = client.get(f"{chosen.address(Links(), form)}&id=no").headers
        assert headers["x-missing"] == "2", form


@pytest.mark.parametrize("form", [".zip", ".csv", "/sheet.pdf"])
def test_faults_of_files_are_told_to_programs(client: TestClient, form: str) -> None:
    """What broke: a browser that was to save a file got a page."""
    ids = tuple(f"{number:016x}" for number in range(MOST + 1))
    asked = Chosen(ids=ids).address(Links(), form)
    assert str(MOST) in problem(client.get(asked, headers={"Accept": "text/html"}), 400)


def test_the_endings_of_all_formats_are_known() -> None:
    """Whoever adds a format and no ending has its faults told as pages."""
    endings = {PurePosixPath(answer.path).suffix for answer in ANSWERS}
    assert endings - {""} == set(media_types.ENDINGS)


def test_a_pdf_is_an_answer_like_the_others(client: TestClient, some: list[Document]) -> None:
    """What broke: a cache might give it to readers of the other language, and robots list it."""
    response = client.get(address(some, "/sheet.pdf"))
    headers = response.headers
    assert "Accept-Language" in headers["vary"]
    assert headers["x-robots-tag"] == "noindex"
    assert headers["content-disposition"].startswith('inline; filename="contact-sheet.pdf"; ')
    again = client.get(address(some, "/sheet.pdf"), headers={"If-None-Match": headers["etag"]})
    assert again.status_code == 304


def test_a_pdf_waits_for_pictures_no_longer_than_for_all(
    client: TestClient, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What broke: each was waited for without an end, and two such sheets held up all exports."""
    asked = []

    def never(_: Pictures, photo: Document, **__: object) -> "Future[None]":
        asked.append(photo)
        return Future()

    monkeypatch.setattr(Pictures, "start_thumbnail", never)
    monkeypatch.setattr(sheet_pdf, "PATIENCE", 0.05)
    photos = [*archive.photos()][:15]
    response = client.get(address(photos, "/sheet.pdf"))
    papers = PdfReader(io.BytesIO(response.content)).pages
    texts_ = "".join("".join(paper.extract_text().split()) for paper in papers)
    assert texts_.count("没有图片") == len(photos)
    assert asked == photos[:12], "those of the second page were not even begun"


def test_strangers_texts_are_no_html(client: TestClient, archive: Archive) -> None:
    hostile = [photo for photo in archive.photos() if photo.path == "hostile.md"]
    for form in PAGES[::2]:
        soup = page(client.get(f"{address(hostile, form)}&q=%3Cscript%3Ealert(1)%3C/script%3E"))
        assert "<b>版面</b>" in one(soup, ".caption").text
        assert not soup.select("main script")
