"""The page of one photo: the ways past it, what is copied of it, and photos near to it."""

import json

import pytest
from bs4 import BeautifulSoup, Tag
from starlette.testclient import TestClient

from indexer import Archive, Document, Wanted
from tests.places import Places
from tests.web.reading import href, one, page, texts
from web.addresses.links import Links
from web.pages.citations import citations
from web.site.site import Visitor

WALKED = 12
"""Photos of a walk over an archive in a cluster; what follows is no other way."""


def positions(soup: BeautifulSoup) -> list[str]:
    return texts(soup, ".walk .position")


@pytest.mark.parametrize(
    "query", ["q=灯塔", "q=渔船&per_page=2", "page=1&per_page=3", "kind=all&q=渔船"]
)
def test_the_results_can_be_walked_from_the_first_to_the_last_and_back(
    client: TestClient, archive: Archive, query: str, places: Places
) -> None:
    asked = dict(pair.split("=") for pair in query.split("&"))
    kind: Wanted = "all" if "kind" in asked else "photo"
    found = archive.search(asked.get("q", ""), kind=kind, per_page=1000)
    expected = [hit.document.id for hit in found.hits if hit.document.kind == "photo"]
    if kind == "all":
        expected = expected[:1]  # what follows may be text, which has no page of this kind
    if places.kind == "cluster":
        expected = expected[:WALKED]
    walked = [expected[0]]
    soup = page(client.get(f"/photos/{expected[0]}?{query}"))
    while soup.select(".through a.next") and len(walked) < len(expected):
        url = href(one(soup, ".through a.next"))
        before = soup
        soup = page(client.get(url))
        walked.append(url.partition("?")[0].rpartition("/")[2])
        assert positions(soup)[0].endswith(f"{len(walked):,} / {found.rows + found.related_rows:,}")
        back = href(one(soup, ".through a.previous"))
        assert texts(page(client.get(back)), "h1") == texts(before, "h1")
    assert walked == expected


def test_a_photo_that_its_address_misplaces_has_no_place_in_the_results(
    client: TestClient, photos: dict[str, Document]
) -> None:
    for query in ("q=不在任何图说里的词", "q=灯塔&page=9", "page=x&q=a", "lang=zh", ""):
        soup = page(client.get(f"/photos/{photos['tall.jpg'].id}?{query}"))
        assert not soup.select(".through")
        assert len(soup.select(".within")) == 1


def test_what_is_copied_says_who_made_the_picture(
    client: TestClient, photos: dict[str, Document]
) -> None:
    photo = photos["boats.jpg"]
    soup = page(client.get(f"/photos/{photo.id}"))
    forms = {
        dt.text.strip(): dd.text
        for dt, dd in zip(soup.select(".copying dt"), soup.select(".copying textarea"), strict=True)
    }
    assert forms["图说＋署名"] == f"{photo.caption}{photo.credit}"
    assert forms["署名"] == photo.credit
    figure = BeautifulSoup(forms["HTML"], "html.parser")
    assert one(figure, "img")["alt"] == photo.caption
    assert texts(figure, "cite") == [photo.credit]
    assert forms["Markdown"].startswith(f"[![{photo.caption}](http://")
    assert forms["Markdown"].endswith(f"\n\n{photo.caption} *{photo.credit}*")
    assert forms["GB/T 7714-2015"].startswith("周牧野. ")
    assert "[Z/OL]. 新华社, 2018(2018-09-01)[" in forms["GB/T 7714-2015"]
    assert json.loads(forms["JSON"])["creator"] == ["周牧野"]


def test_a_form_breaks_no_markup_and_invents_nothing() -> None:
    photo = Document(id="x", kind="photo", article="a", caption='<b>"A*_[1]_*"</b>')
    forms = {
        form.name: form.text
        for form in citations(
            photo,
            Visitor("zh", Links()),
            url="http://h/photos/x",
            image="http://h/i",
            original="",
            today="2026-01-02",
        )
    }
    assert "credit_alone" not in forms
    assert "<b>" not in forms["figure"]
    figure = one(BeautifulSoup(forms["figure"], "html.parser"), "img")
    assert figure["alt"] == photo.caption
    said = r'\<b\>"A\*\_\[1\]\_\*"\</b\>'
    assert forms["markdown"] == f"[![{said}](http://h/i)](http://h/photos/x)\n\n{said}"
    assert forms["reference"] == '<b>"A*_[1]_*"</b>[Z/OL]. [2026-01-02]. http://h/photos/x'
    assert set(json.loads(forms["data"])) == {"id", "caption", "url"}


def test_a_caption_of_several_lines_is_one_in_markdown() -> None:
    """What broke: an empty line in it ended the picture's text, and its mark stood there bare."""
    photo = Document(id="x", kind="photo", article="a", caption="开海\n\n# 渔港")
    forms = citations(
        photo, Visitor("zh", Links()), url="u", image="i", original="", today="2026-01-02"
    )
    told = {form.name: form.text for form in forms}
    assert told["markdown"] == "[![开海 # 渔港](i)](u)\n\n开海 # 渔港"


def test_rows_lead_to_the_searches_that_they_show(
    client: TestClient, photos: dict[str, Document]
) -> None:
    photo = photos["boats.jpg"]
    soup = page(client.get(f"/photos/{photo.id}"))
    seen = {f"/photos/{photo.id}"}
    assert soup.select(".strip")
    for strip in soup.select(".strip"):
        shown = [href(link).partition("?")[0] for link in strip.select("li a")]
        assert shown
        assert not seen & set(shown), "a photo stands in one row"
        seen |= set(shown)
        assert all(url in found(client, strip) for url in shown)


def found(client: TestClient, strip: Tag) -> str:
    url = href(one(strip, "header a"))
    return client.get(url, params={"per_page": "200"} if "?" not in url else None).text


def test_the_archive_tells_what_it_holds(client: TestClient, archive: Archive) -> None:
    soup = page(client.get("/about"))
    for bar in soup.select(".plot li a"):
        count = int("".join(filter(str.isdigit, texts(bar, ".count")[0].partition("张")[0])))
        told = texts(page(client.get(href(bar))), "h1")[0]
        assert f"{count:,}" in told, (href(bar), told)
    years = texts(soup, "[aria-labelledby=plot-year] .label")
    assert years == sorted(years, reverse=True)
    assert f"{archive.counts['photo']} 张照片" in one(soup, ".lead").text
    assert one(page(client.get("/")), ".colophon a")["href"] == "/about"


def test_examples_of_queries_are_of_the_archive_s_own_names_and_find_photos(
    client: TestClient, archive: Archive
) -> None:
    links = page(client.get("/about")).select("[aria-labelledby=querying] th a")
    assert len(links) >= 6
    creators = {creator for photo in archive.photos() for creator in photo.creator}
    assert any(creator in link.text for link in links for creator in creators)
    for link in links:
        assert page(client.get(href(link))).select(".card, .row"), link.text


def test_who_put_a_post_together_is_no_author_of_its_pictures() -> None:
    photo = Document(id="x", kind="photo", article="a", caption="码头的清晨。", author="转载网")
    told = citations(
        photo, Visitor("zh", Links()), url="http://h/x", image="http://h/i", original="", today="T"
    )
    reference = next(form.text for form in told if form.name == "reference")
    assert reference == "码头的清晨[Z/OL]. 转载网[T]. http://h/x"
