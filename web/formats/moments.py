"""Dates as formats want them: moments, where an archive often knows no more than a day.

An archive keeps a post's date as the post has it: a day, a time by the clocks of the corpus, or a
time with its offset. Feeds and ninjs know moments alone (RFC 3339). A day becomes its first moment,
and a time without an offset one by the clocks of China. A day that is not known becomes nothing:
a photo of ``2018-07`` was not made on the first of July.
"""

import re
from datetime import datetime
from email.utils import format_datetime
from zoneinfo import ZoneInfo

ZONE = "Asia/Shanghai"
"""Whose clocks a time without an offset is read by."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def moment(text: str) -> datetime | None:
    """A post's date, or a photo's day, as a moment; None where it is neither."""
    if not _DAY.match(text):
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=ZoneInfo(ZONE))


def day(edtf: str) -> datetime | None:
    """The first moment of a day; None where a date is more, or less, than one day."""
    return moment(edtf) if _DAY.fullmatch(edtf) else None


def rfc3339(found: datetime) -> str:
    """A moment as Atom, JSON Feed and JSON Schema write it."""
    text = found.isoformat(timespec="seconds")
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text


def rfc822(found: datetime) -> str:
    """A moment as RSS writes it."""
    return format_datetime(found)
