"""What an index can suggest: counted by a build, kept by updates, told truly by searches."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count, product
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import locate
from search.completions import update
from search.completions.articles import PassingArticles
from search.completions.completion import LEAST_WORDS, Completion, Key
from search.completions.completion_index import CompletionIndex, open_completions
from search.completions.counted import count_all
from search.completions.offers import Offers
from search.completions.sounds import name_sounds, phrase_sounds, sounds_of, usual_sounds
from search.document import Document
from search.engine import Engine
from search.fields import FIELDS, values
from search.index.commit import latest_generation, read_commit
from search.index.directory import IndexDirectory
from search.index.segment import SegmentReader
from search.request import Request
from search.suggestion import SUGGESTION_KINDS
from search.suggestions.typed import Automaton, Sounding
from search.text.fold import GAP
from tests.places import Places, Somewhere, build, opened
from tests.profiles import tried
from tests.search.test_exactness import ANALYZER
from tests.strategies import archives, requests

TYPED = [
    *("qingd", "qd", "qing岛", "青d", "q", "青", "zhoum", "zmy", "周mu", "shanghai", "sh", "shhz"),
    *("lig", "l", "wangfei", "anna", "g20", "g", "iph", "新华", "xhs", "xinhuash", "hepingsm"),
    *("che里", "组织", "組織", "zuzhi", "kafei", "caf", "体育", "tiyu", "f 2", "fanchuan2"),
]


def readers(path: Path) -> list[SegmentReader]:
    build_ = IndexDirectory(path).live()
    return [segment.open(build_) for segment in read_commit(build_).segments]


def completions(path: Path) -> CompletionIndex:
    build_ = IndexDirectory(path).live()
    return open_completions(build_, latest_generation(build_))


def visible(index: CompletionIndex) -> Iterator[Completion]:
    """The completions of an index that may be suggested."""
    return (one for one in index.completions() if one.is_frequent)


def told(some: Sequence[Completion] | Iterator[Completion]) -> dict[Key, tuple[object, ...]]:
    """What is known of completions; a label may outlive the document that had it."""
    return {one.key: (one.kind, one.total, one.settled, one.offered) for one in some}


changes = st.lists(st.tuples(st.booleans(), archives()), min_size=1, max_size=3)


def change(
    place: Somewhere, state: list[Document], *, drops: bool, fresh: list[Document]
) -> list[Document]:
    """Put some articles anew, or take some away; gives what is there afterwards."""
    articles = {one.article for one in fresh}
    kept = [one for one in state if one.article not in articles]
    with locate(str(place)).revise() as writer:
        for article in sorted(articles):
            if drops:
                writer.drop(article)
            else:
                writer.put(article, [d for d in fresh if d.article == article], article)
    return kept if drops else [*kept, *fresh]


@pytest.mark.untraced
@pytest.mark.parametrize("share", [update._FEW, 0], ids=["beside", "anew"])
def test_an_update_knows_what_a_build_would(share: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(update, "_FEW", share)

    @given(archives(), changes)
    @tried(25)
    def holds(first: list[Document], later: list[tuple[bool, list[Document]]]) -> None:
        with TemporaryDirectory() as folder:
            path, anew, state = Path(folder, "kept"), Path(folder, "anew"), first
            build(path, state)
            for drops, fresh in later:
                state = change(path, state, drops=drops, fresh=fresh)
                build(anew, state)
                assert told(visible(completions(path))) == told(visible(completions(anew)))

    holds()


def test_a_word_that_stood_once_and_went_is_not_remembered(tmp_path: Path) -> None:
    """It was kept as one that stands once, and stood twice when it came again."""
    one = Document(id="p1", kind="photo", article="a1", caption="海边的灯塔")
    other = Document(id="p2", kind="photo", article="a2", caption="海边的帆船", before="灯塔")
    build(tmp_path, [one, other])
    for photos in ([replace(one, caption="海边")], [one]):
        change(tmp_path, [], drops=False, fresh=photos)
    assert "灯塔" not in [each.key.run for each in visible(completions(tmp_path))]
    change(tmp_path, [], drops=False, fresh=[replace(other, caption="灯塔和灯塔")])
    assert "灯塔" in [each.key.run for each in visible(completions(tmp_path))]


@given(archives())
@tried(30)
def test_a_segment_offers_what_its_photos_do(documents: list[Document]) -> None:
    with TemporaryDirectory() as folder, TemporaryFile() as spool:
        build(Path(folder), documents)
        together, rare = count_all(readers(Path(folder)), ANALYZER)
        passing = PassingArticles(ANALYZER, spool)
        for article in sorted({one.article for one in documents}):
            passing.add([d for d in documents if (d.article, d.kind) == (article, "photo")])
        one_by_one, once = passing.completions()
    assert told(one_by_one) == told(together)
    assert sorted(once) == sorted(rare)
    for one in one_by_one:
        if one.kind == "word":
            assert ANALYZER.fold.stream(one.label) == one.key.run
    apart = Offers(ANALYZER)
    for document in documents:
        if document.kind == "photo":
            apart.of_document(document)
    offered = {one.key: one.offered for one in together}
    for key, counts in apart.counts.items():
        if key in offered:
            assert tuple(counts) == offered[key]
        else:  # a word that stands once
            assert sum(counts) < LEAST_WORDS
            assert SUGGESTION_KINDS[counts.index(max(counts))] in ("place", "word")
    assert not set(offered) - set(apart.counts)


@given(archives())
@tried(30)
def test_totals_are_those_of_reading_every_photo(documents: list[Document]) -> None:
    with TemporaryDirectory() as folder:
        build(Path(folder), documents)
        counted, _ = count_all(readers(Path(folder)), ANALYZER)
    photos = [
        [ANALYZER.fold.stream(value) for field in FIELDS["photo"] for value in values(one, field)]
        for one in documents
        if one.kind == "photo"
    ]
    for one in counted:
        if one.total:
            assert one.total == sum(any(one.key.run in s for s in streams) for streams in photos)


def spellings(symbol: str, sounds: Sequence[str], *, initials: bool) -> set[str]:
    """All ways to type a symbol."""
    found = {symbol, *sounds}
    if initials:
        found |= {sound[0] for sound in sounds}
        found |= {sound[:2] for sound in sounds if sound[:2] in ("zh", "ch", "sh")}
    return found


def types(typed: str, symbols: Sequence[tuple[str, Sequence[str]]], *, initials: bool) -> bool:
    """Whether a text is the beginning of one way to type some symbols."""
    if not typed:
        return True
    if not symbols:
        return False
    (symbol, sounds), *rest = symbols
    if symbol == GAP:
        return types(typed, rest, initials=initials)
    if any(sound.startswith(typed) for sound in sounds):
        return True
    return any(
        types(typed[len(one) :], rest, initials=initials)
        for one in spellings(symbol, sounds, initials=initials)
        if typed.startswith(one)
    )


def sounded(
    index: CompletionIndex, part: int, row: int, *, rare: bool
) -> list[tuple[str, tuple[str, ...]]]:
    file = index.parts[part]
    texts = file.texts("sounds.syllables")
    first, last = file["starts"][row : row + 2].tolist()
    found = []
    for symbol in file["symbols"][first:last].tolist():
        begin, end = file["sounds.starts"][symbol : symbol + 2].tolist()
        end = end if rare else begin + int(file["usual"][symbol])
        sounds = tuple(texts[number] for number in file["sounds.numbers"][begin:end].tolist())
        found.append((chr(int(file["characters"][symbol])), sounds))
    return found


@given(archives(), st.lists(st.sampled_from(TYPED), min_size=5, max_size=10))
@tried(30)
def test_what_fits_is_what_could_be_typed(documents: list[Document], typings: list[str]) -> None:
    with TemporaryDirectory() as folder:
        build(Path(folder), documents)
        index = completions(Path(folder))
        sounding = Sounding(index.parts[0])
        file = index.parts[0]
        firsts = file["starts"][file["views.rows"].astype(np.int64)]
        places = (file["views.begins"].astype(np.int64) - firsts).tolist()
        begins = list(zip(file["views.rows"].tolist(), places, strict=True))
        for typing, initials, rare in product(typings, (False, True), (False, True)):
            typed = ANALYZER.query_stream(typing).replace(GAP, "")
            automaton = Automaton(typed, sounding, initials=initials, rare=rare)
            rows = [sounded(index, 0, row, rare=rare) for row in range(len(file))]
            wanted = {
                row for row, begin in begins if types(typed, rows[row][begin:], initials=initials)
            }
            assert set(automaton.fitting(1 << 20).rows.tolist()) == wanted


@pytest.mark.long
@pytest.mark.untraced
def test_a_suggestion_finds_what_it_says(places: Places) -> None:
    examples, _ = places.share(examples=40, requests=20)

    @given(
        archives(), changes, requests(), st.lists(st.sampled_from(TYPED), min_size=3, max_size=6)
    )
    @places.tried(examples)
    def holds(
        first: list[Document],
        later: list[tuple[bool, list[Document]]],
        request: Request,
        typings: list[str],
    ) -> None:
        with places.fresh() as place:
            state = first
            build(place, state)
            with opened(place) as engine:
                for step in count():
                    check_suggestions(engine, request, typings)
                    if step == len(later):
                        break
                    drops, fresh = later[step]
                    state = change(place, state, drops=drops, fresh=fresh)

    holds()


def check_suggestions(engine: Engine, request: Request, typings: Sequence[str]) -> None:
    for text in (*typings, f"{request.text} {typings[0]}"):
        for asked in (Request(text=text), narrowed(request, text)):
            for one in engine.suggest(asked, 8):
                found = engine.search(narrowed(asked, one.text))
                assert (found.total, found.relaxed) == (one.count, False), one
                assert one.count > 0


def narrowed(request: Request, text: str) -> Request:
    """A text with the filters of a request."""
    return Request(
        text=text,
        kind=request.kind,
        taken=request.taken,
        creator=request.creator,
        agency=request.agency,
        place=request.place,
        tag=request.tag,
        category=request.category,
        exact=request.exact,
    )


def test_a_character_of_a_name_sounds_in_all_its_ways_the_usual_first() -> None:
    assert set(sounds_of("单")) >= {"dan", "shan", "chan"}
    sounds, usual = name_sounds("单", usual_sounds("单"), begins=True)
    assert sounds[:usual] == ("shan",)
    assert set(sounds) == {"shan", *sounds_of("单")}
    assert name_sounds("单", usual_sounds("单"), begins=False)[0][0] == "dan"
    assert sounds_of("a") == ()


@pytest.mark.parametrize(
    ("phrase", "sounds"),
    [
        ("重庆", [("chong",), ("qing",)]),
        ("重庆市", [("chong",), ("qing",), ("shi",)]),
        ("绿色", [("lv", "lyu"), ("se",)]),
        ("女子", [("nv", "nyu"), ("zi",)]),
        ("g20峰会", [(), (), (), ("feng",), ("hui",)]),
    ],
)
def test_a_word_sounds_as_the_phrase_does(phrase: str, sounds: list[tuple[str, ...]]) -> None:
    assert phrase_sounds(phrase) == sounds


@pytest.fixture(scope="module")
def engine(places: Places) -> Iterator[Engine]:
    photos = [
        Document(id="p1", kind="photo", article="a1", caption="青岛摄影", creator=("周牧野",)),
        Document(id="p2", kind="photo", article="a2", caption="青岛", creator=("周牧野",)),
        Document(id="p3", kind="photo", article="a3", caption="摄影和周牧野", place=("青岛",)),
    ]
    with places.fresh() as place:
        build(place, photos)
        with opened(place) as found:
            yield found


@pytest.mark.parametrize(
    "typed",
    [
        "摄影: zhou",
        "摄影：周",
        "图说: qing",
        "(青岛 zhou",
        "青岛 OR zhou",
        "摄影 | qing",
    ],
)
def test_what_stands_before_is_read_with_what_follows(engine: Engine, typed: str) -> None:
    """``摄影:`` alone was a text, found in a caption, and no field's name."""
    suggested = engine.suggest(Request(text=typed), 8)
    assert suggested
    for one in suggested:
        found = engine.search(Request(text=one.text))
        assert (found.total, found.relaxed) == (one.count, False)
