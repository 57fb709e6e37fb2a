"""What the commands print and refuse; as processes they are run in ``tests/test_cli.py``."""

import argparse
import json
from pathlib import Path
from typing import Any, NoReturn

import pytest

from indexer import options
from indexer.commands import main
from indexer.options import parser, read
from tests.conftest import SAMPLE


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """The one JSON value that a command prints."""
    assert main([arguments[0], "--json", *arguments[1:]]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    return json.loads(shown.out)


def test_search_json_has_the_shape_of_the_site(
    sample_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = printed(
        capsys,
        *("search", "帆", "--index", str(sample_index), "--limit", "3"),
        *("--taken", "2018", "--sort", "newest"),
    )
    assert {"query", "notices", "total", "page", "per_page", "results", "facets"} <= set(page)
    assert page["per_page"] == 3
    result = page["results"][0]
    assert {
        *("id", "kind", "image", "caption", "highlight", "matches", "creator"),
        *("agency", "credit_line", "taken", "taken_basis", "published", "place", "person", "tag"),
        *("article", "score"),
    } <= set(result)
    assert all("2018" in (hit["taken"] or hit["published"]) for hit in page["results"])
    (year,) = (facet for facet in page["facets"] if facet["name"] == "year")
    assert any(item["selected"] for item in year["items"])


def test_addresses_are_those_of_the_site_that_is_named(
    sample_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("search", "帆", "--index", str(sample_index), "--limit", "3")
    for result in printed(capsys, *asked)["results"]:
        assert not {"url", "thumbnail"} & set(result)
        assert set(result["article"]) == {"id", "title"}
    for result in printed(capsys, *asked, "--site", "https://photos.example/old")["results"]:
        assert result["url"] == f"https://photos.example/old/photos/{result['id']}"
        assert result["thumbnail"].startswith("https://photos.example/old/")
        article = result["article"]
        assert article["url"] == f"https://photos.example/old/articles/{article['id']}"


def test_a_tag_is_an_option_of_a_search(
    sample_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index = ("--index", str(sample_index))
    page = printed(capsys, "search", *index, "--tag", "夜色", "--tag=渔港", "--limit", "50")
    assert page["total"] == 17
    assert all({"夜色", "渔港"} & {*hit["tag"]} for hit in page["results"])


STORY = """\
---
title: {title}
date: {date}
---
![铜锣湾的消防车。陈默 摄](https://pictures.invalid/fire.jpg?revision={date})

![{title}的街道。陈默 摄](https://pictures.invalid/{date}.jpg)
"""


def test_a_picture_of_two_revisions_is_found_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus, index = tmp_path / "corpus", ("--index", str(tmp_path / "index"))
    corpus.mkdir()
    for title, date in (("火警", "2018-01-01"), ("火警解除", "2018-01-02")):
        text = STORY.format(title=title, date=date)
        (corpus / f"{date}.md").write_text(text, encoding="utf-8")
    assert main(["build", str(corpus), *index, "--json"]) == 0
    capsys.readouterr()
    page = printed(capsys, "search", "铜锣湾", *index)
    assert (page["total"], page["pictures"]) == (2, 1)
    (row,) = page["results"]
    assert row["elsewhere"] == 1
    every = printed(capsys, "search", "铜锣湾", *index, "--duplicates", "show")
    assert [len(every["results"]), every["pictures"]] == [2, 2]
    others = printed(capsys, "search", *index, "--duplicates=show", "--picture", row["id"])
    assert {one["id"] for one in others["results"]} == {one["id"] for one in every["results"]}
    assert main(["search", "铜锣湾", *index]) == 0
    told = capsys.readouterr().out
    assert told.startswith("铜锣湾: 2 photos, 0 paragraphs; in 1 row\n")
    assert f"in 1 other place: --duplicates show --picture {row['id']}" in told


@pytest.mark.parametrize("marks", ["！", "*", '""'])
def test_marks_alone_find_nothing(
    sample_index: Path, capsys: pytest.CaptureFixture[str], marks: str
) -> None:
    page = printed(capsys, "search", marks, "--index", str(sample_index))
    assert (page["total"], page["results"]) == (0, [])
    assert [notice["code"] for notice in page["notices"]] == ["nothing_to_find"]


def test_inspect_prints_one_json_value(capsys: pytest.CaptureFixture[str]) -> None:
    inspected = printed(capsys, "inspect", str(SAMPLE))
    assert set(inspected) == {"posts", "skipped", "left_out"}
    assert inspected["skipped"]
    photo = next(photo for post in inspected["posts"] for photo in post["photos"])
    assert list(photo) == [
        *("image", "width", "height", "caption", "caption_position", "confidence", "reason"),
        *("credit", "creator", "agency", "role", "taken", "taken_basis", "taken_from"),
        *("credit_from", "runner_up"),
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("search", "x", "--index", "nowhere"), 1, "build one"),
        (("build", "nowhere", "--index", "unused"), 1, "nowhere"),
        (("check", "--index", "nowhere"), 1, "build one"),
        (("pictures", "--index", "nowhere"), 1, "build one"),
        (("pictures", "--index", "{index}", "--corpus", "nope"), 1, "no such folder"),
        (("search", "x", "--index", "{index}", "--taken", "then"), 2, "--taken: 'then'"),
        (("search", "x", "--index", "{index}", "--limit", "0"), 2, "--limit: '0'"),
        (("search", "x", "--index", "{index}", "--limit", "1001"), 2, "from 1 to 1000"),
        (("suggest", "x", "--index", "nowhere"), 1, "build one"),
        (("suggest", "x", "--index", "{index}", "--limit", "51"), 2, "from 1 to 50"),
        (("suggest", "x", "--index", "{index}", "--taken", "then"), 2, "--taken: 'then'"),
        (("search", "x", "--index", "{index}", "--page", "-1"), 2, "--page: '-1'"),
        (("search", "x", "--index", "{index}", "--page", "9" * 5000), 2, "--page: '999"),
        (("search", "x", "--index", ""), 2, "--index ''"),
        (("check", "--index", "a\0b"), 2, r"--index 'a\x00b'"),
        (("build", "corpus", "--index", "{index}", "--memory", "0"), 2, "--memory: '0'"),
        (("build", "corpus", "--index", "{index}", "--jobs", "0"), 2, "--jobs: '0'"),
        (("update", "", "--index", "{index}"), 2, "CORPUS ''"),
        (("inspect", ""), 2, "CORPUS ''"),
        (("pictures", "--index", "{index}", "--jobs", "0"), 2, "--jobs: '0'"),
        (("pictures", "--index", "{index}", "--corpus", ""), 2, "--corpus ''"),
        (("search", "x", "--index", "opensearch2://x/y"), 2, "opensearch2"),
    ],
)
def test_errors_are_one_line(
    sample_index: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    code: int,
    says: str,
) -> None:
    assert main([part.format(index=sample_index) for part in arguments]) == code
    shown = capsys.readouterr()
    assert says in shown.err
    assert (shown.out, shown.err.count("\n")) == ("", 1)


@pytest.mark.parametrize("query", ["-和平", "-30℃", "-帆", "-"])
def test_a_query_may_begin_with_a_minus(
    sample_index: Path, capsys: pytest.CaptureFixture[str], query: str
) -> None:
    index = ("--index", str(sample_index))
    quoted = printed(capsys, "search", *index, "--", query)
    for arguments in ((query, *index), (*index, query), (*index, "--", query)):
        assert read(("search", *arguments)).query == query
        assert printed(capsys, "search", *arguments) == quoted


@pytest.mark.parametrize(
    ("words", "query"),
    [
        (("林见深", "欧阳明月"), "林见深 欧阳明月"),
        (("帆", "-和平", "--limit", "3"), "帆 -和平"),
        (("青岛", "--limit", "3", "OR", "--sort=newest", "灯会"), "青岛 OR 灯会"),
        (("青岛 灯会", '"资料"', "摄影:周牧野"), '青岛 灯会 "资料" 摄影:周牧野'),
        (("--", "帆", "-limit", "--page", "--json"), "帆 -limit --page --json"),
    ],
)
def test_the_words_of_a_query_need_no_quotes(
    sample_index: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], query: str
) -> None:
    asked = ("search", "--index", str(sample_index))
    limit = ("--limit=3",) if "--limit" in words else ()
    sort = ("--sort=newest",) if "--sort=newest" in words else ()
    assert read((*asked, *words)).query == query
    page = printed(capsys, *asked, *words)
    assert page == printed(capsys, *asked, *limit, *sort, "--", query)


def test_a_value_may_begin_with_a_minus(
    sample_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index = ("--index", str(sample_index))
    assert printed(capsys, "search", *index, "--creator", "-周牧野")["total"] == 0


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [("2018年", "2018"), ("2018-7", "2018-07"), ("２０１８年７月", "2018-07"), ("2018", "2018")],
)
def test_a_date_is_understood_as_in_the_box(
    sample_index: Path, capsys: pytest.CaptureFixture[str], typed: str, edtf: str
) -> None:
    asked = ("search", "--index", str(sample_index))
    page = printed(capsys, *asked, "--taken", typed)
    assert 0 < page["total"] < printed(capsys, *asked)["total"]
    assert page == printed(capsys, *asked, "--taken", edtf)


@pytest.mark.parametrize(
    ("arguments", "says", "command"),
    [
        (["search", "--limti", "3", "--index", "i"], "--limti", "search"),
        (["search", "帆", "--lim", "3", "--index", "i"], "--lim", "search"),
        (
            ["search", "帆", "-limit", "3", "--index", "i"],
            "-limit: the option is --limit",
            "search",
        ),
        (["search", "帆", "—sort=newest", "--index", "i"], "—sort=newest: the", "search"),
        (["search", "帆", "–json", "--index", "i"], "–json: the option is --json", "search"),
        (["search", "--index", "i", "--limit", "x"], "'x'", "search"),
        (["search", "--index", "i", "--creator"], "--creator", "search"),
        (["search", "--index", "i", "--creator", "--limit", "3"], "--creator", "search"),
        (["search", "--index", "i", "--sort", "best"], "best", "search"),
        (["search", "-和平"], "--index", "search"),
        (["suggest", "qingd"], "--index", "suggest"),
        (["suggest", "qingd", "--sort=newest", "--index", "i"], "--sort=newest", "suggest"),
        (["suggest", "qingd", "-limit", "--index", "i"], "-limit: the option is", "suggest"),
        (["build", "corpus", "-x", "--index", "i"], "-x", "build"),
        (["build", "corpus", "more", "--index", "i"], "more", "build"),
        (["check"], "--index", "check"),
        (["explode"], "explode", ""),
        (["search", "\udcff", "--index", "i"], r"b'\xff' is not UTF-8", ""),
        ([], "COMMAND", ""),
    ],
)
def test_bad_usage_is_one_line_with_the_help_of_its_command(
    capsys: pytest.CaptureFixture[str], arguments: list[str], says: str, command: str
) -> None:
    assert main(arguments) == 2
    shown = capsys.readouterr()
    program = f"python -m indexer {command}".strip()
    assert says in shown.err
    assert shown.err.startswith(f"{program}: ")
    assert shown.err.endswith(f"; see {program} --help\n")
    assert (shown.out, shown.err.count("\n")) == ("", 1)


@pytest.mark.parametrize(
    ("arguments", "code", "status", "error"),
    [
        (("search", "x", "--index", "nowhere"), 1, 503, "IndexMissingError"),
        (("build", "nowhere", "--index", "unused"), 1, 503, "CorpusError"),
        (("check", "--index", "nowhere"), 1, 503, "IndexMissingError"),
        (("pictures", "--index", ""), 2, 400, "ArgumentError"),
        (("inspect", "nowhere"), 1, 503, "CorpusError"),
        (("search", "x", "--index", "nowhere", "--limit", "0"), 2, 400, "UsageError"),
        (("search", "x", "--index", "nowhere", "--limti"), 2, 400, "UsageError"),
        (("explode",), 2, 400, "UsageError"),
        ((), 2, 400, "UsageError"),
    ],
)
def test_a_failure_under_json_is_a_problem(
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    code: int,
    status: int,
    error: str,
) -> None:
    assert main([*arguments, "--json"]) == code
    shown = capsys.readouterr()
    problem = json.loads(shown.out)
    assert set(problem) == {"type", "title", "status", "detail", "error", "code"}
    assert (problem["status"], problem["error"], problem["code"]) == (status, error, code)
    assert problem["detail"]
    assert shown.err.endswith(f": {problem['detail']}\n")
    assert shown.err.count("\n") == 1


@pytest.mark.parametrize(
    ("raised", "says"),
    [
        (PermissionError(13, "Permission denied", "/some/where"), "/some/where: Permission denied"),
        (OSError(5, "Input/output error"), "Input/output error"),
        (OSError("two\nlines"), r"OSError('two\nlines')"),
        (TimeoutError(), "TimeoutError()"),
        (BrokenPipeError(32, "Broken pipe"), "Broken pipe"),  # of the work, and not of the output
        (FileNotFoundError(2, "No such file", b"\xff"), "No such file"),
    ],
)
def test_whatever_the_system_refuses_is_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, raised: OSError, says: str
) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise raised

    monkeypatch.setattr("indexer.open_index", refuse)
    assert main(["check", "--index", "i"]) == 1
    shown = capsys.readouterr()
    assert says in shown.err
    assert (shown.out, shown.err.count("\n")) == ("", 1)


def test_the_line_above_what_holds_only_some_of_the_words(
    sample_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("search", "青岛 奥帆 灯塔", "--index", str(sample_index))
    page = printed(capsys, *asked)
    assert (page["total"], page["related"]) == (1, 11)
    (full, *others) = page["results"]
    assert (full["related"], full["missing"]) == (False, [])
    assert all(hit["related"] and hit["missing"] for hit in others)
    assert main([*asked]) == 0
    shown = capsys.readouterr().out.splitlines()
    line = shown.index("11 more results with only some of the words:")
    assert [text for text in shown[:line] if text.startswith("  1 ")]
    assert not [text for text in shown[:line] if text.startswith("    without: ")]
    lacked = [text for text in shown[line:] if text.startswith("    without: ")]
    assert lacked == [f"    without: {', '.join(hit['missing'])}" for hit in others]


def test_what_is_all_below_the_line_has_it_first(
    sample_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("search", "青岛 奥帆 灯塔", "--limit", "5", "--index", str(sample_index))
    assert main([*asked, "--page", "2"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[1] == "11 more results with only some of the words:"
    assert shown[2].startswith("  6 ")
    assert main(["search", "渔船", "--index", str(sample_index)]) == 0
    assert "without" not in capsys.readouterr().out


def test_what_was_typed_alone_can_be_asked_for(
    sample_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("search", "火车", "--index", str(sample_index))
    page, exact = printed(capsys, *asked), printed(capsys, *asked, "--exact")
    assert page["total"] > exact["total"] > 0
    assert [part["kind"] for part in page["interpretation"]] == ["text", "equivalent"]
    assert [part["kind"] for part in exact["interpretation"]] == ["text"]


def test_a_page_past_the_end(sample_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "帆", "--page", "7000", "--index", str(sample_index)]) == 0
    assert "no such page: the last is " in capsys.readouterr().out


def test_one_file_is_no_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.md").write_text("只有一段。", "utf-8")
    (tmp_path / "b.md").write_text("", "utf-8")
    assert main(["build", str(tmp_path), "--index", str(tmp_path / "index")]) == 0
    shown = capsys.readouterr().out
    assert "1 file skipped" in shown
    assert "1 post (1 added): 0 photos, 1 paragraph\n" in shown


@pytest.mark.parametrize("command", ["search", "suggest"])
def test_the_options_that_take_a_value_are_known(command: str) -> None:
    (commands,) = (
        action.choices
        for action in parser()._actions
        if isinstance(action, argparse._SubParsersAction)
    )
    actions = [action for action in commands[command]._actions if action.option_strings]
    valued = {action.option_strings[-1] for action in actions if action.nargs != 0}
    flags = {action.option_strings[-1] for action in actions if action.nargs == 0}
    assert valued == {f"--{name}" for name in options._WITH_VALUE[command]}
    assert flags == {f"--{name}" for name in options._FLAGS[command]}


def test_search_explains_its_hits(sample_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("search", "灯会", "--index", str(sample_index), "--limit", "1")
    page = printed(capsys, *asked, "--explain")
    (result,) = page["results"]
    assert result["explanation"]["score"] == result["score"]
    assert printed(capsys, *asked)["results"][0]["explanation"] is None
    assert main([*asked, "--explain"]) == 0
    shown = capsys.readouterr().out
    assert f"{result['score']:.3f} = (" in shown
    assert "caption 灯会 (literal)" in shown
    assert "6 more" in shown
