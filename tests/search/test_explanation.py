"""An explanation adds up to the score, to the last bit, and says what the oracle says."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import astuple, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.document import Document
from search.engine import Engine
from search.errors import ArgumentError, DocumentMissingError
from search.execution import explanation as explaining
from search.explanation import Contribution, Explanation
from search.fields import FIELDS
from search.ranking import (
    ALTERNATIVE_WEIGHT,
    FIELD_WEIGHTS,
    LITERAL_BONUS,
    RUN_FACTOR,
    STREAM_WEIGHTS,
    flattening,
    idf,
    saturation,
)
from search.request import MAX_LENGTH, Request
from search.text.analyzer import STREAMS
from tests.judging import Verdict
from tests.oracle import Oracle
from tests.places import Place, Places, built, built_in_two, opened
from tests.search.test_exactness import ANALYZER
from tests.strategies import archives, requests


def photo(number: int, caption: str, headline: str = "") -> Document:
    return Document(
        id=f"p{number}",
        kind="photo",
        article=f"a{number}",
        caption=caption,
        headline=headline,
    )


def amount(part: Contribution, documents: int) -> float:
    """What a part adds, by the formula and from its own figures."""
    if part.stream is None:
        assert part.weight == LITERAL_BONUS[part.field]
        return part.weight * part.idf
    assert part.share in (1.0, ALTERNATIVE_WEIGHT)
    assert part.frequency is not None
    assert part.document_frequency is not None
    assert part.length is not None
    assert part.average_length is not None
    assert part.weight == FIELD_WEIGHTS[part.field] * STREAM_WEIGHTS[part.stream]
    assert part.idf == idf(documents, part.document_frequency)
    flat = flattening(float(part.length), part.average_length)
    return part.share * (part.weight * part.idf) * saturation(float(part.frequency), flat)


def check_sum(told: Explanation) -> None:
    """All figures are those of the formula, in its order, and lead to the score."""
    total = 0.0
    for part in told.contributions:
        assert part.amount == amount(part, told.documents) > 0
        total += part.amount
    assert told.factor == 1.0 + RUN_FACTOR * told.together
    assert told.score == total * told.factor


def check_order(told: Explanation, fields: Sequence[str]) -> None:
    """Tokens by field, stream and code point, each once, those that were typed first; then runs."""
    terms = [part for part in told.contributions if part.stream is not None]
    keys = [
        (-p.share, fields.index(p.field), STREAMS.index(p.stream or "words"), p.token)
        for p in terms
    ]
    assert keys == sorted(keys)
    assert len({key[1:] for key in keys}) == len(keys)
    assert all(part.stream is None for part in told.contributions[len(terms) :])


def check(engine: Engine, request: Request, document: Document, verdict: Verdict) -> None:
    told = engine.explain(request, document.id)
    check_sum(told)
    check_order(told, FIELDS[document.kind])
    assert told.document_id == document.id
    assert told.score == verdict.score
    assert told.tier == verdict.tier
    assert (told.evidence and astuple(told.evidence)) == verdict.evidence
    assert (told.missing, told.unmet) == (verdict.missing, verdict.unmet)
    assert (not told.unmet) == (told.tier in ("own", "full"))


@pytest.mark.long
@pytest.mark.untraced
@pytest.mark.parametrize("made", [built, built_in_two], ids=["one", "two"])
def test_every_document_is_explained_as_the_oracle_judges_it(
    made: Callable[[Place, list[Document]], Engine], places: Places
) -> None:
    """Where all was written at once, and in two transactions."""
    examples, number = places.share(examples=30, requests=6)

    @places.tried(examples)
    @given(archives(), st.lists(requests(), min_size=number, max_size=number))
    def holds(documents: list[Document], asked: list[Request]) -> None:
        oracle = Oracle(documents, ANALYZER)
        with places.fresh() as place, closing(made(place, documents)) as engine:
            for request in asked:
                verdicts = oracle.verdicts(request)
                for document in documents:
                    check(engine, request, document, verdicts[document.id])

    holds()


@pytest.mark.long
@pytest.mark.untraced
def test_what_a_page_explains_is_its_own_score_and_nothing_of_the_page(places: Places) -> None:
    examples, number = places.share(examples=30, requests=10)

    @places.tried(examples)
    @given(archives(), st.lists(requests(), min_size=number, max_size=number))
    def holds(documents: list[Document], asked: list[Request]) -> None:
        with (
            places.fresh() as place,
            closing(built_in_two(place, documents)) as engine,
            opened(place) as fresh,
        ):
            for request in asked:
                check_page(engine, fresh, request)

    holds()


def check_page(engine: Engine, fresh: Engine, request: Request) -> None:
    plain, told = engine.search(request), engine.search(replace(request, explain=True))
    assert [replace(hit, explanation=None) for hit in told.hits] == list(plain.hits)
    assert told.notices == plain.notices
    for hit in told.hits:
        assert hit.explanation is not None
        assert hit.explanation.score == hit.score
        assert hit.explanation.missing == hit.missing
        assert (hit.explanation.tier == "close") == (hit.related or told.relaxed)
        assert fresh.explain(request, hit.document.id) == hit.explanation


@pytest.fixture(scope="module")
def lanterns(places: Places) -> Iterator[Engine]:
    documents = [
        photo(1, "元宵灯会上的鱼龙灯会", "沅城过年"),
        photo(2, "老巷观鱼龙灯会", "元宵到了"),
        photo(3, "沅水边的鱼龙灯会散场", "归途"),
        photo(4, "渔船出海", "开渔"),
    ]
    with places.fresh() as place, closing(built(place, documents)) as engine:
        yield engine


def test_it_says_where_a_document_stands(lanterns: Engine) -> None:
    groups = {
        n: lanterns.explain(Request(text="元宵 鱼龙灯会"), f"p{n}").tier for n in (1, 2, 3, 4)
    }
    assert groups == {1: "own", 2: "full", 3: "close", 4: None}
    assert lanterns.explain(Request(text="元宵 鱼龙灯会"), "p3").missing == ("元宵",)


def test_what_does_not_match_has_a_value_that_says_why(lanterns: Engine) -> None:
    told = lanterns.explain(Request(text='鱼龙 "老巷" -散场'), "p3")
    assert (told.tier, told.unmet, told.missing) == (None, ('"老巷"', "-散场"), ())
    assert told.score > 0
    none = lanterns.explain(Request(text="鱼龙灯会"), "p4")
    assert (none.tier, none.score, none.contributions) == (None, 0.0, ())
    assert none.evidence is not None
    assert none.evidence.held == 0.0 < none.evidence.needed < none.evidence.asked
    assert none.missing == ("鱼龙", "灯会")


def test_symbols_that_stand_together_raise_the_sum(lanterns: Engine) -> None:
    told = lanterns.explain(Request(text="元宵灯会"), "p1")
    assert (told.together, told.factor) == (4, 1.0 + RUN_FACTOR * 4)
    assert lanterns.explain(Request(text="元宵 灯会"), "p1").together == 0


def test_an_unknown_id_is_an_error(lanterns: Engine) -> None:
    with pytest.raises(DocumentMissingError, match="nothing-like-this"):
        lanterns.explain(Request(text="灯"), "nothing-like-this")
    with pytest.raises(ArgumentError, match="explain"):
        Request(explain="yes")  # type: ignore[arg-type]


@pytest.mark.parametrize("query", ["", "！", "-灯", "日期:2018", "分类:体育", '"', "*", "\ud800"])
def test_a_query_without_words_is_explained_by_nothing(lanterns: Engine, query: str) -> None:
    told = lanterns.explain(Request(text=query), "p4")
    assert (told.score, told.contributions, told.evidence) == (0.0, (), None)


def test_a_document_that_was_replaced_is_gone(place: Place) -> None:
    engine = built(place, [photo(1, "灯会"), photo(2, "灯会")])
    with place.revised() as writer:
        writer.drop("a1")
    with pytest.raises(DocumentMissingError):
        engine.explain(Request(text="灯会"), "p1")
    assert engine.explain(Request(text="灯会"), "p2").documents == 1
    engine.close()


def test_a_page_of_endless_explanations_ends(
    lanterns: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = Request(text="灯", explain=True)

    def told() -> list[bool]:
        return [hit.explanation is not None for hit in lanterns.search(request).hits]

    assert told() == [True, True, True]
    monkeypatch.setattr(explaining, "MOST_CONTRIBUTIONS", 1)
    assert told() == [True, False, False]
    monkeypatch.undo()
    monkeypatch.setattr(explaining, "MOST_EXPLAINED", 2)
    page = lanterns.search(request)
    assert [hit.explanation is not None for hit in page.hits] == [True, True, False]
    (notice,) = page.notices
    assert notice.code == "explained_in_part"
    assert "2" in notice.chinese
    assert "2" in notice.english


def test_of_a_longer_query_as_much_is_explained_as_is_read(lanterns: Engine) -> None:
    told = lanterns.explain(Request(text="灯" * MAX_LENGTH + "会" * MAX_LENGTH), "p1")
    assert {part.token for part in told.contributions} == {"灯"}
    long = " ".join("元宵灯会上的鱼龙灯" for _ in range(300))
    assert lanterns.explain(Request(text=long), "p4").unmet == ("元宵灯会上的鱼龙灯",) * 100


def test_a_token_that_was_not_typed_says_its_share(place: Place) -> None:
    engine = built(place, [photo(1, "神十三返回"), photo(2, "神舟十三号升空")])
    request = Request(text="神舟十三号")
    told = engine.explain(request, "p1")
    assert told.tier == "own"
    assert {part.token: part.share for part in told.contributions}["神十"] == ALTERNATIVE_WEIGHT
    typed = engine.explain(replace(request, exact=True), "p1")
    assert typed.tier is None
    assert {part.share for part in typed.contributions} <= {1.0}
    engine.close()
