"""The pictures of an archive: found in the corpus folder or among those fetched, made small.

Where a picture lies is the matter of ``sources``. It is decoded in a process apart, in the lines of
``renderings``; what comes of it is kept in the ``store``, the reason why nothing did as well. The
store is filled with pictures of the web by ``fetch_pictures`` or, where the caller allows it, on
view. Nothing is ever linked to from the page, so a reader's browser talks to this archive only.

What cannot be had is None and not an exception: half of the pictures of an old archive are gone
from the web, and that is an ordinary answer. ``trouble`` says why.
"""

import functools
import hashlib
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.imaging.picture import MEDIA_TYPES, MediaType, PictureFacts, RefusedError, Task
from indexer.pictures.picture import PictureError, Trouble, trouble
from indexer.pictures.renderings import Ask, LineFullError, MadeElsewhere, Renderings
from indexer.pictures.sources import MAX_FILE_SIZE, Source, Sources, is_on_web
from indexer.pictures.store import RENDITION, PictureRecord, PictureStore, content_hash
from search import arguments
from search.document import Document
from search.errors import ArgumentError

if TYPE_CHECKING:
    from indexer.pictures.fetching import Fetcher

WIDTHS = (
    240,
    480,
    960,
    1600,
    2048,
)  # pixels; a fixed few, so that nobody can fill the disk with widths
MAX_SECONDS = 3600.0  # of one picture's way here
SECONDS_ON_VIEW = 8.0  # a reader waits; the explicit step has the fetcher's own, longer limit

_PASSING = frozenset({"died"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Thumbnail:
    """A rendition of a picture.

    Attributes:
        content: encoded bytes. media_type: theirs.
        etag: their entity tag (RFC 9110).
        version: of the picture, see ``Pictures.versions``.
    """

    content: bytes
    media_type: MediaType
    etag: str
    version: str


def _where(corpus: str | Path | Callable[[], Path | None] | None) -> Callable[[], Path | None]:
    """Where the corpus is, asked anew each time: an archive knows of one that moves."""
    if callable(corpus):
        return corpus
    folder = None if corpus is None else Path(arguments.path("corpus", corpus))
    return lambda: folder


def _check(document: object, width: object, media_type: object) -> None:
    arguments.instance("document", document, Document)
    if arguments.whole("width", width, least=1) not in WIDTHS:
        raise ArgumentError.of("width", width, f"use one of {', '.join(map(str, WIDTHS))}")
    arguments.choice("media_type", media_type, MEDIA_TYPES)


def _texts(images: object) -> list[str]:
    """All of them: an archive has more pictures than a filter has values (``arguments.texts``)."""
    if isinstance(images, str):
        return [images]
    found: list[object] = list(images) if isinstance(images, Iterable) else [images]
    texts = [image for image in found if isinstance(image, str)]
    if len(texts) < len(found):
        raise ArgumentError.of("images", found, "use a string or several strings")
    return texts


def checked_photos(photos: object) -> list[Document]:
    """Some documents.

    Raises:
        ArgumentError: anything else.
    """
    remedy = "use documents of the archive"
    if not isinstance(photos, Iterable):
        raise ArgumentError.of("photos", photos, remedy)
    found = list(photos)
    if not all(isinstance(photo, Document) for photo in found):
        raise ArgumentError.of("photos", found, remedy)
    return found


class _OneAtATime:
    """Lets one thread after the other do what has the same name; others go on beside them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._under_way: dict[str, tuple[threading.Lock, int]] = {}

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        with self._lock:
            mine, others = self._under_way.get(name, (threading.Lock(), 0))
            self._under_way[name] = mine, others + 1
        try:
            with mine:
                yield
        finally:
            with self._lock:
                _, count = self._under_way.pop(name)
                if count > 1:
                    self._under_way[name] = mine, count - 1


class Pictures:
    """The pictures of one archive. Safe to share between threads and processes.

    Args:
        store: the folder of fetched pictures and thumbnails.
        corpus: the folder of posts, or what says where it is now.
        fetcher: how pictures are fetched from the web.
        renderings: where they are decoded; ``close`` closes it.
    """

    def __init__(
        self,
        store: str | Path,
        corpus: str | Path | Callable[[], Path | None] | None = None,
        *,
        fetcher: "Fetcher | None" = None,
        renderings: Renderings | None = None,
    ) -> None:
        self.store = PictureStore(Path(arguments.path("store", store)))
        self._sources = Sources(self.store, _where(corpus))
        self._fetcher = fetcher
        self._renderings = renderings or Renderings()
        self._one_at_a_time = _OneAtATime()

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
            IndexClosedError: the archive was closed.
        """
        return self._start(document, width, media_type, fetch=fetch, waits=True).result()

    def start_thumbnail(
        self,
        document: Document,
        *,
        width: int,
        media_type: MediaType = "image/webp",
        fetch: bool = False,
    ) -> "Future[Thumbnail | None]":
        """Do as ``thumbnail`` does, but for the decoding, which is waited for elsewhere.

        Where hundreds wait already this one is not begun, and the future gives None.
        """
        return self._start(document, width, media_type, fetch=fetch, waits=False)

    def _start(
        self, document: Document, width: int, media_type: MediaType, *, fetch: bool, waits: bool
    ) -> "Future[Thumbnail | None]":
        arguments.truth("fetch", fetch)
        _check(document, width, media_type)
        source = self._sources.find(document.image)
        if source is None and fetch and is_on_web(document.image):
            self.fetch(document.image, seconds=SECONDS_ON_VIEW)
            source = self._sources.find(document.image)
        if source is None or source.size > MAX_FILE_SIZE:
            return _settled(None)
        ready = self._ready(source, width, media_type)
        if ready is not None or self.store.refusal(source.version):
            return _settled(ready)
        key = source.version, width, media_type
        work = functools.partial(self._made, source, width, media_type)
        try:
            return self._renderings.submit(key, work, waits=waits)
        except LineFullError:
            return _settled(None)

    def original(self, document: Document) -> Path | None:
        """The file of a photo's picture, as it lies in the corpus or was fetched; None without."""
        arguments.instance("document", document, Document)
        source = self._sources.find(document.image) if document.image else None
        return None if source is None or source.size > MAX_FILE_SIZE else source.path

    def versions(self, photos: Iterable[Document]) -> dict[str, str]:
        """What the pictures of photos are now, by the photos' ids: another when one is replaced.

        Quick enough for a page: no picture is read. What has no picture has no version.
        """
        images = {
            photo.id: photo.image for photo in checked_photos(photos) if photo.kind == "photo"
        }
        found = self._sources.versions(images.values())
        return {key: found[image] for key, image in images.items() if image in found}

    def missing(self, images: Iterable[str]) -> int:
        """How many of some different paths in the corpus have no file there.

        Raises:
            ArgumentError: something that is no string among them; there may be any number.
        """
        paths = [image for image in _texts(images) if not is_on_web(image)]
        return len(paths) - len(self._sources.versions(paths))

    def trouble(self, document: Document) -> Trouble | None:
        """Why a photo has no picture, as far as is known without trying; None where it has one."""
        arguments.instance("document", document, Document)
        if not document.image:
            return None
        source = self._sources.find(document.image)
        if source is not None:
            if source.size > MAX_FILE_SIZE:
                return trouble("too_large", f"{source.size >> 20} MiB")
            return self.store.refusal(source.version)
        if not is_on_web(document.image):
            return trouble("missing")
        record = self.store.record(document.image)
        if record is None or record.content:
            return trouble("not_fetched")
        return trouble("unfetched", record.reason)

    def never_fetched(self, photos: Iterable[Document]) -> int:
        """How many of some photos have a picture on the web that nobody tried to fetch."""
        remote = (photo.image for photo in checked_photos(photos) if is_on_web(photo.image))
        return sum(not self.store.record_path(image).exists() for image in remote)

    def fetch(self, address: str, *, seconds: float | None = None) -> PictureRecord | None:
        """Get a picture from the web into the store, unless it is there or failed too recently.

        ``seconds`` is how long a reader waits. Returns what is then known of the address; None
        when the store cannot be written. For a while after that nothing is asked of the web for
        readers, since every view would ask again.

        Raises:
            ArgumentError: no text, or no number of seconds.
        """
        arguments.text("address", address)
        if seconds is not None:
            arguments.number("seconds", seconds, least=0, most=MAX_SECONDS)
        with self._one_at_a_time.of(address):
            if not self.store.is_due(address):
                return self.store.record(address)
            if seconds is not None and not self.store.takes:
                return None
            try:
                return self._fetch(address, seconds)
            except OSError:
                return None

    def close(self) -> None:
        """End the processes that decode; nothing can be made afterwards."""
        self._renderings.close()

    def _ready(self, source: Source, width: int, media_type: MediaType) -> Thumbnail | None:
        try:
            content = _file_hash(source.path, source.version)
        except OSError:
            return None
        data = self.store.thumbnail(content, width=width, media_type=media_type)
        return None if data is None else _thumbnail(data, source, content, width, media_type)

    def _made(
        self, source: Source, width: int, media_type: MediaType, ask: Ask
    ) -> Thumbnail | None:
        """Have a rendition made of the bytes that are there now, unless it was made meanwhile."""
        with self.store.claim(source.version, width=width, media_type=media_type) as mine:
            if not mine:
                raise MadeElsewhere
            ready = self._ready(source, width, media_type)
            if ready is not None or self.store.refusal(source.version):
                return ready
            return self._render(source, width, media_type, ask)

    def _render(
        self, source: Source, width: int, media_type: MediaType, ask: Ask
    ) -> Thumbnail | None:
        """Make a rendition; it is kept under the name of the bytes that it is of."""
        try:
            data = source.path.read_bytes()
            rendition = ask(Task(width, media_type), data).rendition
        except OSError:
            return None
        except RefusedError as refused:
            self.store.keep_refusal(source.version, refused.reason, str(refused))
            return None
        content = content_hash(data)
        self.store.keep_thumbnail(content, rendition, width=width, media_type=media_type)
        return _thumbnail(rendition, source, content, width, media_type)

    def _fetch(self, address: str, seconds: float | None) -> PictureRecord:
        from indexer.pictures.fetching import Fetcher

        if self._fetcher is None:
            self._fetcher = Fetcher()
        try:
            data = self._fetcher.fetch(address, seconds=seconds)
            work = functools.partial(_examined, data)
            answer = self._renderings.submit(("examine", address), work, waits=True).result()
        except PictureError as error:
            return self.store.keep_failure(address, error)
        return self.store.keep(address, data, answer)


def _examined(data: bytes, ask: Ask) -> PictureFacts:
    try:
        return ask(Task(), data).facts
    except RefusedError as refused:
        raise PictureError(str(refused), lasting=refused.reason not in _PASSING) from refused


def _settled(thumbnail: Thumbnail | None) -> "Future[Thumbnail | None]":
    future: Future[Thumbnail | None] = Future()
    future.set_result(thumbnail)
    return future


@functools.lru_cache(maxsize=8192)
def _file_hash(path: Path, _version: str) -> str:
    """The hash of a file's bytes, read again when its version has changed."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _thumbnail(
    data: bytes, source: Source, content: str, width: int, media_type: MediaType
) -> Thumbnail:
    name = content_hash(f"{RENDITION} {content} {width} {media_type}".encode())
    return Thumbnail(
        content=data, media_type=media_type, etag=f'"{name[:32]}"', version=source.version
    )
