"""The captions of an archive as lists of word tokens: the same input for every peer.

The tokens are those of our own ``words`` stream, so that every engine holds the same postings
and a difference in time is one of execution, not of analysis.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from search.document import Document
from search.text.analyzer import Analyzer
from search.text.segment import default_segmenter
from tests.benchmarks.generator import Recipe


@dataclass(frozen=True, slots=True)
class Collection:
    """The photos of an archive, numbered from 0 in its order; what is a list has one item each.

    Attributes:
        recipe: makes the archive again, with its paragraphs and all the other fields.
        ids: of the documents.
        captions: as they are shown.
        tokens: words of the caption, with repetition, in the order of the analyzer.
        streams: character stream of the caption.
        creators: names of the photographers.
        years: of the documents' dates.
        frequencies: in how many captions each word stands.
    """

    recipe: Recipe
    ids: list[str]
    captions: list[str]
    tokens: list[tuple[str, ...]]
    streams: list[str]
    creators: list[tuple[str, ...]]
    years: list[int]
    frequencies: Counter[str]

    def __len__(self) -> int:
        return len(self.ids)


def collect(recipe: Recipe) -> Collection:
    """Make an archive and analyse its captions."""
    default_segmenter()
    analyzer = Analyzer()
    made = Collection(recipe, [], [], [], [], [], [], Counter())
    for photo in _photos(recipe):
        field = analyzer.field((photo.caption,))
        words = tuple(map(sys.intern, field.words))
        made.ids.append(photo.id)
        made.captions.append(photo.caption)
        made.tokens.append(words)
        made.streams.append(field.stream)
        made.creators.append(photo.creator)
        made.years.append(int(photo.date[:4]))
        made.frequencies.update(set(words))
    return made


def _photos(recipe: Recipe) -> Iterator[Document]:
    for _, documents in recipe.articles():
        yield from (document for document in documents if document.kind == "photo")
