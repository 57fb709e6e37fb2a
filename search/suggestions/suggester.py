"""Suggestions for a query that grows: looked up, counted, ordered.

Whole syllables come before initials, and of those what is typed to its end before what goes on; of
what fits equally well the completion that finds most is first. A count is what the search would
say: it stands in the completion index, or is made by the search itself where something typed
before, a filter or another word for it has a part in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from search.completions.completion import Completion, weight_of
from search.completions.completion_index import CompletionIndex
from search.execution.totals import Totals
from search.query.nodes import Chunk
from search.request import MAX_LENGTH, Request
from search.snapshot.snapshot import Snapshot
from search.suggestion import Suggestion
from search.suggestions.pieces import Piece, pieces
from search.suggestions.typed import LONGEST, Automaton, Sounding
from search.suggestions.wording import asked_for, spelled
from search.text.analyzer import Analyzer
from search.text.fold import GAP
from search.vocabulary import Vocabulary

_TRIED = 3
"""For each suggestion wanted so many completions are counted, until enough find something."""

_TYPED_MOST = 256
"""Code points of a query that may grow: longer ones are pasted."""


@dataclass(frozen=True, slots=True)
class _Fit:
    """A completion that fits what is typed; ``rank`` is less where it fits better."""

    completion: Completion
    rank: int


class Suggester:
    """Suggests from the completions of one commit; any number of threads may ask."""

    def __init__(
        self,
        index: CompletionIndex,
        soundings: list[Sounding],
        snapshot: Snapshot,
        analyzer: Analyzer,
    ) -> None:
        self._index = index
        self._soundings = soundings
        self._snapshot = snapshot
        self._analyzer = analyzer

    def suggest(
        self, request: Request, limit: int, *, vocabulary: Vocabulary, today: date
    ) -> tuple[Suggestion, ...]:
        """What the text of a request may become, the best first.

        Args:
            vocabulary: other words for what is typed; today: what dates are read by.
        """
        typed = request.text[:MAX_LENGTH].strip()
        if len(typed) > _TYPED_MOST:
            return ()
        totals = Totals(self._snapshot, self._analyzer, request, vocabulary=vocabulary, today=today)
        found: dict[str, Suggestion] = {}
        for piece in pieces(typed):
            for one in self._of_piece(piece, request, limit, totals):
                found.setdefault(one.text, one)
            if found:
                break
        return tuple(found.values())[:limit]

    def _of_piece(
        self, piece: Piece, request: Request, limit: int, totals: Totals
    ) -> list[Suggestion]:
        fits = self._fits(piece, _TRIED * limit)
        is_plain = not piece.before and request.is_unfiltered
        made: list[tuple[tuple[int, int], Suggestion]] = []
        for fit in fits:
            if len(made) == limit:
                break
            one = self._suggestion(piece, fit.completion, totals, is_plain=is_plain)
            if one.count:
                made.append(((fit.rank, -weight_of(one.kind, one.count)), one))
        made.sort(key=lambda item: item[0])
        return [one for _, one in made]

    def _suggestion(
        self, piece: Piece, completion: Completion, totals: Totals, *, is_plain: bool
    ) -> Suggestion:
        label = spelled(completion, self._snapshot, self._analyzer)
        text = piece.before + asked_for(completion, label, scoped=piece.scoped)
        if is_plain and self._is_settled(completion, totals):
            count = completion.total
        else:
            count = totals.of(text)
        return Suggestion(text=text, label=label, kind=completion.kind, count=count)

    def _is_settled(self, completion: Completion, totals: Totals) -> bool:
        """Whether its count stands: a search finds it and nothing else."""
        if not completion.settled:
            return False
        widening = totals.widening(len(completion.label))
        return not widening.of(Chunk((completion.label,)))

    def _fits(self, piece: Piece, enough: int) -> list[_Fit]:
        """Completions that a piece fits, the best first."""
        typed = self._analyzer.query_stream(piece.text).replace(GAP, "")
        if not typed or len(typed) > LONGEST:
            return []
        fits: dict[tuple[int, int], _Fit] = {}
        for initials in (False, True):
            for part, row, is_whole in self._rows(typed, enough, initials=initials):
                if (part, row) not in fits:
                    completion = self._index.parts[part].completion(row)
                    if completion.kind in piece.kinds and completion.is_frequent:
                        rank = 2 - is_whole if initials else 0
                        fits[part, row] = _Fit(completion, rank)
            if len(fits) >= enough:
                break
        return sorted(fits.values(), key=_order)

    def _rows(self, typed: str, enough: int, *, initials: bool) -> Iterator[tuple[int, int, bool]]:
        """Completions that a text fits: part, row, whether to its end."""
        for part, sounding in enumerate(self._soundings):
            fitting = Automaton(typed, sounding, initials=initials).fitting(enough)
            rows, whole = fitting.rows, fitting.whole
            if part == 0 and self._index.hidden is not None:
                seen = ~np.isin(rows, self._index.hidden)
                rows, whole = rows[seen], whole[seen]
            if initials:
                best = np.argsort(~whole, kind="stable")
                rows, whole = rows[best], whole[best]
            for row, is_whole in zip(rows[:enough].tolist(), whole[:enough].tolist(), strict=True):
                yield part, row, is_whole


def _order(fit: _Fit) -> tuple[int, int, tuple[str, bool]]:
    return fit.rank, -fit.completion.weight, fit.completion.key
