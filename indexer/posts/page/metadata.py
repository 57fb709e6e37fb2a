"""What a post says about itself: title, date, author, address, categories, places, people.

Front matter comes first, then the head of an HTML page (``og:``, ``article:`` and plain meta tags,
``<title>``, ``rel=canonical``), then the file's name. Blog engines and aggregators share no
vocabulary, so each field has a short list of the keys that they use for it.
"""

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from bs4 import BeautifulSoup, Tag

from indexer.posts.dates.published import parse_published, published_in_path
from indexer.posts.page.decoding import well_formed
from indexer.posts.page.elements import elements_of
from indexer.posts.page.head import meta_tags

_TITLE = ("title", "headline", "标题")
_DATE = ("date", "published", "pubDate", "publish_date", "publishDate", "created", "日期")
_AUTHOR = ("author", "source", "authors", "作者", "来源")
_URL = ("url", "link", "source_url", "original", "original_url", "canonical", "permalink")
_CATEGORY = ("categories", "category", "分类")
_PLACE = ("place", "places", "location", "city", "province", "country", "地点")
_PERSON = ("person", "people", "persons", "人物")
_HEAD_IMAGE = ("headimg", "cover", "thumbnail", "image", "banner", "featured_image")

_META_TITLE = ("og:title", "twitter:title", "title")
_META_DATE = ("article:published_time", "og:published_time", "pubdate", "publishdate", "date")
_META_AUTHOR = ("author", "og:site_name", "source")
_META_CATEGORY = ("article:section",)
_META_IMAGE = ("og:image", "twitter:image")

_Elements = Mapping[str, Sequence[Tag]]

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
_ORDER = re.compile(r"^\d{1,4}[_ .、-]+(?=\D)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the head of a post states; ``head_images`` are the addresses of its cover pictures.

    A page that shows pictures, if only those of its frame, has none by its meta tags: what stands
    there for other sites to show is as often the site's as the article's.
    """

    title: str
    published: str | None = None
    author: str | None = None
    url: str | None = None
    category: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    head_images: tuple[str, ...] = ()
    draft: bool = False


def read_metadata(
    front: Mapping[str, Any],
    soup: BeautifulSoup,
    path: str,
    *,
    page: Mapping[str, Any] | None = None,
) -> Metadata:
    """Gather the metadata of a post from its front matter, its HTML head and its path.

    ``page`` is what a whole page says of its article; it knows less than front matter and more
    than meta tags.
    """
    elements = elements_of(soup)
    head = meta_tags(elements)
    page = page or {}
    return Metadata(
        title=_first(front, _TITLE) or _first(page, _TITLE) or _title(head, elements, path),
        published=_published(front, page, head, elements) or published_in_path(path),
        author=_first(front, _AUTHOR) or _first(page, _AUTHOR) or _first(head, _META_AUTHOR),
        url=_address(front, head, elements),
        category=_all(front, _CATEGORY) or _all(head, _META_CATEGORY),
        place=_all(front, _PLACE),
        person=_all(front, _PERSON),
        head_images=_all(front, _HEAD_IMAGE)
        or (() if elements["img"] else _all(head, _META_IMAGE)),
        draft=_says(front.get("draft"), "true") or _says(front.get("published"), "false"),
    )


def _shown_elsewhere(head: Mapping[str, str], elements: _Elements) -> tuple[str, ...]:
    return () if elements["img"] else _all(head, _META_IMAGE)


def _says(value: object, word: str) -> bool:
    """Whether a value is a truth value, as blog engines read it: with or without quotes."""
    return str(value).strip().lower() == word


def _title(head: Mapping[str, str], elements: _Elements, path: str) -> str:
    stated = _first(head, _META_TITLE)
    if stated:
        return stated
    page, heading = _text_of(elements, "title"), _text_of(elements, "h1")
    if page or heading:
        # The title of a page repeats its heading and adds the name of the site.
        return heading if heading and (heading in page or not page) else page
    return _ORDER.sub("", PurePosixPath(path).stem) or path


def _text_of(elements: _Elements, name: str) -> str:
    return next((_tidy(tag.get_text(" ")) for tag in elements[name]), "")


def _published(
    front: Mapping[str, Any],
    page: Mapping[str, Any],
    head: Mapping[str, str],
    elements: _Elements,
) -> str | None:
    stated = (
        [front.get(key) for key in _DATE]
        + [page.get("date")]
        + [head.get(key) for key in _META_DATE]
    )
    stated += [tag.get("datetime") for tag in elements["time"][:1]]
    return next((date for date in map(parse_published, stated) if date), None)


def _address(front: Mapping[str, Any], head: Mapping[str, str], elements: _Elements) -> str | None:
    links = (one for one in elements["link"] if "canonical" in one.get_attribute_list("rel"))
    stated = [_first(front, (key,)) for key in _URL]
    stated += [str(link.get("href") or "") for link in links][:1]
    stated.append(head.get("og:url"))
    return next((url for url in stated if url and re.match(r"https?://", url)), None)


def _first(values: Mapping[str, Any], keys: Iterable[str]) -> str | None:
    return next(iter(_all(values, keys)), None)


def _all(values: Mapping[str, Any], keys: Iterable[str]) -> tuple[str, ...]:
    """Collect the texts under several keys, in order, each once."""
    found: dict[str, None] = {}
    for key in keys:
        found.update(dict.fromkeys(_texts(values.get(key))))
    return tuple(found)


def _texts(value: object) -> list[str]:
    if isinstance(value, Mapping):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, list | tuple):
        return [text for item in value for text in _texts(item)]
    text = "" if value is None or isinstance(value, bool) else _tidy(html.unescape(str(value)))
    return [text] if text else []


def _tidy(text: str) -> str:
    return " ".join(_CONTROL.sub("", well_formed(text)).split())
