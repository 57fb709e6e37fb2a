"""Facets and timelines of a cluster are those of a directory."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.cluster.engine import ClusterEngine
from search.cluster.location import ClusterLocation
from search.cluster.pages import labels, tally
from search.cluster.wire.client import Client
from search.document import Document
from search.request import Request
from search.results import Facet, Results
from tests.clusters import own_name
from tests.places import MANIFEST, built
from tests.profiles import tried
from tests.strategies import AGENCIES, DATES, NAMES, PEOPLE, PICTURES, TAGS, WORDS, requests

pytestmark = [pytest.mark.cluster, pytest.mark.untraced]

NAMED = [
    *NAMES,
    *(f"{family}{given}" for family in "王李張张刘趙赵" for given in "伟芳娜敏静丽強强"),
]
"""Some are spelled in two ways."""
MARKED = ["C++", "a.b*", "[x]", "(y|z)", '"q"', "a\\b", "<1-9>", "x\ny", "#@&~^$", "长" * 500]
LONG = ["值" * 2_500, "值" * 2_500 + "乙", "Ｌ" * 9_000, "Ｌ" * 9_000 + "乙"]
VALUES = [*TAGS, *MARKED, *(f"标签{number}" for number in range(40))]
DAYS = [*DATES, "2018-07-30", "2018-08-02", "1999", "2018-06-28/2018-07-03", "1987-03/2019-01"]


def documents(size: int) -> list[Document]:
    """An archive in which frequent values stand beside many that are equally rare."""
    random = Random(7)

    def few(values: list[str], most: int) -> tuple[str, ...]:
        some = (values[int(len(values) * random.random() ** 3)] for _ in range(most))
        return tuple(dict.fromkeys(one for one in some if random.random() < 0.7))

    return [
        Document(
            id=f"a{number // 4}-{number % 4}",
            kind="photo" if number % 4 < 3 else "paragraph",
            article=f"a{number // 4}",
            position=number % 4,
            headline=" ".join(few(WORDS, 3)),
            tag=few([*VALUES, *LONG], 4),
            category=few(["新闻", "体育", "體育"], 2),
            published=random.choice(["", "2018-07-01"]),
            **(photo(few, random) if number % 4 < 3 else {"text": " ".join(few(WORDS, 5))}),
        )
        for number in range(size)
    ]


def photo(few: Any, random: Random) -> dict[str, Any]:
    return {
        "caption": " ".join(few(WORDS, 6)),
        "creator": few(NAMED, 2),
        "agency": random.choice(AGENCIES),
        "person": few(PEOPLE, 2),
        "taken": random.choice(DAYS),
        "image": random.choice(PICTURES),
    }


class Both:
    """The same documents in a directory and in a cluster."""

    def __init__(self, path: Path, location: str, some: list[Document]) -> None:
        self.location = location
        self.directory = built(path, some)
        with ClusterLocation(location).build(MANIFEST) as writer:
            for article in sorted({d.article for d in some}):
                writer.put(article, [d for d in some if d.article == article], article)
        self.cluster = ClusterEngine(location)

    def agree(self, request: Request) -> None:
        ours, theirs = (one.search(request) for one in (self.cluster, self.directory))
        assert counted(ours) == counted(theirs), request

    def close(self) -> None:
        self.directory.close()
        self.cluster.close()


def counted(results: Results) -> dict[str, object]:
    facets = {facet.name: facet for facet in results.facets}
    return {**facets, "undated": results.undated, "timeline": results.timeline}


@pytest.fixture(scope="module")
def both(cluster: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    with own_name(cluster) as name:
        location = f"opensearch://{cluster}/{name}?shards=3&replicas=0"
        made = Both(tmp_path_factory.mktemp("both"), location, documents(240))
        yield made
        made.close()


@st.composite
def asked(draw: st.DrawFn) -> Request:
    """Requests that often leave much to count, and ask for few or many of the values."""
    request = draw(requests())
    value = st.tuples(st.sampled_from(("tag", "creator")), st.sampled_from([*VALUES, *NAMED]))
    return replace(
        request,
        text=draw(st.sampled_from((request.text, "", "", "的"))),
        per_page=1,
        page=1,
        sort="newest",
        facet=draw(st.sampled_from((None, "tag", "tag", "creator", "agency"))),
        facet_values=draw(st.sampled_from((1, 2, 5, 20, 1000))),
        facet_text=draw(
            st.sampled_from(("", "", "", "标签", *MARKED, "ｘ", "王", "长" * 450, "?"))
        ),
        facet_order=draw(st.sampled_from(("count", "name"))),
        required=draw(st.one_of(st.just(()), st.lists(value, max_size=3).map(tuple))),
        creator=draw(
            st.one_of(st.just(()), st.lists(st.sampled_from(NAMED), max_size=3).map(tuple))
        ),
        timeline=draw(st.booleans()),
    )


@tried(60)
@given(request=asked())
def test_counts_are_those_of_a_directory(both: Both, request: Request) -> None:
    both.agree(request)


@tried(30)
@given(data=st.data(), request=asked())
def test_long_lists_of_values_are_read_page_by_page(
    both: Both, data: st.DataObject, request: Request
) -> None:
    """None is left out and none is counted too low, however few come at once."""
    engine = both.directory
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tally, "AT_ONCE", data.draw(st.sampled_from((4, 50))))
        patch.setattr(tally, "FIRST", data.draw(st.sampled_from((1, 3))))
        patch.setattr(tally, "MOST_NUMBERS", data.draw(st.sampled_from((0, 1000))))
        patch.setattr(labels, "MOST_ASKED", 3)
        patch.setattr(labels, "AT_ONCE", 2)
        fresh = ClusterEngine(both.location)
        assert counted(fresh.search(request)) == counted(engine.search(request)), request
        fresh.close()


def test_every_value_is_shown_as_in_a_directory(both: Both) -> None:
    """The longest, too, and those that are patterns."""
    for facet in ("tag", "creator"):
        request = Request(kind="all", facet=facet, facet_values=1000, facet_order="name")
        both.agree(request)
    for value in [*LONG, *MARKED]:
        both.agree(Request(kind="all", excluded=(("tag", value),)))
    for text in MARKED:
        both.agree(Request(kind="all", facet="tag", facet_text=text))


def facet_of(engine: ClusterEngine, request: Request) -> Facet:
    return next(f for f in engine.search(request).facets if f.name == request.facet)


class Asking:
    """Counts how often a cluster is asked to search."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.searches: list[int] = []
        lines = Client.lines

        def counting(client: Client, path: str, some: Any, **options: Any) -> dict[str, Any]:
            if path == "_msearch":
                some = list(some)
                self.searches.append(len(some) // 2)
            return lines(client, path, some, **options)

        patch.setattr(Client, "lines", counting)


def test_what_was_counted_of_a_commit_is_not_counted_again(
    both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = ClusterEngine(both.location)
    asking = Asking(monkeypatch)
    request = Request(kind="all", creator=("李刚",), timeline=True)
    engine.search(request)
    first, asking.searches = asking.searches, []
    engine.search(replace(request, page=2, sort="newest"))
    engine.close()
    assert sum(asking.searches) < sum(first)


def test_a_spelling_is_gone_with_its_last_document(cluster: str, tmp_path: Path) -> None:
    """A value is shown by a spelling that the archive has."""
    some = [
        Document(id=f"p{n}", kind="photo", article=f"a{n}", agency=agency)
        for n, agency in enumerate(["新华社", "新華社", "中新社"])
    ]
    with own_name(cluster) as name:
        location = f"opensearch://{cluster}/{name}?replicas=0"
        both = Both(tmp_path, location, some)
        request = Request(agency=("新華社",), excluded=(("agency", "中新社"),), facet="agency")
        labelled = [[(item.label, item.count) for item in facet_of(both.cluster, request).items]]
        with ClusterLocation(location).revise() as writer:
            writer.drop("a0")
            writer.drop("a2")
        labelled.append(
            [(item.label, item.count) for item in facet_of(both.cluster, request).items]
        )
        both.close()
    assert labelled == [[("新华社", 2), ("中新社", 1)], [("新華社", 1)]]


EDGES = [
    Request(timeline=True, taken=("../1250",)),
    Request(timeline=True, taken=("2018-03-03",)),
    Request(timeline=True, taken=("9999-12-31", "0001")),
    Request(timeline=True, taken=("9998/..",)),
    Request(text="没有", timeline=True, taken=("2018-03-03",)),
    Request(creator=("没有",), timeline=True),
    Request(creator=("长" * 50_000,)),
    Request(article="x" * 40_000),
    Request(picture="\ud800", excluded=(("creator", "\ud800"),), facet="tag", facet_text="\ud800"),
    Request(required=(("creator", "李刚"),), excluded=(("creator", "李刚"),)),
]


def test_what_is_at_the_edge_is_counted_as_in_a_directory(cluster: str, tmp_path: Path) -> None:
    """All years that there are, nothing at all, texts that no document has."""
    dates = ["0001-01-01/9999-12-31", "0001", "9999-12-31", "2018", "", "1200-01/1300-02"]
    some = [
        Document(id=f"p{n}", kind="photo", article=f"a{n}", taken=date, creator=("李刚",))
        for n, date in enumerate(dates)
    ]
    with own_name(cluster) as name:
        both = Both(tmp_path, f"opensearch://{cluster}/{name}?replicas=0", some)
        for request in (Request(timeline=True), *EDGES):
            both.agree(request)
        both.close()
