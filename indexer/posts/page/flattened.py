"""Nested values by dotted names, as templates write them."""

from collections.abc import Iterator, Mapping
from typing import Any

_MAX_VALUE = 500
_MAX_VARIABLES = 1000
_MAX_DEPTH = 6


def flattened(values: Mapping[str, Any], prefix: str) -> dict[str, str]:
    """The texts and numbers of nested values, behind a name that all have, or none."""
    found: dict[str, str] = {}
    for name, value in _pairs(values, prefix, _MAX_DEPTH):
        if len(found) >= _MAX_VARIABLES:
            break
        found[name] = value
    return found


def _pairs(values: Mapping[str, Any], prefix: str, depth: int) -> Iterator[tuple[str, str]]:
    for key, value in values.items():
        name = f"{prefix}.{key}" if prefix else str(key)
        if isinstance(value, Mapping):
            if depth:
                yield from _pairs(value, name, depth - 1)
        elif isinstance(value, str | int | float) and not isinstance(value, bool):
            text = str(value).strip()
            if len(text) <= _MAX_VALUE:
                yield name, text
