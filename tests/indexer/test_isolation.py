"""A post's text stays where it is put, on pages and on terminals."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from rich.console import Console

import indexer
from indexer import terminal
from indexer.commands import main
from indexer.inspection import inspect_corpus
from indexer.inspection_view import render
from indexer.presentation import Verbatim, highlight, isolated, visible, visible_json

OPENERS, PDI, FSI = "\u2066\u2067\u2068", "\u2069", "\u2068"
MARKS = "\u202a\u202b\u202c\u202d\u202e" + OPENERS + PDI
HOSTILE = "码头\u202e\u2069\x1b[2J\x9b1m\n清晨\u2028\x07\u200f"


def closed(text: str) -> bool:
    """Whether nothing in the text reaches out of it: by UAX 9, rule by rule for isolates."""
    depth = 0
    for character in text:
        if character in OPENERS:
            depth += 1
        elif character == PDI:
            depth -= 1
        elif depth == 0 and character in MARKS:
            return False
        if depth < 0:
            return False
    return depth == 0


@given(st.text(alphabet=MARKS + "ab一", max_size=40))
def test_no_text_reaches_out_of_its_isolate(text: str) -> None:
    shown = isolated(text)
    assert closed(shown)
    assert [c for c in shown if c not in MARKS] == [c for c in text if c not in MARKS]
    assert isolated(shown).strip(FSI + PDI) == shown.strip(FSI + PDI)


@pytest.mark.parametrize("text", ["", "码头", "שלום", "a\nb\x1b"])
def test_a_text_without_marks_is_left_as_it_is(text: str) -> None:
    assert isolated(text) is text


def test_markup_stays_markup_and_fields_stay_exact() -> None:
    marked = highlight("<\u202eab\u2069c>", [(2, 3)])
    assert isinstance(marked, Markup)
    assert marked == f"{FSI}&lt;\u202e<mark>a</mark>bc&gt;{PDI}"
    assert isolated(Verbatim("\u202ea")) == "\u202ea"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("码头 ，a", "码头 ，a"),
        ("a\nb\r\tc", "a\\nb\\r\\tc"),
        ("\x1b[31m", "\\x1b[31m"),
        ("\x9b1m\x7f\0", "\\x9b1m\\x7f\\x00"),
        ("a\u202eb\u2066\u2069", "a\\u202eb\\u2066\\u2069"),
        ("\u2028\u2029\u200f", "\\u2028\\u2029\\u200f"),
    ],
)
def test_a_terminal_sees_controls_written_out(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text(max_size=40))
def test_json_with_controls_escaped_says_the_same(text: str) -> None:
    written = visible_json(json.dumps({text: text}, ensure_ascii=False))
    assert json.loads(written) == {text: text}
    assert not set(written) & set(MARKS + "\x7f\x9b\u2028")


def test_hits_and_inspections_stay_on_their_lines(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    head = json.dumps({"title": "题\u202e\x1b[2J", "date": "2018-01-01"})
    caption = "码头\u202e清晨\x9b。海生\u2067 摄"
    figure = f"<figure><img src='a\u202e.jpg'><figcaption>{caption}</figcaption></figure>"
    (corpus / "post.html").write_text(f"---\n{head}\n---\n{figure}", encoding="utf-8")
    (corpus / "空\u202e\n.md").write_text("", encoding="utf-8")
    report = indexer.build_index(corpus, tmp_path / "index")
    with indexer.open_index(tmp_path / "index") as archive:
        results = archive.search("清晨 \u202e")
    (hit,) = results.hits
    hostile = replace(hit, document=replace(hit.document, headline=HOSTILE, credit=HOSTILE))
    views = [
        terminal.results(replace(results, hits=(hostile,)), first=1),
        terminal.build_report(report),
        render(inspect_corpus(corpus)),
    ]
    for view in views:
        out = io.StringIO()
        Console(file=out, width=400).print(view)
        assert not set(out.getvalue()) & set(MARKS + "\x1b\x9b\x07\u2028"), view
        assert "\\u202e" in out.getvalue()


def test_an_error_is_one_line_whatever_it_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "x", "--index", "no\n\x1b[2J\u202eindex"]) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "no\\n\\x1b[2J\\u202eindex" in told
