"""Documents as a cluster gives them back: what is scored, grouped and shown of each.

A document comes with its character streams and its words, from which everything is worked out
that orders and marks it, in float64 and by the texts themselves: OpenSearch rounds lengths and
scores, and decides only which documents are looked at. So is what can be told of a handful of
documents without asking again: whether they are in a tree.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from search.cluster.schema.stored import document_of, text_digest
from search.document import Document, Kind
from search.execution.reading import Held, Reading
from search.fields import Field, values
from search.lazily import lazily
from search.query.tree import EXACT, And, Days, Not, Or, Run, Term, Tree, Value, WordPrefix
from search.text.analyzer import Stream, bigrams
from search.text.fold import GAP, SEPARATOR, Fold


class Candidate:
    """A document that was found.

    Attributes:
        bound: what the cluster says that it scores, at least; 0 where it was not asked.
        after: what stands behind it in the order that it was asked for in.
        first, last: of its date, ordinals; 0 without one.
        picture: its number; 0 for none.
        shared: whether others may show the same picture.
    """

    def __init__(self, hit: Mapping[str, Any], fold: Fold) -> None:
        source = hit["_source"]
        self._fold = fold
        self.bound = float(hit.get("_score") or 0.0)
        self.after: list[Any] = hit.get("sort", [])
        self.id: str = source["id"]
        self.kind: Kind = source["kind"]
        self.article: str = source["article"]
        self.position = int(source["position"])
        self.first = int(source.get("first", 0))
        self.last = int(source.get("last", 0))
        self.picture = int(source.get("picture", 0))
        self.shared = bool(source.get("shared", False))
        self._read: Mapping[Field, Sequence[str]] = source.get("read", {})
        self._source = source

    @property
    def place(self) -> tuple[int, str, int]:
        """What decides between equal scores: the newest first, then the order of the article."""
        return -self.first, self.article, self.position

    @lazily
    def document(self) -> Document:
        """The document itself."""
        return document_of(self._source)

    def stream(self, field: Field) -> str:
        """The character stream of a field; empty where it has nothing there."""
        found = self._read.get(field)
        return found[0] if found else ""

    def digest(self, field: Field) -> int:
        """What tells the text of a field from others, as far as it is ranked by; 0 for none."""
        found = self._read.get(field)
        return text_digest(*found) if found else 0

    def words(self, field: Field) -> Counter[str]:
        """The words of a field, with how often each stands there; remembered."""
        known = self._words.get(field)
        if known is None:
            found = self._read.get(field)
            known = self._words[field] = Counter(found[1].split(" ") if found and found[1] else ())
        return known

    def length(self, field: Field, stream: Stream) -> float:
        """How many tokens of a stream a field has; remembered."""
        known = self._lengths.get((field, stream))
        if known is None:
            known = self._lengths[field, stream] = float(self._counted(field, stream))
        return known

    def _counted(self, field: Field, stream: Stream) -> int:
        symbols = self.stream(field)
        match stream:
            case "words":
                return self.words(field).total()
            case "characters":
                return len(symbols) - symbols.count(GAP) - symbols.count(SEPARATOR)
            case "bigrams":
                return len(bigrams(symbols))

    @lazily
    def _lengths(self) -> dict[tuple[Field, Stream], float]:
        return {}

    @lazily
    def _words(self) -> dict[Field, Counter[str]]:
        return {}

    def holds(self, tree: Tree) -> bool:
        """Whether it is in a tree."""
        match tree:
            case Term():
                return self.has(tree)
            case Run(field, text):
                return text in self.stream(field)
            case WordPrefix(field, text):
                return any(word.startswith(text) for word in self.words(field))
            case Value(facet, text):
                spellings = values(self.document, facet)
                return any(text in self._fold.stream(spelling) for spelling in spellings)
            case And(children):
                return all(map(self.holds, children))
            case Or(children):
                return any(map(self.holds, children))
            case Not(child):
                return not self.holds(child)
            case Days():
                return self._is_of(tree)

    def has(self, term: Term) -> bool:
        """Whether it has a term."""
        match term.stream:
            case "words":
                return term.token in self.words(term.field)
            case "characters" | "bigrams":
                return term.token in self.stream(term.field)

    def _is_of(self, days: Days) -> bool:
        met = next((p for p in days.periods if p[1] >= self.first), None) if self.first else None
        if met is None or met[0] > self.last:
            return False
        return not days.exactly or self.last - self.first <= max(met[1] - met[0], EXACT)


class CandidateReading(Reading):
    """A few documents that were found."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        super().__init__(len(candidates))
        self._candidates = candidates

    def _held(self, field: Field) -> Sequence[Held]:
        streams = [(place, one.stream(field)) for place, one in enumerate(self._candidates)]
        return [(place, place, stream.encode()) for place, stream in streams if stream]

    def _stream(self, field: Field, place: int) -> bytes | None:
        return self._candidates[place].stream(field).encode() or None

    def _length(self, field: Field, stream: Stream, entry: int) -> float:
        return self._candidates[entry].length(field, stream)

    def _indexed(self, term: Term, entry: int) -> int:
        one = self._candidates[entry]
        if term.stream == "words":
            return one.words(term.field)[term.token]
        if term.stream == "characters":
            return one.stream(term.field).count(term.token)
        return bigrams(one.stream(term.field)).count(term.token)
