"""The commands: what each does with its options, and how what it did or could not do is told.

Exit codes: 0 done, 1 the work failed, 2 bad usage, 75 the cluster of the index is away, and the
same may work in a while (``EX_TEMPFAIL`` of sysexits.h, which mail systems and job runners know).
An error is one line that names the thing and the remedy. With ``--json`` a command prints one JSON
value on standard output and nothing else: its result, or the problem that it failed with.

Each command loads what it needs: a search does not wait for the HTML parser of a build.
"""

import argparse
import contextlib
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING, Any, NoReturn

from rich.console import Console

import indexer
from indexer import terminal
from indexer.console import AWAY, OutputError, output, unwound, was_interrupted, write_any_text
from indexer.options import OPTIONS, PROGRAM, UsageError, read
from indexer.pictures import check_named_folder, fetch_pictures
from indexer.presentation import (
    Addresses,
    completions_json,
    problem_json,
    results_json,
    similar_json,
    visible,
    visible_json,
)
from search.errors import ArchiveError, ArgumentError, IndexUnreachableError, PruneError

if TYPE_CHECKING:
    from indexer import BuildReport

_NAMES = {
    "location": "--index",
    "index": "--index",
    "target": "--index",
    "source": "FROM",
    "per_page": "--limit",
}
"""Arguments of the door that are called otherwise here; the others are options of their names."""


def main(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit code."""
    write_any_text()
    as_json = "--json" in takewhile(lambda argument: argument != "--", arguments)
    try:
        return _run(read(arguments), as_json=as_json)
    except UsageError as error:
        return _failed(error, str(error), 2, program=error.program, as_json=as_json)
    except OutputError as error:
        return 0 if error.unread else _failed(error, str(error), 1, as_json=as_json)


def _run(options: argparse.Namespace, *, as_json: bool) -> int:
    try:
        return _COMMANDS[options.command](options)
    except (ArchiveError, OSError) as error:
        if was_interrupted():
            raise
        return _failed(error, _told(error, options), _code(error), as_json=as_json)


def _code(error: Exception) -> int:
    match error:
        case ArgumentError():
            return 2
        case IndexUnreachableError():
            return AWAY
        case _:
            return 1


def _build(options: argparse.Namespace) -> int:
    return _write(options, "Indexing", indexer.build_index)


def _update(options: argparse.Namespace) -> int:
    def update(*, prune: bool) -> int:
        work = partial(indexer.update_index, verify=options.verify, prune=prune)
        return _write(options, "Updating", work)

    try:
        return update(prune=options.prune)
    except PruneError as error:
        if options.json or not _at_terminal():
            raise
        sys.stderr.write(f"{error}\nRemove them? [y/N] ")
        sys.stderr.flush()
        if sys.stdin.readline().strip().lower() not in ("y", "yes"):
            return _failed(error, "nothing was changed", 1)
    return update(prune=True)


def _at_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _watch(options: argparse.Namespace) -> int:
    from indexer.watching import watch

    with unwound():
        for outcome in watch(
            options.corpus,
            options.index,
            jobs=options.jobs,
            memory=options.memory << 20,
            drafts=options.drafts,
        ):
            if isinstance(outcome, ArchiveError):
                _failed(outcome, f"{outcome}; trying again", 1)
                continue
            line = f"{time.strftime('%F %T')} {terminal.build_line(outcome)}\n"
            with output() as stream:
                stream.write(_json(asdict(outcome), indent=None) if options.json else line)
    return 0


def _write(options: argparse.Namespace, doing: str, work: "Callable[..., BuildReport]") -> int:
    with unwound(), terminal.progress(_messages(), doing) as progress:
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
    query = options.query
    with indexer.open_index(options.index, pictures=options.pictures) as archive:
        asked: dict[str, Any] = {p.name: getattr(options, p.name) for p in OPTIONS["search"]}
        page = archive.search(query, per_page=options.limit, **asked)
        versions = archive.pictures.versions(hit.document for hit in page.hits)
    addresses = None if options.site is None else Addresses(options.site)
    first = (page.page - 1) * page.per_page + 1
    return _show(
        options,
        lambda: results_json(page, addresses=addresses, versions=versions),
        lambda: terminal.results(page, first=first),
    )


def _suggest(options: argparse.Namespace) -> int:
    text = options.query
    with indexer.open_index(options.index) as archive:
        among: dict[str, Any] = {p.name: getattr(options, p.name) for p in OPTIONS["suggest"]}
        found = archive.suggest(text, limit=options.limit, **among)
    return _show(
        options,
        lambda: completions_json(text, found),
        lambda: terminal.suggestions(text, found),
    )


def _similar(options: argparse.Namespace) -> int:
    with indexer.open_index(options.index, pictures=options.pictures) as archive:
        found = archive.similar(options.id, limit=options.limit)
        versions = archive.pictures.versions(hit.document for hit in found.hits)
    return _show(
        options,
        lambda: similar_json(found, versions=versions),
        lambda: terminal.similar(found),
    )


def _inspect(options: argparse.Namespace) -> int:
    from indexer.inspection import inspect_corpus
    from indexer.inspection_view import render

    with terminal.progress(_messages(), "Reading") as progress:
        inspection = inspect_corpus(options.corpus, progress=progress, drafts=options.drafts)
    return _show(options, inspection.to_json, lambda: render(inspection))


def _check(options: argparse.Namespace) -> int:
    with indexer.open_index(options.index) as archive:
        faults = tuple(archive.verify(with_whoosh=options.with_whoosh))
        counts, unverified = dict(archive.counts), archive.unverified
        place = archive.location
    good = f"{place} is sound: " + ", ".join(f"{n:,} {k}s" for k, n in counts.items())
    lines = [*(faults or (good,)), *([f"not verified: {unverified}"] if unverified else [])]
    _show(
        options,
        lambda: {
            "index": place,
            "counts": counts,
            "faults": faults,
            "unverified": unverified,
        },
        lambda: "\n".join(map(visible, lines)),
    )
    return 1 if faults else 0


def _pictures(options: argparse.Namespace) -> int:
    check_named_folder(options.corpus)
    with (
        indexer.open_index(
            options.index, corpus=options.corpus, pictures=options.pictures
        ) as archive,
        terminal.progress(_messages(), "Fetching") as progress,
    ):
        report = fetch_pictures(
            archive.photos(), archive.pictures, jobs=options.jobs, progress=progress
        )
    return _show(options, lambda: asdict(report), lambda: terminal.fetch_report(report))


def _copy(options: argparse.Namespace) -> int:
    with unwound(), terminal.progress(_messages(), "Copying") as progress:
        report = indexer.copy_index(
            options.source, options.index, progress=progress, memory=options.memory << 20
        )
    return _show(options, lambda: asdict(report), lambda: terminal.copy_line(report))


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "build": _build,
    "update": _update,
    "watch": _watch,
    "search": _search,
    "similar": _similar,
    "suggest": _suggest,
    "inspect": _inspect,
    "check": _check,
    "pictures": _pictures,
    "copy": _copy,
}


def _show(
    options: argparse.Namespace, value: Callable[[], object], view: Callable[[], object]
) -> int:
    """Print the result, as one JSON value or for people."""
    shown = _json(value()) if options.json else view()
    with output() as stream:
        if isinstance(shown, str) and options.json:
            stream.write(shown)
        else:
            _Console(soft_wrap=not stream.isatty(), highlight=False).print(shown)
    return 0


class _Console(Console):
    """rich's console, which would end the program where nobody reads its output."""

    def on_broken_pipe(self) -> NoReturn:
        raise


def _json(value: object, *, indent: int | None = 2) -> str:
    """A value as JSON; with JSON's own escapes where the output has not all of its characters."""
    text = visible_json(json.dumps(value, ensure_ascii=False, indent=indent))
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(value, indent=indent)
    return text + "\n"


def _messages() -> Console:
    return _Console(stderr=True)


def _told(error: Exception, options: argparse.Namespace) -> str:
    """An error in the words of the command line: the option, and not the argument behind it."""
    if isinstance(error, ArgumentError) and error.argument:
        name = _NAMES.get(error.argument, f"--{error.argument}")
        if error.argument == "corpus" and options.command != "pictures":
            name = "CORPUS"
        return f"{name} {error.shown}: {error.remedy}"
    if isinstance(error, OSError):
        return " ".join(filter(None, (_named(error.filename), error.strerror or repr(error))))
    return str(error)


def _named(file: object) -> str:
    return f"{os.fsdecode(file)}:" if isinstance(file, str | bytes) else ""


def _failed(
    error: Exception, message: str, code: int, *, program: str = PROGRAM, as_json: bool = False
) -> int:
    """Say what failed: in a line to people and, where that was wanted, in JSON to programs."""
    message = visible(message)
    with contextlib.suppress(OSError):
        sys.stderr.write(f"{program}: {message}\n")
    if as_json:
        with contextlib.suppress(OutputError), output() as stream:
            stream.write(_json({**problem_json(error, message), "code": code}))
    return code
