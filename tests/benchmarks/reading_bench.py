"""Measures reading posts: the time a post takes, and how it grows with hostile texts.

    python -m tests.benchmarks.reading_bench [FOLDER ...] [--against COMMIT] [--rounds 5] [--write]

With ``--against`` the same folders are read with the code of another commit in the same run: each
tree has a process of its own, and they take turns, so that what else the machine does slows both.
Times are those of the process, the least of the rounds. Another tree may list other pages as posts;
the times are of one post each, and the counts stand beside.

A hostile text is read at one size and at twice that: linear is 2. The memory is that of a process
which reads one post as large as a post may be.
"""

import argparse
import gc
import io
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from indexer.posts.credits.credit_lines import forget_texts
from indexer.posts.extract import parse_article
from tests.benchmarks.report import circumstances, commit, publish, table
from tests.conftest import REAL

_ROOT = Path(__file__).parent.parent.parent

_READER = """
import sys, time
from pathlib import Path
from indexer.inspection import inspect_corpus
from indexer.posts.credits import credit_lines
forget = getattr(credit_lines, "forget_texts", None) or credit_lines.split_credit.cache_clear
for line in sys.stdin:
    forget()
    begun = time.process_time()
    posts = len(inspect_corpus(Path(line.strip())).posts)
    print(posts, time.process_time() - begun, flush=True)
"""
"""Reads the folders that it is told, in any tree that has these names; none remembers credits."""

_LARGEST = """
from indexer.posts.extract import parse_article
from tests.benchmarks.memory import Watched
unit = f"<p>{{'渔船归港，岸边已经站满了人。' * 40}}</p><img src=a.jpg><p>图为渔船。</p>".encode()
data = unit * ({size} // len(unit))
with Watched() as memory:
    parse_article(data, "nowhere", "a.html")
print(memory.base, memory.peak)
"""

_IMAGE = "<img src=http://a.com/{0}.jpg>"
_STORY = "海上的风一阵比一阵大，" * 5

HOSTILE: Mapping[str, tuple[str, str, str, int]] = {
    "pictures with captions": ("", f"{_IMAGE}<p>图为渔船{{0}}归港。<p>{_STORY}。", "", 1000),
    "figures": (
        "",
        f"<figure>{_IMAGE}<figcaption>渔船{{0}}归港</figcaption></figure>",
        "",
        1000,
    ),
    "texts": (_IMAGE, f"<p>{_STORY}{{0}}。</p>", "", 5000),
    "one text": (f"{_IMAGE}<p>", _STORY, "。", 10_000),
    "lines of one text": (f"{_IMAGE}<p>", "海风{0}，<br>", "", 5000),
    "pictures in one group": ("", _IMAGE, "<p>图为渔船归港。", 2500),
    "pictures described alike": (
        "",
        "<img src=http://a.com/{0}.jpg alt=渔船归港>",
        "<p>图为渔船。",
        2500,
    ),
    "captions of one figure": (
        "<figure>",
        f"{_IMAGE}<figcaption>渔船{{0}}归港</figcaption>",
        "</figure>",
        1000,
    ),
    "a group and captions in one figure": (
        f"<figure>{_IMAGE * 100}",
        "<figcaption>渔船{0}归港</figcaption>",
        "</figure>",
        1000,
    ),
    "tables": (
        "",
        f"<table><tr><td>{_IMAGE}</td><td>渔船{{0}}归港</td></tr></table>",
        "",
        2500,
    ),
    "cells of one row": (
        "<table><tr>",
        f"<td>{_IMAGE}</td><td>渔船{{0}}归港</td>",
        "</tr></table>",
        1000,
    ),
    "items of a list": ("<ul>", f"<li>{_IMAGE}渔船{{0}}归港</li>", "</ul>", 1000),
    "captions before and after": ("", f"{_IMAGE}<p>渔船{{0}}归港</p>", "", 1000),
    "lines of verse": ("", f"{_IMAGE}<p>渔船{{0}}<p>归港", "", 1000),
    "credits": ("", f"{_IMAGE}<p>甲乙丙 摄</p>", "", 1000),
    "articles": ("", f"<article><h1>渔船{{0}}</h1>{_IMAGE}<p>{_STORY}。</article>", "", 500),
    "links": (_IMAGE, "<li><a href=/{0}.html>渔船{0}归港的故事</a>", "", 2000),
}
"""What is repeated, with what stands before and behind, and how often at first."""


@dataclass(frozen=True, slots=True)
class Rate:
    """How fast a tree reads a folder."""

    posts: int
    seconds: float

    @property
    def milliseconds(self) -> float:
        """Of one post."""
        return self.seconds * 1000 / max(self.posts, 1)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    options = _options(arguments)
    begun = commit()
    texts = [
        f"## Reading posts, {begun}" + (f" and {options.against}" if options.against else ""),
        circumstances(_command(options)),
        _rates(options),
        _growth(options.share),
    ]
    if options.largest:
        texts.append(_memory(options.largest))
    publish("reading", "\n\n".join(texts), write=options.write)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    made = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    made.add_argument("folders", nargs="*", type=Path, help="corpora; those of the project")
    made.add_argument("--against", help="a commit of which the code reads the same folders")
    made.add_argument("--rounds", type=int, default=5)
    made.add_argument("--share", type=float, default=1.0, help="of the sizes of hostile texts")
    made.add_argument("--largest", type=float, default=16, help="MiB of one post; 0: none is read")
    made.add_argument("--write", action="store_true", help="keep the tables in RESULTS.md")
    options = made.parse_args(arguments)
    options.folders = options.folders or [REAL / one for one in ("posts", "markup")]
    return options


def _command(options: argparse.Namespace) -> str:
    folders = " ".join(folder.name for folder in options.folders)
    against = f" --against {options.against}" if options.against else ""
    return f"reading_bench {folders}{against} --rounds {options.rounds}"


def _rates(options: argparse.Namespace) -> str:
    trees = ["this", options.against] if options.against else ["this"]
    with ExitStack() as stack:
        readers = [stack.enter_context(_reader(tree)) for tree in trees]
        rows = []
        for folder in options.folders:
            rounds = [[read(folder) for read in readers] for _ in range(options.rounds)]
            best = [min(one, key=lambda rate: rate.seconds) for one in zip(*rounds, strict=True)]
            told = [cell for rate in best for cell in (f"{rate.posts}", f"{rate.milliseconds:.2f}")]
            ratio = f"{best[0].milliseconds / best[-1].milliseconds:.2f}"
            rows.append([folder.name, *told, *([ratio] if options.against else [])])
    head = [cell for tree in trees for cell in (f"posts, {tree}", f"ms a post, {tree}")]
    return table(["", *head, *(["ratio"] if options.against else [])], rows)


@contextmanager
def _reader(tree: str) -> Iterator[Callable[[Path], Rate]]:
    """A process that reads folders with the code of a tree."""
    with tempfile.TemporaryDirectory() as temporary:
        root = _ROOT
        if tree != "this":
            root = Path(temporary)
            packed = subprocess.run(
                ["git", "archive", tree, "indexer", "search"],
                cwd=_ROOT,
                capture_output=True,
                check=True,
            ).stdout
            with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
                archive.extractall(root, filter="data")
        with subprocess.Popen(
            [sys.executable, "-c", _READER],
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        ) as process:
            yield lambda folder: _asked(process, folder)
            assert process.stdin
            process.stdin.close()


def _asked(process: subprocess.Popen[str], folder: Path) -> Rate:
    assert process.stdin
    assert process.stdout
    process.stdin.write(f"{folder.resolve()}\n")
    process.stdin.flush()
    posts, seconds = process.stdout.readline().split()
    return Rate(int(posts), float(seconds))


def _growth(share: float) -> str:
    rows = []
    for name, (before, unit, behind, count) in HOSTILE.items():
        size = max(1, int(count * share))
        taken = [_seconds(_hostile(before, unit, behind, times)) for times in (size, 2 * size)]
        cells = [f"{seconds * 1000:.0f}" for seconds in taken]
        rows.append([name, f"{2 * size:,}", *cells, f"{taken[1] / taken[0]:.2f}"])
    return table(["hostile text", "units", "half, ms", "whole, ms", "growth"], rows)


def _hostile(before: str, unit: str, behind: str, count: int) -> bytes:
    return f"{before}{''.join(unit.format(i) for i in range(count))}{behind}".encode()


def _seconds(data: bytes) -> float:
    """The least of three readings; none remembers the texts of the one before."""
    best = float("inf")
    for _ in range(3):
        forget_texts()
        gc.collect()
        gc.disable()
        begun = time.process_time()
        parse_article(data, "nowhere", "a.html")
        best = min(best, time.process_time() - begun)
        gc.enable()
    return best


def _memory(largest: float) -> str:
    done = subprocess.run(
        [sys.executable, "-c", _LARGEST.format(size=int(largest * 2**20))],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    before, peak = map(float, done.stdout.split())
    held = f"{before:,.0f} → {peak:,.0f} MiB"
    return f"Memory of a process that reads one post of {largest:g} MiB: {held}."


if __name__ == "__main__":
    main()
