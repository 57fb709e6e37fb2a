"""How a completion is written: for people, and as the text of a query."""

from search.completions.completion import Completion
from search.fields import CHINESE_NAMES
from search.query.nodes import Categorised, Chunk, Quoted, quotable
from search.query.operators import would_be_read
from search.query.parser import parse


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
