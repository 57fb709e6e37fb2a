"""Who is named for a picture, told apart as formats want it.

A credit line says who took a picture (``摄``), or who gave it (``供图``), and only the first are
photographers. Nothing is concluded beyond that: no licence, no owner.
"""

import re

from indexer import Document
from indexer.presentation import isolated

_GAVE = re.compile("供|提供|來源|来源")
_NOTICE = re.compile(r"©|\(c\)|copyright|版权所有|版權所有", re.IGNORECASE)


def photographers(document: Document) -> tuple[str, ...]:
    """Who took a picture, as far as the post says so."""
    return () if _GAVE.search(document.role) else document.creator


def givers(document: Document) -> tuple[str, ...]:
    """Who gave a picture without having taken it, as far as the post says so."""
    return document.creator if _GAVE.search(document.role) else ()


def credit_text(document: Document) -> str:
    """The credit line as it stands in the post, else made of what is known, else empty."""
    if document.credit:
        return document.credit
    creators = "、".join(map(isolated, document.creator))
    return " ".join(filter(None, (isolated(document.agency), creators)))


def copyright_notice(document: Document) -> str:
    """What the credit line says of copyright, in its own words; mostly nothing."""
    return document.credit if _NOTICE.search(document.credit) else ""
