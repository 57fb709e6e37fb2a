"""The region of a page: what holds for any page, rows of furniture, rules of sites, time."""

import re
import time
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st

from indexer.posts.blocks.pictures import picture_of
from indexer.posts.left_out import Reason
from indexer.posts.markup.rendering import to_soup
from indexer.posts.region.region import Region, host_of, is_whole_page, read_region
from indexer.posts.region.surroundings import head_of
from indexer.posts.sites.registry import CONVENTIONS, rules_for
from indexer.posts.sites.rules import SelectorError, SiteRules
from search.errors import ArchiveError

PROSE = "<p>入夏以来，海州湾的渔港渐渐忙碌起来，几十条渔船趁着涨潮出港。</p>"
TEASER = '<li><a href="/{0}.html"><img src="{0}.jpg"></a><a href="/{0}.html">冷库扩建 {0}</a></li>'


def soup_of(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "lxml")


def page_of(body: str, head: str = "<title>渔港往事</title>") -> BeautifulSoup:
    return soup_of(f"<html><head>{head}</head><body>{body}</body></html>")


def kept(html: str) -> list[str]:
    """The pictures of a fragment that are the article's."""
    soup = soup_of(html)
    region = read_region(soup)
    return [str(one["src"]) for one in region.root.find_all("img") if not region.is_furniture(one)]


def shown(tag: Tag) -> int:
    """How many images below an element show, or mean to show, a picture."""
    return sum(picture_of(one) is not None for one in tag.find_all("img"))


@pytest.mark.parametrize(
    ("html", "whole"),
    [
        ("<html><head><title></title></head><body><p>字</p></body></html>", True),
        ('<meta charset="utf-8"><p>字</p>', True),
        ("<p>字</p>", False),
        ("<article><h1>字</h1></article>", False),
        ("<style>p {}</style><p>字</p>", False),
        ("", False),
    ],
)
def test_a_whole_page_has_a_head_that_says_something(html: str, whole: bool) -> None:
    assert is_whole_page(soup_of(html)) is whole


@pytest.mark.parametrize("post", ["# 渔港往事\n\n![船](a.jpg)\n", "<p><img src='a.jpg'></p>\n"])
def test_a_post_that_is_no_whole_page_is_article_throughout(post: str) -> None:
    region = read_region(to_soup(post, ".md"))
    assert region.root.name == "body"
    assert not region.furniture
    assert region.stated == {"title": None, "date": None, "author": None, "source": None}


ROWS = {
    "a list of teasers": (f"<ul>{''.join(map(TEASER.format, 'ab'))}</ul>", []),
    "three teasers in divisions": (
        "".join(
            f'<div><a href="{n}.html"><img src="{n}.jpg"><span>灯塔换上新灯 {n}</span></a></div>'
            for n in "abc"
        ),
        [],
    ),
    "teasers with their days": (
        "".join(
            f'<div><a href="{n}.html"><img src="{n}.jpg"></a>'
            f'<a href="{n}.html">灯塔换上新灯，渔民点赞</a> 05-06</div>'
            for n in "abc"
        ),
        [],
    ),
    "two linked pictures with a line": (
        "".join(
            f'<div><a href="{n}.html"><img src="{n}.jpg"></a><a href="{n}.html">灯塔</a></div>'
            for n in "ab"
        ),
        ["a.jpg", "b.jpg"],
    ),
    "large versions": (
        "".join(f'<li><a href="{n}-1.jpg"><img src="{n}.jpg">灯塔</a></li>' for n in "abc"),
        ["a.jpg", "b.jpg", "c.jpg"],
    ),
    "large versions behind a proxy": (
        "".join(
            f'<p><a href="/show?u=https://p.example/{n}.jpg"><img src="{n}.jpg">灯塔</a></p>'
            for n in "abc"
        ),
        ["a.jpg", "b.jpg", "c.jpg"],
    ),
    "pages of the photos": (
        "".join(f'<p><a href="/photo/{n}"><img src="{n}.jpg"></a></p>' for n in "abc"),
        ["a.jpg", "b.jpg", "c.jpg"],
    ),
    "sentences that are links": (
        "".join(
            f'<p><a href="/photo/{n}"><img src="{n}.jpg">渔民在码头装卸鲜货。</a></p>'
            for n in "abc"
        ),
        ["a.jpg", "b.jpg", "c.jpg"],
    ),
    "captions that are no links": (
        "".join(
            f'<div><a href="/photo/{n}"><img src="{n}.jpg"></a><p>装卸鲜货</p></div>' for n in "abc"
        ),
        ["a.jpg", "b.jpg", "c.jpg"],
    ),
    "one link to one story": (
        "".join(f'<p><a href="/x.html"><img src="{n}.jpg">灯塔</a></p>' for n in "abc"),
        ["a.jpg", "b.jpg", "c.jpg"],
    ),
    "share buttons": (
        "".join(
            f'<a href="https://{n}.example/share?url=https%3A%2F%2Fhz.example%2F1">'
            f'<img src="{n}.jpg"></a>'
            for n in "ab"
        ),
        [],
    ),
    "links through a redirector": (
        "".join(
            f'<a href="https://go.example/?target=https%3A//photos.example/{n}">'
            f'<img src="{n}.jpg"></a>'
            for n in "abc"
        ),
        ["a.jpg", "b.jpg", "c.jpg"],
    ),
    "a banner": (
        '<a href="https://shop.example/"><img src="a.jpg" width="650" height="120"></a>',
        [],
    ),
    "a panorama": (
        '<a href="https://photos.example/"><img src="a.jpg" width="1600" height="400"></a>',
        ["a.jpg"],
    ),
    "a paid link": ('<a rel="sponsored" href="https://shop.example/x"><img src="a.jpg"></a>', []),
    "the page of an event": ('<a href="https://event.example/"><img src="a.jpg"></a>', ["a.jpg"]),
    "the front page": ('<a href="/"><img src="a.jpg"></a>', []),
    "a place on the page": ('<a href="#top"><img src="a.jpg"></a>', ["a.jpg"]),
    "a licence": (
        '<p><a href="https://creativecommons.org/licenses/by/4.0/"><img src="a.jpg"></a>许可</p>',
        [],
    ),
    "a licence in a caption": (
        '<figure><img src="a.jpg"><figcaption><a rel="license" href="/x">许可</a></figcaption>',
        ["a.jpg"],
    ),
    "the button of a licence without its link": (
        '<p><img src="https://licensebuttons.net/l/by/4.0/by.jpg">许可</p>',
        [],
    ),
    "the same picture twice": ('<img src="a.jpg"><img src="a.jpg">', ["a.jpg", "a.jpg"]),
    "the same picture three times": ('<img src="a.jpg"><hr>' * 3, []),
}


@pytest.mark.parametrize(("html", "photos"), ROWS.values(), ids=ROWS)
def test_rows_of_pictures(html: str, photos: list[str]) -> None:
    assert kept(f"<p>渔港往事。</p>{html}<p>灯塔往事。</p>") == photos


def test_what_is_left_out_is_counted_with_its_reason() -> None:
    region = read_region(page_of(f'<img src="/s/logo.jpg"><div>{PROSE * 3}<img src="b.jpg"></div>'))
    assert [(one.what, one.reason) for one in region.left_out] == [
        ("/s/logo.jpg", Reason.FURNITURE)
    ]


@pytest.mark.parametrize(
    "outside",
    [
        '<amp-img src="/s/a.jpg"></amp-img>',
        '<picture><source srcset="/s/a.jpg"></picture>',
        '<noscript><img src="/s/a.jpg"></noscript>',
        '<img alt="甲"><noscript><img src="/s/a.jpg"></noscript>',
    ],
)
def test_pictures_of_every_kind_outside_the_region_are_told_once(outside: str) -> None:
    region = read_region(page_of(f'{outside}<p>甲</p><div>{PROSE * 3}<img src="b.jpg"></div>'))
    assert [one.what for one in region.left_out] == ["/s/a.jpg"]


def test_a_paragraph_in_a_header_ends_the_head_of_an_article() -> None:
    """Elements whose names begin with an h are no headings for that."""
    soup = page_of(f"<article><header>{'渔港往事' * 15}</header><p>灯塔往事</p></article>")
    article = soup.article
    assert article is not None
    assert [line.text for line in head_of(soup, article).inside] == []


TAGS = st.sampled_from(["div", "p", "a href='x'", "section", "ul", "li", "h1", "figure", "aside"])
LEAVES = st.one_of(
    st.sampled_from(["<img src='a.jpg'>", "<img>", "<br>", PROSE, "</div>", "</p>", "<td>"]),
    st.text(max_size=20),
)
MARKUP = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        lambda tag, nodes: f"<{tag}>{''.join(nodes)}</{tag.split()[0]}>",
        TAGS,
        st.lists(inner, max_size=4),
    ),
    max_leaves=20,
)


@given(
    MARKUP, st.sampled_from(["", "<title>渔港_海州网</title>", '<meta name="date" content="x">'])
)
def test_any_markup_has_a_region_in_which_every_picture_is_kept_or_counted(
    body: str, head: str
) -> None:
    soup = page_of(body, head)
    region = read_region(soup)
    assert region.root is soup or soup in region.root.parents
    assert shown(region.root) + len(region.left_out) == shown(soup)


@given(st.text(max_size=100), st.text(max_size=100))
def test_any_title_and_heading(title: str, heading: str) -> None:
    soup = page_of(f"{PROSE}", "<title></title>")
    assert soup.title is not None
    soup.title.string = title
    heading_tag = soup.new_tag("h1")
    heading_tag.string = heading
    assert soup.body is not None
    soup.body.insert(0, heading_tag)
    found = read_region(soup).title
    assert found is None or found.strip()


LONG: dict[str, Callable[[int], str]] = {
    "paragraphs": lambda n: PROSE * n,
    "nested": lambda n: f"<div>{PROSE}" * n,
    "nested links": lambda n: "<div><a href='/'>字" * n,
    "linked pictures": lambda n: "".join(map(TEASER.format, range(n))),
    "pictures in one link": lambda n: f"<a href='x'>{'<img src=a.jpg>字' * n}</a>",
    "one text": lambda n: f"<div><p>{'字，' * n * 50}</p></div>",
    "one title": lambda n: f"<title>{'字-' * n * 50}</title>{PROSE}",
    "headings": lambda n: "<h1>字</h1>" * n + PROSE,
    "lines": lambda n: "2021-05-06 <br>" * n,
    "pictures above the text": lambda n: "<h1>字</h1>" + "<p><img src=a.jpg></p>" * n + PROSE,
}


def _seconds(soup: BeautifulSoup) -> float:
    started = time.process_time()
    read_region(soup)
    return time.process_time() - started


@pytest.mark.parametrize("make", LONG.values(), ids=LONG)
def test_time_grows_with_the_length_of_a_page(make: Callable[[int], str]) -> None:
    pages = [page_of(make(n)) for n in (300, 2_400)]
    short, long = (min(_seconds(page) for _ in range(3)) for page in pages)
    assert long < max(short, 0.004) * 8 * 4


PARTS = {"region": "#text", "title": ".bt", "date": ".sj", "author": ".zz", "caption": ".tu"}


def ruled(rules: SiteRules) -> Region:
    body = (
        '<p class="bt">往事</p><p class="sj">2021年5月6日</p><p class="zz">隋立峰</p>'
        '<div id="text">雾散了。<img src="a.jpg"><p class="tu">灯塔</p>'
        '<b><img src="b.jpg"></b></div>'
        f"<div>{PROSE * 3}</div>"
    )
    return read_region(page_of(body), site=rules)


def test_the_rules_of_a_site_come_first() -> None:
    region = ruled(SiteRules.from_mapping({**PARTS, "furniture": "b"}))
    assert region.root.get("id") == "text"
    stated = (region.title, region.published, region.author)
    assert stated == ("往事", "2021-05-06", "隋立峰")
    assert [tag.get_text() for tag in region.root.find_all(region.is_caption)] == ["灯塔"]
    assert [one["src"] for one in region.root.find_all("img") if region.is_furniture(one)] == [
        "b.jpg"
    ]


def test_rules_that_match_nothing_leave_a_page_to_the_general_reader() -> None:
    general = ruled(SiteRules())
    assert ruled(SiteRules(**dict.fromkeys(PARTS, ".no-such"))) == general
    assert general.root.get("id") != "text"


@pytest.mark.parametrize(
    ("selectors", "named"),
    [
        ({"region": "div["}, "region='div['"),
        ({"title": 5}, "title=5"),
        ({"body": "div"}, "'body'"),
        ({"date": ":is(" * 2000}, "date"),
        ({"date": "a" * 2000}, "date"),
    ],
)
def test_a_selector_that_cannot_be_used_is_named(selectors: dict[str, object], named: str) -> None:
    with pytest.raises(SelectorError, match=re.escape(named)) as error:
        SiteRules.from_mapping(selectors)
    assert isinstance(error.value, ArchiveError)


@pytest.mark.parametrize(
    ("host", "generator", "known"),
    [
        ("mp.weixin.qq.com", "", True),
        ("www.xinhuanet.com", "", True),
        ("notxinhuanet.com", "", False),
        ("hz.example", "WordPress 6.4", True),
        ("hz.example", "Discuz! X3.4", True),
        ("hz.example", "Hugo 0.120", False),
        ("", "", False),
    ],
)
def test_rules_are_for_a_host_with_its_subdomains_or_a_generator(
    host: str, generator: str, known: bool
) -> None:
    assert (rules_for(host, generator) is not None) is known


@pytest.mark.parametrize(
    ("head", "host"),
    [
        ('<link rel="canonical" href="https://hz.example/1">', "hz.example"),
        ('<meta property="og:url" content="//hz.example/1">', "hz.example"),
        ('<link rel="canonical" href="/1"><meta property="og:url" content="x">', None),
        ('<link rel="canonical" href="https://[hz/1">', None),
    ],
)
def test_the_host_that_a_page_names_as_its_own(head: str, host: str | None) -> None:
    assert host_of(page_of(PROSE, head)) == host


def test_every_convention_says_for_which_pages_it_is() -> None:
    assert all(bool(one.hosts) or bool(one.generator) for one in CONVENTIONS)
