"""Facets as they are shown: the most frequent values, and those that were chosen."""

from pathlib import Path

from search import connect
from search.document import Document
from search.request import FACET_VALUES, Request
from tests.search.test_living_index import build, opened, total


def by(creator: str, number: int) -> Document:
    return Document(id=f"p{number}", kind="photo", article=f"a{number}", creator=(creator,))


def test_a_chosen_value_is_shown_however_rare_it_is(tmp_path: Path) -> None:
    """Or a reader could not take it back where it was chosen."""
    names = [f"摄影师{number}" for number in range(FACET_VALUES + 5)] * 2
    build(tmp_path, [by(name, number) for number, name in enumerate([*names, "周牧野"])])
    engine = connect(str(tmp_path))
    page = engine.search(Request(creator=("周牧野",)))
    engine.close()
    (items,) = [facet.items for facet in page.facets if facet.name == "creator"]
    assert [(item.value, item.count) for item in items if item.selected] == [("周牧野", 1)]
    assert len(items) == FACET_VALUES + 1


def test_a_category_in_a_query_is_a_part_of_a_value(tmp_path: Path) -> None:
    """Nothing of it scores: the filter and the query's field give one order."""
    categories = [("体育新闻",), ("體育", "社会"), ("社会 新闻",), ()]
    documents = [
        Document(id=f"p{n}", kind="photo", article=f"a{n}", caption="体育", category=category)
        for n, category in enumerate(categories)
    ]
    build(tmp_path, documents)
    with opened(tmp_path) as engine:
        for query, count in {
            "分类:体育": 2, '類別:"體 育"': 2, "栏目:新闻": 2, 'category:"社会新闻"': 1,
            "分类:体育社会": 0, "-分类:体育": 2, "分类:(体育 社会)": 1, "分类:体育 OR 分类:社会": 3,
        }.items():  # fmt: skip
            assert total(engine, query) == count, query
        assert {hit.score for hit in engine.search(Request(text="分类:体育")).hits} == {0.0}
        assert engine.search(Request(text="体育 分类:体育")).hits[0].score > 0


def test_a_category_is_asked_of_an_archive_that_has_none(tmp_path: Path) -> None:
    build(tmp_path, [by("周牧野", 1)])
    with opened(tmp_path) as engine:
        for query, codes in {"分类:体育": ["empty_field"], "周牧野 -分类:体育": []}.items():
            found = engine.search(Request(text=query))
            assert [notice.code for notice in found.notices] == codes
