"""What one commit suggests and corrects, remembered."""

from dataclasses import replace
from datetime import date

from search.archive import Archive
from search.completions.completion_index import CompletionIndex
from search.lazily import lazily
from search.request import VALUE_FACETS, Request
from search.results import Part, Results
from search.suggestion import Suggestion
from search.suggestions.corrector import Corrector
from search.suggestions.suggester import Suggester
from search.suggestions.typed import Sounding
from search.text.analyzer import Analyzer
from search.vocabulary import Vocabulary

_A_SUGGESTION = 800
_A_CHARACTER = 4
"""Bytes of memory."""


class Suggestions:
    """Completions and corrections from one commit; any number of threads may ask."""

    def __init__(self, index: CompletionIndex, archive: Archive, analyzer: Analyzer) -> None:
        self._index = index
        self._archive = archive
        self._analyzer = analyzer

    @lazily
    def _suggester(self) -> Suggester:
        return Suggester(self._index, self._soundings, self._archive, self._analyzer)

    @lazily
    def _corrector(self) -> Corrector:
        return Corrector(
            self._index, self._soundings, self._suggester, self._archive, self._analyzer
        )

    @lazily
    def _soundings(self) -> list[Sounding]:
        return [Sounding(part) for part in self._index.parts]

    def suggest(
        self, request: Request, limit: int, vocabulary: Vocabulary, today: date
    ) -> tuple[Suggestion, ...]:
        """What the text of a request may become, the best first; remembered.

        Args:
            vocabulary: other words for what is typed; today: what dates are read by.
        """
        key = self._archive.owner, "suggestions", request, limit, vocabulary.version, today
        found: tuple[Suggestion, ...] | None = self._archive.memory.get(key)
        if found is None:
            found = self._suggester.suggest(request, limit, vocabulary=vocabulary, today=today)
            size = _A_SUGGESTION * (1 + len(found)) + _size(request)
            self._archive.memory.put(key, found, size)
        return found

    def corrections(
        self, request: Request, results: Results, vocabulary: Vocabulary, today: date
    ) -> tuple[Part, ...]:
        """What the query of a request may have been meant to be, where it finds little; remembered.

        Args:
            results: what it found.
            vocabulary: other words for what is typed; today: what dates are read by.
        """
        asked = replace(
            request,
            sort="relevance",
            duplicates="fold",
            groups="fold",
            page=1,
            per_page=1,
            explain=False,
            facet=None,
            facet_values=1,
            facet_text="",
            facet_order="count",
            timeline=False,
        )
        key = self._archive.owner, "corrections", asked, vocabulary.version, today
        found: tuple[Part, ...] | None = self._archive.memory.get(key)
        if found is None:
            found = self._corrector.corrections(
                request, results, vocabulary=vocabulary, today=today
            )
            size = _A_SUGGESTION * (1 + len(found)) + _size(request)
            self._archive.memory.put(key, found, size)
        return found


def _size(request: Request) -> int:
    """About how many bytes a request takes."""
    stated = (value for _, value in (*request.required, *request.excluded))
    plain = (value for facet in VALUE_FACETS for value in request.values(facet))
    values = (request.text, *request.taken, *plain, *stated)
    return _A_CHARACTER * sum(map(len, values))
