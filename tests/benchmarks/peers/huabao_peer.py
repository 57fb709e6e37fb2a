"""This engine, asked for trees of caption words below its query language.

The index is a whole one, with all streams and fields of photos and paragraphs, as it would be in
use; only the words of the caption are searched. A phrase is a run of characters to us: it is
found wherever its characters stand, however the segmenter cut them there, so there may be more
than the peers find, never less.
"""

from pathlib import Path

from search.embedded import EmbeddedEngine
from search.execution.collector import Collector
from search.execution.evaluate import Evaluation
from search.execution.facets import Facets
from search.execution.filters import Filters
from search.execution.folding import Folding, Rows
from search.execution.found import Found
from search.execution.scorer import Scorer
from search.execution.weighing import Weighing
from search.query.lowered import Ordering
from search.query.tree import And, Or, Run, Term, Tree
from search.request import Request
from tests.benchmarks.builders import HuabaoBuilder
from tests.benchmarks.collection import Collection
from tests.benchmarks.peers.peer import DEPTH, FACET_DEPTH, OPERATORS, Answer, Formula, Query


class Huabao:
    """See ``Peer``."""

    name = "Huabao"
    version = "this commit"
    operators = OPERATORS
    facets = True
    formula: Formula | None = Formula(all_documents=False)
    runs = True

    def build(self, collection: Collection, folder: Path) -> None:
        """See ``Peer``; an index that is there already is used again."""
        if not (folder / "current").exists():
            with HuabaoBuilder(folder) as builder:
                for _, documents in collection.recipe.articles():
                    builder.put(documents)
        self.engine = EmbeddedEngine(folder)
        self._snapshot = self.engine._now().snapshot
        self._ours = [0] * self._snapshot.size
        for number, name in enumerate(collection.ids):
            place = self._snapshot.number(name)
            assert place is not None
            self._ours[place] = number

    def search(self, query: Query, *, facets: bool) -> Answer:
        """See ``Peer``: from the lowered tree on, by the product's own way."""
        terms = tuple(sorted([Term("caption", "words", word) for word in set(query.words)]))
        tree, photos = _tree(query, terms), self._snapshot.searchers["photo"]
        evaluations = [Evaluation(one) for one in photos]
        found = Found(
            (number, one.searcher, one.searcher.alive(one.docs(tree)))
            for number, one in enumerate(evaluations)
        )
        scorer = Scorer(Weighing(self._snapshot, "photo"), Ordering(terms), evaluations)
        rows = Rows(found, Folding(None), len(found))
        collector = Collector(self._snapshot, rows, {"photo": scorer})
        best, _ = collector.best(DEPTH)
        shown = tuple([self._ours[number] for number in best.tolist()])
        total = len(found)
        if not facets:
            return Answer(total, shown)
        filters = Filters(self._snapshot, Request())
        counted = Facets(self._snapshot, Request(), filters, filters.passing(found))
        creators = {i.value: i.count for i in counted.facet("creator").items}
        years = {int(item.value): item.count for item in counted.years().items}
        return Answer(total, shown, dict(list(creators.items())[:FACET_DEPTH]), years)

    def close(self) -> None:
        """See ``Peer``."""
        self.engine.close()


def _tree(query: Query, terms: tuple[Term, ...]) -> Tree:
    match query.operator:
        case "and":
            return And(terms)
        case "or":
            return Or(terms)
        case "phrase":
            return Run("caption", "".join(query.words))
