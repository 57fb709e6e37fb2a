"""Lines of a terminal, broken as Chinese is."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console, Group

from indexer.han_text import HanText


def shown(text: str, width: int) -> list[str]:
    out = io.StringIO()
    Console(file=out, width=width).print(Group(HanText(text)))
    return [line.rstrip() for line in out.getvalue().splitlines()]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("8 月 28 日，渔船驶出江湾渔港。", ["8 月 28 日，渔船驶出", "江湾渔港。"]),
        ("渔船驶出江湾渔港，归来", ["渔船驶出江湾渔", "港，归来"]),
        ("周牧野和 George Box 在码头", ["周牧野和 George Box", "在码头"]),
        ("", [""]),
    ],
)
def test_a_line_ends_between_han_characters_and_between_words(text: str, lines: list[str]) -> None:
    """Rich took all behind ``8 月 28`` for one word, and began a line with it."""
    assert shown(text, 20 if " " in text or not text else 16) == lines


@given(
    st.text(st.sampled_from("渔船，。 aZ9-（）é한"), max_size=200).map(str.strip),
    st.integers(40, 80),
)
def test_nothing_is_lost_and_no_line_is_too_wide(text: str, width: int) -> None:
    lines = shown(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert max(map(cell_len, lines), default=0) <= width
