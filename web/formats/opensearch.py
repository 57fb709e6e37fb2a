"""``/opensearch.xml``: how browsers and feed readers search here (OpenSearch 1.1 Description).

https://github.com/dewitt/opensearch bounds the short name by 16 characters. A browser that has
read it offers the site in its address bar, with the site's own suggestions.
"""

from collections.abc import Mapping

from web.addresses import media_types
from web.addresses.links import Links
from web.formats.atom import SEARCH
from web.formats.xml_text import Element, add, document, root
from web.wording.messages import HTML_LANG, Messages

_NAMESPACES: Mapping[str | None, str] = {None: SEARCH}
_ADDRESSES = (
    ("text/html", "results", "/search"),
    (media_types.SUGGESTIONS, "suggestions", "/suggest"),
    (media_types.ATOM, "results", "/search.atom"),
    (media_types.RSS, "results", "/search.rss"),
    (media_types.JSON, "results", "/search.json"),
)


def opensearch(links: Links, t: Messages, *, icon: str) -> bytes:
    """The description; ``links`` are absolute, ``icon`` is the path of the site's sign."""
    top = root(f"{{{SEARCH}}}OpenSearchDescription", _NAMESPACES)
    _put(top, "ShortName", t("site"))
    _put(top, "Description", t("tagline"))
    _put(top, "InputEncoding", "UTF-8")
    _put(top, "Language", HTML_LANG[t.language])
    _put(top, "Image", links.root + icon, type="image/svg+xml")
    _put(top, "Image", links.root + "/favicon.ico", type="image/vnd.microsoft.icon")
    for media_type, relation, path in _ADDRESSES:
        paging = "" if relation == "suggestions" else "&page={startPage?}"
        language = f"&lang={links.language}" if links.language else ""
        template = f"{links.root}{path}?q={{searchTerms}}{paging}{language}"
        _put(top, "Url", type=media_type, rel=relation, template=template)
    own = links.to("/opensearch.xml")
    _put(top, "Url", type=media_types.OPENSEARCH, rel="self", template=own)
    return document(top)


def _put(parent: Element, name: str, text: str = "", **attributes: str) -> None:
    add(parent, f"{{{SEARCH}}}{name}", text, attributes)
