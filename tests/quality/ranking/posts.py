"""A set as a corpus: one post for each document, and the way back from a hit to its document.

A post is HTML below front matter and not Markdown, in which a text with stars, dashes or numbers
would turn into something else. Its name is the place of the document in the set, since ids of sets
may hold what names of files may not. A post without a title gets the name of its file for one,
whose digits would match; so it has one without any letter or digit.
"""

import html
import json
from collections.abc import Mapping
from pathlib import Path

from tests.quality.ranking.sets import EvalSet, Item

_NO_TITLE = "——"


def write_posts(one: EvalSet, folder: Path) -> Mapping[str, str]:
    """Write the posts into a folder; returns the ids of the documents by the paths of the posts."""
    folder.mkdir(parents=True, exist_ok=True)
    ids = {}
    for place, item in enumerate(one.items):
        path = folder / f"{place:06}.html"
        _write(path, post(item))
        ids[path.name] = item.id
    return ids


def post(item: Item) -> str:
    """The document as a post."""
    front = {"title": item.title or _NO_TITLE, "date": item.date}
    lines = [f"{k}: {json.dumps(v, ensure_ascii=False)}" for k, v in front.items() if v]
    return "\n".join(("---", *lines, "---", f"<p>{html.escape(item.text)}</p>", ""))


def _write(path: Path, text: str) -> None:
    """Leave a file that holds the text alone: an update then knows it by its time."""
    data = text.encode()
    if not path.exists() or path.read_bytes() != data:
        path.write_bytes(data)
