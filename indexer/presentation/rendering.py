"""Answers as JSON: what ``search --json`` prints, and what ``/search.json`` adds its links to.

Pure functions: results in, plain dictionaries out. Texts stay as they stand in the post; the one
piece of HTML, ``highlight``, is escaped here, the moment the marks are put in, so that nobody has
to remember to.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from indexer.pictures import Trouble
from indexer.presentation.addresses import Addresses
from indexer.presentation.explaining import explanation_json
from indexer.presentation.marks import highlight, spans
from indexer.web_address import picture_address
from search.document import Document
from search.origin import FACTS, Origin
from search.parameters import facet_label
from search.results import Facet, Hit, Match, Notice, Part, Results, Similar
from search.suggestion import Suggestion

Json = dict[str, object]

Versions = Mapping[str, str]
"""What the pictures of photos are now, by the photos' ids (``Pictures.versions``)."""

_UNKNOWN: Versions = {}


def results_json(
    results: Results,
    *,
    language: str = "zh",
    addresses: Addresses | None = None,
    versions: Versions = _UNKNOWN,
) -> Json:
    """A page of results; ``language`` (``zh`` or ``en``) chooses labels of facets and parts.

    ``addresses`` are those of a site, where it has one; ``versions`` are those of the pictures, for
    the addresses of thumbnails.
    """
    return {
        "query": results.query,
        "interpretation": [part_json(part, language) for part in results.interpretation],
        "notices": [notice_json(notice) for notice in results.notices],
        "total": results.total,
        "related": results.related,
        "pictures": results.pictures,
        "rows": results.rows,
        "counts": dict(results.counts),
        "undated": results.undated,
        "relaxed": results.relaxed,
        "page": results.page,
        "per_page": results.per_page,
        "results": [hit_json(hit, addresses=addresses, versions=versions) for hit in results.hits],
        "facets": [facet_json(facet, language) for facet in results.facets],
        "timeline": results.timeline and asdict(results.timeline),
    }


def similar_json(
    found: Similar, *, addresses: Addresses | None = None, versions: Versions = _UNKNOWN
) -> Json:
    """Photos like one, with the query that finds them."""
    hits = (hit_json(hit, addresses=addresses, versions=versions) for hit in found.hits)
    return {"query": found.query, "results": list(hits)}


def hit_json(
    hit: Hit, *, addresses: Addresses | None = None, versions: Versions = _UNKNOWN
) -> Json:
    """One hit: the document, how it matched, its score and, where it was asked for, why."""
    field = "caption" if hit.document.kind == "photo" else "text"
    marked = highlight(getattr(hit.document, field), spans(hit.matches, field))
    return {
        **document_json(hit.document, addresses=addresses, versions=versions),
        "highlight": str(marked),
        "matches": [match_json(match) for match in hit.matches],
        "group": hit.group,
        "related": hit.related,
        "missing": list(hit.missing),
        "elsewhere": hit.elsewhere,
        "score": hit.score,
        "explanation": hit.explanation and explanation_json(hit.explanation),
    }


def document_json(
    document: Document, *, addresses: Addresses | None = None, versions: Versions = _UNKNOWN
) -> Json:
    """One photo or paragraph; null where the post says nothing."""
    is_photo = document.kind == "photo"
    return {
        "id": document.id,
        "kind": document.kind,
        **_addressed(document, addresses, versions),
        "image": _image_json(document) if is_photo else None,
        "caption": document.caption or None,
        "text": document.text or None,
        "creator": list(document.creator),
        "agency": document.agency or None,
        "credit_line": document.credit or None,
        "taken": document.taken or None,
        "taken_basis": document.taken_basis or None,
        "published": document.published or None,
        "place": list(document.place),
        "person": list(document.person),
        "tag": list(document.tag),
        "category": list(document.category),
        "article": {
            "id": document.article,
            "title": document.headline,
            **({} if addresses is None else {"url": addresses.article(document.article)}),
        },
    }


def photo_json(
    document: Document,
    article: Sequence[Document],
    *,
    addresses: Addresses,
    versions: Versions = _UNKNOWN,
    trouble: Trouble | None = None,
) -> Json:
    """One photo, with what stands beside it; ``article`` is all of its article, in order.

    ``trouble`` is why its picture cannot be had.
    """
    photos = [d for d in article if d.kind == "photo"]
    at = next((n for n, d in enumerate(photos) if d.id == document.id), -1)

    def neighbour(index: int) -> str | None:
        known = at >= 0 and 0 <= index < len(photos)
        return addresses.document(photos[index]) if known else None

    def shown(one: Document) -> Json:
        return document_json(one, addresses=addresses, versions=versions)

    return {
        **shown(document),
        "trouble": None if trouble is None else trouble_json(trouble),
        "origins": origins_json(document),
        "before": document.before or None,
        "after": document.after or None,
        "previous": neighbour(at - 1),
        "next": neighbour(at + 1),
        "others": [shown(other) for other in photos if other.id != document.id],
    }


def origins_json(document: Document) -> Json:
    """Where each fact of a document was read; what it does not have, or is not known, is not there.

    ``text`` are the words as they stand, ``start`` and ``end`` their place in the text that
    ``source`` names; null where they stand in no text of the document.
    """
    found = {fact: document.origin(fact) for fact in FACTS}
    return {fact: _origin_json(one, document) for fact, one in found.items() if one is not None}


def _origin_json(origin: Origin, document: Document) -> Json:
    text = document.words(origin)
    return {
        "source": origin.source,
        "text": text or None,
        "start": origin.start if text else None,
        "end": origin.start + len(text) if text else None,
        "supplied": list(origin.supplied),
    }


def match_json(match: Match) -> Json:
    """A run of matched characters; ``value`` tells which value of a field that has several."""
    return {"field": match.field, "start": match.start, "end": match.end, "value": match.value}


def notice_json(notice: Notice) -> Json:
    """A notice with both of its sentences."""
    return {
        "code": notice.code,
        "chinese": notice.chinese,
        "english": notice.english,
        "start": notice.start,
        "end": notice.end,
    }


def part_json(part: Part, language: str) -> Json:
    """A part of the query as it was understood, with the same query without it.

    ``count`` is what the query ``strict`` finds, where the part is a correction.
    """
    return {
        "kind": part.kind,
        "start": part.start,
        "end": part.end,
        "text": part.text,
        "label": part.english if language == "en" else part.chinese,
        "adds": list(part.adds),
        "source": part.source or None,
        "without": part.without,
        "strict": part.strict,
        "count": part.count,
    }


def completions_json(text: str, suggestions: Iterable[Suggestion]) -> Json:
    """What was typed, and what it may be completed to; ``text`` of each is what to search for."""
    return {
        "text": text,
        "suggestions": [
            {"text": one.text, "label": one.label, "kind": one.kind, "count": one.count}
            for one in suggestions
        ],
    }


def trouble_json(trouble: Trouble) -> Json:
    """Why a picture cannot be had, with both sentences."""
    return {"code": trouble.code, "chinese": trouble.chinese, "english": trouble.english}


def facet_json(facet: Facet, language: str) -> Json:
    """A facet, with its values as they are and as people see them."""
    return {
        "name": facet.name,
        "label": facet_label(facet.name, language),
        "distinct": facet.distinct,
        "items": [asdict(item) for item in facet.items],
    }


def _addressed(document: Document, addresses: Addresses | None, versions: Versions) -> Json:
    """Where a document and its picture are on a site; nothing without one."""
    if addresses is None:
        return {}
    thumbnail = None
    if document.kind == "photo":
        thumbnail = addresses.thumbnail(document.id, version=versions.get(document.id, ""))
    return {"url": addresses.document(document), "thumbnail": thumbnail}


def _image_json(document: Document) -> Json:
    """The picture's address on the web or its path in the corpus; its size where that is stated."""
    return {
        "url": picture_address(document.image) or None,
        "width": document.width or None,
        "height": document.height or None,
    }
