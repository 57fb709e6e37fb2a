"""What to say of a query and its answer, for every engine."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from search.document import KINDS, Kind
from search.fields import CHINESE_NAMES, ENGLISH_NAMES, FIELDS, Field, Named
from search.query.lowered import Manner
from search.query.nodes import All, asks_for_category, leaves
from search.query.parser import Query
from search.query.plan import scope_fields
from search.request import Request
from search.results import Hit, Notice

IsFilled = Callable[[Field | Literal["category"]], bool]
"""Whether any document of an archive has something in a field."""


class Attempt(NamedTuple):
    """How a query was read for one kind of documents, and what that found.

    Attributes:
        manner: the last reading tried.
        matched: it found something. excluded: nothing did, but would without exclusions.
    """

    manner: Manner
    matched: bool
    excluded: bool


def notices_of(
    query: Query,
    attempts: Mapping[Kind, Attempt],
    wanted: Sequence[Kind],
    is_filled: IsFilled,
    *,
    relaxed: bool,
    dictionary_changed: bool,
) -> tuple[Notice, ...]:
    """What to say of a query.

    Args:
        attempts: for every kind; wanted: the kinds that are asked for.
        relaxed: what is shown holds only some of it.
    """
    notices = list(query.notices)
    tried = [attempts[kind] for kind in wanted]
    if relaxed:
        notices.append(_RELAXED)
    if any(one.manner == "split" and one.matched for one in tried):
        notices.append(_SPLIT)
    excluded = any(one.excluded for one in tried)
    if excluded and not any(one.matched for one in attempts.values()):
        notices.append(_ALL_EXCLUDED)
    notices += _empty_fields(query.root, is_filled)
    if dictionary_changed:
        notices.append(_DICTIONARY)
    return tuple(notices)


def _empty_fields(root: All, is_filled: IsFilled) -> Iterator[Notice]:
    """Say of a field that the query names when nothing in the archive has it."""
    if asks_for_category(root) and not is_filled("category"):
        yield _empty_field("category")
    scopes = dict.fromkeys(leaf.scope for leaf in leaves(root) if leaf.scope)
    for scope in scopes:
        fields = {field for kind in KINDS for field in scope_fields(scope, FIELDS[kind])}
        if not any(map(is_filled, sorted(fields))):
            yield _empty_field(scope)


def unexplained(request: Request, hits: Sequence[Hit]) -> Iterator[Notice]:
    """Say how many hits are explained, where not all are that should be."""
    told = sum(hit.explanation is not None for hit in hits)
    if request.explain and told < len(hits):
        yield Notice(
            "explained_in_part",
            f"只说明了前 {told:,} 条结果的排序依据；其余请逐条查看。",
            f"Only the first {told:,} results are explained; ask for the others one by one.",
        )


def _empty_field(scope: Named) -> Notice:
    name = CHINESE_NAMES[scope]
    return Notice(
        "empty_field",
        f"这个图库没有“{name}”信息；去掉“{name}:”可在全文中查找。",
        f"Nothing in this archive has a {ENGLISH_NAMES[scope]}; "
        f"without “{name}:” all of the text is searched.",
    )


_RELAXED = Notice(
    "relaxed",
    "没有包含全部词语的结果，以下结果只包含其中一部分。",
    "Nothing holds all the words; these results hold some of them.",
)
_SPLIT = Notice(
    "split",
    "没有连在一起的结果，已把各部分分开查找。",
    "Nothing has these pieces together; they were searched separately.",
)
_ALL_EXCLUDED = Notice(
    "all_excluded",
    "符合其余条件的结果都被“-”排除了。",
    "Everything that matches the rest was excluded by a minus.",
)
_DICTIONARY = Notice(
    "dictionary_changed",
    "索引使用的词典与当前程序不同，重建索引可得到更好的排序。",
    "The index was built with another dictionary; rebuilding it may improve the order.",
)
