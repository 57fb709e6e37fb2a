"""The pictures of an archive: found in the corpus folder or among those fetched, made small.

A document names its picture by a path in the corpus or by an address on the web. A path is served
from the corpus and from nowhere else: it is resolved, links included, and must still lie inside.
An address is served from the store alone; the store is filled by ``fetch_pictures`` or, where the
caller allows it, on view. Nothing is ever linked to from the page, so a reader's browser talks to
this archive only.

What cannot be had is None and not an exception: half of the pictures of an old archive are gone
from the web, and that is an ordinary answer.
"""

import functools
import hashlib
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.pictures.picture import MEDIA_TYPES, MediaType, PictureError
from indexer.pictures.store import PictureRecord, PictureStore, content_hash
from search import arguments
from search.document import Document
from search.errors import ArgumentError

if TYPE_CHECKING:
    from indexer.pictures.fetching import Fetcher

MAX_FILE_SIZE = 128 * 1024 * 1024  # bytes of a picture file in the corpus
WIDTHS = (240, 480, 960, 1600)  # pixels; a fixed few, so that nobody can fill the disk with widths
MAX_SECONDS = 3600.0  # of one picture's way here
SECONDS_ON_VIEW = 8.0  # a reader waits; the explicit step has the fetcher's own, longer limit

_RENDITION = 1  # raised when renditions of the same picture begin to look different


@dataclass(frozen=True, slots=True, kw_only=True)
class Thumbnail:
    """A rendition of a picture: encoded bytes, their media type, and an entity tag (RFC 9110)."""

    content: bytes
    media_type: MediaType
    etag: str


def is_on_web(image: str) -> bool:
    """Whether a document's picture is an address on the web and not a path in the corpus."""
    return arguments.text("image", image).lower().startswith(("http://", "https://"))


class Pictures:
    """The pictures of one archive. Safe to share between threads and processes."""

    def __init__(
        self,
        store: str | Path,
        corpus: str | Path | None = None,
        *,
        fetcher: "Fetcher | None" = None,
    ) -> None:
        self.store = PictureStore(Path(arguments.path("store", store)))
        self._corpus = None if corpus is None else Path(arguments.path("corpus", corpus))
        self._fetcher = fetcher
        self._broken: set[str] = (
            set()
        )  # hashes of bytes that are no picture, and will not become one
        self._one_at_a_time = tuple(threading.Lock() for _ in range(64))

    def thumbnail(
        self,
        document: Document,
        *,
        width: int,
        media_type: MediaType = "image/webp",
        fetch: bool = False,
    ) -> Thumbnail | None:
        """Return the picture of a photo, at most ``width`` pixels wide (one of ``WIDTHS``).

        ``fetch`` allows one attempt to get it from the web, unless one failed too recently.
        None when there is no picture, it cannot be had, or cannot be decoded.

        Raises:
            ArgumentError: another width or media type, or something that is no photo.
        """
        arguments.truth("fetch", fetch)
        ready = self.ready_thumbnail(document, width=width, media_type=media_type)
        if ready is not None:
            return ready
        if fetch and is_on_web(document.image):
            self.fetch(document.image, seconds=SECONDS_ON_VIEW)
        source = self._source(document.image)
        if source is None:
            return None
        try:
            return self._made(source, width, media_type)
        except OSError:
            return None

    def ready_thumbnail(
        self, document: Document, *, width: int, media_type: MediaType = "image/webp"
    ) -> Thumbnail | None:
        """The same where it was made before: quick, without decoding and without the network."""
        arguments.instance("document", document, Document)
        if arguments.whole("width", width, least=1) not in WIDTHS:
            raise ArgumentError.of("width", width, f"use one of {', '.join(map(str, WIDTHS))}")
        arguments.choice("media_type", media_type, MEDIA_TYPES)
        source = self._source(document.image)
        if source is None:
            return None
        try:
            content = self._content(source)
        except OSError:
            return None
        data = self.store.thumbnail(content, width=width, media_type=media_type)
        return None if data is None else _thumbnail(data, content, width, media_type)

    def _made(self, source: Path, width: int, media_type: MediaType) -> Thumbnail | None:
        from indexer.pictures.imaging import render

        content = self._content(source)
        if content in self._broken:
            return None
        try:
            data = render(source.read_bytes(), width=width, media_type=media_type)
        except PictureError:
            self._broken.add(content)
            return None
        self.store.keep_thumbnail(content, data, width=width, media_type=media_type)
        return _thumbnail(data, content, width, media_type)

    def fetch(self, address: str, *, seconds: float | None = None) -> PictureRecord | None:
        """Get a picture from the web into the store, unless it is there or failed too recently.

        Returns what is then known of the address; None when the store cannot be written.

        Raises:
            ArgumentError: no text, or no number of seconds.
        """
        arguments.text("address", address)
        if seconds is not None:
            arguments.number("seconds", seconds, least=0, most=MAX_SECONDS)
        lock = self._one_at_a_time[hash(address) % len(self._one_at_a_time)]
        with lock:
            if not self.store.is_due(address):
                return self.store.record(address)
            try:
                return self._fetch(address, seconds)
            except OSError:
                return None

    def _fetch(self, address: str, seconds: float | None) -> PictureRecord:
        from indexer.pictures.fetching import Fetcher
        from indexer.pictures.imaging import examine

        if self._fetcher is None:
            self._fetcher = Fetcher()
        try:
            data = self._fetcher.fetch(address, seconds=seconds)
            facts = examine(data)
        except PictureError as error:
            return self.store.keep_failure(address, error)
        return self.store.keep(address, data, facts)

    def _source(self, image: str) -> Path | None:
        """The file that holds the picture, or None."""
        if not is_on_web(image):
            return self._in_corpus(image)
        record = self.store.record(image)
        if record is None or not record.content:
            return None
        path = self.store.original(record.content)
        return path if path.is_file() else None

    def _in_corpus(self, image: str) -> Path | None:
        if self._corpus is None or not image:
            return None
        try:
            root = self._corpus.resolve()
            path = (root / image).resolve()
            inside = path.is_relative_to(root) and path.is_file()
            return path if inside and path.stat().st_size <= MAX_FILE_SIZE else None
        except (OSError, ValueError):  # ValueError: a NUL in the name
            return None

    def _content(self, source: Path) -> str:
        status = source.stat()
        return _file_hash(source, status.st_mtime_ns, status.st_size)


@functools.lru_cache(maxsize=8192)
def _file_hash(path: Path, _mtime_ns: int, _size: int) -> str:
    """The hash of a file's bytes, read again when its time or size has changed."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _thumbnail(data: bytes, content: str, width: int, media_type: MediaType) -> Thumbnail:
    name = content_hash(f"{_RENDITION} {content} {width} {media_type}".encode())
    return Thumbnail(content=data, media_type=media_type, etag=f'"{name[:32]}"')
