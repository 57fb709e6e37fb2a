"""New times of files whose bytes stayed: what an update saw without having to read a post again.

A clone, a restored backup or a copy gives every file a new time. A post's record lies beside its
documents, in a segment that never changes, so noting the time there would mean to write the post
again. The new times of all files stand in one record of their own instead: one small commit after
a clone, and the next update opens nothing. A post that is written again has its times in its own
record, and loses its entry here in the same transaction.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import replace

from indexer.records import Record

STAMPS = "stamps"
"""What stands for this record where articles have their ids; no digest is spelled so."""


class Stamps:
    """By article id: the time of the post, then the sizes and times of its pictures."""

    def __init__(self, noted: Mapping[str, list[int]]) -> None:
        self._noted = noted

    @classmethod
    def read(cls, text: str | None) -> "Stamps":
        """What ``to_json`` wrote; nothing where nothing was written."""
        return cls(json.loads(text) if text else {})

    def latest(self, article: str, record: Record) -> Record:
        """A post's own record with what was noted since it was written."""
        noted = self._noted.get(article)
        if noted is None:
            return record
        states = zip(record.pictures, noted[1::2], noted[2::2], strict=True)
        pictures = tuple(p._replace(size=size, modified=time) for p, size, time in states)
        return replace(record, modified=noted[0], pictures=pictures)

    def after(self, seen: Mapping[str, Record], written: Collection[str]) -> "Stamps":
        """What is to be noted after an update that saw posts unchanged and wrote or dropped others.

        The same object where nothing changes.
        """
        gone = self._noted.keys() & set(written)
        if not seen and not gone:
            return self
        noted = {
            article: numbers for article, numbers in self._noted.items() if article not in gone
        }
        for article, record in seen.items():
            pictures = ((picture.size, picture.modified) for picture in record.pictures)
            noted[article] = [record.modified, *(number for two in pictures for number in two)]
        return Stamps(noted)

    def to_json(self) -> str:
        """The record as it is stored."""
        return json.dumps(self._noted, separators=(",", ":"))
