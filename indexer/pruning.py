"""Which posts an update would remove, and whether it may without being told to.

A mistyped folder, a share that is mounted half, an unfinished copy look like a folder from which
most posts were deleted. So it is asked twice: by the names of files before any is read, and again
before the commit, when it is known which files are posts still. Nobody minds being asked about the
rare case in which they were deleted.
"""

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from indexer.records import Record
from indexer.sources.folder import Listing, printable
from indexer.sources.source import Source
from search.errors import ArgumentError, PruneError

_FEW = 10
"""So many posts may always go."""

_SHARE = 3
"""A third of the posts may go."""


def check_listed(source: Source, listing: Listing, known: Mapping[str, Record], was: str) -> None:
    """Refuse an update that would remove most of an index, by the names of files alone.

    Args:
        known: what the index holds, by path.
        was: the folder of its posts, as the index knows it.

    Raises:
        ArgumentError: the folder is another one and has none of the posts.
        PruneError: more than ten posts and more than a third would go.
    """
    listed = set(listing.paths)
    gone = [record for record in _posts(known) if record.path not in listed]
    if known and known.keys().isdisjoint(listed) and source.home != was:
        moved = _moved(source, gone, _fresh(listing, known))
        if not moved:
            raise ArgumentError(
                f"{printable(source.name)} has none of the posts of this index, which was built "
                f"from {printable(was)}; to index another folder, build it"
            )
    check_removed(source, listing, known, was, gone)


def check_removed(
    source: Source,
    listing: Listing,
    known: Mapping[str, Record],
    was: str,
    gone: Sequence[Record],
) -> None:
    """Refuse an update that removes most of an index, when everything has been read.

    Files that a copy cut short have their names and are no posts. Posts that only moved within the
    folder, with the bytes that they had, are not removed.

    Raises:
        PruneError: more than ten posts and more than a third are gone.
    """
    posts = len(_posts(known))
    if not _are_many(len(gone), posts):
        return
    left = len(gone) - _moved(source, gone, _fresh(listing, known))
    if not _are_many(left, posts):
        return
    turned = len({record.path for record in gone}.intersection(listing.paths))
    files = f" ({turned:,} are files that are no posts now; inspect says why)" if turned else ""
    raise PruneError(
        f"{printable(source.name)} lacks {left:,} of the {posts:,} posts of this index{files}, "
        f"which was built from {printable(was)}; correct the folder, or remove them: "
        "update with --prune (prune=True)"
    )


def _are_many(gone: int, posts: int) -> bool:
    return gone > _FEW and gone * _SHARE > posts


def _posts(known: Mapping[str, Record]) -> list[Record]:
    return [record for record in known.values() if record.skipped is None]


def _fresh(listing: Listing, known: Mapping[str, Record]) -> list[str]:
    return [path for path in listing.paths if path not in known]


def _moved(source: Source, gone: Iterable[Record], fresh: Iterable[str]) -> int:
    """How many posts that are gone stand under another name; only files of their sizes are read."""
    sought: dict[tuple[int, str], int] = {}
    for record in gone:
        key = record.size, record.digest
        sought[key] = sought.get(key, 0) + 1
    sizes = {size for size, _ in sought}
    found = 0
    for path in fresh:
        stands = _known_by(source.locate(path), sizes)
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
