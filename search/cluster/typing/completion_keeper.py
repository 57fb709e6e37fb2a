"""Keeps the completions of an archive in a cluster: makes those of each commit.

A writer tells what it puts and drops. The articles of a new build are counted as they pass by. An
update counts the photos that it puts and those that they replace, which it reads from the commit
before; in how many photos a new text stands it asks the index. That is added to what stood there,
as in an index in a directory (``search.completions.update``). Where an update changes too much, or
what stood there cannot be read, all of the archive is read and counted again.
"""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from search.cluster.commits.articles import article_of, photos_of, stored_articles
from search.cluster.commits.commit import Commit
from search.cluster.commits.companion import Analysed
from search.cluster.commits.view import Body, SupersededError, View
from search.cluster.schema.compile import every, matching
from search.cluster.typing.completion_files import StoredFile, files_of, is_piece, kept
from search.cluster.typing.completions import open_completions
from search.cluster.wire.failures import MissingInCluster
from search.completions.articles import PassingArticles
from search.completions.completion_index import CompletionIndex
from search.completions.keeper import write_all
from search.completions.update import Update, is_small, most_changes
from search.document import Document
from search.engine import NOTHING_ANALYSED
from search.errors import ArchiveError, IndexBusyError, IndexWriteError
from search.lazily import lazily
from search.query.tree import Or, Run
from search.text.analyzer import Analyzer

_TEXTS = 100
"""Texts that are looked up at once."""


class CompletionKeeper:
    """Makes the completions of one transaction, see ``search.cluster.commits.companion``.

    Args:
        before: the commit that it changes; None for a new build.
    """

    def __init__(self, analyzer: Analyzer, before: View | None) -> None:
        self._analyzer = analyzer
        self._before = before
        self._stack = ExitStack()
        self._passing = self._passed() if before is None else None
        self._put: list[Document] = []
        self._touched: set[str] = set()
        self._photos = 0
        self.completions: Mapping[str, Any] = {}

    def put(
        self, article: str, documents: Sequence[Document], analysed: Analysed = NOTHING_ANALYSED
    ) -> None:
        """See ``Companion``."""
        photos = [one for one in documents if one.kind == "photo"]
        self._touched.add(article)
        if self._passing is not None:
            with _told():
                self._passing.add(photos, analysed)
            return
        self._photos += len(photos)
        if self._photos <= self._most:
            self._put += photos

    def drop(self, article: str) -> None:
        """See ``Companion``."""
        self._touched.add(article)

    def states(self, after: View) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """See ``Companion``."""
        with _told(), tempfile.TemporaryDirectory(prefix="huabao-") as folder:
            path = Path(folder, "completions")
            try:
                bases = self._write(path, after)
            except SupersededError as error:
                raise IndexBusyError(
                    f"{after.client.address}: another build went live meanwhile; what this one "
                    "wrote is not kept, try again"
                ) from error
            file = StoredFile.of(path, after.commit.number)
            yield from file.written(path)
        self.completions = kept((file, *bases))

    def superseded(self, name: str, needed: Sequence[Commit]) -> bool:
        """See ``Companion``; pieces of files that no commit names."""
        return is_piece(name) and name not in {
            one for commit in needed for file in files_of(commit) for one in file.names()
        }

    def close(self) -> None:
        """Let go of files."""
        self._stack.close()

    def _passed(self) -> PassingArticles:
        return PassingArticles(self._analyzer, self._spool())

    def _spool(self) -> BinaryIO:
        with _told():
            return self._stack.enter_context(tempfile.TemporaryFile(prefix="huabao-"))

    @lazily
    def _known(self) -> CompletionIndex | None:
        """The completions of the commit before; None where there are none that can be read."""
        if self._before is None:
            return None
        try:
            return open_completions(self._before.client, self._before.commit)
        except (ArchiveError, MissingInCluster):
            return None

    @lazily
    def _most(self) -> int:
        """Photos that are held at most."""
        return most_changes(self._known) if self._known is not None else 0

    def _write(self, path: Path, after: View) -> Sequence[StoredFile]:
        """Write the file of the commit; what is given is the one that it changes."""
        if self._known is not None and self._before is not None:
            gone = list(islice(photos_of(self._before, self._touched), self._most + 1))
            if is_small(self._known, self._photos + len(gone)):
                update = self._update(self._known, gone, after)
                if update.adds_up:
                    base = files_of(self._before.commit)[-1]
                    update.write(path, base.digest)
                    return [base]
        passing = self._passing or self._anew(after)
        write_all(path, *passing.completions(), self._analyzer.fold)
        return []

    def _update(self, known: CompletionIndex, gone: Sequence[Document], after: View) -> Update:
        def standing(texts: Sequence[Sequence[str]]) -> list[int]:
            return _standing(after, texts)

        return Update(
            known, self._analyzer, put=self._put, gone=gone, standing=standing, spells=True
        )

    def _anew(self, after: View) -> PassingArticles:
        """All photos of the archive, read."""
        passing = self._passed()
        for hits in stored_articles(after, "photo"):
            passing.add(*article_of(hits))
        return passing


@contextmanager
def _told() -> Iterator[None]:
    """Say what is wrong with the disk of this machine."""
    try:
        yield
    except OSError as error:
        raise IndexWriteError(
            f"the completions of the index cannot be made in {tempfile.gettempdir()}: "
            f"{error.strerror}; make room there, or name another folder in TMPDIR"
        ) from error


def _standing(view: View, texts: Sequence[Sequence[str]]) -> list[int]:
    """In how many photos of a commit each of some texts stands, as one of its runs."""
    fields, found = view.fields["photo"], []
    for start in range(0, len(texts), _TEXTS):
        trees = [
            Or(tuple(Run(field, run) for run in runs for field in fields))
            for runs in texts[start : start + _TEXTS]
        ]
        bodies: list[Body] = [
            {
                "size": 0,
                "track_total_hits": True,
                "query": every([*view.among("photo"), matching(tree)]),
            }
            for tree in trees
        ]
        found += [one["hits"]["total"]["value"] for one in view.searches(bodies)]
    return found
