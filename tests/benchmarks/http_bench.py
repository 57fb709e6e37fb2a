"""Measures pages over HTTP: what the server adds to them, in one run beside a bare page.

    python -m tests.benchmarks.http_bench --size 20000 [--seed 1] [--queries 3] [--rounds 10]
        [--write]

The servers are processes of their own on loopback, and every address has one connection that is
kept alive: a connection that waits 40 ms for an acknowledgement (Nagle's algorithm) shows on the
first line. *In process* is the same application called with the same request, without a socket.
The bare page is ``ok`` from Starlette under stock uvicorn: what any page of this kind costs.
"""

import argparse
import asyncio
import http.client
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from rich.console import Console

import indexer
from indexer.terminal import progress
from tests.benchmarks.builders import HuabaoBuilder
from tests.benchmarks.collection import collect
from tests.benchmarks.options import origin, parser, recipe
from tests.benchmarks.report import circumstances, publish, table
from tests.benchmarks.timing import Timed, in_turns, milliseconds, spread
from tests.benchmarks.workload import page_samples
from web.app import create_app
from web.settings import Settings

Ask = Callable[[str], int]
"""Ask for a path; gives how many bytes the body has."""

HEALTH, SEARCH, INSIDE, BARE = "`/healthz`", "search page", "search page, in process", "bare page"
ALONE = "`/healthz`, nothing else asked"

SETTLING = 50
"""Requests before the clock runs: a young connection is acknowledged at once, and hides Nagle."""

_ROOT = Path(__file__).parent.parent.parent
_BARE = """\
import socket, uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
async def page(request): return PlainTextResponse("ok")
app = Starlette(routes=[Route("/", page)])
listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
listener.bind(("127.0.0.1", 0))
listener.listen()
print("bare", "http:", f"http://127.0.0.1:{listener.getsockname()[1]}/", flush=True)
uvicorn.Server(uvicorn.Config(app, log_level="error")).run(sockets=[listener])
"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    made = parser(__doc__)
    made.add_argument("--size", type=int, default=20_000, help="photos")
    made.add_argument("--queries", type=int, default=3, help="for each kind of search")
    made.add_argument("--rounds", type=int, default=10, help="how often each is asked for")
    options = made.parse_args(arguments)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        publish(
            f"http {options.size} {origin(options)}", _run(options, folder), write=options.write
        )


def _run(options: argparse.Namespace, folder: Path) -> str:
    console = Console(stderr=True)
    made = recipe(options, options.size)
    with progress(console, "building") as report, HuabaoBuilder(folder) as builder:
        for _, documents in made.articles():
            builder.put(documents)
        report(1, 1)
    samples = page_samples(collect(made), seed=options.seed, count=options.queries)
    texts = dict.fromkeys(typed.text for sample in samples for typed in sample.queries)
    paths = [f"/search?q={quote(text)}" for text in texts]
    with ExitStack() as stack:
        options_ = ("--index", str(folder), "--port", "0", "--access-log", "no")
        site = stack.enter_context(server("-m", "web", *options_))
        bare = stack.enter_context(server("-c", _BARE))
        loop = stack.enter_context(asyncio.Runner())
        archive = stack.enter_context(indexer.open_index(folder))
        app = create_app(archive, Settings(index=str(folder)))
        health, search, plain = (stack.enter_context(kept_alive(a)) for a in (site, site, bare))
        engines: dict[str, Ask] = {
            HEALTH: lambda _: health("/healthz"),
            SEARCH: search,
            INSIDE: lambda path: loop.run(_inside(app, path)),
            BARE: lambda _: plain("/"),
        }
        for ask, path in ((health, "/healthz"), (search, "/healthz"), (plain, "/")):
            for _ in range(SETTLING):
                ask(path)
        timed = in_turns(paths, engines, rounds=options.rounds)
        timed |= in_turns(paths, {ALONE: engines[HEALTH]}, rounds=options.rounds)
    assert timed[SEARCH].answers == timed[INSIDE].answers, "two different pages were timed"
    return _text(options, timed, len(paths))


def _text(options: argparse.Namespace, timed: dict[str, Timed[int]], pages: int) -> str:
    command = f"http_bench --size {options.size} --queries {options.queries}"
    command += f" --rounds {options.rounds} --seed {options.seed}"
    inside = spread(timed[INSIDE].warm).p50
    rows = []
    for name, times in timed.items():
        found = spread(times.warm)
        ratio = f"{found.p50 / inside:.2f}" if name == SEARCH else "–"
        rows.append((name, milliseconds(found.p50), milliseconds(found.p99), ratio))
    size = sum(timed[SEARCH].answers) / len(timed[SEARCH].answers)
    return (
        f"## Pages over HTTP, {options.size:,} photos, {origin(options)}\n\n"
        + circumstances(command)
        + f"\n- {pages} search pages of {size:,.0f} bytes, asked {options.rounds} times each"
        + "\n\nOne kept-alive connection for each line, in turns but for the last; warm, ms.\n\n"
        + table(("", "p50", "p99", "p50, of in process"), rows)
    )


@contextmanager
def server(*arguments: str) -> Iterator[str]:
    """Start a Python program that serves and prints where; gives ``127.0.0.1:PORT``."""
    command = [sys.executable, *arguments]
    with subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().split()[2].removeprefix("http://").rstrip("/")
        finally:
            process.terminate()
            process.wait(timeout=60)


@contextmanager
def kept_alive(address: str) -> Iterator[Ask]:
    """A connection that is kept alive, and must be: a new one fails."""
    connection = http.client.HTTPConnection(address, timeout=60)
    connection.connect()
    connection.auto_open = 0

    def ask(path: str) -> int:
        connection.request("GET", path)
        response = connection.getresponse()
        body = response.read()
        assert response.status == 200, body
        return len(body)

    try:
        yield ask
    finally:
        connection.close()


async def _inside(app: Any, path: str) -> int:
    """Call the application as the server does, with the headers that ``http.client`` sends."""
    plain, _, query = path.partition("?")
    headers = [(b"host", b"127.0.0.1:8000"), (b"accept-encoding", b"identity")]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": plain,
        "raw_path": plain.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
        "state": {},
    }
    size = 0

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        nonlocal size
        size += len(message.get("body", b""))

    await app(scope, receive, send)
    return size


if __name__ == "__main__":
    main()
