"""What people look for in the sample corpus, and what a reader of it expects."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import indexer
from indexer import Archive
from tests.golden_searches import Case, check, parameters, read_cases


@pytest.fixture(scope="module")
def archive(sample_index: Path) -> Iterator[Archive]:
    with indexer.open_index(sample_index) as opened:
        yield opened


@pytest.mark.parametrize("case", parameters(read_cases("sample_searches.json")))
def test_search(archive: Archive, case: Case) -> None:
    check(archive, case)
