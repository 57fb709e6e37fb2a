"""What a post says about itself: title, date, author, address, categories, tags, pictures.

Front matter comes first, then the head of an HTML page (``og:``, ``article:`` and plain meta tags,
``<title>``, ``rel=canonical``), then the file's name. Blog engines and aggregators share no
vocabulary, so each field has a short list of the keys that they use for it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from bs4 import BeautifulSoup, Tag

from indexer.posts.blocks.addresses import is_on_web
from indexer.posts.dates.published import parse_published, published_in_path, without_date
from indexer.posts.page.elements import elements_of
from indexer.posts.page.front_pictures import front_pictures
from indexer.posts.page.head import meta_tags
from indexer.posts.page.picture_values import FrontPicture, plain_key
from indexer.posts.page.tags import tags_in
from indexer.posts.page.values import all_texts, first_text, texts_in, tidy

_TITLE = ("title", "headline", "标题")
_DATE = (
    *("date", "published", "pubdate", "publishdate", "datepublished", "publishedat"),
    *("publishedon", "publishtime", "publishedtime", "publicationdate", "posted", "postdate"),
    *("posttime", "dateposted", "created", "createdat", "createdon", "createdate", "createtime"),
    *("creationdate", "datecreated", "datetime", "timestamp", "time", "日期", "时间", "時間"),
    *(
        "发布日期",
        "发布时间",
        "發布日期",
        "發佈日期",
        "發布時間",
        "发表日期",
        "发表时间",
        "發表日期",
    ),
    *("创建日期", "创建时间", "建立日期"),
)
"""Without what is a matter of taste: ``publish_date`` and ``publishDate`` are one key."""

_AUTHOR = ("author", "source", "authors", "作者", "来源")
_PHOTOGRAPHER = (
    *("photographer", "photographers", "photoby", "photosby", "摄影", "摄影师", "摄影者"),
    *("摄影记者", "攝影", "攝影師", "攝影者", "攝影記者"),
)
_LONGEST_PHOTOGRAPHER = 120
_URL = ("url", "link", "source_url", "original", "original_url", "canonical", "permalink")
_CATEGORY = ("categories", "category", "分类")
_PLACE = ("place", "places", "location", "city", "province", "country", "地点")
_PERSON = ("person", "people", "persons", "人物")

_META_TITLE = ("og:title", "twitter:title", "title")
_META_DATE = ("article:published_time", "og:published_time", "pubdate", "publishdate", "date")
_META_AUTHOR = ("author", "og:site_name", "source")
_META_CATEGORY = ("article:section",)
_META_IMAGE = ("og:image", "twitter:image")
_META_TAGS = frozenset({"keywords", "article:tag", "news_keywords"})

_Elements = Mapping[str, Sequence[Tag]]

_BUNDLES = frozenset({"index", "_index"})
"""Names of posts that are called as their folder is."""

_ORDER = re.compile(r"^\d{1,4}[_ .、-]+(?=\D)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the head of a post states; ``pictures`` are those of front matter, or a page's cover.

    A page that shows pictures, if only those of its frame, has none by its meta tags: what stands
    there for other sites to show is as often the site's as the article's.
    """

    title: str
    published: str | None = None
    author: str | None = None
    photographer: str | None = None
    url: str | None = None
    category: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    pictures: tuple[FrontPicture, ...] = ()
    draft: bool = False


def read_metadata(
    front: Mapping[str, Any],
    soup: BeautifulSoup,
    path: str,
    *,
    page: Mapping[str, Any] | None = None,
    elements: _Elements | None = None,
) -> Metadata:
    """Gather the metadata of a post from its front matter, its HTML head and its path.

    ``page`` is what a whole page says of its article; it knows less than front matter and more
    than meta tags. ``elements`` are those of the page, where they were asked for already.
    """
    elements = elements_of(soup) if elements is None else elements
    head = meta_tags(elements)
    page = page or {}
    written = front
    front = {plain_key(key): value for key, value in reversed(list(front.items()))} | dict(front)
    return Metadata(
        title=first_text(front, _TITLE) or first_text(page, _TITLE) or _title(head, elements, path),
        published=_published(front, page, head, elements) or published_in_path(_called(path)),
        author=first_text(front, _AUTHOR)
        or first_text(page, _AUTHOR)
        or first_text(head, _META_AUTHOR),
        photographer=_photographer(front),
        url=_address(front, head, elements),
        category=all_texts(front, _CATEGORY) or all_texts(head, _META_CATEGORY),
        place=all_texts(front, _PLACE),
        person=all_texts(front, _PERSON),
        tags=tags_in(front, _meta_tags_of(elements)),
        pictures=front_pictures(written) or (() if elements["img"] else _meta_pictures(head)),
        draft=_says(front.get("draft"), "true") or _says(front.get("published"), "false"),
    )


def _photographer(front: Mapping[str, Any]) -> str | None:
    """Who made the pictures of a post; a mapping or an address is something else."""
    for value in map(front.get, _PHOTOGRAPHER):
        names = [] if isinstance(value, Mapping) else texts_in(value)
        stated = "、".join(names)
        if 0 < len(stated) <= _LONGEST_PHOTOGRAPHER and "://" not in stated:
            return stated
    return None


def _says(value: object, word: str) -> bool:
    """Whether a value is a truth value, as blog engines read it: with or without quotes."""
    return str(value).strip().lower() == word


def _meta_tags_of(elements: _Elements) -> Iterator[str]:
    """What a page says of its tags; ``article:tag`` stands once for each."""
    for tag in elements["meta"]:
        name = tag.get("property") or tag.get("name")
        if str(name).lower() in _META_TAGS:
            yield from texts_in(tag.get("content"))


def _meta_pictures(head: Mapping[str, str]) -> tuple[FrontPicture, ...]:
    addresses = all_texts(head, _META_IMAGE)
    return tuple(FrontPicture(address=address, is_cover=True) for address in addresses)


def _title(head: Mapping[str, str], elements: _Elements, path: str) -> str:
    stated = first_text(head, _META_TITLE)
    if stated:
        return stated
    page, heading = _text_of(elements, "title"), _text_of(elements, "h1")
    if page or heading:
        # The title of a page repeats its heading and adds the name of the site.
        return heading if heading and (heading in page or not page) else page
    return _ORDER.sub("", without_date(_called(path))) or path


def _called(path: str) -> str:
    """The name of a post's file, or of its folder where the file is its index."""
    pure = PurePosixPath(path)
    return pure.parent.name if pure.stem in _BUNDLES and pure.parent.name else pure.stem


def _text_of(elements: _Elements, name: str) -> str:
    return next((tidy(tag.get_text(" ")) for tag in elements[name]), "")


def _published(
    front: Mapping[str, Any],
    page: Mapping[str, Any],
    head: Mapping[str, str],
    elements: _Elements,
) -> str | None:
    stated = list(_dates_of(front))
    stated += [page.get("date"), *(head.get(key) for key in _META_DATE)]
    stated += [tag.get("datetime") for tag in elements["time"][:1]]
    return next((date for date in map(parse_published, stated) if date), None)


def _dates_of(front: Mapping[str, Any]) -> Iterator[object]:
    """The values under the keys of dates; one may be a list, or hold several under such keys."""
    for key in _DATE:
        value = front.get(key)
        if isinstance(value, Mapping):
            named = {plain_key(name).lstrip("$"): item for name, item in value.items()}
            yield from (named.get(name) for name in _DATE)
        else:
            yield from value[:1] if isinstance(value, list) else [value]


def stated_url(front: Mapping[str, Any]) -> str | None:
    """The address of the original that front matter states, or None."""
    stated = (first_text(front, (key,)) for key in _URL)
    return next((url for url in stated if url and is_on_web(url)), None)


def address_of(elements: _Elements) -> str | None:
    """The address that a page states of itself, or None."""
    return _address({}, meta_tags(elements), elements)


def _address(front: Mapping[str, Any], head: Mapping[str, str], elements: _Elements) -> str | None:
    links = (one for one in elements["link"] if "canonical" in one.get_attribute_list("rel"))
    stated = [stated_url(front), *(str(link.get("href") or "") for link in links)][:2]
    stated.append(head.get("og:url"))
    return next((url for url in stated if url and is_on_web(url)), None)
