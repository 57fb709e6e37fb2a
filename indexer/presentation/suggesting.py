"""Suggestions as JSON, and the words for what they are."""

from collections.abc import Iterable, Mapping

from indexer.presentation.rendering import FACET_LABELS, Json
from search.suggestion import Suggestion, SuggestionKind

SUGGESTION_LABELS: Mapping[SuggestionKind, tuple[str, str]] = {
    "creator": FACET_LABELS["creator"],
    "person": ("人物", "Person"),
    "place": FACET_LABELS["place"],
    "agency": FACET_LABELS["agency"],
    "category": FACET_LABELS["category"],
    "tag": FACET_LABELS["tag"],
    "headline": ("标题", "Headline"),
    "word": ("词语", "Word"),
}
"""What a suggestion is, for people, in Chinese and in English."""


def suggestion_label(kind: SuggestionKind, language: str) -> str:
    """What a suggestion is, in one language (``zh`` or ``en``)."""
    chinese, english = SUGGESTION_LABELS[kind]
    return english if language == "en" else chinese


def suggestions_json(text: str, suggestions: Iterable[Suggestion]) -> Json:
    """What was typed, and what it may be completed to."""
    return {"text": text, "suggestions": [suggestion_json(one) for one in suggestions]}


def suggestion_json(suggestion: Suggestion) -> Json:
    """One suggestion; ``text`` is what to search for."""
    return {
        "text": suggestion.text,
        "label": suggestion.label,
        "kind": suggestion.kind,
        "count": suggestion.count,
    }
