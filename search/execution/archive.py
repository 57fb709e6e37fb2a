"""The archive of a snapshot, for those who suggest, correct and liken."""

from collections.abc import Hashable, Iterable, Mapping
from datetime import date

from search.completions.completion import Completion
from search.document import Kind
from search.execution.totals import EmbeddedTotals
from search.fields import Field
from search.query.tree import Term
from search.request import Request
from search.snapshot.memory import Memory
from search.snapshot.snapshot import Snapshot
from search.text.analyzer import Analyzer
from search.vocabulary import Vocabulary

_LOOKED_AT = 3
"""Texts in which it is looked how a word is spelled."""


class EmbeddedArchive:
    """See ``search.archive.Archive``."""

    def __init__(self, snapshot: Snapshot, analyzer: Analyzer) -> None:
        self._snapshot = snapshot
        self._analyzer = analyzer
        self.owner: Hashable = snapshot.owner
        self.memory: Memory = snapshot.memory

    @property
    def fields(self) -> Mapping[Kind, tuple[Field, ...]]:
        """See ``Statistics``."""
        return self._snapshot.fields

    def count(self, kind: Kind) -> int:
        """See ``Statistics``."""
        return self._snapshot.count(kind)

    def frequency(self, kind: Kind, term: Term) -> int:
        """See ``Statistics``."""
        return self._snapshot.frequency(kind, term)

    def weigh(self, terms: Mapping[Kind, Iterable[Term]]) -> None:
        """See ``Statistics``; a frequency is read when it is asked for."""

    def spelled(self, completion: Completion) -> str:
        """See ``Archive``; of a word, looked up in some text that has it."""
        if not completion.is_folded:
            return completion.label
        run = completion.key.run
        for searcher in self._snapshot.searchers["photo"]:
            for field in ("caption", "headline"):
                entries = searcher.postings(field, "words", run).entries[:_LOOKED_AT]
                for entry in entries.tolist():
                    text = searcher.store(field).values_of(entry)[0]
                    found = self._analyzer.fold.written(run, text)
                    if found:
                        return found
        return completion.label

    def totals(self, request: Request, *, vocabulary: Vocabulary, today: date) -> EmbeddedTotals:
        """See ``Archive``."""
        return EmbeddedTotals(
            self._snapshot, self._analyzer, request, vocabulary=vocabulary, today=today
        )
