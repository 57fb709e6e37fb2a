"""What a query is lowered to: sets to find, evidence to sum, and the sum that orders.

Values without a way to make them; ``plan`` makes them, engines read them.
"""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from search.document import Kind
from search.fields import Field
from search.query.nodes import Chunk, Node
from search.query.tree import NOWHERE, Run, Term, Tree
from search.text.analyzer import Stream

Manner = Literal["full", "split"]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The distinct tokens of a text by stream, each sorted, and its character stream.

    Attributes:
        whole: runs that must not be cut apart: a number with what it counts, words that the
            archive has in its dictionary.
        apart: the words that may stand apart from each other: all but those within ``whole``.
        broken: of a short text, its run with a mark at a border of its words.
    """

    run: str
    words: tuple[str, ...]
    characters: tuple[str, ...]
    bigrams: tuple[str, ...]
    whole: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()

    def stream(self, stream: Stream) -> tuple[str, ...]:
        """The tokens of one stream."""
        match stream:
            case "words":
                return self.words
            case "characters":
                return self.characters
            case "bigrams":
                return self.bigrams


@dataclass(frozen=True, slots=True)
class Reward:
    """A leaf's reward: where its run stands, ``LITERAL_BONUS`` times its mass is added."""

    runs: tuple[Run, ...]
    tokens: Tokens


class Stretch(NamedTuple):
    """Symbols of a leaf without a gap: those of them count that stand in runs in some fields."""

    text: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to find among the documents of one kind.

    Attributes:
        manner: which attempt this is.
        root: the query as the attempt reads it.
        tree: the documents that match.
        own: those that match without what their article shares.
    """

    manner: Manner
    root: Node
    kind: Kind
    tree: Tree
    own: Tree


@dataclass(frozen=True, slots=True)
class Unit:
    """A pair of characters, a word of letters or digits, a lone character: evidence.

    Attributes:
        texts: the places of the texts that it is of; what would do for one of these is as good.
    """

    stream: Stream
    token: str
    texts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Partial:
    """What to find of a query in part.

    Attributes:
        soft: its plain texts, of which some may be missing.
        units: of these texts, distinct.
        others: by text, the documents that have what would do for it.
        symbols: how many distinct ones there are in these texts; a word of letters or a number
            is one.
        hard: what must hold all the same: quotes, exclusions, fields, dates, alternatives.
    """

    soft: tuple[Chunk, ...]
    units: tuple[Unit, ...]
    others: tuple[Tree, ...]
    symbols: int
    hard: Tree


@dataclass(frozen=True, slots=True)
class Ordering:
    """How to order what a plan finds.

    Attributes:
        terms: the tokens whose BM25 is summed, in the order of summation.
        others: those that only alternatives have, summed after them with less weight.
        rewards: the leaves' rewards, in the order of summation after these.
        stretches: what raises the sum where much of it stands together.
        touching: the documents that match some leaf by themselves, not through what they share;
            None where the query has no leaf, and nothing is shared.
        scraps: the documents that have some unit of the query by themselves.
    """

    terms: tuple[Term, ...]
    others: tuple[Term, ...] = ()
    rewards: tuple[Reward, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    touching: Tree | None = None
    scraps: Tree = NOWHERE
