"""When a post says it was published, as ISO 8601 with exactly the precision it states.

How posts write it: ``stated``. A zone is kept where there is one and never invented:
``2022-01-18T01:15:25`` has none, and is meant where its readers are. A time with a zone is an
instant, and what day it was depends on who counts: feeds speak of UTC, where it is still yesterday
when China has breakfast. ``day_in`` counts the day, and ``in_zone`` writes the instant, in one
zone, that of the archive; Asia/Shanghai, where nobody says otherwise. Seconds since 1970 name no
zone to be kept, and are written in that one.
"""

import re
from datetime import date, datetime, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from indexer.posts.dates.stated import is_epoch, stated_moment

_DAY = re.compile(r"(?<!\d)((?:19|20)\d{2})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)")
_JEKYLL = re.compile(r"((?:19|20)\d{2})-(\d{1,2})-(\d{1,2})-(?=.)")
"""What the file name of a post of Jekyll begins with, before its title."""

_LONGEST = 400
"""Characters of a value that are made a text."""


def parse_published(value: object, zone: tzinfo | None = None) -> str | None:
    """Read a date of front matter or of a meta tag; None where it is none.

    ``zone`` is where seconds since 1970 are written.
    """
    text = "" if value is None else str(value)[:_LONGEST]
    moment = stated_moment(text)
    if isinstance(moment, datetime) and is_epoch(text):
        moment = moment.astimezone(zone or china())
    return None if moment is None else _text(moment)


def published_in_path(path: str) -> str | None:
    """Read the date that a file name begins with or holds, as Jekyll's ``2011-04-16-title.md``."""
    name = path.rpartition("/")[2]
    match = _JEKYLL.match(name) or _DAY.search(name)
    try:
        return date(*map(int, match.groups())).isoformat() if match else None
    except ValueError:
        return None


def without_date(name: str) -> str:
    """A file name without the date that Jekyll wants before its title."""
    return name if published_in_path(name) is None else _JEKYLL.sub("", name, count=1)


@cache
def china() -> tzinfo:
    """The zone of an archive of which nothing else is said."""
    return ZoneInfo("Asia/Shanghai")


def day_in(published: str | None, zone: tzinfo | None = None) -> date | None:
    """Give the calendar day of a publication date as readers in a zone count it."""
    return date.fromisoformat(in_zone(published, zone)[:10]) if published else None


def in_zone(published: str, zone: tzinfo | None = None) -> str:
    """The same moment by the clocks of a zone, whose first ten characters are the day there.

    A bare date, or a time without a zone, is one of that place already.
    """
    moment = datetime.fromisoformat(published)
    if moment.tzinfo is None:
        return published
    try:
        return _text(moment.astimezone(zone or china()))
    except OverflowError:  # the first and the last hours of the calendar
        return published


def _text(moment: date | datetime) -> str:
    if not isinstance(moment, datetime):
        return moment.isoformat()
    text = moment.replace(microsecond=0).isoformat()
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text
