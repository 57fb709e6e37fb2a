"""A transport that counts what it was given and what was taken of it.

Whether a client takes an answer cannot be told by what waits for it: where as much was added as was
taken, the same waits as before. And what is written to a connection that is closing goes nowhere,
without a word, so only here is known what an answer had of it.
"""

import asyncio
from typing import Any


class CountedTransport:
    """A connection's transport; all that is not here is the transport's own."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self.written = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    @property
    def taken(self) -> int:
        """Bytes that wait here no longer."""
        return self.written - self._transport.get_write_buffer_size()

    def write(self, data: bytes) -> None:
        """Send, or keep until it can be sent."""
        if not self._transport.is_closing():
            self.written += len(data)
        self._transport.write(data)
