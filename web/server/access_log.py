"""The access log: one line for each request, on standard output.

    2026-11-27T21:04:05Z 192.0.2.7 200 4.3 18230 GET /search?q=%E7%81%AF

Time (UTC), client, status, milliseconds from the request's head to the last byte handed over, bytes
of the body that were written, method, path; or the same as an object of JSON on a line. The client
is the address at the other end, or what a trusted proxy tells of it. uvicorn's own log has neither
duration nor size, and is written before either is known.
"""

import json
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TextIO

from web.server.answered import Answered

LONGEST = 2000  # characters of a path


class AccessLog:
    """Writes the lines. A log that cannot be written is given up, with one line about that."""

    def __init__(
        self,
        out: TextIO | None = None,
        *,
        as_json: bool = False,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._out = out or sys.stdout
        self._line = json_line if as_json else text_line
        self._clock = clock
        self._given_up = False

    def write(self, answered: Answered) -> None:
        """Write a line."""
        if self._given_up:
            return
        moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self._clock()))
        try:
            self._out.write(self._line(moment, answered) + "\n")
            self._out.flush()
        except (OSError, ValueError) as error:
            self._given_up = True
            with suppress(OSError):  # nobody is left to be told
                sys.stderr.write(
                    f"python -m web: the access log cannot be written: {_why(error)}\n"
                )


def text_line(moment: str, answered: Answered) -> str:
    """A line of words. Status ``-``: the reader left before an answer."""
    return (
        f"{moment} {plain(answered.client)} {answered.status or '-'} "
        f"{answered.seconds * 1000:.1f} {answered.size} "
        f"{plain(answered.method)} {plain(answered.target)}"
    )


def json_line(moment: str, answered: Answered) -> str:
    """The same as an object; ``null`` where there is nothing to tell."""
    told = {
        "time": moment,
        "client": _or_none(answered.client),
        "status": answered.status or None,
        "ms": round(answered.seconds * 1000, 1),
        "bytes": answered.size,
        "method": _or_none(answered.method),
        "path": _or_none(answered.target),
    }
    return json.dumps(told, separators=(",", ":"))


def plain(text: str) -> str:
    """A text that stays on its line whatever stands in it, and is one word: visible ASCII."""
    shown = text if len(text) <= LONGEST else text[:LONGEST] + "..."
    if shown.isascii() and shown.isprintable() and " " not in shown:
        return shown
    return "".join(c if "!" <= c <= "~" else f"%{ord(c):02X}" for c in shown)


def _or_none(text: str) -> str | None:
    return None if text == "-" else plain(text)


def _why(error: OSError | ValueError) -> str:
    """The system's words, without its number."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
