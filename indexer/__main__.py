"""The command line: ``python -m indexer COMMAND``.

Exit codes: 0 done, 1 the work failed, 2 bad usage. An error is one line that names the thing and
the remedy. With ``--json`` a command prints one JSON value on standard output and nothing else.

A query may begin with a minus (``search -和平 --index DIR``): a word that looks like an option and
is none of the command's is the query where there is no other. argparse alone would have people
write ``--`` before it, which nobody knows.

Each command loads what it needs: a search does not wait for the HTML parser of a build.
"""

import argparse
import contextlib
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, NoReturn, get_args

from rich.console import Console

import indexer
from indexer import terminal
from indexer.pictures import fetch_pictures
from indexer.presentation import search_json
from search.engine import MEMORY
from search.errors import ArchiveError, ArgumentError
from search.request import Sort, Wanted

if TYPE_CHECKING:
    from indexer import BuildReport

Command = Callable[[argparse.Namespace], int]

_FILTERS = ("taken", "creator", "agency", "place", "category")


class _Parser(argparse.ArgumentParser):
    """Says in one line what is wrong with the arguments, without the usage before it."""

    def error(self, message: str) -> NoReturn:
        """Exit with 2."""
        self.exit(2, f"{self.prog}: {message}; see {self.prog} --help\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    try:
        options = _options(sys.argv[1:] if arguments is None else arguments)
        command: Command = options.command
        return command(options)
    except ArgumentError as error:
        return _failed(error, 2)
    except ArchiveError as error:
        return _failed(error, 1)
    except BrokenPipeError:
        _abandon_output()
        return 0
    except KeyboardInterrupt:
        return _failed("interrupted; what was there before is unchanged", 1)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the arguments; exits with 2 where they are wrong."""
    parser = _parser()
    for argument in arguments:
        try:
            argument.encode()
        except UnicodeEncodeError:
            parser.error(f"{os.fsencode(argument)!r} is not UTF-8")
    options, unknown = parser.parse_known_args(arguments)
    if getattr(options, "query", "") is None:
        queries = [word for word in unknown if not word.startswith("--")]
        if unknown and unknown == queries[:1]:
            options.query, unknown = unknown[0], []
    if unknown:
        parser.error(f"unrecognized arguments: {' '.join(unknown)}")
    return options


def _build(options: argparse.Namespace) -> int:
    return _write(options, "Indexing", indexer.build_index)


def _update(options: argparse.Namespace) -> int:
    return _write(options, "Updating", indexer.update_index)


def _write(options: argparse.Namespace, doing: str, work: "Callable[..., BuildReport]") -> int:
    with terminal.progress(_messages(), doing) as progress:
        report = work(
            options.corpus,
            options.index,
            progress=progress,
            jobs=options.jobs,
            memory=options.memory << 20,
            drafts=options.drafts,
        )
    return _show(options, lambda: asdict(report), lambda: terminal.build_report(report))


def _search(options: argparse.Namespace) -> int:
    query = options.query or ""
    with indexer.open_index(options.index) as archive:
        page = archive.search(
            query,
            kind=options.kind,
            sort=options.sort,
            page=options.page,
            per_page=options.limit,
            taken=options.taken,
            creator=options.creator,
            agency=options.agency,
            place=options.place,
            category=options.category,
        )
    parameters = {
        "q": (query,),
        "kind": () if options.kind == "photo" else (options.kind,),
        "sort": () if options.sort == "relevance" else (options.sort,),
        "per_page": (str(options.limit),),
        **{name: tuple(getattr(options, name)) for name in _FILTERS},
    }
    first = (page.page - 1) * page.per_page + 1
    return _show(
        options,
        lambda: search_json(page, parameters),
        lambda: terminal.results(page, first=first),
    )


def _inspect(options: argparse.Namespace) -> int:
    from indexer.inspection import inspect_corpus
    from indexer.inspection_view import render

    with terminal.progress(_messages(), "Reading") as progress:
        inspection = inspect_corpus(options.corpus, progress=progress, drafts=options.drafts)
    return _show(options, inspection.to_json, lambda: render(inspection))


def _check(options: argparse.Namespace) -> int:
    with indexer.open_index(options.index) as archive:
        faults = tuple(archive.verify())
        counts = dict(archive.counts)
    good = f"{options.index} is sound: " + ", ".join(f"{n:,} {k}s" for k, n in counts.items())
    _show(
        options,
        lambda: {"index": options.index, "counts": counts, "faults": faults},
        lambda: "\n".join(faults) if faults else good,
    )
    return 1 if faults else 0


def _pictures(options: argparse.Namespace) -> int:
    with (
        indexer.open_index(options.index, corpus=options.corpus) as archive,
        terminal.progress(_messages(), "Fetching") as progress,
    ):
        report = fetch_pictures(
            archive.photos(), archive.pictures, jobs=options.jobs, progress=progress
        )
    return _show(options, lambda: asdict(report), lambda: terminal.fetch_report(report))


def _show(
    options: argparse.Namespace, value: Callable[[], object], view: Callable[[], object]
) -> int:
    """Print the result, as one JSON value or for people."""
    try:
        if options.json:
            sys.stdout.write(json.dumps(value(), ensure_ascii=False, indent=2) + "\n")
        else:
            Console(soft_wrap=not sys.stdout.isatty(), highlight=False).print(view())
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _abandon_output()
        return _failed(f"cannot write the output: {error.strerror or error}", 1)
    except UnicodeEncodeError as error:
        _abandon_output()
        return _failed(
            f"cannot write the output in {error.encoding}: set PYTHONIOENCODING=utf-8", 1
        )
    return 0


def _abandon_output() -> None:
    """Let what is still buffered go nowhere, or Python would fail over it once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _messages() -> Console:
    return Console(stderr=True)


def _failed(error: object, code: int) -> int:
    with contextlib.suppress(OSError):
        sys.stderr.write(f"python -m indexer: {error}\n")
    return code


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="python -m indexer",
        description="Huabao (画报): index and search archives of news photographs.",
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def add(name: str, command: Command, summary: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=summary, description=summary)
        made.add_argument("--json", action="store_true", help="print one JSON value")
        made.set_defaults(command=command)
        return made

    build = add("build", _build, "Make the index of a folder of posts anew.")
    update = add("update", _update, "Read only posts that are new or changed; drop what is gone.")
    for writing in (build, update):
        _corpus(writing)
        _index(writing)
        writing.add_argument(
            "--jobs",
            type=int,
            default=None,
            metavar="N",
            help="processes that read posts (default: one for every core)",
        )
        writing.add_argument(
            "--memory",
            type=int,
            default=MEMORY >> 20,
            metavar="MIB",
            help="mebibytes of posts to hold before they go to the disk (default: %(default)s)",
        )
    _search_options(add("search", _search, "Find photos in an index."))
    inspect = add("inspect", _inspect, "Show what a build would read: captions, credits, gaps.")
    _corpus(inspect)
    for reading in (build, update, inspect):
        reading.add_argument("--drafts", action="store_true", help="read drafts as well")
    _index(add("check", _check, "Read a whole index and verify it."))
    pictures = add("pictures", _pictures, "Fetch the archive's pictures that lie on the web.")
    _index(pictures)
    pictures.add_argument("--corpus", metavar="CORPUS", help="where the posts are now")
    pictures.add_argument("--jobs", type=int, default=4, metavar="N", help="at once (default: 4)")
    return parser


def _corpus(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("corpus", metavar="CORPUS", help="the folder of posts")


def _index(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--index", required=True, metavar="DIR", help="the index directory")


def _search_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "query",
        nargs="?",
        metavar="QUERY",
        help='for example: 青岛 摄影:周牧野 -"资料照片"; without one, the newest',
    )
    _index(parser)
    parser.add_argument("--limit", type=int, default=10, metavar="N", help="hits (default: 10)")
    parser.add_argument("--page", type=int, default=1, metavar="N", help="which page of them")
    parser.add_argument("--kind", default="photo", choices=get_args(Wanted))
    parser.add_argument("--sort", default="relevance", choices=get_args(Sort))
    for name in _FILTERS:
        text = "date or interval: 2018, 2018-07, 2018-01/2018-06" if name == "taken" else name
        parser.add_argument(
            f"--{name}", action="append", default=[], metavar="VALUE", help=f"{text}; repeatable"
        )


if __name__ == "__main__":
    sys.exit(main())
