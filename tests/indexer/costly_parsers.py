"""Parsers of posts that cost too much, for the processes that read to import."""

import os
import signal
import time

from indexer.posts.article import Article
from indexer.posts.blocks.picture_files import PictureFiles
from indexer.posts.extract import parse_article
from indexer.settings.corpus_settings import CorpusSettings
from indexer.sources.source import Place


def costly(
    data: bytes,
    place: Place,
    path: str,
    *,
    files: PictureFiles | None = None,
    settings: CorpusSettings,
) -> Article:
    """Read a post, unless it says how it is to fail."""
    if path.startswith("slow"):
        while True:
            pass
    if path.startswith("stubborn"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGVTALRM})  # as C code does that loops
        while True:
            pass
    if path.startswith("hog"):
        held = [bytearray(1 << 20) for _ in range(4096)]
        raise AssertionError(len(held))
    if path.startswith("deadly"):
        os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(60)
    return parse_article(data, place, path, files=files, settings=settings)
