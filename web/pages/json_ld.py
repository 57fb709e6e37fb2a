"""A photo as schema.org's ``ImageObject``, for search engines of the web, in IPTC's words.

https://iptc.org/standards/photo-metadata/quick-guide-to-iptc-photo-metadata-and-google-images/
names what they read: creator, credit, copyright. The first two are said where the post says them,
the third in the post's own words or not at all, and a licence never. ``dateCreated`` keeps its
precision; an interval is ``temporalCoverage``, since it is no date.
"""

import re

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from indexer import Document
from indexer.presentation import Json, web_address
from web.addresses.links import Links
from web.site.renditions import LARGE, SMALL, rendition
from web.wording.credits import copyright_notice, credit_text, givers, photographers
from web.wording.known import known

_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def image_object(document: Document, *, links: Links, version: str) -> Json:
    """A photo; ``links`` are absolute."""
    large = rendition(document, links, width=LARGE, version=version)
    small = rendition(document, links, width=SMALL, version=version)
    interval = "/" in document.taken
    told: Json = {
        "url": links.photo(document.id),
        "contentUrl": web_address(document.image) or large.url,
        "thumbnailUrl": small.url,
        "width": document.width,
        "height": document.height,
        "caption": document.caption,
        "creditText": credit_text(document),
        "creator": [_named("Person", name) for name in photographers(document)],
        "copyrightNotice": copyright_notice(document),
        "provider": [
            *(_named("Person", name) for name in givers(document)),
            *(_named("Organization", name) for name in (document.agency,) if name),
        ],
        "dateCreated": "" if interval else document.taken,
        "temporalCoverage": document.taken if interval else "",
        "contentLocation": [_named("Place", name) for name in document.place],
        "keywords": list(dict.fromkeys((*document.category, *document.tag))),
        "isPartOf": {"@type": "NewsArticle", **known(_article(document, links))},
    }
    return {"@context": "https://schema.org", "@type": "ImageObject", **known(told)}


def data_block(told: Json) -> Markup:
    """The JSON as a page may hold it: no text in it can end the element that it stands in.

    Nor can one turn round what stands after it, for who reads the page's source.
    """
    text = htmlsafe_json_dumps(told, ensure_ascii=False)
    return Markup(_TURNING.sub(lambda found: f"\\u{ord(found[0]):04x}", text))  # noqa: S704


def _article(document: Document, links: Links) -> Json:
    return {
        "url": links.article(document.article),
        "headline": document.headline,
        "datePublished": document.published,
        "sameAs": web_address(document.url),
    }


def _named(kind: str, name: str) -> Json:
    return {"@type": kind, "name": name}
