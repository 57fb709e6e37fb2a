"""tantivy-py makes the same page: our fields and streams as fields of its own.

Photos alone, in one segment. Every field of a photo is three fields here, of words, characters and
bigrams, cut by our analyzer. A chunk asks, in any field, for all its words or for its characters as
a phrase; all chunks must match; each token of the three streams adds to the score, by our weights.
The page counts all photos, four facets and years, reads ten stored documents, and marks the caption
by a snippet. It knows no relaxing, no turns, no counts of paragraphs and no marks in other fields,
so it does somewhat less.
"""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from search.document import Document
from search.fields import FIELDS, SCOPES, Field, values
from search.query.lowered import Tokens
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
    counted_leaves,
)
from search.query.parser import parse
from search.query.plan import Planner
from search.ranking import FIELD_WEIGHTS, STREAM_WEIGHTS
from search.request import VALUE_FACETS
from search.text.analyzer import STREAMS, Analyzer, Stream
from search.text.dates import parse_closed
from search.text.fold import GAP
from tests.benchmarks.builders import shown
from tests.benchmarks.generator import Recipe
from tests.benchmarks.peers.peer import load

_HEAP = 1_500_000_000
_DEPTH = 10
_PHOTO = FIELDS["photo"]
_AGGREGATIONS = {facet: {"terms": {"field": facet, "size": 20}} for facet in VALUE_FACETS} | {
    "year": {"terms": {"field": "year", "size": 100}}
}


class TantivyPage:
    """Builds an index of the photos of an archive, and makes pages of it."""

    def __init__(self, folder: Path, recipe: Recipe) -> None:
        self._tantivy = load("tantivy")
        self._analyzer = Analyzer()
        self._planner = Planner(self._analyzer)
        there = folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        index = self._tantivy.Index(self._schema_of(), path=str(folder), reuse=there)
        blanks = self._tantivy.TextAnalyzerBuilder(self._tantivy.Tokenizer.whitespace()).build()
        index.register_tokenizer("blanks", blanks)
        if not there:
            self._build(index, recipe)
        index.reload()
        self._schema = index.schema
        self._searcher = index.searcher()

    def _schema_of(self) -> Any:
        builder = self._tantivy.SchemaBuilder()
        for field in _PHOTO:
            for stream in STREAMS:
                option = "position" if stream == "characters" else "freq"
                builder.add_text_field(
                    f"{field}_{stream}", tokenizer_name="blanks", index_option=option
                )
        for facet in VALUE_FACETS:
            builder.add_text_field(facet, fast=True, tokenizer_name="raw", index_option="basic")
        builder.add_text_field(
            "shown", stored=True, tokenizer_name="blanks", index_option="position"
        )
        builder.add_text_field("document", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_unsigned_field("year", fast=True)
        builder.add_integer_field("first", fast=True, indexed=True)
        builder.add_integer_field("last", fast=True, indexed=True)
        return builder.build()

    def _text(self, builder: Any, name: str, tokenizer: str, **options: object) -> None:
        builder.add_text_field(name, tokenizer_name=tokenizer, **options)

    def _term(self, field: Field, stream: Stream, token: str) -> Any:
        name = f"{field}_{stream}"
        return self._tantivy.Query.term_query(self._schema, name, token, "freq")

    def _build(self, index: Any, recipe: Recipe) -> None:
        writer = index.writer(heap_size=_HEAP, num_threads=1)
        for _, documents in recipe.articles():
            for document in documents:
                if document.kind == "photo":
                    writer.add_document(self._made(document))
        writer.commit()
        writer.wait_merging_threads()

    def _made(self, document: Document) -> Any:
        made = self._tantivy.Document()
        for field in _PHOTO:
            tokens = self._analyzer.field(values(document, field))
            for stream in STREAMS:
                made.add_text(f"{field}_{stream}", " ".join(tokens.tokens(stream)))
            if field == "caption":
                made.add_text("shown", " ".join(tokens.words))
        for facet in VALUE_FACETS:
            for value in values(document, facet):
                made.add_text(facet, value)
        if document.date:
            days = parse_closed(document.date)
            made.add_unsigned("year", int(document.date[:4]))
            made.add_integer("first", days.first_ordinal)
            made.add_integer("last", days.last_ordinal)
        made.add_text("document", shown(document))
        return made

    def ask(self, text: str) -> tuple[float, object]:
        """The milliseconds that a page takes."""
        started = time.perf_counter_ns()
        root = parse(text).root
        asked = self._query(root)
        found = self._searcher.search(asked, limit=_DEPTH, count=True)
        self._searcher.aggregate(asked, _AGGREGATIONS)
        snippets = self._tantivy.SnippetGenerator.create(
            self._searcher, self._words(root), self._schema, "shown"
        )
        page = []
        for _, address in found.hits:
            document = self._searcher.doc(address)
            page.append(json.loads(document["document"][0]))
            snippets.snippet_from_doc(document).highlighted()
        return (time.perf_counter_ns() - started) / 1e6, (found.count, len(page))

    def _query(self, root: All) -> Any:
        """What must match, and what adds to scores."""
        tantivy = self._tantivy
        clauses = [(tantivy.Occur.Must, tantivy.Query.const_score_query(self._node(root), 0.0))]
        for leaf in counted_leaves(root):
            clauses += [(tantivy.Occur.Should, scored) for scored in self._scored(leaf)]
        return tantivy.Query.boolean_query(clauses)

    def _node(self, node: Node) -> Any:
        tantivy = self._tantivy
        match node:
            case All(children):
                every = [(tantivy.Occur.Must, tantivy.Query.all_query())]
                for child in children:
                    if isinstance(child, Exclusion):
                        every.append((tantivy.Occur.MustNot, self._node(child.child)))
                    else:
                        every.append((tantivy.Occur.Must, self._node(child)))
                return tantivy.Query.boolean_query(every)
            case Either(children):
                return self._any([self._node(child) for child in children])
            case Exclusion(child):
                return self._node(All((node,)))
            case Dated(range=days):
                return tantivy.Query.range_query(
                    self._schema, "first", tantivy.FieldType.Integer,
                    days.first_ordinal, days.last_ordinal,
                )  # fmt: skip
            case Nothing():
                return tantivy.Query.empty_query()
            case Categorised(text):
                return tantivy.Query.term_query(self._schema, "category", text)
            case Chunk() | Quoted() | Prefix():
                return self._leaf(node)

    def _leaf(self, leaf: Leaf) -> Any:
        tokens = self._planner.tokens(leaf.text)
        if not tokens.run:
            return self._tantivy.Query.all_query()
        return self._any([one for field in _fields(leaf) for one in self._in(field, leaf, tokens)])

    def _in(self, field: Field, leaf: Leaf, tokens: Tokens) -> Iterator[Any]:
        """A leaf in one field: its characters as a phrase, or all its words."""
        tantivy = self._tantivy
        symbols = [symbol for symbol in tokens.run if symbol != GAP]
        name = f"{field}_characters"
        if len(symbols) > 1:
            yield tantivy.Query.phrase_query(self._schema, name, symbols)
        else:
            yield tantivy.Query.term_query(self._schema, name, symbols[0])
        if isinstance(leaf, Chunk) and tokens.words:
            words = (
                tantivy.Query.term_query(self._schema, f"{field}_words", w) for w in tokens.words
            )
            yield tantivy.Query.boolean_query([(tantivy.Occur.Must, word) for word in words])

    def _scored(self, leaf: Leaf) -> Iterator[Any]:
        tokens = self._planner.tokens(leaf.text)
        for field in _fields(leaf):
            for stream in STREAMS:
                weight = FIELD_WEIGHTS.get(field, 0.0) * STREAM_WEIGHTS[stream]
                for token in tokens.stream(stream) if weight else ():
                    term = self._tantivy.Query.term_query(
                        self._schema, f"{field}_{stream}", token, "freq"
                    )
                    yield self._tantivy.Query.boost_query(term, weight)

    def _words(self, root: All) -> Any:
        words = {w for leaf in counted_leaves(root) for w in self._planner.tokens(leaf.text).words}
        terms = [self._tantivy.Query.term_query(self._schema, "shown", word) for word in words]
        return self._any(terms) if terms else self._tantivy.Query.all_query()

    def _any(self, queries: list[Any]) -> Any:
        tantivy = self._tantivy
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, one) for one in queries])


def _fields(leaf: Leaf) -> list[Field]:
    return [field for field in _PHOTO if leaf.scope is None or field in SCOPES[leaf.scope]]
