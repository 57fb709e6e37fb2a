"""What people look for in the sample corpus, and what a reader of it expects."""

from collections.abc import Iterator

import pytest

from tests.golden_searches import Asked, Case, asking, check, parameters, read_cases
from tests.places import Place


@pytest.fixture(scope="module")
def sample(sample_place: Place) -> Iterator[Asked]:
    with asking(sample_place) as asked:
        yield asked


@pytest.mark.parametrize("case", parameters(read_cases("sample_searches.json")))
def test_search(sample: Asked, case: Case) -> None:
    check(sample, case)
