"""Every exception that leaves this project.

    ArchiveError
    ├── ArgumentError           an argument that a program passed is wrong
    │   ├── DateError           (search.text.dates) not a date
    │   └── ParameterError      (web.addresses.params) a parameter of an address
    ├── CorpusError             the folder of posts cannot be read
    │   └── SettingsError       its huabao.toml says what cannot be
    ├── ReaderError             a reader of one's own that is installed cannot be loaded
    ├── PostError               (indexer.posts.page.post) a file is no post: skipped with the reason
    │   └── UnreadableError     (indexer.posts.page.post) a post cannot be read now; its last stays
    ├── SelectorError           (indexer.posts.sites.rules) no CSS selector for a part of a page
    ├── PruneError              an update would remove so many posts that it was not meant
    ├── WorkerError             a process that read posts for a build died
    ├── IndexMissingError       no index at that location
    ├── IndexOutdatedError      an index that this version cannot read: rebuild it
    ├── IndexDamagedError       an index that does not agree with itself
    ├── IndexBusyError          another process is writing the index
    ├── IndexWriteError         the index cannot be written: disk full, no permission
    ├── IndexUnreachableError   no node of the cluster answers, or not in time
    ├── IndexRefusedError       the cluster is of no use as it is: login, TLS, version, settings
    ├── IndexClosedError        the archive was closed
    ├── PictureError            (indexer.pictures) a picture cannot be had; never leaves Pictures
    └── DocumentMissingError    no document or article has that id

What a person types into the search box never raises: it yields notices.
A message names the thing and says what to do.
"""

_SHOWN = 80  # characters of a value in a message


def shortened(value: object) -> str:
    """A value as Python writes it, on one line and cut, whatever it is."""
    try:
        shown = repr(value)
    except Exception:  # a strange object's own repr; an integer of more than 4,300 digits
        shown = f"<{type(value).__name__}>"
    shown = " ".join(shown.split())
    return shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"


class ArchiveError(Exception):
    """The root: catch this one to catch everything the project raises.

    Attributes:
        is_passing: whether the same may work in a while, though nobody does anything about it.
    """

    is_passing = False


class ArgumentError(ArchiveError, ValueError):
    """An argument has a value that no search or build can use.

    Attributes:
        argument: its name as a program passes it, or empty.
        shown: the value, short enough for a message, or empty.
        remedy: what to pass instead, or empty.
    """

    argument = shown = remedy = ""

    @classmethod
    def of(cls, argument: str, value: object, remedy: str) -> "ArgumentError":
        """The error about one argument; whoever calls it otherwise can say so by its parts."""
        shown = shortened(value)
        error = ArgumentError(f"{argument}={shown}: {remedy}")
        error.argument, error.shown, error.remedy = argument, shown, remedy
        return error

    def about(self, argument: str) -> "ArgumentError":
        """The same, by the name that the argument has for whoever passed it."""
        error = ArgumentError(f"{argument}={self.shown}: {self.remedy}")
        error.argument, error.shown, error.remedy = argument, self.shown, self.remedy
        return error


class CorpusError(ArchiveError):
    """The corpus folder does not exist or cannot be read."""


class SettingsError(CorpusError):
    """The ``huabao.toml`` of a corpus cannot be read, or says what cannot be.

    Attributes:
        key: the setting, or empty where it is about the whole file.
        shown: its value, short enough for a message, or empty.
        remedy: what to write instead.
    """

    key = shown = remedy = ""

    @classmethod
    def of(cls, key: str, value: object, remedy: str) -> "SettingsError":
        """The error about one setting, or, without a key, about the file; None: it has no value."""
        shown = "" if value is None else shortened(value)
        stated = " = ".join(filter(None, (key, shown)))
        error = cls(": ".join(filter(None, ("huabao.toml", stated, remedy))))
        error.key, error.shown, error.remedy = key, shown, remedy
        return error


class ReaderError(ArchiveError):
    """A reader of one's own (the entry points ``huabao.readers``) cannot be loaded."""


class PruneError(ArchiveError):
    """An update would remove more than a third of the posts; tell it to, or name another folder."""


class WorkerError(ArchiveError):
    """A process that read posts for a build died; what was there before still answers."""


class IndexMissingError(ArchiveError):
    """There is no index at the given location."""


class IndexOutdatedError(ArchiveError):
    """The index was built by a version whose format or analysis differs; rebuild it."""


class IndexDamagedError(ArchiveError):
    """The index does not agree with its manifest; rebuild it."""


class IndexBusyError(ArchiveError):
    """Another process is building or updating the index."""


class IndexClosedError(ArchiveError):
    """The archive was closed; open it again."""


class IndexWriteError(ArchiveError):
    """The index cannot be written; what was there before still answers."""


class IndexUnreachableError(ArchiveError):
    """No node of the cluster answers, or not in time; check its address, and that it runs."""

    is_passing = True


class IndexRefusedError(ArchiveError):
    """The cluster refused: the login, TLS, its version, its settings; or a package is missing.

    Attributes:
        kind: the cluster's type of the error, or empty.
    """

    kind = ""


class DocumentMissingError(ArchiveError, LookupError):
    """No document or article of the archive has the given id."""
