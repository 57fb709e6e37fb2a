"""What formats leave out: names whose values nobody knows. An empty one would say: it is empty."""

from collections.abc import Mapping

from indexer.presentation import Json


def known(told: Mapping[str, object]) -> Json:
    """The names that have a value."""
    return {name: value for name, value in told.items() if value}
