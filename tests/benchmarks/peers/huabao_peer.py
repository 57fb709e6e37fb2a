"""This engine, asked for trees of caption words below its query language.

The index is a whole one, with all streams and fields of photos and paragraphs, as it would be in
use; only the words of the caption are searched. A phrase is a run of characters to us: it is
found wherever its characters stand, however the segmenter cut them there, so there may be more
than the peers find, never less.
"""

from pathlib import Path

from search.embedded.engine import WhooshEngine
from search.embedded.evaluate import Evaluation
from search.embedded.facets import Filters, Passing
from search.embedded.found import Found
from search.embedded.order import Ranking
from search.embedded.scoring import Scoring
from search.query.plan import Ordering
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
        self.engine = WhooshEngine(folder)
        self._snapshot = self.engine._now().snapshot
        self._ours = [0] * self._snapshot.size
        for number, name in enumerate(collection.ids):
            place = self._snapshot.number(name)
            assert place is not None
            self._ours[place] = number

    def search(self, query: Query, *, facets: bool) -> Answer:
        """See ``Peer``."""
        terms = tuple(sorted([Term("caption", "words", word) for word in set(query.words)]))
        tree = _tree(query, terms)
        evaluation = Evaluation(self._snapshot, "photo")
        leaves = evaluation.leaves
        found = Found(zip(range(len(leaves)), leaves, evaluation.found(tree), strict=True))
        scorings = {evaluation.kind: Scoring(self._snapshot, Ordering(terms, (), None), evaluation)}
        best, _ = Ranking(found, scorings).best(DEPTH)
        shown = tuple([self._ours[number] for number in best.tolist()])
        total = len(found)
        if not facets:
            return Answer(total, shown)
        passing = Passing(Filters(self._snapshot, Request()), found.parts)
        creators = {i.value: i.count for i in passing.facet("creator").items}
        years = {int(item.value): item.count for item in passing.years(()).items}
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
