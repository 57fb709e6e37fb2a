"""How values are shown: each as the smallest of its spellings among all visible documents.

A label in the index is a folded value, a border, and a spelling (``stored.label``), so the
spellings of a value stand beside each other in the order of labels, the smallest first. Those of
some values are asked for at once, by a pattern. Each is asked for once per commit and remembered.
That a value has none means that the archive has not got it.

Most values are written as they fold. That no document has another spelling is asked at a fraction
of the cost, since none need be looked at; patterns are left for those that have.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from search.cluster.commits.view import Body, View
from search.cluster.pages.filters import having
from search.cluster.pages.tally import AT_ONCE, LONGEST_PATTERN, all_values, pattern, units
from search.cluster.schema.compile import Query, any_of, every, none_of
from search.cluster.schema.stored import document_of, label, label_key, read_label, stored_token
from search.document import KINDS
from search.fields import values
from search.request import ValueFacet

MOST_ASKED = 2_000
"""Values whose labels are asked for; where more are wanted, all of the facet are read."""

_LONGEST = 400
"""Characters of a value by which its labels are looked for."""

_BYTES = 300

_PLAIN_AT_ONCE = 200
"""Values of one search for other spellings, which is three clauses each; 1,024 are the most."""

Wanted = Mapping[ValueFacet, Iterable[str]]
"""Values by facet."""

_Asked = tuple[ValueFacet, Sequence[str]]

_Known = tuple[str | None]


class Labels:
    """The labels of one commit, as far as they were asked for."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._known: dict[tuple[ValueFacet, str], str | None] = {}

    def of(self, facet: ValueFacet, value: str) -> str | None:
        """How a value is shown; None where the archive has not got it. It was learned before."""
        return self._known[facet, value]

    def learn(self, held: Wanted, named: Wanted) -> None:
        """Look some values up, all at once.

        Args:
            held: values that documents have. named: values that they may have.
        """
        asked: list[_Asked] = []
        plain: list[_Asked] = []
        for facet in dict.fromkeys((*held, *named)):
            of_documents = self._unknown(facet, held.get(facet, ()))
            others = self._unknown(facet, {*named.get(facet, ())}.difference(of_documents))
            if len(of_documents) + len(others) > MOST_ASKED:
                self._read_all(facet, [*of_documents, *others])
                continue
            others += (one for one in of_documents if len(one) > _LONGEST)
            asked += ((facet, piece) for piece in _pieces(others))
            short = [one for one in of_documents if len(one) <= _LONGEST]
            starts = range(0, len(short), _PLAIN_AT_ONCE)
            plain += ((facet, short[start : start + _PLAIN_AT_ONCE]) for start in starts)
        self._look_up([*self._spelled_otherwise(plain), *asked])

    def _unknown(self, facet: ValueFacet, some: Iterable[str]) -> list[str]:
        return sorted(value for value in some if not self._recall(facet, value))

    def _spelled_otherwise(self, asked: Sequence[_Asked]) -> Iterator[_Asked]:
        """The values among some that may have another spelling than how they fold."""
        answers = self._view.searches([self._other_spellings(*one) for one in asked])
        for (facet, some), answer in zip(asked, answers, strict=True):
            others = {one["key"] for one in answer["aggregations"]["values"]["buckets"]}
            for value in some:
                if value not in others:
                    self._keep(facet, value, value)
            yield from ((facet, piece) for piece in _pieces(sorted(others)))

    def _other_spellings(self, facet: ValueFacet, some: Sequence[str]) -> Body:
        """What counts the values of documents in which one of some is spelled otherwise."""
        terms = {"field": f"{facet}.value", "include": list(some), "size": len(some)}
        otherwise = any_of(
            every([having(facet, [value]), none_of(_labelled(facet, label(value, value)))])
            for value in some
        )
        return {
            "size": 0,
            "track_total_hits": False,
            "query": every([self._everything, otherwise]),
            "aggs": {"values": {"terms": terms}},
        }

    def _recall(self, facet: ValueFacet, value: str) -> bool:
        """Whether a value is known, or was remembered."""
        if (facet, value) not in self._known:
            found: _Known | None = self._view.memory.get(self._key(facet, value))
            if found is None:
                return False
            (self._known[facet, value],) = found
        return True

    def _keep(self, facet: ValueFacet, value: str, spelling: str | None) -> None:
        self._known[facet, value] = spelling
        size = _BYTES + 4 * len(value) + 4 * len(spelling or "")
        self._view.memory.put(self._key(facet, value), (spelling,), size)

    def _key(self, facet: ValueFacet, value: str) -> tuple[object, ...]:
        return self._view.owner, "label", facet, value

    def _look_up(self, asked: Sequence[_Asked]) -> None:
        """Ask for the labels of some values; of what was not answered in full, by halves."""
        while asked:
            answers = self._view.searches([self._body(*one) for one in asked])
            left: list[_Asked] = []
            for (facet, some), answer in zip(asked, answers, strict=True):
                told = answer["aggregations"]["labels"]
                if told["sum_other_doc_count"] and len(some) > 1:
                    middle = len(some) // 2
                    left += ((facet, some[:middle]), (facet, some[middle:]))
                else:
                    self._take(facet, some, (one["key"] for one in told["buckets"]))
            asked = left

    def _body(self, facet: ValueFacet, values: Sequence[str]) -> Body:
        terms = {
            "field": f"{facet}.label",
            "include": f"({'|'.join(map(_pattern, values))})",
            "order": {"_key": "asc"},
            "size": AT_ONCE,
        }
        return {
            "size": 0,
            "track_total_hits": False,
            "query": every([self._everything, having(facet, values)]),
            "aggs": {"labels": {"terms": terms}},
        }

    @property
    def _everything(self) -> Query:
        return every(self._view.among(*KINDS))

    def _read_all(self, facet: ValueFacet, values: Iterable[str]) -> None:
        labels = (one for one, _ in all_values(self._view, self._everything, f"{facet}.label"))
        self._take(facet, values, labels)

    def _take(self, facet: ValueFacet, asked: Iterable[str], labels: Iterable[str]) -> None:
        """Take labels, which come in order."""
        firsts: dict[str, str] = {}
        for one in labels:
            firsts.setdefault(read_label(one)[0], one)
        for value in asked:
            first = firsts.get(label_key(value))
            self._keep(facet, value, None if first is None else self._read(facet, value, first))

    def _read(self, facet: ValueFacet, value: str, text: str) -> str:
        """The spelling in a label; one too long for it is read in a document that has it."""
        _, spelling, is_cut = read_label(text)
        if not is_cut:
            return spelling
        wanted = every([self._everything, _labelled(facet, text)])
        body = {"size": 1, "track_total_hits": False, "_source": ["document"], "query": wanted}
        for hit in self._view.search(body)["hits"]["hits"]:
            for spelled in values(document_of(hit["_source"]), facet):
                if stored_token(self._view.fold.text(spelled)) == value:
                    spelling = spelled
        return spelling


def _labelled(facet: ValueFacet, text: str) -> Query:
    return {"term": {f"{facet}.label": text}}


def _pattern(value: str) -> str:
    key = label_key(value)
    border = pattern("\0") if len(key) <= _LONGEST else ""
    return f"{pattern(key[:_LONGEST])}{border}.*"


def _pieces(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """Some values, as many at a time as a pattern has room for."""
    piece: list[str] = []
    room = LONGEST_PATTERN
    for value in values:
        needed = units(_pattern(value)) + 1
        if piece and needed > room:
            yield piece
            piece, room = [], LONGEST_PATTERN
        piece.append(value)
        room -= needed
    if piece:
        yield piece
