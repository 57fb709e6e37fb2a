"""Ties, bounds and deep pages: where a cluster's own order would be wrong, or end."""

from collections.abc import Iterator, Sequence

import pytest

from search.cluster.commits.view import Answer, Body, View
from search.document import Document
from search.engine import Engine
from search.request import Request, Sort
from tests.clusters import own_name
from tests.places import Place, build, opened

pytestmark = [pytest.mark.cluster, pytest.mark.untraced, pytest.mark.long]

MANY = 11_000


def caption_of(number: int) -> str:
    """Captions of sixty lengths, and others that are different and yet score alike."""
    if number % 7 == 0:
        return "李若川在码头" + "，船" * (number % 60)
    return f"泊位{number:05}" if number % 7 == 1 else ""


def documents() -> list[Document]:
    """Photos of two photographers, most by one, many with one headline, tied but for their days."""
    return [
        Document(
            id=f"p{number:05}",
            kind="photo",
            article=f"a{number // 50:04}",
            position=number % 50,
            caption=caption_of(number),
            headline="" if number % 3 else "岸边的灯塔",
            creator=("李若川", "周牧野") if number % 11 == 0 else ("李若川",),
            taken=f"{1990 + number % 30}-0{1 + number % 9}" if number % 13 else "",
        )
        for number in range(MANY)
    ]


@pytest.fixture(scope="module")
def both(cluster: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, Engine]]:
    """The same archive in a directory and in a cluster."""
    with own_name(cluster) as name:
        places = (
            Place("embedded", str(tmp_path_factory.mktemp("ties"))),
            Place("cluster", f"opensearch://{cluster}/{name}?shards=3&replicas=0"),
        )
        made = documents()
        for place in places:
            build(place, made)
        with opened(places[0]) as one, opened(places[1]) as other:
            yield one, other


def page_of(engine: Engine, request: Request) -> list[tuple[str, float]]:
    return [(hit.document.id, hit.score) for hit in engine.search(request).hits]


@pytest.mark.parametrize(
    "text",
    ["李若川", "摄影:李若川", "李若川 码头", "摄影:周牧野", "船", "", "灯塔", "岸边的灯塔", "泊位"],
)
@pytest.mark.parametrize("page", [1, 3])
def test_documents_that_are_tied_go_by_date(
    both: tuple[Engine, Engine], text: str, page: int
) -> None:
    asked = Request(text=text, page=page, groups="show")
    directory, cluster = (page_of(engine, asked) for engine in both)
    assert cluster == directory


@pytest.mark.parametrize("text", ["李若川", "灯塔", "岸边的灯塔", "李若川 灯塔"])
def test_what_many_documents_have_in_common_has_few_of_them_read(
    both: tuple[Engine, Engine], text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thousands with one headline were all fetched, with their texts, and kept."""
    fetched: list[int] = []

    def searches(view: View, bodies: Sequence[Body]) -> list[Answer]:
        answers = ask(view, bodies)
        fetched.extend(len(answer["hits"]["hits"]) for answer in answers)
        return answers

    ask = View.searches
    monkeypatch.setattr(View, "searches", searches)
    _, cluster = both
    assert cluster.search(Request(text=text, groups="show")).total > MANY // 4
    assert sum(fetched) < 1_000


@pytest.mark.parametrize(
    ("text", "sort"), [("", "newest"), ("", "oldest"), ("李若川", "relevance")]
)
def test_a_page_beyond_ten_thousand(both: tuple[Engine, Engine], text: str, sort: Sort) -> None:
    """OpenSearch's own pages end there."""
    asked = Request(text=text, sort=sort, page=11, per_page=1000, groups="show")
    directory, cluster = (page_of(engine, asked) for engine in both)
    assert len(cluster) == MANY - 10_000
    assert cluster == directory


def test_of_a_pasted_page_that_is_bounded_loosely_less_is_read(
    both: tuple[Engine, Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Texts of thousands of documents were fetched, for minutes."""
    monkeypatch.setattr("search.cluster.pages.candidates._MOST_READ", 100)
    text = "李若川在码头，船，船，船，灯塔和没有人写过的二十个字都在这里" * 2
    directory, cluster = both
    for _ in range(2):  # how much of it is read is remembered
        page = cluster.search(Request(text=text, groups="show"))
        (said,) = (notice for notice in page.notices if notice.code == "too_long")
        read = text[: len(text) // 4]
        assert str(len(read)) in said.chinese
        assert page_of(cluster, Request(text=text, groups="show")) == page_of(
            directory, Request(text=read, groups="show")
        )
