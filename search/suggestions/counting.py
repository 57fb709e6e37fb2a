"""What a completion would find, said as the search would say it.

By itself a completion finds what stands in the completion index, unless something else would do for
it. With something before it, or a filter, it is counted among what these leave.
"""

from search.completions.completion import Completion, Settled
from search.execution.totals import Totals
from search.execution.within import Within
from search.lazily import lazily
from search.query.nodes import Chunk, joins
from search.query.parser import parse
from search.request import Request
from search.snapshot.memory import NOBODY_S
from search.snapshot.snapshot import Snapshot
from search.suggestion import Suggestion
from search.suggestions.pieces import Piece
from search.suggestions.wording import asked_for, spelled
from search.text.analyzer import Analyzer

_A_FACT = 200
"""Bytes of memory."""


class Counting:
    """Makes suggestions of completions, for one piece that is typed."""

    def __init__(
        self,
        snapshot: Snapshot,
        analyzer: Analyzer,
        piece: Piece,
        totals: Totals,
        request: Request,
    ) -> None:
        self._snapshot = snapshot
        self._analyzer = analyzer
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

    def suggestion(self, completion: Completion) -> Suggestion:
        """A completion with what stands before it, and what that finds."""
        label = self._spelled(completion)
        text = asked_for(completion, label, scoped=self._piece.scoped)
        return Suggestion(
            text=self._piece.before + text,
            label=label,
            kind=completion.kind_among(self._piece.kinds) or completion.kind,
            count=self._count(completion, label, text),
        )

    def _spelled(self, completion: Completion) -> str:
        """How a completion is written; remembered, since every key shows most of the same again."""
        key = self._snapshot.owner, "spelled", completion.key
        found: str | None = self._snapshot.memory.get(key)
        if found is None:
            found = spelled(completion, self._snapshot, self._analyzer)
            self._snapshot.memory.put(key, found, _A_FACT)
        return found

    def _count(self, completion: Completion, label: str, text: str) -> int:
        is_settled = self._is_settled(completion, label, text)
        if self._is_plain and is_settled:
            return completion.total
        within = None if self._is_plain or self._would_join(text) else self._within
        if within is None:
            return self._total(self._piece.before + text)
        if not len(within):
            return 0
        if is_settled and completion.settled == Settled.RUN:
            return within.with_run(completion.key.run)
        planner = self._totals.planner(len(self._piece.before) + len(text))
        return within.matching(parse(text).root, planner)

    def _total(self, text: str) -> int:
        """What a search finds; remembered where nothing but the text counts."""
        if not self._is_plain:
            return self._totals.of(text)
        key = self._snapshot.owner, "total", text, self._totals.version
        found: int | None = self._snapshot.memory.get(key)
        if found is None:
            found = self._totals.of(text)
            self._snapshot.memory.put(key, found, _A_FACT)
        return found

    def _is_settled(self, completion: Completion, label: str, text: str) -> bool:
        """Whether a search for a completion finds where it stands, and nothing else."""
        if completion.settled == Settled.NO or (text == label) == completion.is_quoted:
            return False
        return completion.is_quoted or not self._is_widened(label)

    def _is_widened(self, label: str) -> bool:
        """Whether something else would do for a text; remembered."""
        key = NOBODY_S, "widened", label, self._totals.version
        found: bool | None = self._snapshot.memory.get(key)
        if found is None:
            found = bool(self._totals.widening(len(label)).of(Chunk((label,))))
            self._snapshot.memory.put(key, found, _A_FACT)
        return found

    def _would_join(self, text: str) -> bool:
        """Whether a text would be one with what stands before it, a blank between them or not."""
        before = self._piece.before.rstrip()
        return bool(before) and (before == self._piece.before or joins(before, text))
