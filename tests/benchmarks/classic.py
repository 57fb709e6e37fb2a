"""The classic stack, from posts on the disk to an index: BeautifulSoup, jieba, Whoosh.

What a tutorial would write: each post parsed with ``html.parser``, one document for each picture
with the text that follows it and one for each paragraph, cut by jieba's ``ChineseAnalyzer`` and
written by Whoosh's own writer. It reads no credits, dates or people and judges no captions.
"""

import logging
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import frontmatter
import jieba
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from whoosh.fields import ID, TEXT, Schema
from whoosh.index import create_in

from tests.benchmarks.builders import MEMORY_MB
from tests.benchmarks.peers.peer import load


def build_classic(corpus: Path, index: Path) -> int:
    """Index a folder of posts; returns how many photos there were."""
    analyzer = _chinese_analyzer()
    schema = Schema(
        path=ID(stored=True),
        image=ID(stored=True),
        title=TEXT(stored=True, analyzer=analyzer),
        text=TEXT(stored=True, analyzer=analyzer),
    )
    index.mkdir(parents=True, exist_ok=True)
    writer = create_in(index, schema).writer(limitmb=MEMORY_MB)
    photos = 0
    for path in sorted(corpus.rglob("*.md")):
        post = frontmatter.loads(path.read_text(encoding="utf-8"))
        for image, text in _pieces(post.content):
            photos += bool(image)
            writer.add_document(
                path=str(path.relative_to(corpus)), image=image, title=str(post["title"]), text=text
            )
    writer.commit()
    return photos


def _chinese_analyzer() -> Any:
    """jieba's analyzer, with its dictionary loaded.

    Its cache is written where nobody else can have put one: it is unpickled. The package is
    imported here because importing it leaves a file open, which warns.
    """
    jieba.setLogLevel(logging.WARNING)
    with tempfile.TemporaryDirectory() as private, warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        jieba.dt.tmp_dir = private
        jieba.initialize()
        return load("jieba.analyse").ChineseAnalyzer()


def _pieces(body: str) -> Iterator[tuple[str, str]]:
    """The address of a picture with the text after it, or nothing with a paragraph."""
    soup = BeautifulSoup(MarkdownIt().render(body), "html.parser")
    for tag in soup.find_all(["img", "p"]):
        if tag.name == "p" and (text := tag.get_text(" ", strip=True)):
            yield "", text
        elif tag.name == "img":
            following = tag.find_next(string=lambda found: bool(found and found.strip()))
            yield str(tag.get("src") or ""), str(following or "").strip()
