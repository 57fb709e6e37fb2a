"""Chinese words: jieba's search mode, run by rjieba.

Only runs of Han go to the segmenter: on them rjieba (Rust) and jieba (Python) agree to the word,
with rjieba about ten times as fast; a test holds them to it. Search mode gives the two- and
three-character words inside a longer one besides the word itself, so that 成员 is found in
成员国. ``search.text.reference_segmenter`` is jieba itself.
"""

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from rjieba import Jieba


class Segmenter(Protocol):
    """Cuts runs of Han into words."""

    @property
    def name(self) -> str:
        """Which segmenter, with its version: ``rjieba 0.2.2``."""

    def words(self, run: str) -> Iterable[tuple[str, int, int]]:
        """Words of a run of Han with their start and end, inner words included."""

    def known_words(self, run: str) -> Iterable[tuple[str, int, int]]:
        """The same side by side and by the dictionary alone: the rest is single characters.

        What the model makes of characters that no dictionary joins is a guess. It serves to rank,
        and is no reason to say that a word does not stand somewhere.
        """

    def part_of_speech(self, word: str) -> str:
        """What a word is, in ICTCLAS's letters (``n``, ``ns``, ``v`` …); empty of several words."""


class RustSegmenter:
    """rjieba with its built-in dictionary, which is jieba's."""

    name = f"rjieba {version('rjieba')}"

    def __init__(self) -> None:
        self._jieba = Jieba()

    def words(self, run: str) -> Iterable[tuple[str, int, int]]:
        """See ``Segmenter``."""
        found: Iterable[tuple[str, int, int]] = self._jieba.tokenize(run, mode="search")
        return found

    def known_words(self, run: str) -> Iterable[tuple[str, int, int]]:
        """See ``Segmenter``."""
        found: Iterable[tuple[str, int, int]] = self._jieba.tokenize(run, hmm=False)
        return found

    def part_of_speech(self, word: str) -> str:
        """See ``Segmenter``."""
        tagged = self._jieba.tag(word)
        return str(tagged[0][1]) if len(tagged) == 1 else ""


@cache
def default_segmenter() -> Segmenter:
    """The segmenter of every index, loaded once."""
    return RustSegmenter()


@cache
def dictionary_digest() -> str:
    """SHA-256 of jieba's dictionary, which is rjieba's too: it tells two builds' words apart."""
    found = find_spec("jieba")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("jieba is not installed")
    dictionary = Path(found.origin).with_name("dict.txt")
    return hashlib.sha256(dictionary.read_bytes()).hexdigest()
