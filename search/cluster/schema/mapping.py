"""The mapping and the settings of a build's index.

Strict: a field that nobody named is an error and not a guess. Of each field of a document there are
the three streams of tokens with their frequencies; the characters have positions besides, so that
runs of them can be looked up. All come as tokens parted by blanks.

Punctuation is no token of the characters, and yet a run with a mark in it is another than one
without. So a mark leaves a hole in the positions, and the symbol after it is indexed a second time
in the same place, with the mark before it: a phrase asks for that. A field of its own for runs
would make a third more of all that is indexed.

OpenSearch rounds the lengths of fields down to a byte's worth, so no score of its own is ours. Each
stream therefore has a *scripted* similarity: BM25's saturation with an average length that is a
constant, that of the build when it is complete, times the weight that the query gives. Such a score
is an upper bound of ours that does not hang on the shard, the deleted documents or the version, and
readers prove with it that they have seen the best; see ``candidates``. Written out, it is as fast
as the built-in one.
"""

from collections.abc import Mapping
from typing import Any

from search.cluster.schema.stored import GAP_TOKEN, SEPARATOR_TOKEN
from search.cluster.wire.address import ClusterAddress
from search.document import KINDS
from search.fields import FIELDS, Field
from search.ranking import FIELD_WEIGHTS, K1, B
from search.request import VALUE_FACETS
from search.text.analyzer import STREAMS, Stream

ALL_FIELDS: tuple[Field, ...] = tuple(dict.fromkeys(FIELDS["photo"] + FIELDS["paragraph"]))

AVERAGES: Mapping[Field, tuple[float, float, float]] = {
    "caption": (40, 64, 60),
    "text": (60, 100, 90),
    "headline": (12, 20, 18),
    "creator": (2, 4, 3),
    "place": (2, 4, 3),
    "person": (3, 6, 5),
    "tag": (6, 12, 10),
    "before": (60, 100, 90),
    "after": (60, 100, 90),
}
"""Usual lengths by the streams of ``STREAMS``, until a build knows its own (``fitted``)."""


LONGEST_TOKEN = 20_000
"""UTF-16 units that the tokenizer leaves whole; see ``stored.stored_token``."""

MOST_TERMS = 1 << 20
"""Terms of one query: the dead versions of an update are hidden by such a list."""

MERGING_LATE: Mapping[str, int] = {
    "merge.policy.segments_per_tier": 50,
    "merge.policy.max_merge_at_once": 50,
}
"""While a build is made: it is merged as a whole at the end."""

_NO = (0, 0)

_STEP = 1.02
"""So many times the one before is each of the average lengths that similarities may have."""

_TOKENS = "huabao_tokens"
_SYMBOLS = "huabao_symbols"
_RUN = "huabao_run"
_MARKS = "huabao_marks"
_MARKED = "huabao_marked"


def average_of(field: Field, stream: Stream) -> float | None:
    """The average length in the similarity of a field's stream; None where nothing is scored."""
    averages = AVERAGES.get(field)
    return None if averages is None else averages[STREAMS.index(stream)]


def averages() -> dict[str, float]:
    """All of them, by ``<field>.<stream>``: what a build remembers, since constants may change."""
    return {
        f"{field}.{stream}": average
        for field in ALL_FIELDS
        for stream in STREAMS
        if (average := average_of(field, stream)) is not None
    }


def fitted(totals: Mapping[str, tuple[int, int]]) -> dict[str, float]:
    """The average lengths of a build: the bounds are the tighter the better these fit.

    Of the kinds of documents that share a field the greater one, since a bound must not be less,
    and then the next of a few: every other number is another script, and a cluster compiles only so
    many new ones in five minutes (75), for all its indexes.

    Args:
        totals: see ``Commit.totals``.
    """
    found = averages()
    for name in found:
        filled = [
            totals[f"{kind}.{name}"] for kind in KINDS if totals.get(f"{kind}.{name}", _NO)[1]
        ]
        if filled:
            found[name] = _stepped(max(tokens / count for tokens, count in filled))
    return found


def _stepped(average: float) -> float:
    """The next step that is no less than an average length."""
    step = 1.0
    while step < average:
        step = round(step * _STEP, 2)
    return step


def length_field(field: Field, stream: Stream) -> str:
    """Where the number of tokens is that a document has."""
    return f"{field}.{stream}_length"


def index_body(address: ClusterAddress) -> dict[str, Any]:
    """What a build's index is created with.

    Copies of its shards come when it is complete, unless the address asks for some: with these from
    the first document on, the build outlives a node, and storing takes its time again for each.
    """
    settings = _settings(address.shards, address.replicas or 0)
    return {"settings": settings, "mappings": _mappings()}


_ANALYSIS: Mapping[str, Any] = {
    "tokenizer": {_TOKENS: {"type": "whitespace", "max_token_length": LONGEST_TOKEN}},
    "filter": {
        _MARKS: {"type": "stop", "stopwords": [GAP_TOKEN, SEPARATOR_TOKEN]},
        _MARKED: {"type": "pattern_capture", "patterns": [f"^[{GAP_TOKEN}](.)$"]},
    },
    "analyzer": {
        _TOKENS: {"type": "custom", "tokenizer": _TOKENS},
        _SYMBOLS: {"type": "custom", "tokenizer": _TOKENS, "filter": [_MARKS, _MARKED]},
        _RUN: {"type": "custom", "tokenizer": _TOKENS, "filter": [_MARKS]},
    },
}


def lock_body() -> dict[str, Any]:
    """What the index of the lock is created with."""
    return {
        "settings": {
            "number_of_shards": 1,
            "number_of_replicas": 0,
            "auto_expand_replicas": "0-1",
        },
        "mappings": {"dynamic": False},
    }


def _settings(shards: int, replicas: int) -> dict[str, Any]:
    return {
        "index": {
            "number_of_shards": shards,
            "number_of_replicas": replicas,
            "refresh_interval": "-1",
            **MERGING_LATE,
            "max_terms_count": MOST_TERMS,
            "similarity": similarities(averages()),
            "analysis": _ANALYSIS,
        }
    }


def similarities(averages: Mapping[str, float]) -> dict[str, Any]:
    """The similarities of all streams that are scored, with some average lengths.

    Args:
        averages: by ``<field>.<stream>``.
    """
    return {_similarity_name(name): _similarity(average) for name, average in averages.items()}


def _similarity(average: float) -> dict[str, Any]:
    saturation = (
        f"return weight * doc.freq / (doc.freq + {K1 * (1.0 - B)!r}"
        f" + {K1 * B / average!r} * doc.length);"
    )
    return {
        "type": "scripted",
        "weight_script": {"source": "return query.boost;"},
        "script": {"source": saturation},
    }


def _similarity_name(name: str) -> str:
    return name.replace(".", "_")


def _mappings() -> dict[str, Any]:
    left_out = [*ALL_FIELDS, "category", "span", "day", "year", "month", "within_year", "lacks"]
    return {
        "dynamic": "strict",
        "_source": {"excludes": left_out},
        "properties": {**_OWN, **{name: _properties(name) for name in (*ALL_FIELDS, "category")}},
    }


_KEYWORD = {"type": "keyword"}
_INTEGER = {"type": "integer"}
_NUMBER = {"type": "long", "index": False}
_KEPT = {"type": "object", "enabled": False}

_OWN: Mapping[str, Any] = {
    "kind": _KEYWORD,
    "id": _KEYWORD,
    "article": _KEYWORD,
    "position": _INTEGER,
    "since": {"type": "long"},
    "version": _KEYWORD,
    "first": _INTEGER,
    "last": _INTEGER,
    "span": _INTEGER,
    "day": {"type": "integer", "doc_values": False},
    "year": _INTEGER,
    "month": _INTEGER,
    "within_year": _INTEGER,
    "lacks": _KEYWORD,
    "picture": {"type": "long"},
    "shared": {"type": "boolean"},
    "read": _KEPT,
    "document": _KEPT,
    "body": _KEPT,
}


_COUNTED: Mapping[str, Any] = {"type": "text", "analyzer": _TOKENS, "index_options": "freqs"}
_RUNS: Mapping[str, Any] = {
    "type": "text",
    "analyzer": _SYMBOLS,
    "search_analyzer": _RUN,
    "index_options": "positions",
}


def _properties(name: str) -> dict[str, Any]:
    """What there is of a field, and of the facet of its name."""
    found: dict[str, Any] = {}
    if name in VALUE_FACETS:
        found |= {"value": _KEYWORD, "label": _KEYWORD, "number": _NUMBER}
    if name == "category":
        found["characters"] = {**_RUNS, "norms": False, "similarity": "boolean"}
    for field in ALL_FIELDS:
        if field == name:
            for stream in STREAMS:
                found[stream] = _tokens(field, stream)
                found[f"{stream}_length"] = {"type": "integer", "index": False}
            found["digest"] = {"type": "long", "index": field in FIELD_WEIGHTS, "doc_values": False}
    return {"properties": found}


def _tokens(field: Field, stream: Stream) -> dict[str, Any]:
    average = average_of(field, stream)
    scored = average is not None and field in FIELD_WEIGHTS
    return {
        **(_RUNS if stream == "characters" else _COUNTED),
        "norms": scored,
        "similarity": _similarity_name(f"{field}.{stream}") if scored else "boolean",
    }
