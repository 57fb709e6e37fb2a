"""The rows of what was found: how many there are, and which document is in which.

What rows are is told in ``search.execution.grouping`` and ``folding``: documents of one picture are
one row, and so are those of an article that match only by what they share. How many there are must
be known before anything is scored.

Articles lie whole in one shard, so the groups are counted there, each by the set of articles that
it met, and the shards' numbers added up. A picture may be in any shard; but only those few
documents count whose picture others show as well, which the index knows (``shared``): these are
listed one by one. So the cost grows with the number of such documents among those found, and not
with the size of the archive.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

from search.cluster.commits.view import Answer, Body, View
from search.cluster.pages.reading import Candidate
from search.cluster.schema.compile import EVERYTHING, NOTHING, Query, every, none_of
from search.document import Kind
from search.query.tree import Tree

_SHARED: Query = {"term": {"shared": True}}

_GROUPS = {
    "init_script": "state.seen = new HashSet()",
    "map_script": "state.seen.add(doc['article'].value)",
    "combine_script": "return state.seen.size()",
    "reduce_script": "long all = 0; for (one in states) { all += one } return all",
}
"""Counts articles."""

_BORDER = "\x01"
_LISTED = {
    "init_script": "state.seen = new ArrayList()",
    "map_script": f" + '{_BORDER}' + ".join(
        (
            "state.seen.add(doc['picture'].value",
            "(doc['first'].size() == 0 ? 0 : doc['first'].value)",
            "doc['position'].value",
            "doc['article'].value",
            "doc['id'].value)",
        )
    ),
    "combine_script": "return state.seen",
    "reduce_script": "List all = new ArrayList(); for (one in states) { all.addAll(one) } "
    "return all",
}
"""Lists documents."""


class Listed(NamedTuple):
    """A document whose picture others may show, too."""

    picture: int
    first: int
    position: int
    article: str
    id: str

    @property
    def place(self) -> tuple[int, str, int]:
        """Its place by date, newest first."""
        return -self.first, self.article, self.position


class Part(NamedTuple):
    """Documents of one kind that were found.

    Attributes:
        query: finds them, visible ones of the kind.
        alone, own: what has something of the query of its own, and what matches by its own fields.
        tree: what is alone; None for all.
    """

    kind: Kind
    query: Query
    alone: Query
    own: Query
    tree: Tree | None = None


class Rows:
    """What was found, as rows; ask ``bodies``, give ``answered`` what was answered.

    Args:
        is_folding: documents of one picture are one row.
        taken: pictures that have a row among what was found before.

    Attributes:
        total: documents; count: rows; own: rows of those that match by their own fields.
        pictures: documents, those of one picture counted once.
        copies: how often each picture that may be shared is shown.
    """

    def __init__(
        self, parts: Sequence[Part], *, is_folding: bool, taken: Iterable[int] = ()
    ) -> None:
        self._parts = parts
        self._is_folding = is_folding
        self._taken = frozenset(taken)
        self._by_kind = {part.kind: part for part in parts}
        self._members: frozenset[str] = frozenset()
        self._own_pictures: frozenset[int] = frozenset()
        self.total = self.count = self.own = self.pictures = 0
        self.copies: Counter[int] = Counter()
        self._sizes: Counter[str] = Counter()

    def bodies(self) -> list[Body]:
        """What must be asked; several questions, for one ``_msearch``."""
        return [self._body(part) for part in self._parts]

    def _body(self, part: Part) -> Body:
        unshared = none_of(_SHARED) if self._is_folding else EVERYTHING
        sharing = none_of(part.alone)
        touching = every((part.alone, none_of(part.own)))
        classes = {"own": part.own, "touching": touching, "sharing": sharing}
        aggregations: dict[str, object] = {"own_count": {"filter": part.own}}
        if sharing != NOTHING:
            aggregations["groups"] = {
                "filter": every((sharing, unshared)),
                "aggs": {"articles": {"scripted_metric": _GROUPS}},
            }
        if self._is_folding and part.kind == "photo":
            for name, query in classes.items():
                if query != NOTHING:
                    aggregations[name] = {
                        "filter": every((query, _SHARED)),
                        "aggs": {"listed": {"scripted_metric": _LISTED}},
                    }
        return {"size": 0, "track_total_hits": True, "query": part.query, "aggs": aggregations}

    def answered(self, view: View, answers: Sequence[Answer]) -> None:
        """Take the answers; asks again where articles may have been counted twice."""
        alone, sharing, own = [], [], []
        groups = 0
        for answer in answers:
            found = answer["aggregations"]
            total = int(answer["hits"]["total"]["value"])
            listed = {name: _listed(found.get(name)) for name in ("own", "touching", "sharing")}
            grouped = found.get("groups", {"doc_count": 0, "articles": {"value": 0}})
            groups += int(grouped["articles"]["value"])
            self.total += total
            self.own += int(found["own_count"]["doc_count"])
            self.count += total - int(grouped["doc_count"]) - len(listed["sharing"])
            own += listed["own"]
            alone += [*listed["own"], *listed["touching"]]
            sharing += listed["sharing"]
        self.copies = Counter(one.picture for one in (*alone, *sharing))
        self.pictures = self.total - self.copies.total() + len(self.copies)
        self.own -= self._folded_away(own)
        self.count -= self._folded_away(alone)
        self._own_pictures = frozenset(one.picture for one in own)
        members = self._once(sharing, {one.picture for one in alone})
        self._members = frozenset(one.id for one in members)
        self._sizes = Counter(one.article for one in members)
        counted = self._grouped(view, {"photo": list(self._sizes)}) if members else {}
        again = sum(("photo", article) in counted for article in self._sizes)
        self.count += groups + len(self._sizes) - again

    def _folded_away(self, listed: Sequence[Listed]) -> int:
        """How many of some documents are no rows, since another one is, or one before."""
        left = {one.picture for one in listed} - self._taken
        return len(listed) - len(left)

    def _once(self, sharing: Iterable[Listed], alone: set[int]) -> list[Listed]:
        """Of documents in groups those that count: the first by date of each picture."""
        members: dict[int, Listed] = {}
        for one in sorted(sharing, key=lambda one: one.place):
            if one.picture not in alone and one.picture not in self._taken:
                members.setdefault(one.picture, one)
        return list(members.values())

    def _grouped(
        self, view: View, articles: Mapping[Kind, Sequence[str]]
    ) -> dict[tuple[Kind, str], int]:
        """How many documents with a picture of their own are in the groups of some articles."""
        asked = [(kind, some) for kind, some in articles.items() if some]
        bodies = [self._grouping(self._by_kind[kind], some) for kind, some in asked]
        answers = view.counted(bodies)
        return {
            (kind, bucket["key"]): int(bucket["doc_count"])
            for (kind, _), answer in zip(asked, answers, strict=True)
            for bucket in answer["aggregations"]["articles"]["buckets"]
        }

    def _grouping(self, part: Part, articles: Sequence[str]) -> Body:
        wanted: Query = {"terms": {"article": list(articles)}}
        unshared = none_of(_SHARED) if self._is_folding else EVERYTHING
        # Each article lies in one shard, so what shards tell of it is all there is.
        terms = {"terms": {"field": "article", "size": len(articles)}}
        return {
            "size": 0,
            "track_total_hits": False,
            "query": every((part.query, none_of(part.alone), unshared, wanted)),
            "aggs": {"articles": terms},
        }

    def row_of(self, candidate: Candidate, *, is_below_own: bool = False) -> Hashable:
        """What row a document is in; None where another one has its row.

        Args:
            is_below_own: what matches by its own fields was shown before.
        """
        shown = candidate.picture if self._is_folding and candidate.shared else None
        if shown in self._taken or (is_below_own and shown in self._own_pictures):
            return None
        if self.is_alone(candidate):
            return ("document", candidate.id) if shown is None else ("picture", shown)
        if shown is not None and candidate.id not in self._members:
            return None
        return "group", candidate.kind, candidate.article

    @property
    def are_alone(self) -> bool:
        """Whether all documents have something of the query of their own."""
        return all(part.tree is None for part in self._parts)

    def is_alone(self, candidate: Candidate) -> bool:
        """Whether a document has something of the query of its own."""
        tree = self._by_kind[candidate.kind].tree
        return tree is None or candidate.holds(tree)

    def sizes(self, view: View, candidates: Sequence[Candidate]) -> list[int]:
        """How many documents with a picture of their own each of some rows stands for."""
        grouped = [not self.is_alone(one) for one in candidates]
        articles: dict[Kind, list[str]] = {}
        for one, is_group in zip(candidates, grouped, strict=True):
            if is_group:
                articles.setdefault(one.kind, []).append(one.article)
        counts = self._grouped(view, articles) if articles else {}
        return [
            counts.get((one.kind, one.article), 0)
            + (self._sizes[one.article] if one.kind == "photo" else 0)
            if is_group
            else 1
            for one, is_group in zip(candidates, grouped, strict=True)
        ]


def elsewhere(candidates: Iterable[Candidate], rows: Sequence[Rows]) -> list[int]:
    """How many documents are folded into each of some rows."""
    return [
        max(0, sum(some.copies[one.picture] for some in rows) - 1) if one.shared else 0
        for one in candidates
    ]


def _listed(aggregation: Mapping[str, Mapping[str, list[str]]] | None) -> list[Listed]:
    found = []
    for line in aggregation["listed"]["value"] if aggregation else ():
        picture, first, position, article, name = line.split(_BORDER, 4)
        found.append(Listed(int(picture), int(first), int(position), article, name))
    return found
