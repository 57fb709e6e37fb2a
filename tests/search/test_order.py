"""One headline does not drown the page: turns, and the count of those that wait."""

from pathlib import Path

import pytest

from search import connect
from search.document import Document
from search.ranking import TURN
from search.request import Request
from tests.search.test_living_index import build


def photo(article: str, number: int, headline: str, caption: str = "") -> Document:
    return Document(
        id=f"{article}{number}",
        kind="photo",
        article=article,
        position=number,
        headline=headline,
        caption=caption,
    )


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """Two articles share a headline word; one photo elsewhere has it in its own caption."""
    big = [photo("a", n, "青岛帆船周") for n in range(8)]
    small = [photo("b", n, "今年的青岛帆船周在八月举行") for n in range(2)]
    own = [photo("c", 0, "别的事", "远处是青岛的灯塔，一个很长的说明写了许多别的东西")]
    build(tmp_path, big + small + own)
    return tmp_path


def ask(index: Path, text: str, **options: object) -> list[tuple[str, int]]:
    engine = connect(str(index))
    page = engine.search(Request(text=text, **options))  # type: ignore[arg-type]
    engine.close()
    return [(hit.document.id, hit.more) for hit in page.hits]


def test_own_caption_first_then_turns(index: Path) -> None:
    found = ask(index, "青岛")
    assert [name for name, _ in found] == [
        *("c0", "a0", "a1", "a2", "b0", "b1"),
        *("a3", "a4", "a5", "a6", "a7"),
    ]


def test_the_last_of_a_turn_says_how_many_wait(index: Path) -> None:
    assert {name: more for name, more in ask(index, "青岛") if more} == {"a2": 8 - TURN}


def test_nothing_waits_when_nobody_else_has_a_turn(index: Path) -> None:
    assert {more for _, more in ask(index, "青岛", article="a")} == {0}


def test_dates_know_no_turns(index: Path) -> None:
    found = ask(index, "青岛", sort="newest")
    assert [name for name, _ in found] == sorted(name for name, _ in found)


def test_pages_cut_one_order(index: Path) -> None:
    whole = ask(index, "青岛")
    assert [ask(index, "青岛", per_page=4, page=n + 1) for n in range(3)] == [
        whole[:4],
        whole[4:8],
        whole[8:],
    ]
