"""The address of a selection: short, exact, and honest about what it cannot read."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.addresses.chosen import MOST, Chosen, packed, read_chosen
from web.addresses.links import Links
from web.addresses.params import ParameterError

IDS = st.integers(0, 2**64 - 1).map("{:016x}".format)
LINE = 8190
"""Bytes that Apache takes of a request's line; nginx takes two more."""


def items(address: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(address).query)


@given(st.lists(IDS, unique=True, max_size=20), st.text("海 &+#%=；", max_size=20))
def test_an_address_says_what_it_was_made_of(ids: list[str], title: str) -> None:
    chosen = Chosen(ids=tuple(ids), title=title.strip())
    assert read_chosen(items(chosen.address(Links()))) == chosen


@given(IDS)
def test_no_id_ends_in_a_mark_that_a_mail_would_lose(id_: str) -> None:
    assert packed([id_])[-1].isalnum()


def test_as_many_as_there_may_be_fit_into_the_line_of_a_request() -> None:
    ids = tuple(f"{2**64 - 1 - number:016x}" for number in range(MOST))
    chosen = Chosen(ids=ids, title="海" * 120, found=10**8)
    address = chosen.address(Links("/somewhere/below", "zh"), "/sheet.pdf", per="12")
    assert len(f"GET {address} HTTP/1.1") < LINE
    assert read_chosen(items(address)).ids == ids


@given(st.lists(st.tuples(st.sampled_from(["id", "ids", "q", "of", "lang"]), st.text())))
def test_nothing_raises_and_nothing_is_dropped(asked: list[tuple[str, str]]) -> None:
    chosen = read_chosen(asked)
    named = any(v.strip(". \t\n") and v.strip() for n, v in asked if n == "id")
    if named:
        assert chosen.ids or chosen.unread


def test_one_more_than_there_may_be_is_refused() -> None:
    asked = [("id", f"{number:016x}") for number in range(MOST)]
    assert len(read_chosen([*asked, *asked]).ids) == MOST
    with pytest.raises(ParameterError):
        read_chosen([*asked, ("ids", "no-id")])


@pytest.mark.parametrize("token", ["AAAAAAAAAAB", "AAAAAAAAAA", "7A0CB5B9B381242D", "é", "-"])
def test_what_is_no_id_is_told(token: str) -> None:
    chosen = read_chosen([("ids", f"AAAAAAAAAAA.{token}")])
    assert (chosen.ids, chosen.unread) == (("0" * 16,), (token,))


def test_what_was_changed_is_no_longer_the_first_of_so_many_results() -> None:
    chosen = Chosen(ids=("a", "b", "c"), found=900)
    assert chosen.without("a").found == 0
    assert chosen.moved("a", 1).found == 0
    assert chosen.moved("no such", 1) == chosen


@given(st.integers(0, 4), st.integers(-6, 6))
def test_a_photo_goes_where_it_is_moved_and_the_others_keep_their_order(at: int, by: int) -> None:
    ids = tuple("abcde")
    moved = Chosen(ids=ids).moved(ids[at], by).ids
    assert moved.index(ids[at]) == min(max(at + by, 0), 4)
    assert [one for one in moved if one != ids[at]] == [one for one in ids if one != ids[at]]
