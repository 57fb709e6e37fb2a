"""The elements of a page by name.

Each look for an element by itself walks the whole tree; a post is asked for seven of them.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from bs4 import BeautifulSoup, Tag


def elements_of(soup: BeautifulSoup) -> Mapping[str, Sequence[Tag]]:
    """All elements of a page in order, by name; nothing for a name that none has."""
    found: defaultdict[str, list[Tag]] = defaultdict(list)
    for node in soup.descendants:
        if isinstance(node, Tag):
            found[node.name].append(node)
    return found
