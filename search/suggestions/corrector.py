"""Did you mean: what a query that finds little may have been meant to be.

Offered, never applied, and only where it is worth it: the query finds nothing, or a hundredth of
what the correction would. The sound of a name in Latin letters is offered wherever the name finds
no less: who types ``qingdao`` means 青岛, and gets the captions with Qingdao as well. A word that
the dictionary knows was hardly mistyped: it may be meant for a name of the same sound, if it stands
nowhere, and for nothing else.

Only texts of a query are corrected, not what is quoted or excluded. Each is looked at by itself, so
that one wrong word of three is found; what is offered is the whole query with every wrong text
corrected, and it finds something.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice, product

from search.archive import Archive, Totals
from search.completions.completion import Completion
from search.completions.completion_index import CompletionIndex
from search.query.nodes import Chunk, conjuncts
from search.query.parser import parse
from search.request import MAX_LENGTH, Request
from search.results import Part, Results
from search.suggestion import Suggestion
from search.suggestions.alike import Alike, Finder
from search.suggestions.suggester import Suggester
from search.suggestions.typed import Sounding
from search.suggestions.windows import windows
from search.suggestions.wording import asked_for
from search.text.analyzer import Analyzer
from search.vocabulary import Vocabulary

_WORTH = 100
"""A correction of a query that finds something finds so many times as much."""

_MOST_TEXTS = 6
"""Texts of a query that are looked at; a longer one is pasted."""

_MOST_OFFERED = 3
_MOST_COUNTED = 6
_MOST_WINDOWS = 40
_LONGEST_QUERY = 64
_LETTER = re.compile("[A-Za-z]")
_LETTERS = re.compile("[A-Za-z]+")
_SOUND = re.compile("[A-Za-z]{4,}+")


@dataclass(frozen=True, slots=True)
class _Instead:
    """What may stand in the place of a text of a query: the code points, and a query for it."""

    start: int
    end: int
    text: str
    label: str
    source: str
    weight: int


class Corrector:
    """Corrects queries by the completions of one commit; any number of threads may ask."""

    def __init__(
        self,
        index: CompletionIndex,
        soundings: list[Sounding],
        suggester: Suggester,
        archive: Archive,
        analyzer: Analyzer,
    ) -> None:
        self._finder = Finder(index, soundings)
        self._suggester = suggester
        self._archive = archive
        self._analyzer = analyzer

    def corrections(
        self, request: Request, results: Results, *, vocabulary: Vocabulary, today: date
    ) -> tuple[Part, ...]:
        """What the query of a request may have been meant to be, the best first.

        Args:
            results: what it found.
            vocabulary: other words for what is typed; today: what dates are read by.
        """
        typed = request.text[:MAX_LENGTH]
        found = 0 if results.relaxed else results.total
        if not self._is_worth_it(typed, found):
            return ()
        totals = self._archive.totals(request, vocabulary=vocabulary, today=today)
        chunks = _chunks(typed, today)
        wrong = self._together(chunks) or self._choices(chunks[:_MOST_TEXTS], totals, found=found)
        offered = list(_parts(typed, _combined(wrong), totals, found))
        if not offered and not found and _LETTER.search(typed):
            offered = [_completed(typed, one) for one in self._suggester.meant(request, totals)]
        offered.sort(key=lambda part: -(part.count or 0))
        return tuple(_distinct(offered))[:_MOST_OFFERED]

    def _is_worth_it(self, typed: str, found: int) -> bool:
        """Whether anything could be offered for a query that finds so many."""
        if not typed.strip() or len(typed) > _LONGEST_QUERY:
            return False
        return bool(_LETTER.search(typed)) or _WORTH * found <= self._archive.count("photo")

    def _together(self, chunks: Sequence[Chunk]) -> list[list[_Instead]]:
        """What may stand for all of a query that is letters with blanks: ``bei jing``."""
        if len(chunks) < 2 or not all(_LETTERS.fullmatch(chunk.text) for chunk in chunks):
            return []
        whole = "".join(chunk.text for chunk in chunks)
        span = chunks[0].span[0], chunks[-1].span[1]
        run = self._analyzer.query_stream(whole)
        found = [
            self._instead(Chunk((whole,), span=span), one) for one in self._finder.by_pinyin(run)
        ]
        return [found] if found else []

    def _choices(
        self, chunks: Sequence[Chunk], totals: Totals, *, found: int
    ) -> list[list[_Instead]]:
        """What may stand in the place of each of the texts that by themselves find too little."""
        alike = [(chunk, self._likely(chunk, found=found)) for chunk in chunks]
        asked = [(chunk, likely) for chunk, likely in alike if likely or not found]
        alone = totals.of([chunk.describe() for chunk, _ in asked])
        choices = (self._best(*one, count) for one, count in zip(asked, alone, strict=True))
        return [choice for choice in choices if choice]

    def _likely(self, chunk: Chunk, *, found: int) -> list[Alike]:
        """What a text may have been meant for that finds no less."""
        run = self._analyzer.query_stream(chunk.text)
        return [
            one
            for one in self._alike(run, found=found)
            if one.completion.key.run != run and _finds(one.completion) >= max(1, found)
        ]

    def _best(self, chunk: Chunk, likely: Sequence[Alike], alone: int) -> list[_Instead]:
        """What may stand in the place of a text that finds so many alone, the best first."""
        made = [self._instead(chunk, one) for one in likely if _is_enough(one, alone)]
        if not made and not alone:
            made = list(self._inside(chunk, self._analyzer.query_stream(chunk.text)))
        best = sorted(made, key=lambda one: -one.weight)
        return best if any(one.source == "pinyin" for one in best) else best[:1]

    def _alike(self, run: str, *, found: int) -> Iterator[Alike]:
        """What a text may have been meant for, in a query that finds so many."""
        yield from self._finder.by_pinyin(run)
        is_known = self._is_known(run)
        if is_known and found:
            return
        for one in self._finder.by_characters(run):
            if not is_known or (one.completion.kind != "word" and one.source == "sound"):
                yield one
        if not found and not is_known:  # else every text of the query stands somewhere
            yield from self._finder.by_slips(run)

    def _is_known(self, run: str) -> bool:
        """Whether a text is a word of the dictionary, which has Chinese ones."""
        if run.isascii():
            return False
        words = [word for word, _, _ in self._analyzer.segmenter.known_words(run)]
        return len(run) > 1 and words == [run]

    def _instead(self, chunk: Chunk, one: Alike) -> _Instead:
        label = self._archive.spelled(one.completion)
        text = asked_for(one.completion, label, scoped=False)
        start, end = chunk.span
        return _Instead(start, end, text, label, one.source, one.completion.weight)

    def _inside(self, chunk: Chunk, run: str) -> Iterator[_Instead]:
        """What may stand in the place of a part of a longer text."""
        for letters in _SOUND.finditer(chunk.text):
            for one in self._finder.by_pinyin(self._analyzer.query_stream(letters.group())):
                first, last = (chunk.span[0] + place for place in letters.span())
                label = self._archive.spelled(one.completion)
                weight = one.completion.weight
                left, right = (" " * bool(side) for side in _beside(chunk.text, *letters.span()))
                yield _Instead(first, last, f"{left}{label}{right}", label, one.source, weight)
        for begin, end in islice(windows(chunk.text, run, self._archive), _MOST_WINDOWS):
            part = chunk.text[begin:end]
            if self._is_known(part):
                continue
            for one in self._finder.by_characters(part):
                if one.completion.key.run != part:
                    label = self._archive.spelled(one.completion)
                    first = chunk.span[0] + begin
                    yield _Instead(
                        first, first + len(part), label, label, one.source, one.completion.weight
                    )


def _beside(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after a part of a text."""
    return text[:start].strip(), text[end:].strip()


def _chunks(typed: str, today: date) -> list[Chunk]:
    """The texts of a query that may be corrected, those apart that a blank stands between."""
    found = []
    for part in conjuncts(parse(typed, today=today).root):
        if isinstance(part, Chunk):
            end = part.span[0]
            for text in part.parts:
                begin = typed.find(text, end)
                if begin < 0:  # tidied
                    return []
                end = begin + len(text)
                found.append(Chunk((text,), part.scope, (begin, end)))
    return found


def _finds(completion: Completion) -> int:
    """About how many photos a completion finds."""
    return completion.total or max(completion.offered)


def _is_enough(one: Alike, alone: int) -> bool:
    """Whether a completion finds enough more than a text alone, to be offered for it."""
    if one.source == "pinyin":
        return _finds(one.completion) >= alone
    return not alone or (one.source != "slip" and _finds(one.completion) >= _WORTH * alone)


def _parts(
    typed: str, combined: Sequence[Sequence[_Instead]], totals: Totals, found: int
) -> Iterator[Part]:
    """The corrections that find enough."""
    corrected = [_corrected(typed, together) for together in combined]
    for together, text, count in zip(combined, corrected, totals.of(corrected), strict=True):
        is_sound = all(one.source == "pinyin" for one in together)
        if count >= max(1, found if is_sound else _WORTH * found):
            yield _part(typed, together, text, count)


def _corrected(typed: str, together: Sequence[_Instead]) -> str:
    """What was typed with other texts in the place of some."""
    for one in sorted(together, key=lambda one: -one.start):
        typed = typed[: one.start] + one.text + typed[one.end :]
    return typed


def _part(typed: str, together: Sequence[_Instead], corrected: str, count: int) -> Part:
    """A correction."""
    first = together[0]
    return Part(
        kind="correction",
        start=first.start,
        end=first.end,
        text=first.text,
        chinese=" ".join(one.label for one in together),
        english=" ".join(one.label for one in together),
        without=typed,
        strict=corrected,
        source=first.source,
        count=count,
    )


def _combined(wrong: Sequence[Sequence[_Instead]]) -> list[tuple[_Instead, ...]]:
    """What may stand in the places of all texts that are wrong, the likeliest of each first."""
    if not wrong:
        return []
    ranks = product(*(range(min(len(choices), _MOST_OFFERED)) for choices in wrong))
    best = sorted(ranks, key=sum)[:_MOST_COUNTED]
    return [
        tuple(choices[rank] for choices, rank in zip(wrong, chosen, strict=True)) for chosen in best
    ]


def _completed(typed: str, one: Suggestion) -> Part:
    """What was sent before it was typed to its end, as a correction."""
    start = len(typed) - len(typed.lstrip())
    return Part(
        kind="correction",
        start=start,
        end=len(typed.rstrip()),
        text=one.text,
        chinese=one.label,
        english=one.label,
        without=typed,
        strict=one.text,
        source="pinyin",
        count=one.count,
    )


def _distinct(parts: Sequence[Part]) -> Iterator[Part]:
    seen = set()
    for part in parts:
        if part.strict not in seen:
            seen.add(part.strict)
            yield part
