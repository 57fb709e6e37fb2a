"""``.ninjs``: IPTC's News in JSON 3.1 (https://iptc.org/standards/ninjs/).

A photo is an item of type ``picture``, a paragraph one of type ``text``; a search and an article
are items of type ``composite``, with what they hold as associations. What an archive does not know
is not there: ``contentCreated`` only where the day is known, since ninjs has no shorter dates, and
neither rights nor terms, which no post is asked for. The credit line has no name of its own in
ninjs and stands among ``infoSources``, literally.
"""

from collections.abc import Iterable, Sequence
from urllib.parse import quote

from indexer import ArticleView, Document, Results
from indexer.presentation import Json, Versions, web_address
from web.addresses.links import Links, Parameters
from web.formats.moments import day, moment, rfc3339
from web.formats.tags import Tags
from web.site.renditions import LARGE, SMALL, rendition
from web.wording.credits import copyright_notice, givers, photographers
from web.wording.known import known

SCHEMA = "https://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"

_STANDARD = {"name": "ninjs", "version": "3.1", "schema": SCHEMA}
_PLAIN = "text/plain"
_URI = "%/:?#[]@!$&'()*+,;=-._~"
"""What may stand in a URI as it is (RFC 3986)."""


def photo_ninjs(document: Document, *, links: Links, tags: Tags, versions: Versions) -> Json:
    """A photo; ``links`` are absolute."""
    article = {
        "name": "article",
        "rel": "partOf",
        "uri": tags.article(document.article),
        "type": "composite",
        "headlines": _headlines(document.headline),
    }
    item = _document(document, links, tags, versions)
    return {"standard": _STANDARD, **item, "associations": [known(article)]}


def results_ninjs(
    results: Results, parameters: Parameters, *, links: Links, tags: Tags, versions: Versions
) -> Json:
    """A page of results, in its order."""
    held = [_document(hit.document, links, tags, versions) for hit in results.hits]
    return {
        "standard": _STANDARD,
        "uri": tags.search(parameters),
        "type": "composite",
        "representationType": "partial",
        **known({"title": results.query, "associations": list(_named(held, "result"))}),
    }


def selection_ninjs(
    photos: Sequence[Document], title: str, *, links: Links, tags: Tags, versions: Versions
) -> Json:
    """Photos that somebody chose, in their order."""
    held = [_document(photo, links, tags, versions) for photo in photos]
    return {
        "standard": _STANDARD,
        "uri": tags.selection([photo.id for photo in photos]),
        "type": "composite",
        **known({"title": title, "associations": list(_named(held, "chosen"))}),
    }


def article_ninjs(article: ArticleView, *, links: Links, tags: Tags, versions: Versions) -> Json:
    """An article with its photos and paragraphs, in the order of the post."""
    held = [_document(one, links, tags, versions) for one in article.documents]
    told: Json = {
        "versionCreated": _moment(article.published),
        "by": article.author,
        "headlines": _headlines(article.title),
        "subjects": [{"name": name} for name in (*article.category, *article.tag)],
        "associations": list(_named(held, "part")),
    }
    return {
        "standard": _STANDARD,
        "uri": tags.article(article.id),
        "type": "composite",
        **known(told),
    }


def _document(document: Document, links: Links, tags: Tags, versions: Versions) -> Json:
    is_photo = document.kind == "photo"
    created = day(document.taken)
    told: Json = {
        "versionCreated": _moment(document.published),
        "contentCreated": rfc3339(created) if created else "",
        "by": "、".join(photographers(document)),
        "copyrightNotice": copyright_notice(document),
        "headlines": _headlines(document.headline),
        "descriptions": _texts("caption", document.caption),
        "bodies": _texts("main", document.text),
        "people": [{"name": name} for name in document.person],
        "places": [{"name": name} for name in document.place],
        "subjects": [{"name": name} for name in (*document.category, *document.tag)],
        "infoSources": list(_sources(document)),
        "renditions": list(_renditions(document, links, versions)) if is_photo else [],
        "altIds": [{"role": "url", "value": links.document(document)}],
    }
    kind = "picture" if is_photo else "text"
    return {"uri": tags.document(document), "type": kind, **known(told)}


def _sources(document: Document) -> Iterable[Json]:
    if document.agency:
        yield {"role": "agency", "name": document.agency}
    for name in givers(document):
        yield {"role": "provider", "name": name}
    if document.credit:
        yield {"role": "credit", "literal": document.credit}


def _renditions(document: Document, links: Links, versions: Versions) -> Iterable[Json]:
    version = versions.get(document.id, "")
    for name, width in (("main", LARGE), ("thumbnail", SMALL)):
        made = rendition(document, links, width=width, version=version)
        yield {
            "name": name,
            "href": made.url,
            "contentType": "image/jpeg",
            **known({"width": made.width, "height": made.height}),
        }
    original = web_address(document.image)
    if original:
        size = known({"width": document.width, "height": document.height})
        yield {"name": "original", "href": quote(original, safe=_URI), **size}


def _named(items: Iterable[Json], relation: str) -> Iterable[Json]:
    for number, item in enumerate(items, 1):
        yield {"name": f"{relation}-{number}", "rel": relation, **item}


def _headlines(text: str) -> list[Json]:
    return [{"role": "main", "value": text}] if text else []


def _texts(role: str, text: str) -> list[Json]:
    return [{"role": role, "contentType": _PLAIN, "value": text}] if text else []


def _moment(text: str) -> str:
    found = moment(text)
    return rfc3339(found) if found else ""
