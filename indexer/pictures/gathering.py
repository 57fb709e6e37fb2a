"""The explicit step that fetches an archive's pictures from the web, politely.

Workers take the next address whose host may be asked now (``turns``).

The step keeps no list of its own. What is done and what failed stands in the store, address by
address, so a run that was stopped goes on where it stopped, and a second run costs one look at
each address.
"""

import re
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from indexer.pictures.collection import Pictures
from indexer.pictures.sources import is_on_web
from indexer.pictures.store import PictureRecord
from indexer.pictures.turns import Turns
from indexer.progress import Progress
from search import arguments
from search.document import Document
from search.errors import ArgumentError, IndexWriteError

UNSUPPORTED = "unsupported address"
MAX_PAUSE = 24 * 3600.0  # seconds

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)  # RFC 3986, 3.1


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchReport:
    """What one run did; every number counts distinct pictures.

    Attributes:
        local: lie in the corpus, nothing to fetch.
        missing: are named in the corpus, and are not there.
        present: were in the store already.
        waiting: failed before and are not due yet.
        fetched: are in the store now.
        failed: could not be had this time, or have an address that nothing fetches (``ftp://``).
        reasons: why, with counts, most frequent first.
    """

    local: int
    missing: int
    present: int
    waiting: int
    fetched: int
    failed: int
    reasons: tuple[tuple[str, int], ...]


def fetch_pictures(
    photos: Iterable[Document],
    pictures: Pictures,
    *,
    jobs: int = 4,
    per_host: int = 2,
    pause: float = 0.5,
    progress: Progress | None = None,
) -> FetchReport:
    """Fetch every picture of ``photos`` that lies on the web and is due.

    Args:
        jobs: pictures on their way at the same time.
        per_host: the same for one host.
        pause: seconds between the starts of two requests to one host.
        progress: called with (pictures done, pictures to fetch), from this thread and others, one
            at a time.

    Raises:
        ArgumentError: ``jobs`` or ``per_host`` below 1, a negative ``pause``, or something that is
            not what it should be.
        IndexWriteError: the store cannot be written.
    """
    arguments.whole("jobs", jobs, least=1, most=arguments.MOST_JOBS)
    arguments.whole("per_host", per_host, least=1, most=arguments.MOST_JOBS)
    arguments.number("pause", pause, least=0, most=MAX_PAUSE)
    arguments.function("progress", progress)
    arguments.instance("pictures", pictures, Pictures)
    images = dict.fromkeys(photo.image for photo in _checked(photos) if photo.image)
    remote = [image for image in images if is_on_web(image)]
    local = [image for image in images if not is_on_web(image) and not _SCHEME.match(image)]
    strange = len(images) - len(remote) - len(local)
    missing = pictures.missing(local)
    due = [address for address in remote if pictures.store.is_due(address)]
    known = (pictures.store.record(address) for address in set(remote) - set(due))
    present = sum(record is not None and bool(record.content) for record in known)
    run = _Run(pictures, Turns(due, per_host=per_host, pause=pause), len(due), progress)
    run.work(min(jobs, len(due)))
    reasons = run.reasons + Counter({UNSUPPORTED: strange})
    return FetchReport(
        local=len(local) - missing,
        missing=missing,
        present=present,
        waiting=len(remote) - len(due) - present,
        fetched=run.fetched,
        failed=reasons.total(),
        reasons=tuple(reasons.most_common()),
    )


def _checked(photos: object) -> Iterator[Document]:
    if not isinstance(photos, Iterable):
        raise ArgumentError.of("photos", photos, "use documents, as Archive.photos() gives them")
    for photo in photos:
        yield arguments.instance("photos", photo, Document)


class _Run:
    """The workers and their tally."""

    def __init__(
        self, pictures: Pictures, turns: Turns, total: int, progress: Progress | None
    ) -> None:
        self.fetched = 0
        self.reasons: Counter[str] = Counter()
        self._pictures = pictures
        self._turns = turns
        self._total = total
        self._progress = progress
        self._lock = threading.Lock()

    def work(self, jobs: int) -> None:
        if jobs == 0:
            return
        with ThreadPoolExecutor(jobs, thread_name_prefix="pictures") as workers:
            try:
                for outcome in [workers.submit(self._worker) for _ in range(jobs)]:
                    outcome.result()
            finally:
                self._turns.stop()

    def _worker(self) -> None:
        while (address := self._turns.take()) is not None:
            try:
                record = self._pictures.fetch(address)
            finally:
                self._turns.give_back(address)
            self._count(record)

    def _count(self, record: PictureRecord | None) -> None:
        if record is None:
            raise IndexWriteError(
                "the index's pictures folder cannot be written; check disk and rights"
            )
        with self._lock:
            if record.content:
                self.fetched += 1
            else:
                self.reasons[record.reason] += 1
            if self._progress is not None:
                self._progress(self.fetched + self.reasons.total(), self._total)
