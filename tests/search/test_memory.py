"""What an engine remembers: within its bytes, and nothing of what is gone."""

from search.snapshot.memory import NOBODY_S, OVERHEAD, Memory


def test_memory_keeps_within_its_limit_and_what_is_in_use() -> None:
    memory = Memory(200_000)
    memory.put((NOBODY_S, "used"), "used", 1000)
    for number in range(500):
        memory.put((NOBODY_S, number), number, 8000)
        assert memory.get((NOBODY_S, "used")) == "used"
        assert memory.size <= 200_000
    assert memory.get((NOBODY_S, 0)) is None
    assert memory.get((NOBODY_S, 499)) == 499


def test_memory_refuses_what_is_too_large_alone() -> None:
    memory = Memory(20_000)
    memory.put((NOBODY_S, "small"), "small", 100)
    memory.put((NOBODY_S, "large"), "large", 10_000)
    assert memory.get((NOBODY_S, "large")) is None
    assert memory.get((NOBODY_S, "small")) == "small"


def test_what_grows_is_counted_anew() -> None:
    memory = Memory(20_000)
    for size in (100, 2000, 300):
        memory.put((NOBODY_S, "list"), "list", size)
        assert memory.size == size + OVERHEAD


def test_nothing_of_an_owner_that_is_gone_is_kept_or_taken() -> None:
    """A search that is still at work on an old commit would keep its files open."""
    memory = Memory(20_000)
    memory.retain([1, 2])
    for owner in (NOBODY_S, 1, 2, 3):
        memory.put((owner, "list"), owner, 10)
    assert [memory.get((owner, "list")) for owner in (NOBODY_S, 1, 2, 3)] == [NOBODY_S, 1, 2, None]
    memory.retain([2, 3])
    assert [memory.get((owner, "list")) for owner in (NOBODY_S, 1, 2)] == [NOBODY_S, None, 2]
    memory.put((1, "list"), 1, 10)
    assert memory.get((1, "list")) is None
    memory.clear()
    memory.put((NOBODY_S, "list"), 0, 10)
    assert memory.size == 0


def test_memory_grew_with_every_commit() -> None:
    """Both generations were made the young one, and nothing was ever forgotten."""
    memory = Memory(200_000)
    for commit in range(20):
        for number in range(9):
            memory.put((NOBODY_S, commit, number), number, 10_000)
        memory.retain([commit])
        assert memory.size <= 200_000
