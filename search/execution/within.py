"""What of some documents a text finds: those that a filter leaves, and what was typed before it.

Whoever types goes on in the same surroundings with every key, so these are worked out once and
remembered. Where they are few, their characters are, too.
"""

from collections.abc import Mapping, Sequence

from search.archive import FEW, Asked
from search.document import Kind
from search.execution.evaluate import Evaluation
from search.fields import FIELDS
from search.lazily import lazily
from search.query.nodes import All
from search.query.plan import Planner
from search.query.tree import Or, Run, Tree
from search.snapshot.docset import DocSet, ids_of, nbytes
from search.snapshot.snapshot import Snapshot

_MOST_COUNTED = 2000
"""Runs whose number is remembered: whoever types on sees most of the same completions again."""

_A_STREAM = 2000
_A_COUNT = 200
"""Bytes of memory."""


class EmbeddedWithin:
    """Some documents of a snapshot, by kind and segment."""

    def __init__(self, snapshot: Snapshot, docs: Mapping[Kind, Sequence[DocSet]]) -> None:
        self._evaluations = {
            kind: [Evaluation(one) for one in snapshot.searchers[kind]] for kind in docs
        }
        self._docs = docs
        self._counted: dict[str, int] = {}

    def __len__(self) -> int:
        return sum(len(one) for some in self._docs.values() for one in some)

    @property
    def is_small(self) -> bool:
        """Whether their characters are held."""
        return len(self) <= FEW

    @property
    def nbytes(self) -> int:
        """About how many bytes it takes."""
        sets = sum(nbytes(one) for some in self._docs.values() for one in some)
        streams = _A_STREAM * len(self) if self.is_small else 0
        return sets + streams + _A_COUNT * _MOST_COUNTED

    def counts(self, asked: Sequence[Asked]) -> list[int]:
        """See ``search.archive.Within``."""
        return [
            self._with_run(one.run) if one.query is None else self._matching(*one.query)
            for one in asked
        ]

    def _with_run(self, run: str) -> int:
        """In how many of them a run of symbols stands, in any field; remembered."""
        found = self._counted.get(run)
        if found is None:
            found = self._count(run)
            if len(self._counted) < _MOST_COUNTED:
                self._counted[run] = found
        return found

    def _count(self, run: str) -> int:
        if self.is_small:
            return sum(run in stream for stream in self._streams)
        return sum(
            self._in_tree(kind, Or(tuple(Run(field, run) for field in FIELDS[kind])))
            for kind in self._docs
        )

    def _matching(self, root: All, planner: Planner) -> int:
        """How many of them match a query of one text."""
        plans = {kind: next(planner.attempts(root, kind)) for kind in self._docs}
        return sum(self._in_tree(kind, plan.tree) for kind, plan in plans.items())

    def _in_tree(self, kind: Kind, tree: Tree) -> int:
        pairs = zip(self._evaluations[kind], self._docs[kind], strict=True)
        return sum(len(one.docs(tree, docs)) for one, docs in pairs if docs)

    @lazily
    def _streams(self) -> list[str]:
        """The characters of each document, field by field."""
        return [
            "\n".join(one.searcher.stream(local, field) for field in FIELDS[kind])
            for kind, some in self._docs.items()
            for one, docs in zip(self._evaluations[kind], some, strict=True)
            for local in ids_of(docs).tolist()
        ]
