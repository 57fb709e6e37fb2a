"""Words that stand for others: a table of cases, the package's own list, and texts of any kind."""

import json
import threading
import time
from collections import Counter
from itertools import pairwise
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.equivalents.equivalents import MOST_REPLACEMENTS, Equivalents
from search.equivalents.keys import Keys, key_of
from search.equivalents.lexicon import (
    DEFAULTS,
    MOST_ALTERNATIVES,
    NO_LEXICON,
    package_lexicon,
    read_lexicon,
)
from search.equivalents.listed import Fault
from search.equivalents.regional import load
from search.equivalents.rules import Rule, read_rules
from search.equivalents.words import read_words
from search.text.fold import Fold
from search.text.reference_segmenter import PythonSegmenter
from search.text.segment import default_segmenter
from search.vocabulary import default_vocabulary
from tests.conftest import ROOT
from tests.strategies import texts

FOLD = Fold()
CASES = json.loads((ROOT / "tests/golden/equivalents.json").read_text(encoding="utf-8"))
DATA = (ROOT / "search/equivalents" / DEFAULTS).read_bytes()
RULES, FAULTS = read_rules(DATA, DEFAULTS, fold=FOLD)
KNOWN = default_vocabulary().equivalents

PIECES = st.sampled_from(
    [
        *("上合组织", "SCO", "神舟", "十三", "13", "号", "神十三", "火车", "站", "出租车"),
        *("網路", "看著", "的士", "兵", "COVID-19", "刚果（金）", "数据", "李", "万象", "一"),
        *("史蒂芬·史匹柏", "北大", "学", "㍿", "½", "ﬁ", "é", "e\u0301", "·", " ", "\n", "\0"),
        *("\u3000", "\U0001f43c", "\ud800"),
    ]
)
ANY = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=12).map("".join), texts(6))


def equivalents(archive: str = "", *, package: bool = False, words: str = "") -> Equivalents:
    """What a file of rules says, alone or before the package's."""
    lexicon, faults = read_lexicon(archive.encode(), "synonyms.txt", fold=FOLD)
    assert not faults
    return Equivalents(
        archive=lexicon,
        package=package_lexicon() if package else NO_LEXICON,
        words=read_words(words.encode(), "dictionary.txt", fold=FOLD)[0],
        region=package,
    )


def found(known: Equivalents, text: str) -> list[tuple[str, tuple[str, ...], str]]:
    return [(one.text, one.alternatives, one.source) for one in known.of(text)]


def test_there_are_cases_of_both_kinds() -> None:
    assert len(CASES) >= 120
    assert sum(not case["replaced"] for case in CASES) >= 40
    assert len({case["text"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_cases(case: dict[str, object]) -> None:
    text = case["text"]
    assert isinstance(text, str)
    made = [[one, list(others), source] for one, others, source in found(KNOWN, text)]
    assert made == case["replaced"]


# The package's own list


def test_every_line_of_the_package_is_used() -> None:
    assert FAULTS == []
    assert read_lexicon(DATA, DEFAULTS, fold=FOLD)[1] == []
    assert sum(rule.way != "none" for rule in RULES) >= 320


def test_no_word_of_the_package_is_in_two_groups() -> None:
    """Two groups with a common word would be one, or the word means two things."""
    groups = Counter(key_of(w, FOLD) for r in RULES if r.way == "both" for w in r.words)
    asked = Counter(key_of(w, FOLD) for r in RULES if r.way == "one" for w in r.words)
    bare = Counter(key_of(w, FOLD) for r in RULES if r.way == "none" for w in r.words)
    for counted in (groups, asked, bare):
        assert [word for word, count in counted.items() if count > 1] == []


def members() -> list[str]:
    return sorted({word for rule in RULES for word in (*rule.words, *rule.also)})


def test_words_of_the_package_are_plain() -> None:
    for word in members():
        key = key_of(word, FOLD)
        assert len(key) > 1, f"{word} would be found everywhere"
        assert key_of(key, FOLD) == key
        plain = normalize("NFKC", word).lower()
        assert FOLD.text(word) == plain, f"{word} is not simplified"


def test_what_is_replaced_is_found_again() -> None:
    """A word of a group stands by itself, whatever the segmenter makes of it."""
    for key, alternatives in package_lexicon().entries.items():
        ((text, others, source),) = found(KNOWN, key)
        assert (key_of(text, FOLD), source) == (key, "package")
        assert others[: len(alternatives)] == alternatives


# Rules of an archive


def test_an_archive_s_rules_come_first() -> None:
    known = equivalents("航天员 = 飞天人\n神十三 = 第十三艘飞船", package=True)
    assert found(known, "航天员") == [("航天员", ("飞天人", "宇航员", "太空人"), "archive")]
    assert found(known, "神十三")[0][1][0] == "第十三艘飞船"


def test_one_way_is_one_way() -> None:
    known = equivalents("火车 > 高铁, 动车")
    assert found(known, "火车") == [("火车", ("高铁", "动车"), "archive")]
    assert found(known, "高铁") == []


def test_rules_are_not_joined() -> None:
    known = equivalents("甲方 = 乙方\n乙方 = 丙方")
    assert found(known, "甲方") == [("甲方", ("乙方",), "archive")]
    assert found(known, "乙方") == [("乙方", ("甲方", "丙方"), "archive")]


def test_an_archive_switches_off_what_the_package_and_opencc_say() -> None:
    known = equivalents("! 宇航员, 网络", package=True)
    assert found(known, "宇航员") == []
    assert found(known, "航天员") == [("航天员", ("太空人",), "package")]
    assert found(known, "网络") == []
    assert found(known, "網路") == []


def test_what_is_switched_off_may_have_rules_of_its_file() -> None:
    known = equivalents("! 航天员\n航天员 = 飞天人", package=True)
    assert found(known, "航天员") == [("航天员", ("飞天人",), "archive")]


def test_the_longest_comes_first_and_from_the_left() -> None:
    known = equivalents("上合 = 甲甲\n上合组织 = 乙乙\n组织峰会 = 丙丙")
    assert [one[0] for one in found(known, "上合组织峰会 上合")] == ["上合组织", "上合"]


def test_a_longer_key_inside_a_word_leaves_the_shorter_one() -> None:
    known = equivalents("上海 = 甲甲\n上海合 = 乙乙")
    assert [one[0] for one in found(known, "上海合作")] == ["上海"]


def test_a_word_of_the_dictionary_file_holds_its_characters_together() -> None:
    assert found(equivalents("江湾 = 河湾"), "江湾社") == [("江湾", ("河湾",), "archive")]
    assert found(equivalents("江湾 = 河湾", words="江湾社 100 n"), "江湾社") == []


def test_so_many_and_no_more() -> None:
    known = equivalents("甲甲 = 乙乙")
    assert len(known.of("甲甲，" * 50)) == MOST_REPLACEMENTS


def test_keys_at_the_end_are_whole() -> None:
    assert list(Keys({"冬奥", "冬奥会"}).at("北京冬奥", 2)) == [4]


# Files of any kind


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("甲 = 乙 = 丙", Rule(1, "both", ("甲", "乙", "丙"))),
        ("甲,乙，丙、丁", Rule(1, "both", ("甲", "乙", "丙", "丁"))),
        ("甲＝乙", Rule(1, "both", ("甲", "乙"))),
        ("  甲  =  乙  ", Rule(1, "both", ("甲", "乙"))),
        ("甲 = 乙 = 甲", Rule(1, "both", ("甲", "乙"))),
        ("United  Nations = 联合国", Rule(1, "both", ("United Nations", "联合国"))),
        ("甲 > 乙, 丙", Rule(1, "one", ("甲",), ("乙", "丙"))),
        ("甲 => 乙", Rule(1, "one", ("甲",), ("乙",))),
        ("甲＝＞乙", Rule(1, "one", ("甲",), ("乙",))),
        ("甲，乙 → 丙", Rule(1, "one", ("甲", "乙"), ("丙",))),
        ("甲 -> 甲, 乙", Rule(1, "one", ("甲",), ("乙",))),
        ("! 甲, 乙", Rule(1, "none", ("甲", "乙"))),
        ("！甲", Rule(1, "none", ("甲",))),
        ("COVID-19 = 新冠", Rule(1, "both", ("COVID-19", "新冠"))),
        ("=甲=乙=", Rule(1, "both", ("甲", "乙"))),
    ],
)
def test_lines_that_are_rules(line: str, rule: Rule) -> None:
    assert read_rules(line.encode(), "f", fold=FOLD) == ((rule,), [])


@pytest.mark.parametrize(
    ("line", "english"),
    [
        ("甲", "two different words"),
        ("甲 = 甲", "two different words"),
        ("組織 = 组织", "two different words"),
        ("甲 =", "two different words"),
        ("= =", "a word is missing"),
        ("甲 >", "a word is missing"),
        ("> 甲", "a word is missing"),
        (">", "a word is missing"),
        ("!", "a word is missing"),
        ("甲 > 甲", "both sides of > are one word"),
        ("甲 > 乙 > 丙", "one line says one thing"),
        ("甲 = 乙 > 丙", "one line says one thing"),
        ("! 甲 > 乙", "one line says one thing"),
        ("甲 = ？！", "no letter or digit"),
        ("甲 = " + "长" * 65, "longer than 64 characters"),
        (" = ".join(f"词{n}" for n in range(10)), "more than 9 words"),
        ("甲" * 1001, "longer than 1,000 characters"),
    ],
)
def test_lines_that_are_none_are_told(line: str, english: str) -> None:
    rules, (fault,) = read_rules(f"# 注\n\n{line}\n乙 = 丙".encode(), "f", fold=FOLD)
    assert english in fault.english
    assert fault.chinese
    assert str(fault).startswith("f, line 3: ")
    assert rules == (Rule(4, "both", ("乙", "丙")),)


@pytest.mark.parametrize(
    "data",
    [
        "一 = 二\r\n三 = 四".encode(),
        "一 = 二\r三 = 四".encode(),
        "\ufeff一 = 二\n三 = 四".encode(),
        "一 = 二\n三 = 四".encode("utf-16"),
        b"\xff\xfe\x00\x00" + "一 = 二\n三 = 四".encode("utf-32-le"),
        "一 = 二\n三 = 四".encode("gbk"),
        "一 = 二\n\n# 五 = 六\n三 = 四".encode("gb18030"),
    ],
)
def test_files_are_read_in_the_encodings_of_posts(data: bytes) -> None:
    rules, faults = read_rules(data, "f", fold=FOLD)
    assert [rule.words for rule in rules] == [("一", "二"), ("三", "四")]
    assert faults == []


@pytest.mark.parametrize(
    ("data", "english"),
    [
        (b"\x00\x01\x02", "no text"),
        (b"\xff\xff\xff", "no text"),
        (b"\xff\xfe\x00", "no text"),
        (b"a" * ((1 << 20) + 1), "larger than 1 MiB"),
    ],
)
def test_files_that_are_no_text_are_told(data: bytes, english: str) -> None:
    for read in (read_rules, read_words):
        _, (fault,) = read(data, "f", fold=FOLD)
        assert english in fault.english
        assert fault.line == 0


def test_a_file_of_too_many_lines_is_read_as_far_as_it_may() -> None:
    rules, (fault,) = read_rules("甲 = 乙\n".encode() * 20_001, "f", fold=FOLD)
    assert len(rules) == 20_000
    assert fault.line == 20_001


def test_a_word_with_too_many_equivalents_is_told() -> None:
    data = "\n".join(f"甲甲 > 词{n}" for n in range(10)).encode()
    lexicon, faults = read_lexicon(data, "f", fold=FOLD)
    assert lexicon.entries["甲甲"] == tuple(f"词{n}" for n in range(8))
    assert [fault.line for fault in faults] == [9, 10]


@given(st.binary(max_size=200))
def test_no_bytes_raise(data: bytes) -> None:
    for read in (read_lexicon, read_words):
        _, faults = read(data, "f", fold=FOLD)
        assert all(isinstance(fault, Fault) for fault in faults)


@given(st.text(st.sampled_from("甲乙 =＝>＞,，!！#\n-→·A1"), max_size=60))
def test_every_line_is_a_rule_or_told(text: str) -> None:
    rules, faults = read_rules(text.encode(), "f", fold=FOLD)
    said = {n for n, line in enumerate(text.split("\n"), start=1) if line.strip()}
    silent = {n for n in said if text.split("\n")[n - 1].strip()[0] in "#"}
    assert {rule.line for rule in rules} | {fault.line for fault in faults} == said - silent


# The dictionary file


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("江湾社", "江湾社"),
        ("江湾社 100", "江湾社"),
        ("江湾社 100 nt", "江湾社"),
        ("江湾社 nt", "江湾社"),
        ("江湾社\t3\tn", "江湾社"),
        ("江灣社", "江湾社"),
        ("Tom harris", "tom·harris"),
        ("Tom Harris 5 nr", "tom·harris"),
        ("C919 10", "c919"),
    ],
)
def test_lines_of_the_dictionary(line: str, word: str) -> None:
    words, faults = read_words(line.encode(), "f", fold=FOLD)
    assert (words.words, faults) == (frozenset({word}), [])


def test_lines_that_are_no_words_are_told() -> None:
    words, faults = read_words(("！！\n" + "长" * 65 + "\n江湾社").encode(), "f", fold=FOLD)
    assert [fault.line for fault in faults] == [1, 2]
    assert words.words == {"江湾社"}


def test_words_of_the_dictionary_in_a_text() -> None:
    words, _ = read_words("江湾\n江湾社\nC919".encode(), "f", fold=FOLD)
    assert len(words) == 3
    assert words.in_text("江灣社 江湾，ＣＣ919 C919机") == ((0, 3), (4, 6), (13, 17))
    assert words.in_text("") == ()


# Any text


@given(ANY)
def test_replacements_stand_in_the_text_in_order(text: str) -> None:
    replaced = KNOWN.of(text)
    assert len(replaced) <= MOST_REPLACEMENTS
    for one in replaced:
        assert 0 <= one.start < one.end <= len(text)
        assert one.text == text[one.start : one.end]
        keys = [key_of(other, FOLD) for other in one.alternatives]
        assert 0 < len(keys) <= MOST_ALTERNATIVES
        assert len({*keys, key_of(one.text, FOLD)}) == len(keys) + 1
    assert all(first.end <= second.start for first, second in pairwise(replaced))


@given(ANY)
def test_spellings_of_a_text_have_the_same_equivalents(text: str) -> None:
    folded = FOLD.text(text)
    assert [one.alternatives for one in KNOWN.of(folded)] == [
        one.alternatives for one in KNOWN.of(text)
    ]


@given(ANY, st.text(max_size=3))
def test_words_of_a_dictionary_stand_in_the_text(text: str, word: str) -> None:
    words, _ = read_words(f"{word}\n江湾社\n13".encode("utf-8", "replace"), "f", fold=FOLD)
    spans = words.in_text(text)
    for start, end in spans:
        assert key_of(text[start:end], FOLD) in words.words
    assert all(first[1] <= second[0] for first, second in pairwise(spans))


@pytest.mark.parametrize(
    "text", ["出租车网络神舟十三号火车站的士兵东北大学看着", "网", "神舟 ", "北大", "网路·"]
)
def test_a_long_text_costs_in_proportion(text: str) -> None:
    load()

    def cost(length: int) -> float:
        typed = (text * length)[:length]
        best = float("inf")
        for _ in range(5):
            begun = time.thread_time()
            KNOWN.of(typed)
            best = min(best, time.thread_time() - begun)
        return best

    assert cost(2000) < 8 * cost(500) + 0.001


def test_threads_share_it() -> None:
    text = "上合组织的出租车网络，看着神舟十三号"
    wanted = KNOWN.of(text)
    wrong: list[object] = []

    def ask() -> None:
        wrong.extend(got for got in (KNOWN.of(text) for _ in range(50)) if got != wanted)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert len(wanted) == 5


def test_both_segmenters_know_the_same_words() -> None:
    reference = PythonSegmenter()
    for text in (
        "东北大学生活",
        "简单车型发动车辆",
        "神舟十三号航天员乘组",
        "上合组织青岛峰会",
        "红火车展",
    ):
        assert list(default_segmenter().known_words(text)) == list(reference.known_words(text))
