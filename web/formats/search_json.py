"""``/search.json``: a page of results as the archive tells it, with the site's links put in."""

from collections.abc import Iterable
from typing import Any

from indexer import Results
from indexer.presentation import Json, Versions, results_json
from web.addresses.links import Links, Parameters, facet_toggled


def search_json(
    results: Results,
    parameters: Parameters,
    *,
    links: Links,
    language: str,
    versions: Versions,
) -> Json:
    """The answer to an address with ``parameters``; the links repeat them."""

    def url(**changes: Iterable[str]) -> str:
        return links.search(parameters, form="json", **{n: tuple(v) for n, v in changes.items()})

    told: dict[str, Any] = results_json(
        results, language=language, addresses=links, versions=versions
    )
    for part in told["interpretation"]:
        part["url_without"] = url(q=(part["without"],), page=())
        part["url_strict"] = part["strict"] and url(q=(part["strict"],), page=())
    for hit in told["results"]:
        same = links.same_picture(parameters, hit["id"], form="json")
        hit["url_elsewhere"] = same if hit["elsewhere"] else None
        hit["url_group"] = (
            url(article=(hit["article"]["id"],), page=()) if hit["group"] > 1 else None
        )
    for facet in told["facets"]:
        for item in facet["items"]:
            chosen = facet_toggled(parameters, facet["name"], item["value"])
            item["url"] = links.search(chosen, form="json")
    return {**told, "links": _turning(results, url)}


def _turning(results: Results, url: Any) -> Json:
    def page(number: int) -> str:
        return str(url(page=(str(number),) if number > 1 else ()))

    here, last = results.page, results.pages
    return {
        "self": page(here),
        "first": page(1),
        "prev": page(min(here - 1, last)) if here > 1 else None,
        "next": page(here + 1) if here < last else None,
        "last": page(last),
    }
