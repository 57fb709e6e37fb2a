"""What the head of an HTML page states in its meta tags, ``og:`` and ``article:`` ones too."""

from collections.abc import Mapping, Sequence

from bs4 import Tag


def meta_tags(elements: Mapping[str, Sequence[Tag]]) -> dict[str, str]:
    """Read the meta tags of a page by their names in small letters, the first of each name."""
    found: dict[str, str] = {}
    for tag in elements["meta"]:
        name = tag.get("property") or tag.get("name") or tag.get("itemprop")
        content = str(tag.get("content") or "").strip()
        if name and content:
            found.setdefault(str(name).lower(), content)
    return found
