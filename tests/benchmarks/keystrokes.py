"""What people type into the box, key by key, drawn from an archive with a seed.

What is typed are texts of the archive: photographers, places, agencies, categories, words of
captions, headlines. Half of them are drawn by how often they stand in it, half evenly, so that what
is rare is typed as often as what is frequent. Each is typed as characters, as pinyin in full, as
the initials of its syllables, and as a mixture of these; alone, after a word of the same photo, and
within a filter that the same photo passes.

A large archive is drawn from by articles that lie evenly over it.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, islice

from pypinyin import lazy_pinyin

from search.document import Document
from search.text.analyzer import Analyzer
from tests.benchmarks.generator import Recipe

SAMPLE = 20_000
"""Photos that are drawn from."""

HOSTILE = "hostile"
"""The row of what nobody types who means well."""

_PHOTOS_OF_AN_ARTICLE = 5.8  # a little more than they are on average, to stay within the archive
_LONGEST = 8  # characters of a headline that are typed
_TRIES = 1000


@dataclass(frozen=True, slots=True)
class Typing:
    """One text, typed.

    Attributes:
        wanted: the text of the archive that is meant; nothing where nobody means any.
        keys: what stands in the box after each key.
        filters: what the page is narrowed to.
    """

    wanted: str
    keys: tuple[str, ...]
    filters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TypedClass:
    """What is typed in one way, a row of the table."""

    name: str
    typings: tuple[Typing, ...]


def typed_classes(recipe: Recipe, *, seed: int, count: int) -> list[TypedClass]:
    """``count`` texts for each way to type them."""
    drawn = _Drawing(recipe, seed)
    rows: Sequence[tuple[str, Callable[[], Typing]]] = [
        ("characters", lambda: drawn.alone(_characters)),
        ("pinyin in full", lambda: drawn.alone(_pinyin)),
        ("initials", lambda: drawn.alone(_initials)),
        ("characters, then pinyin", lambda: drawn.alone(drawn.characters_first)),
        ("pinyin, then characters", lambda: drawn.alone(drawn.pinyin_first)),
        ("after a word, characters", lambda: drawn.after_word(_characters)),
        ("after a word, pinyin", lambda: drawn.after_word(_pinyin)),
        ("of a photographer", lambda: drawn.within("creator")),
        ("of an agency", lambda: drawn.within("agency")),
        ("of a year", lambda: drawn.within("taken")),
    ]
    made = [TypedClass(name, tuple(make() for _ in range(count))) for name, make in rows]
    return [*made, TypedClass(HOSTILE, tuple(_hostile()))]


def misspelt(recipe: Recipe, *, seed: int, count: int) -> list[tuple[str, tuple[str, ...]]]:
    """``count`` searches for each way to miss what is meant."""
    drawn = _Drawing(recipe, seed)
    rows: Sequence[tuple[str, Callable[[], str]]] = [
        ("pinyin as a search", lambda: "".join(lazy_pinyin(drawn.name()))),
        ("a character of the same sound", drawn.homophone),
        ("a character too many, missing, exchanged", drawn.slip),
        ("a wrong character after a word", lambda: f"{drawn.word()} {drawn.homophone()}"),
        ("right, and found", drawn.name),
    ]
    return [(name, tuple(make() for _ in range(count))) for name, make in rows]


def _characters(text: str) -> Iterator[str]:
    return _prefixes(text)


def _pinyin(text: str) -> Iterator[str]:
    return _prefixes("".join(lazy_pinyin(text)))


def _initials(text: str) -> Iterator[str]:
    return _prefixes("".join(syllable[0] for syllable in lazy_pinyin(text)))


def _prefixes(typed: str) -> Iterator[str]:
    return (typed[:end] for end in range(1, len(typed) + 1))


def _hostile() -> Iterator[Typing]:
    """Letters alone, syllables that may be cut in many ways, frequent characters, long texts."""
    for keys in (
        tuple("abcdefghjklmnopqrstwxyz"),
        tuple("的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年"),
        tuple(_prefixes("xianganxianganxiangan")),
        tuple(_prefixes("shishishishishi")),
        tuple(_prefixes("zzzzzzzz")),
        ("的" * 2000, "a" * 2000, "xian" * 500, "年 " * 1000, "！" * 2000),
    ):
        yield Typing("", keys)


class _Drawing:
    """Draws texts from the photos of an archive."""

    def __init__(self, recipe: Recipe, seed: int) -> None:
        self._random = random.Random(f"keystrokes/{seed}")
        self._analyzer = Analyzer()
        self._photos = [photo for photo in islice(_spread(recipe), SAMPLE) if photo.caption]
        self._texts = self._counted()
        self._alike = self._sounding()
        self._turns = count()

    def alone(self, typed: Callable[[str], Iterator[str]]) -> Typing:
        """A text of any kind."""
        text = self._drawn(next(self._turns))
        return Typing(text, tuple(typed(text[:_LONGEST])))

    def characters_first(self, text: str) -> Iterator[str]:
        """A text whose end is typed in pinyin, from there on."""
        cut = self._random.randint(1, max(1, len(text) - 1))
        return (text[:cut] + keys for keys in _pinyin(text[cut:]))

    def pinyin_first(self, text: str) -> Iterator[str]:
        """A text whose beginning is typed in pinyin."""
        cut = self._random.randint(1, max(1, len(text) - 1))
        return _prefixes("".join(lazy_pinyin(text[:cut])) + text[cut:])

    def after_word(self, typed: Callable[[str], Iterator[str]]) -> Typing:
        """A text after a word of the same photo, typed from the blank on."""
        photo = self._photo()
        word, text = self._word_of(photo), self._text_of(photo)
        return Typing(text, tuple(f"{word} {keys}" for keys in typed(text)))

    def within(self, name: str) -> Typing:
        """A text within a filter that its photo passes, as characters or in pinyin."""
        photo = self._photo()
        value = {"creator": photo.creator[0], "agency": photo.agency, "taken": photo.date[:4]}
        text = self._text_of(photo)
        typed = _pinyin if next(self._turns) % 2 else _characters
        return Typing(text, tuple(typed(text)), {name: value[name]})

    def name(self) -> str:
        """A photographer, a place, an agency."""
        kind = ("creator", "place", "agency")[next(self._turns) % 3]
        return self._of_kind(kind)

    def word(self) -> str:
        """A word of the captions."""
        return self._of_kind("word")

    def homophone(self) -> str:
        """A name with one character in the place of which stands another of the same sound."""
        for _ in range(_TRIES):
            text = self.name()
            place = self._random.randrange(len(text))
            others = self._alike.get(lazy_pinyin(text[place])[0], "").replace(text[place], "")
            if others:
                return text[:place] + self._random.choice(others) + text[place + 1 :]
        raise ValueError("no two characters sound alike")

    def slip(self) -> str:
        """A name with a character too many or too few, or two exchanged."""
        text = self.name()
        place = self._random.randrange(len(text) - 1)
        first, second = text[place], text[place + 1]
        shorter = (first,) if len(text) > 2 else ()
        made = (second + first, first + second * 2, *shorter)
        inside: str = self._random.choice(made)
        return text[:place] + inside + text[place + 2 :]

    def _drawn(self, turn: int) -> str:
        kinds = sorted(self._texts)
        return self._of_kind(kinds[turn % len(kinds)])

    def _of_kind(self, kind: str) -> str:
        """By how often it stands in the archive, or evenly."""
        texts = self._texts[kind]
        weights = list(texts.values()) if self._random.random() < 0.5 else None
        return self._random.choices(list(texts), weights)[0]

    def _photo(self) -> Document:
        return self._random.choice(self._photos)

    def _word_of(self, photo: Document) -> str:
        return self._random.choice(self._words(photo.caption) or [photo.caption[:2]])

    def _text_of(self, photo: Document) -> str:
        held = (*photo.creator, *photo.place, photo.agency, *self._words(photo.caption)[:3])
        text: str = self._random.choice(held)
        return text

    def _words(self, text: str) -> list[str]:
        found = (word.text for word in self._analyzer.words(text))
        return [word for word in found if len(word) > 1 and not word.isascii()]

    def _counted(self) -> dict[str, Counter[str]]:
        """How many of the photos have each text, by its kind."""
        counted: dict[str, Counter[str]] = {
            kind: Counter(value for photo in self._photos for value in getattr(photo, kind))
            for kind in ("creator", "place", "category", "tag")
        }
        counted["agency"] = Counter(photo.agency for photo in self._photos)
        counted["headline"] = Counter(photo.headline for photo in self._photos)
        counted["word"] = Counter(w for p in self._photos for w in set(self._words(p.caption)))
        return {
            kind: Counter(dict(sorted(found.items()))) for kind, found in counted.items() if found
        }

    def _sounding(self) -> dict[str, str]:
        """The characters of the words, by their sound."""
        alike: dict[str, str] = {}
        for character in sorted({c for word in self._texts["word"] for c in word if c.isalpha()}):
            sound = lazy_pinyin(character)[0]
            alike[sound] = alike.get(sound, "") + character
        return alike


def _spread(recipe: Recipe) -> Iterator[Document]:
    """Photos of an archive, evenly from all of it."""
    if recipe.size <= SAMPLE:
        articles: Iterator[tuple[Document, ...]] = (made for _, made in recipe.articles())
    else:
        last = int(recipe.size / _PHOTOS_OF_AN_ARTICLE)
        step = recipe.size // SAMPLE
        articles = (recipe.article(number) for number in range(0, last, step))
    return (photo for made in articles for photo in made if photo.kind == "photo")
