"""The site's settings: one table, from which the command line, the environment and help derive.

A setting ``fetch_pictures`` is ``--fetch-pictures`` on the command line and
``HUABAO_FETCH_PICTURES`` in the environment; the command line wins. They are read once, into a
frozen object that is passed in; several workers get theirs through the environment.
"""

import argparse
import ipaddress
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import NoReturn

import indexer
from indexer import ArgumentError
from indexer.console import output

PREFIX = "HUABAO_"

Value = str | int | bool | tuple[str, ...]

_NAME = re.compile(r"\*|(?:\*\.)?[\w-]+(?:\.[\w-]+)*|\[?[0-9A-Fa-f]*(?::[0-9A-Fa-f.]*)+\]?")
_ROOT = re.compile(r"(?:/(?!\.{1,2}(?:/|$))[A-Za-z0-9._~-]+)*", re.ASCII)
_AUTHORITY = re.compile(
    r"(?:[A-Za-z0-9._-]+@)?[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?"
    r",[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?",
    re.ASCII,
)
_LONGEST = 200  # characters of a root path
_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off", ""})


def as_host(text: str) -> str:
    """The name of a host, in lower case; ``*`` for any, ``*.example.org`` for all below one."""
    if not _NAME.fullmatch(text):
        raise ValueError("a host's name is needed, without scheme or port")
    return text.strip("[]").lower()


def as_root(text: str) -> str:
    """The path below which a site is, without a slash at its end; empty for a host of its own.

    Letters, digits and ``. _ ~ -`` alone: it is written into every link, and compared with paths
    before and after they were decoded.
    """
    path = text.rstrip("/")
    if len(path) > _LONGEST or not _ROOT.fullmatch(path):
        raise ValueError("a path is needed, as /archive, of letters, digits and . _ ~ -")
    return path


def as_authority(text: str) -> str:
    """A name of the web or of a mailbox, and a date on which it was the tagger's (RFC 4151)."""
    if not _AUTHORITY.fullmatch(text):
        raise ValueError("a name and a date are needed, as example.org,2026 or a@b.org,2026-05-01")
    return text.lower()


def as_network(text: str) -> str:
    """An address, or a network as ``10.0.0.0/8``."""
    try:
        network = ipaddress.ip_network(text.strip("[]"), strict=False)
    except ValueError:
        raise ValueError("an address is needed, or a network as 10.0.0.0/8") from None
    return str(network.network_address if network.num_addresses == 1 else network)


@dataclass(frozen=True, slots=True)
class Setting:
    """A row of the table. The default's type is the setting's.

    ``least`` bounds a number, ``choices`` a text. ``read`` makes a text, or each of a tuple, what
    it is kept as, and raises a ``ValueError`` that says what is needed.
    """

    name: str
    default: Value
    help: str
    least: int = 0
    choices: tuple[str, ...] = ()
    read: Callable[[str], str] = str

    @property
    def option(self) -> str:
        """Its name on the command line."""
        return "--" + self.name.replace("_", "-")

    @property
    def variable(self) -> str:
        """Its name in the environment."""
        return PREFIX + self.name.upper()


SETTINGS = (
    Setting(
        "index",
        "",
        "the index to serve, made by `python -m indexer build`: a directory, or "
        "opensearch://HOST:9200/NAME in a cluster",
    ),
    Setting(
        "pictures",
        "",
        "the folder of fetched pictures and thumbnails; without it the folder pictures in the "
        "index directory, of an index in a cluster huabao/pictures in the user's folder of caches",
    ),
    Setting("corpus", "", "the folder of posts, where it has moved since the index was built"),
    Setting("host", "127.0.0.1", "the address to listen on; 0.0.0.0 for every network"),
    Setting(
        "allowed_host",
        (),
        "a name that the site has, *.example.org for all below one, * for any; repeatable, or with "
        "commas; any name on loopback, elsewhere none but addresses",
        read=as_host,
    ),
    Setting("port", 8000, "the port to listen on; 0 for any free one"),
    Setting(
        "root_path",
        "",
        "the path below which the site is, as /archive, where a proxy puts it there",
        read=as_root,
    ),
    Setting(
        "trusted_proxy",
        (),
        "an address or network whose X-Forwarded-For, -Proto, -Host and -Prefix are believed; "
        "repeatable, or with commas",
        read=as_network,
    ),
    Setting(
        "tag_authority",
        "huabao.invalid,2026",
        "a name of yours and a date on which it was, for the ids in feeds: example.org,2026",
        read=as_authority,
    ),
    Setting("workers", 1, "how many processes serve", least=1),
    Setting(
        "fetch_pictures",
        default=False,
        help="fetch pictures from the web, in the background, once they are shown",
    ),
    Setting("thumbnail_jobs", 2, "how many pictures a process makes smaller at a time", least=1),
    Setting(
        "access_log",
        "auto",
        "a line on standard output for each request; auto: unless that is a terminal; json: each "
        "an object",
        choices=("auto", "yes", "no", "json"),
    ),
    Setting(
        "metrics",
        (),
        "an address or network that may read /metrics; repeatable, or with commas",
        read=as_network,
    ),
    Setting("searches", 4, "how many searches a process makes at a time", least=1),
    Setting("connections", 1000, "how many connections a process holds at a time", least=1),
    Setting("request_timeout", 10, "seconds for the head of a request, and for its body", least=1),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one server; see ``SETTINGS`` for what each means."""

    index: str
    pictures: str = ""
    corpus: str = ""
    host: str = "127.0.0.1"
    allowed_host: tuple[str, ...] = ()
    port: int = 8000
    root_path: str = ""
    trusted_proxy: tuple[str, ...] = ()
    tag_authority: str = "huabao.invalid,2026"
    workers: int = 1
    fetch_pictures: bool = False
    thumbnail_jobs: int = 2
    access_log: str = "auto"
    metrics: tuple[str, ...] = ()
    searches: int = 4
    connections: int = 1000
    request_timeout: int = 10

    def environment(self) -> dict[str, str]:
        """The variables from which ``read_environment`` makes an equal object."""
        variables = {s.name: s.variable for s in SETTINGS}
        return {variables[f.name]: _written(getattr(self, f.name)) for f in fields(self)}


def read_environment(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings as the environment has them.

    Raises:
        ArgumentError: a value that the setting cannot have, or no index.
    """
    return _settings(_from_environment(environ))


def read_settings(arguments: Sequence[str], environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings as a command line and, where it is silent, the environment have them.

    Raises:
        ArgumentError: as ``read_environment``.
        SystemExit: ``--help`` or ``--version`` was asked for, and printed.
        OutputError: it could not be printed.
    """
    given = vars(_parser().parse_args(arguments))
    values = _from_environment(environ)
    for setting in SETTINGS:
        value = given[setting.name]
        if value is not None:
            value = ",".join(value) if isinstance(value, list) else value
            values[setting.name] = _read(setting, value, setting.option)
    return _settings(values)


class _Parser(argparse.ArgumentParser):
    """Says in one line what is wrong, and does not pass over a help that cannot be written."""

    def print_help(self, file: object = None) -> None:
        del file
        with output() as stream:
            stream.write(self.format_help())

    def error(self, message: str) -> NoReturn:
        raise ArgumentError(f"{message}; see python -m web --help")


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        with output() as stream:
            stream.write(f"huabao {indexer.__version__}\n")
        parser.exit()


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="python -m web", description="Serve an index of news photos.", allow_abbrev=False
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version")
    for setting in SETTINGS:
        told = f"{setting.help} (default: {_written(setting.default) or 'none'})"
        if isinstance(setting.default, bool):
            parser.add_argument(
                setting.option, action="store_const", const="1", dest=setting.name, help=told
            )
        elif isinstance(setting.default, tuple):
            parser.add_argument(
                setting.option, action="append", dest=setting.name, metavar="NAME", help=told
            )
        else:
            parser.add_argument(setting.option, dest=setting.name, metavar="VALUE", help=told)
    return parser


def _from_environment(environ: Mapping[str, str]) -> dict[str, Value]:
    return {
        s.name: _read(s, environ[s.variable], s.variable) if s.variable in environ else s.default
        for s in SETTINGS
    }


def _settings(values: Mapping[str, Value]) -> Settings:
    if not values["index"]:
        raise ArgumentError("no index was named: python -m web --index DIR")
    return Settings(**values)  # type: ignore[arg-type]  # _read gave each its default's type


def _read(setting: Setting, text: str, source: str) -> Value:
    if isinstance(setting.default, bool):
        if text.lower() not in _TRUE | _FALSE:
            raise ArgumentError(f"{source}={text}: yes or no is needed")
        return text.lower() in _TRUE
    if isinstance(setting.default, int):
        if not (text.isascii() and text.isdecimal() and setting.least <= int(text) <= 65535):
            raise ArgumentError(
                f"{source}={text}: a number from {setting.least} to 65535 is needed"
            )
        return int(text)
    if isinstance(setting.default, tuple):
        return tuple(_kept(setting, t.strip(), source) for t in text.split(",") if t.strip())
    if setting.choices and text not in setting.choices:
        raise ArgumentError(f"{source}={text}: one of {', '.join(setting.choices)} is needed")
    return _kept(setting, text, source)


def _kept(setting: Setting, text: str, source: str) -> str:
    try:
        return setting.read(text)
    except ValueError as error:
        raise ArgumentError(f"{source}={text}: {error}") from error


def _written(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ",".join(value) if isinstance(value, tuple) else str(value)
