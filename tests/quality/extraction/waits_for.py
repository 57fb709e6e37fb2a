"""The kinds that are not read rightly yet, by the step of the reader that has to.

Each is a strict xfail in ``test_kinds``: one that becomes right makes its test fail until its name
is taken out here. Both tables shrink to nothing, and then this module goes.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

Waiting: TypeAlias = Mapping[str, Sequence[str]]
"""By step, the kinds."""

SHARED: Waiting = {
    "page": (
        "big5",
        "control-character",
        "front-matter-and-dates",
        "front-matter-gallery",
        "mdx-silent",
        "template-folders",
    ),
    "markup": (
        "bad-definition",
        "docsify-size",
        "html-line-then-picture",
        "hugo-figure",
        "hugo-figure-short-code",
        "jekyll-include",
        "liquid-variable-with-blanks",
        "note-taking-marks",
        "pictures-beside-src",
        "reference-image-with-tag",
        "short-codes",
        "site-variable",
    ),
    "region": (
        "page-furniture-as-photos",
        "title-and-date-in-the-page",
    ),
    "blocks": (
        "licence-button",
        "word-in-name",
    ),
    "captions": (
        "alt-is-a-slug",
        "atx-heading-no-space",
        "body-paragraph-that-contains-the-alt",
        "bold-numbered-caption-that-begins-with-a-year",
        "caption-sentence-before-the-picture",
        "coloured-questions-as-captions",
        "headline-below-the-banner",
        "list-item-link-as-caption",
        "name-as-alt",
        "nav-line-caption",
        "numbered-caption-with-comma-or-part",
        "photo-diary-read-as-verse",
        "web-address-as-caption",
        "xia-tu",
    ),
    "credits and dates": (
        "credit-forms",
        "english-creator",
        "future-event",
        "unsplash-credit",
        "year-that-does-not-open-the-caption",
    ),
}
"""Of ``kinds.SHARED``."""

GOLDEN: Waiting = {
    "captions": (
        "addresses-below-a-picture",
        "alt-that-is-a-caption",
        "alt-that-is-no-caption",
        "body-text-behind-a-picture",
        "caption-over-several-lines",
        "captions-in-the-same-block",
        "captions-set-small",
        "centred-captions-however-many",
        "dates-and-hours-below-a-picture",
        "descriptions-in-attributes",
        "diary-caption-in-the-line-above",
        "diary-caption-in-the-line-below",
        "diary-caption-in-the-next-paragraph",
        "diary-caption-in-the-paragraph-above",
        "headings-below-a-picture",
        "headline-below-a-banner",
        "italic-captions-with-a-full-stop",
        "licence-below-a-picture",
        "lists-of-pictures",
        "numbered-captions-of-many-forms",
        "one-caption-for-several-pictures",
        "quotes-below-a-picture",
        "sentence-above-each-picture",
        "speakers-below-a-picture",
        "table-with-a-row-of-captions",
        "which-picture-a-text-points-at",
    ),
}
"""Of ``kinds.GOLDEN``."""


def step_of(waiting: Waiting, kind: str) -> str | None:
    """The step that a kind waits for, or None where it is right."""
    return next((step for step, kinds in waiting.items() if kind in kinds), None)
