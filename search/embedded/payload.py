"""A document as it is stored in the index, with what reading the index needs beside it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from search.document import Document
from search.fields import FIELDS, Field, values
from search.text.analyzer import STREAMS, Analyzer, FieldTokens
from search.text.dates import parse

_LISTS = frozenset(("creator", "place", "person", "category"))
_NAMES = tuple(field.name for field in fields(Document))


@dataclass(frozen=True, slots=True)
class Payload:
    """What is stored of a document.

    Attributes:
        document: the document.
        streams: the character stream of every field that has something.
        lengths: the number of tokens of those fields, in the order of ``STREAMS``.
    """

    document: Document
    streams: Mapping[Field, str]
    lengths: Mapping[Field, Sequence[int]]

    def to_json(self) -> str:
        """The payload as it is stored; what is empty is left out."""
        document = {name: value for name, value in asdict(self.document).items() if value}
        stored = {"document": document, "streams": self.streams, "lengths": self.lengths}
        return json.dumps(stored, ensure_ascii=False, separators=(",", ":"))


def analysed(document: Document, analyzer: Analyzer) -> tuple[Payload, dict[Field, FieldTokens]]:
    """The payload of a document and the tokens to index.

    Raises:
        DateError: the document's date is none; an index must not hold what it cannot sort.
    """
    if document.date:
        parse(document.date)
    tokens = {
        field: analyzer.field(found)
        for field in FIELDS[document.kind]
        if (found := values(document, field))
    }
    streams = {field: made.stream for field, made in tokens.items()}
    lengths = {
        field: [len(made.tokens(stream)) for stream in STREAMS] for field, made in tokens.items()
    }
    return Payload(document, streams, lengths), tokens


def read_payload(text: str) -> Payload:
    """What ``Payload.to_json`` wrote."""
    stored = json.loads(text)
    document: dict[str, Any] = {
        name: tuple(value) if name in _LISTS else value
        for name, value in stored["document"].items()
        if name in _NAMES
    }
    return Payload(Document(**document), stored["streams"], stored["lengths"])
