"""What a browser would rather have: the headers that weigh their values (RFC 9110, section 12.4.2).

Languages and picture formats are both chosen here, because a weight of nought refuses a value and
may be written ``0``, ``0.0`` or ``0.000``: read in two places, it would be read in two ways.
"""

import re
from collections.abc import Iterator, Sequence

from indexer.pictures import MediaType
from web.wording.messages import LANGUAGES, Language

EVERYONES: MediaType = "image/jpeg"

_WEIGHT = re.compile(r"(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")


def weighted(header: str) -> Iterator[tuple[str, float]]:
    """The values of a header in lower case, each with its weight; 0 where that is malformed."""
    for part in header.split(","):
        value, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weights = [p[2:].strip() for p in parameters if p.startswith("q=")]
        text = weights[-1] if weights else "1"
        if value:
            yield value, float(text) if _WEIGHT.fullmatch(text) else 0.0


def choose_language(asked: str, accepted: str) -> Language:
    """The language of a page: the one asked for by ``lang=``, else the visitor's, else Chinese.

    ``accepted`` is the ``Accept-Language`` header (RFC 9110 section 12.5.4).
    """
    for language in LANGUAGES:
        if asked == language:
            return language
    wishes: list[tuple[float, Language]] = [
        (weight, language)
        for tag, weight in weighted(accepted)
        for language in LANGUAGES
        if tag.split("-")[0] == language
    ]
    best = max(wishes, key=lambda wish: wish[0], default=(0.0, LANGUAGES[0]))
    return best[1] if best[0] > 0 else LANGUAGES[0]


def choose_type(accept: str, offered: Sequence[MediaType]) -> MediaType:
    """The form that weighs most in ``Accept``, of equal ones the one that is offered first.

    Forms that not everyone reads must be named: browsers that read neither AVIF nor WebP say
    ``image/*`` too. JPEG, which everyone reads, is what is left where nothing that is named is
    offered (RFC 9110, section 12.5.1, leaves that to the server).
    """
    weights: dict[str, float] = {}
    for name, weight in weighted(accept):
        weights[name] = max(weight, weights.get(name, 0.0))
    whole = weights.get("image/*", weights.get("*/*", 0.0))
    told = {name: weights.get(name, whole if name == EVERYONES else 0.0) for name in offered}
    best = max(offered, key=told.__getitem__)
    return best if told[best] > 0 else EVERYONES
