"""Where a cluster keeps the completions of a commit: files, cut to documents of the state.

A file is what ``search.completions`` writes and maps, as it is. A commit names the one that it
wrote, and the one of a build which that changes; each is told by its digest. A piece is compressed
and no larger than what a cluster takes at once.
"""

import base64
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, Self

from search.cluster.commits.commit import Commit
from search.cluster.wire.client import Client
from search.cluster.wire.failures import MissingInCluster

PIECE = 3 << 20
"""Bytes of a piece: four thirds of it in a document, if nothing can be compressed."""

_READ = 1 << 20
_DIGEST = 20
_NAME = "completions"
_FILES = "files"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in a cluster.

    Attributes:
        digest: of its bytes. size: how many there are. number: of the transaction that wrote it.
    """

    digest: str
    size: int
    number: int

    @classmethod
    def of(cls, path: Path, number: int) -> Self:
        """What a file on the disk will be."""
        return cls(digest_of(path), path.stat().st_size, number)

    def names(self) -> list[str]:
        """The ids of the documents of its pieces."""
        return [f"{_NAME}-{self.number}-{place}" for place in range(-(-self.size // PIECE))]

    def written(self, path: Path) -> Iterator[tuple[str, dict[str, str]]]:
        """The documents of its pieces: id and body."""
        with path.open("rb") as file:
            for name in self.names():
                data = zlib.compress(file.read(PIECE))
                yield name, {"data": base64.b64encode(data).decode("ascii")}

    def read(self, client: Client, index: str) -> Iterator[bytes]:
        """The bytes, piece by piece.

        Raises:
            MissingInCluster: a piece is gone. ValueError, KeyError: it is none of ours.
        """
        for name in self.names():
            found = client.call("GET", f"{index}/_doc/{name}")
            if not found.get("found", True):
                raise MissingInCluster
            yield _inflated(base64.b64decode(found["_source"]["body"]["data"], validate=True))


def files_of(commit: Commit) -> tuple[StoredFile, ...]:
    """The files of a commit: the one that it wrote, and that of a build if the first changes it.

    Raises:
        KeyError, TypeError, ValueError: the commit does not say it.
    """
    return tuple(
        StoredFile(str(one["digest"]), int(one["size"]), int(one["number"]))
        for one in commit.completions.get(_FILES, ())
    )


def kept(files: Sequence[StoredFile]) -> Mapping[str, Any]:
    """What a commit says of its files: see ``files_of``."""
    return {
        _FILES: [{"digest": f.digest, "size": f.size, "number": f.number} for f in files],
    }


def is_piece(name: str) -> bool:
    """Whether a document of the state is a piece of a file, by its id."""
    return name.startswith(f"{_NAME}-")


def digest_of(path: Path) -> str:
    """What a file is told by."""
    digest = blake2b(digest_size=_DIGEST)
    with path.open("rb") as file:
        while data := file.read(_READ):
            digest.update(data)
    return digest.hexdigest()


def _inflated(data: bytes) -> bytes:
    """A piece as it was; no more than a piece has, whatever somebody put there."""
    inflating = zlib.decompressobj()
    try:
        piece = inflating.decompress(data, PIECE + 1)
    except zlib.error as error:
        raise ValueError(f"a piece of the completions is none: {error}") from error
    if len(piece) > PIECE or not inflating.eof:
        raise ValueError("a piece of the completions is too long or cut short")
    return piece
