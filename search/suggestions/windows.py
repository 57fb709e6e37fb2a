"""Where a longer text may be wrong: the pairs of characters in it that stand nowhere."""

from collections.abc import Iterator

from search.archive import Statistics
from search.query.tree import Term

_LENGTHS = (4, 3, 2)


def windows(text: str, run: str, statistics: Statistics) -> Iterator[tuple[int, int]]:
    """Parts of a text with a pair that no photo has, the longer ones first: first and end.

    Args:
        run: the character stream of the text; where they differ (marks, blanks), there is none.
    """
    if len(text) != len(run) or len(run) <= _LENGTHS[-1]:
        return
    pairs = [run[place : place + 2] for place in range(len(run) - 1)]
    statistics.weigh({"photo": (term for pair in pairs for term in _terms(pair, statistics))})
    absent = [place for place, pair in enumerate(pairs) if not _stands(pair, statistics)]
    for length in _LENGTHS:
        for begin in range(len(run) - length + 1):
            if any(begin <= place and place + 2 <= begin + length for place in absent):
                yield begin, begin + length


def _stands(pair: str, statistics: Statistics) -> bool:
    return any(statistics.frequency("photo", term) for term in _terms(pair, statistics))


def _terms(pair: str, statistics: Statistics) -> Iterator[Term]:
    return (Term(field, "bigrams", pair) for field in statistics.fields["photo"])
