"""Which posts were renamed or moved: gone from a path, and standing with the same bytes at another.

What a post was is known by size and digest, so nothing is guessed: one that is renamed and edited
between two updates is a post that went and one that came. A post is gone where its path holds no
post any more; the same bytes are then looked for first among the paths that have them newly, then
among all that have them (a copy that was made before its original went). A path that holds other
bytes now is in use: its article answers for itself, and only the documents that it lost lead to
where the former bytes newly stand (``1.md`` becomes ``2.md``, and another post ``1.md``).

Where several posts of equal bytes moved at once, they are paired in the order of their paths.

The same bytes have the same documents in the same order, whatever the folder makes of their
addresses, so documents are paired by that. Where another reader of posts, or a picture that was
left behind, makes other documents of them, they are paired by the name of the picture's file or by
their text.

Nothing is looked up before all posts are read, and of those only what may be the end or the
beginning of a move is remembered, an id and a few digits for each document.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from typing import NamedTuple

from indexer.reading import Reading
from indexer.records import ID_DIGITS, Record, article_id
from indexer.redirects import MOST_FORMER, Redirect, Redirects
from search.document import KINDS, Document

_NAME_DIGITS = 8
_MARK = ID_DIGITS + _NAME_DIGITS

Bytes = tuple[int, str]
"""What a post is known by: its size and its digest."""


def no_documents(article: str) -> Sequence[Document]:  # noqa: ARG001  as an index answers
    """The documents of an article that no index holds."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """What an index held before the work on it began.

    Attributes:
        posts: its records, by path.
        redirects: its redirects.
        documents: gives the documents of an article of it; nothing where there are none.
    """

    posts: Mapping[str, Record] = field(default_factory=dict)
    redirects: Redirects = field(default_factory=lambda: Redirects({}))
    documents: Callable[[str], Sequence[Document]] = no_documents


class _Stored(NamedTuple):
    """A post that was stored; marks of its documents, for each kind, where they may be needed."""

    bytes: Bytes
    marks: tuple[str, ...] | None


class Moves:
    """Follows the posts of an index through a build or an update."""

    def __init__(self, former: Former) -> None:
        self._former = former
        self._bytes = {
            path: (record.size, record.digest)
            for path, record in former.posts.items()
            if record.skipped is None
        }
        self._copies = Counter(self._bytes.values())
        self._targets: dict[str, set[str]] = {}
        for one in former.redirects.values():
            self._targets.setdefault(one.article, set()).add(one.id)
        self._staying: set[str] = set()
        self._stored: dict[str, _Stored] = {}
        self._in_use: set[str] = set()
        self._reached: set[str] = set()

    def stays(self, path: str) -> None:
        """A post is left as the index has it."""
        self._staying.add(path)

    def stored(self, path: str, reading: Reading) -> None:
        """A post is read and stored; a file that is none counts as nothing."""
        if not self._bytes or reading.skipped is not None:
            return
        article, now = article_id(path), (reading.size, reading.digest)
        ids = {article, *(document.id for document in reading.documents)}
        self._in_use |= ids & self._former.redirects.keys()
        self._reached |= ids & self._targets.get(article, set())
        before = self._bytes.get(path)
        now = before if now == before else now  # one object, and not another for every post
        is_there_newly = now in self._copies and now != before
        may_be_looked_for = is_there_newly or self._copies[now] > 1
        lost_some = before is not None and now != before
        marks = _marks(reading.documents) if may_be_looked_for or lost_some else None
        self._stored[path] = _Stored(now, marks)

    def redirects(self) -> Redirects:
        """The redirects from now on; the former ones themselves where nothing is another."""
        moved = dict(self._moved())
        followed = dict(self._followed(moved))
        if not moved and followed == dict(self._former.redirects):
            return self._former.redirects
        return Redirects(_latest({**followed, **moved}))

    def _followed(self, moved: Mapping[str, Redirect]) -> Iterator[tuple[str, Redirect]]:
        """The former redirects, to where their ends are now."""
        staying = {article_id(path) for path in self._staying} if self._targets else set()
        for former, one in self._former.redirects.items():
            if former in self._in_use:
                continue
            if one.article in staying or one.id in self._reached:
                yield former, one
            elif (on := moved.get(one.id)) is not None and former != on.id:
                yield former, on._replace(moves=one.moves + 1)

    def _moved(self) -> Iterator[tuple[str, Redirect]]:
        """The redirects of what moved now, by the ids that nothing has any more."""
        for here, there in self._pairs():
            old, new = article_id(here), article_id(there)
            stored = self._stored.get(here)
            in_use = set(_ids(stored.marks or ())) | {old} if stored else set()
            before = _marks(self._former.documents(old))
            pairs = [(old, new), *_documents(before, self._marks_at(there))]
            for former, now in pairs:
                if former not in in_use:
                    yield former, Redirect(new, now, 1)

    def _marks_at(self, path: str) -> tuple[str, ...]:
        stored = self._stored.get(path)
        if stored is not None and stored.marks is not None:
            return stored.marks
        return _marks(self._former.documents(article_id(path)))

    def _pairs(self) -> Iterator[tuple[str, str]]:
        """Where posts were, and where they are."""
        gone, replaced = self._departed()
        if not gone and not replaced:
            return
        newly, standing = self._standing()
        for known in sorted({*gone, *replaced}):
            fresh = newly.get(known, [])
            left = [*gone[known], *replaced[known]]
            yield from zip(left, fresh, strict=False)
            for path in gone[known][len(fresh) :]:
                yield from ((path, there) for there in [*fresh, *standing.get(known, [])][:1])

    def _departed(self) -> tuple[dict[Bytes, list[str]], dict[Bytes, list[str]]]:
        """The paths that hold no post any more, and those that hold another, by former bytes."""
        gone: dict[Bytes, list[str]] = defaultdict(list)
        replaced: dict[Bytes, list[str]] = defaultdict(list)
        for path, known in sorted(self._bytes.items()):
            stored = self._stored.get(path)
            if stored is not None and stored.bytes != known:
                replaced[known].append(path)
            elif stored is None and path not in self._staying:
                gone[known].append(path)
        return gone, replaced

    def _standing(self) -> tuple[dict[Bytes, list[str]], dict[Bytes, list[str]]]:
        """The paths that hold bytes newly, and those that held them before, by the bytes."""
        newly: dict[Bytes, list[str]] = defaultdict(list)
        standing: dict[Bytes, list[str]] = defaultdict(list)
        held = {path: known for path, known in self._bytes.items() if path in self._staying}
        held |= {path: stored.bytes for path, stored in self._stored.items()}
        for path, now in sorted(held.items()):
            if now in self._copies:
                (standing if self._bytes.get(path) == now else newly)[now].append(path)
        return newly, standing


def _marks(documents: Iterable[Document]) -> tuple[str, ...]:
    """For each kind the ids of documents in order, each with some digits of what it is called."""
    in_order = sorted(documents, key=lambda document: document.position)
    return tuple(
        "".join(f"{one.id}{_name(one)}" for one in in_order if one.kind == kind) for kind in KINDS
    )


def _name(document: Document) -> str:
    """A few digits of what a document is called apart from where its post lies."""
    name = document.image.rpartition("/")[2] if document.kind == "photo" else document.text
    return hashlib.sha256(name.encode(errors="surrogatepass")).hexdigest()[:_NAME_DIGITS]


def _parted(marks: str) -> list[tuple[str, str]]:
    """Ids and names that ``_marks`` put together."""
    each = (marks[start : start + _MARK] for start in range(0, len(marks), _MARK))
    return [(mark[:ID_DIGITS], mark[ID_DIGITS:]) for mark in each]


def _ids(marks: Iterable[str]) -> Iterator[str]:
    return (one for kind in marks for one, _ in _parted(kind))


def _documents(before: Sequence[str], now: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The former ids of a post's documents, and the ids in their place."""
    for former, current in zip(map(_parted, before), map(_parted, now), strict=True):
        if len(former) == len(current):
            yield from ((old, new) for (old, _), (new, _) in zip(former, current, strict=True))
        else:
            named = dict(_numbered(current))
            yield from ((old, named[key]) for key, old in _numbered(former) if key in named)


def _numbered(marks: Iterable[tuple[str, str]]) -> Iterator[tuple[tuple[str, int], str]]:
    """Ids by their names, and how often the name stood there before."""
    seen: Counter[str] = Counter()
    for one, name in marks:
        yield (name, seen[name]), one
        seen[name] += 1


def _latest(redirects: Mapping[str, Redirect]) -> dict[str, Redirect]:
    """As many redirects to each document as are kept."""
    leading: dict[str, list[str]] = {}
    for former, one in redirects.items():
        leading.setdefault(one.id, []).append(former)
    kept = {
        former
        for some in leading.values()
        for former in nsmallest(MOST_FORMER, some, key=lambda one: (redirects[one].moves, one))
    }
    return {former: one for former, one in redirects.items() if former in kept}
