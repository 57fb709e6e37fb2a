"""The folder of posts: which files may be posts, and where a path of the corpus lies on disk.

A path of the corpus is relative, in Unicode's NFC and with ``/``, whatever the disk holds: article
ids are made of it, and an archive that moves from a Mac (NFD names) to a server keeps its ids.
Links to files are followed only while they stay inside the folder: an archive never shows files
that somebody happened to link to. Links to folders are not followed at all, inside or out: the
same post would be read twice, or for ever.

A folder of posts is full of accidents (names in an old encoding, links in circles, one name in two
normal forms). None of them stops a build: what cannot be a post is listed with the reason.

A corpus may be the root of a blog. What its engine built of the posts (``public``, ``_site``,
``dist``) would give every post twice, and ``_drafts`` is not meant for readers: both are left out
below the corpus, and told. A corpus that is named so itself is read.
"""

import functools
import os
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath
from typing import NoReturn

from indexer.posts.article import Skipped
from search.errors import CorpusError

POST_SUFFIXES = frozenset({".md", ".markdown", ".html", ".htm", ".txt"})

_NO_POSTS = frozenset({"node_modules"})
"""Folders of a blog's tools, full of other people's README.md."""

_BUILT = frozenset({"public", "_site", "dist"})
_DRAFTS = "_drafts"

A_DRAFT = "a draft; --drafts reads it"
"""Why a post is skipped that says so of itself."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a folder holds.

    Attributes:
        paths: of all files that may be posts, sorted.
        skipped: of files that are named as posts and cannot be read as such, sorted.
    """

    paths: tuple[str, ...]
    skipped: tuple[Skipped, ...]


def scan(root: str | os.PathLike[str]) -> tuple[str, ...]:
    """Give the paths of all files that may be posts, as ``survey`` does."""
    return survey(root).paths


def survey(root: str | os.PathLike[str], *, drafts: bool = False) -> Listing:
    """List the files that may be posts; what is hidden is left out.

    Folders of built pages are left out, and, without ``drafts``, those of drafts; where they hold
    files that are named as posts, ``skipped`` has the folder with their number.

    Raises:
        CorpusError: the folder does not exist, or a folder in it cannot be listed: an update that
            went on would take its posts for deleted.
    """
    folder = Path(root)
    top = os.path.realpath(folder)
    spellings: dict[str, list[str]] = defaultdict(list)
    skipped: list[Skipped] = []
    left_out: Counter[str] = Counter()
    for file, name in _files(folder):
        above = _left_out(name, drafts=drafts)
        if above:
            left_out[above] += 1
            continue
        reason = _no_post(file, name, top)
        if reason:
            skipped.append(Skipped(printable(name), reason))
        else:
            spellings[_nfc(name)].append(name)
    for path, names in spellings.items():
        if len(names) > 1:
            _, *others = sorted(names, key=lambda name: (name != path, name.split("/")))
            skipped += [Skipped(name, f"the same name as {path}") for name in others]
    skipped += [Skipped(printable(name), _why(name, count)) for name, count in left_out.items()]
    return Listing(tuple(sorted(spellings)), tuple(sorted(skipped, key=lambda one: one.path)))


def locate(root: str | os.PathLike[str], path: str) -> Path | None:
    """Give the file that a path of the corpus names, or None where there is none inside the folder.

    A name that the disk spells in another normal form (NFD) is found as well. A file that cannot
    be looked at is none; ``find`` tells the two apart.
    """
    try:
        return find(root, path)
    except (OSError, ValueError):  # ValueError: a name that no disk can hold
        return None


def find(root: str | os.PathLike[str], path: str) -> Path | None:
    """Do as ``locate`` does.

    Raises:
        OSError: the disk does not let us see whether there is such a file.
        ValueError: a name that no disk can hold.
    """
    folder = Path(root)
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or "\0" in path:
        return None
    top = os.path.realpath(folder)
    return next((file for file in _spelled(folder, pure.parts) if _is_file_in(file, top)), None)


def printable(path: str) -> str:
    """Write the bytes of a name that are not UTF-8 as ``\\xb5``."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _files(folder: Path) -> Iterator[tuple[str, str]]:
    """The files that are named as posts, and their names relative to the folder.

    Strings, because there may be a hundred thousand, and a path object costs as much as a stat.
    """
    suffixes = tuple(POST_SUFFIXES)
    for parent, folders, files in os.walk(folder, onerror=_refuse):
        folders[:] = [n for n in folders if not n.startswith(".") and n not in _NO_POSTS]
        below = PurePath(parent).relative_to(folder).as_posix()
        for name in files:
            if not name.startswith(".") and name.lower().endswith(suffixes):
                yield f"{parent}/{name}", name if below == "." else f"{below}/{name}"


def _left_out(name: str, *, drafts: bool) -> str | None:
    """The uppermost folder above a file whose posts are not read."""
    folders = name.split("/")[:-1]
    for at, folder in enumerate(folders, start=1):
        if folder in _BUILT or (folder == _DRAFTS and not drafts):
            return "/".join(folders[:at])
    return None


def _why(folder: str, count: int) -> str:
    files = f"{count:,} file" if count == 1 else f"{count:,} files"
    if folder.rpartition("/")[2] == _DRAFTS:
        return f"a folder of drafts with {files}; --drafts reads it"
    return f"a folder of built pages with {files}; to read it, make it the corpus"


def _refuse(error: OSError) -> NoReturn:
    folder = printable(str(error.filename))
    raise CorpusError(
        f"cannot read the corpus folder {folder}: {error.strerror}; "
        "give a folder of posts (.md, .markdown, .html, .htm, .txt) that may be read"
    ) from error


def _no_post(file: str, name: str, top: str) -> str | None:
    try:
        name.encode()
    except UnicodeEncodeError:
        return "its name is not UTF-8"
    if not os.path.islink(file):  # noqa: PTH114 - see _files
        return None
    try:
        inside = PurePath(os.path.realpath(file, strict=True)).is_relative_to(top)
    except OSError:
        return "a link that leads nowhere"
    return None if inside else "a link that leads out of the corpus"


def _is_file_in(file: Path, top: str) -> bool:
    try:
        real = os.path.realpath(file, strict=True)
    except (FileNotFoundError, NotADirectoryError):
        return False
    return PurePath(real).is_relative_to(top) and Path(real).is_file()


def _spelled(folder: Path, parts: Iterable[str]) -> Iterator[Path]:
    """All files whose names are spelled so, up to normal form; the very spelling comes first."""
    yield folder.joinpath(*parts)
    found = [folder]
    for part in parts:
        found = [
            here / name
            for here in found
            for name in sorted({part, *_other_spellings(here).get(_nfc(part), ())})
            if (here / name).exists()
        ]
    yield from found


def _other_spellings(folder: Path) -> Mapping[str, list[str]]:
    """The names of a folder that are not in NFC, by their NFC."""
    try:
        return _not_in_nfc(folder, folder.stat().st_mtime_ns)
    except (FileNotFoundError, NotADirectoryError):
        return {}


@functools.lru_cache(maxsize=256)
def _not_in_nfc(folder: Path, _modified: int) -> Mapping[str, list[str]]:
    """Remembered until the folder changes: every picture that is missing asks for it."""
    found: dict[str, list[str]] = defaultdict(list)
    for entry in folder.iterdir():
        if _nfc(entry.name) != entry.name:
            found[_nfc(entry.name)].append(entry.name)
    return found


def _nfc(name: str) -> str:
    return unicodedata.normalize("NFC", name)
