"""The readings of a text as parts of a query: the dates in it, and other words for it.

A reading is dropped by quoting the text, which then means what it says and nothing else. A date can
be made strict as well: the words go, and a filter takes their place.
"""

from collections.abc import Iterator

from search.calendar.readings import DateReading
from search.equivalents.equivalents import Replacement
from search.query.nodes import Chunk, Quoted, has_letter, quotable
from search.query.widening import Widening
from search.results import Part


def readings_of(chunk: Chunk, typed: str, widening: Widening) -> Iterator[Part]:
    """The readings of a chunk, where they stand in what was typed."""
    for date in widening.dates(chunk):
        yield _date(chunk, typed, date)
    for words in widening.replacements(chunk):
        yield _words(chunk, typed, words)


def _date(chunk: Chunk, typed: str, date: DateReading) -> Part:
    start, end = _place(chunk, typed, date.start, date.end)
    left = f"{chunk.text[: date.start]} {chunk.text[date.end :]}".strip()
    rest = Chunk((left,), chunk.scope).describe() if has_letter(left) else ""
    strict = None if date.recurring else _instead(chunk, typed, f"{rest} 日期:{date.edtf}".strip())
    return Part(
        kind="date",
        start=start,
        end=end,
        text=date.text,
        chinese=date.chinese,
        english=date.english,
        without=_quoted(chunk, typed),
        adds=(date.edtf, *date.spellings),
        strict=strict,
    )


def _words(chunk: Chunk, typed: str, words: Replacement) -> Part:
    start, end = _place(chunk, typed, words.start, words.end)
    return Part(
        kind="equivalent",
        start=start,
        end=end,
        text=words.text,
        chinese=f"{words.text}：也找 {'、'.join(words.alternatives)}",
        english=f"{words.text}: also {', '.join(words.alternatives)}",
        without=_quoted(chunk, typed),
        adds=words.alternatives,
        source=words.source,
    )


def _place(chunk: Chunk, typed: str, start: int, end: int) -> tuple[int, int]:
    """Where a piece of a chunk stands in what was typed; all of the chunk, if that was tidied."""
    begin = typed.find(chunk.text, *chunk.span)
    return chunk.span if begin < 0 else (begin + start, begin + end)


def _quoted(chunk: Chunk, typed: str) -> str:
    return _instead(chunk, typed, Quoted(quotable(chunk.text), chunk.scope).describe())


def _instead(chunk: Chunk, typed: str, text: str) -> str:
    """What was typed, with a text in the place of the chunk."""
    start, end = chunk.span
    pieces = (typed[:start].rstrip(), text, typed[end:].lstrip())
    return " ".join(piece for piece in pieces if piece)
