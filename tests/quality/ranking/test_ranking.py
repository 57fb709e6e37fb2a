"""No figure of the order falls below what was reached, and the runner measures what it says."""

import gzip
import json
import math
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest
from ir_measures import ScoredDoc

import indexer
from search.text.analyzer import Analyzer
from tests.conftest import real_data
from tests.quality.__main__ import main
from tests.quality.ranking import expected
from tests.quality.ranking.expected import SLACK, configuration, fallen, read_expected
from tests.quality.ranking.measuring import MEASURES, Row, figures, measured
from tests.quality.ranking.posts import write_posts
from tests.quality.ranking.sets import EvalSet, Item, read_sets

EXPECTED = read_expected()


def quiet(_doing: str) -> AbstractContextManager[indexer.Progress]:
    return nullcontext(lambda _done, _total: None)


@pytest.mark.untraced
@pytest.mark.real
@pytest.mark.parametrize("name", EXPECTED["slice"])
def test_no_figure_of_a_slice_fell(name: str, tmp_path: Path) -> None:
    (one,) = (one for one in read_sets(real_data("eval")) if one.name == name)
    row = measured(one.sliced(), tmp_path, bar=quiet, jobs=1)
    assert not fallen(row, EXPECTED["slice"])
    risen = {m: f for m, f in row.figures.items() if f > EXPECTED["slice"][name][m] + SLACK}
    assert not risen, "better: keep it with python -m tests.quality ../shared/data/eval --write"


@pytest.mark.real
def test_every_set_is_expected() -> None:
    names = [one.name for one in read_sets(real_data("eval"))]
    assert list(EXPECTED["whole"]) == list(EXPECTED["slice"]) == names
    for extent in ("whole", "slice"):
        assert all(list(row) == list(MEASURES) for row in EXPECTED[extent].values())


def test_the_figures_are_those_of_the_constants_in_use() -> None:
    now = json.loads(json.dumps(configuration()))
    assert now == EXPECTED["configuration"], "python -m tests.quality ../shared/data/eval --write"
    assert {"K1", "B", "FIELD_WEIGHTS", "STREAM_WEIGHTS", "LITERAL_BONUS"} <= now.keys()


TEXTS = (
    "# 渔港 * 一号 * _码头_ 1. 帆船",
    "1. 渔港 <b>没有</b> &amp; \"引号\" 'x' --- 完",
    "---",
    "title: 渔港",
    "渔港：长文。" * 1500,
    "图为渔港。新华社记者 周牧野 摄",
    "原标题：渔港",
    "http://example.com/渔港.jpg",
    "- 渔港\\*",
)


def test_every_document_is_one_paragraph_as_it_stands(tmp_path: Path) -> None:
    items = tuple(
        Item(id=f"x/{n}", title="" if n % 2 else f'题 "{n}": 一', date="2024-02-29", text=text)
        for n, text in enumerate(TEXTS)
    )
    ids = write_posts(EvalSet(name="s", items=items, queries={}, right={}), tmp_path / "posts")
    indexer.build_index(tmp_path / "posts", tmp_path / "index")
    with indexer.open_index(tmp_path / "index") as archive:
        hits = archive.search("", kind="all", per_page=100).hits
    found = {ids[hit.document.path]: hit.document for hit in hits}
    assert len(hits) == len(items)
    for item in items:
        document = found[item.id]
        assert (document.kind, document.text, document.date) == ("paragraph", item.text, item.date)
        if item.title:
            assert document.headline == item.title
        else:
            assert not Analyzer().field([document.headline]).characters


def example() -> EvalSet:
    """Three queries: answered first, second, and not at all."""
    items = (
        Item(id="a", title="渔港", text="渔港的早晨"),
        Item(id="b", text="渔港的早晨，渔船归来，风浪不大"),
        Item(id="c", text="灯会"),
    )
    queries = {"q1": "渔港早晨", "q2": "渔港的早晨", "q3": "没有这个词"}
    right = {"q1": {"a": 1}, "q2": {"b": 1}, "q3": {"c": 1}}
    return EvalSet(name="example", items=items, queries=queries, right=right)


def write_set(one: EvalSet, folder: Path) -> None:
    folder.mkdir(parents=True)
    with gzip.open(folder / "docs.tsv.gz", "wt", encoding="utf-8") as file:
        file.writelines(f"{item.id}\t{item.title}\t{item.text}\n" for item in one.items)
    lines = [f"{name}\t{text}\n" for name, text in one.queries.items()]
    (folder / "queries.tsv").write_text("".join([*lines, "q9\t无人评判\n"]), encoding="utf-8")
    judged = [f"{q}\t0\t{d}\t{n}\n" for q, ones in one.right.items() for d, n in ones.items()]
    (folder / "qrels.tsv").write_text("".join(judged), encoding="utf-8")


SECOND = 1 / math.log2(3)
"""What nDCG gives for the one right document at the second place."""


def test_a_set_is_measured_through_the_door(tmp_path: Path) -> None:
    row = measured(example(), tmp_path, bar=quiet, jobs=1)
    assert (row.name, row.documents, row.queries) == ("example", 3, 3)
    assert row.figures == pytest.approx(
        {"MRR@10": 1.5 / 3, "R@1": 1 / 3, "R@10": 2 / 3, "nDCG@10": (1 + SECOND) / 3}
    )
    assert measured(example(), tmp_path, bar=quiet, jobs=1) == row, "kept, and asked again"


def test_figures_of_a_run_by_hand() -> None:
    places = {"q1": 1, "q2": 4, "q3": 11}
    right = {query: {"x": 1} for query in (*places, "q4")}
    one = EvalSet(name="s", items=(), queries=dict.fromkeys(right, ""), right=right)
    run = [
        ScoredDoc(query, "x" if at == place else f"y{at}", -float(at))
        for query, place in places.items()
        for at in range(1, 12)
    ]
    gain = 1 / math.log2(5)
    assert figures(one, run) == pytest.approx(
        {"MRR@10": 1.25 / 4, "R@1": 1 / 4, "R@10": 2 / 4, "nDCG@10": (1 + gain) / 4}
    )


def test_a_set_is_read_as_it_lies(tmp_path: Path) -> None:
    write_set(example(), tmp_path / "example")
    assert read_sets(tmp_path) == [example()]
    dated = tmp_path / "dated"
    write_set(EvalSet(name="dated", items=(), queries={}, right={}), dated)
    with gzip.open(dated / "docs.tsv.gz", "wt", encoding="utf-8") as file:
        file.write('d1\t20240229\t说“"好\nd2\t没有题目\n')
    read = read_sets(tmp_path)[0]
    assert read.items == (
        Item(id="d1", date="2024-02-29", text='说“"好'),
        Item(id="d2", text="没有题目"),
    )


def test_a_slice_holds_what_is_right_for_its_queries() -> None:
    one = example().sliced(queries=2, documents=1)
    assert (list(one.queries), [item.id for item in one.items]) == (["q1", "q2"], ["a", "b"])
    one = example().sliced(queries=1, documents=2)
    assert (list(one.right), [item.id for item in one.items]) == (["q1"], ["a", "b"])


@pytest.mark.parametrize(("by", "told"), [(0.0029, 0), (0.0031, 1), (-0.2, 0)])
def test_a_figure_falls_when_it_is_lower_by_more_than_the_slack(by: float, told: int) -> None:
    row = Row(name="s", documents=1, queries=1, figures={"R@1": 0.5 - by, "R@10": 1.0})
    fell = fallen(row, {"s": {"R@1": 0.5, "R@10": 1.0}, "t": {"R@1": 1.0}})
    assert len(fell) == told
    assert all("s: R@1 fell from 0.5000 to 0.4969" in line for line in fell)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one set, of which nothing is expected yet."""
    write_set(example(), tmp_path / "sets" / "example")
    monkeypatch.setattr(expected, "FILE", tmp_path / "expected.json")
    return tmp_path / "sets"


def test_the_command_expects_what_it_wrote_and_fails_below_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = [str(folder), "--jobs", "1", "--keep", str(folder.parent / "kept")]
    assert main([*run, "--write"]) == 0
    assert main(run) == 0
    assert "0.5000 (+0.0000)" in capsys.readouterr().out
    kept = json.loads(expected.FILE.read_text(encoding="utf-8"))
    assert kept["slice"]["example"] == kept["whole"]["example"]
    kept["whole"]["example"]["R@10"] = 0.9
    expected.FILE.write_text(json.dumps(kept), encoding="utf-8")
    assert main([*run, "--json"]) == 1
    said = capsys.readouterr()
    assert json.loads(said.out)["fell"] == ["example: R@10 fell from 0.9000 to 0.6667"]
    assert said.err == ""
    assert main([*run, "--limit", "1"]) == 0, "of some queries nothing is expected"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--set", "nowhere"], "nowhere"),
        (["--limit", "0"], "at least 1"),
        (["--limit", "1", "--write"], "--write or --limit"),
    ],
)
def test_bad_usage_is_told(
    folder: Path, arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([str(folder), *arguments])
    assert stopped.value.code == 2
    assert told in capsys.readouterr().err


def test_a_folder_without_sets_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([str(tmp_path)])
    assert "docs.tsv.gz" in capsys.readouterr().err
