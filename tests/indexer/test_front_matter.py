"""Front matter: the quick parser reads as the strict one does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.posts import front_matter
from indexer.posts.front_matter import read_front_matter
from tests.profiles import tried

KEYS = ["title:", "date:", "地点:", "-", " -", "   -", "title", "a-b:", ""]
PIECES = [
    *(
        "江湾",
        "true",
        "~",
        "null",
        "no",
        "12:30",
        "010",
        "2013-12-85",
        "1_0",
        "[江湾, 云岭]",
        "[a,b]",
    ),
    *(": ", ":", " #", "#", " - ", "-", "'", '"', "''", "&a ", "*a", "!", "!!int ", "|", ">", "%"),
    *("@", "`", "? ", "{", "}", "[", "]", ",", "...", "---", "<<", "=", "\\", "“", "《", " ", "\t"),
    *("\x85", "\u2028", "\xa0", "\u3000", "\ufeff", "\x7f", "\x1b", "\ud800", "😀", "\n", "\n  "),
]
VALUES = st.lists(st.sampled_from(PIECES), max_size=5).map("".join)
LINES = st.tuples(st.sampled_from(KEYS), st.sampled_from(["", " ", "  "]), VALUES).map("".join)


@tried(400)
@given(st.lists(LINES, max_size=5).map("\n".join).map("{}\n".format))
def test_both_parsers_read_the_same(front: str) -> None:
    quick = read_front_matter(front)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(front_matter, "_QuickLoader", front_matter._TextLoader)
        assert read_front_matter(front) == quick
