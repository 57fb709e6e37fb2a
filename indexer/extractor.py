"""The version of the reader of posts: whether another program would make the same articles of them.

It is the digest of the source of all modules that decide what a post gives, with the versions of
the libraries that parse. A number that people raise is forgotten, and an update then keeps what
nobody would read so today; golden articles would show a change only where they have its like.
The price is that a changed comment, too, makes the first update after an upgrade read all posts.

What people change of reading joins it: the settings of the corpus, by what they mean and not how
they are written, and the distributions of readers of their own, by their versions.
"""

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import metadata, resources
from importlib.resources.abc import Traversable

ROOMS = ("indexer.posts", "indexer.readers", "indexer.settings", "indexer.sources")
"""Packages of which every module decides, and those in them."""

MODULES = (
    ("indexer", "records.py"),
    ("indexer.imaging", "png.py"),
    ("search.text", "dates.py"),
    ("search.calendar", "numerals.py"),
)
"""Others that do."""

LIBRARIES = (
    "beautifulsoup4",
    "htmldate",
    "lxml",
    "markdown-it-py",
    "pillow",
    "python-frontmatter",
    "pyyaml",
    "soupsieve",
)
"""All that these modules import, and lxml, which Beautiful Soup does for them."""


@cache
def extractor_version() -> str:
    """The version: twelve digits of a digest; takes a few milliseconds, once."""
    return version_of(
        {name: file.read_bytes() for name, file in sources().items()},
        {name: metadata.version(name) for name in LIBRARIES},
    )


def version_with(version: str, settings: str, readers: Mapping[str, str]) -> str:
    """That of the program, with what else decides: settings of the corpus, readers of one's own.

    ``settings`` is their digest; without any, and without readers, it is that of the program.
    """
    if not settings and not readers:
        return version
    return version_of({"program": version.encode(), "settings": settings.encode()}, dict(readers))


def version_of(sources: dict[str, bytes], libraries: dict[str, str]) -> str:
    """The version that modules and libraries with their versions make, in whatever order."""
    digest = hashlib.sha256()
    for name, source in sorted(sources.items()):
        text = source.replace(b"\r\n", b"\n")
        digest.update(f"{name} {len(text)}\n".encode() + text)
    for name, version in sorted(libraries.items()):
        digest.update(f"{name} {version}\n".encode())
    return digest.hexdigest()[:12]


def sources() -> dict[str, Traversable]:
    """The files of the modules by their full names, for two may be called alike.

    They are source or, where an installation has none, compiled.
    """
    files = [pair for room in ROOMS for pair in _modules(room, resources.files(room))]
    files += [(room, resources.files(room) / name) for room, name in MODULES]
    return {f"{room}.{file.name}": file for room, file in files}


def _modules(room: str, folder: Traversable) -> Iterator[tuple[str, Traversable]]:
    for file in folder.iterdir():
        if file.is_dir() and file.name != "__pycache__":
            yield from _modules(f"{room}.{file.name}", file)
        elif file.name.endswith((".py", ".pyc")):
            yield room, file
