"""Chinese words: jieba's search mode, run by rjieba.

Only runs of Han go to the segmenter: on them rjieba (Rust) and jieba (Python) agree to the word,
with rjieba about ten times as fast; a test holds them to it. Search mode gives the two- and
three-character words inside a longer one besides the word itself, so that 成员 is found in
成员国. ``PythonSegmenter`` is jieba itself: the reference, and a stand-in for whoever wants it.
"""

import hashlib
import logging
import tempfile
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

import jieba
from rjieba import Jieba


class Segmenter(Protocol):
    """Cuts runs of Han into words."""

    @property
    def name(self) -> str:
        """Which segmenter, with its version: ``rjieba 0.2.2``."""

    def words(self, run: str) -> Iterable[tuple[str, int, int]]:
        """Words of a run of Han with their start and end, inner words included."""


class RustSegmenter:
    """rjieba with its built-in dictionary, which is jieba's."""

    name = f"rjieba {version('rjieba')}"

    def __init__(self) -> None:
        self._jieba = Jieba()

    def words(self, run: str) -> Iterable[tuple[str, int, int]]:
        """See ``Segmenter``."""
        found: Iterable[tuple[str, int, int]] = self._jieba.tokenize(run, mode="search")
        return found


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


@cache
def default_segmenter() -> Segmenter:
    """The segmenter of every index, loaded once."""
    return RustSegmenter()


@cache
def dictionary_digest() -> str:
    """SHA-256 of the dictionary, which tells two builds' words apart."""
    dictionary = Path(jieba.__file__).with_name("dict.txt")
    return hashlib.sha256(dictionary.read_bytes()).hexdigest()
