"""An archive in a cluster, for those who suggest, correct and liken; see ``search.archive``."""

from collections.abc import Hashable, Iterable, Mapping
from datetime import date

from search.cluster.commits.view import View
from search.cluster.typing.totals import ClusterTotals
from search.completions.completion import Completion
from search.document import Kind
from search.fields import Field
from search.query.tree import Term
from search.request import Request
from search.snapshot.memory import Memory
from search.vocabulary import Vocabulary


class ClusterArchive:
    """See ``search.archive.Archive``."""

    def __init__(self, view: View) -> None:
        self._view = view
        self.owner: Hashable = view.owner
        self.memory: Memory = view.memory

    @property
    def fields(self) -> Mapping[Kind, tuple[Field, ...]]:
        """See ``Statistics``."""
        return self._view.fields

    def count(self, kind: Kind) -> int:
        """See ``Statistics``."""
        return self._view.count(kind)

    def frequency(self, kind: Kind, term: Term) -> int:
        """See ``Statistics``."""
        return self._view.frequency(kind, term)

    def weigh(self, terms: Mapping[Kind, Iterable[Term]]) -> None:
        """See ``Statistics``."""
        self._view.weigh(terms)

    def spelled(self, completion: Completion) -> str:
        """See ``Archive``; whoever wrote the completions saw how (``completion_keeper``)."""
        return completion.label

    def totals(self, request: Request, *, vocabulary: Vocabulary, today: date) -> ClusterTotals:
        """See ``Archive``."""
        return ClusterTotals(self._view, request, vocabulary=vocabulary, today=today)
