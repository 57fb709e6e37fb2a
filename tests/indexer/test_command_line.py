"""What the commands print and refuse; as processes they are run in ``tests/test_cli.py``."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from indexer.__main__ import main
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
    assert {"query", "notices", "total", "page", "per_page", "links", "results", "facets"} <= set(
        page
    )
    assert page["per_page"] == 3
    result = page["results"][0]
    assert {
        *("id", "kind", "url", "thumbnail", "image", "caption", "highlight", "matches", "creator"),
        *("agency", "credit_line", "taken", "taken_basis", "published", "place", "person"),
        *("article", "score"),
    } <= set(result)
    assert all("2018" in (hit["taken"] or hit["published"]) for hit in page["results"])
    (year,) = (facet for facet in page["facets"] if facet["name"] == "year")
    assert any(item["selected"] for item in year["items"])


def test_inspect_prints_one_json_value(capsys: pytest.CaptureFixture[str]) -> None:
    inspected = printed(capsys, "inspect", str(SAMPLE))
    assert set(inspected) == {"posts", "skipped"}
    assert inspected["skipped"]
    photo = next(photo for post in inspected["posts"] for photo in post["photos"])
    assert list(photo) == [
        *("image", "width", "height", "caption", "caption_position", "confidence", "reason"),
        *("credit", "creator", "agency", "role", "taken", "taken_basis"),
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("search", "x", "--index", "nowhere"), 1, "build one"),
        (("build", "nowhere", "--index", "unused"), 1, "nowhere"),
        (("check", "--index", "nowhere"), 1, "build one"),
        (("pictures", "--index", "nowhere"), 1, "build one"),
        (("search", "x", "--index", "{index}", "--taken", "then"), 2, "'then'"),
        (("search", "x", "--index", "{index}", "--limit", "0"), 2, "per_page=0"),
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
    for arguments in ((query, *index), (*index, query), (*index, "--", query)):
        page = printed(capsys, "search", *arguments)
        assert parse_qs(urlsplit(page["links"]["self"]).query)["q"] == [query]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["search", "--limti", "3", "--index", "i"], "--limti"),
        (["search", "帆", "-和平", "--index", "i"], "-和平"),
        (["search", "--index", "i", "--limit", "x"], "'x'"),
        (["search", "--index", "i", "--creator"], "--creator"),
        (["search", "-和平"], "--index"),
        (["build", "corpus", "-x", "--index", "i"], "-x"),
        (["explode"], "explode"),
        (["search", "\udcff", "--index", "i"], r"b'\xff' is not UTF-8"),
        ([], "COMMAND"),
    ],
)
def test_bad_usage_is_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    shown = capsys.readouterr()
    assert stopped.value.code == 2
    assert says in shown.err
    assert (shown.out, shown.err.count("\n")) == ("", 1)


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
