"""``/openapi.json``: the site for programs (OpenAPI 3.1), made of the table that everything else
is made of: parameters are those that an archive declares, bodies those of ``web.formats.schemas``.

Pages are listed too, as what they are, so that nothing of the site is left out. A parameter that an
address names without a value says nothing, as a form sends it; what of several values of one counts
is the last. Dates have more spellings than a schema can say, and a bad one is answered by 400.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

import indexer
from indexer import MOST_SUGGESTIONS, PARAMETERS, VALUE_FACETS, Parameter
from indexer.pictures import WIDTHS
from indexer.presentation import Json
from web.addresses import media_types
from web.addresses.params import MOST_VALUES, SUGGESTED
from web.addresses.search_request import PER_PAGE, VIEWS, SearchRequest
from web.formats.schemas import SCHEMAS, TEXT, Schema, ref
from web.site.alternates import FORMATS

VERSION = "3.1.0"

_HTML = {"text/html": {"schema": TEXT}}
_PROBLEM = {media_types.PROBLEM: {"schema": ref("Problem")}, **_HTML}
_MANY_TEXTS = {"type": "array", "items": TEXT, "maxItems": MOST_VALUES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an address answers: its media type, and the name of the schema of its JSON."""

    path: str
    operation: str
    summary: str
    media_type: str = "text/html"
    schema: str = ""
    parameters: str = ""
    errors: tuple[int, ...] = ()


_SCHEMA_OF = {"json": "Results", "feed.json": "JsonFeed", "ninjs": "Ninjs"}

ANSWERS = (
    Answer(path="/", operation="home", summary="The front page; results, where something is asked",
           parameters="search", errors=(400, 404)),
    Answer(path="/search", operation="search", summary="A page of results", parameters="search",
           errors=(400, 404)),
    *(
        Answer(
            path=f"/search.{one.form}",
            operation=f"search_{one.form.replace('.', '_')}",
            summary="All results" if one.whole else "A page of results",
            media_type=one.media_type,
            schema=_SCHEMA_OF.get(one.form, ""),
            parameters="search",
            errors=(400, 404),
        )
        for one in FORMATS
    ),
    Answer(path="/suggest", operation="suggest", summary="What a query may be completed to",
           media_type=media_types.SUGGESTIONS, schema="Suggestions", parameters="suggest",
           errors=(400,)),
    Answer(path="/facets/{name}", operation="facet", summary="All values of a facet",
           parameters="facet", errors=(400, 404)),
    Answer(path="/about", operation="about", summary="What the archive holds",
           parameters="page"),
    Answer(path="/photos/{id}", operation="photo", summary="The page of a photo",
           parameters="id", errors=(404,)),
    Answer(path="/photos/{id}.json", operation="photo_json", summary="A photo and its neighbours",
           media_type=media_types.JSON, schema="Photo", parameters="id", errors=(404,)),
    Answer(path="/photos/{id}.ninjs", operation="photo_ninjs", summary="A photo as ninjs 3.1",
           media_type=media_types.JSON, schema="Ninjs", parameters="id", errors=(404,)),
    Answer(path="/articles/{id}", operation="article", summary="The page of an article",
           parameters="id", errors=(404,)),
    Answer(path="/articles/{id}.json", operation="article_json", summary="An article",
           media_type=media_types.JSON, schema="Article", parameters="id", errors=(404,)),
    Answer(path="/articles/{id}.ninjs", operation="article_ninjs", summary="An article as ninjs",
           media_type=media_types.JSON, schema="Ninjs", parameters="id", errors=(404,)),
    Answer(path="/selection", operation="selection", summary="Chosen photos on a light table",
           parameters="light_table", errors=(400,)),
    Answer(path="/selection/compare", operation="compare", summary="Two chosen photos",
           parameters="compare", errors=(400,)),
    Answer(path="/selection/sheet", operation="sheet", summary="Chosen photos as a contact sheet",
           parameters="sheet", errors=(400,)),
    Answer(path="/selection/sheet.pdf", operation="sheet_pdf", summary="A contact sheet as PDF",
           media_type=media_types.PDF, parameters="sheet", errors=(400,)),
    Answer(path="/selection.csv", operation="selection_csv", summary="Chosen photos, a row each",
           media_type=media_types.CSV, parameters="selection", errors=(400,)),
    Answer(path="/selection.json", operation="selection_json", summary="Chosen photos",
           media_type=media_types.JSON, schema="Selection", parameters="selection", errors=(400,)),
    Answer(path="/selection.ninjs", operation="selection_ninjs", summary="Chosen photos as ninjs",
           media_type=media_types.NINJS, schema="Ninjs", parameters="selection", errors=(400,)),
    Answer(path="/selection.zip", operation="selection_zip", summary="Pictures and their credits",
           media_type=media_types.ZIP, parameters="selection", errors=(400,)),
    Answer(path="/selection/results", operation="results_selected",
           summary="Leads to the first results as a selection", parameters="search", errors=(400,)),
    Answer(path="/selection/results.json", operation="results_ids",
           summary="The ids of the first results", media_type=media_types.JSON,
           schema="SelectionIds", parameters="search", errors=(400,)),
    Answer(path="/thumbnails/{id}", operation="thumbnail", summary="The picture of a photo",
           media_type="image/*", parameters="thumbnail", errors=(400, 404)),
    Answer(path="/healthz", operation="health", summary="Whether the archive answers",
           media_type=media_types.JSON, schema="Health"),
    Answer(path="/metrics", operation="metrics", summary="For Prometheus, to whom may read it",
           media_type="text/plain", errors=(404,)),
    Answer(path="/robots.txt", operation="robots", summary="What may be listed",
           media_type="text/plain"),
    Answer(path="/favicon.ico", operation="favicon", summary="The site's sign",
           media_type="image/vnd.microsoft.icon"),
    Answer(path="/opensearch.xml", operation="opensearch", summary="How browsers search here",
           media_type=media_types.OPENSEARCH),
    Answer(path="/sitemap.xml", operation="sitemap", summary="The parts of the sitemap",
           media_type=media_types.XML),
    Answer(path="/sitemap-{part}.xml", operation="sitemap_part", summary="A part of the sitemap",
           media_type=media_types.XML, parameters="part", errors=(404,)),
    Answer(path="/openapi.json", operation="openapi", summary="This description",
           media_type=media_types.JSON),
)  # fmt: skip
"""Every address of the site but static files."""


def openapi_json(root: str, origin: str) -> Json:
    """The description of the site at a root, ``https://example.org/photos``."""
    return {
        "openapi": VERSION,
        "info": {
            "title": "画报 Huabao",
            "version": indexer.__version__,
            "description": "A search engine over Chinese news-photo archives.",
        },
        "servers": [{"url": root or origin}],
        "paths": {answer.path: {"get": _operation(answer)} for answer in ANSWERS},
        "components": {"schemas": SCHEMAS},
    }


def _operation(answer: Answer) -> Json:
    return {
        "operationId": answer.operation,
        "summary": answer.summary,
        "parameters": list(_PARAMETERS[answer.parameters]),
        "responses": dict(_responses(answer)),
    }


def _responses(answer: Answer) -> Iterator[tuple[str, Json]]:
    body = ref(answer.schema) if answer.schema else {}
    if not answer.schema and answer.media_type.startswith("text/"):
        body = TEXT
    yield "200", {"description": answer.summary, "content": {answer.media_type: {"schema": body}}}
    for status in (*answer.errors, 503):
        yield str(status), {"description": _ERRORS[status], "content": _PROBLEM}


_ERRORS: Mapping[int, str] = {
    400: "A parameter has a value that it cannot have",
    404: "There is no such thing, or no such page",
    503: "Too many ask at the moment, or the index cannot be read",
}


def _parameter(parameter: Parameter) -> Json:
    told: Json = {
        "name": parameter.name,
        "in": "query",
        "description": f"{parameter.chinese}: {parameter.help}",
        "schema": _schema(parameter),
        "allowEmptyValue": True,
    }
    return {**told, "style": "form", "explode": True} if parameter.many else told


def _schema(parameter: Parameter) -> Schema:
    if parameter.name == "per_page":
        return {"type": "integer", "minimum": 1, "maximum": parameter.most, "default": PER_PAGE}
    match parameter.form:
        case "switch":
            return {"enum": ["0", "1"]}
        case "whole":
            return {"type": "integer", "minimum": parameter.least, "default": parameter.default}
        case "choice" if parameter.many:
            return {**_MANY_TEXTS, "items": {"enum": list(parameter.choices)}}
        case "choice":
            return {"enum": list(parameter.choices), "default": parameter.default}
    return _MANY_TEXTS if parameter.many else TEXT


def _query(name: str, description: str, schema: Schema) -> Json:
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _path(name: str, schema: Schema) -> Json:
    return {"name": name, "in": "path", "required": True, "schema": schema}


_LANG = _query("lang", "the language of labels: zh or en; any other says nothing", TEXT)
_DATES = (
    _query("from", "the first day, as people type it; what is no date is told and ignored", TEXT),
    _query("to", "the last day", TEXT),
)
_VIEW = _query("view", "how a page lays results out", {"enum": list(VIEWS)})
_LIMIT = {"type": "integer", "minimum": 1, "maximum": MOST_SUGGESTIONS, "default": SUGGESTED}
_ID = _path("id", {"type": "string", "minLength": 1, "pattern": "^[0-9a-f]{16}$"})
_READ = {"q", *(field.name for field in fields(SearchRequest))}
_SEARCH = tuple(_parameter(one) for one in PARAMETERS if one.narrows or one.name in _READ)

_SELECTION = (
    _query("ids", "photos: 11 characters each, a dot between", TEXT),
    _query("id", "a photo", {"type": "array", "items": TEXT}),
    _query("q", "the title", TEXT),
    _query("of", "how many results there were", TEXT),
    _LANG,
)
_CHANGES = ("up", "down", "remove")
_PER = {"enum": ["12", "20"], "default": "12"}

_PARAMETERS: Mapping[str, tuple[Json, ...]] = {
    "": (),
    "search": (*_SEARCH, *_DATES, _VIEW, _LANG),
    "page": (_LANG,),
    "suggest": (*_SEARCH, *_DATES, _query("limit", "how many at most", _LIMIT), _LANG),
    "facet": (_path("name", {"enum": list(VALUE_FACETS)}), *_SEARCH, *_DATES, _VIEW, _LANG),
    "id": (_ID, _LANG),
    "selection": _SELECTION,
    "light_table": (
        *_SELECTION,
        *(_query(one, "a photo to move", TEXT) for one in _CHANGES),
        _query("marked", "photos that are marked to be compared, as in ids; 0 for none", TEXT),
    ),
    "compare": (*_SELECTION, _query("pick", "a photo", {"type": "array", "items": TEXT})),
    "sheet": (*_SELECTION, _query("per", "how many a page", _PER)),
    "part": (_path("part", {"type": "integer", "minimum": 1}),),
    "thumbnail": (
        _ID,
        _query("w", "how many pixels wide at most", {"enum": list(WIDTHS)}),
        _query("v", "the version that the address names", TEXT),
    ),
}
