"""A search as a feed: what Atom, RSS and JSON Feed all tell, before any of them writes it.

Each entry is a photo (or a paragraph) of the page of results that the address asks for; the others
are reached by ``next`` (RFC 5005). Its id is a tag, so that an entry is new once, and its date is
that of the post. A post without a date has none to tell: Atom wants one all the same, and gets the
time when the index was built.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from indexer import Document, Results
from indexer.presentation import Versions, web_address
from web.addresses.links import Links, Parameters
from web.addresses.params import shortened
from web.formats.moments import moment
from web.formats.tags import Tags
from web.site.renditions import LARGE, SMALL, Rendition, rendition
from web.wording.credits import credit_text, givers, photographers
from web.wording.messages import HTML_LANG, Messages

TITLE = 60
"""Characters of a caption that stand as the title of its entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry.

    Attributes:
        id: a tag. url: its page. source: where the post was published, or empty.
        title: in a line. headline: the article's. text: the caption, or the paragraph.
        html: picture, text and credit as a feed reader shows them.
        published: the post's date; None where it has none.
        photographers, givers, agency, credit: who is named for the picture.
        picture, thumbnail: None for a paragraph.
    """

    id: str
    url: str
    source: str
    title: str
    headline: str
    text: str
    html: str
    published: datetime | None
    taken: str
    photographers: Sequence[str]
    givers: Sequence[str]
    agency: str
    credit: str
    tags: Sequence[str]
    picture: Rendition | None
    thumbnail: Rendition | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A page of a feed.

    Attributes:
        id: a tag, the same for all pages.
        home: the search as a page. own, first, previous, next, last: pages of the feed.
        built: when the index was built, which stands for dates that are not known.
    """

    id: str
    title: str
    site: str
    language: str
    home: str
    icon: str
    own: str
    first: str
    previous: str
    next: str
    last: str
    total: int
    start: int
    per_page: int
    built: datetime
    entries: Sequence[Entry]

    @property
    def updated(self) -> datetime:
        """The latest date of an entry; an empty feed is as old as the index."""
        return max((self.date_of(entry) for entry in self.entries), default=self.built)

    def date_of(self, entry: Entry) -> datetime:
        """The date of an entry, whatever else is not known."""
        return entry.published or self.built


def feed_of(
    results: Results,
    parameters: Parameters,
    *,
    form: str,
    links: Links,
    t: Messages,
    tags: Tags,
    built: str,
    versions: Versions,
) -> Feed:
    """The feed in a ``form``; ``links`` are absolute, ``versions`` those of the pictures."""

    def page(number: int) -> str:
        if not 1 <= number <= results.pages:
            return ""
        return links.search(parameters, form=form, page=(str(number),) if number > 1 else ())

    query = "".join(parameters.get("q", ()))
    return Feed(
        id=tags.search(parameters),
        title=f"{shortened(query, TITLE)} · {t('site')}" if query else t("site"),
        site=t("site"),
        language=HTML_LANG[t.language],
        home=links.search(parameters, page=()),
        icon=links.root + "/favicon.ico",
        own=page(results.page),
        first=page(1),
        previous=page(results.page - 1),
        next=page(results.page + 1),
        last=page(results.pages),
        total=results.rows + results.related_rows,
        start=(results.page - 1) * results.per_page + 1,
        per_page=results.per_page,
        built=moment(built) or datetime.fromisoformat("1970-01-01T00:00:00Z"),
        entries=tuple(
            _entry(hit.document, links, tags, versions.get(hit.document.id, ""))
            for hit in results.hits
        ),
    )


def _entry(document: Document, links: Links, tags: Tags, version: str) -> Entry:
    text = document.caption or document.text
    is_photo = document.kind == "photo"
    large = rendition(document, links, width=LARGE, version=version) if is_photo else None
    return Entry(
        id=tags.document(document),
        url=links.document(document),
        source=web_address(document.url),
        title=" ".join(shortened(text or document.headline, TITLE).split()),
        headline=document.headline,
        text=text,
        html=_html(document, text, large),
        published=moment(document.published),
        taken=document.taken,
        photographers=photographers(document),
        givers=givers(document),
        agency=document.agency,
        credit=credit_text(document),
        tags=tuple(dict.fromkeys((*document.category, *document.tag))),
        picture=large,
        thumbnail=rendition(document, links, width=SMALL, version=version) if is_photo else None,
    )


def _html(document: Document, text: str, picture: Rendition | None) -> str:
    credit, headline = credit_text(document), document.headline
    shown = Markup('<p><img src="{}" alt="{}"></p>').format(picture.url, text) if picture else ""
    parts = (shown, *(Markup("<p>{}</p>").format(one) for one in (text, credit, headline) if one))
    return "".join(map(str, parts))
