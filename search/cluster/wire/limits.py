"""How large a query a cluster takes.

OpenSearch refuses a query of more than 1,024 clauses, nested ones counted, which a pasted paragraph
has: each of its words may stand in ten fields. The limit is a setting, kept low for clusters that
strangers ask anything. Where we may, it is raised once, for the whole cluster; where we may not,
less of such a query is read, and that is said.
"""

from search.cluster.wire.client import Client
from search.errors import IndexRefusedError

CLAUSES = 1 << 16
"""Clauses of a query that an engine needs at most."""

CLAUSES_SETTING = "indices.query.bool.max_clause_count"


class TooManyClausesError(Exception):
    """A query is too large for the cluster. Never leaves the engine."""


def raised(client: Client) -> bool:
    """Have the cluster take larger queries; whether it does now."""
    try:
        client.call("PUT", "_cluster/settings", {"persistent": {CLAUSES_SETTING: CLAUSES}})
    except IndexRefusedError:
        return False
    return True
