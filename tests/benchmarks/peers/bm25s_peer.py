"""bm25s: scores computed at index time, summed as sparse rows in NumPy. OR only.

It scores every document; the total is what scored above zero, the best ten a partition of that.
"""

from pathlib import Path

import numpy as np

from search.ranking import K1, B
from tests.benchmarks.collection import Collection
from tests.benchmarks.peers.peer import DEPTH, Answer, Formula, Operator, Query, load


class Bm25s:
    """See ``Peer``."""

    name = "bm25s"
    operators: frozenset[Operator] = frozenset(("or",))
    facets = False
    runs = False

    def __init__(self) -> None:
        self._bm25s = load("bm25s")
        self.version = str(self._bm25s.__version__)
        self.formula: Formula | None = Formula()

    def build(self, collection: Collection, folder: Path) -> None:
        """See ``Peer``; saved to the folder for its size, and searched in memory."""
        self._index = self._bm25s.BM25(k1=K1, b=B, method="lucene")
        self._index.index([list(tokens) for tokens in collection.tokens], show_progress=False)
        self._index.save(str(folder), show_progress=False)

    def search(self, query: Query, *, facets: bool) -> Answer:
        """See ``Peer``."""
        assert not facets
        scores = self._index.get_scores(list(query.words))
        found = int(np.count_nonzero(scores))
        best = np.argpartition(scores, -DEPTH)[-DEPTH:] if len(scores) > DEPTH else scores.argsort()
        best = best[np.argsort(-scores[best], kind="stable")][: min(DEPTH, found)]
        return Answer(found, tuple(map(int, best)))

    def close(self) -> None:
        """See ``Peer``."""
        del self._index
