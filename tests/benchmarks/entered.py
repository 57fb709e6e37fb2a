"""Lists the lines of the engine that pages never enter: ways that only tests or benchmarks take.

    python -m tests.benchmarks.entered --size 100000 [--seed 1] [--queries 10] [--write]

Pages of every kind are asked by the product's own path: with filters, facets, other orders, further
pages, all kinds, in an index of one segment and again after updates and deletions.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import coverage

from search import connect, locate
from search.request import Request
from tests.benchmarks.collection import collect
from tests.benchmarks.options import origin, parser, recipe
from tests.benchmarks.peers.huabao_peer import Huabao
from tests.benchmarks.report import circumstances, publish, table
from tests.benchmarks.workload import hostile, page_samples

_ROOT = Path(__file__).parent.parent.parent
_TEXTS = "current.texts"
_ROOMS = ("search/snapshot", "search/execution")


def main(arguments: Sequence[str] | None = None) -> None:
    """Ask and print; with ``--be``, be the process that asks."""
    made = parser(__doc__)
    made.add_argument("--size", type=int, default=100_000, help="photos")
    made.add_argument("--queries", type=int, default=10, help="for each kind of page")
    made.add_argument("--be", type=Path, help=argparse.SUPPRESS)
    options = made.parse_args(arguments)
    if options.be:
        texts = json.loads((options.be / _TEXTS).read_text(encoding="utf-8"))
        _ask(options.be, texts)
        _update(options.be)
        _ask(options.be, texts)
        return
    with tempfile.TemporaryDirectory() as temporary:
        text = _run(options, Path(temporary))
    publish(f"entered {options.size} {origin(options)}", text, write=options.write)


def _run(options: argparse.Namespace, folder: Path) -> str:
    collection = collect(recipe(options, options.size))
    peer = Huabao()
    peer.build(collection, folder)
    peer.close()
    samples = page_samples(collection, seed=options.seed, count=options.queries)
    texts = [typed.text for sample in samples for typed in sample.queries]
    texts += [typed.text for typed in hostile(collection, seed=options.seed).queries]
    texts += ["J8*", "上* 海", "-的", "日期:2018", "日期:2018 年", "青岛 OR 上海 北京", "乌有 之物"]
    (folder / _TEXTS).write_text(json.dumps(texts), encoding="utf-8")
    data = folder / "pictures"  # a name that an index directory does not wonder at
    command = ["-m", "coverage", "run", f"--data-file={data}", "--rcfile=/dev/null"]
    command += ["-m", "tests.benchmarks.entered", "--be", str(folder)]
    subprocess.run([sys.executable, *command], cwd=_ROOT, check=True)
    measured = coverage.Coverage(data_file=str(data), config_file=False)
    measured.load()
    rows = []
    for path in sorted(path for room in _ROOMS for path in (_ROOT / room).glob("*.py")):
        _, lines, _, missing, shown = measured.analysis2(str(path))
        if missing:
            rows.append((path.relative_to(_ROOT).as_posix(), str(len(lines)), shown))
    command_ = f"entered --size {options.size} --queries {options.queries} --seed {options.seed}"
    return "\n\n".join(
        (
            f"## Lines that pages do not enter, {options.size:,} photos, {origin(options)}",
            circumstances(command_),
            table(["", "statements", "not entered"], rows),
        )
    )


def _ask(folder: Path, texts: Sequence[str]) -> None:
    engine = connect(str(folder))
    for text in texts:
        engine.search(Request(text=text, kind="all"))
        first = engine.search(Request(text=text))
        engine.search(Request(text=text, page=2))
        engine.search(Request(text=text, sort="oldest", taken=("2015/2018",)))
        engine.search(Request(text=text, agency=("新华社",), kind="paragraph"))
        for hit in first.hits[:1]:
            engine.search(Request(text=text, article=hit.document.article))
            engine.get(hit.document.id)
            engine.article(hit.document.article)
    next(engine.documents("photo"))
    engine.counts()
    engine.close()


def _update(folder: Path) -> None:
    """Replace an article and drop another, twice."""
    engine = connect(str(folder))
    for _ in range(2):
        hits = engine.search(Request(text="的")).hits
        first, second = hits[0].document.article, hits[-1].document.article
        with locate(str(folder)).revise() as writer:
            writer.put(first, engine.article(first), "{}")
            if second != first:
                writer.drop(second)
        engine.search(Request(text="的"))
    engine.close()


if __name__ == "__main__":
    main()
