"""The commands run, say what they measured, and keep their tables where they belong."""

import argparse
from contextlib import closing
from pathlib import Path

import pytest

from search import connect
from search.index.store import STORES
from tests.benchmarks import (
    ablation,
    build_bench,
    entered,
    http_bench,
    index_bytes,
    open_bench,
    page_bench,
    reading_bench,
    report,
    saturation,
    search_bench,
    suggest_bench,
    thumbnail_bench,
    unpruned,
    update_bench,
)
from tests.benchmarks.build_bench import _measured, _text
from tests.benchmarks.build_jobs import JOBS
from tests.benchmarks.builders import HuabaoBuilder
from tests.benchmarks.folder import write_posts
from tests.benchmarks.generator import Recipe
from tests.benchmarks.timing import in_turns, milliseconds, spread

SMALL = 12


@pytest.fixture(autouse=True)
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """RESULTS.md, for the time of a test somewhere else."""
    path = tmp_path / "RESULTS.md"
    monkeypatch.setattr(report, "RESULTS", path)
    return path


def test_search_bench_prints_and_keeps_its_tables(
    results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = tmp_path / "lines.txt"
    drawn = (d.text for _, made in Recipe(size=40, seed=9).articles() for d in made)
    lines = [line for line in drawn if line]
    texts.write_text("\n".join(lines), encoding="utf-8")
    arguments = ["--size", "40", "--queries", "5", "--rounds", "1", "--engines"]
    arguments += ["Huabao,SQLite FTS5", "--texts", str(texts), "--keep", str(tmp_path / "kept")]
    search_bench.main([*arguments, "--write"])
    printed = capsys.readouterr()
    assert printed.out.strip() in results.read_text(encoding="utf-8")
    assert printed.err == ""
    assert "lines of lines.txt" in printed.out
    assert str(tmp_path) not in printed.out
    assert "| Huabao | 60/60 | 50/50 | – |" in printed.out
    assert "| **all of these** |" in printed.out
    assert "| SQLite FTS5 | 12/12 | 10/10 | 12/12 |" in printed.out
    built = (tmp_path / "kept" / "current").read_text(encoding="utf-8")
    search_bench.main(arguments)
    assert (tmp_path / "kept" / "current").read_text(encoding="utf-8") == built


def test_the_best_equal_those_of_an_unpruned_evaluation(
    capsys: pytest.CaptureFixture[str],
) -> None:
    unpruned.main(["--size", "60", "--queries", "60"])
    printed = capsys.readouterr().out
    assert "60 of 60 equal" in printed
    assert "| one frequent character | 2/2 |" in printed


def test_pages_are_measured_of_one_segment_and_several(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--size", "40", "--queries", "2", "--rounds", "1", "--many", "20"]
    page_bench.main([*arguments, "--segments", "3", "--peer", "--keep", str(tmp_path)])
    printed = capsys.readouterr().out
    assert "| now cold | now warm | now, 3 segments cold |" in printed
    assert "| hostile |" in printed
    assert "different queries the process of this code had" in printed
    folders = {folder.name: folder for folder in tmp_path.iterdir()}
    assert len(list(folders["now-40-1-3"].glob("builds/*/*.arrays"))) == 3


def test_a_site_at_saturation_makes_no_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--size", "40", "--queries", "2", "--seconds", "1", "--clients", "4"]
    saturation.main([*arguments, "--segments", "2", "--keep", str(tmp_path)])
    printed = capsys.readouterr().out
    assert "Errors: none." in printed
    for name in (*saturation.SHARES, "bare page"):
        (line,) = (line for line in printed.splitlines() if line.startswith(f"| {name} |"))
        assert int(line.split("|")[2].replace(",", "")) > 0
    assert "Memory of its own: 0 MiB" not in printed


def test_typing_is_measured_key_by_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--size", "40", "--typings", "4", "--rounds", "1", "--segments", "3", "--http"]
    suggest_bench.main([*arguments, "--posts", "12", "--keep", str(tmp_path)])
    printed = capsys.readouterr().out
    for name in ("characters", "pinyin in full", "initials", "of a photographer", "of a year"):
        one, several = (line for line in printed.splitlines() if line.startswith(f"| {name} |"))
        for line in (one, several):
            first, worst, again = (line.split("|")[place] for place in (3, 4, 5))
            assert all(float(time) > 0 for time in (*first.split("/"), worst, *again.split("/")))
    assert "Of one segment: opening took" in printed
    assert "Of 3 segments: opening took" in printed
    assert "| a character of the same sound | 4 |" in printed
    over_http = [
        line for line in printed.splitlines() if line.startswith(("| first |", "| again |"))
    ]
    assert len(over_http) == 4
    assert all(float(time) > 0 for line in over_http for time in line.split("|")[3].split("/"))
    assert "Building 12 photos from a folder of posts took" in printed


def test_every_way_is_switched_off(capsys: pytest.CaptureFixture[str]) -> None:
    ablation.main(["--size", "40", "--queries", "2", "--rounds", "1"])
    printed = capsys.readouterr().out
    assert all(f"`{limit}`" in printed for limit, _ in ablation.MOVED.values())


def test_lines_that_pages_do_not_enter_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    entered.main(["--size", "40", "--queries", "2"])
    printed = capsys.readouterr().out
    assert "| search/execution/whoosh_check.py |" in printed
    assert "| search/execution/evidence.py |" not in printed


def test_opening_is_measured_in_processes(capsys: pytest.CaptureFixture[str]) -> None:
    open_bench.main(["--size", "12", "--processes", "2"])
    lines = capsys.readouterr().out.strip().splitlines()
    assert [line.split(" | ")[0] for line in lines[-2:]] == ["| 1", "| 2"]


def test_every_build_job_builds(tmp_path: Path) -> None:
    recipe = Recipe(size=SMALL)
    write_posts(recipe.articles(), tmp_path / "posts")
    builds = {}
    for number, (job, run) in enumerate(JOBS.items()):
        try:
            builds[job] = run(recipe, tmp_path / str(number))
        except ImportError:
            assert "tantivy" in job
    for job, build in builds.items():
        assert build.photos == SMALL
        assert build.seconds > 0
        assert build.resident > 1
        assert build.peak >= build.base > 1
        assert bool(build.size) == ("analysis" not in job)
    options = argparse.Namespace(
        size=SMALL, seed=1, tags=0, texts=None, only="index: Huabao", slow=5
    )
    ours = {"index: Huabao": builds["index: Huabao"]}
    text = _text(options, recipe, ours, absent=["index: another"])
    assert "Building 12 photos" in text
    assert "not importable here: index: another" in text


def test_a_build_job_runs_in_a_process_of_its_own(tmp_path: Path) -> None:
    options = argparse.Namespace(size=SMALL, seed=1, tags=0, texts=None)
    build = _measured(options, "index: stock Whoosh", SMALL, tmp_path / "index")
    assert build is not None
    assert (build.photos, build.size > 0) == (SMALL, True)


def test_a_missing_peer_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing(recipe: Recipe, folder: Path) -> None:
        raise ImportError(f"no engine for {recipe.size} in {folder.name}")

    monkeypatch.setattr(build_bench, "JOBS", {"index: tantivy-py": missing})
    build_bench.main(["--size", "5", "--job", "index: tantivy-py", "--folder", str(tmp_path)])
    assert capsys.readouterr().out == "null"


def test_http_bench_times_the_server_beside_a_bare_page(
    capsys: pytest.CaptureFixture[str],
) -> None:
    http_bench.main(["--size", "12", "--queries", "1", "--rounds", "1"])
    printed = capsys.readouterr().out
    for name in (http_bench.HEALTH, http_bench.SEARCH, http_bench.INSIDE, http_bench.BARE):
        (line,) = (line for line in printed.splitlines() if line.startswith(f"| {name} |"))
        assert all(float(cell) > 0 for cell in line.split("|")[2:4]), line


def test_thumbnail_bench_counts_one_rendering_for_all_who_ask(
    capsys: pytest.CaptureFixture[str],
) -> None:
    small = ["--side", "360", "--widths", "240", "--rounds", "1", "--readers", "8"]
    thumbnail_bench.main([*small, "--workers", "1"])
    printed = capsys.readouterr().out
    for form in thumbnail_bench.FORMS:
        (line,) = (line for line in printed.splitlines() if f"| {form} |" in line)
        assert all(float(cell) > 0 for cell in line.split("|")[3:8]), line
    (line,) = (line for line in printed.splitlines() if line.startswith("| 240 | 1 |"))
    assert float(line.split("|")[3].replace(",", "")) > 0


def test_update_bench_times_every_step(capsys: pytest.CaptureFixture[str]) -> None:
    update_bench.main(["--sizes", "6,12", "--repeat", "2"])
    printed = capsys.readouterr().out
    for step in update_bench.STEPS:
        (line,) = (line for line in printed.splitlines() if line.startswith(f"| {step} |"))
        assert all(float(cell) > 0 for cell in line.split("|")[2:4]), line
    assert "6 photos in " in printed
    assert "12 photos in " in printed


def test_update_bench_leaves_a_kept_index_as_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with HuabaoBuilder(tmp_path) as builder:
        for _, documents in Recipe(size=12).articles():
            builder.put(documents)
    update_bench.main(["--kept", str(tmp_path), "--repeat", "2"])
    assert "an index of 12 photos" in capsys.readouterr().out
    with closing(connect(str(tmp_path))) as engine:
        assert engine.counts()["photo"] == 12
        assert list(engine.verify()) == []


def test_all_bytes_of_an_index_are_counted_where_they_belong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with HuabaoBuilder(tmp_path) as builder:
        for _, documents in Recipe(size=12).articles():
            builder.put(documents)
    (build,) = (tmp_path / "builds").iterdir()
    counted = index_bytes.counted(build)
    assert counted.total() == sum(file.stat().st_size for file in build.iterdir())
    assert {owner for owner, _ in counted} == {
        *STORES,
        "completions",
        "documents",
        "articles",
        "files",
    }
    assert counted["passage", "bigrams: entries"] > counted["headline", "bigrams: entries"] > 0
    index_bytes.main([str(tmp_path)])
    printed = capsys.readouterr().out
    assert "a photo (12)" in printed
    assert "| passage, bigrams: entries |" in printed


def test_a_section_replaces_its_last_version_and_nothing_else(results: Path) -> None:
    results.write_text("# Results\n\nBy hand.\n", encoding="utf-8")
    report.write_section("one", "first", results)
    report.write_section("two", "second", results)
    report.write_section("one", "third", results)
    assert results.read_text(encoding="utf-8") == (
        "# Results\n\nBy hand.\n\n<!-- one -->\nthird\n<!-- end of one -->\n\n"
        "<!-- two -->\nsecond\n<!-- end of two -->\n"
    )


def test_engines_take_turns() -> None:
    asked: list[tuple[str, int]] = []
    engines = {name: lambda query, name=name: asked.append((name, query)) for name in "ab"}
    timed = in_turns([1, 2], engines, rounds=2)
    passes = [("a", 1), ("b", 1), ("b", 2), ("a", 2)], [("b", 1), ("a", 1), ("a", 2), ("b", 2)]
    assert asked == [*passes[0], *passes[1], *passes[0]]
    assert all((len(t.cold), len(t.warm), len(t.answers)) == (2, 4, 2) for t in timed.values())


def test_spreads_are_percentiles() -> None:
    assert str(spread([float(n) for n in range(101)])) == "50 / 95 / 99"
    assert [milliseconds(n) for n in (0.01234, 1.5, 99.94, 1234.5)] == [
        "0.0123",
        "1.5",
        "99.9",
        "1,234",
    ]


def test_reading_is_measured_against_another_commit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.md").write_text(
        "---\ntitle: 甲\n---\n![](a.jpg)\n\n图为渔船。\n", encoding="utf-8"
    )
    arguments = ["--rounds", "1", "--share", "0.002", "--largest", "0.1"]
    reading_bench.main([str(tmp_path), "--against", "HEAD", *arguments])
    printed = capsys.readouterr().out
    assert "ms a post, HEAD | ratio |" in printed
    assert f"| {tmp_path.name} | 1 |" in printed
    assert all(f"| {name} |" in printed for name in reading_bench.HOSTILE)
    assert "reads one post of 0.1 MiB" in printed
