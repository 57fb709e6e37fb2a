"""The stylesheet keeps what it promises: contrasts in both schemes, and every shape."""

import re

import pytest
from starlette.testclient import TestClient

from web.site.shapes import SHAPES, shape
from web.site.site import STATIC

CSS = (STATIC / "huabao.css").read_text(encoding="utf-8")
GROUNDS = ("paper", "sheet", "mat")
TEXT = 4.5  # WCAG 2.2, 1.4.3, AA
PARTS = 3.0  # 1.4.11: borders of fields


def colours(scheme: str) -> dict[str, str]:
    light, dark = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)[:2]
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", light))
    return (
        found
        if scheme == "light"
        else found | dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", dark))
    )


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_and_fields_stand_out(scheme: str) -> None:
    known = colours(scheme)
    pairs = [(text, ground) for text in ("ink", "soft", "faint", "red") for ground in GROUNDS]
    pairs += [("on-red", "red-ground"), ("ink", "mark")]
    for text, ground in pairs:
        assert contrast(known[text], known[ground]) >= TEXT, (text, ground)
    assert contrast(known["field"], known["sheet"]) >= PARTS
    assert contrast(known["red"], known["paper"]) >= PARTS


def test_every_shape_of_the_views_is_known() -> None:
    styled = {int(n): float(v) for n, v in re.findall(r"\.r(\d+) \{ --shape: ([\d.]+); \}", CSS)}
    assert styled == {n: n / 100 for n in SHAPES}


@pytest.mark.parametrize(
    ("width", "height", "name"),
    [(3000, 2000, "r150"), (1000, 667, "r150"), (2, 3, "r67"), (1, 9, "r60"), (99, 1, "r300")],
)
def test_a_picture_gets_the_nearest_shape(width: int, height: int, name: str) -> None:
    assert shape(width, height) == name


def test_nothing_is_fetched_from_elsewhere() -> None:
    for path in STATIC.iterdir():
        text = path.read_bytes().decode("latin-1").replace("http://www.w3.org/2000/svg", "")
        assert "//" not in re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE), path
        assert "@import" not in text
        assert "url(" not in text


def test_a_part_of_a_page_that_has_no_file_is_a_fault(client: TestClient) -> None:
    """What broke: a name that was misspelt left the page without its style, and nobody knew."""
    site = client.app.state.site  # type: ignore[attr-defined]  # an ASGI app to the client
    assert site._own(("results", "photo", "about"), ".css") == ["photo.css", "about.css"]
    with pytest.raises(LookupError, match="reslts"):
        site._own(("reslts",), ".css")
