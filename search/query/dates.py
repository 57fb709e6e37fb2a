"""Dates as people type them after ``日期:``, turned into the archive's own form."""

import re

from search.query.nodes import Dated
from search.text.dates import parse

_CHINESE = re.compile(r"(\d{4})\s*[年./-](?:\s*(\d{1,2})\s*(?:[月./-]|$)(?:\s*(\d{1,2})\s*日?)?)?")


def typed_date(text: str) -> Dated:
    """The date that a person typed: EDTF, or ``2018年7月1日``, ``2018.7``.

    Raises:
        ArgumentError: the text is no date.
    """
    found = _CHINESE.fullmatch(text.strip())
    parts = [part for part in found.groups() if part] if found else []
    edtf = "-".join((parts[0], *(f"{int(part):02}" for part in parts[1:]))) if parts else text
    return Dated(edtf.strip(), parse(edtf))
