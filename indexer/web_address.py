"""What of a post's addresses may be handed on: http, https, or nothing.

A post is a stranger's text, and its addresses may be ``javascript:``, ``vbscript:``, ``data:`` or
whatever scheme a reader's machine has a program for. Pages, JSON and the command line all ask here,
so that there is one answer. It lists what is good, since nobody can list what is bad.
"""

import re
from urllib.parse import quote, urlsplit

_HIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")
"""Blanks, controls and marks of direction: unseen, or moving what is seen."""

_OTHER_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[/\\]")


def web_address(address: str) -> str:
    """An http or https address that can be linked to; empty where it is none.

    Unseen characters in it are percent-encoded: what is shown is what is followed.
    """
    address = _HIDDEN.sub(lambda found: quote(found[0]), address.strip())
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:  # an IPv6 address that is none
        return ""
    sound = parts.scheme in ("http", "https") and host and "\\" not in parts.netloc
    return address if sound else ""


def picture_address(image: str) -> str:
    """A picture's address on the web, or its path in the corpus; empty where it is neither.

    Browsers leave out blanks and controls before they look for a scheme, and so does this.
    """
    on_web = web_address(image)
    if on_web or _OTHER_SCHEME.match(_HIDDEN.sub("", image)):
        return on_web
    return image
