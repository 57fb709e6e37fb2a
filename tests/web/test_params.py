"""Addresses read, checked, and written again."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import ArgumentError
from indexer.presentation import search_url
from web.params import KINDS, SORTS, SearchRequest, read_request

NAMES = ["q", "kind", "taken", "creator", "place", "sort", "page", "per_page", "from", "to", "lang"]


def asked(query: str) -> SearchRequest:
    return read_request(parse_qsl(query, keep_blank_values=True))


def test_nothing_asked_is_the_default() -> None:
    assert asked("") == SearchRequest()
    assert asked("q=&page=&sort=&creator=&taken=&from=&to=") == SearchRequest()
    assert search_url("/search", asked("").parameters) == "/search"


def test_a_repeated_filter_means_any_and_a_repeated_other_the_last() -> None:
    request = asked("creator=甲&creator=乙&creator=甲&page=2&page=3&q=a&q=b")
    assert request.creator == ("甲", "乙")
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
    assert request.taken == (taken,)
    assert not request.notices


def test_dates_in_the_wrong_order_are_exchanged_and_it_is_said() -> None:
    request = asked("from=2019&to=2018-03")
    assert request.taken == ("2018-03/2019",)
    assert [n.code for n in request.notices] == ["dates-swapped"]


@pytest.mark.parametrize(
    "text", ["昨天", "18", "2018-13", "2018-02-30", "2018-00", "1/2", "--", "."]
)
def test_what_is_typed_as_a_date_and_is_none_is_a_notice(text: str) -> None:
    request = asked(f"from={text}&q=a")
    assert request.taken == ()
    assert [n.code for n in request.notices] == ["bad-date"]
    assert text in request.notices[0].chinese
    assert text in request.notices[0].english


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-1",
        "page=1.5",
        "page=１",
        "page=9999999",
        "per_page=101",
        "per_page=0",
        "sort=best",
        "kind=photos",
    ],
)
def test_what_an_address_may_not_hold(query: str) -> None:
    name, _, value = query.partition("=")
    with pytest.raises(ArgumentError) as caught:
        asked(query)
    assert name in str(caught.value)
    assert value in str(caught.value)


@given(st.lists(st.tuples(st.sampled_from(NAMES) | st.text(), st.text()), max_size=6))
def test_anything_is_read_or_refused(items: list[tuple[str, str]]) -> None:
    try:
        request = read_request(items)
    except ArgumentError:
        return
    known = {name for name, _ in items} - set(NAMES) - {"agency", "category", "article"}
    assert sum(n.code == "unknown-parameter" for n in request.notices) == len(known)


@given(
    st.builds(
        SearchRequest,
        query=st.text(max_size=8).map(str.strip),
        kind=st.sampled_from(KINDS),
        taken=st.sampled_from([(), ("2018",), ("2018-01/..", "2016")]),
        creator=st.lists(st.sampled_from("甲乙丙"), unique=True, max_size=3).map(tuple),
        sort=st.sampled_from(SORTS),
        page=st.integers(1, 500),
        per_page=st.integers(1, 100),
        language=st.sampled_from(["", "zh", "en"]),
    )
)
def test_an_address_written_is_the_request_that_is_read(request: SearchRequest) -> None:
    url = search_url("/search", request.parameters)
    try:
        url.encode("ascii").decode()
    except UnicodeEncodeError:
        pytest.fail(url)
    assert asked(urlsplit(url).query) == request
