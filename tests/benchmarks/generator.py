"""Archives of any size that are the same whenever the seed is the same.

The n-th article depends on the seed and on n alone, so a larger archive begins with a smaller
one (up to the article that is cut to reach the size) and nothing need be kept in memory.

Words are drawn by the frequencies of jieba's dictionary, which fall as Zipf's law says: a few
words in every caption, a long tail that stands in one. What drawing words one by one cannot give
is words that come together more often than chance, so phrases are rarer here than in real text;
``lines`` are real texts whose sentences are used instead. Captions of real posts name the day,
so 年, 月 and 日 stand in most of them, here too.
"""

import gzip
import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path

import jieba

from search.document import Document
from tests.benchmarks.invented import (
    AGENCIES,
    AGENCY_WEIGHTS,
    CATEGORIES,
    PHOTOGRAPHER_WEIGHTS,
    PHOTOGRAPHERS,
    PLACES,
)

MOST_PHOTOS = 30
"""Photos of the longest article; the shortest has one."""

_FEW_PHOTOS = 0.82  # an article goes on to another photo with this chance: 5.4 on average
_CAPTIONED = 0.9
_DATED = 0.8
_SECOND_PHOTOGRAPHER = 0.08
_PARAGRAPH_AFTER = 0.5
_FIRST_DAY = date(2006, 1, 1)
_DAYS = 18 * 365
_ID_DIGITS = 16

Article = tuple[str, tuple[Document, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What an archive is made from.

    Attributes:
        size: photos; paragraphs come besides.
        seed: another seed gives another archive.
        lines: real texts to take captions and paragraphs from, or nothing for drawn words.
        tags: of each article. News has none, blogs about five; all else of an archive is the same.
    """

    size: int
    seed: int = 1
    lines: Sequence[str] = field(default=(), repr=False)
    tags: int = 0

    def articles(self) -> Iterator[Article]:
        """Article ids with their documents, until there are ``size`` photos."""
        left = self.size
        number = 0
        while left:
            made = self.article(number, left)
            left -= sum(document.kind == "photo" for document in made)
            yield made[0].article, made
            number += 1

    def article(self, number: int, most: int = MOST_PHOTOS) -> tuple[Document, ...]:
        """The documents of one of the articles, with ``most`` photos at most."""
        return _Maker(self, number).article(most)


def read_lines(path: Path) -> tuple[str, ...]:
    """The lines of a text file, packed with gzip or not, that are not blank."""
    if path.suffix == ".gz":
        text = gzip.decompress(path.read_bytes()).decode()
    else:
        text = path.read_text(encoding="utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip())


@cache
def dictionary() -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Words of jieba's dictionary, most frequent first, with their cumulative frequencies."""
    text = Path(jieba.__file__).with_name("dict.txt").read_text(encoding="utf-8")
    rows = (row.split(" ") for row in text.splitlines())
    counted = [(int(row[1]), row[0]) for row in rows if row[0].isalpha() and not row[0].isascii()]
    counted.sort(key=lambda pair: (-pair[0], pair[1]))
    return tuple(w for _, w in counted), tuple(accumulate(n for n, _ in counted))


@cache
def _taggable() -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The words of ``dictionary`` that are longer than a character."""
    words, frequencies = dictionary()
    counts = zip(words, frequencies, (0, *frequencies), strict=False)
    longer = [(word, upto - before) for word, upto, before in counts if len(word) > 1]
    return tuple(word for word, _ in longer), tuple(accumulate(count for _, count in longer))


class _Maker:
    """Makes one article."""

    def __init__(self, recipe: Recipe, number: int) -> None:
        # A string seeds by its SHA-512, the same on every machine and version.
        self._random = random.Random(f"{recipe.seed}/{number}")
        self._lines = recipe.lines
        self._tags = recipe.tags
        self._tagging = random.Random(f"{recipe.seed}/{number}/tags")
        self._id = _digest("article", recipe.seed, number)
        self._number = number

    def article(self, most: int) -> tuple[Document, ...]:
        """The documents of the article, with ``most`` photos at most."""
        day = _FIRST_DAY + timedelta(days=self._random.randrange(_DAYS))
        shared = Document(
            id="",
            kind="photo",
            article=self._id,
            headline=self._headline(),
            category=tuple(self._random.sample(CATEGORIES, self._random.randint(1, 2))),
            place=(self._random.choice(PLACES),),
            tag=self._drawn_tags(),
            published=f"{day.isoformat()}T{self._random.randrange(24):02}:00:00+08:00",
            path=f"{day.year}/{day.isoformat()}-{self._number:07}.md",
            author="画报通讯",
        )
        blocks = self._blocks(shared, day, most)
        return tuple(
            replace(block, position=position, id=_digest(self._id, position))
            for position, block in enumerate(_beside(blocks))
        )

    def _blocks(self, shared: Document, day: date, most: int) -> list[Document]:
        blocks = [self._paragraph(shared)]
        photos = 0
        while photos < min(most, MOST_PHOTOS):
            blocks.append(self._photo(shared, day, photos))
            photos += 1
            if self._chance(_PARAGRAPH_AFTER):
                blocks.append(self._paragraph(shared))
            if not self._chance(_FEW_PHOTOS):
                break
        return blocks

    def _paragraph(self, shared: Document) -> Document:
        text = self._random.choice(self._lines) if self._lines else self._prose(35, 70)
        return replace(shared, kind="paragraph", text=text)

    def _photo(self, shared: Document, day: date, photo: int) -> Document:
        image = f"https://pictures.example/{self._id}/{photo}.jpg"
        made = replace(shared, image=image, width=1000, height=667)
        if not self._chance(_CAPTIONED):
            return made
        agency = self._drawn(AGENCIES, AGENCY_WEIGHTS)
        names = [self._drawn(PHOTOGRAPHERS, PHOTOGRAPHER_WEIGHTS)]
        if self._chance(_SECOND_PHOTOGRAPHER):
            names.append(self._drawn(PHOTOGRAPHERS, PHOTOGRAPHER_WEIGHTS))
        names = list(dict.fromkeys(names))
        said, taken = "", ""
        if self._chance(_DATED):
            when = day - timedelta(days=self._random.randrange(4))
            said, taken = f"{when.year}年{when.month}月{when.day}日，", when.isoformat()
        return replace(
            made,
            caption=f"{said}{self._sentences(shared.place[0])}",
            credit=f"{agency}记者 {'、'.join(names)} 摄",
            creator=tuple(names),
            agency=agency,
            role="摄",
            taken=taken,
            taken_basis="caption" if taken else "",
        )

    def _sentences(self, place: str) -> str:
        """One or two sentences."""
        count = self._random.randint(1, 2)
        if self._lines:
            return "".join(self._real_sentence() for _ in range(count))
        second = self._prose(8, 16) if count == 2 else ""
        return f"在{place}，{self._prose(10, 22)}{second}"

    def _real_sentence(self) -> str:
        sentences = self._random.choice(self._lines).rstrip("。").split("。")
        return f"{self._random.choice(sentences)}。"

    def _headline(self) -> str:
        if self._lines:
            line = self._random.choice(self._lines)
            return line.split("。")[0].split("，")[0][:30]
        return "".join(self._words(self._random.randint(4, 9)))

    def _drawn_tags(self) -> tuple[str, ...]:
        """Frequent words and rare ones, of two characters and more as tags are."""
        words, frequencies = _taggable()
        drawn = self._tagging.choices(words, cum_weights=frequencies, k=self._tags)
        return tuple(dict.fromkeys(drawn))

    def _prose(self, shortest: int, longest: int) -> str:
        words = self._words(self._random.randint(shortest, longest))
        words[len(words) // 2] += "，"
        return "".join(words) + "。"

    def _words(self, count: int) -> list[str]:
        words, frequencies = dictionary()
        return self._random.choices(words, cum_weights=frequencies, k=count)

    def _drawn(self, values: Sequence[str], weights: Sequence[float]) -> str:
        return self._random.choices(values, cum_weights=weights)[0]

    def _chance(self, share: float) -> bool:
        return self._random.random() < share


def _beside(blocks: Sequence[Document]) -> Iterator[Document]:
    """The same documents, each photo with the paragraphs nearest to it."""
    for position, block in enumerate(blocks):
        if block.kind == "paragraph":
            yield block
            continue
        before = (found.text for found in reversed(blocks[:position]) if found.text)
        after = (found.text for found in blocks[position + 1 :] if found.text)
        yield replace(block, before=next(before, ""), after=next(after, ""))


def _digest(*parts: object) -> str:
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:_ID_DIGITS]
