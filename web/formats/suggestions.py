"""Suggestions in the form of OpenSearch Suggestions 1.1.

That is a query, its completions, their descriptions and their addresses, each in a list. Browsers
know this form, and it is all that the page's own search box needs: what to put into the box, what
that is, where it leads. A form of our own would tell kind and count apart, and nobody else would
read it.
"""

from collections.abc import Sequence

from indexer import Suggestion
from indexer.presentation import facet_label, isolated
from web.addresses.links import Links, Parameters

_KINDS = {"person": ("人物", "Person"), "headline": ("标题", "Title"), "word": ("词语", "Word")}
"""Names of the kinds that are no facets."""

_COUNTED = {
    "photo": ("{n} 张", "{n} photos", "1 photo"),
    "paragraph": ("{n} 段", "{n} paragraphs", "1 paragraph"),
    "all": ("{n} 条", "{n} results", "1 result"),
}
"""How many documents of a kind there are: in Chinese, in English, one of them in English."""


def suggestions_json(
    query: str,
    suggestions: Sequence[Suggestion],
    parameters: Parameters,
    *,
    links: Links,
    language: str = "zh",
) -> list[object]:
    """The suggestions for a query; ``parameters`` are those of the address that was asked.

    Each address is the search for a suggestion with the same filters, from its first page.
    """
    asked = "".join(parameters.get("kind", ())) or "photo"
    return [
        query,
        [one.text for one in suggestions],
        [described(one, asked=asked, language=language) for one in suggestions],
        [links.search(parameters, q=(one.text,), page=()) for one in suggestions],
    ]


def described(suggestion: Suggestion, *, asked: str = "photo", language: str = "zh") -> str:
    """What a suggestion is and how many it finds; ``asked`` is the kind of document.

    Its label is told where its text does not show it, as where quotes in it had to be escaped.
    """
    chinese, english, one = _COUNTED[asked]
    found = chinese
    if language == "en":
        found = one if suggestion.count == 1 else english
    label = "" if suggestion.label in suggestion.text else isolated(suggestion.label)
    parts = (_kind(suggestion.kind, language), label, found.format(n=f"{suggestion.count:,}"))
    return " · ".join(filter(None, parts))


def _kind(kind: str, language: str) -> str:
    if kind not in _KINDS:
        return facet_label(kind, language)
    chinese, english = _KINDS[kind]
    return english if language == "en" else chinese
