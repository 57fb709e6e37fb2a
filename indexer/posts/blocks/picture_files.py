"""The picture files that a post calls: which there are, how large, and whether that is still so.

A post's documents hang on more than its bytes: a picture beside it may arrive after it, be
replaced or go. What was looked for is therefore remembered with the post, so that an update can
see by the files' sizes and times, without opening anything, that all is as it was.

Nothing is remembered of what a picture shows: thumbnails are made of the file as it is.
"""

import unicodedata
from collections.abc import Iterable, Sequence

from indexer.posts.article import PictureFile
from indexer.posts.blocks.addresses import elsewhere, resolved
from indexer.posts.blocks.picture_kind import file_size
from indexer.sources.source import Place, Source, file_state, source_of


class PictureFiles:
    """Finds the picture files of one post, and keeps what it looked for.

    Attributes:
        root: the corpus. post: its path in it.
    """

    def __init__(self, place: Place, post: str) -> None:
        self._source = source_of(place)
        self.post = post
        self._seen: dict[str, PictureFile] = {}

    @property
    def seen(self) -> tuple[PictureFile, ...]:
        """All that was looked for, in order."""
        return tuple(self._seen.values())

    def find(self, address: str) -> PictureFile:
        """Look for the file of an address that is not on the web; the likeliest place wins."""
        if address not in self._seen:
            self._seen[address] = self._look(address)
        return self._seen[address]

    def _look(self, address: str) -> PictureFile:
        places = _places(address, self.post)
        for rank, place in enumerate(places):
            file = self._source.locate(place)
            state = file_state(file) if file else None
            if file and state:
                width, height = file_size(file)
                return PictureFile(address, place, rank, *state, width or 0, height or 0)
        return PictureFile(address, "", len(places))

    def again(self, known: Iterable[PictureFile]) -> tuple[PictureFile, ...]:
        """Look anew for what was looked for before."""
        for picture in known:
            self.find(picture.address)
        return self.seen


def same_pictures(one: Sequence[PictureFile], other: Sequence[PictureFile]) -> bool:
    """Whether a post gives the same documents with other picture files."""
    return [(p.place, p.width, p.height) for p in one] == [
        (p.place, p.width, p.height) for p in other
    ]


def as_seen(source: Source, post: str, picture: PictureFile) -> bool:
    """Whether a picture file is where it was, with the same size and time, by a look or two."""
    if picture.place and source.state(picture.place) != (picture.size, picture.modified):
        return False
    if not picture.rank:
        return True
    nearer = _places(picture.address, post)[: picture.rank]
    return not any(_may_lie_at(source, place) for place in nearer)


def _places(address: str, post: str) -> tuple[str, ...]:
    return resolved(address, post), *elsewhere(address, post)


def _may_lie_at(source: Source, place: str) -> bool:
    """Whether a file lies at a place; in another spelling only where there is another one.

    What lies there and is none (a folder, a link to nowhere or out of the corpus) was none before.
    """
    may = source.holds(place) or unicodedata.normalize("NFD", place) != place
    return may and source.locate(place) is not None
