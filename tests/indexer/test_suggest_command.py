"""What the command line suggests, and the corrections that it shows."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from indexer import Archive, Part, Results, Suggestion
from indexer.commands import main
from search.parameters import FILTERS
from tests.indexer.test_command_line import printed

SUGGESTED = (
    Suggestion(text="灯会 青岛", label="青岛", kind="place", count=1234),
    Suggestion(text="分类:\x1b文化", label="\x1b文化", kind="category", count=1),
    Suggestion(text="周牧野", label="周牧野", kind="creator", count=23),
)


class Asked:
    """Stands for ``Archive.suggest``: gives what it was told, keeps what it was asked."""

    def __init__(self, *found: Suggestion) -> None:
        self._found = found
        self.asked: dict[str, Any] = {}

    def __call__(self, text: str, **arguments: Any) -> tuple[Suggestion, ...]:
        self.asked = {"text": text, **arguments}
        return self._found


def test_suggest_asks_for_the_words_within_the_filters(
    sample_index: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Asked(*SUGGESTED)
    monkeypatch.setattr(Archive, "suggest", staticmethod(asked))
    typed = ("suggest", "灯会", "--index", str(sample_index), "qingd", "--limit", "5", "-船")
    told = printed(capsys, *typed, "--taken=2018年", "--creator", "周牧野", "--kind", "all")
    assert told == {
        "text": "灯会 qingd -船",
        "suggestions": [
            {"text": one.text, "label": one.label, "kind": one.kind, "count": one.count}
            for one in SUGGESTED
        ],
    }
    chosen = {name: value for name, value in asked.asked.items() if value}
    assert chosen == {
        "text": "灯会 qingd -船",
        "limit": 5,
        "kind": "all",
        "taken": ["2018"],
        "creator": ["周牧野"],
    }
    assert set(asked.asked) == {"text", "limit", *(one.name for one in FILTERS)}


def test_suggestions_are_a_line_each(
    sample_index: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Archive, "suggest", staticmethod(Asked(*SUGGESTED)))
    assert main(["suggest", "灯会", "qingd", "--index", str(sample_index)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "青岛 · place · 1,234 · search 灯会 青岛",
        r"\x1b文化 · category · 1 · search 分类:\x1b文化",
        "周牧野 · photographer · 23",
    ]


@pytest.mark.parametrize(
    ("typed", "told"),
    [(["鱻龘靐\x1b"], r"nothing to suggest for 鱻龘靐\x1b"), ([], "nothing was typed")],
)
def test_no_suggestion_is_a_sentence(
    sample_index: Path, capsys: pytest.CaptureFixture[str], typed: list[str], told: str
) -> None:
    assert main(["suggest", *typed, "--index", str(sample_index)]) == 0
    assert capsys.readouterr().out == f"{told}\n"


def correction(query: str, count: int) -> Part:
    """An offer to search for something else."""
    return Part(
        kind="correction",
        start=0,
        end=2,
        text=query.split()[0],
        chinese=query,
        english=query,
        without="",
        strict=query,
        source="sound",
        count=count,
    )


def test_corrections_are_offered_above_the_hits(
    sample_index: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    search = Archive.search
    offers = (correction("青岛 灯塔", 1191), correction("清岛\x1b", 2))

    def corrected(archive: Archive, query: str, **options: Any) -> Results:
        found = search(archive, query, **options)
        return replace(found, interpretation=(*found.interpretation, *offers))

    command = ["search", "灯会", "--index", str(sample_index)]
    assert main(command) == 0
    plain = capsys.readouterr().out.splitlines()
    monkeypatch.setattr(Archive, "search", corrected)
    assert main(command) == 0
    line = r"您是不是要找 / did you mean: 青岛 灯塔 (1,191), 清岛\x1b (2)"
    assert capsys.readouterr().out.splitlines() == [plain[0], line, *plain[1:]]


def test_what_is_suggested_finds_what_is_said_within_the_filters(
    sample_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    within = (
        "--index",
        str(sample_index),
        "--creator",
        "周牧野",
        "--taken",
        "2018",
        "--kind",
        "all",
    )
    told = printed(capsys, "suggest", "qing", *within)["suggestions"]
    assert told
    for one in told:
        assert printed(capsys, "search", one["text"], *within)["total"] == one["count"] > 0
    everywhere = printed(capsys, "suggest", "qing", "--index", str(sample_index))["suggestions"]
    assert everywhere[0]["count"] > told[0]["count"]


def test_a_search_that_misses_offers_what_was_meant(
    sample_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["search", "清岛", "--index", str(sample_index)]) == 0
    assert "您是不是要找 / did you mean: 青岛 (12)" in capsys.readouterr().out.splitlines()
