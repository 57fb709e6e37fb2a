"""What an index takes for the date of a document: what it refuses, and that the rest answers."""

import pytest

from search import connect
from search.document import Document
from search.request import Request
from search.results import Results
from search.text.dates import DateError
from tests.places import Place


def put(place: Place, **dates: str) -> None:
    with place.rebuilt() as writer:
        for number, values in enumerate(({}, dates)):
            document = Document(
                id=f"d{number}",
                kind="photo",
                article=f"a{number}",
                caption="渔船",
                **values,  # type: ignore[arg-type]
            )
            writer.put(f"a{number}", [document], "")


def found(place: Place, **options: object) -> Results:
    engine = connect(place.location)
    try:
        return engine.search(Request(text="渔船", **options))  # type: ignore[arg-type]
    finally:
        engine.close()


@pytest.mark.parametrize(
    "taken",
    ["2018/..", "../2018", "../..", "..", "/", "2018/", "/2018", "2019/2018", "2018-08/2018-07",
     "0000", "0000/2018", "10000", "2018-02-29", "2018-7", "2018/2019/2020", "昨天", "2018Z"],
)  # fmt: skip
def test_what_is_no_closed_date_is_refused_when_it_is_put(place: Place, taken: str) -> None:
    """``2018/..`` was taken, and every search of the index raised from then on."""
    with pytest.raises(DateError, match="is not a date: write 2018"):
        put(place, taken=taken)
    with pytest.raises(DateError, match="is not a date: write 2018"):
        put(place, taken="2018", published=taken)


def test_the_remedy_for_an_open_date(place: Place) -> None:
    with pytest.raises(DateError, match=r"^'2018/\.\.' .*: a document's date begins and ends$"):
        put(place, taken="2018/..")


@pytest.mark.parametrize(
    ("dates", "years"),
    [
        ({"taken": "2018"}, {"2018"}),
        ({"taken": "2018-12/2020-01"}, {"2018", "2019", "2020"}),
        ({"taken": "0001"}, {"0001"}),
        ({"taken": "9999-12-31"}, {"9999"}),
        ({"published": "9999-12-31T23:59:59Z"}, {"9999"}),
        ({"published": "2018-07-01"}, {"2018"}),
    ],
)
def test_what_is_one_answers_searches(place: Place, dates: dict[str, str], years: set[str]) -> None:
    put(place, **dates)
    page = found(place)
    (facet,) = (facet for facet in page.facets if facet.name == "year")
    assert (page.total, page.undated) == (2, 1)
    assert {item.value.zfill(4) for item in facet.items} == years
    assert found(place, taken=("../9999",)).total == 1
