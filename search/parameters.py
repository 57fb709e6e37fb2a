"""What can be asked of an archive, declared once: each parameter with its name, labels and form.

``Request`` says what the values are to an engine; this table says how people and programs pass
them. The door's keyword arguments, the options of the command line, the parameters of an address,
their labels and the description of the site for programs derive from it, so that a filter is added
in one place. Defaults are those of ``Request``, and choices those of its types.

A filter over the values of a field has three forms: the plain one means any of its values, ``and_``
that a document must have the value as well, ``not_`` that it must not have it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from typing import Literal, TypedDict

from search.document import KINDS
from search.request import (
    DUPLICATES,
    FACET_ORDERS,
    FACET_VALUES,
    GAPS,
    GROUPS,
    MAX_LENGTH,
    MAX_PER_PAGE,
    MOST_FACET_VALUES,
    SORTS,
    VALUE_FACETS,
    Request,
    ValueFacet,
    Wanted,
)

Form = Literal["text", "choice", "date", "value", "id", "switch", "whole"]
"""How a parameter is read: ``value`` is one as the facets show it, ``date`` EDTF or as typed."""

Values = str | Sequence[str] | None
"""A filter: one value, several, or none."""

AND, NOT = "and_", "not_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter of a search.

    Attributes:
        name: as a keyword argument, an option and in an address (the query is ``q`` there).
        chinese, english: what people call it.
        form: how it is read.
        help: a line of help.
        choices: what it may be, where it is one of a few.
        many: whether it may be repeated.
        narrows: whether it is a filter, which a suggestion heeds as well.
        facet: the field of which it is a filter's plain, ``and_`` or ``not_`` form.
        default: what goes without saying; None where that is nothing.
        least, most: the bounds of a number.
    """

    name: str
    chinese: str
    english: str
    form: Form
    help: str
    choices: tuple[str, ...] = ()
    many: bool = False
    narrows: bool = True
    facet: ValueFacet | None = None
    default: str | int | None = None
    least: int = 1
    most: int | None = None

    def label(self, language: str) -> str:
        """Its name in a language, Chinese unless that is ``en``."""
        return self.english if language == "en" else self.chinese


class Filters(TypedDict, total=False):
    """The filters as keyword arguments; ``PARAMETERS`` says what each means.

    ``year`` is another name for ``taken``, that of its facet.
    """

    kind: Wanted
    taken: Values
    year: Values
    creator: Values
    agency: Values
    place: Values
    person: Values
    tag: Values
    category: Values
    and_creator: Values
    and_agency: Values
    and_place: Values
    and_person: Values
    and_tag: Values
    and_category: Values
    not_creator: Values
    not_agency: Values
    not_place: Values
    not_person: Values
    not_tag: Values
    not_category: Values
    lacks: Values
    article: str | None
    exact: bool
    picture: str | None


_LABELS: Mapping[ValueFacet, tuple[str, str]] = {
    "creator": ("摄影", "Photographer"),
    "agency": ("机构", "Agency"),
    "place": ("地点", "Place"),
    "person": ("人物", "Person"),
    "tag": ("标签", "Tag"),
    "category": ("分类", "Category"),
}

_DEFAULTS = {
    field.name: None if field.default is MISSING else field.default for field in fields(Request)
}


def _value_filters(prefix: str, chinese: str, english: str, help_: str) -> Iterator[Parameter]:
    for facet in VALUE_FACETS:
        yield Parameter(
            name=f"{prefix}{facet}",
            chinese=chinese.format(_LABELS[facet][0]),
            english=english.format(_LABELS[facet][1]),
            form="value",
            help=help_.format(_LABELS[facet][1].lower()),
            many=True,
            facet=facet,
        )


PARAMETERS: tuple[Parameter, ...] = (
    Parameter(
        name="q",
        chinese="查询",
        english="Query",
        form="text",
        help="what a person would type; anything is allowed",
        narrows=False,
    ),
    Parameter(
        name="kind",
        chinese="类型",
        english="Kind",
        form="choice",
        help="photos, paragraphs, or all",
        choices=(*KINDS, "all"),
        default=str(_DEFAULTS["kind"]),
    ),
    Parameter(
        name="taken",
        chinese="日期",
        english="Date",
        form="date",
        help="date or interval: 2018, 2018-07, 2018-01/2018-06, ../2018",
        many=True,
    ),
    *_value_filters("", "{}", "{}", "the {}, as the facets show it"),
    *_value_filters(AND, "并且{}", "And {}", "besides, only with this {}"),
    *_value_filters(NOT, "不含{}", "Not {}", "only without this {}"),
    Parameter(
        name="lacks",
        chinese="缺",
        english="Lacks",
        form="choice",
        help="what the post does not say: its date, its creator, its caption",
        choices=GAPS,
        many=True,
    ),
    Parameter(
        name="article",
        chinese="稿件",
        english="Article",
        form="id",
        help="only documents of the article with this id",
    ),
    Parameter(
        name="exact",
        chinese="原样",
        english="Exact",
        form="switch",
        help="only what is typed: no other words, no dates read",
    ),
    Parameter(
        name="picture",
        chinese="同一图片",
        english="Same picture",
        form="id",
        help="only photos with the same picture as the one with this id",
    ),
    Parameter(
        name="sort",
        chinese="排序",
        english="Order",
        form="choice",
        help="the order of what is found",
        choices=SORTS,
        narrows=False,
        default=str(_DEFAULTS["sort"]),
    ),
    Parameter(
        name="duplicates",
        chinese="重复图片",
        english="Duplicates",
        form="choice",
        help="photos with the same picture: one for all, or each",
        choices=DUPLICATES,
        narrows=False,
        default=str(_DEFAULTS["duplicates"]),
    ),
    Parameter(
        name="groups",
        chinese="组照",
        english="Groups",
        form="choice",
        help="photos of an article that match only by what they share: one for all, or each",
        choices=GROUPS,
        narrows=False,
        default=str(_DEFAULTS["groups"]),
    ),
    Parameter(
        name="page",
        chinese="页",
        english="Page",
        form="whole",
        help="which page, counted from 1",
        narrows=False,
        default=1,
    ),
    Parameter(
        name="per_page",
        chinese="每页",
        english="Per page",
        form="whole",
        help="how many rows a page holds",
        narrows=False,
        most=MAX_PER_PAGE,
    ),
    Parameter(
        name="explain",
        chinese="说明得分",
        english="Explain",
        form="switch",
        help="tell of every hit what its score is made of",
        narrows=False,
    ),
    Parameter(
        name="facet",
        chinese="分面",
        english="Facet",
        form="choice",
        help="the facet of which more values are wanted",
        choices=VALUE_FACETS,
        narrows=False,
    ),
    Parameter(
        name="facet_values",
        chinese="分面值数",
        english="Facet values",
        form="whole",
        help="how many of its values",
        narrows=False,
        default=FACET_VALUES,
        most=MOST_FACET_VALUES,
    ),
    Parameter(
        name="facet_text",
        chinese="在分面中查找",
        english="Find in facet",
        form="text",
        help="only its values in which this stands",
        narrows=False,
    ),
    Parameter(
        name="facet_order",
        chinese="分面排序",
        english="Facet order",
        form="choice",
        help="its values by count or by name",
        choices=FACET_ORDERS,
        narrows=False,
        default="count",
    ),
    Parameter(
        name="timeline",
        chinese="时间轴",
        english="Timeline",
        form="switch",
        help="count the results by year, month or day",
        narrows=False,
    ),
)
"""All of them, in the order in which an address names them."""

BY_NAME: Mapping[str, Parameter] = {parameter.name: parameter for parameter in PARAMETERS}

FILTERS: tuple[Parameter, ...] = tuple(p for p in PARAMETERS if p.narrows)
"""Those that say among which documents to search."""

FACET_LABELS: Mapping[str, tuple[str, str]] = {
    "year": ("年份", "Year"),
    **{p.name: (p.chinese, p.english) for p in FILTERS if p.name == p.facet},
    **{name: (BY_NAME[name].chinese, BY_NAME[name].english) for name in ("kind", "lacks")},
}
"""Names of the facets for people, in Chinese and in English."""


def facet_label(name: str, language: str) -> str:
    """A facet's name for people; a facet that this table does not know keeps its own."""
    chinese, english = FACET_LABELS.get(name, (name, name))
    return english if language == "en" else chinese


def what_is_read(query: str) -> str:
    """The part of a query that a search reads; links repeat that and not the rest."""
    return query[:MAX_LENGTH].rstrip()
