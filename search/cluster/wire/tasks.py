"""Work that a cluster does in the background, and whoever waits for it.

A merge or a deletion may take longer than any connection lives, so it is started and asked after.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any

from search.cluster.wire.client import Client
from search.cluster.wire.failures import MissingInCluster
from search.errors import IndexUnreachableError

_FIRST_LOOK = 0.02
_LONGEST_LOOK = 2.0


def done_in_background(
    client: Client,
    path: str,
    body: Mapping[str, Any] | None,
    check: Callable[[], None],
    *,
    params: Mapping[str, Any],
    seconds: float,
) -> dict[str, Any]:
    """Start work and wait until it is over, well or not; empty where its node is gone.

    Args:
        check: raises where waiting is over, called now and then.
    """
    started = client.call("POST", path, body, params={**params, "wait_for_completion": "false"})
    task = started.get("task")
    if task is None:  # it was done at once
        return started
    end = time.monotonic() + seconds
    pause = _FIRST_LOOK
    while time.monotonic() < end:
        time.sleep(pause)
        pause = min(2 * pause, _LONGEST_LOOK)
        check()
        try:
            found = client.call("GET", f"_tasks/{task}")
        except MissingInCluster:
            return {}
        if found["completed"]:
            answer: dict[str, Any] = found.get("response", {})
            return answer
    raise IndexUnreachableError(f"{client.address}: {path} took more than {seconds:.0f} seconds")
