"""Sets of numbers beside Python's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.snapshot.docset import NOBODY, DocSet, docset, docset_of, ids_of, membership

SETS = st.builds(
    lambda few, begin, length, step: few | set(range(begin, begin + length * step, step)),
    st.sets(st.integers(0, 400_000), max_size=30),
    st.integers(0, 200_000),
    st.integers(0, 70_000),  # more than a container takes as an array, and than fit into one
    st.integers(1, 3),
)


@given(SETS)
def test_a_set_is_the_numbers_it_was_made_of(numbers: set[int]) -> None:
    ordered = np.array(sorted(numbers), dtype=np.int64)
    made = docset(ordered)
    assert made == DocSet(sorted(numbers))
    assert ids_of(made).tolist() == ordered.tolist()
    mask = np.zeros(600_000, dtype=np.bool_)
    mask[ordered] = True
    assert docset_of(mask) == made


@given(st.sets(st.integers(0, 999)), st.sets(st.integers(0, 999)))
def test_membership_is_of_each_number(asked: set[int], held: set[int]) -> None:
    ids = np.array(sorted(asked), dtype=np.uint32)
    mask = membership(ids, DocSet(sorted(held)))
    assert mask.tolist() == [number in held for number in ids.tolist()]


def test_nobody_is_empty_and_cannot_be_changed() -> None:
    assert not NOBODY
    assert ids_of(NOBODY).tolist() == []
    assert docset_of(np.zeros(70_000, dtype=np.bool_)) == NOBODY
    with pytest.raises(AttributeError):
        NOBODY.add(1)  # type: ignore[attr-defined]
