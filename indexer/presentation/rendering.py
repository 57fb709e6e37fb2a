"""Answers as JSON: what ``/search.json`` sends and ``search --json`` prints, from the same values.

Pure functions: results in, plain dictionaries out. Texts stay as they stand in the post; the one
piece of HTML, ``highlight``, is escaped here, the moment the marks are put in, so that nobody has
to remember to.
"""

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup, escape

from indexer.pictures import Trouble
from indexer.presentation.explaining import explanation_json
from indexer.presentation.isolation import isolated
from indexer.presentation.links import (
    Parameters,
    article_url,
    document_url,
    same_picture_url,
    search_url,
    thumbnail_url,
    with_toggled,
)
from indexer.web_address import picture_address
from search.document import Document
from search.results import Facet, FacetItem, Hit, Match, Notice, Part, Results
from search.suggestion import Suggestion

Json = dict[str, object]
Span = tuple[int, int]

Versions = Mapping[str, str]
"""What the pictures of photos are now, by the photos' ids (``Pictures.versions``)."""

_UNKNOWN: Versions = {}

FACET_LABELS = {
    "kind": ("类型", "Kind"),
    "year": ("年份", "Year"),
    "creator": ("摄影", "Photographer"),
    "agency": ("机构", "Agency"),
    "place": ("地点", "Place"),
    "tag": ("标签", "Tag"),
    "category": ("分类", "Category"),
}
"""Names of the facets for people, in Chinese and in English."""

_FACET_PARAMETERS = {"year": "taken"}


def search_json(
    results: Results,
    parameters: Parameters,
    *,
    path: str = "/search.json",
    language: str = "zh",
    versions: Versions = _UNKNOWN,
) -> Json:
    """A page of results in the shape that ``/search.json`` has.

    ``parameters`` are those of the address that was asked; the links are made from them.
    ``language`` (``zh`` or ``en``) chooses the labels of facets and parts. ``versions`` are those
    of the pictures, for the addresses of thumbnails.
    """
    return {
        "query": results.query,
        "interpretation": [
            part_json(part, parameters, path, language) for part in results.interpretation
        ],
        "notices": [notice_json(notice) for notice in results.notices],
        "total": results.total,
        "related": results.related,
        "pictures": results.pictures,
        "counts": dict(results.counts),
        "undated": results.undated,
        "relaxed": results.relaxed,
        "page": results.page,
        "per_page": results.per_page,
        "links": _links(results, parameters, path),
        "results": [result_json(hit, parameters, path, versions) for hit in results.hits],
        "facets": [facet_json(f, parameters, path, language) for f in results.facets],
    }


def result_json(hit: Hit, parameters: Parameters, path: str, versions: Versions = _UNKNOWN) -> Json:
    """One hit: the document, how it matched, its score and, where it was asked for, why; where
    else its picture stands.
    """
    elsewhere = same_picture_url(path, parameters, hit.document.id) if hit.elsewhere else None
    field = "caption" if hit.document.kind == "photo" else "text"
    marked = highlight(getattr(hit.document, field), spans(hit.matches, field))
    return {
        **document_json(hit.document, versions),
        "highlight": str(marked),
        "matches": [match_json(match) for match in hit.matches],
        "more": hit.more,
        "related": hit.related,
        "missing": list(hit.missing),
        "elsewhere": hit.elsewhere,
        "url_elsewhere": elsewhere,
        "score": hit.score,
        "explanation": hit.explanation and explanation_json(hit.explanation),
    }


def document_json(document: Document, versions: Versions = _UNKNOWN) -> Json:
    """One photo or paragraph; null where the post says nothing."""
    is_photo = document.kind == "photo"
    version = versions.get(document.id, "")
    return {
        "id": document.id,
        "kind": document.kind,
        "url": document_url(document),
        "thumbnail": thumbnail_url(document.id, version=version) if is_photo else None,
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
            "url": article_url(document.article),
        },
    }


def photo_json(
    document: Document,
    article: Sequence[Document],
    *,
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
        return document_url(photos[index]) if known else None

    return {
        **document_json(document, versions),
        "trouble": None if trouble is None else trouble_json(trouble),
        "before": document.before or None,
        "after": document.after or None,
        "previous": neighbour(at - 1),
        "next": neighbour(at + 1),
        "others": [document_json(d, versions) for d in photos if d.id != document.id],
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


def part_json(part: Part, parameters: Parameters, path: str, language: str) -> Json:
    """A part of the query as it was understood, with the same search without it.

    ``count`` is what the search for ``strict`` finds, where the part is a correction.
    """
    strict = part.strict
    return {
        "kind": part.kind,
        "start": part.start,
        "end": part.end,
        "text": part.text,
        "label": part.english if language == "en" else part.chinese,
        "adds": list(part.adds),
        "source": part.source or None,
        "without": part.without,
        "url_without": search_url(path, parameters, q=(part.without,), page=()),
        "strict": strict,
        "url_strict": strict and search_url(path, parameters, q=(strict,), page=()),
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


def facet_json(facet: Facet, parameters: Parameters, path: str, language: str) -> Json:
    """A facet; the address of an item is the same search with that value put in or taken out."""
    return {
        "name": facet.name,
        "label": facet_label(facet.name, language),
        "items": [
            {
                "value": item.value,
                "label": item.label,
                "count": item.count,
                "selected": item.selected,
                "url": facet_item_url(path, parameters, facet.name, item),
            }
            for item in facet.items
        ],
    }


def facet_label(name: str, language: str) -> str:
    """A facet's name for people; a facet that this page does not know keeps its own."""
    chinese, english = FACET_LABELS.get(name, (name, name))
    return english if language == "en" else chinese


def facet_item_url(path: str, parameters: Parameters, facet: str, item: FacetItem) -> str:
    """The search with a facet's value toggled; a search has one kind, so that one is replaced."""
    if facet == "kind":
        return search_url(path, parameters, kind=(item.value,), page=())
    name = _FACET_PARAMETERS.get(facet, facet)
    return search_url(path, with_toggled(parameters, name, item.value))


def spans(matches: Iterable[Match], field: str, *, value: int = 0) -> list[Span]:
    """The matched runs of one field, in order, overlapping and touching ones joined."""
    joined: list[Span] = []
    for match in sorted(m for m in matches if m.field == field and m.value == value):
        if joined and match.start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], match.end))
        else:
            joined.append((match.start, match.end))
    return joined


def highlight(text: str, marked: Iterable[Span]) -> Markup:
    """The text as HTML, escaped and isolated, ``<mark>`` around the runs (which do not overlap)."""
    out = Markup()
    position = 0
    for start, end in marked:
        out += escape(text[position:start])
        out += Markup("<mark>{}</mark>").format(text[start:end])
        position = end
    return Markup(isolated(out + escape(text[position:])))  # noqa: S704  it was one before


def excerpt(text: str, marked: list[Span], *, length: int) -> tuple[str, list[Span]]:
    """A window of at most ``length`` characters around the first run, with the runs inside it.

    The first run stands within the first third of the window, so that it is seen where only the
    window's beginning has room. A cut is shown by an ellipsis; a text that is hardly longer than
    the window is left whole.
    """
    if len(text) <= length + length // 8:
        return text, marked
    first = marked[0][0] if marked else 0
    start = 0 if first < length // 3 else first - length // 4
    end = min(len(text), start + length)
    lead = "…" if start else ""
    shift = len(lead) - start
    inside = [(max(s, start) + shift, min(e, end) + shift) for s, e in marked if s < end]
    return lead + text[start:end] + ("…" if end < len(text) else ""), [
        (s, e) for s, e in inside if s < e
    ]


def _image_json(document: Document) -> Json:
    """The picture's address on the web or its path in the corpus; its size where that is stated."""
    return {
        "url": picture_address(document.image) or None,
        "width": document.width or None,
        "height": document.height or None,
    }


def _links(results: Results, parameters: Parameters, path: str) -> Json:
    def page(number: int) -> str:
        return search_url(path, parameters, page=(str(number),) if number > 1 else ())

    here, last = results.page, results.pages
    return {
        "self": page(here),
        "first": page(1),
        "prev": page(min(here - 1, last)) if here > 1 else None,
        "next": page(here + 1) if here < last else None,
        "last": page(last),
    }
