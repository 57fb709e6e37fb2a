"""Posting lists and the memory that holds them."""

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.embedded import forms
from search.embedded.memory import Holders, Memory
from search.embedded.posted import Posted
from search.ranking import flattening, saturation
from tests.search.test_ways import moved

SIZE = 400

occurrences = st.dictionaries(
    st.integers(0, SIZE - 1),
    st.tuples(st.integers(1, 5), st.integers(1, 2000)),
    max_size=120,
)
averages = st.floats(1.0, 2000.0)


def posted(held: dict[int, tuple[int, int]]) -> Posted:
    ids = np.array(sorted(held), dtype=np.int64)
    counts = np.array([held[number][0] for number in ids.tolist()], dtype=np.uint16)
    lengths = np.array([held[number][1] for number in ids.tolist()], dtype=np.uint32)
    return forms.posted(ids, counts, lengths, forms.Spare(SIZE))


def gain(held: dict[int, tuple[int, int]], number: int, average: float) -> float:
    if number not in held:
        return 0.0
    count, length = held[number]
    return saturation(float(count), flattening(float(length), average))


FORMS: Mapping[str, Mapping[str, int]] = {
    "list": {"forms._RANKED": 0},
    "list that is laid out": {"forms._RANKED": 0, "forms._FEW": 0, "forms._LOOKED_UP": 1000},
    "ranks": {"forms._RANKED": 1000, "forms._LAID": 0},
    "codes of all": {"forms._RANKED": 1000, "forms._LAID": 1000},
}


@pytest.mark.parametrize("form", FORMS)
@given(occurrences, st.sets(st.integers(0, SIZE - 1)))
def test_a_list_is_the_set_it_was_made_of(
    form: str, held: dict[int, tuple[int, int]], asked: set[int]
) -> None:
    with moved(FORMS[form]):
        made = posted(held)
        found = np.array(sorted(asked), dtype=np.int64)
        there = [number in held for number in found.tolist()]
        assert len(made) == len(made.docs) == len(held)
        assert made.ids.tolist() == made.docs.ids.tolist() == sorted(held)
        assert made.docs.mask.nonzero()[0].tolist() == sorted(held)
        assert made.has(found).tolist() == made.docs.has(found).tolist() == there
        assert (made.codes(found) > 0).tolist() == there
        assert (made.codes(made.ids) > 0).all()


@given(occurrences, averages, averages)
def test_gains_are_the_formula_to_the_last_bit(
    held: dict[int, tuple[int, int]], before: float, average: float
) -> None:
    made = posted(held)
    everybody = np.arange(SIZE)
    made.scaled(1.0, before)
    wanted = [gain(held, number, average) for number in range(SIZE)]
    assert made.scaled(1.0, average)[made.codes(everybody)].tolist() == wanted
    assert made.top(average) == max(wanted)


@pytest.mark.parametrize("peak", [1, 5, 256])
@given(occurrences, averages, st.floats(0.01, 2.2))
def test_no_document_that_gains_enough_is_left_out(
    peak: int, held: dict[int, tuple[int, int]], average: float, least: float
) -> None:
    made = posted(held)
    with moved({"posted._PEAK": peak}):
        reaching = made.reaching(least, average).tolist()
    enough = {number for number in held if gain(held, number, average) >= least}
    assert enough <= set(reaching) <= set(held)
    assert reaching == sorted(reaching)
    assert made.many(least, average) == len(reaching)
    assert set(made.peak.tolist()) <= set(held)
    assert bool(len(made.peak)) == bool(held)


def test_memory_keeps_within_its_limit_and_what_is_in_use() -> None:
    memory = Memory(200_000)
    used = Holders(100_000, ids=np.arange(100))
    memory.put("used", used)
    for number in range(500):
        memory.put(number, Holders(100_000, ids=np.arange(1000)))
        assert memory.get("used") is used
        assert memory.size <= 200_000
    assert memory.get(0) is None
    assert memory.get(499) is not None


def test_memory_refuses_what_is_too_large_alone() -> None:
    memory = Memory(20_000)
    memory.put("small", Holders(100_000, ids=np.arange(10)))
    memory.put("large", Holders(100_000, ids=np.arange(100_000)))
    assert memory.get("large") is None
    assert memory.get("small") is not None
