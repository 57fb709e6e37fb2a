"""The completions of a commit in a cluster, fetched once and mapped."""

import weakref
from contextlib import ExitStack
from pathlib import Path

from search.cluster.commits.commit import Commit, rebuild_command
from search.cluster.typing.cache import Held, held
from search.cluster.typing.completion_files import StoredFile, files_of
from search.cluster.wire.client import Client
from search.completions.completion_file import CompletionFile
from search.completions.completion_index import CompletionIndex
from search.errors import IndexDamagedError


def open_completions(client: Client, commit: Commit, folder: Path | None = None) -> CompletionIndex:
    """The completions of a commit; what was fetched is let go with them.

    Args:
        folder: for what is fetched; by default one that all processes of the user share.

    Raises:
        MissingInCluster: another commit is the latest, and these are gone.
        IndexDamagedError: they cannot be read. IndexWriteError: see ``cache``.
    """
    with ExitStack() as stack:
        try:
            files = []
            for one in files_of(commit):
                files.append(_held(client, commit, one, folder))
                stack.callback(files[-1].close)
            index = CompletionIndex(*(CompletionFile(one.path) for one in files))
        except (KeyError, TypeError, ValueError) as error:
            raise IndexDamagedError(
                f"the completions of {client.address} cannot be read ({error}); "
                f"rebuild the index: {rebuild_command(client)}"
            ) from error
        weakref.finalize(index, stack.pop_all().close)
        return index


def _held(client: Client, commit: Commit, file: StoredFile, folder: Path | None) -> Held:
    return held(file.digest, lambda: file.read(client, commit.index), folder)
