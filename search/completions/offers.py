"""What documents offer as completions: how many photos offer each text, as what.

Names, people, places, agencies, tags and categories are those of the facets, headlines those of the
articles. Words are those of captions and headlines that name something: the
dictionary's part of speech decides, since the words that stand in most captions (进行, 一个, 我们)
are what nobody looks for. Inner words, which the segmenter cuts out of longer ones so that they are
found (人机 in 无人机), are offered only as often as they stand by themselves: the count of the
longer word is taken off theirs.

Offers add up: those of an archive are the sum of those of its documents. So an update counts the
documents that it puts and takes away, one by one (``of_document``), and a build goes over posting
lists (``of_segment``), or over articles as they pass by (``of_photos``); all say the same
(tests/search/test_completions.py).

Posting lists have words folded, and whoever offers one looks up how some text spells it. Who sees
the texts keeps that, and need not look.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Literal

import numpy as np

from search.completions.completion import LEAST_WORDS, LONGEST, Key
from search.document import Document
from search.engine import NOTHING_ANALYSED
from search.fields import values
from search.index.arrays import Array, distinct
from search.index.segment import SegmentReader
from search.index.store import StoreReader
from search.request import VALUE_FACETS, ValueFacet
from search.suggestion import SUGGESTION_KINDS, SuggestionKind
from search.text.analyzer import Analyzer, FieldTokens
from search.text.fold import GAP, HAN, stream_of

_NAMING = ("n", "vn", "an", "i", "j", "l", "eng")
"""Parts of speech that name something, by their first letters: nouns and names of all sorts, what a
verb or an adjective is as a noun, idioms, abbreviations, set phrases, foreign words."""

_NEVER_FIRST = frozenset("在从到把被对向是的和与及或为于了着过")
"""What no name begins with: the model that cuts where the dictionary ends takes these in."""

_LONGEST_WORD = 16
WORDS_OF: tuple[Literal["caption", "headline"], ...] = ("caption", "headline")
"""The fields whose words are offered; each has a store of its own."""

_HEADLINE: Literal["headline"] = "headline"
_SHORTEST_OUTER = 2

_LOOKED_AT = 3
"""Texts in which it is looked how a word is spelled, where marks or blanks stand inside of it."""

_REMEMBERED = 1 << 16
"""Texts of which it is remembered how they fold."""

_HAN = re.compile(f"[{HAN}]")
_LETTER = re.compile("[a-z]")


class Offers:
    """How many photos offer each text.

    Attributes:
        counts: by text, numbers by kind in the order of ``SUGGESTION_KINDS``.

    Args:
        spells: words are offered as documents write them, and not folded.
    """

    def __init__(self, analyzer: Analyzer, *, spells: bool = False) -> None:
        self._analyzer = analyzer
        self._spells = spells
        self._written: dict[str, str] = {}
        self._sought: Counter[str] = Counter()
        self._run = lru_cache(_REMEMBERED)(self._run_of)
        self.counts: defaultdict[Key, list[int]] = defaultdict(lambda: [0] * len(SUGGESTION_KINDS))
        self._spelled: defaultdict[Key, Counter[str]] = defaultdict(Counter)
        self._kinds: dict[str, SuggestionKind | None] = {}
        self._unsettled: Counter[str] = Counter()
        self._inside: dict[str, list[str]] = {}

    def label(self, key: Key) -> str:
        """How most of the documents spell a text."""
        return min(self._spelled[key].items(), key=lambda item: (-item[1], item[0]))[0]

    def of_segment(self, reader: SegmentReader) -> None:
        """Add what the live photos of a segment offer, words only when all is ``settled``."""
        for facet in VALUE_FACETS:
            self._facet(reader, facet)
        weights, store = _weights(reader, "headline"), reader.stores["headline"]
        for entry in weights.nonzero()[0].tolist():
            self._texts("headline", store.values_of(entry), int(weights[entry]))
        for field in WORDS_OF:
            self._unsettled.update(_words(reader.stores[field], _weights(reader, field)))

    def _facet(self, reader: SegmentReader, facet: ValueFacet) -> None:
        name = f"photo.facets.{facet}"
        folded, labels = reader.texts(f"{name}.values"), reader.texts(f"{name}.labels")
        runs = [stream_of(folded[place]).strip(GAP) for place in range(len(folded))]
        places: dict[str, int] = {}
        same = np.array([places.setdefault(run, place) for place, run in enumerate(runs)], np.int64)
        owners = reader.array(f"{name}.documents").astype(np.int64)
        held = reader.live["photo"][owners]
        pairs = owners[held] * len(runs) + same[reader.array(f"{name}.ordinals")[held]]
        counts = np.bincount(distinct(pairs)[0] % max(len(runs), 1), minlength=len(runs))
        for place in counts.nonzero()[0].tolist():
            self._add(facet, runs[place], labels[place], int(counts[place]))

    def of_photos(
        self,
        photos: Sequence[Document],
        analysed: Mapping[tuple[str, ...], FieldTokens] = NOTHING_ANALYSED,
    ) -> None:
        """Add what the photos of an article offer, words only when all is ``settled``.

        Args:
            analysed: tokens of their texts, as far as they are known.
        """
        for kind in (*VALUE_FACETS, _HEADLINE):
            for texts, count in Counter(values(photo, kind) for photo in photos).items():
                self._texts(kind, texts, count)
        for field in WORDS_OF:
            for texts, count in Counter(values(photo, field) for photo in photos).items():
                if texts:
                    cut = (analysed.get(texts) or self._analyzer.field(texts)).words
                    self._spell(cut, texts)
                    for _ in range(count):
                        self._unsettled.update(cut)

    def settle(self) -> list[Key]:
        """Add the words of segments or articles, once all of these are gone over.

        Most words stand once and are not added; they are told, to be remembered.
        """
        rare = []
        for word, count in self._alone(self._unsettled).items():
            if count >= LEAST_WORDS or (count and self._is_wanted(word)):
                self._word(word, count)
            elif count and is_word(word):
                rare.append(Key(word))
        self._unsettled.clear()
        return rare

    def _is_wanted(self, word: str) -> bool:
        """Whether a word that stands once is offered all the same."""
        return Key(word) in self.counts or is_model(word)

    def of_document(self, photo: Document, sign: int = 1) -> None:
        """Add what a photo offers; take it away with a ``sign`` of -1."""
        for facet in VALUE_FACETS:
            self._texts(facet, values(photo, facet), sign)
        self._texts("headline", values(photo, "headline"), sign)
        cut: Counter[str] = Counter()
        for field in WORDS_OF:
            words = self._analyzer.field(values(photo, field)).words
            self._spell(words, values(photo, field))
            cut.update(words)
        for word, count in self._alone(cut).items():
            if count:
                self._word(word, sign * count)

    def _alone(self, cut: Counter[str]) -> Counter[str]:
        """How often words stand by themselves, of how often they were cut: inner words, too."""
        alone = cut.copy()
        for word in sorted(cut, key=len, reverse=True):
            count = alone[word] if len(word) > _SHORTEST_OUTER else 0
            if count:
                for inner in self._inner(word):
                    alone[inner] -= count
        return alone

    def _inner(self, word: str) -> list[str]:
        """The words that are cut inside of a word besides itself."""
        found = self._inside.get(word)
        if found is None:
            cut = [one for one, _, _ in self._analyzer.segmenter.words(word)]
            found = [one for one in cut if one != word] if word in cut else []
            self._inside[word] = found
        return found

    def _texts(self, kind: SuggestionKind, texts: tuple[str, ...], count: int) -> None:
        for run, text in {self._run(text): text for text in texts}.items():
            self._add(kind, run, text, count)

    def _run_of(self, text: str) -> str:
        return self._analyzer.fold.stream(text).strip(GAP)

    def _word(self, word: str, count: int) -> None:
        kind = self.kind_of(word)
        if kind is not None:
            self._add(kind, word, self._written.get(word, word), count)

    def _spell(self, words: Iterable[str], texts: tuple[str, ...]) -> None:
        """Look how the words of a field are written there, those that were not found before."""
        if not self._spells:
            return
        for word in words:
            if word not in self._written and self._sought[word] < _LOOKED_AT:
                self._sought[word] += 1
                found = (self._analyzer.fold.written(word, text) for text in texts)
                spelled = next(filter(None, found), "")
                if spelled:
                    self._written[word] = spelled
                    del self._sought[word]

    def kind_of(self, word: str) -> SuggestionKind | None:
        """What a word is offered as; None where it is not."""
        if word not in self._kinds:
            self._kinds[word] = self._named(word)
        return self._kinds[word]

    def _named(self, word: str) -> SuggestionKind | None:
        if not is_word(word):
            return None
        if not _HAN.search(word):
            return "word"
        segmenter = self._analyzer.segmenter
        part = segmenter.part_of_speech(word)
        if not part.startswith(_NAMING):
            return None
        is_known = [one for one, _, _ in segmenter.known_words(word)] == [word]
        return "word" if is_known or word[0] not in _NEVER_FIRST else None

    def _add(self, kind: SuggestionKind, run: str, label: str, count: int) -> None:
        run = run.strip(GAP)
        if not 1 < len(run) <= LONGEST or not label.strip():
            return
        key = Key(run, kind == "category")
        self.counts[key][SUGGESTION_KINDS.index(kind)] += count
        self._spelled[key][label] += count


def is_word(word: str) -> bool:
    """Whether a token may be offered: of two symbols and more, and not a number."""
    if not 1 < len(word) <= _LONGEST_WORD or stream_of(word) != word:
        return False
    return bool(_HAN.search(word) or _LETTER.search(word))


def is_model(word: str) -> bool:
    """Whether a word is of Latin letters: what it names (C919) is worth it if it stands once."""
    return word.isascii() and is_word(word)


def _weights(reader: SegmentReader, field: Literal["headline", "caption"]) -> Array:
    """How many live photos have each entry of the store of a field of the same name."""
    entries = reader.array(f"photo.{field}.entries")[reader.live["photo"]]
    size = len(reader.stores[field])
    return np.bincount(entries, minlength=size + 1)[1:]


def _words(store: StoreReader, weights: Array) -> dict[str, int]:
    """The words of a store, and how often they stand in its field of live photos."""
    counts = store.weighed("words", weights).tolist()
    return {word: n for word, n in zip(store.terms("words"), counts, strict=True) if n}
