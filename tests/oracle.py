"""The oracle of meaning: what a query finds, and in which order, by brute force.

It answers the query as parsed, before any lowering, over a plain list of documents: substring
tests on character streams, sets of words, float64 sums in the order that ``search.ranking``
states. It shares the text analysis, the parser and the constants with the engine, and no code
that finds or orders anything.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from search.document import KINDS, Document, Kind
from search.execution.bars import MOST_DAYS, MOST_MONTHS
from search.fields import FIELDS, values
from search.picture import address_of
from search.query.parser import parse
from search.query.widening import Widening
from search.request import GAPS, VALUE_FACETS, FacetValue, Gap, Request, ValueFacet
from search.results import Timeline, TimelineBar, TimelineUnit
from search.text.analyzer import Analyzer
from search.text.dates import DateRange
from search.text.dates import parse as parse_date
from search.vocabulary import default_vocabulary
from tests.indexed import Indexed, Texts
from tests.judging import Judge, Verdict


@dataclass(frozen=True)
class Answer:
    """The whole order, not a page of it.

    ``ids`` are rows. The last ``related_rows`` of them stand below the line, which pages that
    full matches fill lack. ``elsewhere`` has how many copies are folded into each, ``group`` how
    many documents of its article it stands for. ``forms`` has what requiring and excluding each
    value of a field finds.
    """

    ids: list[str]
    scores: list[float]
    total: int
    related: int
    pictures: int
    rows: int
    related_rows: int
    elsewhere: dict[str, int]
    group: dict[str, int]
    counts: dict[Kind, int]
    undated: int
    relaxed: bool
    facets: dict[str, dict[str, int]]
    forms: dict[str, dict[str, tuple[int, int]]]
    distinct: dict[str, int]
    timeline: Timeline | None
    missing: dict[str, tuple[str, ...]]


class Oracle:
    def __init__(
        self,
        documents: Iterable[Document],
        analyzer: Analyzer,
        *,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._today = today
        self._analyzer = analyzer
        self._texts = Texts(analyzer)
        self._fold = cache(analyzer.fold.text)
        self._by_kind: dict[Kind, list[Indexed]] = {kind: [] for kind in KINDS}
        for d in documents:
            fields = {f: analyzer.field(values(d, f)) for f in FIELDS[d.kind]}
            self._by_kind[d.kind].append(Indexed(d, fields))

    def search(self, request: Request) -> Answer:
        judges = self._judges(request)
        wanted = [kind for kind in KINDS if request.kind in (kind, "all")]

        def answering(kinds: Sequence[Kind]) -> list[Indexed]:
            full = [d for kind in kinds for d in judges[kind].full]
            return full or [d for kind in kinds for d in judges[kind].closest]

        def found(kinds: Sequence[Kind], asked: Request = request) -> list[Indexed]:
            return [d for d in answering(kinds) if self._passes(d.document, asked)]

        hits = found(wanted)
        relaxed = not any(judges[kind].full for kind in wanted)
        below: list[Indexed] = []
        pictures = len({_picture(d.document, request) for d in hits})
        above = self._order(hits, [], judges, request)
        if not relaxed and len(above) <= request.page * request.per_page:
            closest = [d for kind in wanted for d in judges[kind].closest]
            below = [d for d in closest if self._passes(d.document, request)]
        shown = self._order(hits, below, judges, request)
        order = [first for first, _ in shown]
        copies = Counter(_picture(d.document, request) for d in (*hits, *below))
        undated = [d for d in found(wanted, replace(request, taken=())) if not d.document.date]
        return Answer(
            [d.document.id for d in order],
            [judges[d.document.kind].score(d) for d in order],
            len(hits),
            len(below),
            pictures,
            len(above),
            len(order) - len(above),
            {d.document.id: copies[_picture(d.document, request)] - 1 for d in order},
            {first.document.id: size for first, size in shown},
            {kind: len(found([kind])) for kind in KINDS},
            len(undated),
            relaxed and bool(hits),
            self._facets(found, wanted, request),
            self._forms(found, wanted, request),
            self._distinct(found, wanted, request),
            self._timeline(found, wanted, request) if request.timeline else None,
            {d.document.id: judges[d.document.kind].missing(d) for d in order},
        )

    def _judges(self, request: Request) -> dict[Kind, "Judge"]:
        today = self._today()
        root = parse(request.text, today=today).root
        known = None if request.exact else default_vocabulary()
        widening = Widening(known, today, dates_in_text=not request.exact, length=len(request.text))
        return {
            kind: Judge(docs, self._texts, root, widening) for kind, docs in self._by_kind.items()
        }

    def verdicts(self, request: Request) -> dict[str, "Verdict"]:
        """What is to be said of each document and a query, whether it matches or not."""
        judges = self._judges(request).values()
        return {d.document.id: judge.verdict(d) for judge in judges for d in judge.documents}

    def _passes(self, d: Document, request: Request) -> bool:
        if request.article is not None and d.article != request.article:
            return False
        if request.picture is not None:
            everybody = [one.document for docs in self._by_kind.values() for one in docs]
            meant = [one for one in everybody if one.id == request.picture]
            if not any(_picture(one, Request()) == _picture(d, Request()) for one in meant):
                return False
        if request.taken:
            ranges = map(parse_date, request.taken)
            if not d.date or not any(parse_date(d.date).overlaps(r) for r in ranges):
                return False
        for facet in VALUE_FACETS:
            asked = {self._fold(v) for v in request.values(facet)}
            if asked and not asked & self._has(d, facet):
                return False
        if any(self._fold(value) not in self._has(d, facet) for facet, value in request.required):
            return False
        if any(self._fold(value) in self._has(d, facet) for facet, value in request.excluded):
            return False
        return not request.lacks or any(_lacks(d, gap) for gap in request.lacks)

    def _has(self, d: Document, facet: ValueFacet) -> set[str]:
        return {self._fold(value) for value in values(d, facet)}

    def _everything(self, facet: ValueFacet) -> set[str]:
        """All values of a field in the archive."""
        return {
            v for docs in self._by_kind.values() for d in docs for v in self._has(d.document, facet)
        }

    def _stated(self, request: Request, facet: ValueFacet) -> set[str]:
        """The values of a field that a request requires or excludes."""
        return {self._fold(v) for f, v in (*request.required, *request.excluded) if f == facet}

    def _unsaid(self, request: Request, facet: ValueFacet, value: str) -> Request:
        """The request without what it requires or excludes of a value."""

        def others(stated: Sequence[FacetValue]) -> tuple[FacetValue, ...]:
            return tuple((f, v) for f, v in stated if (f, self._fold(v)) != (facet, value))

        return replace(
            request, required=others(request.required), excluded=others(request.excluded)
        )

    def _forms(
        self, found: Callable[..., list[Indexed]], wanted: Sequence[Kind], request: Request
    ) -> dict[str, dict[str, tuple[int, int]]]:
        """Values that are stated, and one of each field, are clicked; the others are counted."""
        forms: dict[str, dict[str, tuple[int, int]]] = {}
        left = found(wanted)
        for facet in VALUE_FACETS:
            held = Counter(value for d in left for value in self._has(d.document, facet))
            everything = self._everything(facet)
            forms[facet] = {v: (held[v], len(left) - held[v]) for v in everything}
            for value in everything & {*self._stated(request, facet), min(everything, default="")}:
                asked, stated = self._unsaid(request, facet, value), ((facet, value),)
                within = replace(asked, required=(*asked.required, *stated))
                without = replace(asked, excluded=(*asked.excluded, *stated))
                forms[facet][value] = len(found(wanted, within)), len(found(wanted, without))
        return forms

    def _distinct(
        self, found: Callable[..., list[Indexed]], wanted: Sequence[Kind], request: Request
    ) -> dict[str, int]:
        distinct: dict[str, int] = {}
        for facet in VALUE_FACETS:
            left = found(wanted, _without(request, facet))
            held = {value for d in left for value in self._has(d.document, facet)}
            text = self._fold(request.facet_text) if request.facet == facet else ""
            distinct[facet] = sum(text in value for value in held)
        return distinct

    def _facets(
        self, found: Callable[..., list[Indexed]], wanted: Sequence[Kind], request: Request
    ) -> dict[str, dict[str, int]]:
        """What each value finds as the facet's plain filter."""
        facets: dict[str, dict[str, int]] = {}
        for facet in VALUE_FACETS:
            text = self._fold(request.facet_text) if request.facet == facet else ""
            stated = self._stated(request, facet)
            named = stated | set(map(self._fold, request.values(facet)))
            plain = _without(request, facet)
            left = found(wanted, plain)
            facets[facet] = {}
            for value in self._everything(facet):
                said = value in stated
                of = found(wanted, self._unsaid(plain, facet, value)) if said else left
                only = [d for d in of if value in self._has(d.document, facet)]
                if only and (text in value or value in named):
                    facets[facet][value] = len(only)
        gaps = {gap: len(found(wanted, replace(request, lacks=(gap,)))) for gap in GAPS}
        facets["lacks"] = {gap: count for gap, count in gaps.items() if count}
        years: Counter[str] = Counter()
        for d in found(wanted, replace(request, taken=())):
            if d.document.date:
                days = parse_date(d.document.date)
                assert days.first is not None
                assert days.last is not None
                years.update(f"{y:04}" for y in range(days.first.year, days.last.year + 1))
        facets["year"] = dict(years)
        facets["kind"] = {kind: n for kind in KINDS if (n := len(found([kind])))}
        return facets

    def _timeline(
        self, found: Callable[..., list[Indexed]], wanted: Sequence[Kind], request: Request
    ) -> Timeline:
        """Every bar is asked for by its filter, every document by its days."""
        everything = [d.document.date for d in found(wanted, replace(request, taken=()))]
        dates = [parse_date(one) for one in everything if one]
        undated = len(everything) - len(dates)
        asked = [parse_date(one) for one in request.taken]
        opens = min((one.first or date.min for one in asked), default=date.min)
        closes = max((one.last or date.max for one in asked), default=date.max)
        whole = DateRange(opens, closes)
        wider = _around(whole) if asked else None
        if opens == closes:
            view = parse_date(opens.isoformat()[:7])
        else:
            met = [one for one in dates if not asked or any(one.overlaps(r) for r in asked)]
            if not met:
                return Timeline("year", (), "", "", 0, undated, wider)
            first = max([opens, min(one.first for one in met if one.first)])
            last = min([closes, max(one.last for one in met if one.last)])
            view = DateRange(first, last)
        ordinals = range(view.first_ordinal, view.last_ordinal + 1)
        days = [date.fromordinal(number).isoformat() for number in ordinals]
        months, years = (list(dict.fromkeys(day[:length] for day in days)) for length in (7, 4))
        unit: TimelineUnit = "month" if len(months) <= MOST_MONTHS else "year"
        names = months if unit == "month" else years
        if len(days) <= MOST_DAYS:
            unit, names = "day", days
        bars = []
        inside = 0
        for name in names:
            period = parse_date(name)
            count = len(found(wanted, replace(request, taken=(name,))))
            exact = sum(_lies_in(one, period) for one in dates)
            inside += exact
            if count:
                bars.append(TimelineBar(name, count, exact, period in asked))
        ends = parse_date(names[0]).first, parse_date(names[-1]).last
        seen = sum(one.overlaps(DateRange(*ends)) for one in dates)
        return Timeline(unit, tuple(bars), names[0], names[-1], seen - inside, undated, wider)

    def _order(
        self,
        hits: list[Indexed],
        below: list[Indexed],
        judges: dict[Kind, "Judge"],
        request: Request,
    ) -> list[tuple[Indexed, int]]:
        """The rows in order, each by its first document and with the size of its group."""

        def place(d: Indexed) -> tuple[str, int]:
            return d.document.article, d.document.position

        def key(d: Indexed) -> tuple[float, ...]:
            if request.sort == "oldest":
                return not d.document.date, _day(d)
            if request.sort == "newest":
                return (-_day(d),)
            return -judges[d.document.kind].score(d), -_day(d)

        def tier(d: Indexed) -> int:
            if d in below:
                return 2
            is_own = request.sort != "relevance" or judges[d.document.kind].is_own(d)
            return 0 if is_own else 1

        def in_order(some: Iterable[Indexed]) -> list[Indexed]:
            return sorted(some, key=lambda d: (tier(d), key(d), place(d)))

        rows: list[tuple[Indexed, int]] = []
        seen: set[str] = set()
        for found in (hits, below):
            alone = [d for d in found if not self._shares(d, judges, request)]
            alone = _firsts(in_order(alone), request, seen)
            others = [d for d in found if self._shares(d, judges, request)]
            others = sorted(others, key=lambda d: (-_day(d), place(d)))
            groups: dict[tuple[str, Kind], list[Indexed]] = {}
            for d in _firsts(others, request, seen):
                groups.setdefault((d.document.article, d.document.kind), []).append(d)
            sizes = {in_order(group)[0].document.id: len(group) for group in groups.values()}
            shown = [*alone, *(in_order(group)[0] for group in groups.values())]
            rows += [(d, sizes.get(d.document.id, 1)) for d in in_order(shown)]
        return rows

    @staticmethod
    def _shares(d: Indexed, judges: dict[Kind, "Judge"], request: Request) -> bool:
        """Whether a document falls into a group."""
        if request.groups == "show" or request.article is not None or request.picture is not None:
            return False
        return judges[d.document.kind].shares(d)


def _day(d: Indexed) -> int:
    return parse_date(d.document.date).first_ordinal if d.document.date else 0


def _firsts(some: list[Indexed], request: Request, seen: set[str]) -> list[Indexed]:
    """The first of each picture that was not seen yet; they are now."""
    rows: dict[str, Indexed] = {}
    for d in some:
        rows.setdefault(_picture(d.document, request), d)
    left = [d for picture, d in rows.items() if picture not in seen]
    seen.update(rows)
    return left


def _without(request: Request, facet: ValueFacet) -> Request:
    """The request without the plain filter of a facet."""
    changes: dict[str, Any] = {facet: ()}
    return replace(request, **changes)


def _around(period: DateRange) -> str:
    """The smallest month or year that is larger than a period, or nothing."""
    for length in (7, 4):
        assert period.first is not None
        name = period.first.isoformat()[:length]
        around = parse_date(name)
        if _lies_in(period, around) and period != around:
            return name
    return ""


def _lies_in(one: DateRange, other: DateRange) -> bool:
    return other.first_ordinal <= one.first_ordinal and one.last_ordinal <= other.last_ordinal


def _lacks(d: Document, gap: Gap) -> bool:
    if gap == "date":
        return not d.date
    return d.kind == "photo" and not values(d, gap)


def _picture(d: Document, request: Request) -> str:
    """What all documents of one row have in common."""
    is_alone = request.duplicates == "show" or d.kind != "photo" or not address_of(d.image)
    return d.id if is_alone else address_of(d.image)
