"""Whether what a cluster keeps of a commit is what its documents give: all of it is read.

Each document is stored anew in mind, and must be what is stored. That it is also found is tried
with a sample, which is asked for by its own texts: Lucene checks the bytes of its files by itself.
Numbers that the commit gives are counted again.
"""

import json
from collections.abc import Iterator
from itertools import chain
from tempfile import TemporaryFile

from search.cluster.commits.articles import Article, article_of, stored_articles
from search.cluster.commits.view import Body, View
from search.cluster.schema.compile import Query, every, matching
from search.cluster.schema.stored import Storing, document_of, tokens_of
from search.cluster.wire.paging import Hit
from search.cluster.writing.measuring import measured
from search.completions.articles import PassingArticles
from search.completions.completion_index import CompletionIndex
from search.completions.counted import disagreements
from search.document import KINDS
from search.engine import NOTHING_ANALYSED
from search.fields import FIELDS, Field
from search.query.tree import Run, Term
from search.text.analyzer import FieldTokens
from search.text.fold import SEPARATOR

_SAMPLED = 2000
"""Documents that are asked for by their own texts, about."""

_WORDS = 20
_SYMBOLS = 40
"""Of each field of these so many words, and so many symbols in sequence."""

_TOGETHER = 200


def faults(view: View, completions: CompletionIndex, *, words: bool) -> Iterator[str]:
    """What disagrees, one sentence each.

    Args:
        view: one that watches: what was deleted under it would be taken for damage.
        words: not, where these are cut by another segmenter now: what is counted of them is left.
    """
    yield from _miscounted(view)
    with TemporaryFile() as spool:
        passing = PassingArticles(view.analyzer, spool)
        yield from _Reading(view, passing, words=words).faults()
        yield from disagreements(completions, lambda: passing.completions()[0], words=words)


def _miscounted(view: View) -> Iterator[str]:
    counts, totals, has_shared = measured(view.client, view.commit)
    view.check()
    for kind in KINDS:
        if counts[kind] != view.count(kind):
            yield f"{counts[kind]:,} documents of kind {kind} are there, not {view.count(kind):,}"
    for name, found in totals.items():
        if found != tuple(view.commit.totals.get(name, (0, 0))):
            yield f"the lengths of {name} are not those that the commit gives"
    if has_shared != view.commit.has_shared:
        yield "the commit says otherwise than the index whether pictures stand twice"


class _Reading:
    """One pass over all documents."""

    def __init__(self, view: View, passing: PassingArticles, *, words: bool) -> None:
        self._view = view
        self._passing = passing
        self._words = words
        self._storing = Storing(view.analyzer)
        self._step = max(1, sum(map(view.count, KINDS)) // _SAMPLED)
        self._versions: list[str] = []
        self._sample: list[Hit] = []
        self._read = 0

    def faults(self) -> Iterator[str]:
        """What disagrees."""
        for hits in stored_articles(self._view, *KINDS):
            article = article_of(hits)
            anew = [self._anew(hit, article) for hit in hits]
            self._storing.forget()
            for hit, made in zip(hits, anew, strict=True):
                if any(made.get(name) != hit[name] for name in ("_id", "_source")):
                    yield f"document {hit['_source']['id']} is not stored as its texts give"
            photos = [made for made in anew if made["_source"]["kind"] == "photo"]
            self._passing.add(*article_of(photos))
            self._versions += {hit["_source"]["version"] for hit in hits}
            self._sample += [hit for hit in hits if self._is_sampled()]
            if len(self._versions) >= _TOGETHER:
                yield from self._asked()
        yield from self._asked()

    def _is_sampled(self) -> bool:
        self._read += 1
        return self._read % self._step == 0

    def _anew(self, hit: Hit, article: Article) -> Hit:
        """A document as it would be stored."""
        source = hit["_source"]
        made = self._storing.document(
            document_of(source),
            source["since"],
            shared=source.get("shared", False),
            analysed=NOTHING_ANALYSED if self._words else article.analysed,
        )
        anew = json.loads(made.source)
        return {"_id": made.key, "_source": {name: anew.get(name) for name in source}}

    def _asked(self) -> Iterator[str]:
        """What the cluster must find of the documents that were read last."""
        yield from chain(self._unrecorded(), self._unfound())
        self._versions, self._sample = [], []

    def _unrecorded(self) -> Iterator[str]:
        """The articles without a record of their post."""
        body: Body = {
            "size": len(self._versions),
            "query": every([*self._view.among("record"), {"terms": {"version": self._versions}}]),
            "_source": ["version"],
            "track_total_hits": False,
        }
        found = self._view.search(body)["hits"]["hits"] if self._versions else []
        known = {hit["_source"]["version"] for hit in found}
        for version in self._versions:
            if version not in known:
                yield f"there is no record of the post of {version}"

    def _unfound(self) -> Iterator[str]:
        """The documents of the sample that their own texts do not find."""
        bodies: list[Body] = [
            {"size": 0, "track_total_hits": 1, "query": every(self._own(hit))}
            for hit in self._sample
        ]
        for hit, answer in zip(self._sample, self._view.searches(bodies), strict=True):
            if not answer["hits"]["total"]["value"]:
                yield f"document {hit['_source']['id']} is not found by its own texts"

    def _own(self, hit: Hit) -> Iterator[Query]:
        """What a document must be found by."""
        source = hit["_source"]
        yield {"term": {"id": source["id"]}}
        yield {"term": {"kind": source["kind"]}}
        tokens = tokens_of(source)
        for field in FIELDS[source["kind"]]:
            if field in tokens:
                yield from _own_texts(field, tokens[field])


def _own_texts(field: Field, tokens: FieldTokens) -> Iterator[Query]:
    for value in tokens.stream.split(SEPARATOR)[:1]:
        run = value[:_SYMBOLS].strip()
        if run:
            yield matching(Run(field, run))
    for word in dict.fromkeys(tokens.words[:_WORDS]):
        yield matching(Term(field, "words", word))
