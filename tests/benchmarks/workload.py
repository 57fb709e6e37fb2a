"""Queries of every kind, drawn from an archive with a seed.

The engine table asks for trees of word tokens. *Random* words stand together in some caption, so
that AND finds something; *frequent* ones are among the hundred most frequent words, where an
engine has most to do. A phrase is words that touch, in a caption and in its list of tokens.

The page table asks what people type. Its queries are made of pieces of captions; beside them
stand the ones that hurt: a single frequent character, a run of frequent characters, an unknown
word, thirty words, a bare filter, nothing at all.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from search.text.analyzer import Analyzer
from tests.benchmarks.collection import Collection
from tests.benchmarks.peers.peer import Operator, Query

FREQUENT = 100
"""How many of the most frequent words count as frequent."""

HOSTILE = "hostile"
"""The row of queries that nobody means well."""

_UNKNOWN = "鱻龘靐"  # in no dictionary and no caption
_TRIES = 1000


@dataclass(frozen=True, slots=True)
class Sample:
    """Queries of one kind, a row of the engine table."""

    name: str
    queries: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """A query as a person types it, with what an engine of words can make of it.

    Attributes:
        text: what is typed.
        query: the words of it.
        creator: a photographer that it asks for, or nothing.
        without: words that it excludes.
    """

    text: str
    query: Query
    creator: str = ""
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TypedSample:
    """Queries of one kind, a row of the page table."""

    name: str
    queries: tuple[Typed, ...]


def engine_samples(collection: Collection, *, seed: int, count: int) -> list[Sample]:
    """``count`` queries for every row of the engine table."""
    drawn = _Drawing(collection, seed)
    rows: list[tuple[str, Callable[[], Query]]] = [
        ("one word, random", lambda: Query("or", drawn.together(1))),
        ("one word, frequent", lambda: Query("or", drawn.frequent(1))),
    ]
    operators: Sequence[Operator] = ("and", "or")
    for operator in operators:
        for size in (2, 3):
            rows.append(
                (f"{operator.upper()} of {size}, random", _query(operator, drawn.together, size))
            )
            rows.append(
                (f"{operator.upper()} of {size}, frequent", _query(operator, drawn.frequent, size))
            )
    rows += [(f"phrase of {size}", _query("phrase", drawn.touching, size)) for size in (2, 3)]
    return [Sample(name, tuple(make() for _ in range(count))) for name, make in rows]


def page_samples(collection: Collection, *, seed: int, count: int) -> list[TypedSample]:
    """Up to ``count`` queries for every row of the page table."""
    drawn = _Drawing(collection, seed)
    rows: list[tuple[str, Callable[[], Typed]]] = [
        ("one word", lambda: drawn.typed(drawn.together(1))),
        ("two words", lambda: drawn.typed(drawn.together(2))),
        ("three words", lambda: drawn.typed(drawn.together(3))),
        ("two frequent words", lambda: drawn.typed(drawn.frequent(2))),
        ("two words and a photographer", drawn.with_creator),
        ("quoted run", drawn.quoted),
        ("a word less another", drawn.excluding),
        ("caption: and a word", drawn.scoped),
        ("one frequent character", drawn.character),
        ("run of frequent characters", drawn.frequent_run),
        ("unknown word", lambda: Typed(_UNKNOWN, Query("and", (_UNKNOWN,)))),
        ("thirty words", lambda: drawn.typed(drawn.anywhere(30))),
        ("bare filter", drawn.filtered),
        ("nothing", lambda: Typed("", Query("and", ()))),
    ]
    return [
        TypedSample(name, tuple(dict.fromkeys(make() for _ in range(count)))) for name, make in rows
    ]


def hostile(collection: Collection, *, seed: int) -> TypedSample:
    """Queries that nobody means well: hundreds of alternatives, a pasted text, only marks."""
    drawn = _Drawing(collection, seed)
    nothing = Query("and", ())
    made = (
        " OR ".join(drawn.anywhere(400)),
        " OR ".join(
            "的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着"
        ),
        "".join(drawn.anywhere(300)),
        " ".join(drawn.anywhere(200)),
        "！" * 2000,
        "OR " * 600,
    )
    return TypedSample(HOSTILE, tuple(Typed(text, nothing) for text in made))


def _query(
    operator: Operator, draw: Callable[[int], tuple[str, ...]], size: int
) -> Callable[[], Query]:
    return lambda: Query(operator, draw(size))


class _Drawing:
    """Draws words from the captions of a collection."""

    def __init__(self, collection: Collection, seed: int) -> None:
        self._collection = collection
        self._random = random.Random(f"queries/{seed}")
        self._analyzer = Analyzer()
        self._frequent = sorted(word for word, _ in collection.frequencies.most_common(FREQUENT))
        self._common = frozenset(self._frequent)
        self._captioned = [n for n, tokens in enumerate(collection.tokens) if tokens]
        self._characters = sorted({c for word in self._frequent for c in word if c.isalpha()})

    def together(self, size: int) -> tuple[str, ...]:
        """Different words of one caption, none of the frequent ones."""
        for tokens in self._captions():
            words = sorted(set(tokens) - self._common)
            if len(words) >= size:
                return tuple(self._random.sample(words, size))
        raise ValueError(f"no caption has {size} words that are not frequent")

    def frequent(self, size: int) -> tuple[str, ...]:
        """Different frequent words, which need not stand together."""
        return tuple(self._random.sample(self._frequent, size))

    def anywhere(self, size: int) -> tuple[str, ...]:
        """Words of as many captions as it takes; hardly ever do all stand in one."""
        words: dict[str, None] = {}
        for tokens in self._captions():
            words[self._random.choice(tokens)] = None
            if len(words) == size:
                break
        return tuple(words)

    def touching(self, size: int) -> tuple[str, ...]:
        """Words that stand side by side in a caption and in its tokens, two characters or more."""
        for number in self._numbers():
            words = list(self._analyzer.words(self._collection.captions[number]))
            starts = [
                i
                for i in range(len(words) - size + 1)
                if all(words[k].end == words[k + 1].start for k in range(i, i + size - 1))
                and all(len(word.text) > 1 for word in words[i : i + size])
            ]
            if starts:
                start = self._random.choice(starts)
                return tuple(word.text for word in words[start : start + size])
        raise ValueError(f"no caption has {size} words of two characters side by side")

    def typed(self, words: tuple[str, ...]) -> Typed:
        """Words with blanks between them."""
        return Typed(" ".join(words), Query("and", words))

    def with_creator(self) -> Typed:
        """Two words with the photographer of the caption they stand in."""
        for number in self._numbers():
            words = sorted(set(self._collection.tokens[number]) - self._common)
            if len(words) > 1:
                pair = tuple(self._random.sample(words, 2))
                name = self._collection.creators[number][0]
                return Typed(f"{' '.join(pair)} 摄影:{name}", Query("and", pair), creator=name)
        raise ValueError("no caption has two words that are not frequent")

    def quoted(self) -> Typed:
        """Words side by side, in quotes."""
        words = self.touching(self._random.randint(2, 3))
        return Typed(f'"{"".join(words)}"', Query("phrase", words))

    def excluding(self) -> Typed:
        """A frequent word less a random one."""
        (kept,), (dropped,) = self.frequent(1), self.together(1)
        return Typed(f'{kept} -"{dropped}"', Query("and", (kept,)), without=(dropped,))

    def scoped(self) -> Typed:
        """A word to be found in the caption alone."""
        words = self.together(1)
        return Typed(f"图说:{words[0]}", Query("and", words))

    def character(self) -> Typed:
        """年, or another character of a frequent word."""
        character = "年" if self._random.random() < 0.2 else self._random.choice(self._characters)
        return Typed(character, Query("and", (character,)))

    def frequent_run(self) -> Typed:
        """Two to four frequent words written as one run, as nobody segmented them."""
        words = self.frequent(self._random.randint(2, 4))
        return Typed("".join(words), Query("and", words))

    def filtered(self) -> Typed:
        """A photographer and nothing else."""
        name = self._collection.creators[next(self._numbers())][0]
        return Typed(f"摄影:{name}", Query("and", ()), creator=name)

    def _captions(self) -> Iterator[tuple[str, ...]]:
        return (self._collection.tokens[number] for number in self._numbers())

    def _numbers(self) -> Iterator[int]:
        return (self._random.choice(self._captioned) for _ in range(_TRIES))
