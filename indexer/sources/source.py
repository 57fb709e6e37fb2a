"""Where posts come from: what reading needs of a place, and the one place that there is, a folder.

The protocol wraps what this room has for folders and does no more. It is there so that reading,
settings, updates and inspections name what they need of a place, and none of them the disk: a feed
or a zip will be another class here and no change there. Processes that read are sent a source, so
it can be pickled. Where a path is passed for one, it is that of a folder.

What is not in it: watching, since only a folder tells of its changes, and the pictures of pages,
which an archive looks for long after the source was read.
"""

import os
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from indexer.sources.folder import POST_SUFFIXES, Listing, locate, survey
from indexer.sources.post_file import PostFile, open_post


@runtime_checkable
class Source(Protocol):
    """A place of posts. A path of it is relative, in NFC and with ``/``.

    Attributes:
        name: as a person wrote it.
        home: where it is, as an index remembers it and finds its pictures there later.
    """

    @property
    def name(self) -> str: ...

    @property
    def home(self) -> str: ...

    def survey(
        self, *, drafts: bool = False, suffixes: AbstractSet[str] = POST_SUFFIXES
    ) -> Listing:
        """List what may be posts, by names alone.

        Raises:
            CorpusError: the place is not there, or cannot be listed.
        """

    def open(self, path: str) -> PostFile:
        """Read a file.

        Raises:
            UnreadableError: it is there, and cannot be read now.
            PostError: there is no such file, or it is none.
        """

    def locate(self, path: str) -> Path | None:
        """The file on the disk, as pictures are measured; None where there is none."""

    def state(self, path: str) -> tuple[int, int] | None:
        """Size and time of a file, whose change is that of the file; None where there is none.

        ``path`` may be a name of ``Listing.spelled``.
        """

    def holds(self, path: str) -> bool:
        """Whether anything has the name, a file or not."""


Place = Source | str | os.PathLike[str]
"""A source, or the path of a folder."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of posts; ``root`` is its path."""

    root: str

    @property
    def name(self) -> str:
        """Its path."""
        return self.root

    @property
    def home(self) -> str:
        """Its absolute path, links followed."""
        return os.path.realpath(self.root)

    def survey(
        self, *, drafts: bool = False, suffixes: AbstractSet[str] = POST_SUFFIXES
    ) -> Listing:
        """As ``folder.survey``."""
        return survey(Path(self.root), drafts=drafts, suffixes=suffixes)

    def open(self, path: str) -> PostFile:
        """As ``post_file.open_post``."""
        return open_post(self.root, path)

    def locate(self, path: str) -> Path | None:
        """As ``folder.locate``."""
        return locate(self.root, path)

    def state(self, path: str) -> tuple[int, int] | None:
        """By one look, and by a search only where the disk may spell the name in another way."""
        found = file_state(f"{self.root}/{path}")
        if found is None:
            file = self.locate(path)
            found = file_state(file) if file else None
        return found

    def holds(self, path: str) -> bool:
        """By a string, for a path object costs as much as looking."""
        try:
            return os.path.lexists(f"{self.root}/{path}")
        except ValueError:  # a name that no disk can hold
            return False


def source_of(place: Place) -> Source:
    """The source itself, or the folder at a path."""
    return place if isinstance(place, Source) else Folder(os.fspath(place))


def file_state(file: str | Path) -> tuple[int, int] | None:
    """A file's size and time; by a string, for a path object costs as much as looking."""
    try:
        found = os.stat(file)  # noqa: PTH116
    except (OSError, ValueError):
        return None
    return found.st_size, found.st_mtime_ns
