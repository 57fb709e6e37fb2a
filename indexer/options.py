"""The arguments of the command line, read: which command, and what for.

The words of a query, to search for or to complete, need no quotes, and may begin with a minus
(``search 青岛 -和平 --index DIR``): what begins with two is an option, and whatever is none of the
options nor the value of one is a word. argparse alone would take the first word and stop at a
minus, unless people wrote ``--`` before it, which nobody knows. A word that is an option but for
its dashes (``-limit``, ``—limit`` as word processors write it) is a mistake all the same.
"""

import argparse
import os
import re
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import NoReturn

import indexer
from indexer.console import output
from indexer.pictures.folder import PICTURES
from search.arguments import MOST_JOBS
from search.engine import MEMORY
from search.errors import ArgumentError
from search.parameters import FILTERS, PARAMETERS, Parameter
from search.request import MAX_PER_PAGE, MOST_SIMILAR
from search.suggestion import MOST_SUGGESTIONS
from search.text.dates import typed_date

PROGRAM = "python -m indexer"

_PLACES = "a directory, or opensearch://HOST:9200/NAME in a cluster"


def _dashed(name: str) -> str:
    return name.replace("_", "-")


_LIMITED = frozenset({"q", "per_page"})
"""Parameters that are no options of their names: the words, and ``--limit``."""

OPTIONS = {
    "search": tuple(p for p in PARAMETERS if p.name not in _LIMITED),
    "suggest": FILTERS,
}
"""The parameters that are options of a command that takes words."""

_FLAGS = {
    command: frozenset({"json", "help", *(p.name for p in options if p.form == "switch")})
    for command, options in OPTIONS.items()
}
_BESIDES = {"search": {"site", "pictures"}}
_WITH_VALUE = {
    command: frozenset(
        {"index", "limit"}
        | _BESIDES.get(command, set())
        | {_dashed(p.name) for p in options if p.form != "switch"}
    )
    for command, options in OPTIONS.items()
}
"""The options of the commands that take words, for these stand anywhere between them."""

_DASHED = re.compile(r"[-‐–—−]+([a-z-]+)(=.*)?")


class UsageError(ArgumentError):
    """The arguments are wrong; ``program`` says of which command, whose help has the remedy."""

    def __init__(self, program: str, message: str) -> None:
        super().__init__(f"{message}; see {program} --help")
        self.program = program


class _Parser(argparse.ArgumentParser):
    """Says in one line what is wrong with the arguments, without the usage before it.

    argparse passes over it in silence where its help cannot be written; this one does not.
    """

    def print_help(self, file: object = None) -> None:
        del file
        with output() as stream:
            stream.write(self.format_help())

    def error(self, message: str) -> NoReturn:
        raise UsageError(self.prog, message)


def read(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the arguments; ``command`` is the name of the command.

    Raises:
        UsageError: they are wrong.
        SystemExit: the help or the version was asked for, and printed.
        OutputError: it could not be printed.
    """
    reading = parser()
    for argument in arguments:
        try:
            argument.encode()
        except UnicodeEncodeError:
            reading.error(f"{os.fsencode(argument)!r} is not UTF-8")
    command = arguments[0] if arguments else ""
    if command not in _WITH_VALUE:
        options, unknown = reading.parse_known_args(arguments)
    else:
        apart, words = _words_apart(command, arguments[1:])
        options, unknown = reading.parse_known_args([command, *apart])
        options.query = " ".join(words)
    if unknown:
        raise UsageError(
            f"{PROGRAM} {options.command}", f"unrecognized arguments: {' '.join(unknown)}"
        )
    return options


def _words_apart(command: str, arguments: Iterable[str]) -> tuple[list[str], list[str]]:
    """The options with their values, and the words of the query, each in order."""
    options: list[str] = []
    words: list[str] = []
    left = iter(arguments)
    for argument in left:
        if argument == "--":
            words += left
        elif argument.startswith("--") or argument == "-h":
            value = list(islice(left, argument[2:] in _WITH_VALUE[command]))
            joined = [f"{argument}={one}" for one in value if not one.startswith("--")]
            options += joined or [argument, *value]
        else:
            _refuse_misspelt(command, argument)
            words.append(argument)
    return options, words


def _refuse_misspelt(command: str, word: str) -> None:
    dashed = _DASHED.fullmatch(word)
    if dashed and dashed[1] in _FLAGS[command] | _WITH_VALUE[command]:
        raise UsageError(
            f"{PROGRAM} {command}",
            f"{word}: the option is --{dashed[1]}; words that look like options stand after --",
        )


def parser() -> argparse.ArgumentParser:
    """The commands with their options."""
    top = _Parser(
        prog=PROGRAM,
        description="Huabao (画报): index and search archives of news photographs.",
        allow_abbrev=False,
    )
    top.add_argument("--version", action=_Version, nargs=0, help="print the version")
    commands = top.add_subparsers(metavar="COMMAND", required=True, dest="command")

    def add(name: str, summary: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=summary, description=summary, allow_abbrev=False)
        made.add_argument("--json", action="store_true", help="print one JSON value")
        return made

    build = add("build", "Make the index of a folder of posts anew.")
    update = add("update", "Read only posts that are new or changed; drop what is gone.")
    update.add_argument(
        "--verify",
        action="store_true",
        help="read the bytes of all posts, not only of those with another size or time",
    )
    update.add_argument(
        "--prune",
        action="store_true",
        help="remove posts that are gone even if they are more than a third",
    )
    watch = add("watch", "Update whenever the folder changes, until Ctrl-C.")
    for writing in (build, update, watch):
        _writing_options(writing)
    _search_options(add("search", "Find photos in an index."))
    _suggest_options(add("suggest", "Complete what is typed to what an index has."))
    similar = add("similar", "Find photos of the same event as a photo's.")
    similar.add_argument("id", metavar="ID", help="the photo, by its id")
    _index(similar)
    _pictures(similar)
    _limit(similar, most=MOST_SIMILAR, default=12, what="hits")
    inspect = add("inspect", "Show what a build would read: captions, credits, gaps.")
    _corpus_argument(inspect)
    for reading in (build, update, watch, inspect):
        reading.add_argument("--drafts", action="store_true", help="read drafts as well")
    check = add("check", "Read a whole index and verify it.")
    _index(check)
    check.add_argument(
        "--with-whoosh",
        action="store_true",
        help="also ask Whoosh for a sample of terms, where the index is a directory",
    )
    pictures = add("pictures", "Fetch the archive's pictures that lie on the web.")
    _index(pictures)
    _pictures(pictures)
    pictures.add_argument("--corpus", metavar="CORPUS", help="where the posts are now")
    pictures.add_argument(
        "--jobs", type=_whole(1, MOST_JOBS), default=4, metavar="N", help="at once (default: 4)"
    )
    copy = add("copy", "Copy an index to another place without reading the posts again.")
    copy.add_argument("source", metavar="FROM", help=f"the index to copy: {_PLACES}")
    copy.add_argument("--index", required=True, metavar="TO", help=f"the copy: {_PLACES}")
    _memory(copy)
    return top


def _writing_options(command: argparse.ArgumentParser) -> None:
    _corpus_argument(command)
    _index(command)
    command.add_argument(
        "--jobs",
        type=_whole(1, MOST_JOBS),
        default=None,
        metavar="N",
        help="processes that read posts (default: one for every core)",
    )
    _memory(command)


def _memory(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--memory",
        type=_whole(1),
        default=MEMORY >> 20,
        metavar="MIB",
        help="mebibytes of posts to hold before they go to the disk (default: %(default)s)",
    )


class _Version(argparse.Action):
    """Prints the version, which argparse's own action would look up at every start."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        with output() as stream:
            stream.write(f"huabao {indexer.__version__}\n")
        parser.exit()


def _corpus_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("corpus", metavar="CORPUS", help="the folder of posts")


def _index(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--index", required=True, metavar="DIR", help=f"the index: {_PLACES}")


def _pictures(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--pictures",
        metavar="DIR",
        help=f"the folder of fetched pictures and thumbnails (default: {PICTURES}, or pictures in "
        "the index directory; of an index in a cluster, huabao/pictures in your folder of caches)",
    )


def _search_options(parser: argparse.ArgumentParser) -> None:
    example = '青岛 摄影:周牧野 -"资料照片"; without one, the newest'
    _asking_options(parser, "search", words="QUERY", example=example)
    _pictures(parser)
    _limit(parser, most=MAX_PER_PAGE, default=10, what="hits")
    parser.add_argument(
        "--site",
        type=_site,
        metavar="URL",
        help="where the site of this archive is: its addresses stand in the JSON, then",
    )


def _suggest_options(parser: argparse.ArgumentParser) -> None:
    _asking_options(parser, "suggest", words="TEXT", example="qingd, qing岛, 灯会 zhoumy")
    _limit(parser, most=MOST_SUGGESTIONS, default=8, what="suggestions")


def _limit(parser: argparse.ArgumentParser, *, most: int, default: int, what: str) -> None:
    parser.add_argument(
        "--limit",
        type=_whole(1, most),
        default=default,
        metavar="N",
        help=f"{what} (default: {default})",
    )


def _asking_options(
    parser: argparse.ArgumentParser, command: str, *, words: str, example: str
) -> None:
    """What is asked of an index, and among which of its documents."""
    parser.add_argument("query", nargs="*", metavar=words, help=f"for example: {example}")
    _index(parser)
    for parameter in OPTIONS[command]:
        _asking_option(parser, parameter)


def _asking_option(parser: argparse.ArgumentParser, parameter: Parameter) -> None:
    option = f"--{_dashed(parameter.name)}"
    if parameter.form == "switch":
        parser.add_argument(option, action="store_true", help=parameter.help)
        return
    said = "; repeatable" if parameter.many else ""
    if parameter.default is not None:
        said = f" (default: {parameter.default})"
    metavar = {"id": "ID", "whole": "N", "choice": None}.get(parameter.form, "VALUE")
    parser.add_argument(
        option,
        type=_typed(parameter),
        choices=parameter.choices or None,
        action="append" if parameter.many else "store",
        default=[] if parameter.many else parameter.default,
        metavar=metavar,
        help=parameter.help + said,
    )


def _typed(parameter: Parameter) -> Callable[[str], object]:
    """What makes a value of an option's text."""
    if parameter.form == "whole":
        return _whole(parameter.least, parameter.most)
    return _date if parameter.form == "date" else str


def _site(text: str) -> str:
    """The address of a site, without a slash at its end."""
    if not text.startswith(("http://", "https://")):
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is no address like https://example.org")
    return text.rstrip("/")


def _whole(least: int, most: int | None = None) -> Callable[[str], int]:
    bounds = f"of at least {least}" if most is None else f"from {least} to {most}"

    def read_whole(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            number = least - 1
        if number < least or (most is not None and number > most):
            raise argparse.ArgumentTypeError(f"{text[:40]!r} is no whole number {bounds}")
        return number

    return read_whole


def _date(text: str) -> str:
    try:
        return typed_date(text)
    except ArgumentError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
