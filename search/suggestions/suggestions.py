"""What one commit suggests: its completions are opened when somebody first types."""

from datetime import date

from search.completions.completion_index import CompletionIndex, open_completions
from search.lazily import lazily
from search.request import Request
from search.results import Part, Results
from search.snapshot.snapshot import Snapshot
from search.suggestion import Suggestion
from search.suggestions.corrector import Corrector
from search.suggestions.suggester import Suggester
from search.suggestions.typed import Sounding
from search.text.analyzer import Analyzer
from search.vocabulary import Vocabulary

_A_SUGGESTION = 800
"""Bytes of memory."""


class Suggestions:
    """Completions and corrections from one commit; any number of threads may ask."""

    def __init__(self, snapshot: Snapshot, analyzer: Analyzer) -> None:
        self._snapshot = snapshot
        self._analyzer = analyzer

    @lazily
    def _index(self) -> CompletionIndex | None:
        return open_completions(self._snapshot.path, self._snapshot.generation)

    @lazily
    def _suggester(self) -> Suggester | None:
        if self._index is None:
            return None
        return Suggester(self._index, self._soundings, self._snapshot, self._analyzer)

    @lazily
    def _corrector(self) -> Corrector | None:
        if self._index is None:
            return None
        return Corrector(self._index, self._soundings, self._snapshot, self._analyzer)

    @lazily
    def _soundings(self) -> list[Sounding]:
        return [Sounding(part) for part in self._index.parts] if self._index else []

    def suggest(
        self, request: Request, limit: int, vocabulary: Vocabulary, today: date
    ) -> tuple[Suggestion, ...]:
        """What the text of a request may become, the best first; remembered.

        Args:
            vocabulary: other words for what is typed; today: what dates are read by.
        """
        if self._suggester is None:
            return ()
        key = self._snapshot.owner, "suggestions", request, limit, vocabulary.version, today
        found: tuple[Suggestion, ...] | None = self._snapshot.memory.get(key)
        if found is None:
            found = self._suggester.suggest(request, limit, vocabulary=vocabulary, today=today)
            size = _A_SUGGESTION * (1 + len(found)) + len(request.text)
            self._snapshot.memory.put(key, found, size)
        return found

    def corrections(
        self, request: Request, results: Results, vocabulary: Vocabulary, today: date
    ) -> tuple[Part, ...]:
        """What the query of a request may have been meant to be, where it finds little.

        Args:
            results: what it found.
            vocabulary: other words for what is typed; today: what dates are read by.
        """
        if self._corrector is None:
            return ()
        return self._corrector.corrections(request, results, vocabulary=vocabulary, today=today)
