"""What is stored of a document in a cluster, and the document made of it again.

The tokens of a text are joined once, however many documents of an article show it (its headline,
its tags, the paragraphs beside photos), and documents are put together from such finished pieces of
JSON: an object per token would cost more than analysing the text.

``document`` has all of a document; ``read`` has what readers rank by, the words and the stream of
each field, so that a document can be stored again without being analysed. Everything else is made
of these two and left out of what the cluster keeps as the source.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from typing import Any

from search.document import Document
from search.engine import NOTHING_ANALYSED
from search.errors import ArgumentError
from search.fields import FIELDS, values
from search.index.segment import LONGEST_ARTICLE_ID
from search.origin import packed, unpacked
from search.picture import picture_number
from search.query.tree import EXACT
from search.ranking import FIELD_WEIGHTS
from search.request import VALUE_FACETS, Gap, ValueFacet
from search.text.analyzer import STREAMS, Analyzer, FieldTokens
from search.text.dates import parse_closed
from search.text.fold import GAP, SEPARATOR

LONGEST = 8_000
"""Code points of a term that are stored as they stand; OpenSearch takes 32,766 bytes."""

LONGEST_ID = 8_000
LONGEST_KEY = 400
"""Bytes of a document's id in the cluster, which takes 512."""

LONGEST_LABEL_KEY = 2_000
LONGEST_SPELLING = 5_000

GAP_TOKEN = "."  # noqa: S105 - a mark of punctuation, which no stream has
SEPARATOR_TOKEN = "/"  # noqa: S105

WITHOUT_TOKENS: Mapping[str, Mapping[str, str]] = {
    field: dict.fromkeys(STREAMS, "") for field in FIELD_WEIGHTS
}
"""The scored fields of what has no texts.

Every document of an index has every scored field, if only empty. Where one has it not, the lengths
are kept as a sparse list, in which the cluster would look up every posting that it writes: that
took a fifth of the time of a build.
"""

_CUT = "\x01"
_BORDER = "\0"
_CACHED = 4_096
_SHORT = 64
"""Symbols of a text that may well come again in another article: a name, a credit."""

_LISTS = frozenset(("creator", "place", "person", "tag", "category", "article_creator"))
_NAMES = tuple(field.name for field in fields(Document))
_NO_TOKENS = ",".join(f'"{stream}":""' for stream in STREAMS)
_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def stored_token(token: str) -> str:
    """A token or a value as it is indexed and asked for: one too long by its hash."""
    return token if len(token) <= LONGEST else _shortened(token, LONGEST)


def stream_tokens(stream: str) -> list[str]:
    """The symbols of a character stream as they are indexed, for a phrase of them.

    A gap is a mark, which leaves a hole, and stands once more before the symbol after it. The
    phrase must be analysed as the field says.
    """
    return _spaced(stream).split(" ")


def text_digest(stream: str, words: str) -> int:
    """A field's text as a number: documents in which it is the same score the same by it."""
    return _number(stream + _BORDER + words)


def label_key(value: str) -> str:
    """What stands before the border in the labels of a folded value, as ``stored_token`` has it."""
    return value if len(value) <= LONGEST_LABEL_KEY else _shortened(value, LONGEST_LABEL_KEY)


def label(value: str, spelling: str) -> str:
    """A spelling of a folded value, which ``read_label`` reads."""
    if len(spelling) > LONGEST_SPELLING:
        spelling = spelling[:LONGEST_SPELLING] + _CUT
    return f"{label_key(stored_token(value))}{_BORDER}{spelling}"


def read_label(text: str) -> tuple[str, str, bool]:
    """The ``label_key`` and the spelling of a label, and whether the spelling was too long."""
    key, _, spelling = text.partition(_BORDER)
    return key, spelling.removesuffix(_CUT), spelling.endswith(_CUT)


def signed_picture(image: str) -> int:
    """The number of a picture as the cluster's integers have it; 0 for none."""
    number = picture_number(image)
    return number - (1 << 64) if number >> 63 else number


def version_of(article: str, since: int) -> str:
    """The version of an article that a transaction wrote."""
    return f"{article}@{since}"


def document_of(source: Mapping[str, Any]) -> Document:
    """The document of a stored source."""
    stored: dict[str, Any] = {
        name: tuple(value) if name in _LISTS else value
        for name, value in source["document"].items()
        if name in _NAMES
    }
    stored["origins"] = unpacked(stored.get("origins", ""))
    return Document(**stored)


def tokens_of(source: Mapping[str, Any]) -> dict[str, FieldTokens]:
    """The tokens of each field of a stored source that has any."""
    return {
        field: FieldTokens(tuple(words.split(" ")) if words else (), stream)
        for field, (stream, words) in source["read"].items()
    }


def analysed_of(source: Mapping[str, Any]) -> dict[tuple[str, ...], FieldTokens]:
    """The tokens of the texts of a stored source, with which it can be stored again."""
    document, tokens = document_of(source), tokens_of(source)
    return {
        values(document, field): tokens[field] for field in FIELDS[document.kind] if field in tokens
    }


@dataclass(frozen=True, slots=True)
class Stored:
    """A document as the cluster gets it.

    Attributes:
        key: its id there, which hangs on the document and the transaction alone.
        routing: what decides about its shard. source: JSON.
        picture: as ``signed_picture`` has it.
    """

    key: str
    routing: str
    source: str
    picture: int = 0

    def lines(self, *, turn: int = 1) -> bytes:
        """The two lines of a bulk request that store it.

        Args:
            turn: how often the transaction stores it with this. A request that was given up may
                still be done: what was stored with a later turn stands then.
        """
        numbered = {"version": turn, "version_type": "external_gte"}
        action = _encoded({"index": {"_id": self.key, "routing": self.routing, **numbered}})
        return f"{action}\n{self.source}\n".encode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class _Piece:
    """The JSON of a text: what is indexed of it, and what is read."""

    indexed: str
    read: str


class Storing:
    """Makes stored documents.

    Args:
        analyzer: for texts that were not analysed elsewhere.
    """

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._recurring = lru_cache(_CACHED)(_piece)
        self._pieces: dict[tuple[str, ...], _Piece] = {}
        self._folded = lru_cache(_CACHED)(analyzer.fold.text)
        self._faceted = lru_cache(_CACHED)(self._facet)

    def checked(self, article: str, documents: Iterable[Document]) -> list[Document]:
        """An article's documents in its order.

        Raises:
            ArgumentError: an id is too long, or a document is of another article.
            DateError: when a document was taken or published is no date, or is open at an end.
        """
        if len(article.encode(errors="replace")) > LONGEST_ARTICLE_ID:
            raise ArgumentError(f"article id {article!r}: use one of at most 16 bytes")
        in_order = sorted(documents, key=lambda document: document.position)
        for document in in_order:
            if document.article != article:
                raise ArgumentError(f"document {document.id!r} is not of article {article!r}")
            if len(document.id) > LONGEST_ID:
                raise ArgumentError.of(
                    "id", document.id, f"use one of at most {LONGEST_ID:,} characters"
                )
            for date in filter(None, (document.taken, document.published[:10])):
                _dated(date)
        return in_order

    def record(self, article: str, record: str, since: int) -> Stored:
        """What the builder remembers of an article's post."""
        source = {
            "kind": "record",
            "article": article,
            "since": since,
            "version": version_of(article, since),
            "body": {"record": record},
            **WITHOUT_TOKENS,
        }
        return Stored(f"{article}@{since}@record", article, _encoded(source))

    def document(
        self,
        document: Document,
        since: int,
        *,
        shared: bool,
        analysed: Mapping[tuple[str, ...], FieldTokens] = NOTHING_ANALYSED,
    ) -> Stored:
        """A document.

        Args:
            since: the number of the transaction that writes it.
            shared: whether another one shows its picture.
            analysed: tokens of its texts, as far as they are known.
        """
        picture = signed_picture(document.image) if document.kind == "photo" else 0
        head = {
            "kind": document.kind,
            "id": document.id,
            "article": document.article,
            "position": document.position,
            "since": since,
            "version": version_of(document.article, since),
            **(_dated(document.date) if document.date else {}),
            "lacks": _gaps(document),
        }
        if picture:
            head |= {"picture": picture, "shared": shared}
        indexed: dict[str, str] = {
            facet: facets for facet in VALUE_FACETS if (facets := self._of_facet(document, facet))
        }
        read = []
        tokens: dict[str, str] = dict.fromkeys(FIELD_WEIGHTS, _NO_TOKENS)
        for field in FIELDS[document.kind]:
            texts = values(document, field)
            if texts:
                piece = self._of_texts(texts, analysed)
                tokens[field] = piece.indexed
                read.append(f'"{field}":{piece.read}')
        for name, made in tokens.items():
            before = indexed.get(name)
            indexed[name] = f"{before},{made}" if before else made
        pieces = [_encoded(head)[:-1]]
        pieces += [f'"{name}":{{{inside}}}' for name, inside in indexed.items()]
        pieces.append(f'"read":{{{",".join(read)}}}')
        pieces.append(f'"document":{_encoded(_kept(document))}}}')
        return Stored(_key(document.id, since), document.article, ",".join(pieces), picture)

    def forget(self) -> None:
        """Let go of the texts of an article."""
        self._pieces.clear()

    def _of_texts(
        self, texts: tuple[str, ...], analysed: Mapping[tuple[str, ...], FieldTokens]
    ) -> _Piece:
        piece = self._pieces.get(texts)
        if piece is None:
            tokens = analysed.get(texts) or self._analyzer.field(texts)
            is_short = len(tokens.stream) <= _SHORT
            piece = self._pieces[texts] = (self._recurring if is_short else _piece)(tokens)
        return piece

    def _of_facet(self, document: Document, facet: ValueFacet) -> str:
        spellings = values(document, facet)
        return self._faceted(spellings, facet == "category") if spellings else ""

    def _facet(self, spellings: tuple[str, ...], streamed: bool) -> str:  # noqa: FBT001
        """The JSON of the values of a facet; spellings that fold alike are one value."""
        folded = {self._folded(spelling): spelling for spelling in spellings}
        found: dict[str, Any] = {
            "value": list(map(stored_token, folded)),
            "label": [label(value, spelling) for value, spelling in folded.items()],
            "number": list(map(_number, folded)),
        }
        if streamed:
            streams = map(self._analyzer.fold.stream, spellings)
            found["characters"] = _spaced(SEPARATOR.join(streams))
        return _encoded(found)[1:-1]


def _piece(tokens: FieldTokens) -> _Piece:
    words = tokens.words
    if len(tokens.stream) > LONGEST:
        words = tuple(map(stored_token, words))
    runs = tokens.stream.replace(SEPARATOR, GAP).split(GAP)
    pairs = [first + second for run in runs for first, second in pairwise(run)]
    indexed: dict[str, Any] = {
        "words": " ".join(words),
        "characters": _spaced(tokens.stream),
        "bigrams": " ".join(pairs),
    }
    lengths = zip(STREAMS, (len(words), sum(map(len, runs)), len(pairs)), strict=True)
    indexed |= {f"{stream}_length": length for stream, length in lengths if length}
    read = tokens.stream, " ".join(tokens.words)
    indexed["digest"] = text_digest(*read)
    return _Piece(_encoded(indexed)[1:-1], _encoded(read))


def _spaced(stream: str) -> str:
    """A stream as a text of tokens; gaps at the edges of a value are nothing.

    Between blanks a gap is three of them, and becomes a mark and a mark before the next symbol.
    """
    spaced = " ".join(stream)
    if SEPARATOR in spaced:
        spaced = spaced.replace(f" {GAP} {SEPARATOR}", f" {SEPARATOR}")
        spaced = spaced.replace(SEPARATOR, SEPARATOR_TOKEN)
    return spaced.replace(f" {GAP} ", f" {GAP_TOKEN} {GAP_TOKEN}").strip(GAP)


def _shortened(text: str, longest: int) -> str:
    digest = blake2b(text.encode(errors="replace"), digest_size=16).hexdigest()
    return f"{text[:longest]}{_CUT}{digest}"


def _number(value: str) -> int:
    """A value as a number of 64 bits, by which values are told apart where they are counted."""
    digest = blake2b(value.encode(errors="replace"), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)


def _key(document: str, since: int) -> str:
    key = f"{document}@{since}"
    encoded = key.encode(errors="replace")
    if len(encoded) <= LONGEST_KEY:
        return key
    return f"{blake2b(encoded, digest_size=32).hexdigest()}@{since}"


@lru_cache(_CACHED)
def _dated(date: str) -> dict[str, Any]:
    """The fields of a document's date."""
    found = parse_closed(date)
    first, last = found.first, found.last
    assert first is not None  # noqa: S101 - it is closed
    assert last is not None  # noqa: S101
    fields: dict[str, Any] = {
        "first": found.first_ordinal,
        "last": found.last_ordinal,
        "span": found.last_ordinal - found.first_ordinal,
        "year": list(range(first.year, last.year + 1)),
    }
    if fields["span"] <= EXACT:
        fields["day"] = list(range(found.first_ordinal, found.last_ordinal + 1))
    if first.year == last.year:
        fields["within_year"] = first.year
        if first.month == last.month:
            fields["month"] = first.year * 100 + first.month
    return fields


def _gaps(document: Document) -> list[Gap]:
    """What the post does not say of a document."""
    gaps: list[Gap] = [] if document.date else ["date"]
    if document.kind == "photo":
        gaps += [] if document.creator else ["creator"]
        gaps += [] if document.caption else ["caption"]
    return gaps


def _kept(document: Document) -> dict[str, Any]:
    """All of a document that is not empty."""
    kept = {name: value for name in _NAMES if (value := getattr(document, name))}
    if document.origins:
        kept["origins"] = packed(document.origins)
    return kept
