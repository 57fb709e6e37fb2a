"""The golden cases of typing are sound, and what the issue asks for is reached."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import REAL, real_data
from tests.quality.typing.__main__ import main
from tests.quality.typing.asking import (
    Answers,
    Corrected,
    Left,
    Suggested,
    answers,
    build_indexes,
    offered_for,
    opened,
)
from tests.quality.typing.cases import (
    ARCHIVES,
    ArchiveName,
    MisspellingCase,
    RightQuery,
    SuggestionCase,
    read_misspellings,
    read_right_queries,
    read_suggestions,
)
from tests.quality.typing.figures import Share, failures, misses, suggestion_rows
from tests.quality.typing.table import table, to_json

SUGGESTIONS = read_suggestions()
MISSPELLINGS = read_misspellings()
RIGHT = read_right_queries()


@pytest.fixture(scope="module")
def indexes(tmp_path_factory: pytest.TempPathFactory) -> dict[ArchiveName, Path]:
    return build_indexes(tmp_path_factory.mktemp("typing"), REAL / "posts")


@pytest.fixture(scope="module")
def answered(indexes: dict[ArchiveName, Path]) -> Iterator[Answers]:
    with opened(indexes) as archives:
        yield answers(archives)


def own(answered: Answers) -> Answers:
    """What the archives answered that are always there."""
    return Answers(
        suggested=tuple(one for one in answered.suggested if one.case.archive != "real"),
        corrected=tuple(one for one in answered.corrected if one.case.archive != "real"),
        left=tuple(one for one in answered.left if one.query.archive != "real"),
    )


@pytest.mark.long
def test_first_suggestions_of_our_own_archives_are_wanted(answered: Answers) -> None:
    ours = replace(own(answered), corrected=(), left=())
    assert failures(ours) == [], "\n".join(misses(ours))


@pytest.mark.long
@pytest.mark.real
def test_first_suggestions_of_all_archives_are_wanted(answered: Answers) -> None:
    real_data("posts")
    every = replace(answered, corrected=(), left=())
    assert failures(every) == [], "\n".join(misses(every))


@pytest.mark.long
def test_corrections_of_our_own_archives_are_right(answered: Answers) -> None:
    ours = replace(own(answered), suggested=())
    assert failures(ours) == [], "\n".join(misses(ours))


@pytest.mark.long
@pytest.mark.real
def test_corrections_of_all_archives_are_right(answered: Answers) -> None:
    real_data("posts")
    every = replace(answered, suggested=())
    assert failures(every) == [], "\n".join(misses(every))


def test_every_suggestion_finds_what_it_says(indexes: dict[ArchiveName, Path]) -> None:
    with opened(indexes) as archives:
        came = {
            (case.archive, suggestion)
            for case in SUGGESTIONS
            if case.archive in archives
            for suggestion in archives[case.archive].suggest(case.typed)
        }
        found = {one: archives[one[0]].search(one[1].text).total for one in came}
    assert len(came) > 100
    assert {one: total for one, total in found.items() if not total or total != one[1].count} == {}


@pytest.mark.parametrize("archive", ARCHIVES)
def test_no_name_that_an_archive_has_is_corrected(
    indexes: dict[ArchiveName, Path], archive: ArchiveName
) -> None:
    if archive == "real":
        real_data("posts")
    with opened({archive: indexes[archive]}) as archives:
        opening = archives[archive]
        names = {
            name
            for one in opening.photos()
            for name in (*one.creator, *one.person, *one.place, *one.tag, one.agency)
            if name
        }
        corrected = {name: offered for name in names if (offered := offered_for(opening, name))}
    assert len(names) > 20
    assert corrected == {}


def test_a_folder_without_posts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as told:
        main([str(tmp_path)])
    assert told.value.code == 2


@pytest.mark.parametrize("archive", ["sample", "real"])
def test_there_are_cases_enough_of_each_archive(archive: ArchiveName) -> None:
    assert sum(case.archive == archive for case in SUGGESTIONS) >= 45
    assert sum(case.archive == archive for case in MISSPELLINGS) >= 25
    assert sum(query.archive == archive for query in RIGHT) >= 100


def test_nothing_is_asked_twice() -> None:
    unfinished = [(case.archive, case.typed) for case in SUGGESTIONS]
    wrong = [(case.archive, case.typed) for case in MISSPELLINGS]
    right = [(query.archive, query.typed) for query in RIGHT]
    for typed in (unfinished, [*wrong, *right]):
        assert [one for one, times in Counter(typed).items() if times > 1] == []


def test_each_half_has_a_fair_share() -> None:
    for cases in (SUGGESTIONS, MISSPELLINGS):
        assert 0.4 < sum(case.apart for case in cases) / len(cases) < 0.6


def test_what_is_wanted_is_there_to_be_found(indexes: dict[ArchiveName, Path]) -> None:
    """A case that nothing can answer would only lower a figure."""
    with opened(indexes) as archives:
        lacking = [
            (case.archive, case.typed, query)
            for case in MISSPELLINGS
            if case.archive in archives
            for query in case.wanted
            if not archives[case.archive].search(query).total
        ]
    assert lacking == []


def _suggested(*labels: str, **case: object) -> Suggested:
    options = {"archive": "sample", "of": "a", "typed": "x", "comment": "c", **case}
    return Suggested(
        case=SuggestionCase(**options),  # type: ignore[arg-type]
        labels=labels,
        kinds=("place",) * len(labels),
    )


@pytest.mark.parametrize(
    ("answer", "first", "near"),
    [
        (_suggested("青岛", wanted=("青岛",)), True, True),
        (_suggested("青石岭", "青岛", wanted=("青岛",)), False, True),
        (_suggested("甲", "乙", "丙", "青岛", wanted=("青岛",)), False, False),
        (_suggested("青岛", wanted=("青岛",), kind="tag"), False, False),
        (_suggested("青岛的海风", wanted=("青岛…",)), True, True),
        (_suggested("青岛的海风", wanted=("青岛",)), False, False),
        (_suggested(wanted=("青岛",)), False, False),
        (_suggested(wanted=()), True, True),
        (_suggested("青岛", wanted=()), False, False),
        (_suggested("青岛", "上海", wanted=("青岛",), nowhere=("上…",)), False, False),
    ],
)
def test_a_suggestion_is_judged(answer: Suggested, *, first: bool, near: bool) -> None:
    assert (answer.is_first, answer.is_near) == (first, near)


def _corrected(wanted: str, *offered: str) -> Corrected:
    case = MisspellingCase(
        archive="sample", of="sound", typed="清岛", comment="c", wanted=(wanted,)
    )
    return Corrected(case=case, offered=offered)


def _left(*offered: str) -> Left:
    return Left(query=RightQuery(archive="sample", typed="青海"), offered=offered)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Answers(suggested=(_suggested(wanted=("青岛",)),), corrected=(), left=()), "first"),
        (Answers(suggested=(), corrected=(_corrected("青岛"),), left=()), "helped"),
        (Answers(suggested=(), corrected=(_corrected("青岛", "青岛", "清"),), left=()), "right"),
        (Answers(suggested=(), corrected=(), left=(_left("青岛"),)), "青海"),
    ],
)
def test_what_is_not_reached_is_told(answer: Answers, told: str) -> None:
    assert any(told in line for line in failures(answer))
    assert len(list(misses(answer))) == 1


def test_all_reached_tells_nothing() -> None:
    good = Answers(
        suggested=(_suggested("青岛", wanted=("青岛",)),),
        corrected=(_corrected("青岛", "青岛"),),
        left=(_left(),),
    )
    assert failures(good) == []
    assert list(misses(good)) == []
    assert to_json(good)["suggestions"]["all"]["first"] == {"part": 1, "whole": 1, "share": 1.0}
    assert "right queries with a correction: 0 of 1" in table(good)


def test_all_of_nothing_is_nothing_missed() -> None:
    assert Share(0, 0).value == 1.0
    assert [row.name for row in suggestion_rows(())] == ["all", "tuned on", "set apart"]
