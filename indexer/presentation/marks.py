"""Matched characters: their runs, a text with marks around them, a window of a long text."""

from collections.abc import Iterable

from markupsafe import Markup, escape

from indexer.presentation.isolation import isolated
from search.results import Match

Span = tuple[int, int]


def spans(matches: Iterable[Match], field: str, *, value: int = 0) -> list[Span]:
    """The matched runs of one field, in order, overlapping and touching ones joined."""
    joined: list[Span] = []
    for match in sorted(m for m in matches if m.field == field and m.value == value):
        if joined and match.start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], match.end))
        else:
            joined.append((match.start, match.end))
    return joined


def highlight(text: str, marked: Iterable[Span]) -> Markup:
    """The text as HTML, escaped and isolated, ``<mark>`` around the runs (which do not overlap)."""
    out = Markup()
    position = 0
    for start, end in marked:
        out += escape(text[position:start])
        out += Markup("<mark>{}</mark>").format(text[start:end])
        position = end
    return Markup(isolated(out + escape(text[position:])))  # noqa: S704  it was one before


def excerpt(text: str, marked: list[Span], *, length: int) -> tuple[str, list[Span]]:
    """A window of at most ``length`` characters around the first run, with the runs inside it.

    The first run stands within the first third of the window, so that it is seen where only the
    window's beginning has room. A cut is shown by an ellipsis; a text that is hardly longer than
    the window is left whole.
    """
    if len(text) <= length + length // 8:
        return text, marked
    first = marked[0][0] if marked else 0
    start = 0 if first < length // 3 else first - length // 4
    end = min(len(text), start + length)
    lead = "…" if start else ""
    shift = len(lead) - start
    inside = [(max(s, start) + shift, min(e, end) + shift) for s, e in marked if s < end]
    return lead + text[start:end] + ("…" if end < len(text) else ""), [
        (s, e) for s, e in inside if s < e
    ]
