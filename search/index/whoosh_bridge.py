"""For who knows Whoosh: the live commit of an index as one of Whoosh's.

Whoosh's ``open_dir`` unpickles what the directory says. Here the table of contents is first read by
``commit``, which refuses whatever we do not write, and the schema is ours and not the file's.
"""

from pathlib import Path

from search.index.commit import INDEX_NAME, read_commit
from search.index.directory import IndexDirectory
from search.index.whoosh_schema import schema
from search.index.whoosh_stock import FileIndex, FileStorage


def open_with_whoosh(path: str | Path) -> FileIndex:
    """The live build of the index at a path, as a ``whoosh.index.FileIndex`` to read.

    Raises:
        IndexMissingError: there is no index.
        IndexDamagedError: it cannot be read, or its table of contents names what we do not write.
        IndexOutdatedError: another version's index.
    """
    directory = IndexDirectory(path)
    build = directory.live()
    directory.manifest(build)
    return open_build(directory, build)


def open_build(directory: IndexDirectory, build: Path) -> FileIndex:
    """A build of an index, see ``open_with_whoosh``."""
    try:
        read_commit(build)
        return FileIndex(FileStorage(str(build)), schema=schema(), indexname=INDEX_NAME)
    except Exception as error:  # a broken file is met with whatever its parsing raises
        raise directory.damaged(error) from error
