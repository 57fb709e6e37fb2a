"""Facets as they are shown: the most frequent values, and those that were chosen."""

from pathlib import Path

from search import connect
from search.document import Document
from search.execution.facets import SHOWN
from search.request import Request
from tests.search.test_living_index import build


def by(creator: str, number: int) -> Document:
    return Document(id=f"p{number}", kind="photo", article=f"a{number}", creator=(creator,))


def test_a_chosen_value_is_shown_however_rare_it_is(tmp_path: Path) -> None:
    """Or a reader could not take it back where it was chosen."""
    names = [f"摄影师{number}" for number in range(SHOWN + 5)] * 2
    build(tmp_path, [by(name, number) for number, name in enumerate([*names, "周牧野"])])
    engine = connect(str(tmp_path))
    page = engine.search(Request(creator=("周牧野",)))
    engine.close()
    (items,) = [facet.items for facet in page.facets if facet.name == "creator"]
    assert [(item.value, item.count) for item in items if item.selected] == [("周牧野", 1)]
    assert len(items) == SHOWN + 1
