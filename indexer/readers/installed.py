"""The readers that are installed: entry points of the group ``huabao.readers``, loaded once.

Every process that reads posts loads them for itself. One that cannot be loaded ends a build or an
update before it begins: going on without it would drop its posts from the index.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points

from indexer.posts.article import Article
from indexer.readers.post_reader import PostReader
from indexer.sources.post_file import PostError
from search.errors import ReaderError, shortened

GROUP = "huabao.readers"

HEAD = 4096
"""The first bytes of a file, by which a reader knows its format."""


@dataclass(frozen=True, slots=True)
class Installed:
    """One reader.

    Attributes:
        name: that of its entry point.
        version: its distribution with the version.
        suffixes: of the files that it is asked about.
    """

    name: str
    version: str
    suffixes: frozenset[str]
    reader: PostReader

    def reads(self, path: str, data: bytes) -> bool:
        """Whether it takes a file.

        Raises:
            PostError: it failed over the question.
        """
        if not path.lower().endswith(tuple(self.suffixes)):
            return False
        try:
            return bool(self.reader.reads(path, data[:HEAD]))
        except MemoryError:
            raise
        except Exception as error:
            raise self._failed(error) from error

    def read(self, path: str, data: bytes) -> Article:
        """The article that it makes of a file.

        Raises:
            PostError: it failed.
        """
        try:
            return self.reader.read(data, path)
        except MemoryError:
            raise
        except Exception as error:
            raise self._failed(error) from error

    def _failed(self, error: Exception) -> PostError:
        return PostError(f"the reader {self.name} failed: {_told(error)}")


@dataclass(frozen=True, slots=True)
class Readers:
    """All readers, in the order of their names: the first that reads a file has it."""

    readers: tuple[Installed, ...] = ()

    @property
    def suffixes(self) -> frozenset[str]:
        """The suffixes of all."""
        return frozenset(suffix for one in self.readers for suffix in one.suffixes)

    @property
    def versions(self) -> dict[str, str]:
        """By name, what makes another reader of one."""
        return {one.name: one.version for one in self.readers}

    def of(self, path: str, data: bytes) -> Installed | None:
        """The reader of a file, or None where none takes it.

        Raises:
            PostError: one failed over the question.
        """
        return next((one for one in self.readers if one.reads(path, data)), None)


@cache
def installed_readers() -> Readers:
    """The readers of this environment, loaded when they are first asked for.

    Raises:
        ReaderError: one cannot be loaded, or is no reader.
    """
    return Readers(tuple(_loaded(sorted(entry_points(group=GROUP), key=lambda one: one.name))))


def _loaded(points: list[EntryPoint]) -> Iterator[Installed]:
    for point in points:
        try:
            loaded = point.load()
            reader = loaded() if isinstance(loaded, type) else loaded
            suffixes = _suffixes(reader.suffixes)
            _check_functions(reader)
        except Exception as error:
            raise ReaderError(
                f"the reader {point.name} ({_version(point)}) cannot be loaded: {_told(error)}; "
                "repair its distribution, or uninstall it"
            ) from error
        yield Installed(point.name, _version(point), suffixes, reader)


def _check_functions(reader: PostReader) -> None:
    if not (callable(reader.reads) and callable(reader.read)):
        raise TypeError("reads and read are to be functions")


def _suffixes(stated: object) -> frozenset[str]:
    if not isinstance(stated, set | frozenset | tuple | list) or not stated:
        raise TypeError("suffixes are to be a set of texts as .json")
    for suffix in stated:
        if not isinstance(suffix, str) or suffix[:1] != "." or suffix != suffix.lower():
            raise TypeError(f"a suffix is a text in small letters as .json, not {suffix!r}")
    return frozenset(stated)


def _version(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist else "no distribution"


def _told(error: Exception) -> str:
    """An exception of a stranger's program in one short line."""
    said = shortened(str(error))[1:-1]
    return f"{type(error).__name__}: {said}" if said else type(error).__name__
