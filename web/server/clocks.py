"""What a connection waits for, and how long it may.

One function says it of every state, so that none is without an end: where each place that changes
something set and cleared clocks of its own, one state was forgotten, and a connection in it stayed
open for ever.
"""

from dataclasses import dataclass
from typing import Literal

import h11

from web.server.connections import ConnectionLimits


@dataclass(frozen=True, slots=True)
class Awaited:
    """What is waited for; a clock runs on while this stays equal.

    Attributes:
        what: the head of a request that is due or has begun, its body, the answer that is being
            made, the next request, or nothing but the end.
        after: the request that it is part of or follows; None before the first.
        limit: seconds. An answer may take longer: then it is looked whether it is taken.
    """

    what: Literal["head", "body", "answer", "next", "end"]
    after: object
    limit: float


def awaited(
    theirs: object, ours: object, cycle: object, buffered: object, limits: ConnectionLimits
) -> Awaited:
    """What a connection waits for.

    ``theirs`` and ``ours`` are h11's states of client and server, ``cycle`` the last request, and
    ``buffered`` is true where something of the next one has come.
    """
    if theirs is h11.SEND_BODY:
        return Awaited("body", cycle, limits.body)
    if theirs is h11.IDLE and (cycle is None or buffered):
        return Awaited("head", cycle, limits.head)
    if theirs is h11.IDLE:
        return Awaited("next", cycle, limits.idle)
    if ours in (h11.SEND_RESPONSE, h11.SEND_BODY):
        return Awaited("answer", cycle, limits.sending)
    return Awaited("end", cycle, limits.idle)
