"""Where the picture of a photo lies, and in which version.

A photo names its picture by a path in the corpus or by an address on the web. A path is looked for
in the corpus and nowhere else, by the one finder that reading posts has: it follows links only
while they stay inside, and finds names that the disk spells in another normal form. An address is
looked for among the pictures that were fetched.

A version names what lies there now, so that an address that contains it can be kept for good. For
a file it is a digest of what the file system says of it, because a page of 48 tiles cannot read 48
pictures; for a fetched picture, of its bytes, as its record has it. Times may change without the
bytes (a copied corpus): such a picture is asked for once more, which is cheap. The opposite is
what may not happen, so the time of the last change of the inode counts, which no program can set.

The corpus may move while an archive is open: where it lies is asked anew each time.
"""

import functools
import hashlib
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from indexer.pictures.store import RENDITION, PictureStore
from indexer.sources.folder import locate
from indexer.web_address import web_address
from search import arguments
from search.errors import CorpusError

MAX_FILE_SIZE = 128 * 1024 * 1024  # bytes of a picture file in the corpus

_DIGITS = 16  # hexadecimal, of a version

Where = Callable[[], Path | None]


@dataclass(frozen=True, slots=True)
class Source:
    """The file of a picture, its size in bytes, and its version."""

    path: Path
    size: int
    version: str


def is_on_web(image: str) -> bool:
    """Whether a document's picture is an address on the web and not a path in the corpus."""
    return bool(web_address(arguments.text("image", image)))


def check_named_folder(corpus: str | Path | None) -> None:
    """Refuse a folder that a command was told of with ``--corpus`` and that is not there.

    An archive itself takes such a folder, for one that is gone may come back; a command that has
    just been given it was given a wrong one.

    Raises:
        CorpusError: there is no such folder.
    """
    if corpus is None:
        return
    folder = arguments.path("corpus", corpus)
    if not os.path.isdir(folder):  # noqa: PTH112  a path object fails over a name that is too long
        raise CorpusError(f"--corpus {folder}: there is no such folder")


class Sources:
    """The pictures of the corpus and of a store. ``where`` says where the corpus is now."""

    def __init__(self, store: PictureStore, where: Where) -> None:
        self._store = store
        self._where = where

    def find(self, image: str) -> Source | None:
        """The file that holds a picture, or None."""
        if not is_on_web(image):
            return self._in_corpus(image)
        record = self._store.record(image)
        if record is None or not record.content:
            return None
        path = self._store.original(record.content)
        try:
            return Source(path, path.stat().st_size, _version_of(record.content))
        except OSError:
            return None

    def versions(self, images: Iterable[str]) -> dict[str, str]:
        """The versions of pictures; those that have none are left out.

        Quick: a look at each file and no more, so one may be told that ``find`` would not serve.
        """
        corpus: Path | str | None = ""
        found: dict[str, str] = {}
        for image in images:
            if is_on_web(image):
                version = self._fetched(image)
            else:
                corpus = self._where() if corpus == "" else corpus
                version = _seen(corpus, image) if isinstance(corpus, Path) else ""
            if version:
                found[image] = version
        return found

    def _in_corpus(self, image: str) -> Source | None:
        corpus = self._where()
        path = locate(corpus, image) if corpus is not None and image else None
        try:
            status = None if path is None else path.stat()
        except OSError:
            return None
        if path is None or status is None:
            return None
        return Source(path, status.st_size, _version(image, status))

    def _fetched(self, address: str) -> str:
        path = self._store.record_path(address)
        try:
            status = os.stat(path)  # noqa: PTH116  48 times a page
            content = _content(path, status.st_mtime_ns, status.st_ino)
        except (OSError, ValueError):
            return ""
        return _version_of(content) if content else ""


def _seen(corpus: Path, image: str) -> str:
    """The version of a file of the corpus, at first where its name says."""
    if not image or "\0" in image or ".." in image.split("/"):
        return ""
    try:
        return _version(image, os.stat(f"{corpus}/{image}"))  # noqa: PTH116  48 times a page
    except (OSError, ValueError):
        path = _spelled_otherwise(corpus, image)
    try:
        return "" if path is None else _version(image, path.stat())
    except OSError:
        return ""


def _spelled_otherwise(corpus: Path, image: str) -> Path | None:
    """What ``locate`` finds under another spelling, asked again when the folder has changed.

    Looking for what is missing takes a hundred times as long as a look at what is there.
    """
    folder = image
    while folder:
        folder = folder.rpartition("/")[0]
        try:
            modified = os.stat(f"{corpus}/{folder}").st_mtime_ns  # noqa: PTH116  as above
        except (OSError, ValueError):
            continue
        return _located(corpus, image, folder, modified)
    return None


@functools.lru_cache(maxsize=8192)
def _located(corpus: Path, image: str, _folder: str, _modified: int) -> Path | None:
    return locate(corpus, image)


def _version(image: str, status: os.stat_result) -> str:
    times = f"{status.st_mtime_ns} {status.st_ctime_ns}"
    return _version_of(f"{image}\n{status.st_size} {status.st_ino} {times}")


def _version_of(what: str) -> str:
    told = f"{RENDITION} {what}"
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


@functools.lru_cache(maxsize=8192)
def _content(record: Path, _modified: int, _inode: int) -> str:
    """The content that a record names; a record is never changed, it is replaced."""
    stored = json.loads(record.read_bytes())
    content = stored.get("content", "") if isinstance(stored, dict) else ""
    return content if isinstance(content, str) else ""
