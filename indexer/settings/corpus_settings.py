"""The settings of a corpus as values: passed to whoever reads, and pickled to other processes.

Without a file everything has its default, so no reader asks whether there are settings. What the
file may hold is one table, ``SETTINGS``, from which the reader of the file, its messages and the
tests of the documents derive.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

TIMEZONE = "Asia/Shanghai"

_OF_ITSELF = frozenset({"index", "_index", "readme"})
"""Names of a post that stands for its folder, so that the folder is the post's own."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A row of a table of settings: its name in the file, its default there, what it does."""

    name: str
    default: str
    help: str


SETTINGS = (
    Setting("timezone", TIMEZONE, "the zone whose days are shown, filtered and counted"),
    Setting("variables", "", "a table of texts: what `{{ site.x }}` stands for, by `x`"),
    Setting("base_url", "", "the site of the posts, for `//host/a.jpg` and for `/a.jpg`"),
    Setting("categories_from", "", '`"folder"`: the folders above a post are its categories'),
    Setting("site", "", "blocks `[[site]]`: where whole pages have what, by CSS selectors"),
)

SITE_SETTINGS = (
    Setting("path", "", "of which posts: a glob of paths in the corpus"),
    Setting("host", "", "of which posts: the host of their address, or a glob of hosts"),
    Setting("region", "", "the article, without the page around it"),
    Setting("title", "", "the title"),
    Setting("date", "", "when it was published"),
    Setting("author", "", "who wrote it"),
    Setting("caption", "", "captions"),
    Setting("furniture", "", "what is no part of the article though it stands there"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings:
    """A block ``[[site]]``: of which posts it speaks, and its CSS selectors.

    ``path`` and ``host`` are globs, of which one at least is there; ``*`` is any characters, also
    ``/`` and dots. All else are selectors or None.
    """

    path: str | None = None
    host: str | None = None
    region: str | None = None
    title: str | None = None
    date: str | None = None
    author: str | None = None
    caption: str | None = None
    furniture: str | None = None

    @property
    def selectors(self) -> dict[str, str]:
        """The selectors that it has, by the parts of a page that they select."""
        stated = ((name, getattr(self, name)) for name in SELECTORS)
        return {name: selector for name, selector in stated if selector is not None}

    def covers(self, path: str, host: str) -> bool:
        """Whether it speaks of a post at a path of the corpus whose address has a host."""
        return (self.path is None or fnmatchcase(path, self.path)) and (
            self.host is None or fnmatchcase(host, self.host)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusSettings:
    """What the keeper of a corpus says of it; see ``SETTINGS``.

    Attributes:
        variables: names with dots where the file has tables within the table.
        sites: in the order of the file; the first that covers a post counts.
    """

    timezone: str = TIMEZONE
    variables: Mapping[str, str] = field(default_factory=dict)
    base_url: str | None = None
    categories_from: Literal["folder"] | None = None
    sites: tuple[SiteSettings, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        """The time zone, which is loaded once."""
        return ZoneInfo(self.timezone)

    @property
    def site_variables(self) -> dict[str, str]:
        """The variables by the names that posts use."""
        return {f"site.{name}": value for name, value in self.variables.items()}

    @property
    def digest(self) -> str:
        """The same for the same settings, however they are written; empty for the defaults."""
        if self == CorpusSettings():
            return ""
        written = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(written.encode()).hexdigest()

    def site(self, path: str, url: str | None = None) -> SiteSettings | None:
        """The block that speaks of the post at a path of the corpus and an address on the web."""
        host = _host(url)
        return next((site for site in self.sites if site.covers(path, host)), None)

    def category(self, path: str, stated: tuple[str, ...]) -> tuple[str, ...]:
        """The categories of a post: those that it states, or the folders above it.

        Folders of a blog's engine (``_posts``) are none, nor is the folder that is the post itself
        (``a/index.md``). A post in the root keeps what it states.
        """
        if self.categories_from is None:
            return stated
        post = PurePosixPath(path)
        above = post.parent.parts
        if post.stem.lower() in _OF_ITSELF and len(above) > 1:
            above = above[:-1]
        named = (folder for folder in above if not folder.startswith("_"))
        return tuple(dict.fromkeys(named)) or stated


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url).hostname or "") if url else ""
    except ValueError:
        return ""


SELECTORS = tuple(one.name for one in fields(SiteSettings) if one.name not in ("path", "host"))
"""The keys of a block that are CSS selectors."""
