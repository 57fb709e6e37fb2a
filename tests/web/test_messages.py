"""The texts that are named at run time: a family has a text for each value, and none besides.

A missing one is an error on a page that few people see; one too many is a text that nobody reads,
or a value that has another name now.
"""

import re
from collections.abc import Iterable, Mapping
from typing import get_args

import pytest

from indexer import FACET_ORDERS, GAPS, SORTS
from search.explanation import Tier
from search.fields import FIELDS
from search.origin import SOURCES, SUPPLIED
from search.ranking import FIELD_WEIGHTS
from search.results import TimelineUnit
from search.text.analyzer import STREAMS
from tests.conftest import ROOT
from web.addresses.search_request import VIEWS
from web.pages import about_page, cards, citations, light_table, tips
from web.site import problems, sheets
from web.wording.about_texts import ABOUT_TEXTS, KEYS
from web.wording.messages import TEXTS
from web.wording.photo_texts import PHOTO_TEXTS

NAMES = {*TEXTS, *PHOTO_TEXTS, *ABOUT_TEXTS}
WAYS = ("only", "and", "not")

FAMILIES: Mapping[str, Iterable[object]] = {
    "about_": ("year", *about_page._FIELDS),
    "about_lacks_": GAPS,
    "as_": (*STREAMS, "literal"),
    "chosen_": ("selected", "required", "excluded"),
    "copy_": citations.FORMS,
    "download_": [form.removeprefix(".") for form in light_table.DOWNLOADS],
    "error_": (*problems._OWN_HEADLINES, "other"),
    "help_": ("fewer", "quotes", "minus", *tips._EXAMPLES),
    "in_": [field for field in FIELDS["photo"] if field in FIELD_WEIGHTS],
    "key_": [name.removeprefix("key_") for _, name in KEYS],
    "lacks_": GAPS,
    "order_": FACET_ORDERS,
    "origin_": (*SOURCES, *SUPPLIED),
    "reasons_": (*get_args(Tier), "none", "close_share", "none_share"),
    "sheet_": sheets.PER_PAGE,
    "sort_": SORTS,
    "timeline_": get_args(TimelineUnit),
    "told_": (*problems._OWN_DETAILS, "other"),
    "view_": VIEWS,
    "way_": (*WAYS, *(f"{way}_says" for way in WAYS)),
    "why_": cards._WHY_FIELDS,
}
"""The beginning of a name, and all that code puts behind it."""

MADE = {f"{family}{value}" for family, values in FAMILIES.items() for value in values}


def written() -> set[str]:
    """Every string of the site's code that could be the name of a text."""
    files = [path for path in (ROOT / "web").rglob("*.*") if path.suffix in (".py", ".html")]
    tables = re.compile(r"wording/(messages|\w+_texts)\.py")
    code = "".join(path.read_text() for path in files if not tables.search(path.as_posix()))
    return set(re.findall(r"""["']([a-z]\w*)["']""", code))


UNWRITTEN = NAMES - written()
"""Names that no code spells out."""


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_has_a_text_for_each_value_and_no_other(family: str) -> None:
    wanted = {f"{family}{value}" for value in FAMILIES[family]}
    assert wanted - NAMES == set(), "a page that needs it fails"
    assert {name for name in UNWRITTEN if name.startswith(family)} <= MADE


def test_every_text_is_used() -> None:
    assert set() == UNWRITTEN - MADE
