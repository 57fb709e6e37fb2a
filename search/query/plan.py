"""Lowers a query to what an engine computes for one kind of document.

A plan is a set to find: the query as typed, or, where that finds nothing, with its chunks taken
apart where a blank may have been a border after all (``attempts``). What holds much of the query
but not all of it is asked for by its pairs of characters (``partial``), only where the whole finds
too little. The sum that orders what is found is another matter (``ordering``): most plans find
nothing, or nothing that is shown, and a query of thirty words sums a thousand tokens.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial as bound
from typing import Literal

from search.document import Kind
from search.fields import CONTEXT, FIELDS, SCOPES, SHARED, Field, Scope
from search.query.lowered import Manner, Ordering, Partial, Plan, Reward, Stretch, Tokens, Unit
from search.query.nodes import (
    All,
    Categorised,
    Chunk,
    Dated,
    Either,
    Exclusion,
    Leaf,
    Node,
    Nothing,
    Prefix,
    Quoted,
    conjuncts,
    counted_leaves,
    split,
    without_exclusions,
)
from search.query.tree import (
    EVERYTHING,
    NOWHERE,
    And,
    Days,
    Not,
    Or,
    Run,
    Term,
    Tree,
    Value,
    WordPrefix,
)
from search.query.widening import UNWIDENED, Alternative, Widening
from search.ranking import FIELD_WEIGHTS, LITERAL_BONUS, RUN_LENGTH
from search.text.analyzer import STREAMS, Analyzer, Stream, bigrams
from search.text.fold import GAP, HAN

_HAN_CHARACTER = re.compile(f"[{HAN}]")

COUNTED = re.compile("[0-9]+[年月日号时点分秒岁届]")
"""A number with what it counts: ``7月``; 7 and 月 apart say something else."""

_A_TOKEN = 120
"""Bytes of memory."""


class Planner:
    """Lowers one query; cuts each of its texts once.

    Attributes:
        analyzer: what cuts them.

    Args:
        widening: what else would do for them.
        fields: those in which texts may stand, for each kind of documents.
    """

    def __init__(
        self,
        analyzer: Analyzer,
        widening: Widening = UNWIDENED,
        fields: Mapping[Kind, Sequence[Field]] = FIELDS,
    ) -> None:
        self.analyzer = analyzer
        self._widening = widening
        self._fields = fields
        self._alternatives: dict[Chunk, tuple[Alternative, ...]] = {}
        self._dated: dict[Alternative, Days] = {}
        self._tokens: dict[str, Tokens] = {}

    @property
    def nbytes(self) -> int:
        """About how many bytes of memory the tokens take."""
        known = tuple(self._tokens.values())  # other threads may add to them meanwhile
        tokens = sum(len(one.stream(s)) for one in known for s in STREAMS)
        return _A_TOKEN * (tokens + sum(len(one.periods) for one in tuple(self._dated.values())))

    def attempts(self, root: Node, kind: Kind) -> Iterator[Plan]:
        """The plans that ask for the whole query, to try in order until one matches."""
        yield self._plan("full", root, kind)
        apart = split(root)
        if apart != root:
            yield self._plan("split", apart, kind)

    def _plan(self, manner: Manner, root: Node, kind: Kind) -> Plan:
        own = self._lower(root, kind, hidden=SHARED)
        return Plan(manner, root, kind, self._lower(root, kind), own)

    def partial(self, root: Node, kind: Kind) -> Partial | None:
        """What to find of the query in part; None where none of it may be missing."""
        parts = list(conjuncts(root))
        plain = (one for one in parts if isinstance(one, Chunk) and one.scope is None)
        soft = tuple(chunk for chunk in plain if self.tokens(chunk.text).run)
        runs = [self.tokens(chunk.text).run for chunk in soft]
        if not soft:
            return None
        hard = (self._lower(split(one), kind) for one in parts if one not in soft)
        units = self._units(soft)
        others = (
            Or(tuple(self._other(one, self._fields[kind]) for one in self.alternatives(chunk)))
            for chunk in soft
        )
        return Partial(soft, units, tuple(others), _symbols(runs, units), And(tuple(hard)))

    def _units(self, soft: Sequence[Chunk]) -> tuple[Unit, ...]:
        units: dict[tuple[Stream, str], dict[int, None]] = {}
        for place, chunk in enumerate(soft):
            for unit in evidence_of(self.tokens(chunk.text)):
                units.setdefault(unit, {})[place] = None
        return tuple(Unit(*unit, tuple(places)) for unit, places in units.items())

    def ordering(self, plan: Plan, partial: Partial | None) -> Ordering:
        """The sum that orders what a plan finds, and what is close to it."""
        found = [
            (leaf, tokens, self._looked_at(leaf.scope, plan.kind))
            for leaf in counted_leaves(plan.root)
            if (tokens := self.tokens(leaf.text)).run
        ]
        own = [f for f in self._fields[plan.kind] if f not in SHARED]
        units = partial.units if partial else ()
        leaves = (
            self._wide(leaf, [field for field in fields if field in own])
            for leaf, _, fields in found
        )
        terms = _terms([(tokens, fields) for _, tokens, fields in found], plan.kind)
        other = [
            (self.tokens(one.text), fields)
            for leaf, _, fields in found
            if isinstance(leaf, Chunk)
            for one in self.alternatives(leaf)
        ]
        known = frozenset(terms)
        return Ordering(
            terms,
            tuple(term for term in _terms(other, plan.kind) if term not in known),
            tuple(
                Reward(tuple(Run(f, tokens.run) for f in fields if f in LITERAL_BONUS), tokens)
                for _, tokens, fields in found
            ),
            tuple(
                Stretch(text, tuple(field for field in fields if field in FIELD_WEIGHTS))
                for _, tokens, fields in found
                for text in tokens.run.split(GAP)
                if len(text) >= RUN_LENGTH
            ),
            Or(tuple(leaves)) if found else None,
            Or(tuple(Term(f, unit.stream, unit.token) for f in own for unit in units)),
        )

    def conditions(self, plan: Plan) -> Iterator[tuple[Node, Tree]]:
        """The parts of the query that must hold by themselves, as the plan reads them."""
        for part in conjuncts(plan.root):
            yield part, self._lower(part, plan.kind)

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
        cut = list(self.analyzer.words(text))
        words = tuple(sorted({word.text for word in cut}))
        known = map(self.analyzer.query_stream, self._widening.whole(text))
        whole = sorted({*known, *COUNTED.findall(run)})
        return Tokens(
            run,
            words,
            tuple(sorted(set(run) - {GAP})),
            tuple(sorted(set(bigrams(run)))),
            tuple(whole),
            tuple(word for word in words if not any(word in one for one in whole)),
            tuple(broken_runs(run, words)) if len(run) <= SHORT else (),
        )

    def alternatives(self, chunk: Chunk) -> tuple[Alternative, ...]:
        """What would do for a chunk."""
        if chunk not in self._alternatives:
            self._alternatives[chunk] = self._widening.of(chunk)
        return self._alternatives[chunk]

    def _lower(
        self,
        node: Node,
        kind: Kind,
        *,
        hidden: frozenset[Field] = frozenset(),
        excluded: bool = False,
    ) -> Tree:
        lower = bound(self._lower, kind=kind, hidden=hidden, excluded=excluded)
        match node:
            case Chunk() | Quoted() | Prefix():
                fields = [f for f in self._looked_at(node.scope, kind) if f not in hidden]
                return self._leaf(node, fields) if excluded else self._wide(node, fields)
            case Dated(range=days):
                return Days(((days.first_ordinal, days.last_ordinal),))
            case Categorised(text):
                return Value("category", self.tokens(text).run)
            case Nothing():
                return NOWHERE
            case Exclusion(child):
                return Not(self._lower(child, kind, hidden=hidden | CONTEXT, excluded=True))
            case All(children):
                return And(tuple(map(lower, children)))
            case Either(children):
                return Or(tuple(map(lower, children)))

    def standing(self, chunk: Chunk, kind: Kind) -> Tree:
        """The documents in which a chunk stands, or what would do for it."""
        return self._wide(chunk, self._looked_at(chunk.scope, kind))

    def _looked_at(self, scope: Scope | None, kind: Kind) -> list[Field]:
        return scope_fields(scope, self._fields[kind])

    def _wide(self, leaf: Leaf, fields: Sequence[Field]) -> Tree:
        """The documents in which a leaf stands, or what would do for it."""
        typed = self._leaf(leaf, fields)
        others = self.alternatives(leaf) if isinstance(leaf, Chunk) else ()
        return Or((typed, *(self._other(one, fields) for one in others))) if others else typed

    def _other(self, one: Alternative, fields: Sequence[Field]) -> Tree:
        dated = self._days(one) if one.periods else EVERYTHING
        if not one.text:
            return dated
        tokens = self.tokens(one.text)
        stands = Or(tuple(_text(field, tokens, instead=True) for field in fields))
        return And((dated, stands)) if one.periods else stands

    def _days(self, one: Alternative) -> Days:
        """The days of an alternative, of which a yearly one has hundreds: made once."""
        found = self._dated.get(one)
        if found is None:
            periods = tuple((days.first_ordinal, days.last_ordinal) for days in one.periods)
            found = self._dated[one] = Days(periods, exactly=True)
        return found

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
                return Or(tuple(_text(f, tokens) for f in fields))


def _symbols(runs: Sequence[str], units: Sequence[Unit]) -> int:
    """How many distinct Han characters there are, and words of letters and digits."""
    han = {symbol for run in runs for symbol in run if _HAN_CHARACTER.match(symbol)}
    return len(han) + sum(unit.stream == "words" for unit in units)


def is_telling(pair: str) -> bool:
    """Whether a pair of symbols is evidence: not of letters, nor 月1, of which a date has many."""
    return bool(_HAN_CHARACTER.search(pair)) and not pair[1].isdecimal()


def evidence_of(tokens: Tokens) -> Iterator[tuple[Stream, str]]:
    """What is evidence of a text: its pairs, its words of letters and digits, lone symbols."""
    pairs = [pair for pair in tokens.bigrams if is_telling(pair)]
    for word in tokens.words:
        if not _HAN_CHARACTER.search(word) and (len(word) > 1 or not pairs):
            yield "words", word
    for pair in pairs:
        yield "bigrams", pair
    for text in tokens.run.split(GAP):
        if len(text) == 1 and _HAN_CHARACTER.match(text):
            yield "characters", text


def scope_fields(scope: Scope | None, fields: Sequence[Field]) -> list[Field]:
    """Those of some fields that a leaf with this scope looks at."""
    return [f for f in fields if scope is None or f in SCOPES[scope]]


SHORT = 4
"""Symbols of a text that may not fall apart to single characters: 三 and 亚 are not 三亚."""


def broken_runs(run: str, words: Sequence[str]) -> Iterator[str]:
    """A run with a mark where one of its words ends: “林肯”号."""
    for place in range(1, len(run)):
        if run[:place] in words or run[place:] in words:
            yield run[:place] + GAP + run[place:]


Standing = Literal["words", "run", "broken", "apart"]
"""How a text must stand in a field: see ``standing_of``."""


def standing_of(tokens: Tokens, *, instead: bool = False) -> Standing:
    """How a text must stand in a field; ``instead`` of one typed, it is an alternative.

    ``run``: its symbols in sequence. ``apart``: so, or its words in any order, but for those that
    are ``whole``. ``broken``: so, or with a mark where a word ends, since of a short text that the
    dictionary makes single characters no two may stand apart. ``words``: only as words, since an
    alternative of letters stands inside of others (UN in FUN). An alternative that falls to single
    characters is a guess twice, and must stand in sequence however long it is.
    """
    if instead and not _HAN_CHARACTER.search(tokens.run):
        return "words"
    alone = any(len(word) == 1 and _HAN_CHARACTER.match(word) for word in tokens.words)
    if (instead and alone) or len(tokens.words) < 2 or tokens.run in tokens.words:
        return "run"
    return "broken" if alone and len(tokens.run) <= SHORT else "apart"


def _text(field: Field, tokens: Tokens, *, instead: bool = False) -> Tree:
    run = Run(field, tokens.run)
    match standing_of(tokens, instead=instead):
        case "words":
            return And(tuple(Term(field, "words", word) for word in tokens.words))
        case "run":
            return run
        case "broken":
            return Or((run, *(Run(field, broken) for broken in tokens.broken)))
        case "apart":
            whole = (Run(field, one) for one in tokens.whole)
            apart = (Term(field, "words", word) for word in tokens.apart)
            return Or((run, And((*whole, *apart))))


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
