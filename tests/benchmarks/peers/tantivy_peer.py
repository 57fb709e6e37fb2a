"""tantivy-py: a Rust engine. One field of words cut at blanks, one segment, positions.

The same peer serves the page table, where it answers with words of the caption, one aggregation
and ten stored texts.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.benchmarks.collection import Collection
from tests.benchmarks.peers.peer import (
    DEPTH,
    FACET_DEPTH,
    OPERATORS,
    Answer,
    Formula,
    Query,
    load,
)

_HEAP = 512_000_000
_EXACT_LENGTHS = 40


class Tantivy:
    """See ``Peer``."""

    name = "tantivy-py"
    operators = OPERATORS
    facets = True
    formula: Formula | None = None
    runs = False

    def __init__(self) -> None:
        self._tantivy = load("tantivy")
        self.version = str(self._tantivy.__version__).partition(",")[0].removeprefix("tantivy v")
        self.formula = Formula(length=remembered_length)

    def build(self, collection: Collection, folder: Path) -> None:
        """See ``Peer``."""
        index = self._tantivy.Index(self._schema(), path=str(folder))
        analyzer = self._tantivy.TextAnalyzerBuilder(self._tantivy.Tokenizer.whitespace())
        index.register_tokenizer("blanks", analyzer.build())
        # One thread makes one segment where the heap holds the archive; merged where not.
        writer = index.writer(heap_size=_HEAP, num_threads=1)
        rows = zip(
            collection.tokens,
            collection.captions,
            collection.creators,
            collection.years,
            strict=True,
        )
        for number, (tokens, caption, creators, year) in enumerate(rows):
            document = self._tantivy.Document()
            document.add_text("words", " ".join(tokens))
            document.add_text("caption", caption)
            for creator in creators:
                document.add_text("creator", creator)
            document.add_unsigned("year", year)
            document.add_unsigned("number", number)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._schema_made = index.schema
        self._searcher = index.searcher()

    def _schema(self) -> Any:
        builder = self._tantivy.SchemaBuilder()
        builder.add_text_field("words", tokenizer_name="blanks", index_option="position")
        builder.add_text_field("caption", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_text_field("creator", fast=True, tokenizer_name="raw", index_option="basic")
        builder.add_unsigned_field("year", fast=True)
        builder.add_unsigned_field("number", fast=True)
        return builder.build()

    def search(self, query: Query, *, facets: bool) -> Answer:
        """See ``Peer``."""
        asked = self._query(query)
        found = self._searcher.search(asked, limit=DEPTH, count=True)
        addresses = [address for _, address in found.hits]
        best = tuple(self._searcher.fast_field_values("number", addresses))
        if not facets:
            return Answer(found.count, best)
        counted = self._searcher.aggregate(asked, {"creator": _BY_CREATOR, "year": _BY_YEAR})
        creators = {str(b["key"]): int(b["doc_count"]) for b in counted["creator"]["buckets"]}
        years = {int(b["key"]): int(b["doc_count"]) for b in counted["year"]["buckets"]}
        return Answer(found.count, best, creators, years)

    def page(self, query: Query, creator: str, without: tuple[str, ...]) -> list[str]:
        """A page of captions: AND of words, a creator, less other words; one facet."""
        tantivy = self._tantivy
        clauses = [(tantivy.Occur.Must, self._query(query))] if query.words else []
        if creator:
            clauses.append((tantivy.Occur.Must, self._term("creator", creator)))
        if without:
            clauses.append((tantivy.Occur.MustNot, self._query(Query("and", without))))
        asked = tantivy.Query.boolean_query(clauses) if clauses else tantivy.Query.all_query()
        found = self._searcher.search(asked, limit=DEPTH, count=True)
        self._searcher.aggregate(asked, {"creator": _BY_CREATOR})
        return [self._searcher.doc(address)["caption"][0] for _, address in found.hits]

    def _query(self, query: Query) -> Any:
        tantivy = self._tantivy
        if query.operator == "phrase" and len(query.words) > 1:
            return tantivy.Query.phrase_query(self._schema_made, "words", list(query.words))
        occur = tantivy.Occur.Should if query.operator == "or" else tantivy.Occur.Must
        terms = [(occur, self._term("words", word)) for word in query.words]
        return terms[0][1] if len(terms) == 1 else tantivy.Query.boolean_query(terms)

    def _term(self, field: str, value: str) -> Any:
        # Without the frequencies asked for, a term is scored as if it stood once.
        option = "freq" if field == "words" else "basic"
        return self._tantivy.Query.term_query(self._schema_made, field, value, option)

    def close(self) -> None:
        """See ``Peer``."""
        del self._searcher


def remembered_length(length: int) -> float:
    """The length that one byte keeps: exact up to 40, then four binary digits, rounded down.

    The table is Lucene's SmallFloat.byte4ToInt, which tantivy shares (src/fieldnorm/code.rs).
    """
    if length <= _EXACT_LENGTHS:
        return float(length)
    above = length - 24
    step = 1 << (above.bit_length() - 4)
    return float(24 + above // step * step)


_BY_CREATOR: Mapping[str, Any] = {"terms": {"field": "creator", "size": FACET_DEPTH}}
_BY_YEAR: Mapping[str, Any] = {"terms": {"field": "year", "size": 50}}
