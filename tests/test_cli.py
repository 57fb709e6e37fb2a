"""The command line as a person or a script runs it: output, exit codes, one-line errors."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, SAMPLE


def run(*arguments: str, module: str = "indexer") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "100"},
    )


def test_build_search_update_check(tmp_path: Path) -> None:
    index = str(tmp_path / "index")
    built = run("build", str(SAMPLE), "--index", index)
    assert built.returncode == 0
    assert "photos" in built.stdout
    assert built.stderr == ""
    found = run("search", "青岛 帆", "--index", index)
    assert found.returncode == 0
    assert "青岛" in found.stdout
    again = json.loads(run("update", str(SAMPLE), "--index", index, "--json").stdout)
    assert again["unchanged"] == again["posts"] > 0
    checked = json.loads(run("check", "--index", index, "--json").stdout)
    assert checked["faults"] == []
    fetched = json.loads(run("pictures", "--index", index, "--json").stdout)
    assert fetched["local"] > 0
    assert fetched["failed"] == 0


def test_search_json_has_the_shape_of_the_site(sample_index: Path) -> None:
    page = json.loads(
        run(
            *("search", "帆", "--index", str(sample_index), "--json", "--limit", "3"),
            *("--taken", "2018", "--sort", "newest"),
        ).stdout
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


def test_a_query_that_begins_with_a_minus(sample_index: Path) -> None:
    found = run("search", "--index", str(sample_index), "--json", "--", "-帆")
    assert json.loads(found.stdout)["query"] == "-帆"


def test_inspect_prints_one_json_value() -> None:
    inspected = json.loads(run("inspect", str(SAMPLE), "--json").stdout)
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
    sample_index: Path, arguments: tuple[str, ...], code: int, says: str
) -> None:
    failed = run(*(part.format(index=sample_index) for part in arguments))
    assert failed.returncode == code
    assert failed.stdout == ""
    assert says in failed.stderr
    assert failed.stderr.count("\n") == 1


def test_bad_usage_is_2() -> None:
    assert run("search").returncode == 2
    assert run("explode").returncode == 2
    assert run("--port", "x", module="web").returncode == 2


def test_web_without_an_index_is_one_line(tmp_path: Path) -> None:
    failed = run("--index", str(tmp_path), module="web")
    assert failed.returncode == 1
    assert failed.stderr.count("\n") == 1
