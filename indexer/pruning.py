"""Which posts an update would remove, and whether it may without being told to.

A mistyped folder, a share that is mounted half, an unfinished copy look like a folder from which
most posts were deleted. Nobody minds being asked about the rare case in which they were.
"""

import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from indexer.posts.corpus import Listing, locate, printable
from indexer.records import Record
from search.errors import ArgumentError, PruneError

_FEW = 10
"""So many posts may always go."""

_SHARE = 3
"""A third of the posts may go."""


def check_removal(corpus: Path, listing: Listing, known: Mapping[str, Record], was: str) -> None:
    """Refuse an update that would remove most of an index.

    Posts that only moved within the folder, with the bytes that they had, are not removed.

    Args:
        known: what the index holds, by path.
        was: the folder of its posts, as the index knows it.

    Raises:
        ArgumentError: the folder is another one and has none of the posts.
        PruneError: more than ten posts and more than a third would go.
    """
    listed = set(listing.paths)
    posts = [record for record in known.values() if record.skipped is None]
    gone = [record for record in posts if record.path not in listed]
    elsewhere = bool(known) and known.keys().isdisjoint(listed) and not _same(corpus, was)
    many = len(gone) > _FEW and len(gone) * _SHARE > len(posts)
    if not (elsewhere or many):
        return
    fresh = [path for path in listing.paths if path not in known]
    left = len(gone) - _moved(corpus, gone, fresh)
    if elsewhere and left == len(gone):
        raise ArgumentError(
            f"{printable(str(corpus))} has none of the posts of this index, which was built "
            f"from {printable(was)}; to index another folder, build it"
        )
    if left > _FEW and left * _SHARE > len(posts):
        raise PruneError(
            f"{printable(str(corpus))} lacks {left:,} of the {len(posts):,} posts of this index, "
            f"which was built from {printable(was)}; correct the folder, or remove them: "
            "update with --prune (prune=True)"
        )


def _same(corpus: Path, was: str) -> bool:
    return str(corpus.resolve()) == was


def _moved(corpus: Path, gone: Iterable[Record], fresh: Iterable[str]) -> int:
    """How many posts that are gone stand under another name; only files of their sizes are read."""
    sought: dict[tuple[int, str], int] = {}
    for record in gone:
        key = record.size, record.digest
        sought[key] = sought.get(key, 0) + 1
    sizes = {size for size, _ in sought}
    found = 0
    for path in fresh:
        stands = _known_by(locate(corpus, path), sizes)
        if stands is not None and sought.get(stands):
            sought[stands] -= 1
            found += 1
    return found


def _known_by(file: Path | None, sizes: set[int]) -> tuple[int, str] | None:
    """Size and digest of a file, where it has one of the sizes and can be read."""
    try:
        if file is None or file.stat().st_size not in sizes:
            return None
        with file.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            return size, hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None
