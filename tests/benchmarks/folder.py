"""Writes a generated archive as a folder of posts, for builds and updates from the disk.

Two real shapes take turns: the aggregator's HTML on few lines, where the caption is bare text
after the picture's box, and Markdown with the caption as the line below the picture.
"""

import html
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import yaml

from search.document import Document
from tests.benchmarks.generator import Article


def write_posts(articles: Iterable[Article], folder: Path) -> int:
    """Write each article to its path below ``folder``; returns how many there were."""
    count = 0
    for _, documents in articles:
        path = folder / documents[0].path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(post(documents), encoding="utf-8")
        count += 1
    return count


def post(documents: tuple[Document, ...]) -> str:
    """The text of the post that gives these documents."""
    first = documents[0]
    moment = datetime.fromisoformat(first.published).astimezone(UTC)
    front = {
        "title": first.headline,
        "categories": list(first.category),
        "place": list(first.place),
        **({"tags": list(first.tag)} if first.tag else {}),
        "author": first.author,
        "comments": False,
        "date": format_datetime(moment, usegmt=True),
    }
    head = yaml.safe_dump(front, allow_unicode=True, sort_keys=False)
    # The shape hangs on the id, so that an edited post keeps it.
    body = _html if int(first.article[-1], 16) % 2 else _markdown
    return f"---\n{head}---\n\n{body(documents)}\n"


def _html(documents: tuple[Document, ...]) -> str:
    blocks = [
        _box(d, n) if d.kind == "photo" else f"<p>{html.escape(d.text)}</p>"
        for n, d in enumerate(documents)
    ]
    return f"<div>\n{''.join(blocks)}\n</div>"


def _box(photo: Document, number: int) -> str:
    said = html.escape(f"↑ {_line(photo)}") if photo.caption else ""
    return (
        f'<div class="img_box" id="id_imagebox_{number}" onclick>'
        '<div class="content_img_div perview_img_div">'
        f'<img class="lazy opacity_0 " id="img_{number}" data-original="{photo.image}" '
        f'data-height="{photo.height}" data-width="{photo.width}" src="{photo.image}" '
        f'referrerpolicy="no-referrer"></div></div>{said}<p></p>'
    )


def _markdown(documents: tuple[Document, ...]) -> str:
    return "\n\n".join(
        f"![]({d.image})\n\n{_line(d)}".rstrip() if d.kind == "photo" else d.text for d in documents
    )


def _line(photo: Document) -> str:
    return f"{photo.caption}{photo.credit}"
