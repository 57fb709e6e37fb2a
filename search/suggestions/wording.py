"""How a completion is written: for people, and as the text of a query."""

from search.completions.completion import Completion
from search.fields import CHINESE_NAMES
from search.query.nodes import Categorised, Chunk, Quoted, quotable
from search.query.operators import would_be_read
from search.query.parser import parse
from search.snapshot.snapshot import Snapshot
from search.text.analyzer import Analyzer

_LOOKED_AT = 3
"""Texts in which it is looked how a word is spelled."""


def asked_for(completion: Completion, label: str, *, scoped: bool) -> str:
    """A query for a completion.

    A headline is quoted: all of it is meant. What would be read as anything but text is, too. A
    category has its field, unless that was typed already (``scoped``).
    """
    if completion.key.is_category:
        written = Categorised(quotable(label)).describe()
        return written.removeprefix(f"{CHINESE_NAMES['category']}:") if scoped else written
    if completion.kind != "headline" and _is_text(label):
        return label
    return Quoted(quotable(label)).describe()


def _is_text(label: str) -> bool:
    """Whether a text, typed as it is, is looked for as it is."""
    if would_be_read(label):
        return False
    if label.isalnum():
        return True
    query = parse(label)
    children = query.root.children
    return len(children) == 1 and children[0] == Chunk((label,)) and not query.notices


def spelled(completion: Completion, snapshot: Snapshot, analyzer: Analyzer) -> str:
    """How the archive writes a completion; of a word, looked up in some text that has it."""
    run = completion.key.run
    is_folded = completion.label == run and (completion.kind == "word" or run.isascii())
    if not is_folded or completion.key.is_category:
        return completion.label
    for searcher in snapshot.searchers["photo"]:
        for field in ("caption", "headline"):
            entries = searcher.postings(field, "words", run).entries[:_LOOKED_AT]
            for entry in entries.tolist():
                found = _written(run, searcher.store(field).values_of(entry)[0], analyzer)
                if found:
                    return found
    return completion.label


def _written(run: str, text: str, analyzer: Analyzer) -> str:
    """How a word is written in a text."""
    if run in text:
        return run
    folded = analyzer.fold.map(text)
    place = folded.text.find(run)
    if place < 0:  # a mark or a blank inside
        return ""
    start, end = folded.span(place, place + len(run))
    return text[start:end]
