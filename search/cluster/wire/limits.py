"""How large a query a cluster takes.

OpenSearch refuses a query of more than 1,024 clauses, nested ones counted, which a pasted paragraph
has: each of its words may stand in ten fields. The limit is a setting, kept low for clusters that
strangers ask anything. Where we may, it is raised once, for the whole cluster, and never lowered;
where we may not, less of such a query is read, and that is said.
"""

from collections.abc import Mapping
from typing import Any

from search.cluster.wire.client import Client
from search.errors import IndexRefusedError

CLAUSES = 1 << 16
"""Clauses of a query that an engine needs at most."""

CLAUSES_SETTING = "indices.query.bool.max_clause_count"

_WINS = ("transient", "persistent", "defaults")
_WHERE = "_cluster/settings"


class TooManyClausesError(Exception):
    """A query is too large for the cluster. Never leaves the engine."""


def raised(client: Client) -> bool:
    """Have the cluster take larger queries, unless it does; whether it does now."""
    sought = {"include_defaults": "true", "filter_path": f"*.{CLAUSES_SETTING}"}
    try:
        told = client.call("GET", _WHERE, params=sought)
        if _stated(told) < CLAUSES:
            client.call("PUT", _WHERE, {"persistent": {CLAUSES_SETTING: CLAUSES}})
    except IndexRefusedError:
        return False
    return True


def _stated(told: Mapping[str, Any]) -> int:
    """The limit in the settings of a cluster; 0 where they do not have it."""
    for where in _WINS:
        found: Any = told.get(where)
        for name in CLAUSES_SETTING.split("."):
            found = found.get(name) if isinstance(found, dict) else None
        if isinstance(found, str | int) and str(found).isdigit():
            return int(found)
    return 0
