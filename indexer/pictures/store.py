"""The folder of fetched pictures and thumbnails: plain files, named by what they hold.

    pictures/records/ab/<sha256 of the address>.json    what is known of one address
    pictures/originals/ab/<sha256 of the bytes>         the bytes as they were fetched
    pictures/thumbnails/ab/<sha256>-<width>-3.webp|avif|jpg of an original or a corpus file
    pictures/claims/<version>-<width>.webp|avif|jpg     locks on renditions that are being made
    pictures/refusals/ab/<version>.json                 why a version of a picture is not decoded

Originals are kept as fetched: encoding them again would lose quality twice, and they are never
sent to anyone. Two addresses of one picture share its file. A record is either of a picture or of
a failure with the time before which nobody tries again; the pause doubles with every attempt.

Every file is written beside its place, flushed and renamed, so that any number of processes can
share the folder without a lock: the worst that a race costs is a picture fetched twice. A rendition
is made once nonetheless, since each process would make all pictures of a page that many open at the
same moment: who makes one holds a ``claim`` on it, a lock that ends with its holder.
A database was the alternative; files survive rebuilds, copy with any tool, can be deleted by hand.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from indexer.imaging.picture import MediaType, PictureFacts
from indexer.pictures.picture import Code, PictureError, Trouble, trouble

FIRST_PAUSE = 15 * 60.0  # seconds before a failure that may pass is tried again
LASTING_PAUSE = 24 * 3600.0  # the same for one that will hardly pass
LONGEST_PAUSE = 14 * 24 * 3600.0
ABANDONED = 3600.0  # seconds after which a file that was never completed is nobody's

RENDITION = 3
"""Raised when renditions of a picture begin to look different, or more pictures are decoded."""

_REMEMBERED = 10_000  # refusals in memory, for a folder that cannot be written

_PART = ".part"
_SUFFIX: dict[MediaType, str] = {
    "image/avif": "avif",
    "image/webp": "webp",
    "image/jpeg": "jpg",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureRecord:
    """What is known of one address.

    Attributes:
        address: the picture's address on the web.
        content: SHA-256 of its bytes, empty while it could not be had.
        format, width, height: of the picture, upright, in pixels.
        seen: when it was fetched or tried last, seconds since the epoch.
        reason: why it could not be had, or empty.
        attempts: failures in a row.
        retry: not before this time, seconds since the epoch.
    """

    address: str
    content: str = ""
    format: str = ""
    width: int = 0
    height: int = 0
    seen: float = 0.0
    reason: str = ""
    attempts: int = 0
    retry: float = 0.0


class PictureStore:
    """Reads and writes the folder. Nothing is created before something is kept."""

    def __init__(self, folder: Path, *, now: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._now = now
        self._swept: set[Path] = set()
        self._unwritable = 0.0  # until when nobody need try to keep a fetched picture
        self._refused: dict[str, tuple[float, Trouble]] = {}

    def record(self, address: str) -> PictureRecord | None:
        """What is known of an address; None when it was never tried or its record is damaged."""
        with contextlib.suppress(OSError, ValueError, TypeError):
            stored = json.loads(self.record_path(address).read_text(encoding="utf-8"))
            record = PictureRecord(**stored)
            if all(type(getattr(record, f.name)) is f.type for f in fields(record)):
                return record
        return None

    def is_due(self, address: str) -> bool:
        """Whether an address should be fetched now: not here, and not failed too recently."""
        record = self.record(address)
        if record is None:
            return True
        if record.content:
            return not self.original(record.content).is_file()
        return self._now() >= record.retry

    def original(self, content: str) -> Path:
        """Where the bytes with that hash are, or would be."""
        return self._folder / "originals" / content[:2] / content

    def keep(self, address: str, data: bytes, facts: PictureFacts) -> PictureRecord:
        """Store a fetched picture; its record comes last and so never names what is not there.

        Raises:
            OSError: the folder cannot be written.
        """
        content = content_hash(data)
        self._write_file(self.original(content), data)
        record = PictureRecord(
            address=address,
            content=content,
            format=facts.format,
            width=facts.width,
            height=facts.height,
            seen=self._now(),
        )
        return self._write(record)

    def keep_failure(self, address: str, error: PictureError) -> PictureRecord:
        """Remember that an address could not be had, and when to try again."""
        before = self.record(address)
        attempts = 1 + (before.attempts if before else 0)
        first = LASTING_PAUSE if error.lasting else FIRST_PAUSE
        pause = max(first * 2.0 ** min(attempts - 1, 16), error.retry_after or 0.0)
        now = self._now()
        return self._write(
            PictureRecord(
                address=address,
                seen=now,
                reason=str(error),
                attempts=attempts,
                retry=now + min(pause, LONGEST_PAUSE),
            )
        )

    def thumbnail(self, content: str, *, width: int, media_type: MediaType) -> bytes | None:
        """A rendition made before, or None."""
        try:
            return self._thumbnail_path(content, width, media_type).read_bytes()
        except OSError:
            return None

    def keep_thumbnail(
        self, content: str, data: bytes, *, width: int, media_type: MediaType
    ) -> None:
        """Keep a rendition where the folder can be written; otherwise it is made again."""
        with contextlib.suppress(OSError):
            self._write_file(self._thumbnail_path(content, width, media_type), data)

    @contextlib.contextmanager
    def claim(self, version: str, *, width: int, media_type: MediaType) -> Iterator[bool]:
        """In the block, be the one process that makes a rendition; False where another is.

        The lock is on a file that goes with it. Where the folder cannot be written nothing is kept,
        and every process makes its own.
        """
        path = self._folder / "claims" / f"{version}-{width}.{_SUFFIX[media_type]}"
        try:
            descriptor = _locked(path)
        except OSError:
            yield True
            return
        try:
            yield descriptor is not None
        finally:
            if descriptor is not None:
                with contextlib.suppress(OSError):
                    path.unlink()
                os.close(descriptor)

    def refusal(self, version: str) -> Trouble | None:
        """Why a version of a picture is not decoded; None when it may be tried."""
        until, told = self._refused.get(version, (0.0, None))
        if told is not None and self._now() < until:
            return told
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
            stored = json.loads(self._refusal_path(version).read_text(encoding="utf-8"))
            if self._now() < stored["retry"]:
                return trouble(stored["code"], str(stored["detail"]))
        return None

    def keep_refusal(self, version: str, code: Code, detail: str) -> Trouble:
        """Remember that a version of a picture is not decoded: for long, unless it may pass."""
        told = trouble(code, detail)
        retry = self._now() + (FIRST_PAUSE if code == "died" else LONGEST_PAUSE)
        if len(self._refused) >= _REMEMBERED:
            self._refused.clear()
        self._refused[version] = retry, told
        stored = {"code": code, "detail": detail, "retry": retry}
        with contextlib.suppress(OSError):
            self._write_file(self._refusal_path(version), json.dumps(stored).encode())
        return told

    @property
    def takes(self) -> bool:
        """Whether a fetched picture can be kept, as far as we know: none is fetched for naught."""
        return self._now() >= self._unwritable

    def _write(self, record: PictureRecord) -> PictureRecord:
        text = json.dumps(asdict(record), ensure_ascii=False)
        self._write_file(self.record_path(record.address), text.encode("utf-8", "replace"))
        return record

    def _write_file(self, path: Path, data: bytes) -> None:
        try:
            write_whole(path, data)
        except OSError:
            self._unwritable = self._now() + FIRST_PAUSE
            raise
        self._unwritable = 0.0
        if path.parent not in self._swept:
            self._swept.add(path.parent)
            self._sweep(path.parent)

    def _sweep(self, folder: Path) -> None:
        """Remove what processes that were killed left half written; once a folder and process."""
        for part in folder.glob(f".*{_PART}"):
            with contextlib.suppress(OSError):  # another process was faster
                if self._now() - part.stat().st_mtime > ABANDONED:
                    part.unlink()

    def record_path(self, address: str) -> Path:
        """Where the record of an address is, or would be."""
        name = content_hash(address.encode("utf-8", "surrogatepass"))
        return self._folder / "records" / name[:2] / f"{name}.json"

    def _refusal_path(self, version: str) -> Path:
        return self._folder / "refusals" / version[:2] / f"{version}.json"

    def _thumbnail_path(self, content: str, width: int, media_type: MediaType) -> Path:
        name = f"{content}-{width}-{RENDITION}.{_SUFFIX[media_type]}"
        return self._folder / "thumbnails" / content[:2] / name


def _locked(path: Path) -> int | None:
    """A descriptor that holds the lock on a file; None where another holds it.

    Who had the lock before removes the file: a lock on one that is no longer there is none.

    Raises:
        OSError: the file cannot be made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(descriptor), path.stat()):
                return descriptor
        except BlockingIOError:
            os.close(descriptor)
            return None
        except FileNotFoundError:
            pass
        except OSError:
            os.close(descriptor)
            raise
        os.close(descriptor)


def content_hash(data: bytes) -> str:
    """The name of some bytes: their SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that readers, and a power cut, see all of it or nothing.

    It is made by ``open``, so that its rights are what the umask says; ``tempfile`` gives them to
    its owner alone, and a site under another user could not read what was fetched.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{secrets.token_hex(8)}{_PART}")
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
