"""Front matter: the quick parser reads as the strict one does."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.posts.extract import parse_article
from indexer.posts.page import front_matter
from indexer.posts.page.front_matter import MAX_FRONT, read_front_matter
from indexer.posts.page.post import split
from indexer.sources.post_file import PostError
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


def reason(front: str) -> str:
    with pytest.raises(PostError) as caught:
        split(front)
    return caught.value.reason


@pytest.mark.parametrize(
    "line",
    [
        ".".join("a" * 20_000) + " = 1",
        f"[{'.'.join('a' * 20_000)}]",
        f"x = {{ {' . '.join(['b-c'] * 5000)} = 1 }}",
        ".".join(['"a"'] * 5000) + " = 1",
        ".".join(["'a'"] * 33) + " = 1",
        "x = " + "[" * 20_000,
        "x = " + "{a=" * 33 + "1" + "}" * 33,
    ],
)
def test_toml_that_is_nested_without_end_is_not_parsed(line: str) -> None:
    """40 KB of dotted keys took 2.3 s and 1.5 GiB."""
    assert reason(f"+++\n{line}\n+++\n正文") == "front matter nested deeper than 32 levels"


def test_toml_of_some_depth_and_many_dots_in_texts_is_read() -> None:
    text = "第一句. 第二句. " * 100
    post = split(f'+++\ntitle = "{text}"\na.b.c.d.e = 1\nx = {[["甲"]] * 100}\n+++\n正文')
    assert post.meta["title"] == text


@pytest.mark.parametrize("mark", ["---", "+++"])
@pytest.mark.parametrize("line", ["a: 甲\n", "- [{", "a = 1\n", "'", "\n", "{", "👪"])
def test_front_matter_has_a_size(mark: str, line: str) -> None:
    front = "title: 甲\n" + line * (MAX_FRONT // len(line.encode()))
    assert reason(f"{mark}\n{front}\n{mark}\n正文") == "front matter larger than 256 KiB"


@pytest.mark.parametrize(
    "tags",
    [
        f"{'[' * 33}甲{']' * 33}",
        "{a: " * 33 + "甲" + "}" * 33,
        "- " * 33 + "甲",
        "\n" + "".join(f"{' ' * depth}-\n" for depth in range(1, 300)),
        "\n" + "".join(f"{' ' * depth}a:\n" for depth in range(1, 300)),
    ],
)
def test_yaml_that_is_nested_without_end_is_read_line_by_line(tags: str) -> None:
    meta = split(f"---\ntitle: 江湾\ntags: {tags}\n---\n正文").meta
    assert meta["title"] == "江湾"
    assert depth_of(meta) < 4


def depth_of(value: object) -> int:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(depth_of, inside), default=0)


def test_long_yaml_that_only_the_slow_parser_reads_is_read_line_by_line() -> None:
    quoted = "".join(f"  - '名{number}'\n" for number in range(8000))
    meta = split(f"---\ntitle: 江湾\nperson:\n{quoted}---\n正文").meta
    assert (meta["title"], len(meta["person"]), meta["person"][-1]) == ("江湾", 8000, "名7999")


TAGS = ("null", "bool", "int", "float", "binary", "timestamp", "omap", "pairs", "set", "str", "seq",
        "map", "merge", "value", "yaml", "python/name:os.system", "nothing")  # fmt: skip
TAGGED = ("maybe", "''", "~", "TRUE", "[1, 2]", "{a: 1}", "[[a, b]]", "[{a: b}]", "2013-12-85", "é")


@pytest.mark.parametrize("tag", TAGS)
def test_a_tag_that_does_not_fit_its_value_loses_no_post(tag: str) -> None:
    """``!!bool maybe`` was a KeyError, over which the whole post was lost."""
    for value, line in itertools.product(
        TAGGED, ("地点: !!{0} {1}", "!!{0} {1}: x", "? !!{0} {1}\n: x")
    ):
        front = f"title: 江湾\n{line.format(tag, value)}\n"
        article = parse_article(f"---\n{front}---\n海面平静。\n".encode(), ".", "a.md")
        assert article.title == "江湾", front


@pytest.mark.parametrize(
    ("value", "read"),
    [("!!bool maybe", "maybe"), ("!!bool yes", True), ("!!set {乙, 甲}", ["乙", "甲"])],
)
def test_what_a_tag_makes_nothing_of_is_the_text_that_stands_there(
    value: str, read: object
) -> None:
    assert read_front_matter(f"x: {value}\n") == {"x": read}


LONG = "9" * 5000
NUMBERS = (LONG, f"-{LONG}", f"+{LONG}", "9_" * 2500 + "9", f"0x{'f' * 5000}", f"0b{'1' * 20_000}",
           f"{LONG}.5", f"1e{LONG}", f"[1, {LONG}]", f"{{a = {LONG}}}",
           f"[[{LONG}], [{LONG}]]")  # fmt: skip


@pytest.mark.parametrize("key", ["地点", "title", "date", "draft", "url", "categories"])
@pytest.mark.parametrize("value", NUMBERS, ids=[value[:8] for value in NUMBERS])
def test_a_number_of_thousands_of_digits_loses_no_post(key: str, value: str) -> None:
    """Python refuses to make one, and to write one out, over which the whole post was lost."""
    front = f"author = '江湾'\n'{key}' = {value}\n"
    article = parse_article(f"+++\n{front}+++\n海面平静。\n".encode(), ".", "a.md")
    assert article.author == "江湾"


@pytest.mark.parametrize(
    ("front", "noted"),
    [
        ("title: 灯塔: 一年\ntags:\n- 海", True),
        ("title: 灯塔\nby: *all", True),
        ("title: '灯塔: 一年'\ntags:\n- 海", False),
        ("title: 灯塔\ntags: [海, 港]", False),
    ],
)
def test_what_was_read_line_by_line_is_told(front: str, noted: bool) -> None:
    article = parse_article(f"---\n{front}\n---\n渔船归港。\n".encode(), ".", "a.md")
    assert article.title.startswith("灯塔")
    note = "front matter is not quite YAML; it was read line by line"
    assert article.notes == ((note,) if noted else ())
