"""Times queries on several engines, in turns.

A shared machine is noisy for seconds at a time. So every query goes to all engines before the
next query is asked, and another engine begins each time: what disturbs one disturbs all, and
ratios hold better than times. The first pass is *cold*: the engine has just been opened and has
not met the query, though other queries may have touched the same words, and the system holds the
files in memory. Later passes are *warm*.
"""

import gc
import pkgutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from unittest.mock import patch

import numpy as np

Asked = TypeVar("Asked")
Answered = TypeVar("Answered")

Times = dict[str, float]
"""Milliseconds by step."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Percentiles of times in milliseconds."""

    p50: float
    p95: float
    p99: float

    def __str__(self) -> str:
        return " / ".join(map(milliseconds, (self.p50, self.p95, self.p99)))


@dataclass(slots=True)
class Timed(Generic[Answered]):
    """What one engine took for the queries of one row, in milliseconds, and its first answers."""

    cold: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)
    answers: list[Answered] = field(default_factory=list)


def spread(times: Sequence[float]) -> Spread:
    """The percentiles of some times; there must be one at least."""
    p50, p95, p99 = np.percentile(times, (50, 95, 99))
    return Spread(float(p50), float(p95), float(p99))


def milliseconds(time_: float) -> str:
    """Three digits, for a table."""
    return f"{time_:.3g}" if time_ < 100 else f"{time_:,.0f}"


def in_turns(
    queries: Sequence[Asked],
    engines: Mapping[str, Callable[[Asked], Answered]],
    *,
    rounds: int,
) -> dict[str, Timed[Answered]]:
    """Ask every engine every query, once cold and ``rounds`` times warm."""
    names = list(engines)
    timed = {name: Timed[Answered]() for name in names}
    with steady():
        for passed in range(rounds + 1):
            for number, query in enumerate(queries):
                first = (number + passed) % len(names)
                for name in names[first:] + names[:first]:
                    started = time.perf_counter_ns()
                    answer = engines[name](query)
                    taken = (time.perf_counter_ns() - started) / 1e6
                    if passed:
                        timed[name].warm.append(taken)
                    else:
                        timed[name].cold.append(taken)
                        timed[name].answers.append(answer)
    return timed


@contextmanager
def steady() -> Iterator[None]:
    """Keep what the benchmark itself holds out of the garbage collector's sight."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@contextmanager
def watched(steps: Mapping[str, str], times: Times) -> Iterator[None]:
    """Add to ``times`` what the functions of some steps take, each named by module and name."""
    with ExitStack() as stack:
        for step, target in steps.items():
            original = pkgutil.resolve_name(target)
            stack.enter_context(patch(target, _timed(original, step, times)))
        yield


def _timed(original: Callable[..., Any], step: str, times: Times) -> Callable[..., Any]:
    def timed(*arguments: Any, **named: Any) -> Any:
        started = time.perf_counter()
        try:
            return original(*arguments, **named)
        finally:
            taken = (time.perf_counter() - started) * 1000
            times[step] = times.get(step, 0.0) + taken

    return timed


def cold_and_warm(name: str, timed: Mapping[str, Timed[Any]]) -> list[str]:
    """A row of a table: a name, then p50 / p99 in ms of each, cold and warm."""
    cells = [name]
    for one in timed.values():
        for times in (one.cold, one.warm):
            over = spread(times)
            cells.append(f"{milliseconds(over.p50)} / {milliseconds(over.p99)}")
    return cells
