"""Every way to write a picture becomes the same HTML: ``tests/golden/markup``.

A case names its pictures in order: address, description, title, and the caption of the figure that
they stand in.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st

from indexer.posts.blocks.pictures import StatedPicture, may_hold_picture, picture_of
from indexer.posts.left_out import LeftOut
from indexer.posts.markup.rendering import Markup, to_html
from tests.conftest import ROOT

FOLDER = ROOT / "tests" / "golden" / "markup"
CASES = [
    pytest.param(case, id=f"{file.stem}: {case['comment']}")
    for file in sorted(FOLDER.glob("*.json"))
    for case in json.loads(file.read_text("utf-8"))
]


def found_in(soup: BeautifulSoup) -> Iterator[tuple[Tag, StatedPicture | LeftOut]]:
    """What the elements of a page show, as a reader of blocks sees it."""
    done: set[int] = set()
    for tag in soup.find_all(True):
        if not isinstance(tag, Tag) or any(
            id(parent) in done or parent.name == "noscript" for parent in tag.parents
        ):
            continue
        found = picture_of(tag) if may_hold_picture(tag) else None
        if found is not None:
            done.add(id(tag))
            yield tag, found


def caption_of(tag: Tag) -> str:
    figure = tag if tag.name == "figure" else tag.find_parent("figure")
    caption = figure.find("figcaption") if figure is not None else None
    return " ".join(caption.get_text().split()) if caption is not None else ""


def markup_of(case: dict[str, Any]) -> Markup:
    body = "\n".join(case["body"])
    return to_html(body, case.get("suffix", ".md"), variables=case.get("variables", {}))


@pytest.mark.parametrize("case", CASES)
def test_what_is_written_is_found(case: dict[str, Any]) -> None:
    markup = markup_of(case)
    soup = BeautifulSoup(markup.html, "lxml")
    found = list(found_in(soup))
    pictures = [
        [one.address, one.alt, one.title, caption_of(tag)]
        for tag, one in found
        if isinstance(one, StatedPicture)
    ]
    assert pictures == [[*one, "", "", ""][:4] for one in case["pictures"]]
    left_out = [*markup.left_out, *(one for _, one in found if isinstance(one, LeftOut))]
    assert [str(one.reason) for one in left_out] == case.get("left_out", [])
    assert list(markup.notes) == case.get("notes", [])
    assert len(soup.find_all("div", class_="gallery")) == case.get("galleries", 0)
    if "widths" in case:
        assert [str(tag.get("width") or "") for tag in soup.find_all("img")] == case["widths"]


@pytest.mark.parametrize("case", CASES)
def test_the_text_around_it_stays_and_its_marks_go(case: dict[str, Any]) -> None:
    html = markup_of(case).html
    text = BeautifulSoup(html, "lxml").get_text()
    for part in case.get("holds", []):
        assert part in html
    for part in case.get("lacks", []):
        assert part not in text


PIECES = ["![", "](", ")", "[", "]", "{{< ", " >}}", "{% ", " %}", "a.jpg", '"', "'", "`", "```\n",
          "\n", "\n\n", "<div>", "</div>", "<img src=b.jpg>", "[caption]", "[/caption]", "::: ",
          "figure", "gallery", "{{ ", " }}", "=", "|300", "甲", "<Image ", "/>", "\\", "/",
          "\ufdd2", "0", "\ufdd3", "\ufdd00\ufdd1", "{% raw %}", "endraw"]  # fmt: skip


@given(
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.sampled_from([".md", ".html", ".txt", ".mdx"]),
)
def test_whatever_stands_in_a_body_becomes_html(body: str, suffix: str) -> None:
    html = to_html(body, suffix, variables={"site.x": "a"}).html
    assert not {"\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"} & set(html)


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_a_picture_behind_whatever_stands_in_a_paragraph_is_found(before: str) -> None:
    """Nothing that a paragraph holds takes the pictures of later ones with it, but open code."""
    if any(mark in before for mark in ("`", "<", "{", "[caption", ":::", "\\")):
        return
    html = to_html(f"{before}\n\n![甲](z.jpg)\n", ".md").html
    assert [one.address for _, one in found_in(BeautifulSoup(html, "lxml"))
            if isinstance(one, StatedPicture)][-1] == "z.jpg"  # fmt: skip


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<pre>先 `甲乙` 后</pre>", "先 `甲乙` 后"),
        ("{% raw %}先 `甲乙` 后{% endraw %}", "先 甲乙 后"),
        ("{% highlight text %}\n```\n<b>甲</b>\n```\n{% endhighlight %}", "``` <b>甲</b> ```"),
        ("<pre>先 `![](a.jpg)` 后</pre>", "先 `![](a.jpg)` 后"),
    ],
)
def test_code_inside_code_comes_back(body: str, text: str) -> None:
    soup = BeautifulSoup(to_html(body, ".md").html, "lxml")
    assert " ".join(soup.get_text().split()) == text
    assert not list(found_in(soup))


def test_the_cases_are_there() -> None:
    assert len(CASES) > 60
    assert all(isinstance(file, Path) for file in FOLDER.glob("*.json"))
