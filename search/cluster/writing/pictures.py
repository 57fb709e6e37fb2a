"""Which pictures stand twice, known while documents are written.

A search that folds copies of a picture has to look at all of them. Most pictures of most archives
stand once, so each photo says whether its picture may stand elsewhere, and only those that do are
looked at. It may be said of too many (the other one is gone), never of too few: when a picture
comes again, the photo that was its first is stored once more.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import numpy as np

from search.cluster.commits.commit import Commit
from search.cluster.schema.stored import signed_picture
from search.cluster.wire.client import Client
from search.document import Document

AT_ONCE = 1_000
"""Pictures of one request."""

_NEW = 1 << 17


class Numbers:
    """A set of very many numbers of 64 bits, in about as many bytes as these have.

    A set of Python takes a hundred bytes for each, and a build of ten million photos a gigabyte.
    New ones are in such a set, and the others sorted in an array.
    """

    def __init__(self) -> None:
        self._new: set[int] = set()
        self._sorted = np.empty(0, dtype=np.int64)

    def __contains__(self, number: int) -> bool:
        if number in self._new:
            return True
        place = int(self._sorted.searchsorted(number))
        return place < len(self._sorted) and bool(self._sorted[place] == number)

    def add(self, number: int) -> None:
        """Take up a number."""
        self._new.add(number)
        if len(self._new) >= _NEW:
            fresh = np.fromiter(self._new, dtype=np.int64, count=len(self._new))
            self._sorted = np.union1d(self._sorted, fresh)
            self._new = set()


class Pictures:
    """The pictures of a transaction.

    Args:
        before: what was visible before it; None for a build.

    Attributes:
        again: pictures that came a second time.
        owners: versions of articles that had a picture alone until now, by article.
    """

    def __init__(self, client: Client, before: Commit | None) -> None:
        self._client = client
        self._before = before
        self._seen = Numbers()
        self._known: set[int] = set()
        self.again: set[int] = set()
        self.owners: dict[str, str] = {}

    def look(self, pictures: Collection[int], without: Collection[str]) -> None:
        """Look in the index for pictures that are going to come.

        Args:
            without: the articles that they come with, whose versions until now count for nothing.
        """
        if self._before is None:
            return
        for some in batches(sorted(set(pictures) - self._known), AT_ONCE):
            self._look(some, without)

    def comes(self, picture: int) -> bool:
        """Take a picture up; whether it stands elsewhere."""
        if not picture:
            return False
        if picture in self._seen:
            self.again.add(picture)
            return True
        self._seen.add(picture)
        return picture in self._known

    def is_known(self, picture: int) -> bool:
        """Whether a picture came in this transaction."""
        return picture in self._seen

    def _look(self, pictures: list[int], without: Collection[str]) -> None:
        assert self._before is not None  # noqa: S101 - see above
        clauses = [
            {"term": {"kind": "photo"}},
            {"terms": {"picture": pictures}},
            *self._before.visible(),
        ]
        hidden = [{"terms": {"article": sorted(without)}}]
        body = {
            "size": len(pictures),
            "query": {
                "bool": {
                    "filter": [*clauses, {"bool": {"must_not": hidden}}],
                    "should": [{"constant_score": {"filter": {"term": {"shared": False}}}}],
                }
            },
            "sort": ["_score"],
            "_source": ["article", "version", "shared"],
            "aggs": {"pictures": {"terms": {"field": "picture", "size": len(pictures)}}},
        }
        found = self._client.call("POST", f"{self._before.index}/_search", body, params=WHOLE)
        self._known |= {int(one["key"]) for one in found["aggregations"]["pictures"]["buckets"]}
        self.owners |= {
            source["article"]: source["version"]
            for hit in found["hits"]["hits"]
            if not (source := hit["_source"])["shared"]
        }


def picture_of(document: Document) -> int:
    """The picture of a photo, as ``signed_picture`` has it; 0 for none."""
    return signed_picture(document.image) if document.kind == "photo" else 0


WHOLE: Mapping[str, Any] = {"allow_partial_search_results": "false"}
"""An answer without one of the shards is none."""


def batches(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Some at a time."""
    left = iter(items)
    while some := list(islice(left, size)):
        yield some
