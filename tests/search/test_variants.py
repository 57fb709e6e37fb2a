"""Shapes of characters: what is one, what must stay apart, and the rule about GB 2312."""

import json
import unicodedata
from typing import Any

import pytest

from search.text.fold import Fold
from search.text.variants import converted, in_gb2312, stepper, table, variants
from tests.conftest import ROOT

CASES = json.loads((ROOT / "tests" / "golden" / "variants.json").read_text("utf-8"))
FOLD = Fold()
GB2312 = [
    character
    for character in map(chr, range(0x3400, 0xA000))
    if in_gb2312(character) and unicodedata.category(character) == "Lo"
]
SIMPLIFIED = {
    "乾": "干", "吒": "咤", "夥": "伙", "後": "后", "徵": "征", "拚": "拼", "捱": "挨", "摺": "折",
    "於": "于", "榘": "矩", "菸": "烟", "薹": "苔", "袷": "夹", "醣": "糖", "麴": "曲", "麽": "么",
}  # fmt: skip


@pytest.mark.parametrize("case", CASES["same"], ids=lambda case: case["characters"])
def test_one_character_in_several_shapes(case: dict[str, Any]) -> None:
    assert len({FOLD.text(shape) for shape in case["characters"]}) == 1


@pytest.mark.parametrize("case", CASES["apart"], ids=lambda case: case["characters"])
def test_characters_that_stay_apart(case: dict[str, Any]) -> None:
    one, other = case["characters"]
    assert FOLD.text(one) != FOLD.text(other)


def test_a_character_of_gb2312_is_never_written_as_another_one_but_by_opencc() -> None:
    assert len(GB2312) == 6763
    changed = {c: FOLD.text(c) for c in GB2312 if FOLD.text(c) != c}
    assert changed == SIMPLIFIED
    assert changed == {c: s for c, s in converted("t2s").items() if in_gb2312(c)}


def test_what_opencc_simplifies_folds_as_its_simplified_form() -> None:
    for traditional, simple in converted("t2s").items():
        assert FOLD.text(traditional) == FOLD.text(simple), unicodedata.name(traditional)


def test_steps_from_a_character_make_no_circle() -> None:
    step = stepper(dict(table()))
    for character in [*variants(), *dict(table())]:
        seen = [character]
        while (following := step(seen[-1])) != seen[-1]:
            assert following not in seen
            seen.append(following)


def test_every_shape_is_written_as_one_character_that_stays() -> None:
    for shape, written in variants().items():
        assert len(shape) == len(written) == 1
        assert written not in variants()
        assert FOLD.text(shape) == FOLD.text(written) == written


def test_the_table_has_every_shape_once_and_none_of_gb2312() -> None:
    shapes = [shape for shape, _ in table()]
    assert len(shapes) == len(set(shapes)) > 1000
    assert not any(map(in_gb2312, shapes))


def test_every_radical_is_the_character_that_it_is_a_shape_of() -> None:
    radicals = [chr(code) for code in (*range(0x2E80, 0x2EF4), *range(0x2F00, 0x2FD6))]
    known = {radical for radical in radicals if unicodedata.category(radical) == "So"}
    assert len(known) == 329
    unknown = {r for r in known if unicodedata.category(FOLD.text(r)) != "Lo"}
    assert unknown <= {"⺀"}
