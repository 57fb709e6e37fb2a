"""The oracle of meaning: what a query finds, and in which order, by brute force.

It answers the query as parsed, before any lowering, over a plain list of documents: substring
tests on character streams, sets of words, float64 sums in the order that ``search.ranking``
states. It shares the text analysis, the parser and the constants with the engine, and no code
that finds or orders anything.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from search.document import KINDS, Document, Kind
from search.fields import CONTEXT, FIELDS, SCOPES, SHARED, Field, Scope, values
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
)  # fmt: skip
from search.query.parser import parse
from search.ranking import (
    FIELD_WEIGHTS,
    K1,
    LITERAL_BONUS,
    RELAXED_SLACK,
    STREAM_WEIGHTS,
    TURN,
    B,
    idf,
    relaxed_share,
)  # fmt: skip
from search.request import VALUE_FACETS, FacetName, Request
from search.text.analyzer import STREAMS, Analyzer, FieldTokens, Stream, bigrams
from search.text.dates import parse as parse_date
from search.text.fold import GAP, HAN

Test = Callable[["Indexed"], bool]


@dataclass(frozen=True)
class Indexed:
    """A document with what the analyzer makes of its fields."""

    document: Document
    fields: dict[Field, FieldTokens]

    @cached_property
    def counts(self) -> dict[tuple[Field, Stream], Counter[str]]:
        return {(f, s): Counter(self.fields[f].tokens(s)) for f in self.fields for s in STREAMS}


@dataclass(frozen=True)
class Answer:
    """The whole order, not a page of it."""

    ids: list[str]
    scores: list[float]
    counts: dict[Kind, int]
    undated: int
    relaxed: bool
    facets: dict[str, dict[str, int]]


class Oracle:
    def __init__(self, documents: Iterable[Document], analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._by_kind: dict[Kind, list[Indexed]] = {kind: [] for kind in KINDS}
        for d in documents:
            fields = {f: analyzer.field(values(d, f)) for f in FIELDS[d.kind]}
            self._by_kind[d.kind].append(Indexed(d, fields))

    def search(self, request: Request) -> Answer:
        root = parse(request.text).root
        judges = {kind: _Judge(docs, self._analyzer, root) for kind, docs in self._by_kind.items()}
        if not any(judge.matching or judge.excluded for judge in judges.values()):
            for judge in judges.values():
                judge.relax()
        wanted = [kind for kind in KINDS if request.kind in (kind, "all")]

        def found(kinds: Sequence[Kind], ignoring: FacetName | None = None) -> list[Indexed]:
            return [
                d
                for kind in kinds
                for d in judges[kind].matching
                if self._passes(d.document, request, ignoring)
            ]

        hits = found(wanted)
        order = self._order(hits, judges, request)
        undated = [d for d in found(wanted, "year") if not d.document.date]
        return Answer(
            [d.document.id for d in order],
            [judges[d.document.kind].score(d) for d in order],
            {kind: len(found([kind])) for kind in KINDS},
            len(undated),
            any(judges[kind].relaxed for kind in wanted),
            self._facets(found, wanted),
        )

    def _passes(self, d: Document, request: Request, ignoring: FacetName | None) -> bool:
        if request.article is not None and d.article != request.article:
            return False
        if ignoring != "year" and request.taken:
            ranges = map(parse_date, request.taken)
            if not d.date or not any(parse_date(d.date).overlaps(r) for r in ranges):
                return False
        for facet in VALUE_FACETS:
            asked = {self._analyzer.fold.text(v) for v in request.values(facet)}
            has = {self._analyzer.fold.text(v) for v in values(d, facet)}
            if facet != ignoring and asked and not asked & has:
                return False
        return True

    def _facets(
        self, found: Callable[..., list[Indexed]], wanted: Sequence[Kind]
    ) -> dict[str, dict[str, int]]:
        facets: dict[str, dict[str, int]] = {}
        for facet in VALUE_FACETS:
            counter: Counter[str] = Counter()
            for d in found(wanted, facet):
                counter.update({self._analyzer.fold.text(v) for v in values(d.document, facet)})
            facets[facet] = dict(counter)
        years: Counter[str] = Counter()
        for d in found(wanted, "year"):
            if d.document.date:
                days = parse_date(d.document.date)
                assert days.first is not None
                assert days.last is not None
                years.update(f"{y:04}" for y in range(days.first.year, days.last.year + 1))
        facets["year"] = dict(years)
        facets["kind"] = {kind: n for kind in KINDS if (n := len(found([kind])))}
        return facets

    def _order(
        self, hits: list[Indexed], judges: dict[Kind, "_Judge"], request: Request
    ) -> list[Indexed]:
        def day(d: Indexed) -> int:
            return parse_date(d.document.date).first_ordinal if d.document.date else 0

        def place(d: Indexed) -> tuple[str, int]:
            return d.document.article, d.document.position

        if request.sort == "oldest":
            return sorted(hits, key=lambda d: (not d.document.date, day(d), *place(d)))
        if request.sort == "newest":
            return sorted(hits, key=lambda d: (-day(d), *place(d)))
        ranked = sorted(hits, key=lambda d: (-judges[d.document.kind].score(d), -day(d), *place(d)))
        seen: Counter[str] = Counter()
        turns: dict[str, int] = {}
        for d in ranked:
            if judges[d.document.kind].waits(d):
                turns[d.document.id] = seen[d.document.article] // TURN
                seen[d.document.article] += 1
        return sorted(ranked, key=lambda d: turns.get(d.document.id, 0))


class _Judge:
    """Decides about the documents of one kind for one query."""

    def __init__(self, documents: list[Indexed], analyzer: Analyzer, root: All) -> None:
        self.documents = documents
        self.analyzer = analyzer
        self.relaxed = False
        self.typed = root
        self.root: Node = root
        self.matching = self._where(root)
        if not self.matching:
            self.root = split(root)
            self.matching = self._where(self.root)
        self.excluded = bool(self._where(split(without_exclusions(root)))) and not self.matching
        self.leaves = [leaf for leaf in counted_leaves(self.root) if self._run(leaf)]

    def _where(self, node: Node) -> list[Indexed]:
        return [d for d in self.documents if self._matches(node, d, CONTEXT - CONTEXT)]

    def relax(self) -> None:
        """Match most of the words instead of all."""
        words = {
            (word, child.scope)
            for child in self.typed.children
            if isinstance(child, Chunk)
            for word in self._telling(child)
        }
        if len(words) < 2:
            return
        kept = All(tuple(child for child in self.typed.children if not isinstance(child, Chunk)))

        def holds(d: Indexed, word: str, scope: Scope | None) -> bool:
            fields = [f for f in d.fields if scope is None or f in SCOPES[scope]]
            return any(word in d.fields[f].words for f in fields)

        mass = {
            pair: idf(len(self.documents), sum(holds(d, *pair) for d in self.documents))
            for pair in words
        }
        need = relaxed_share(len(words)) * sum(mass.values())
        self.matching = [
            d
            for d in self._where(kept)
            if (held := sum(mass[pair] for pair in words if holds(d, *pair)))
            and held >= need * (1 - RELAXED_SLACK)
        ]
        self.relaxed = bool(self.matching)

    def _telling(self, chunk: Chunk) -> set[str]:
        words = self._words(chunk)
        return {word for word in words if len(word) > 1 or word.isascii()} or words

    def _run(self, leaf: Leaf) -> str:
        return self.analyzer.query_stream(leaf.text)

    def _words(self, leaf: Leaf) -> set[str]:
        return {word.text for word in self.analyzer.words(leaf.text)}

    def _fields(self, leaf: Leaf, d: Indexed) -> list[Field]:
        return [f for f in d.fields if leaf.scope is None or f in SCOPES[leaf.scope]]

    def _matches(self, node: Node, d: Indexed, hidden: frozenset[Field]) -> bool:
        match node:
            case All(children):
                return all(self._matches(child, d, hidden) for child in children)
            case Either(children):
                return any(self._matches(child, d, hidden) for child in children)
            case Exclusion(child):
                return not self._matches(child, d, hidden | CONTEXT)
            case Dated(range=days):
                return bool(d.document.date) and parse_date(d.document.date).overlaps(days)
            case Chunk() | Quoted() | Prefix():
                fields = [f for f in self._fields(node, d) if f not in hidden]
                return not self._run(node) or any(self._stands(node, d.fields[f]) for f in fields)

    def _stands(self, leaf: Leaf, field: FieldTokens) -> bool:
        run = self._run(leaf)
        if isinstance(leaf, Prefix) and run.isalnum() and not re.search(f"[{HAN}]", run):
            return any(word.startswith(run) for word in field.words)
        if isinstance(leaf, Chunk) and self._words(leaf) and self._words(leaf) <= set(field.words):
            return True
        return run in field.stream

    def waits(self, d: Indexed) -> bool:
        """Whether the document matches only through what its article shares."""
        for leaf in self.leaves:
            for field in set(self._fields(leaf, d)) - SHARED:
                if self._stands(leaf, d.fields[field]):
                    return False
                scraps = self._words(leaf) & set(d.fields[field].words)
                if self.relaxed and isinstance(leaf, Chunk) and scraps:
                    return False
        return bool(self.leaves)

    @cached_property
    def _statistics(self) -> dict[tuple[Field, Stream], tuple[Counter[str], float]]:
        found: dict[tuple[Field, Stream], tuple[Counter[str], float]] = {}
        for field in {f for d in self.documents for f in d.fields}:
            for stream in STREAMS:
                frequency: Counter[str] = Counter()
                lengths = [sum(d.counts[field, stream].values()) for d in self.documents]
                for d in self.documents:
                    frequency.update(d.counts[field, stream].keys())
                filled = [n for n in lengths if n]
                found[field, stream] = frequency, sum(filled) / len(filled) if filled else 0.0
        return found

    def _tokens(self, leaf: Leaf, stream: Stream) -> set[str]:
        run = self._run(leaf)
        match stream:
            case "words":
                return self._words(leaf)
            case "characters":
                return set(run) - {GAP}
            case "bigrams":
                return set(bigrams(run))

    def score(self, d: Indexed) -> float:
        total = 0.0
        size = len(self.documents)
        for field in FIELDS[d.document.kind]:
            for stream in STREAMS:
                tokens = {
                    token
                    for leaf in self.leaves
                    if field in self._fields(leaf, d) and field in FIELD_WEIGHTS
                    for token in self._tokens(leaf, stream)
                }
                frequency, average = self._statistics[field, stream]
                counts = d.counts[field, stream]
                for token in sorted(tokens & counts.keys()):
                    weight = FIELD_WEIGHTS[field] * STREAM_WEIGHTS[stream]
                    count, length = float(counts[token]), sum(counts.values())
                    norm = 1.0 - B + B * length / average
                    gain = count * (K1 + 1.0) / (count + K1 * norm)
                    total += weight * idf(size, frequency[token]) * gain
        for leaf in self.leaves:
            mass = self._mass(leaf, d)
            for field in self._fields(leaf, d):
                if field in LITERAL_BONUS and self._run(leaf) in d.fields[field].stream:
                    total += LITERAL_BONUS[field] * mass
        return total

    def _mass(self, leaf: Leaf, d: Indexed) -> float:
        scored = [f for f in self._fields(leaf, d) if f in LITERAL_BONUS]
        total = 0.0
        for stream in STREAMS:
            for token in sorted(self._tokens(leaf, stream)):
                rarest = min((self._statistics[f, stream][0][token] for f in scored), default=0)
                total += STREAM_WEIGHTS[stream] * idf(len(self.documents), rarest)
        return total
