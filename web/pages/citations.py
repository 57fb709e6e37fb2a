"""A photo in the words that people paste elsewhere.

What is unknown is left out and never guessed: no day where the post has none, and no licence at
all. The reference is in the order of GB/T 7714-2015, section 4.6 (electronic resources): who made
it, what it is called with its type and carrier, who published it, the year and the day of that, the
day it was looked at, where it is. Who put a post together is no author of its pictures.
"""

import json
from collections.abc import Iterator
from html import escape

from indexer import Document
from indexer.pictures import WIDTHS
from web.addresses.params import shortened
from web.pages.photo_contexts import Citation
from web.site.site import Visitor
from web.wording.credits import credit_text, photographers
from web.wording.dates import parts

FORMS = ("caption_credit", "credit_alone", "figure", "markdown", "reference", "data")
TITLE = 60  # characters of a caption that name a picture in a reference


def citations(
    document: Document, visitor: Visitor, *, url: str, image: str, original: str, today: str
) -> list[Citation]:
    """The forms, the first of them the one that is copied most.

    ``url`` is the photo's page and ``image`` its picture, with their host; ``original`` is the post
    on the web, or empty; ``today`` the day, ISO 8601.
    """
    texts = (
        _caption_and_credit(document),
        credit_text(document),
        _figure(document, url, image),
        _markdown(document, url, image),
        _reference(document, original or url, today),
        _data(document, original or url),
    )
    forms = zip(FORMS, texts, strict=True)
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
    credit = escape(credit_text(document))
    said = " ".join(filter(None, (escape(document.caption), credit and f"<cite>{credit}</cite>")))
    width, height = document.width, document.height
    scale = min(1, WIDTHS[-1] / (width or 1))
    size = f' width="{width * scale:.0f}" height="{height * scale:.0f}"' if width and height else ""
    alt = escape(document.caption or document.headline)
    img = f'<img src="{escape(image)}" alt="{alt}"{size}>'
    told = f"<figcaption>{said}</figcaption>" if said else ""
    return f'<figure><a href="{escape(url)}">{img}</a>{told}</figure>'


def _markdown(document: Document, url: str, image: str) -> str:
    picture = f"[![{_escaped(document.caption or document.headline)}]({image})]({url})"
    credit = credit_text(document)
    said = (_escaped(document.caption), credit and f"*{_escaped(credit)}*")
    return "\n\n".join(filter(None, (picture, " ".join(filter(None, said)))))


def _escaped(text: str) -> str:
    """What Markdown would read as marks."""
    return "".join("\\" + one if one in "\\`*_[]<>" else one for one in " ".join(text.split()))


def _reference(document: Document, url: str, today: str) -> str:
    makers = ", ".join(photographers(document)) or document.agency
    title = shortened(document.caption or document.headline, TITLE).rstrip("。.")
    publisher = document.agency or document.author
    day = document.published[:10] if parts(document.published[:10]) else ""
    published = f"{day[:4]}({day})" if day else ""
    middle = ", ".join(filter(None, (publisher, published)))
    named = [makers, f"{title}[Z/OL]", f"{middle}[{today}]", url]
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
