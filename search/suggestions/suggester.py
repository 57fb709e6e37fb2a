"""Suggestions for a query that grows: looked up, counted, ordered.

Whole syllables come before initials, and of those what is typed to its end before what goes on; of
what fits equally well the completion that finds most is first. A count is what the search would
say: it stands in the completion index, or is made by the search itself where something typed
before, a filter or another word for it has a part in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from heapq import merge
from itertools import islice, product

import numpy as np

from search.completions.completion import Completion, Key, weight_of
from search.completions.completion_index import CompletionIndex
from search.execution.totals import Totals
from search.request import MAX_LENGTH, Request
from search.snapshot.snapshot import Snapshot
from search.suggestion import Suggestion
from search.suggestions.counting import Counting
from search.suggestions.pieces import Piece, pieces
from search.suggestions.typed import LONGEST, Automaton, Fitting, Sounding
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


@dataclass(frozen=True, slots=True)
class _Made:
    """A suggestion, and what it was made of."""

    fit: _Fit
    said: Suggestion

    def is_half_of(self, other: "_Made") -> bool:
        """Whether it is a word that stands nowhere but in a longer completion.

        A place is not told by the headline in which it stands: that is about more.
        """
        run, longer = self.fit.completion.key.run, other.fit.completion.key.run
        if self.said.count != other.said.count or run == longer or run not in longer:
            return False
        kind = self.said.kind
        return kind == "word" or (kind == "place" and other.said.kind != "headline")


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
        counting = Counting(self._snapshot, self._analyzer, piece, totals, request)
        made: list[_Made] = []
        for fit in islice(self._fits(piece, _TRIED * limit), _TRIED * limit):
            one = counting.suggestion(fit.completion)
            if one.count:
                made.append(_Made(fit, one))
            if len(made) == limit:
                break
        made.sort(key=lambda one: (one.fit.rank, -weight_of(one.said.kind, one.said.count)))
        return [one.said for one in made if not any(map(one.is_half_of, made))]

    def _fits(self, piece: Piece, enough: int) -> Iterator[_Fit]:
        """Completions that a piece fits, the best first."""
        typed = self._analyzer.query_stream(piece.text).replace(GAP, "")
        if not typed or len(typed) > LONGEST:
            return
        seen: set[Key] = set()
        for rank, (initials, rare) in enumerate(product((False, True), repeat=2)):
            found = (
                Automaton(typed, one, initials=initials, rare=rare).fitting(enough, wholes=initials)
                for one in self._soundings
            )
            parts = (self._of_part(part, one, 2 * rank) for part, one in enumerate(found))
            for fit in merge(*parts, key=_order):
                completion = fit.completion
                if completion.key not in seen and completion.kind in piece.kinds:
                    seen.add(completion.key)
                    yield fit
            if len(seen) >= enough:
                return

    def _of_part(self, part: int, fitting: Fitting, rank: int) -> Iterator[_Fit]:
        """Completions of a file that a text fits, the best first.

        Args:
            rank: of those that the text uses up, of others one more.
        """
        rows, whole = fitting.rows, fitting.whole
        if part == 0 and self._index.hidden is not None:
            seen = ~np.isin(rows, self._index.hidden)
            rows, whole = rows[seen], whole[seen]
        best = np.argsort(~whole, kind="stable")
        for row, is_whole in zip(rows[best].tolist(), whole[best].tolist(), strict=True):
            completion = self._index.parts[part].completion(row)
            if completion.is_frequent:
                yield _Fit(completion, rank + (not is_whole))


def _order(fit: _Fit) -> tuple[int, int, Key]:
    return fit.rank, -fit.completion.weight, fit.completion.key
