"""Addresses read, checked, and written again."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from indexer import DUPLICATES, GROUPS, KINDS, MAX_PER_PAGE, SORTS, Archive, ArgumentError, Results
from web.addresses.links import Links
from web.addresses.params import (
    MOST_VALUES,
    NAMED,
    ParameterError,
    came_from,
    led_by,
    read_request,
    shortened,
)
from web.addresses.search_request import VIEWS, SearchRequest

NAMES = [
    *(
        "q",
        "kind",
        "taken",
        "creator",
        "place",
        "tag",
        "picture",
        "sort",
        "duplicates",
        "groups",
        "page",
        "per_page",
    ),
    *("from", "to", "lang", "exact"),
]


def asked(query: str) -> SearchRequest:
    return read_request(parse_qsl(query, keep_blank_values=True))


def test_nothing_asked_is_the_default() -> None:
    assert asked("") == SearchRequest()
    assert asked("q=&page=&sort=&creator=&taken=&from=&to=") == SearchRequest()
    assert Links().search(asked("").parameters) == "/search"


@pytest.mark.parametrize(("query", "exact"), [("exact=1", True), ("exact=0", False), ("", False)])
def test_exact_is_on_or_off(query: str, exact: bool) -> None:
    assert asked(query).exact is exact
    assert Links().search(asked(query).parameters) == f"/search{'?exact=1' if exact else ''}"


def test_a_repeated_filter_means_any_and_a_repeated_other_the_last() -> None:
    request = asked("creator=甲&creator=乙&creator=甲&page=2&page=3&q=a&q=b")
    assert request.values("creator") == ("甲", "乙")
    assert (request.page, request.query) == (3, "b")


@pytest.mark.parametrize(
    ("form", "taken"),
    [
        ("from=2018", "2018/.."),
        ("to=2018-07", "../2018-07"),
        ("from=2018-7-1&to=2018/8/2", "2018-07-01/2018-08-02"),
        ("from=2018年7月&to=２０１９年", "2018-07/2019"),
        ("from=2018&to=2018-03", "2018/2018-03"),
        ("from=2018.7.1日", "2018-07-01/.."),
    ],
)
def test_the_dates_of_the_form_make_an_interval(form: str, taken: str) -> None:
    request = asked(form)
    assert request.values("taken") == (taken,)
    assert not request.notices


def test_dates_in_the_wrong_order_are_exchanged_and_it_is_said() -> None:
    request = asked("from=2019&to=2018-03")
    assert request.values("taken") == ("2018-03/2019",)
    assert [n.code for n in request.notices] == ["dates_swapped"]


NO_DATES = ["昨天", "18", "２０１８年１３月", "2018-13", "2018-02-30", "2018-00", "1/2", "--", "."]


@pytest.mark.parametrize("text", [*NO_DATES, "2018/2019", "../2018"])
def test_what_is_typed_as_a_date_and_is_none_is_a_notice(text: str) -> None:
    request = asked(f"from={text}&q=a")
    assert request.values("taken") == ()
    assert [n.code for n in request.notices] == ["not_a_date"]
    assert text in request.notices[0].chinese
    assert text in request.notices[0].english


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-1",
        "page=1.5",
        "page=１",
        "page=0000000000000",
        f"per_page={MAX_PER_PAGE + 1}",
        "per_page=0",
        "sort=best",
        "exact=yes",
        "duplicates=hide",
        "groups=1",
        "kind=photos",
        "lacks=title",
        "view=wall",
        "taken=soon",
        "taken=2018-13",
        "taken=2019/2018",
    ],
)
def test_what_an_address_may_not_hold(query: str) -> None:
    name, _, value = query.partition("=")
    with pytest.raises(ParameterError) as caught:
        asked(query)
    assert f"{name}={value}: " in str(caught.value)
    assert f"{name}={value}：" in caught.value.chinese


@pytest.mark.parametrize(
    ("text", "number"), [("7", 7), ("007", 7), ("99999999", 99_999_999), ("9" * 5000, 10**9)]
)
def test_any_page_from_one_may_be_asked_for(text: str, number: int) -> None:
    assert asked(f"page={text}").page == number


def test_many_unknown_parameters_are_counted_and_long_ones_cut() -> None:
    request = asked("&".join(f"p{n}=1" for n in range(300)))
    assert [n.code for n in request.notices] == ["unknown_parameter"] * 5 + ["unknown_parameters"]
    assert "295" in request.notices[-1].chinese
    assert "295" in request.notices[-1].english
    (long,) = asked("x" * 9000 + "=1").notices
    assert len(long.english) < 120


@pytest.mark.parametrize("name", ["taken", "creator", "agency", "place", "tag", "category"])
def test_repeated_filters_are_bounded_because_every_link_repeats_them(name: str) -> None:
    values = [f"{name}={number}" for number in range(1000, 1000 + MOST_VALUES)]
    assert len(asked("&".join(values + values)).filters) == MOST_VALUES
    other = "place" if name == "creator" else "creator"
    with pytest.raises(ParameterError, match="51 filter values; an address may have 50") as caught:
        asked("&".join([*values, f"{other}=甲"]))
    assert "51" in caught.value.chinese
    assert "50" in caught.value.chinese


def test_links_do_not_repeat_what_of_a_query_is_not_read() -> None:
    request = asked(f"q={'灯' * 1999}+{'会' * 9000}")
    assert request.query == "灯" * 1999 + " " + "会" * 9000
    assert request.parameters["q"] == ("灯" * 1999,)


@pytest.mark.parametrize("query", ["q=\ufffd", "creator=a\ufffd", "\ufffd=1"])
def test_text_in_no_known_encoding_is_noticed(query: str) -> None:
    codes = [n.code for n in asked(query).notices]
    assert codes.count("unknown_encoding") == 1


@given(st.lists(st.tuples(st.sampled_from(NAMES) | st.text(), st.text()), max_size=6))
def test_anything_is_read_or_refused(items: list[tuple[str, str]]) -> None:
    try:
        request = read_request(items)
    except ArgumentError:
        return
    known = {name for name, _ in items} - set(NAMES) - {"agency", "category", "article"}
    named = sum(n.code == "unknown_parameter" for n in request.notices)
    assert named == min(len(known), NAMED)


@given(st.text(max_size=90), st.integers(1, 60))
def test_a_text_is_shortened_only_where_it_is_too_long(text: str, length: int) -> None:
    short = shortened(text, length)
    assert len(short) <= length
    assert short == text or (len(text) > length and text.startswith(short[:-1]))


def test_results_that_cannot_be_led_back_to_are_none() -> None:
    for address in ([("page", "x"), ("q", "a")], [("lang", "en")], [("x", "1")], [("q", "")]):
        assert led_by(address) is None
    found = led_by([("lang", "en"), ("q", "a"), ("sort", ""), ("x", "1")])
    assert found is not None
    assert came_from(found) == {"q": ("a",), "lang": ("en",)}


def test_results_of_everything_are_led_back_to_by_their_page() -> None:
    found = led_by([("page", "1")])
    assert found is not None
    assert came_from(found) == {"page": ("1",)}


CHOSEN = [
    ("taken", "2018"),
    ("taken", "2018-01/.."),
    *(("creator", one) for one in "甲乙丙"),
    ("and_creator", "丁"),
    ("not_tag", "甲"),
    ("lacks", "caption"),
    ("picture", "0123456789abcdef"),
]


@given(
    st.builds(
        SearchRequest,
        query=st.text(max_size=8).map(str.strip),
        kind=st.sampled_from((*KINDS, "all")),
        filters=st.lists(st.sampled_from(CHOSEN), unique=True).map(
            lambda f: tuple(sorted(f, key=CHOSEN.index))
        ),
        view=st.sampled_from(VIEWS),
        sort=st.sampled_from(SORTS),
        exact=st.booleans(),
        duplicates=st.sampled_from(DUPLICATES),
        groups=st.sampled_from(GROUPS),
        page=st.integers(1, 500),
        per_page=st.integers(1, MAX_PER_PAGE),
        language=st.sampled_from(["", "zh", "en"]),
    )
)
def test_an_address_written_is_the_request_that_is_read(request: SearchRequest) -> None:
    url = Links().search(request.parameters)
    try:
        url.encode("ascii").decode()
    except UnicodeEncodeError:
        pytest.fail(url)
    assert asked(urlsplit(url).query) == request


def test_no_export_asks_for_what_only_a_page_shows(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What broke: a table of fifty pages counted values and months, and gave reasons, for each."""
    asked: list[dict[str, object]] = []
    whole = Archive.search

    def noted(self: Archive, query: str = "", **more: Any) -> Results:
        asked.append(more)
        return whole(self, query, **more)

    monkeypatch.setattr(Archive, "search", noted)
    beside = "explain=1&timeline=1&facet=tag&facet_values=50&facet_text=灯&facet_order=name"
    for path in (
        *("/search.csv", "/search.ninjs", "/search.atom", "/search.rss", "/search.feed.json"),
        *("/selection/results", "/selection/results.json"),
    ):
        assert client.get(f"{path}?q=花灯&{beside}").status_code in (200, 303)
    plain = read_request([]).plain().arguments
    for name in ("explain", "timeline", "facet", "facet_values", "facet_text", "facet_order"):
        assert {str(more[name]) for more in asked} == {str(plain[name])}, name
