"""Strangers' texts among our own: what they contain must not rearrange what stands around them.

A text may hold marks of direction (U+202A to U+202E, U+2066 to U+2069) that turn around everything
after them, to the end of the paragraph, and other controls that move a terminal's cursor.

On a page, a text with such marks is put between isolates (Unicode UAX 9: FSI … PDI), and marks that
would close what was opened outside are taken out, since a stray PDI would end the isolate itself;
``<bdi>`` is no better there, and does not go into titles and attributes. A terminal may know no
isolates, so there every control is written out, as ``\\u202e`` or ``\\n``.
"""

import re

from markupsafe import Markup

_FSI, _PDI = "\u2068", "\u2069"
_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ISOLATES = re.compile("[\u2066-\u2069]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


class Verbatim(str):
    """A text that goes into a page as it is: the value of a field, which is sent back."""

    __slots__ = ()


def isolated(text: str) -> str:
    """The text as a page shows it: alone. ``Markup`` stays ``Markup``; ``Verbatim`` stays so."""
    if isinstance(text, Verbatim) or not _MARKS.search(text):
        return text
    opened = 0

    def balanced(found: re.Match[str]) -> str:
        nonlocal opened
        if found[0] == _PDI and not opened:
            return ""
        opened += -1 if found[0] == _PDI else 1
        return found[0]

    inner = _ISOLATES.sub(balanced, str(text))
    whole = f"{_FSI}{inner}{_PDI * opened}{_PDI}"
    return Markup(whole) if isinstance(text, Markup) else whole  # noqa: S704  as safe as before


def visible(text: str) -> str:
    """The text as a terminal shows it: on one line, its controls written out."""
    return _CONTROLS.sub(_escape, text)


def visible_json(written: str) -> str:
    """JSON that says the same, with the controls escaped that ``json`` leaves as they are."""
    return _UNSAFE_IN_JSON.sub(_escape_for_json, written)


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return _SHORT.get(found[0]) or (f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}")


def _escape_for_json(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
