"""What is stored of a document is all of it, and the tokens are those of the analyzer."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.cluster.schema.stored import (
    LONGEST,
    Storing,
    analysed_of,
    document_of,
    read_label,
    signed_picture,
    stored_token,
    stream_tokens,
    tokens_of,
)
from search.cluster.writing import pictures
from search.document import Document
from search.fields import FIELDS, values
from search.picture import picture_number
from search.text.analyzer import STREAMS, Analyzer
from tests.strategies import documents, texts

ANALYZER = Analyzer()
STORING = Storing(ANALYZER)
SOURCES = documents(0, ["青岛", "标题一：C++"])
BYTES = 32_766
"""Of a term that OpenSearch takes."""


def source(document: Document, **more: Any) -> dict[str, Any]:
    stored = STORING.document(document, 7, shared=False, **more)
    STORING.forget()
    found: dict[str, Any] = json.loads(stored.source)
    return found


def marked_tokens(text: str) -> list[str]:
    """The symbols that the cluster makes of a text of characters, counted once each."""
    marks = (".", "/")
    return [token.removeprefix(".") for token in text.split() if token not in marks]


@given(SOURCES)
def test_the_document_is_made_of_what_is_stored(document: Document) -> None:
    assert document_of(source(document)) == document


@given(SOURCES)
def test_tokens_are_those_of_the_analyzer(document: Document) -> None:
    """All scored fields are there: else their lengths are sparse lists, and building slower."""
    stored = source(document)
    for field in ("caption", "text", "headline", "creator", "place", "person", "tag", "before"):
        assert set(STREAMS) <= stored[field].keys()
    for field in FIELDS[document.kind]:
        texts = values(document, field)
        if not texts:
            assert field not in stored["read"]
            continue
        tokens = ANALYZER.field(texts)
        assert tokens_of(stored)[field] == tokens
        assert stored[field].get("words", "").split() == list(tokens.words)
        assert marked_tokens(stored[field].get("characters", "")) == tokens.characters
        assert stored[field].get("bigrams", "").split() == tokens.bigrams
        for stream in STREAMS:
            assert stored[field].get(f"{stream}_length", 0) == len(tokens.tokens(stream))


@given(SOURCES)
def test_what_is_stored_again_is_the_same_without_being_analysed(document: Document) -> None:
    stored = source(document)
    assert source(document_of(stored), analysed=analysed_of(stored)) == stored


@given(texts(), texts())
def test_a_run_is_in_a_text_where_its_tokens_follow_each_other(text: str, part: str) -> None:
    """Holes count: a mark between two symbols keeps them apart."""
    held = stream_tokens(ANALYZER.field([text]).stream)
    run = stream_tokens(ANALYZER.query_stream(part))
    placed = {
        (place, sign)
        for place, token in enumerate(held)
        for sign in {token, token.removeprefix(".") or token}
    }
    wanted = [(place, token) for place, token in enumerate(run) if token not in (".", "")]
    found = any(
        all((first + place, token) in placed for place, token in wanted)
        for first in range(len(held))
    )
    if wanted:
        assert found == (ANALYZER.query_stream(part) in ANALYZER.field([text]).stream)


def test_dates_give_days_years_and_the_one_month_or_year_they_are_in() -> None:
    several = source(Document(id="a", kind="photo", article="a", taken="2017-12-30/2019-01-02"))
    assert several["year"] == [2017, 2018, 2019]
    assert several["span"] == several["last"] - several["first"] == 368
    assert not several.keys() & {"month", "within_year"}
    month = source(Document(id="a", kind="photo", article="a", published="2018-07-01T10:00:00Z"))
    assert (month["month"], month["within_year"], month["span"]) == (201807, 2018, 0)
    year = source(Document(id="a", kind="photo", article="a", taken="2018"))
    assert year["within_year"] == 2018
    assert "month" not in year
    assert not source(Document(id="a", kind="photo", article="a")).keys() & {"first", "year"}


def test_gaps_are_those_of_photos_and_the_date_of_any() -> None:
    assert source(Document(id="a", kind="photo", article="a"))["lacks"] == [
        "date", "creator", "caption",
    ]  # fmt: skip
    assert source(Document(id="a", kind="paragraph", article="a"))["lacks"] == ["date"]


def test_spellings_that_fold_alike_are_one_value() -> None:
    stored = source(Document(id="a", kind="photo", article="a", place=("車里", "车里", "青岛")))
    fold = ANALYZER.fold.text
    assert stored["place"]["value"] == [fold("车里"), fold("青岛")]
    labels = list(map(read_label, stored["place"]["label"]))
    assert labels == [(fold("车里"), "车里", False), (fold("青岛"), "青岛", False)]


def test_pictures_have_the_numbers_of_the_embedded_engine_as_signed() -> None:
    images = [f"{n}.jpg" for n in range(50)]
    numbers = [signed_picture(image) for image in images]
    assert min(numbers) < 0 < max(numbers)
    assert [number % (1 << 64) for number in numbers] == list(map(picture_number, images))
    assert signed_picture("") == 0
    assert "picture" not in source(Document(id="a", kind="photo", article="a"))
    assert "picture" not in source(Document(id="a", kind="paragraph", article="a", image="a.jpg"))


def test_terms_fit_into_what_the_cluster_takes_and_differ_where_texts_do() -> None:
    long = "\U00020000" * 40_000
    tokens = {stored_token(long), stored_token(long + "x"), stored_token(long[:-1])}
    assert len(tokens) == 3
    assert max(len(token.encode()) for token in tokens) <= BYTES
    assert stored_token("x" * LONGEST) == "x" * LONGEST
    place = source(Document(id="a", kind="photo", article="a", place=(long, "短")))["place"]
    for term in (*place["value"], *place["label"]):
        assert len(term.encode()) <= BYTES
    assert read_label(place["label"][0])[2]


def test_a_key_fits_and_hangs_on_document_and_transaction() -> None:
    def key(name: str, since: int = 1) -> str:
        document = Document(id=name, kind="photo", article="a")
        return STORING.document(document, since, shared=False).key

    long = "青" * 8_000
    assert key("a") == "a@1"
    keys = [key("a"), key("a", 2), key(long), key(long, 2), key(long[1:] + "岛")]
    assert len(set(keys)) == len(keys)
    assert max(len(one.encode()) for one in keys) <= 512


@given(st.lists(st.integers(-(1 << 63), (1 << 63) - 1), max_size=40))
def test_a_set_of_many_numbers_is_a_set(numbers: list[int]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "_NEW", 4)
        seen = pictures.Numbers()
        for place, number in enumerate(numbers):
            assert (number in seen) == (number in numbers[:place])
            seen.add(number)
        assert all(number in seen for number in numbers)
