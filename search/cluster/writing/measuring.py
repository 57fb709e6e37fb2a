"""What a commit counts of its documents: asked of the index itself, never added up by hand.

Numbers that are carried from commit to commit are wrong for ever once they are wrong.
"""

from collections.abc import Mapping
from typing import Any

from search.cluster.commits.commit import Commit
from search.cluster.schema.mapping import length_field
from search.cluster.wire.client import Client
from search.cluster.writing.pictures import WHOLE
from search.document import KINDS, Kind
from search.fields import FIELDS
from search.text.analyzer import STREAMS

Counts = dict[Kind, int]
Totals = dict[str, tuple[int, int]]

_SECONDS = 120.0


def measured(client: Client, commit: Commit) -> tuple[Counts, Totals, bool]:
    """Documents by kind, lengths (see ``Commit.totals``), and whether pictures stand twice."""
    kinds = {"terms": {"kind": list(KINDS)}}
    counted: dict[str, Any] = {kind: _of_kind(kind) for kind in KINDS}
    body = {
        "size": 0,
        "query": {"bool": {"filter": [kinds, *commit.visible()]}},
        "aggs": {**counted, "shared": {"filter": {"term": {"shared": True}}}},
    }
    path = f"{commit.index}/_search"
    found = client.call("POST", path, body, params=WHOLE, seconds=_SECONDS)["aggregations"]
    counts: Counts = {kind: found[kind]["doc_count"] for kind in KINDS}
    totals: Totals = {}
    for kind in KINDS:
        totals |= {
            f"{kind}.{name}": (round(one["sum"]), one["count"])
            for name, one in found[kind].items()
            if isinstance(one, Mapping)
        }
    return counts, totals, bool(found["shared"]["doc_count"])


def _of_kind(kind: Kind) -> dict[str, Any]:
    return {
        "filter": {"term": {"kind": kind}},
        "aggs": {
            f"{field}.{stream}": {"stats": {"field": length_field(field, stream)}}
            for field in FIELDS[kind]
            for stream in STREAMS
        },
    }
