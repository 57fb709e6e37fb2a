"""The Whoosh schema: one field per kind, field and stream.

Photos and paragraphs have fields of their own, so that document frequencies and average lengths
are those of one kind. Whoosh pickles the schema into its table of contents; everything in it is
Whoosh's own, and what it pickles of ours is ``whoosh_codec.ArraySegment`` alone.
"""

from collections.abc import Iterator

from search.document import Kind
from search.fields import FIELDS, Field
from search.index.whoosh_stock import STORED, FieldType, Frequency, IDAnalyzer, Schema
from search.text.analyzer import STREAMS, Stream


def field_name(kind: Kind, field: Field, stream: Stream) -> str:
    """The Whoosh field that holds a stream."""
    return f"{kind}_{field}_{stream}"


def stream_fields() -> Iterator[tuple[Kind, Field, Stream]]:
    """Every stream that is indexed."""
    for kind, fields in FIELDS.items():
        for field in fields:
            for stream in STREAMS:
                yield kind, field, stream


def schema() -> Schema:
    """The schema of an index."""
    made = Schema(id=STORED(), article=STORED(), kind=STORED())
    for kind, field, stream in stream_fields():
        made.add(field_name(kind, field, stream), FieldType(Frequency(), IDAnalyzer()))
    return made
