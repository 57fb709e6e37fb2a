"""jieba itself: what the segmenter in use is held to, and a stand-in for whoever wants it.

It stands apart because importing jieba takes longer than importing the rest of the search engine.
"""

import logging
import tempfile
from collections.abc import Iterable
from importlib.metadata import version

import jieba
from jieba.posseg import POSTokenizer


class PythonSegmenter:
    """jieba; loading its dictionary takes a second."""

    name = f"jieba {version('jieba')}"

    def __init__(self) -> None:
        jieba.setLogLevel(logging.WARNING)
        self._tokenizer = jieba.Tokenizer()
        # jieba's cache is unpickled: never from a directory that others can write to.
        with tempfile.TemporaryDirectory() as private:
            self._tokenizer.tmp_dir = private
            self._tokenizer.initialize()

    def words(self, run: str) -> Iterable[tuple[str, int, int]]:
        """See ``Segmenter``."""
        found: Iterable[tuple[str, int, int]] = self._tokenizer.tokenize(run, mode="search")
        return sorted(found, key=lambda word: (word[1], word[2]))

    def known_words(self, run: str) -> Iterable[tuple[str, int, int]]:
        """See ``Segmenter``."""
        found: Iterable[tuple[str, int, int]] = self._tokenizer.tokenize(run, HMM=False)
        return found

    def part_of_speech(self, word: str) -> str:
        """See ``Segmenter``."""
        tagged = list(POSTokenizer(self._tokenizer).cut(word))
        return str(tagged[0].flag) if len(tagged) == 1 else ""
