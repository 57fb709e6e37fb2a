"""What a query finds, by the definition: the judge of every engine's totals, order and facets.

Only the postings of words that the queries use are kept. Scores are BM25 with an engine's own
idf and remembered lengths (``Formula``), summed in float64; ids are compared by these scores, so
that documents which tie may stand in any order.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from search.ranking import K1, B
from tests.benchmarks.collection import Collection
from tests.benchmarks.peers.peer import DEPTH, FACET_DEPTH, Answer, Formula, Peer, Query

Ids = NDArray[np.int64]
Scores = NDArray[np.float64]

TOLERANCE = 1e-4
"""Relative; single precision sums of a few terms are good to 1e-6."""


class Reference:
    """The answers to ``queries`` over a collection."""

    def __init__(self, collection: Collection, queries: Iterable[Query]) -> None:
        self._collection = collection
        wanted = {word for query in queries for word in query.words}
        found: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, tokens in enumerate(collection.tokens):
            for word, count in Counter(t for t in tokens if t in wanted).items():
                found[word].append((number, count))
        self._postings = {word: np.array(rows, dtype=np.int64) for word, rows in found.items()}
        self._lengths: Ids = np.array([len(tokens) for tokens in collection.tokens], dtype=np.int64)

    def matching(self, query: Query, *, runs: bool) -> Ids:
        """The photos that match; ``runs`` as ``Peer`` has it."""
        streams, tokens = self._collection.streams, self._collection.tokens
        if query.operator == "or":
            return np.unique(np.concatenate([self._ids(word) for word in query.words]))
        if query.operator == "phrase" and runs:
            text = "".join(query.words)
            return _numbers(n for n, stream in enumerate(streams) if text in stream)
        all_words = np.arange(len(self._collection))
        for word in query.words:
            all_words = np.intersect1d(all_words, self._ids(word), assume_unique=True)
        if query.operator == "and":
            return all_words
        return _numbers(n for n in map(int, all_words) if _in_sequence(query.words, tokens[n]))

    def scores(self, query: Query, formula: Formula) -> Scores:
        """The score of every photo by a formula."""
        scores = np.zeros(len(self._collection))
        lengths = np.array([formula.length(n) for n in range(int(self._lengths.max()) + 1)])
        counted = len(scores) if formula.all_documents else np.count_nonzero(self._lengths)
        average = self._lengths.sum() / counted
        for word in dict.fromkeys(query.words):
            rows = self._postings.get(word, _NONE)
            ids, counts = rows[:, 0], rows[:, 1]
            norm = K1 * (1.0 - B + B * lengths[self._lengths[ids]] / average)
            scores[ids] += formula.idf(len(scores), len(ids)) * counts / (counts + norm)
        return scores

    def facets(self, matching: Ids) -> tuple[Counter[str], Counter[int]]:
        """The photos of each photographer and year."""
        creators, years = self._collection.creators, self._collection.years
        return (
            Counter(name for number in matching for name in creators[number]),
            Counter(years[number] for number in matching),
        )

    def judge(self, peer: Peer, query: Query, answer: Answer) -> frozenset[str]:
        """What of an answer is not as it should be: ``total``, ``order``, ``facets``."""
        matching = self.matching(query, runs=peer.runs)
        faults = set()
        if answer.total != len(matching) or not set(answer.best) <= set(matching.tolist()):
            faults.add("total")
        if len(set(answer.best)) != min(DEPTH, len(matching)):
            faults.add("order")
        elif peer.formula and query.operator != "phrase":
            scores = self.scores(query, peer.formula)
            best = np.sort(scores[matching])[::-1][:DEPTH]
            if not np.allclose(scores[list(answer.best)], best, rtol=TOLERANCE):
                faults.add("order")
        if answer.creators is not None and answer.years is not None:
            creators, years = self.facets(matching)
            if not (_agree(answer.creators, creators) and dict(answer.years) == dict(years)):
                faults.add("facets")
        return frozenset(faults)

    def _ids(self, word: str) -> Ids:
        return self._postings.get(word, _NONE)[:, 0]


_NONE: Ids = np.empty((0, 2), dtype=np.int64)


def _agree(shown: object, counted: Counter[str]) -> bool:
    """Whether the most frequent values are right, whichever of those that tie are shown."""
    assert isinstance(shown, dict)
    ranked = sorted(counted.values(), reverse=True)[:FACET_DEPTH]
    right = all(counted[name] == count for name, count in shown.items())
    return right and sorted(shown.values(), reverse=True) == ranked


def _in_sequence(words: Sequence[str], tokens: Sequence[str]) -> bool:
    size = len(words)
    return any(tokens[i : i + size] == words for i in range(len(tokens) - size + 1))


def _numbers(found: Iterable[int]) -> Ids:
    return np.fromiter(found, dtype=np.int64)
