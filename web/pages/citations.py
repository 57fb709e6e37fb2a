"""A photo in the words that people paste elsewhere.

What is unknown is left out and never guessed: no day where the post has none, and no licence at
all. The reference is in the order of GB/T 7714-2015, section 4.6 (electronic resources): who made
it, what it is called with its type and carrier, who published it, when, the day it was looked at,
where it is.
"""

import json
from collections.abc import Iterator
from html import escape

from indexer import Document
from web.pages.photo_contexts import Citation
from web.site.site import Visitor
from web.wording.credits import credit_text
from web.wording.dates import parts

TITLE = 60  # characters of a caption that name a picture in a reference


def citations(
    document: Document, visitor: Visitor, *, url: str, image: str, original: str, today: str
) -> list[Citation]:
    """The forms, the first of them the one that is copied most.

    ``url`` is the photo's page and ``image`` its picture, with their host; ``original`` is the post
    on the web, or empty; ``today`` the day, ISO 8601.
    """
    forms = (
        ("caption_credit", _caption_and_credit(document)),
        ("credit_alone", credit_text(document)),
        ("figure", _figure(document, url, image)),
        ("markdown", _markdown(document, image)),
        ("reference", _reference(document, original or url, today)),
        ("data", _data(document, original or url)),
    )
    return [Citation(name, visitor.t(f"copy_{name}"), text) for name, text in forms if text]


def _caption_and_credit(document: Document) -> str:
    return "".join(_closed(document.caption)) + credit_text(document)


def _closed(sentence: str) -> Iterator[str]:
    """A sentence with a stop at its end, since a credit follows."""
    if sentence:
        yield sentence
        if sentence[-1] not in "。！？；…”』」.!?;":
            yield "。"


def _figure(document: Document, url: str, image: str) -> str:
    caption, credit = escape(document.caption), escape(credit_text(document))
    said = " ".join(filter(None, (caption, f"<cite>{credit}</cite>" if credit else "")))
    img = f'<img src="{escape(image)}" alt="{caption}">'
    return f'<figure><a href="{escape(url)}">{img}</a><figcaption>{said}</figcaption></figure>'


def _markdown(document: Document, image: str) -> str:
    said = _escaped(" ".join(document.caption.split()))
    credit = credit_text(document)
    return f"![{said}]({image})" + (f"\n\n*{_escaped(credit)}*" if credit else "")


def _escaped(text: str) -> str:
    """What Markdown would read as marks."""
    return "".join("\\" + one if one in "\\`*_[]<>" else one for one in text)


def _reference(document: Document, url: str, today: str) -> str:
    makers = ", ".join(document.creator) or document.agency or document.author
    title = document.caption or document.headline
    title = title if len(title) <= TITLE else title[: TITLE - 1].rstrip() + "…"
    publisher = document.agency or document.author
    day = document.taken if parts(document.taken) else document.published[:10]
    made = f"({day})" if day else ""
    middle = f"{publisher}, {day[:4]}{made}" if publisher and day else publisher or made
    named = [makers, f"{title.rstrip('。.')}[Z/OL]", f"{middle}[{today}]", url]
    return ". ".join(filter(None, named))


def _data(document: Document, url: str) -> str:
    told = {
        "id": document.id,
        "caption": document.caption,
        "creator": list(document.creator),
        "agency": document.agency,
        "credit_line": document.credit,
        "taken": document.taken,
        "published": document.published,
        "headline": document.headline,
        "url": url,
    }
    return json.dumps({n: v for n, v in told.items() if v}, ensure_ascii=False, indent=2)
