"""What a completion would find, said as the search would say it.

By itself a completion finds what stands in the completion index, unless something else would do for
it. With something before it, or a filter, it is counted among what these leave.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from search.archive import Archive, Asked, Totals, Within
from search.completions.completion import Completion, Settled
from search.lazily import lazily
from search.query.nodes import Chunk, joins
from search.query.parser import parse
from search.request import Request
from search.snapshot.memory import NOBODY_S
from search.suggestion import Suggestion
from search.suggestions.pieces import Piece
from search.suggestions.wording import asked_for

_A_FACT = 200
"""Bytes of memory."""


@dataclass(frozen=True, slots=True)
class _Offer:
    """A completion, how documents write it, and the query for it."""

    completion: Completion
    label: str
    text: str


class Counting:
    """Makes suggestions of completions, for one piece that is typed."""

    def __init__(
        self,
        archive: Archive,
        piece: Piece,
        totals: Totals,
        request: Request,
    ) -> None:
        self._archive = archive
        self._piece = piece
        self._totals = totals
        self._is_plain = not piece.before and request.is_unfiltered

    @lazily
    def _within(self) -> Within | None:
        return None if self._piece.scoped else self._totals.after(self._piece.before)

    @property
    def is_cheap(self) -> bool:
        """Whether counting costs next to nothing."""
        return not self._is_plain and self._within is not None and self._within.is_small

    def suggestions(self, completions: Sequence[Completion]) -> list[Suggestion]:
        """Completions, each with what stands before it, and what that finds."""
        offers = [self._offer(one) for one in completions]
        return [
            Suggestion(
                text=self._piece.before + offer.text,
                label=offer.label,
                kind=offer.completion.kind_among(self._piece.kinds) or offer.completion.kind,
                count=count,
            )
            for offer, count in zip(offers, self._counts(offers), strict=True)
        ]

    def _offer(self, completion: Completion) -> _Offer:
        label = self._spelled(completion)
        return _Offer(completion, label, asked_for(completion, label, scoped=self._piece.scoped))

    def _spelled(self, completion: Completion) -> str:
        """How a completion is written; remembered, since every key shows most of the same again."""
        key = self._archive.owner, "spelled", completion.key
        found: str | None = self._archive.memory.get(key)
        if found is None:
            found = self._archive.spelled(completion)
            self._archive.memory.put(key, found, _A_FACT)
        return found

    def _counts(self, offers: Sequence[_Offer]) -> list[int]:
        """What each finds: known already, counted behind what stands before it, or as a whole."""
        counts: dict[int, int] = {}
        behind: dict[int, Asked] = {}
        whole: dict[int, str] = {}
        for place, offer in enumerate(offers):
            is_settled = self._is_settled(offer)
            if self._is_plain and is_settled:
                counts[place] = offer.completion.total
            elif self._is_plain or self._would_join(offer.text) or self._within is None:
                whole[place] = self._piece.before + offer.text
            elif len(self._within):
                behind[place] = self._asked(offer, is_settled=is_settled)
        if behind and self._within is not None:
            found = self._within.counts(list(behind.values()))
            counts.update(zip(behind, found, strict=True))
        if whole:
            counts.update(zip(whole, self._totals_of(list(whole.values())), strict=True))
        return [counts.get(place, 0) for place in range(len(offers))]

    def _asked(self, offer: _Offer, *, is_settled: bool) -> Asked:
        """What is asked for behind what stands before."""
        run = offer.completion.key.run
        if is_settled and offer.completion.settled == Settled.RUN:
            return Asked(run, None)
        planner = self._totals.planner(len(self._piece.before) + len(offer.text))
        return Asked(run, (parse(offer.text).root, planner))

    def _totals_of(self, texts: Sequence[str]) -> list[int]:
        """What a search finds; remembered where nothing but the text counts."""
        if not self._is_plain:
            return self._totals.of(texts)
        keys = {text: (self._archive.owner, "total", text, self._totals.version) for text in texts}
        counts: dict[str, int | None] = {t: self._archive.memory.get(k) for t, k in keys.items()}
        fresh = [text for text, count in counts.items() if count is None]
        for text, count in zip(fresh, self._totals.of(fresh), strict=True):
            self._archive.memory.put(keys[text], count, _A_FACT)
            counts[text] = count
        return [counts[text] or 0 for text in texts]

    def _is_settled(self, offer: _Offer) -> bool:
        """Whether a search for a completion finds where it stands, and nothing else."""
        one = offer.completion
        if one.settled == Settled.NO or (offer.text == offer.label) == one.is_quoted:
            return False
        return one.is_quoted or not self._is_widened(offer.label)

    def _is_widened(self, label: str) -> bool:
        """Whether something else would do for a text; remembered."""
        key = NOBODY_S, "widened", label, self._totals.version
        found: bool | None = self._archive.memory.get(key)
        if found is None:
            found = bool(self._totals.widening(len(label)).of(Chunk((label,))))
            self._archive.memory.put(key, found, _A_FACT)
        return found

    def _would_join(self, text: str) -> bool:
        """Whether a text would be one with what stands before it, a blank between them or not."""
        before = self._piece.before.rstrip()
        return bool(before) and (before == self._piece.before or joins(before, text))
