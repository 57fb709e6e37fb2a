"""What programs may pass: checked by name where they pass it, so that no bare error comes later.

Python takes any object for any parameter, and a wrong one shows far from where it was passed: None
as a path is a folder named None, a float as a count is a ``TypeError`` of somebody's loop. So what
comes in through a public function goes through one of these first. Each gives the value back, and
its error says the argument, the value and what to pass instead; whoever has other names for the
arguments (a command line) finds the parts on the ``ArgumentError``.

True is no number here, although Python counts it as one: ``page=True`` is a mistake.
"""

import os
from collections.abc import Iterable
from itertools import islice
from typing import TypeVar

from search.errors import ArgumentError
from search.place import CLUSTERS, is_cluster, lacks_scheme, shown

MOST_VALUES = 10_000
"""Values of one filter; an endless iterator is told and not followed."""

MOST_JOBS = 1024
"""Processes or threads of one piece of work; more is a slip of the hand."""

T = TypeVar("T")


def text(name: str, value: object) -> str:
    """A string."""
    if not isinstance(value, str):
        raise ArgumentError.of(name, value, "use a string")
    return value


def text_or_none(name: str, value: object) -> str | None:
    """A string, or None."""
    return None if value is None else text(name, value)


def texts(name: str, values: object) -> tuple[str, ...]:
    """One string, several of them in any iterable, or None for none."""
    if values is None:
        return ()
    if isinstance(values, str):
        return (values,)
    found = tuple(islice(values, MOST_VALUES + 1)) if isinstance(values, Iterable) else (values,)
    if not all(isinstance(value, str) for value in found):
        raise ArgumentError.of(name, values, "use a string or several strings")
    if len(found) > MOST_VALUES:
        raise ArgumentError.of(name, values, f"use at most {MOST_VALUES:,} values")
    return found


def choice(name: str, value: object, allowed: tuple[str, ...]) -> str:
    """One of a few strings."""
    if not isinstance(value, str) or value not in allowed:
        raise ArgumentError.of(name, value, f"use one of {', '.join(allowed)}")
    return value


def whole(name: str, value: object, *, least: int, most: int | None = None) -> int:
    """A whole number within bounds, both included."""
    if (
        not isinstance(value, int)
        or isinstance(value, bool)
        or value < least
        or (most is not None and value > most)
    ):
        bounds = f"of at least {least}" if most is None else f"from {least} to {most}"
        raise ArgumentError.of(name, value, f"use a whole number {bounds}")
    return value


def number(name: str, value: object, *, least: float, most: float) -> float:
    """A number within bounds, both included; never NaN."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not least <= value <= most:
        raise ArgumentError.of(name, value, f"use a number from {least:g} to {most:g}")
    return value


def truth(name: str, value: object) -> bool:
    """True or False."""
    if not isinstance(value, bool):
        raise ArgumentError.of(name, value, "use True or False")
    return value


def path(name: str, value: object) -> str:
    """A path that a disk can have, from a string or a path object."""
    found = os.fspath(value) if isinstance(value, str | os.PathLike) else None
    if not isinstance(found, str) or not found or "\0" in found:
        raise ArgumentError.of(name, value, "use a path")
    try:
        os.fsencode(found)
    except UnicodeEncodeError as error:
        raise ArgumentError.of(name, value, "use a path that can be encoded") from error
    return found


def place(name: str, value: object) -> str:
    """Where an index is: the path of a directory, or the address of an index in a cluster.

    A path object has lost one of the slashes of an address, and would be a folder of that name.
    """
    found = path(name, value)
    scheme, separator, _ = found.partition("://")
    if separator and not is_cluster(found):
        remedy = f"{scheme}:// is not supported; use a directory or {CLUSTERS[0]}://HOST:9200/NAME"
        raise ArgumentError.of(name, shown(found).partition("?")[0], remedy)
    if isinstance(value, str) and lacks_scheme(found):
        remedy = f"write {CLUSTERS[0]}://HOST:9200/NAME, or ./ before a directory of such a name"
        raise ArgumentError.of(name, shown(found), remedy)
    if isinstance(value, os.PathLike) and found.startswith(tuple(f"{one}:/" for one in CLUSTERS)):
        raise ArgumentError.of(name, shown(found), "use a string for the address of a cluster")
    if not is_cluster(found) and found.lower().startswith(tuple(f"{one}:" for one in CLUSTERS)):
        remedy = f"write {CLUSTERS[0]}://HOST:9200/NAME, or ./ before a directory of such a name"
        raise ArgumentError.of(name, shown(found), remedy)
    return found


def function(name: str, value: T) -> T:
    """Something that can be called, or None."""
    if value is not None and not callable(value):
        raise ArgumentError.of(name, value, "use a function, or None")
    return value


def instance(name: str, value: object, kind: type[T]) -> T:
    """An object of a class."""
    if not isinstance(value, kind):
        raise ArgumentError.of(name, value, f"use an object of the class {kind.__name__}")
    return value
