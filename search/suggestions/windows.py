"""Where a longer text may be wrong: the pairs of characters in it that stand nowhere."""

from collections.abc import Iterator

from search.query.tree import Term
from search.snapshot.snapshot import Snapshot

_LENGTHS = (4, 3, 2)


def windows(text: str, run: str, snapshot: Snapshot) -> Iterator[tuple[int, int]]:
    """Parts of a text with a pair that no photo has, the longer ones first: first and end.

    Args:
        run: the character stream of the text; where they differ (marks, blanks), there is none.
    """
    if len(text) != len(run) or len(run) <= _LENGTHS[-1]:
        return
    absent = [
        place for place in range(len(run) - 1) if not _stands(run[place : place + 2], snapshot)
    ]
    for length in _LENGTHS:
        for begin in range(len(run) - length + 1):
            if any(begin <= place and place + 2 <= begin + length for place in absent):
                yield begin, begin + length


def _stands(pair: str, snapshot: Snapshot) -> bool:
    return any(
        snapshot.frequency("photo", Term(field, "bigrams", pair))
        for field in snapshot.fields["photo"]
    )
