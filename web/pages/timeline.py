"""The results by time as a drawing: every bar is a link to what it counts.

A drawing and no list, because what matters is its outline: when much was photographed, and when
nothing. Its places are percentages, so that it fills any width without a script and without
letters drawn out of shape; its height is fixed, so that nothing moves when the page is loaded.
"""

from collections.abc import Sequence
from itertools import groupby

from indexer import Results, Timeline, TimelineBar
from web.addresses.links import toggled
from web.addresses.search_request import SearchRequest
from web.pages.results_contexts import Bar, Chart, Tick
from web.pages.time_slots import Slots, slots
from web.site.frame import Link
from web.site.site import Visitor
from web.wording.dates import ended, parts, readable, tick

HEIGHT = 48
LEAST = 3  # pixels of the smallest bar: one photo among thousands is seen
TICKS = 12
WIDEST = 56  # pixels of a bar: three years are three bars and not three walls

LABEL = 17  # percent of a narrow drawing that the longest label takes

_AIR = 0.16  # of a bar's room that is left beside it


def timeline(request: SearchRequest, results: Results, visitor: Visitor) -> Chart | None:
    """The drawing; None where there is nothing to draw and no way back."""
    told = results.timeline
    taken = request.values("taken")
    if told is None or not (told.bars or taken):
        return None
    row = slots(told.unit, told.first, told.last) if told.bars else Slots(told.unit, 1, 0, 0)
    groups = _grouped(told.bars, row) if len(row) > 1 else []  # of one time there is no outline
    most = max((_counted(group) for _, group in groups), default=0)
    return Chart(
        label=visitor.t(f"timeline_{told.unit}"),
        way=_way(taken, request, visitor),
        bars=[_bar(row, at, group, most, request, visitor) for at, group in groups],
        ticks=_ticks(row, visitor) if groups else (),
        width=len(row) * WIDEST,
        height=HEIGHT,
        most=visitor.t("timeline_most", n=f"{most:,}") if groups else "",
        apart=_apart(told, request, visitor),
    )


def _grouped(bars: Sequence[TimelineBar], row: Slots) -> list[tuple[int, list[TimelineBar]]]:
    """The bars that are drawn, each with those that it is made of."""
    groups = groupby(bars, key=lambda bar: row.bar(bar.start))
    return [(at, list(group)) for at, group in groups]


def _counted(bars: Sequence[TimelineBar]) -> int:
    return sum(bar.count for bar in bars)


def _bar(
    row: Slots,
    at: int,
    group: Sequence[TimelineBar],
    most: int,
    request: SearchRequest,
    visitor: Visitor,
) -> Bar:
    time, room = row.edtf(at), _room(row)
    count, exact = _counted(group), sum(bar.exact for bar in group)
    current = time in request.values("taken")
    name = "timeline_bar_one" if count == 1 else "timeline_bar"
    parameters = {**request.parameters, "taken": () if current else (time,), "page": ()}
    height, sure = _height(count, most), _height(exact, most)
    return Bar(
        x=_percent((at - row.first + _AIR / 2) * room),
        width=_percent((1 - _AIR) * room),
        y=HEIGHT - sure,
        height=sure,
        vague=height - sure,
        says=visitor.t(name, date=readable(time, visitor.language), n=f"{count:,}"),
        url=visitor.links.search(parameters),
        current=current,
    )


def _height(count: int, most: int) -> int:
    return max(LEAST, round(HEIGHT * count / most)) if count else 0


def _room(row: Slots) -> float:
    """How wide a bar is with the air around it, in percent."""
    return 100 / len(row)


def _ticks(row: Slots, visitor: Visitor) -> list[Tick]:
    """Labels under some of the bars, at round numbers; every other one where there is room."""
    apart = -(-len(row) // TICKS)
    every = next((n for n in (1, 2, 5, 10, 20, 50) if n >= apart), apart)
    labelled = [at for at in range(row.first, row.last + 1) if _is_round(row, at, every)]
    return [
        Tick(
            _percent((at - row.first + inset) * _room(row)),
            _label(row, at, is_first=n == 0, visitor=visitor),
            anchor,
            is_minor=bool(n % 2) and len(labelled) > TICKS // 2,
        )
        for n, at in enumerate(labelled)
        for anchor, inset in [_anchored(row, at)]
    ]


def _anchored(row: Slots, at: int) -> tuple[str, float]:
    """By what a label hangs, and where in its bar's room: at the edges it would stand out."""
    if _room(row) < LABEL and at == row.first:
        return "start", _AIR / 2
    if _room(row) < LABEL and at == row.last:
        return "end", 1 - _AIR / 2
    return "middle", 0.5


def _label(row: Slots, at: int, *, is_first: bool, visitor: Visitor) -> str:
    """A label says its month or year where that begins, or where the drawing does."""
    start = row.edtf(at).partition("/")[0]
    return tick(start, visitor.language, whole=is_first or start.endswith("-01"))


def _is_round(row: Slots, at: int, every: int) -> bool:
    return at % every == 0 if row.unit == "year" else (at - row.first) % every == 0


def _percent(number: float) -> str:
    return f"{number:.2f}%"


def _way(taken: Sequence[str], request: SearchRequest, visitor: Visitor) -> list[Link]:
    """From all times down to the one that is looked at: 全部时间 › 2018年 › 7月."""
    here = taken[0] if len(taken) == 1 and parts(taken[0]) else ""
    way = [Link(visitor.t("all_times"), _at(request, visitor), not taken)]
    if here:
        digits = here.split("-")
        for depth in range(1, len(digits) + 1):
            time = "-".join(digits[:depth])
            text = ended(time, visitor.language)
            way.append(Link(text, _at(request, visitor, time), time == here))
    elif taken:
        text = visitor.t("comma").join(readable(time, visitor.language) for time in taken)
        way.append(Link(text, "", current=True))
    return way


def _at(request: SearchRequest, visitor: Visitor, *times: str) -> str:
    return visitor.links.search({**request.parameters, "taken": times, "page": ()})


def _apart(told: Timeline, request: SearchRequest, visitor: Visitor) -> list[Link]:
    """What no bar counts."""
    apart = []
    if told.coarser:
        name = "coarser_year" if told.unit == "month" else "coarser_month"
        apart.append(Link(visitor.t(name, n=f"{told.coarser:,}"), ""))
    if told.undated:
        name = "undated_one" if told.undated == 1 else "undated"
        changed = {**request.parameters, "taken": ()}
        if "date" not in request.values("lacks"):
            changed = toggled(changed, "lacks", "date")
        apart.append(Link(visitor.t(name, n=f"{told.undated:,}"), visitor.links.search(changed)))
    return apart
