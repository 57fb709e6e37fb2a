"""Pictures that readers were shown a stand-in for, fetched behind their backs.

A page of results shows dozens of pictures that lie on one host. Who waits for them in a request
holds a browser's six connections for as long as that host likes; who asks for all at once is a
nuisance to it. So what is missing is noted here, and a few threads fetch it as politely as the
explicit step does; the picture is there on the next view.

What was shown last comes first, in the order of its page: its reader is the one who may still be
looking. The list has a bound, and forgets what was shown longest ago; nothing is lost by that,
since whoever is shown it again notes it again. Failures are remembered by the store, not here.

Threads start with the first address and end with the process: one that waits for a host cannot be
interrupted, and nobody should wait for it.
"""

import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress

from indexer.pictures.collection import Pictures, checked_photos
from indexer.pictures.picture import Trouble, trouble
from indexer.pictures.sources import is_on_web
from indexer.pictures.turns import Hosts, host_of
from search import arguments
from search.document import Document
from search.errors import ArchiveError

MOST_WAITING = 1000
JOBS = 4
PER_HOST = 2
PAUSE = 0.5  # seconds between the starts of two requests to one host


class Backlog:
    """The pictures of one archive that are to be fetched. Safe to share between threads.

    Args:
        pictures: where they are kept.
        shared_by: processes that do the same for this archive, each with a list of its own; a host
            is asked no faster by all of them than by one.
    """

    def __init__(
        self,
        pictures: Pictures,
        *,
        shared_by: int = 1,
        pause: float = PAUSE,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        arguments.instance("pictures", pictures, Pictures)
        arguments.whole("shared_by", shared_by, least=1, most=arguments.MOST_JOBS)
        arguments.number("pause", pause, least=0, most=3600)
        self._pictures = pictures
        self._waiting: dict[str, None] = {}  # the next one last
        self._under_way: set[str] = set()
        self._hosts = Hosts(
            per_host=max(1, PER_HOST // shared_by), pause=pause * shared_by, now=now
        )
        self._now = now
        self._changed = threading.Condition()
        self._threads = 0
        self._closed = False

    def note(self, photos: Iterable[Document]) -> int:
        """Note what photos show that lies on the web and is due; the first of them comes first.

        Returns how many are, as far as this process knows, on their way now.
        """
        images = [photo.image for photo in checked_photos(photos)]
        due = [
            image
            for image in dict.fromkeys(images)
            if is_on_web(image) and self._pictures.store.is_due(image)
        ]
        if not due or not self._pictures.store.takes:
            return 0
        with self._changed:
            for image in reversed(due):
                self._waiting.pop(image, None)
                if image not in self._under_way:
                    self._waiting[image] = None
            while len(self._waiting) > MOST_WAITING:
                del self._waiting[next(iter(self._waiting))]
            self._start()
            self._changed.notify_all()
        return len(due)

    def why_missing(self, photo: Document) -> Trouble | None:
        """Why a photo has no picture; one that is due is noted, and is on its way.

        One that is noted keeps its place: a browser asks for the pictures of a page in any order.
        """
        arguments.instance("photo", photo, Document)
        with self._changed:
            coming = photo.image in self._waiting or photo.image in self._under_way
        if coming or self.note((photo,)):
            return trouble("coming")
        return self._pictures.trouble(photo)

    def close(self) -> None:
        """Fetch no more; what is under way ends by itself."""
        with self._changed:
            self._closed = True
            self._waiting.clear()
            self._changed.notify_all()

    def _start(self) -> None:
        while not self._closed and self._threads < min(JOBS, len(self._waiting)):
            self._threads += 1
            threading.Thread(target=self._work, name="backlog", daemon=True).start()

    def _work(self) -> None:
        try:
            while (address := self._take()) is not None:
                try:
                    with suppress(ArchiveError):  # the archive was closed meanwhile
                        self._pictures.fetch(address)
                finally:
                    self._give_back(address)
        finally:
            with self._changed:
                self._threads -= 1

    def _take(self) -> str | None:
        with self._changed:
            while not self._closed:
                address, wait = self._next()
                if address is not None:
                    del self._waiting[address]
                    self._under_way.add(address)
                    self._hosts.begin(host_of(address))
                    return address
                self._changed.wait(wait)
            return None

    def _next(self) -> tuple[str | None, float | None]:
        """The address to be fetched now; where there is none, the seconds until one may be."""
        soonest: float | None = None
        asked: set[str] = set()
        for address in reversed(self._waiting):
            host = host_of(address)
            if host in asked:
                continue
            asked.add(host)
            free_at = self._hosts.free_at(host)
            if free_at is None:
                continue
            wait = free_at - self._now()
            if wait <= 0:
                return address, None
            soonest = wait if soonest is None else min(soonest, wait)
        return None, soonest

    def _give_back(self, address: str) -> None:
        with self._changed:
            self._under_way.discard(address)
            self._hosts.end(host_of(address))
            self._changed.notify_all()
