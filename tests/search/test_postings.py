"""Posting lists: as they are stored, and what is made of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.index.store import Postings
from search.snapshot.docset import DocSet
from search.snapshot.postings import PostingList
from tests.search.test_ways import NEVER, moved

SIZE = 400
WAYS = {
    "searched": {"snapshot.postings._LAID": 0},
    "laid out": {"snapshot.postings._LAID": NEVER, "snapshot.postings._FREQUENT": NEVER},
}
held = st.dictionaries(st.integers(0, SIZE - 1), st.integers(1, 200), max_size=120)


def posting_list(counts: dict[int, int], sizes: list[int]) -> PostingList:
    entries = np.array(sorted(counts), dtype=np.uint32)
    times = np.array([counts[entry] for entry in entries.tolist()], dtype=np.uint8)
    return PostingList(Postings(entries, times), SIZE, lambda _, size: sizes.append(size))


@pytest.mark.parametrize("way", WAYS)
@given(held, st.lists(st.integers(0, SIZE), max_size=60))
def test_a_list_says_who_has_the_term_and_how_often(
    way: str, counts: dict[int, int], asked: list[int]
) -> None:
    sizes: list[int] = []
    made = posting_list(counts, sizes)
    with moved(WAYS[way]):
        if counts:
            entries = np.array(asked, dtype=np.uint32)
            assert made.counts_at(entries).tolist() == [counts.get(entry, 0) for entry in asked]
    assert made.members == DocSet(sorted(counts))
    assert made.nbytes == sizes[-1]
    assert sizes == sorted(sizes)
