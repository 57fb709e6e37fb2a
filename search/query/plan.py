"""Lowers a query to what an engine computes for one kind of document.

A plan is a set to find. The engine tries plans in turn: the query as typed; its chunks taken apart
where a blank may have been a border after all (both from ``attempts``); and, when that finds
nothing either, most of its words (``relaxed``). Exclusion, quotes, dates and alternatives are kept
in every attempt. The sum that orders what a plan finds is another matter (``ordering``): most
plans find nothing, or nothing that is shown, and a query of thirty words sums a thousand tokens.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from search.document import Kind
from search.fields import CONTEXT, FIELDS, SCOPES, SHARED, Field, Scope
from search.query.nodes import (
    All,
    Chunk,
    Dated,
    Either,
    Exclusion,
    Leaf,
    Node,
    Prefix,
    Quoted,
    counted_leaves,
    split,
    without_exclusions,
)
from search.query.tree import EVERYTHING, And, Days, Most, Not, Or, Run, Term, Tree, WordPrefix
from search.ranking import FIELD_WEIGHTS, LITERAL_BONUS, relaxed_share
from search.text.analyzer import STREAMS, Analyzer, Stream, bigrams
from search.text.fold import GAP, HAN

_HAN_CHARACTER = re.compile(f"[{HAN}]")

_A_TOKEN = 120
"""Bytes of memory."""

Manner = Literal["full", "split", "relaxed"]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The distinct tokens of a text by stream, each sorted, and its character stream."""

    run: str
    words: tuple[str, ...]
    characters: tuple[str, ...]
    bigrams: tuple[str, ...]

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


@dataclass(frozen=True, slots=True)
class Plan:
    """What to find among the documents of one kind.

    Attributes:
        manner: which attempt this is.
        root: the query as the attempt reads it.
        tree: the documents that match.
        most: the part of a relaxed tree whose children weigh by how rare they are.
    """

    manner: Manner
    root: Node
    kind: Kind
    tree: Tree
    most: Most | None = None


@dataclass(frozen=True, slots=True)
class Ordering:
    """How to order what a plan finds.

    Attributes:
        terms: the tokens whose BM25 is summed, in the order of summation.
        rewards: the leaves' rewards, in the order of summation after the terms.
        own: the documents that match some leaf by themselves, not through what they share;
            None where the query has no leaf, and nothing waits its turn.
    """

    terms: tuple[Term, ...]
    rewards: tuple[Reward, ...]
    own: Tree | None


class Planner:
    """Lowers one query; cuts each of its texts once.

    Attributes:
        analyzer: what cuts them.
    """

    def __init__(self, analyzer: Analyzer) -> None:
        self.analyzer = analyzer
        self._tokens: dict[str, Tokens] = {}

    @property
    def nbytes(self) -> int:
        """About how many bytes of memory the tokens take."""
        return _A_TOKEN * sum(len(one.stream(s)) for one in self._tokens.values() for s in STREAMS)

    def attempts(self, root: Node, kind: Kind) -> Iterator[Plan]:
        """The plans that ask for the whole query, to try in order until one matches."""
        yield Plan("full", root, kind, self._lower(root, kind))
        apart = split(root)
        if apart != root:
            yield Plan("split", apart, kind, self._lower(apart, kind))

    def relaxed(self, root: Node, kind: Kind) -> Plan | None:
        """The plan that asks for most of the words; None for a query without several."""
        found = self._mostly(root, kind)
        if found is None:
            return None
        most, kept = found
        return Plan("relaxed", split(root), kind, And((most, *kept)), most)

    def ordering(self, plan: Plan) -> Ordering:
        """The sum that orders what a plan finds."""
        found = [
            (leaf, tokens, scope_fields(leaf.scope, plan.kind))
            for leaf in counted_leaves(plan.root)
            if (tokens := self.tokens(leaf.text)).run
        ]
        return Ordering(
            _terms([(tokens, fields) for _, tokens, fields in found], plan.kind),
            tuple(
                Reward(tuple(Run(f, tokens.run) for f in fields if f in LITERAL_BONUS), tokens)
                for _, tokens, fields in found
            ),
            self._own([leaf for leaf, _, _ in found], plan),
        )

    def without_exclusions(self, root: Node, kind: Kind) -> Tree | None:
        """What would match if nothing were excluded: relaxing is no answer to an exclusion.

        None where nothing is.
        """
        admitting = without_exclusions(root)
        return None if admitting == root else self._lower(split(admitting), kind)

    def tokens(self, text: str) -> Tokens:
        """The distinct tokens of a query's text, which many parts of a search ask for."""
        found = self._tokens.get(text)
        if found is None:
            found = self._tokens[text] = self._cut(text)
        return found

    def _cut(self, text: str) -> Tokens:
        run = self.analyzer.query_stream(text)
        characters = set(run) - {GAP}
        words = {word.text for word in self.analyzer.words(text)}
        pairs = bigrams(run)
        return Tokens(
            run, tuple(sorted(words)), tuple(sorted(characters)), tuple(sorted(set(pairs)))
        )

    def _own(self, found: list[Leaf], plan: Plan) -> Tree | None:
        if not found:
            return None
        trees = []
        for leaf in found:
            fields = [f for f in scope_fields(leaf.scope, plan.kind) if f not in SHARED]
            trees.append(self._leaf(leaf, fields))
            if plan.manner == "relaxed" and isinstance(leaf, Chunk):
                words = self.tokens(leaf.text).words
                trees.extend(Term(f, "words", word) for f in fields for word in words)
        return Or(tuple(trees))

    def _lower(self, node: Node, kind: Kind, *, excluded: bool = False) -> Tree:
        match node:
            case Chunk() | Quoted() | Prefix():
                fields = scope_fields(node.scope, kind)
                return self._leaf(node, [f for f in fields if not excluded or f not in CONTEXT])
            case Dated(range=days):
                return Days(days.first_ordinal, days.last_ordinal)
            case Exclusion(child):
                return Not(self._lower(child, kind, excluded=True))
            case All(children):
                return And(tuple(self._lower(child, kind, excluded=excluded) for child in children))
            case Either(children):
                return Or(tuple(self._lower(child, kind, excluded=excluded) for child in children))

    def _leaf(self, leaf: Leaf, fields: Iterable[Field]) -> Tree:
        tokens = self.tokens(leaf.text)
        if not tokens.run:
            return EVERYTHING
        match leaf:
            case Quoted():
                return Or(tuple(Run(f, tokens.run) for f in fields))
            case Prefix() if is_plain_word(tokens.run):
                return Or(tuple(WordPrefix(f, tokens.run) for f in fields))
            case Prefix():
                return Or(tuple(Run(f, tokens.run) for f in fields))
            case Chunk():
                return Or(tuple(_chunk(f, tokens) for f in fields))

    def _mostly(self, root: Node, kind: Kind) -> tuple[Most, list[Tree]] | None:
        """The words of unquoted top-level chunks, asked for only in the main, and all else."""
        children = root.children if isinstance(root, All) else (root,)
        words: dict[tuple[str, Scope | None], Tree] = {}
        kept: list[Tree] = []
        for child in children:
            if isinstance(child, Chunk):
                fields = scope_fields(child.scope, kind)
                for word in _telling(self.tokens(child.text).words):
                    words[word, child.scope] = Or(tuple(Term(f, "words", word) for f in fields))
            else:
                kept.append(self._lower(child, kind))
        if len(words) < 2:
            return None
        return Most(tuple(words.values()), relaxed_share(len(words))), kept


def _telling(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words that say what is looked for: not 的 and 我, unless there are no others."""
    longer = tuple(word for word in words if len(word) > 1 or word.isascii())
    return longer or words


def scope_fields(scope: Scope | None, kind: Kind) -> list[Field]:
    """The fields of a kind that a leaf with this scope looks at."""
    return [f for f in FIELDS[kind] if scope is None or f in SCOPES[scope]]


def _chunk(field: Field, tokens: Tokens) -> Tree:
    run = Run(field, tokens.run)
    if not tokens.words or tokens.run in tokens.words:  # where the word is, its characters are
        return run
    return Or((run, And(tuple(Term(field, "words", word) for word in tokens.words))))


def _terms(found: Sequence[tuple[Tokens, list[Field]]], kind: Kind) -> tuple[Term, ...]:
    """The tokens of all leaves, by field, stream and token."""
    return tuple(
        Term(field, stream, token)
        for field in FIELDS[kind]
        if field in FIELD_WEIGHTS
        for stream in STREAMS
        for token in sorted(
            {t for tokens, fields in found if field in fields for t in tokens.stream(stream)}
        )
    )


def is_plain_word(run: str) -> bool:
    """Whether a prefix is of a word without Han, which has a beginning of its own."""
    return run.isalnum() and _HAN_CHARACTER.search(run) is None
