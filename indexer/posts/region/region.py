"""The region of a page that is its article, and what the page says of it.

A whole page (an HTML document with a head of its own) has a frame around its article: its region
is looked for (``density``), and all outside of it is furniture. A fragment, or rendered Markdown,
is article throughout. In both, what stands inside and belongs to a frame all the same is found by
its structure (``furniture``). Rules of a site, where there are any, come first.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from indexer.posts.blocks.pictures import may_hold_picture, picture_of
from indexer.posts.blocks.walker import may_hold_more
from indexer.posts.left_out import MAX_SHOWN, LeftOut, Reason
from indexer.posts.page.elements import elements_of
from indexer.posts.page.head import meta_tags
from indexer.posts.region.dateline import author_of, date_of, published_on, source_of
from indexer.posts.region.density import densest
from indexer.posts.region.furniture import furniture_in
from indexer.posts.region.headline import headline_of
from indexer.posts.region.lead import outside, with_lead
from indexer.posts.region.surroundings import head_of
from indexer.posts.sites.registry import rules_for
from indexer.posts.sites.rules import SiteRules

_NEVER_ARTICLE = ("footer", "nav")
_NO_RULES = SiteRules()

_Elements = Mapping[str, Sequence[Tag]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """The article's own part of a page.

    Attributes:
        root: the element that holds it.
        title, published, author, source: what a whole page says of it; None where it says nothing,
            and in posts that are no whole pages.
        furniture: the elements that do not belong to it, by identity, each with all that is in it.
        captions: the elements that are captions by the rules of the site, by identity.
        left_out: the pictures of the page outside of the root.
    """

    root: Tag
    title: str | None = None
    published: str | None = None
    author: str | None = None
    source: str | None = None
    furniture: frozenset[int] = field(default_factory=frozenset)
    captions: frozenset[int] = field(default_factory=frozenset)
    left_out: tuple[LeftOut, ...] = ()

    def is_furniture(self, tag: Tag) -> bool:
        """Whether an element does not belong to the article: it, or one around it.

        Who walks the tree from the root finds the largest of them first, by ``furniture``.
        """
        if id(tag) in self.furniture:
            return True
        around = takewhile(lambda one: one is not self.root, tag.parents)
        return any(id(one) in self.furniture for one in around)

    def is_caption(self, tag: Tag) -> bool:
        """Whether the rules of the site say that an element is a caption."""
        return id(tag) in self.captions

    @property
    def stated(self) -> dict[str, str | None]:
        """What the page says, by the names that front matter has for it."""
        return {
            "title": self.title,
            "date": self.published,
            "author": self.author,
            "source": self.source,
        }


def read_region(
    soup: BeautifulSoup, *, site: SiteRules | None = None, elements: _Elements | None = None
) -> Region:
    """Find the article of a parsed page; ``site`` are the rules that its owner has for it.

    ``elements`` are those of the page, where they were asked for already.
    """
    elements = elements_of(soup) if elements is None else elements
    if is_whole_page(soup):
        return _of_page(soup, elements, site)
    rules = site or _NO_RULES
    root = next(iter(rules.all_of("region", soup)), None) or _main(soup, elements)
    return _region(soup, root, elements, rules, host=None, stated={}, beside=())


def host_of(soup: BeautifulSoup) -> str | None:
    """The host that a page names as its own, by ``rel=canonical`` or ``og:url``."""
    elements = elements_of(soup)
    return _host(elements, meta_tags(elements))


def is_whole_page(soup: BeautifulSoup) -> bool:
    """Whether a page is an HTML document of its own: with a title or meta tags in its head."""
    head = soup.html.find("head", recursive=False) if soup.html else None
    return isinstance(head, Tag) and head.find(("title", "meta"), recursive=False) is not None


def _of_page(soup: BeautifulSoup, elements: _Elements, site: SiteRules | None) -> Region:
    meta = meta_tags(elements)
    host = _host(elements, meta)
    rules = site or rules_for(host or "", meta.get("generator", "")) or _NO_RULES
    page = _body(soup, elements)
    region = next(iter(rules.all_of("region", soup)), None) or densest(page) or page
    head = head_of(page, region)
    title = rules.text_of("title", soup) or headline_of(page, head, elements, meta)
    dates = [*map(date_of, rules.all_of("date", soup))]
    parts = with_lead(region, page)
    return _region(
        soup,
        parts.root,
        elements,
        rules,
        host=host,
        stated={
            "title": title,
            "published": next(filter(None, dates), None)
            or published_on(soup, region, head, elements=elements, meta=meta),
            "author": rules.text_of("author", soup) or author_of(head, elements, meta),
            "source": source_of(head, meta),
        },
        beside=outside(parts),
    )


def _region(
    page: Tag,
    root: Tag,
    elements: _Elements,
    rules: SiteRules,
    *,
    host: str | None,
    stated: Mapping[str, str | None],
    beside: Sequence[Tag],
) -> Region:
    pictures = elements["img"]
    found = [*beside, *furniture_in(pictures, host=host), *rules.all_of("furniture", root)]
    found += [one for name in _NEVER_ARTICLE for one in elements[name]]
    return Region(
        root=root,
        furniture=frozenset(map(id, found)),
        captions=frozenset(map(id, rules.all_of("caption", root))),
        left_out=tuple(_left_out(page, root)),
        **stated,
    )


def _left_out(page: Tag, root: Tag) -> Iterator[LeftOut]:
    """The pictures outside of the root, as the reader of blocks would see them."""
    opened = [page.children] if page is not root else []
    while opened:
        node = next(opened[-1], None)
        if node is None:
            opened.pop()
        elif isinstance(node, Tag) and node is not root:
            stated = picture_of(node) if may_hold_picture(node) else None
            if stated is not None:
                what = stated.what if isinstance(stated, LeftOut) else stated.address
                yield LeftOut(what[:MAX_SHOWN], Reason.FURNITURE)
            if may_hold_more(node, stated):
                opened.append(node.children)


def _host(elements: _Elements, meta: Mapping[str, str]) -> str | None:
    links = (one for one in elements["link"] if "canonical" in one.get_attribute_list("rel"))
    stated = [*[str(link.get("href") or "") for link in links][:1], meta.get("og:url", "")]
    for address in stated:
        try:
            host = urlsplit(address.strip()).hostname
        except ValueError:
            continue
        if host:
            return host
    return None


def _body(soup: BeautifulSoup, elements: _Elements) -> Tag:
    """The body of a page; where some of the page stands outside of it, all of the page."""
    body = next(iter(elements["body"]), None)
    if body is None:
        return soup
    beside = (one for above in (*elements["html"][:1], soup) for one in above.children)
    names = {one.name for one in beside if isinstance(one, Tag)}
    alone = names <= {"body", "head", "html"} and len(elements["html"]) <= 1
    return body if alone else soup


def _main(soup: BeautifulSoup, elements: _Elements) -> Tag:
    """The element of a fragment that is named as its main part, where most of its text is in it."""
    for name in ("article", "main"):
        found = elements[name]
        if len(found) == 1 and len(found[0].get_text(strip=True)) * 2 > len(
            soup.get_text(strip=True)
        ):
            return found[0]
    return _body(soup, elements)
