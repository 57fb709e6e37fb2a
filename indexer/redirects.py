"""Where the documents of renamed and moved posts are now: former ids, and those in their place.

Ids come of paths, so a post under another path has other ids, and addresses that people wrote down
lead nowhere. What took their place cannot be told from the posts. It is kept in records of its own,
committed in the transaction that stores the post under its new path, and a build takes it over from
the one before.

There are up to 256 such records, by the first two digits of the former id, each a small JSON: who
asks for one id reads a 256th of all, however many posts were moved. One record of all, as of
stamps, would be read whole for every address that leads nowhere; a record beside the post that
moved could not be found by a former id at all.

A redirect leads to where its document is now, never to another redirect. It goes with the document
that it leads to, and where its own id is in use again.
"""

import json
import re
from collections.abc import Iterator, Mapping, MutableMapping
from typing import NamedTuple

MOST_FORMER = 16
"""Former ids of one document that are kept: those of the latest moves."""

_PREFIX = "moved-"
_ID = re.compile(r"[0-9a-f]{16}")


class Redirect(NamedTuple):
    """Where the document with a former id is.

    Attributes:
        article: the article it belongs to now.
        id: its id now; that of the article where the former id was an article's.
        moves: how often it moved since it had the former id.
    """

    article: str
    id: str
    moves: int


class Redirects(Mapping[str, Redirect]):
    """Redirects by former id."""

    def __init__(self, redirects: Mapping[str, Redirect]) -> None:
        self._redirects = redirects

    @classmethod
    def taken_from(cls, records: MutableMapping[str, str]) -> "Redirects":
        """Those in the records of an index, out of which they are taken."""
        names = [name for name in records if name.startswith(_PREFIX)]
        return cls({former: one for name in names for former, one in _read(records.pop(name))})

    def __getitem__(self, former: str) -> Redirect:
        return self._redirects[former]

    def __iter__(self) -> Iterator[str]:
        return iter(self._redirects)

    def __len__(self) -> int:
        return len(self._redirects)

    def records(self) -> dict[str, str]:
        """The records that hold them, by their names."""
        shelves: dict[str, dict[str, dict[str, list[str | int]]]] = {}
        for former, one in sorted(self.items()):
            shelf = shelves.setdefault(record_of(former), {})
            shelf.setdefault(one.article, {})[former] = [one.id, one.moves]
        return {
            name: json.dumps(shelf, separators=(",", ":"))
            for name, shelf in sorted(shelves.items())
        }


def is_id(text: str) -> bool:
    """Whether a text can be the id of a document or an article."""
    return _ID.fullmatch(text) is not None


def record_of(former: str) -> str:
    """The name of the record that holds the redirect of an id, if there is one."""
    return f"{_PREFIX}{former[:2]}"


def redirect_in(record: str, former: str) -> str | None:
    """The id that took the place of a former one, by the record of that."""
    return next((one.id for found, one in _read(record) if found == former), None)


def _read(record: str) -> Iterator[tuple[str, Redirect]]:
    for article, redirects in json.loads(record).items():
        for former, (current, moves) in redirects.items():
            yield former, Redirect(article, current, moves)
