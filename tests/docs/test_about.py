"""The queries that the page about the archive shows are those of the document, and find photos."""

from pathlib import Path

import pytest

from indexer import open_index
from tests.conftest import ROOT
from tests.docs.documents import quoted, text_of
from web.wording.about_texts import QUERIES


@pytest.mark.parametrize("query", [query for query, _, _ in QUERIES])
def test_a_query_that_is_shown_is_documented_and_finds_something(
    query: str, sample_index: Path
) -> None:
    assert query in quoted(text_of(ROOT / "docs/query-language.md"))
    with open_index(sample_index) as archive:
        assert archive.search(query, kind="all").total
