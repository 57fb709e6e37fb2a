"""What tables of the documents say of queries and constants is so."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

import indexer
from indexer import Archive
from indexer.posts.markup.rendering import to_soup
from indexer.posts.page import metadata, tags
from indexer.posts.page.front_pictures import front_pictures
from indexer.settings.corpus_settings import SETTINGS, SITE_SETTINGS, Setting
from indexer.settings.settings_file import parse_settings
from search.equivalents.rules import read_rules
from search.fields import NAMES
from search.query.parser import parse
from search.text.fold import Fold
from tests.conftest import ROOT
from tests.docs.documents import DOCUMENTS, blocks, quoted, table

VOCABULARY = ROOT / "docs" / "vocabulary.md"
LANGUAGE = ROOT / "docs" / "query-language.md"
SUGGESTIONS = ROOT / "docs" / "suggestions.md"
QUERIES = sorted(
    {
        query
        for document in DOCUMENTS
        for row in table(document, "| you type | it finds |")
        for query in quoted(row[0])
    }
)
NOTICES = [
    (query, code)
    for row in table(LANGUAGE, "| you type | notice |")
    for query in quoted(row[0])
    for code in quoted(row[1])
]
COMPLETED = [
    (typed, quoted(row[1])[min(place, len(quoted(row[1])) - 1)])
    for row in table(SUGGESTIONS, "| typed | suggested first | by what |")
    for place, typed in enumerate(quoted(row[0]))
]
CORRECTED = [
    (quoted(typed)[0], quoted(offered)[0], quoted(why)[0])
    for typed, offered, why in table(SUGGESTIONS, "| typed | offered | why |")
]
FIELDS = table(LANGUAGE, "| looks at | Chinese | English |")
CONSTANTS = table(ROOT / "docs" / "ranking.md", "| constant | value | meaning |")
KEYS = table(
    ROOT / "docs" / "posts.md",
    "| key | other names of it, in the order in which they are asked | what it becomes |",
)


@pytest.fixture(scope="module")
def archive(sample_index: Path) -> Iterator[Archive]:
    with indexer.open_index(sample_index) as opened:
        yield opened


def test_there_are_tables() -> None:
    assert len(QUERIES) > 40
    assert len(NOTICES) > 5
    assert len(CONSTANTS) > 8
    assert len(COMPLETED) > 12
    assert len(CORRECTED) > 2


@pytest.mark.parametrize("query", QUERIES)
def test_example_queries_are_understood_and_find_something(query: str, archive: Archive) -> None:
    page = archive.search(query)
    assert page.notices == ()
    assert not page.relaxed
    assert page.total


@pytest.mark.parametrize(("query", "code"), NOTICES)
def test_example_queries_give_their_notice(query: str, code: str, archive: Archive) -> None:
    assert code in [notice.code for notice in archive.search(query).notices]


@pytest.mark.parametrize(("typed", "text"), COMPLETED)
def test_what_is_typed_is_completed_as_told(typed: str, text: str, archive: Archive) -> None:
    first = archive.suggest(typed)[0]
    assert first.text == text
    assert archive.search(text).total == first.count > 0


@pytest.mark.parametrize(("typed", "text", "source"), CORRECTED)
def test_what_misses_is_corrected_as_told(
    typed: str, text: str, source: str, archive: Archive
) -> None:
    parts = archive.search(typed).interpretation
    offers = [part for part in parts if part.kind == "correction"]
    assert [(part.strict, part.source) for part in offers[:1]] == [(text, source)]
    assert offers[0].count == archive.search(text).total > 0


@pytest.mark.parametrize(("name", "value", "meaning"), CONSTANTS)
def test_constants_have_the_value_that_is_told(name: str, value: str, meaning: str) -> None:
    module, _, constant = quoted(name)[0].rpartition(".")
    found = getattr(importlib.import_module(module), constant)
    told = ast.literal_eval(quoted(value)[0])
    assert (dict(found) if isinstance(told, dict) else found) == told
    assert meaning


def test_the_keys_of_front_matter_are_those_that_are_read() -> None:
    told = [(*quoted(key), *quoted(others)) for key, others, _ in KEYS]
    *texts, covers, drafts = told
    assert texts == [
        metadata._TITLE,
        metadata._DATE,
        metadata._AUTHOR,
        metadata._URL,
        metadata._CATEGORY,
        metadata._PLACE,
        metadata._PERSON,
        tags._TAGS + tags._KEYWORDS,
    ]
    for key in covers:
        assert [one.is_cover for one in front_pictures({key: "a.jpg"})] == [True], key
    for said in drafts:
        key, _, value = said.partition(": ")
        front = {key: value or "true"}
        assert metadata.read_metadata(front, to_soup("", ".md"), "a.md").draft, said


@pytest.mark.parametrize(
    ("heading", "settings"),
    [
        ("| setting | default | what it does |", SETTINGS),
        ("| key of a block | default | what it selects |", SITE_SETTINGS),
    ],
)
def test_the_settings_of_a_corpus_are_those_that_are_read(
    heading: str, settings: tuple[Setting, ...]
) -> None:
    rows = table(ROOT / "docs" / "posts.md", heading)
    told = [(quoted(name)[0], "".join(quoted(default)).strip('"')) for name, default, _ in rows]
    assert told == [(setting.name, setting.default) for setting in settings]
    assert all(setting.help and row[2] for setting, row in zip(settings, rows, strict=True))


def test_the_example_of_settings_is_one() -> None:
    (example,) = blocks(ROOT / "docs" / "posts.md", "toml")
    settings = parse_settings(example.encode())
    (site,) = settings.sites
    assert (settings.timezone, settings.categories_from) == ("Asia/Shanghai", "folder")
    assert (settings.variables["cdn"], site.path) == ("https://cdn.example.com", "pages/*")


def test_the_names_of_fields_are_those_that_are_read() -> None:
    told = [(*quoted(chinese), *quoted(english)) for _, chinese, english in FIELDS]
    assert told == [tuple(f"{name}:" for name in NAMES[field]) for field in NAMES]


def test_the_lines_of_the_vocabulary_are_rules() -> None:
    shown = [quoted(row[0])[0] for row in table(VOCABULARY, "| line | what it means |")]
    rules, faults = read_rules("\n".join(shown).encode(), "synonyms.txt", fold=Fold())
    assert [rule.way for rule in rules] == ["both", "one", "none"]
    assert not faults


def test_the_parser_s_notices_are_all_described() -> None:
    described = quoted(LANGUAGE.read_text(encoding="utf-8"))
    asked = [
        '"青岛',
        "青岛 OR",
        "青 NOT",
        "青 &&",
        "abc:b",
        "日期:青岛",
        "青岛 -2018",
        "青" * 3000,
        "！",
    ]
    codes = {notice.code for query in asked for notice in parse(query).notices}
    assert len(codes) == len(asked)
    assert codes <= set(described)
