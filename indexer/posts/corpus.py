"""The folder of posts: which files may be posts, and where a path of the corpus lies on disk.

A path of the corpus is relative, in Unicode's NFC and with ``/``, whatever the disk holds: article
ids are made of it, and an archive that moves from a Mac (NFD names) to a server keeps its ids.
Links are followed only while they stay inside the folder: an archive never shows files that
somebody happened to link to.
"""

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from search.errors import CorpusError

POST_SUFFIXES = frozenset({".md", ".markdown", ".html", ".htm", ".txt"})


def scan(root: str | os.PathLike[str]) -> Iterator[str]:
    """Yield the paths of all files that may be posts, sorted; what is hidden is left out.

    Raises:
        CorpusError: the folder does not exist or cannot be read.
    """
    folder = _folder(root)
    found = {_path(file, folder) for file in _files(folder, folder.resolve())}
    yield from sorted(found)


def locate(root: str | os.PathLike[str], path: str) -> Path | None:
    """Give the file that a path of the corpus names, or None where there is none inside the folder.

    A name that the disk spells in another normal form (NFD) is found as well.
    """
    folder = Path(root)
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or "\0" in path:
        return None
    file = folder / pure
    if not file.exists():
        file = _by_normal_form(folder, pure)
    try:
        inside = file.resolve(strict=True).is_relative_to(folder.resolve())
    except OSError:
        return None
    return file if inside and file.is_file() else None


def _folder(root: str | os.PathLike[str]) -> Path:
    folder = Path(root)
    try:
        with os.scandir(folder):
            return folder
    except OSError as error:
        raise CorpusError(
            f"cannot read the corpus folder {folder}: {error.strerror}; "
            "give a folder of posts (.md, .markdown, .html, .htm, .txt)"
        ) from error


def _files(folder: Path, top: Path) -> Iterator[Path]:
    for parent, names, files in os.walk(folder):
        names[:] = [name for name in names if not name.startswith(".")]
        for name in files:
            file = Path(parent, name)
            if name.startswith(".") or file.suffix.lower() not in POST_SUFFIXES:
                continue
            if not file.is_symlink() or file.resolve().is_relative_to(top):
                yield file


def _path(file: Path, folder: Path) -> str:
    return unicodedata.normalize("NFC", file.relative_to(folder).as_posix())


def _by_normal_form(folder: Path, pure: PurePosixPath) -> Path:
    here = folder
    for part in pure.parts:
        wanted = unicodedata.normalize("NFC", part)
        try:
            entries = list(here.iterdir())
        except OSError:
            return folder / pure
        same = (one for one in entries if unicodedata.normalize("NFC", one.name) == wanted)
        here = next(same, here / part)
    return here
