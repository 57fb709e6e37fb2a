"""Pages read as structure, and the one shape that every error has."""

import itertools

from bs4 import BeautifulSoup, Tag
from httpx2 import Response


def page(response: Response, status: int = 200) -> BeautifulSoup:
    """The page of a response that must be HTML of that status, and sound."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    soup = BeautifulSoup(response.text, "html.parser")
    check(soup)
    return soup


def check(soup: BeautifulSoup) -> None:
    """What holds for every page, whatever it shows."""
    assert one(soup, "html").get("lang")
    assert one(soup, "head > title").text.strip()
    assert len(soup.select("h1")) == 1
    assert one(soup, "main")["id"] == soup.select("a.skip")[0]["href"].lstrip("#")  # type: ignore[union-attr]  # one value
    assert all(one(soup, str(link["href"])) for link in soup.select("a.skip"))
    ids = [str(tag["id"]) for tag in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    for image in soup.select("img"):
        assert image.has_attr("alt")
        assert str(image["src"]).startswith("/thumbnails/")
    for tag in soup.find_all(True):
        assert not tag.has_attr("style")
        assert not [name for name in tag.attrs if name.startswith("on")]
    scripts = "script:not([type='application/ld+json'])"
    for tag in soup.select(f"{scripts}, link[rel=stylesheet], link[rel=icon], form"):
        address = tag.get("src") or tag.get("href") or tag.get("action")
        assert str(address).startswith("/")
        assert not tag.text.strip() or tag.name == "form"
    for label in soup.select("label"):
        assert soup.select(f"#{label['for']}")
    levels = [int(tag.name[1]) for tag in soup.select("h1, h2, h3, h4")]
    assert all(after <= before + 1 for before, after in itertools.pairwise([0, *levels]))


def one(soup: BeautifulSoup | Tag, selector: str) -> Tag:
    """The only element that matches."""
    found = soup.select(selector)
    assert len(found) == 1, f"{len(found)} of {selector}"
    return found[0]


def texts(soup: BeautifulSoup | Tag, selector: str) -> list[str]:
    """The texts of the elements that match, without blanks at their ends."""
    return [" ".join(tag.get_text().split()) for tag in soup.select(selector)]


def href(tag: Tag) -> str:
    """Where a link leads."""
    return str(tag["href"])


def problem(response: Response, status: int) -> str:
    """The detail of a response that must be a problem of that status (RFC 9457)."""
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert set(body) == {"type", "title", "status", "detail"}
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    return str(body["detail"])
