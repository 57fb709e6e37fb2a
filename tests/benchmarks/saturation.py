"""Measures the site at saturation, beside a bare page served by the same server in the same run.

    python -m tests.benchmarks.saturation --size 100000 [--seconds 60] [--workers 1]
        [--clients 16] [--segments 1] [--queries 20] [--seed 1] [--keep DIR] [--write]

So many clients each keep a connection and ask again as soon as they have an answer, so the server
always has as many requests as there are clients: what is measured is its rate, and how evenly it
shares. They ask for what a desk asks for: mostly pages of results, then photos, suggestions and
thumbnails. Every address is asked once before the clock runs, so that memory is at what it will be:
growth after that is a leak. The clients run in this process, on the same machine.
"""

import argparse
import asyncio
import os
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from rich.console import Console

import indexer
from indexer.terminal import progress
from tests.benchmarks.collection import collect
from tests.benchmarks.http_bench import server
from tests.benchmarks.kept_indexes import kept_index
from tests.benchmarks.options import origin, parser, recipe
from tests.benchmarks.report import circumstances, publish, table
from tests.benchmarks.timing import milliseconds, spread
from tests.benchmarks.workload import page_samples

_ROOT = Path(__file__).parent.parent.parent
_BARE = """\
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from web.command import _listening
from web.server.serving import run
from web.settings import Settings
async def page(request): return PlainTextResponse("hello")
settings = Settings(index="none", port=0, access_log="no")
with _listening(settings) as listener:
    print("bare", "http:", f"http://127.0.0.1:{listener.getsockname()[1]}/", flush=True)
    run(Starlette(routes=[Route("/", page)]), listener, settings)
"""

Choice = Callable[[], tuple[str, str] | None]
"""The kind and the path of another request, until there is none."""

PHOTOS = 40  # whose pages and thumbnails are asked for
SHARES = {"search page": 6, "photo page": 2, "suggestions": 3, "thumbnail": 4, "`/healthz`": 1}
"""How often each kind is asked for, of all of them."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    made = parser(__doc__)
    made.add_argument("--size", type=int, default=100_000, help="photos")
    made.add_argument("--seconds", type=float, default=60, help="for each of the two servers")
    made.add_argument("--workers", type=int, default=1, help="processes that serve")
    made.add_argument("--clients", type=int, default=16, help="that ask at a time")
    made.add_argument("--segments", type=int, default=1, help="of the index")
    made.add_argument("--queries", type=int, default=20, help="of each kind")
    made.add_argument("--keep", type=Path, help="where to keep the index, which is used again")
    options = made.parse_args(arguments)
    with ExitStack() as stack:
        temporary = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        text = _run(options, options.keep or temporary)
    name = f"saturation {options.size} {options.workers} {options.segments} {origin(options)}"
    publish(name, text, write=options.write)


@dataclass(slots=True)
class Load:
    """What came of a time of asking: milliseconds by kind of address, and what went wrong."""

    seconds: float = 0.0
    times: dict[str, list[float]] = field(default_factory=dict)
    faults: Counter[str] = field(default_factory=Counter)
    memory: list[float] = field(default_factory=list)

    @property
    def all(self) -> list[float]:
        """The milliseconds of all requests."""
        return [one for times in self.times.values() for one in times]

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.all) / self.seconds


def _run(options: argparse.Namespace, keep: Path) -> str:
    console = Console(stderr=True)
    made = recipe(options, options.size)
    index = kept_index(keep, "saturated", _ROOT, made, options.segments, console)
    samples = page_samples(collect(made), seed=options.seed, count=options.queries)
    texts = list(dict.fromkeys(typed.text for sample in samples for typed in sample.queries))
    with indexer.open_index(index) as archive:
        photos = [photo.id for photo, _ in zip(archive.photos(), range(PHOTOS), strict=False)]
    paths = _paths(texts, photos)
    site_options = ("--index", str(index), "--port", "0", "--access-log", "no")
    with progress(console, "asking"):
        with server("-m", "web", *site_options, "--workers", str(options.workers)) as address:
            site = asyncio.run(_loaded(address, paths, options))
        with server("-c", _BARE) as address:
            bare = asyncio.run(_loaded(address, {"bare page": ["/"]}, options))
    return _text(options, site, bare, len(texts))


def _paths(texts: Sequence[str], photos: Sequence[str]) -> dict[str, list[str]]:
    return {
        "search page": [f"/search?q={quote(text)}" for text in texts],
        "photo page": [f"/photos/{photo}" for photo in photos],
        "suggestions": [f"/suggest?q={quote(text[:2])}" for text in texts],
        "thumbnail": [f"/thumbnails/{photo}?w=480" for photo in photos],
        "`/healthz`": ["/healthz"],
    }


async def _loaded(address: str, paths: dict[str, list[str]], options: argparse.Namespace) -> Load:
    """Ask everything once, and then for the time that was given."""
    host, _, port = address.rpartition(":")
    load = Load()
    once = iter([(kind, path) for kind, ones in paths.items() for path in ones])
    await _crowd(host, int(port), options.clients, lambda: next(once, None), Load())
    chosen = random.Random(options.seed)
    kinds = [kind for kind in paths for _ in range(SHARES.get(kind, 1))]
    started = time.perf_counter()

    def another() -> tuple[str, str] | None:
        if time.perf_counter() - started > options.seconds:
            return None
        kind = chosen.choice(kinds)
        return kind, chosen.choice(paths[kind])

    watching = asyncio.create_task(_watched(load, max(0.2, options.seconds / 12)))
    await _crowd(host, int(port), options.clients, another, load)
    load.seconds = time.perf_counter() - started
    watching.cancel()
    load.memory.append(memory_of(os.getpid()))
    return load


async def _crowd(host: str, port: int, clients: int, another: Choice, load: Load) -> None:
    await asyncio.gather(*(_client(host, port, another, load) for _ in range(clients)))


async def _client(host: str, port: int, another: Choice, load: Load) -> None:
    reader, writer = await asyncio.open_connection(host, port, limit=1 << 20)
    while asked := another():
        kind, path = asked
        started = time.perf_counter()
        try:
            status, last = await _ask(reader, writer, path)
        except (OSError, asyncio.IncompleteReadError) as error:
            load.faults[f"{kind}: {type(error).__name__}"] += 1
            status, last = 0, True
        load.times.setdefault(kind, []).append((time.perf_counter() - started) * 1000)
        if status not in (0, 200):
            load.faults[f"{kind}: {status}"] += 1
        if last:
            writer.close()
            reader, writer = await asyncio.open_connection(host, port, limit=1 << 20)
    writer.close()


async def _ask(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str
) -> tuple[int, bool]:
    """Ask as a browser does; gives the status, and whether the connection ends with it."""
    head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n"
    writer.write(f"{head}Accept: text/html,image/webp\r\n\r\n".encode())
    answer = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = answer.partition(b"\r\ncontent-length: ")[2].partition(b"\r\n")[0]
    if length:
        await reader.readexactly(int(length))
    else:
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readexactly(2)
    return int(answer[9:12]), b"\r\nconnection: close" in answer


async def _watched(load: Load, pause: float) -> None:
    while True:
        load.memory.append(await asyncio.to_thread(memory_of, os.getpid()))
        await asyncio.sleep(pause)


def memory_of(process: int) -> float:
    """MiB that the processes below one have of their own: the server's, and those it started."""
    return sum(_own(below) + memory_of(below) for below in _children(process))


def _children(process: int) -> list[int]:
    lists = Path(f"/proc/{process}/task").glob("*/children")
    return [int(pid) for found in lists for pid in found.read_text(encoding="ascii").split()]


def _own(process: int) -> float:
    status = Path(f"/proc/{process}/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("RssAnon:"))


def _text(options: argparse.Namespace, site: Load, bare: Load, queries: int) -> str:
    command = f"saturation --size {options.size} --seconds {options.seconds:g}"
    command += f" --workers {options.workers} --clients {options.clients}"
    command += f" --segments {options.segments} --queries {options.queries} --seed {options.seed}"
    rows = [
        *(_row(kind, site.times[kind], site.seconds) for kind in site.times),
        _row("**all**", site.all, site.seconds),
        _row("bare page", bare.all, bare.seconds),
    ]
    faults = dict(site.faults + bare.faults) or "none"
    return (
        f"## At saturation, {options.size:,} photos, {origin(options)}\n\n"
        + circumstances(command)
        + f"\n- {queries} queries, {PHOTOS} photos; {options.clients} clients in the same machine"
        + f"\n\nErrors: {faults}. "
        + f"Memory of its own: {site.memory[0]:,.0f} MiB as the clock began, "
        + f"{max(site.memory):,.0f} at most, {site.memory[-1]:,.0f} at the end. "
        + f"A bare page is answered {bare.rate / site.rate:.1f} times as often.\n\n"
        + table(("", "requests", "a second", "p50 ms", "p99 ms", "p99 / p50"), rows)
    )


def _row(name: str, times: Sequence[float], seconds: float) -> tuple[str, ...]:
    over = spread(times)
    return (
        name,
        f"{len(times):,}",
        f"{len(times) / seconds:,.0f}",
        milliseconds(over.p50),
        milliseconds(over.p99),
        f"{over.p99 / over.p50:.1f}",
    )


if __name__ == "__main__":
    main()
