"""``.feed.json``: JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/).

What a picture needs beside it and the format has no name for stands in ``_huabao``, as the format
has it for extensions: the credit line as it stands in the post, the agency, and when it was taken.
"""

from indexer.presentation import Json
from web.formats.feed import Entry, Feed
from web.formats.moments import rfc3339
from web.wording.known import known

VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(feed: Feed) -> Json:
    """A feed as JSON Feed."""
    told = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.own,
        "next_url": feed.next,
        "favicon": feed.icon,
        "language": feed.language,
    }
    return {**known(told), "items": [_item(entry) for entry in feed.entries]}


def _item(entry: Entry) -> Json:
    told: Json = {
        "id": entry.id,
        "url": entry.url,
        "external_url": entry.source,
        "title": entry.title,
        "content_html": entry.html,
        "summary": entry.text,
        "image": entry.picture.url if entry.picture else "",
        "date_published": rfc3339(entry.published) if entry.published else "",
        "authors": [{"name": name} for name in entry.photographers],
        "tags": list(entry.tags),
        "_huabao": known(
            {"credit_line": entry.credit, "agency": entry.agency, "taken": entry.taken}
        ),
    }
    return known(told)
