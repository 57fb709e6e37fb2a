"""When a post says it was published, as ISO 8601 with exactly the precision it states.

Posts spell it as RFC 822 (feeds), ``YYYY-MM-DD HH:MM:SS`` (blog engines), ISO 8601, in Chinese
(``2018年7月1日``), or as ``Invalid Date`` (a script that lost it); Jekyll has it in the file name.
A zone is kept where there is one and never invented: ``2022-01-18T01:15:25`` has none.
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime

_ISO = re.compile(
    r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?"
    r"(?:[T\s]+(?P<hour>\d{1,2})[:：时](?P<minute>\d{2})(?:[:：分](?P<second>\d{2})(?:\.\d+)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{1,2})?)?.*",
    re.DOTALL,
)
_FILE = re.compile(r"(?<!\d)((?:19|20)\d{2})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)")

_LONGEST = 200
"""Characters in which a date stands; its parser takes the square of what it is given."""


def parse_published(value: object) -> str | None:
    """Read a date of front matter or of a meta tag; None where it is none."""
    text = " ".join(str(value)[:_LONGEST].split()) if value is not None else ""
    match = _ISO.match(text)
    if match:
        return _from_iso(match)
    try:
        parsed = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return _text(parsed)


def published_in_path(path: str) -> str | None:
    """Read the date that a file name begins with or holds, as Jekyll's ``2011-04-16-title.md``."""
    match = _FILE.search(path.rpartition("/")[2])
    try:
        return date(*map(int, match.groups())).isoformat() if match else None
    except ValueError:
        return None


def in_zone(published: str, zone: tzinfo) -> str:
    """The same moment by the clocks of a zone, whose first ten characters are the day there.

    Feeds state UTC, and captions and readers speak of days where they live: 18:30 GMT is the next
    day in China. A bare date, or a time without a zone, is one of that place already.
    """
    moment = datetime.fromisoformat(published)
    if moment.tzinfo is None:
        return published
    try:
        return moment.astimezone(zone).replace(microsecond=0).isoformat()
    except OverflowError:  # the first and the last hours of the calendar
        return published


def day_in(published: str | None, zone: tzinfo) -> date | None:
    """The calendar day of a publication date in a zone."""
    return date.fromisoformat(in_zone(published, zone)[:10]) if published else None


def _from_iso(match: re.Match[str]) -> str | None:
    year, month, day = (int(match[name]) for name in ("year", "month", "day"))
    try:
        if match["hour"] is None:
            return date(year, month, day).isoformat()
        hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
        zone = _zone(match["zone"])
        return _text(datetime(year, month, day, hour, minute, second, tzinfo=zone))
    except ValueError:
        return None


def _zone(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text in ("Z", "UTC", "GMT"):
        return UTC
    digits = text[1:].replace(":", "")
    shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return timezone(shift if text[0] == "+" else -shift)


def _text(moment: datetime) -> str:
    text = moment.replace(microsecond=0).isoformat()
    return text.removesuffix("+00:00") + "Z" if moment.tzinfo == UTC else text
