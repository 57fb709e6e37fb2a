"""JSON Schemas (2020-12) of the answers, written once.

OpenAPI lists them, and tests hold the answers to them. Every name that an
answer has is here and is always there; what the post does not say is null or an empty list. A name
that is missing here fails a test, so that the description cannot fall behind.
"""

from collections.abc import Mapping

Schema = Mapping[str, object]

TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer", "minimum": 0}
TRUTH: Schema = {"type": "boolean"}
NUMBER: Schema = {"type": "number"}
MAYBE_TEXT: Schema = {"type": ["string", "null"]}
MAYBE_WHOLE: Schema = {"type": ["integer", "null"], "minimum": 0}
MAYBE_NUMBER: Schema = {"type": ["number", "null"]}


def listed(item: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": item}


def of(**properties: Schema) -> Schema:
    """An object with these properties, all of them, and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def ref(name: str) -> Schema:
    """One of ``SCHEMAS``."""
    return {"$ref": f"#/components/schemas/{name}"}


TEXTS = listed(TEXT)

_DOCUMENT: Mapping[str, Schema] = {
    "id": TEXT,
    "kind": {"enum": ["photo", "paragraph"]},
    "url": TEXT,
    "thumbnail": MAYBE_TEXT,
    "image": {"anyOf": [ref("Image"), {"type": "null"}]},
    "caption": MAYBE_TEXT,
    "text": MAYBE_TEXT,
    "creator": TEXTS,
    "agency": MAYBE_TEXT,
    "credit_line": MAYBE_TEXT,
    "taken": MAYBE_TEXT,
    "taken_basis": MAYBE_TEXT,
    "published": MAYBE_TEXT,
    "place": TEXTS,
    "person": TEXTS,
    "tag": TEXTS,
    "category": TEXTS,
    "article": of(id=TEXT, title=TEXT, url=TEXT),
}

_ORIGIN = of(source=TEXT, text=MAYBE_TEXT, start=MAYBE_WHOLE, end=MAYBE_WHOLE, supplied=TEXTS)

_CONTRIBUTION = of(
    field=TEXT,
    stream=MAYBE_TEXT,
    token=TEXT,
    weight=NUMBER,
    idf=NUMBER,
    share=NUMBER,
    frequency=MAYBE_WHOLE,
    document_frequency=MAYBE_WHOLE,
    length=MAYBE_WHOLE,
    average_length=MAYBE_NUMBER,
    amount=NUMBER,
)

SCHEMAS: Mapping[str, Schema] = {
    "Image": of(url=MAYBE_TEXT, width=MAYBE_WHOLE, height=MAYBE_WHOLE),
    "Document": of(**_DOCUMENT),
    "Match": of(field=TEXT, start=WHOLE, end=WHOLE, value=WHOLE),
    "Explanation": of(
        tier=MAYBE_TEXT,
        documents=WHOLE,
        contributions=listed(_CONTRIBUTION),
        together=NUMBER,
        factor=NUMBER,
        score=NUMBER,
        evidence={
            "anyOf": [of(held=NUMBER, needed=NUMBER, asked=NUMBER), {"type": "null"}],
        },
        missing=TEXTS,
        unmet=TEXTS,
    ),
    "Result": of(
        **_DOCUMENT,
        highlight={**TEXT, "description": "escaped HTML, the matches in <mark>"},
        matches=listed(ref("Match")),
        group=WHOLE,
        url_group=MAYBE_TEXT,
        related=TRUTH,
        missing=TEXTS,
        elsewhere=WHOLE,
        url_elsewhere=MAYBE_TEXT,
        score=NUMBER,
        explanation={"anyOf": [ref("Explanation"), {"type": "null"}]},
    ),
    "Notice": of(code=TEXT, chinese=TEXT, english=TEXT, start=MAYBE_WHOLE, end=MAYBE_WHOLE),
    "Part": of(
        kind=TEXT,
        start=WHOLE,
        end=WHOLE,
        text=TEXT,
        label=TEXT,
        adds=TEXTS,
        source=MAYBE_TEXT,
        without=TEXT,
        url_without=TEXT,
        strict=MAYBE_TEXT,
        url_strict=MAYBE_TEXT,
        count=MAYBE_WHOLE,
    ),
    "Facet": of(
        name=TEXT,
        label=TEXT,
        distinct=WHOLE,
        items=listed(
            of(
                value=TEXT,
                label=TEXT,
                count=WHOLE,
                selected=TRUTH,
                within=WHOLE,
                without=WHOLE,
                required=TRUTH,
                excluded=TRUTH,
                url=TEXT,
            )
        ),
    ),
    "Results": of(
        query=TEXT,
        interpretation=listed(ref("Part")),
        notices=listed(ref("Notice")),
        total=WHOLE,
        related=WHOLE,
        pictures=WHOLE,
        rows=WHOLE,
        counts=of(photo=WHOLE, paragraph=WHOLE),
        undated=WHOLE,
        relaxed=TRUTH,
        page=WHOLE,
        per_page=WHOLE,
        results=listed(ref("Result")),
        facets=listed(ref("Facet")),
        timeline={"type": ["object", "null"]},
        links=of(self=TEXT, first=TEXT, prev=MAYBE_TEXT, next=MAYBE_TEXT, last=TEXT),
    ),
    "Trouble": of(code=TEXT, chinese=TEXT, english=TEXT),
    "Photo": of(
        **_DOCUMENT,
        trouble={"anyOf": [ref("Trouble"), {"type": "null"}]},
        origins={"type": "object", "additionalProperties": _ORIGIN},
        before=MAYBE_TEXT,
        after=MAYBE_TEXT,
        previous=MAYBE_TEXT,
        next=MAYBE_TEXT,
        others=listed(ref("Document")),
    ),
    "Article": of(
        id=TEXT,
        url=TEXT,
        title=TEXT,
        published=MAYBE_TEXT,
        author=MAYBE_TEXT,
        creator=TEXTS,
        category=TEXTS,
        tag=TEXTS,
        source=MAYBE_TEXT,
        path=TEXT,
        documents=listed(ref("Document")),
    ),
    "Selection": of(
        title=TEXT, total=WHOLE, missing=TEXTS, url=TEXT, results=listed(ref("Document"))
    ),
    "SelectionIds": of(ids=TEXTS, total=WHOLE),
    "Suggestions": {
        "type": "array",
        "description": "OpenSearch Suggestions 1.1: query, completions, what they are, addresses",
        "items": {"anyOf": [TEXT, TEXTS]},
        "minItems": 4,
        "maxItems": 4,
    },
    "JsonFeed": {
        "type": "object",
        "description": "JSON Feed 1.1",
        "properties": {
            "version": {"const": "https://jsonfeed.org/version/1.1"},
            "title": TEXT,
            "feed_url": TEXT,
            "next_url": TEXT,
            "items": listed(
                {
                    "type": "object",
                    "properties": {"id": TEXT, "url": TEXT, "content_html": TEXT},
                    "required": ["id", "url", "content_html"],
                }
            ),
        },
        "required": ["version", "title", "home_page_url", "feed_url", "items"],
    },
    "Ninjs": {
        "type": "object",
        "description": "an item of ninjs 3.1, which is described by its own schema",
        "properties": {"uri": TEXT, "type": {"enum": ["picture", "text", "composite"]}},
        "required": ["uri", "type"],
    },
    "Health": of(status={"const": "ok"}, documents=of(photo=WHOLE, paragraph=WHOLE)),
    "Problem": of(type=TEXT, title=TEXT, status=WHOLE, detail=TEXT),
}
