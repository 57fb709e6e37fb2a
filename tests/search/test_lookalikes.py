"""The characters that look alike: what a line of the file promises to those who read it."""

from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from search.text.fold import Fold

FILE = Path(__file__).parents[2] / "search" / "suggestions" / "lookalikes.txt"
FOLD = Fold()
GROUPS = [
    line for line in FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")
]


def test_there_are_enough_to_be_of_use() -> None:
    assert len(GROUPS) >= 200


def test_a_line_holds_two_or_more_characters_each_once() -> None:
    assert [group for group in GROUPS if len(group) < 2 or len(set(group)) < len(group)] == []


def test_every_character_is_han_and_as_the_fold_leaves_it() -> None:
    others = {c for group in GROUPS for c in group if not "\u4e00" <= c <= "\u9fff"}
    folded = {c: FOLD.text(c) for group in GROUPS for c in group if FOLD.text(c) != c}
    assert (others, folded) == (set(), {})


def test_no_pair_stands_in_two_lines() -> None:
    pairs = Counter(frozenset(pair) for group in GROUPS for pair in combinations(group, 2))
    assert ["".join(pair) for pair, times in pairs.items() if times > 1] == []


def test_lines_and_characters_are_in_order() -> None:
    assert sorted(GROUPS) == GROUPS
    assert [group for group in GROUPS if sorted(group) != list(group)] == []


@pytest.mark.parametrize(
    "alike", ["己已巳", "末未", "人入", "土士", "日曰", "戊戌戍", "侯候", "晴睛"]
)
def test_what_everybody_mistakes_is_there(alike: str) -> None:
    assert any(set(alike) <= set(group) for group in GROUPS)
