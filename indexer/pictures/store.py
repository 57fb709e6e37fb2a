"""The folder of fetched pictures and thumbnails: plain files, named by what they hold.

    pictures/records/ab/<sha256 of the address>.json    what is known of one address
    pictures/originals/ab/<sha256 of the bytes>         the bytes as they were fetched
    pictures/thumbnails/ab/<sha256>-<width>.webp|.jpg   renditions of an original or a corpus file

Originals are kept as fetched: encoding them again would lose quality twice, and they are never
sent to anyone. Two addresses of one picture share its file. A record is either of a picture or of
a failure with the time before which nobody tries again; the pause doubles with every attempt.

Every file is written beside its place, flushed and renamed, so that any number of processes can
share the folder without a lock: the worst that a race costs is a picture fetched twice.
A database was the alternative; files survive rebuilds, copy with any tool, can be deleted by hand.
"""

import contextlib
import hashlib
import json
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from indexer.pictures.picture import MediaType, PictureError, PictureFacts

FIRST_PAUSE = 15 * 60.0  # seconds before a failure that may pass is tried again
LASTING_PAUSE = 24 * 3600.0  # the same for one that will hardly pass
LONGEST_PAUSE = 14 * 24 * 3600.0

_SUFFIX: dict[MediaType, str] = {"image/webp": "webp", "image/jpeg": "jpg"}


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

    def record(self, address: str) -> PictureRecord | None:
        """What is known of an address; None when it was never tried or its record is damaged."""
        with contextlib.suppress(OSError, ValueError, TypeError):
            stored = json.loads(self._record_path(address).read_text(encoding="utf-8"))
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
        """Store a fetched picture; its record comes last and so never names what is not there."""
        content = content_hash(data)
        write_whole(self.original(content), data)
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
            write_whole(self._thumbnail_path(content, width, media_type), data)

    def _write(self, record: PictureRecord) -> PictureRecord:
        text = json.dumps(asdict(record), ensure_ascii=False)
        write_whole(self._record_path(record.address), text.encode("utf-8", "replace"))
        return record

    def _record_path(self, address: str) -> Path:
        name = content_hash(address.encode("utf-8", "surrogatepass"))
        return self._folder / "records" / name[:2] / f"{name}.json"

    def _thumbnail_path(self, content: str, width: int, media_type: MediaType) -> Path:
        name = f"{content}-{width}.{_SUFFIX[media_type]}"
        return self._folder / "thumbnails" / content[:2] / name


def content_hash(data: bytes) -> str:
    """The name of some bytes: their SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that readers, and a power cut, see all of it or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
