"""Suggestions for a query that grows: looked up, counted, ordered.

Whole syllables come before initials, and of those what is typed to its end before what goes on; of
what fits equally well the completion that finds most is first. A count is what the search would
say: it stands in the completion index, or is made by the search itself where something typed
before, a filter or another word for it has a part in it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from heapq import merge
from itertools import islice, product

import numpy as np

from search.archive import Archive, Totals
from search.completions.completion import Completion, Key, weight_of
from search.completions.completion_index import CompletionIndex
from search.request import MAX_LENGTH, Request
from search.suggestion import Suggestion
from search.suggestions.counting import Counting
from search.suggestions.pieces import Piece, pieces
from search.suggestions.typed import LONGEST, Automaton, Fitting, Sounding
from search.text.analyzer import Analyzer
from search.text.fold import GAP
from search.vocabulary import Vocabulary

_TRIED = 2
"""For each suggestion wanted so many completions are counted, until enough find something."""

_TRIED_AMONG_FEW = 25
"""The same where counting costs next to nothing: few documents are left."""

_MOST_INITIALS = 4
"""Letters that may be initials where syllables give something, too: longer texts are spelled."""

_LEAST_WHOLE = 4
"""Letters that may be the whole of a completion by its syllables: it has two."""

_MEANT = 4
_INITIALS = 4
"""The rank of what is typed by first letters alone, to its end."""

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
        """Whether it is a word that stands nowhere but in a longer completion."""
        run, longer = self.fit.completion.key.run, other.fit.completion.key.run
        is_part = self.said.count == other.said.count and run != longer and run in longer
        return is_part and self.said.kind == "word"


class Suggester:
    """Suggests from the completions of one commit; any number of threads may ask."""

    def __init__(
        self,
        index: CompletionIndex,
        soundings: list[Sounding],
        archive: Archive,
        analyzer: Analyzer,
    ) -> None:
        self._index = index
        self._soundings = soundings
        self._archive = archive
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
        totals = self._archive.totals(request, vocabulary=vocabulary, today=today)
        found: dict[str, Suggestion] = {}
        for piece in pieces(typed):
            for one in self._of_piece(piece, request, limit, totals):
                found.setdefault(one.text, one)
            if found:
                break
        return tuple(found.values())[:limit]

    def meant(self, request: Request, totals: Totals) -> list[Suggestion]:
        """What a text of letters that was sent as it stands was most likely to become.

        Where it is the beginning of a name by its syllables, or all of one by their first letters.
        """
        for piece in pieces(request.text.strip()):
            counting = Counting(self._archive, piece, totals, request)
            fits = islice(self._fits(piece, _MEANT), _MEANT)
            for _, one in _counted(filter(_is_meant, fits), counting, totals.together):
                if one.count:
                    return [one]
        return []

    def _of_piece(
        self, piece: Piece, request: Request, limit: int, totals: Totals
    ) -> list[Suggestion]:
        counting = Counting(self._archive, piece, totals, request)
        made: list[_Made] = []
        tried = limit * (_TRIED_AMONG_FEW if counting.is_cheap else _TRIED)
        fits = islice(self._fits(piece, tried), tried)
        for fit, one in _counted(fits, counting, totals.together):
            if one.count and not piece.has_before(one.label):
                made.append(_Made(fit, one))
            if len(made) == limit:
                break
        if not piece.is_excluded:  # of these what finds most excludes least
            made.sort(key=lambda one: (one.fit.rank, -weight_of(one.said.kind, one.said.count)))
        return [one.said for one in made if not any(map(one.is_half_of, made))]

    def _fits(self, piece: Piece, enough: int) -> Iterator[_Fit]:
        """Completions that a piece fits, the best first."""
        typed = self._analyzer.query_stream(piece.letters).replace(GAP, "")
        if not typed or len(typed) > LONGEST:
            return
        seen: set[Key] = set()
        for rank, (initials, rare) in enumerate(product((False, True), repeat=2)):
            found = (
                Automaton(typed, one, initials=initials, rare=rare).fitting(
                    enough, wholes=initials or len(typed) >= _LEAST_WHOLE
                )
                for one in self._soundings
            )
            parts = (self._of_part(part, one, 2 * rank) for part, one in enumerate(found))
            for fit in merge(*parts, key=_order):
                completion = fit.completion
                if completion.key not in seen and completion.kind_among(piece.kinds):
                    seen.add(completion.key)
                    yield fit
            by_syllables = not initials and rare and seen
            if len(seen) >= enough or (by_syllables and len(typed) > _MOST_INITIALS):
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


def _is_meant(fit: _Fit) -> bool:
    """Whether a text that was sent may have been meant for what it fits."""
    by_syllables = fit.rank < _INITIALS
    return by_syllables or (fit.rank == _INITIALS and fit.completion.kind != "word")


def _counted(
    fits: Iterable[_Fit], counting: Counting, together: int
) -> Iterator[tuple[_Fit, Suggestion]]:
    """Completions with what they find, so many counted at once."""
    left = iter(fits)
    while some := list(islice(left, together)):
        yield from zip(some, counting.suggestions([one.completion for one in some]), strict=True)
