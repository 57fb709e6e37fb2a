"""What the oracle (``tests.oracle``) says of one document: whether it matches, its score."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property

from search.explanation import Tier
from search.fields import CONTEXT, FIELDS, SCOPES, SHARED, Field
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
)  # fmt: skip
from search.query.plan import COUNTED
from search.query.tree import EXACT
from search.query.widening import Alternative, Widening
from search.ranking import (
    ALTERNATIVE_WEIGHT,
    EVIDENCE_PARTS,
    EVIDENCE_SLACK,
    FIELD_WEIGHTS,
    GUARDED_SHARES,
    K1,
    LITERAL_BONUS,
    MOST_TOGETHER,
    RELATED_SHARE,
    RUN_FACTOR,
    RUN_LENGTH,
    STREAM_WEIGHTS,
    B,
    idf,
)  # fmt: skip
from search.text.analyzer import STREAMS, FieldTokens, Stream, bigrams
from search.text.dates import parse as parse_date
from search.text.fold import GAP, HAN
from tests.indexed import Indexed, Statistics, Texts, statistics


@dataclass(frozen=True)
class Verdict:
    """One document judged: its score and tier, and where it is not full, what it lacks.

    ``evidence`` is what it holds, what is needed and what is asked for.
    """

    score: float
    tier: Tier | None
    evidence: tuple[float, float, float] | None
    missing: tuple[str, ...]
    unmet: tuple[str, ...]


class Judge:
    """Decides about the documents of one kind for one query."""

    def __init__(
        self, documents: list[Indexed], texts: Texts, root: All, widening: Widening
    ) -> None:
        self.documents = documents
        self.widening = widening
        self.texts = texts
        self._widened = cache(widening.of)
        self.score = cache(self._score)
        self.typed = root
        self.root: Node = root
        self.full = self._where(root)
        if not self.full:
            self.root = split(root)
            self.full = self._where(self.root)
        self.excluded = bool(self._where(split(without_exclusions(root)))) and not self.full
        self.leaves = [leaf for leaf in counted_leaves(self.root) if self._run(leaf)]
        self.soft = [
            child
            for child in conjuncts(root)
            if isinstance(child, Chunk) and child.scope is None and self._run(child)
        ]

    def _where(self, node: Node) -> list[Indexed]:
        return [d for d in self.documents if self._matches(node, d, CONTEXT - CONTEXT)]

    @cached_property
    def _units(self) -> list[tuple[Stream, str, float, list[Alternative]]]:
        """What is evidence, and how much, and what is as good; the most first."""
        units: dict[tuple[Stream, str], list[Alternative]] = {}
        for chunk in self.soft:
            run = self._run(chunk)
            pairs: list[tuple[Stream, str]] = [
                ("bigrams", pair)
                for pair in bigrams(run)
                if _has_han(pair) and not pair[1].isdecimal()
            ]
            telling = bool(pairs)
            pairs += [
                ("characters", alone)
                for alone in run.split(GAP)
                if len(alone) == 1 and _has_han(alone)
            ]
            pairs += [
                ("words", word)
                for word in self._words(chunk)
                if not _has_han(word) and (len(word) > 1 or not telling)
            ]
            for pair in pairs:
                units.setdefault(pair, []).extend(self._widened(chunk))

        def mass(stream: Stream, token: str) -> float:
            fields = {f for d in self.documents for f in d.fields}
            most = max((self._statistics[f, stream][0][token] for f in fields), default=0)
            return round(idf(len(self.documents), most) * EVIDENCE_PARTS) / EVIDENCE_PARTS

        weighed = ((*unit, mass(*unit), others) for unit, others in units.items())
        return sorted(weighed, key=lambda one: (-one[2], *one[:2]))

    def _evidence(self, d: Indexed) -> float:
        total = 0.0
        for stream, token, mass, others in self._units:
            if any(token in d.counts[field, stream] for field in d.fields) or any(
                self._would_do(one, d, list(d.fields)) for one in others
            ):
                total += mass
        return total

    @cached_property
    def closest(self) -> list[Indexed]:
        """What holds much of the query, though not all of it."""
        if self.excluded:
            return []
        return [
            d
            for d, evidence in self._held
            if evidence > 0 and evidence >= self._need * (1 - EVIDENCE_SLACK) and d not in self.full
        ]

    @cached_property
    def _held(self) -> list[tuple[Indexed, float]]:
        """What holds all that must be held, each with its evidence."""
        hard = All(tuple(c for c in conjuncts(self.typed) if c not in self.soft))
        return [(d, self._evidence(d)) for d in self._where(split(hard))]

    @cached_property
    def _need(self) -> float:
        need = RELATED_SHARE * max((evidence for _, evidence in self._held), default=0.0)
        han = {c for chunk in self.soft for c in self._run(chunk) if _has_han(c)}
        symbols = len(han) + sum(stream == "words" for stream, *_ in self._units)
        return max(need, GUARDED_SHARES.get(symbols, 0.0) * self._asked_for)

    @cached_property
    def _asked_for(self) -> float:
        total = 0.0
        for _, _, mass, _ in self._units:
            total += mass
        return total

    def verdict(self, d: Indexed) -> Verdict:
        """All that an explanation says of a document."""
        if d in self.full:
            tier: Tier = "own" if self.is_own(d) else "full"
            return Verdict(self.score(d), tier, None, (), ())
        is_soft = self._units and not self.excluded
        parts = (c for c in conjuncts(self.root) if not self._matches(c, d, CONTEXT - CONTEXT))
        return Verdict(
            self.score(d),
            "close" if d in self.closest else None,
            (self._evidence(d), self._need, self._asked_for) if is_soft else None,
            self.missing(d),
            tuple(part.describe() for part in parts),
        )

    def missing(self, d: Indexed) -> tuple[str, ...]:
        """The words typed that stand nowhere in a document below the line, the longest of each."""
        if d in self.full:
            return ()
        lacking: list[str] = []
        for chunk in self.soft:
            if self._matches(chunk, d, CONTEXT - CONTEXT):
                continue
            streams = [d.fields[field].stream for field in d.fields]
            words, folded = self.texts.analyzer.map_words(chunk.text)
            covered = {
                place
                for start in range(len(folded.text) - 1)
                if (pair := folded.text[start : start + 2]).isalnum()
                and any(pair in stream for stream in streams)
                for place in (start, start + 1)
            }
            absent = [
                folded.span(word.start, word.end)
                for word in words
                if not any(word.text in stream for stream in streams)
                and not set(range(word.start, word.end)) <= covered
            ]
            outer = [
                span
                for span in absent
                if not any(o != span and o[0] <= span[0] and span[1] <= o[1] for o in absent)
            ]
            lacking += [chunk.text[start:end] for start, end in sorted(outer)] or [chunk.text]
        return tuple(dict.fromkeys(lacking))

    def _run(self, leaf: Leaf) -> str:
        return self.texts.stream(leaf.text)

    def _words(self, leaf: Leaf) -> frozenset[str]:
        return self.texts.words(leaf.text)

    def _fields(self, leaf: Leaf, d: Indexed) -> list[Field]:
        return [f for f in d.fields if leaf.scope is None or f in SCOPES[leaf.scope]]

    def _would_do(self, one: Alternative, d: Indexed, fields: list[Field]) -> bool:
        """Whether what would do for a chunk is there."""
        return self._is_dated(one, d) and (
            not one.text or any(self._stands_instead(one.text, d.fields[f]) for f in fields)
        )

    def _is_dated(self, one: Alternative, d: Indexed) -> bool:
        if not one.periods:
            return True
        if not d.document.date:
            return False
        days = parse_date(d.document.date)
        span = days.last_ordinal - days.first_ordinal
        return any(
            days.overlaps(one) and span <= max(EXACT, one.last_ordinal - one.first_ordinal)
            for one in one.periods
        )

    def _stands_instead(self, text: str, field: FieldTokens) -> bool:
        run = self.texts.stream(text)
        if any(len(word) == 1 and _has_han(word) for word in self.texts.words(text)):
            return run in field.stream
        if _has_han(run):
            return run in field.stream or self._apart(text, field)
        return self.texts.words(text) <= set(field.words)

    def _matches(
        self, node: Node, d: Indexed, hidden: frozenset[Field], *, excluded: bool = False
    ) -> bool:
        match node:
            case All(children):
                return all(self._matches(child, d, hidden, excluded=excluded) for child in children)
            case Either(children):
                return any(self._matches(child, d, hidden, excluded=excluded) for child in children)
            case Exclusion(child):
                return not self._matches(child, d, hidden | CONTEXT, excluded=True)
            case Dated(range=days):
                return bool(d.document.date) and parse_date(d.document.date).overlaps(days)
            case Categorised(text):
                run = self.texts.stream(text)
                return any(run in self.texts.analyzer.fold.stream(v) for v in d.document.category)
            case Nothing():
                return False
            case Chunk() | Quoted() | Prefix():
                fields = [f for f in self._fields(node, d) if f not in hidden]
                if not self._run(node) or any(self._stands(node, d.fields[f]) for f in fields):
                    return True
                others = () if excluded else self._others(node)
                return any(self._would_do(one, d, fields) for one in others)

    def _stands(self, leaf: Leaf, field: FieldTokens) -> bool:
        run = self._run(leaf)
        if isinstance(leaf, Prefix) and run.isalnum() and not re.search(f"[{HAN}]", run):
            return any(word.startswith(run) for word in field.words)
        return run in field.stream or (isinstance(leaf, Chunk) and self._apart(leaf.text, field))

    def _apart(self, text: str, field: FieldTokens) -> bool:
        """Whether the words of a text stand in a field, but for what must not be cut apart."""
        words = self.texts.words(text)
        run = self.texts.stream(text)
        if len(run) <= 4 and any(len(word) == 1 and _has_han(word) for word in words):
            return len(words) > 1 and any(
                f"{run[:place]}{GAP}{run[place:]}" in field.stream
                for place in range(1, len(run))
                if run[:place] in words or run[place:] in words
            )
        whole = {*COUNTED.findall(run), *map(self.texts.stream, self.widening.whole(text))}
        loose = {word for word in words if not any(word in one for one in whole)}
        return (
            len(words) > 1
            and all(one in field.stream for one in whole)
            and loose <= set(field.words)
        )

    def _others(self, leaf: Leaf) -> tuple[Alternative, ...]:
        return self._widened(leaf) if isinstance(leaf, Chunk) else ()

    def is_own(self, d: Indexed) -> bool:
        """Whether the document holds the whole query without what its article shares."""
        return d in self.full and self._matches(self.root, d, SHARED)

    def shares(self, d: Indexed) -> bool:
        """Whether the document matches only through what its article shares."""
        if self.is_own(d):
            return False
        for leaf in self.leaves:
            own = [field for field in self._fields(leaf, d) if field not in SHARED]
            if any(self._stands(leaf, d.fields[field]) for field in own):
                return False
            if any(self._would_do(one, d, own) for one in self._others(leaf)):
                return False
        own = [field for field in d.fields if field not in SHARED]
        scraps = any(token in d.counts[f, stream] for stream, token, *_ in self._units for f in own)
        return bool(self.leaves) and (d in self.full or not scraps)

    @cached_property
    def _statistics(self) -> Statistics:
        return statistics(self.documents)

    def _tokens(self, leaf: Leaf, stream: Stream) -> frozenset[str]:
        return self.texts.tokens(leaf.text, stream)

    def _score(self, d: Indexed) -> float:
        typed = self._asked(d, lambda leaf: [leaf.text])
        others = self._asked(d, lambda leaf: [one.text for one in self._others(leaf)])
        total = 0.0
        for key in typed:
            total = self._added(total, d, key, sorted(typed[key]), 1.0)
        for key in others:
            rest = sorted(others[key] - typed[key])
            total = self._added(total, d, key, rest, ALTERNATIVE_WEIGHT)
        for leaf in self.leaves:
            for field in self._fields(leaf, d):
                if field in LITERAL_BONUS and self._run(leaf) in d.fields[field].stream:
                    total += LITERAL_BONUS[field] * self._mass(leaf, field)
        return total * (1.0 + RUN_FACTOR * self._together(d))

    def _asked(
        self, d: Indexed, texts: Callable[[Leaf], list[str]]
    ) -> dict[tuple[Field, Stream], set[str]]:
        """The tokens that count, by field and stream in the order of summation."""
        return {
            (field, stream): {
                token
                for leaf in self.leaves
                if field in self._fields(leaf, d)
                for text in texts(leaf)
                for token in self.texts.tokens(text, stream)
            }
            for field in FIELDS[d.document.kind]
            if field in FIELD_WEIGHTS
            for stream in STREAMS
        }

    def _added(
        self, total: float, d: Indexed, key: tuple[Field, Stream], tokens: list[str], share: float
    ) -> float:
        field, stream = key
        frequency, average = self._statistics[key]
        counts = d.counts[key]
        for token in tokens:
            if token in counts:
                weight = FIELD_WEIGHTS[field] * STREAM_WEIGHTS[stream]
                count, length = float(counts[token]), sum(counts.values())
                norm = 1.0 - B + B * length / average
                gain = count * (K1 + 1.0) / (count + K1 * norm)
                total += share * (weight * idf(len(self.documents), frequency[token])) * gain
        return total

    def _together(self, d: Indexed) -> int:
        return min(MOST_TOGETHER, sum(self._in_runs(leaf, d) for leaf in self.leaves))

    def _in_runs(self, leaf: Leaf, d: Indexed) -> int:
        """How many symbols of a leaf stand in a document in runs as long as count."""
        fields = [
            d.fields[field].stream for field in self._fields(leaf, d) if field in FIELD_WEIGHTS
        ]
        run = self._run(leaf)
        covered: set[int] = set()
        for start in range(len(run) - RUN_LENGTH + 1):
            piece = run[start : start + RUN_LENGTH]
            if GAP not in piece and any(piece in stream for stream in fields):
                covered.update(range(start, start + RUN_LENGTH))
        return len(covered)

    def _mass(self, leaf: Leaf, field: Field) -> float:
        total = 0.0
        for stream in STREAMS:
            frequency, _ = self._statistics[field, stream]
            for token in sorted(self._tokens(leaf, stream)):
                total += STREAM_WEIGHTS[stream] * idf(len(self.documents), frequency[token])
        return total


def _has_han(text: str) -> bool:
    return re.search(f"[{HAN}]", text) is not None
