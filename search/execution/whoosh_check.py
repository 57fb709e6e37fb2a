"""Compares this engine with Whoosh over the same files: terms, frequencies, sets of documents.

Whoosh reads segments through the codec and knows nothing of our searchers, so where the two agree
on a sample of terms, neither lost documents on its way. Scores and the rest are held to the oracle
in the tests; here it is a check of one index.
"""

from collections.abc import Iterator

from search.document import KINDS, Kind
from search.fields import FIELDS
from search.index.commit import latest_generation
from search.index.directory import IndexDirectory
from search.index.whoosh_bridge import open_build
from search.index.whoosh_schema import field_name
from search.index.whoosh_stock import Query
from search.query.tree import Term
from search.snapshot.docset import ids_of
from search.snapshot.segment_searcher import SegmentSearcher
from search.snapshot.snapshot import Snapshot
from search.text.analyzer import STREAMS

SAMPLE = 8
"""Terms of each stream of each field of each kind."""


def disagreements(directory: IndexDirectory, snapshot: Snapshot) -> Iterator[str]:
    """What Whoosh says otherwise than we, one sentence each."""
    if latest_generation(snapshot.path) != snapshot.generation:
        yield "there is a newer commit than the one that was compared; check again"
        return
    with open_build(directory, snapshot.path).searcher() as searcher:
        reader = searcher.reader()
        for kind, term in _sampled(snapshot):
            name = field_name(kind, term.field, term.stream)
            text = term.token.encode()
            found = [_held(one, term) for one in snapshot.searchers[kind]]
            theirs = reader.doc_frequency(name, text), reader.frequency(name, text)
            ours = sum(n for n, _ in found), sum(times for _, times in found)
            if theirs != ours:
                yield f"{name} {term.token!r}: Whoosh counts {theirs}, this engine {ours}"
            if sorted(Query(name, text).docs(searcher)) != _numbers(snapshot, kind, term):
                yield f"{name} {term.token!r}: Whoosh finds other documents"


def _sampled(snapshot: Snapshot) -> Iterator[tuple[Kind, Term]]:
    """Terms of every stream, evenly spaced in the dictionary of the segment with the most."""
    for kind in KINDS:
        for field in FIELDS[kind]:
            for stream in STREAMS:
                terms = max(
                    (one.store(field).terms(stream) for one in snapshot.searchers[kind]),
                    key=len,
                    default=(),
                )
                for token in terms[:: max(1, -(-len(terms) // SAMPLE))]:
                    yield kind, Term(field, stream, token)


def _held(one: SegmentSearcher, term: Term) -> tuple[int, int]:
    """How many documents of a segment have a term, deleted ones too, and how often in all."""
    postings = one.postings(*term)
    if not len(postings):
        return 0, 0
    ids = ids_of(one.documents(term.field, postings.members))
    return len(ids), int(postings.counts_at(one.entries_at(term.field, ids)).sum())


def _numbers(snapshot: Snapshot, kind: Kind, term: Term) -> list[int]:
    """The live documents with a term as Whoosh numbers them: segment by segment."""
    found, base = [], 0
    for one in snapshot.searchers[kind]:
        docs = one.alive(one.documents(term.field, one.postings(*term).members))
        first = base + one.segment.base(kind)
        found += [first + local for local in docs]
        base += one.segment.size
    return found
