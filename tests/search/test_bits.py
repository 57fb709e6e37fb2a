"""Packed sets beside Python's."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.embedded.bits import Ranks, counted, held, members, packed, split, unpacked
from search.embedded.sets import marked

SIZES = st.integers(1, 700)


@given(SIZES, st.data())
def test_bits_are_the_set_they_were_packed_of(size: int, data: st.DataObject) -> None:
    numbers = st.sets(st.integers(0, size - 1))
    chosen, asked = data.draw(numbers), data.draw(numbers)
    bits = packed(marked(np.array(sorted(chosen), dtype=np.int64), size))
    found = np.array(sorted(asked), dtype=np.int64)
    there = [number in chosen for number in found.tolist()]
    assert counted(bits) == len(chosen)
    assert members(bits).tolist() == sorted(chosen)
    assert unpacked(bits, size).nonzero()[0].tolist() == sorted(chosen)
    assert held(bits, found).tolist() == there
    places = Ranks(bits).places(*split(found))
    assert places.tolist() == [sum(c < number for c in chosen) for number in found.tolist()]
