"""Each way to write a picture that the documents show is read as they say."""

import pytest
from bs4 import BeautifulSoup

from indexer.posts.blocks.block import Picture
from indexer.posts.blocks.walker import read_blocks
from indexer.posts.markup.rendering import to_html
from tests.conftest import ROOT
from tests.docs.documents import quoted, table

WAYS = [quoted(row[0])[0] for row in table(ROOT / "docs" / "posts.md", "| as it is written | by |")]


def test_there_are_ways() -> None:
    assert len(WAYS) > 15


@pytest.mark.parametrize("written", WAYS)
def test_a_way_to_write_a_picture(written: str) -> None:
    html = to_html(f"正文在此处。\n\n{written}\n\n后文。\n", ".md").html
    soup = BeautifulSoup(html, "lxml")
    pictures = [item for item in read_blocks(soup).blocks if isinstance(item, Picture)]
    assert [picture.address for picture in pictures] == ["a.jpg"]
    told = f"{pictures[0].alt} {pictures[0].title} {soup.get_text()}"
    assert told.count("渔船归港") == 1
