"""Ten minutes of searching while an archive in a cluster is changed and built anew.

    python3 deploy/cluster run --
        python -m tests.benchmarks.cluster_soak [--seconds 600] [--every 30] [--workers 3]
        [--posts 120] [--clients 6] [--write]

``make soak-cluster`` does so. Every post of the archive carries the number of its edition, and all
posts get the next one together: by an update in one transaction, by a whole build the next time,
in turns. A page that shows two editions, or another number of photos than there are, is a mixed
one. The site runs as it is run for readers, in several processes over the address of the archive.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import httpx2

from indexer import build_index, update_index
from tests.benchmarks.options import parser
from tests.benchmarks.report import circumstances, publish, table
from tests.benchmarks.timing import milliseconds, spread
from tests.clusters import CLUSTER, own_name

_ROOT = Path(__file__).parent.parent.parent
_PHOTOS = 3
"""Of a post."""

_QUESTIONS = ("/search.json?q={0}&per_page=100", "/search.json?q={0}&per_page=100&sort=newest",
              "/search.json?q={0}%20OR%20{1}&per_page=100&groups=show")  # fmt: skip
_TOWNS = ("海州", "青石", "云台")


@dataclass(slots=True)
class Seen:
    """What clients saw."""

    times: list[float] = field(default_factory=list)
    editions: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, taken: float, edition: str, fault: str) -> None:
        """Note one answer; ``fault`` is empty for a good one."""
        with self.lock:
            self.times.append(taken)
            if fault:
                self.faults.append(fault)
            else:
                self.editions[edition] += 1


def main(arguments: Sequence[str] | None = None) -> None:
    """Search and change, and print what came of it."""
    made = parser(__doc__)
    made.add_argument("--seconds", type=float, default=600)
    made.add_argument("--every", type=float, default=30, help="seconds from change to change")
    made.add_argument("--workers", type=int, default=3, help="processes of the site")
    made.add_argument("--posts", type=int, default=120)
    made.add_argument("--clients", type=int, default=6, help="threads that ask")
    options = made.parse_args(arguments)
    if not CLUSTER:
        sys.exit("name a cluster: HUABAO_CLUSTER=host:port,… (or make soak-cluster)")
    with tempfile.TemporaryDirectory() as folder, own_name(CLUSTER) as name:
        seen, changes = soak(options, Path(folder), f"opensearch://{CLUSTER}/{name}?shards=3")
    publish(f"soak {options.seconds:.0f}", _told(options, seen, changes), write=options.write)
    sys.exit(bool(seen.faults))


def soak(options: argparse.Namespace, folder: Path, location: str) -> tuple[Seen, list[float]]:
    """Ask all the time and change now and then; what was seen, and how long changes took."""
    corpus, seen, changes = folder / "posts", Seen(), []
    _write(corpus, options.posts, 0)
    build_index(corpus, location)
    over = threading.Event()
    with _served(location, options.workers, folder) as site:
        clients = [
            threading.Thread(target=_ask, args=(site, number, options.posts, seen, over))
            for number in range(options.clients)
        ]
        for client in clients:
            client.start()
        end = time.monotonic() + options.seconds
        edition = 0
        try:
            while time.monotonic() + options.every < end:
                edition += 1
                started = time.monotonic()
                _write(corpus, options.posts, edition)
                change = update_index if edition % 2 else build_index
                change(corpus, location)
                changes.append(time.monotonic() - started)
                time.sleep(max(0.0, options.every - changes[-1]))
            time.sleep(max(0.0, end - time.monotonic()))
        finally:
            over.set()
            for client in clients:
                client.join()
    return seen, changes


def _write(corpus: Path, posts: int, edition: int) -> None:
    """All posts, with a number of the edition in every caption."""
    corpus.mkdir(exist_ok=True)
    for number in range(posts):
        town = _TOWNS[number % len(_TOWNS)]
        photos = "\n\n".join(
            f"![](pictures/{number}-{photo}.jpg)\n\n{town}的第{number}号码头，第{photo}张，"
            f"版次e{edition:05}。新华社记者 李若川 摄"
            for photo in range(_PHOTOS)
        )
        head = f"---\ntitle: {town}码头{number}\ndate: 2018-07-{number % 28 + 1:02}\n---\n\n"
        (corpus / f"{number:05}.md").write_text(f"{head}{photos}\n", encoding="utf-8")


def _ask(site: str, number: int, posts: int, seen: Seen, over: threading.Event) -> None:
    """Ask one question after the other."""
    with httpx2.Client(base_url=site, trust_env=False, timeout=60) as client:
        turn = number
        while not over.is_set():
            turn += 1
            towns = [_TOWNS[(turn + more) % len(_TOWNS)] for more in (0, 1)]
            path = _QUESTIONS[turn % len(_QUESTIONS)].format(*map(quote, towns))
            asked = 1 + ("OR" in path)
            expected = sum(
                _PHOTOS for post in range(posts) if _TOWNS[post % len(_TOWNS)] in towns[:asked]
            )
            started = time.perf_counter()
            try:
                answer = client.get(path)
                edition, fault = _judged(answer, expected)
            except httpx2.HTTPError as error:
                edition, fault = "", f"{type(error).__name__}: {path}"
            seen.take((time.perf_counter() - started) * 1e3, edition, fault)


def _judged(answer: httpx2.Response, expected: int) -> tuple[str, str]:
    """The edition that a page shows, and what is wrong with it."""
    if answer.status_code != httpx2.codes.OK:
        return "", f"{answer.status_code}: {answer.url}"
    told = json.loads(answer.text)
    editions = {
        word[:6] for result in told["results"] for word in result["caption"].split("版次")[1:]
    }
    if len(editions) != 1:
        return "", f"editions {sorted(editions)}: {answer.url}"
    if told["total"] != expected:
        return "", f"{told['total']} instead of {expected}: {answer.url}"
    return editions.pop(), ""


@contextmanager
def _served(location: str, workers: int, folder: Path) -> Iterator[str]:
    """The site; gives its address."""
    command = [sys.executable, "-m", "web", "--index", location, "--port", "0"]
    command += ["--workers", str(workers), "--pictures", str(folder / "pictures")]
    command += ["--access-log", "no"]
    with subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            yield "http://" + line.partition("http://")[2].split("/ ")[0]
        finally:
            process.terminate()


def _told(options: argparse.Namespace, seen: Seen, changes: Sequence[float]) -> str:
    over = spread(seen.times)
    command = f"cluster_soak --seconds {options.seconds:.0f} --every {options.every:.0f}"
    command += f" --workers {options.workers} --posts {options.posts} --clients {options.clients}"
    row = [
        f"{len(seen.times):,}",
        f"{len(seen.faults):,}",
        f"{len(changes):,}",
        f"{len(seen.editions):,}",
        f"{milliseconds(over.p50)} / {milliseconds(over.p99)}",
        f"{max(seen.times):,.0f}",
        f"{max(changes, default=0.0):.1f}",
    ]
    head = ["requests", "faults", "changes", "editions seen", "p50 / p99 ms", "longest ms",
            "longest change s"]  # fmt: skip
    parts = [
        f"## Searching a cluster that changes, {options.seconds:.0f} s",
        circumstances(command),
        table(head, [row]),
        *(f"- {fault}" for fault in seen.faults[:10]),
    ]
    return "\n\n".join(parts)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    main()
