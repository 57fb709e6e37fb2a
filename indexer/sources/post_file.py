"""A post file as it lies in its folder: bytes, size and time, read at one moment.

The bytes of a post are read once, so that the digest by which an update knows them again is the
digest of what was read.
"""

import hashlib
import os
from dataclasses import dataclass

from indexer.sources.folder import find, is_special
from search.errors import ArchiveError

MAX_BYTES = 16 * 1024 * 1024
"""A post is text; a larger file is a dump or a mistake."""


class PostError(ArchiveError):
    """A file of the corpus is no post that can be read; the message is the reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class UnreadableError(PostError):
    """A file that may well be a post cannot be read now: no permission, a failing disk."""

    def __init__(self, error: OSError) -> None:
        super().__init__(f"could not be read: {error.strerror or error}")


@dataclass(frozen=True, slots=True)
class PostFile:
    """A post file as it was read at one moment.

    Attributes:
        data: its bytes, at most ``MAX_BYTES`` and one.
        size: bytes. modified: nanoseconds; both from before the bytes were read, so that a file
            that is written meanwhile looks changed next time.
    """

    data: bytes
    size: int
    modified: int

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes."""
        return hashlib.sha256(self.data).hexdigest()


def open_post(root: str | os.PathLike[str], path: str) -> PostFile:
    """Read the file at a path of the corpus.

    Raises:
        UnreadableError: it is there, and cannot be read now.
        PostError: there is no such file, or it is none.
    """
    try:
        file = find(root, path)
        if file is None and is_special(root, path):
            raise PostError("a pipe, a socket or a device, and no file")
        if file is None:
            raise PostError("no such file in the corpus")
        with file.open("rb") as stream:
            state = os.fstat(stream.fileno())
            return PostFile(stream.read(MAX_BYTES + 1), state.st_size, state.st_mtime_ns)
    except FileNotFoundError as error:
        raise PostError("no such file in the corpus") from error
    except OSError as error:
        raise UnreadableError(error) from error
