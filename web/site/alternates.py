"""The formats of a search: which there are, what people call them, where they are.

One table: the links of pages and their heads derive from it. What answers an address is named in
``web.app``, where every address is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from web.addresses import media_types
from web.addresses.links import Parameters
from web.site.frame import Alternate
from web.site.site import Visitor


@dataclass(frozen=True, slots=True)
class Format:
    """A format.

    Attributes:
        form: how an address of a search names it. text: its name among the site's texts.
        feed: whether people subscribe to it, and want what is new at its top.
        whole: whether it holds all that is found and not a page of it.
    """

    form: str
    text: str
    media_type: str
    feed: bool = False
    whole: bool = False


FORMATS = (
    Format("csv", "format_csv", media_types.CSV, whole=True),
    Format("json", "format_json", media_types.JSON),
    Format("ninjs", "format_ninjs", media_types.NINJS),
    Format("atom", "format_atom", media_types.ATOM, feed=True),
    Format("rss", "format_rss", media_types.RSS, feed=True),
    Format("feed.json", "format_json_feed", media_types.JSON_FEED, feed=True),
)


def formats_of(parameters: Parameters, visitor: Visitor) -> tuple[Alternate, ...]:
    """A search in its other formats, to be linked to from the page that shows it.

    A feed's address asks for the newest first, whatever the page does: what is best stays the same
    for years, and whoever subscribes would never see anything new.
    """
    return tuple(_offered(one, parameters, visitor) for one in FORMATS)


def formats_of_photo(photo_id: str, visitor: Visitor) -> tuple[Alternate, ...]:
    """A photo in its other formats."""
    return _both(partial(visitor.links.photo_as, photo_id), visitor)


def formats_of_article(article_id: str, visitor: Visitor) -> tuple[Alternate, ...]:
    """An article in its other formats."""
    return _both(partial(visitor.links.article_as, article_id), visitor)


def _both(address: Callable[[str], str], visitor: Visitor) -> tuple[Alternate, ...]:
    return (
        Alternate(visitor.t("format_json"), address("json"), media_types.JSON),
        Alternate(visitor.t("format_ninjs"), address("ninjs"), media_types.NINJS),
    )


def _offered(one: Format, parameters: Parameters, visitor: Visitor) -> Alternate:
    asked: dict[str, tuple[str, ...]] = {"view": (), "explain": ()}
    if one.feed:
        asked["sort"] = ("newest",)
    if one.feed or one.whole:
        asked["page"] = asked["per_page"] = ()
    url = visitor.links.search(parameters, form=one.form, **asked)
    return Alternate(visitor.t(one.text), url, one.media_type)
