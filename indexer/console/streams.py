"""Standard output and error, which take any text, whatever their encoding is.

Python refuses a character that the encoding of a terminal lacks, and does so half-way through the
output: an emoji in a caption under GBK, all of Chinese under ``LC_ALL=C``. A search that shows
``\\U0001f6a2`` in one place is worth more than none.
"""

import io
import os
import sys


def write_any_text() -> None:
    """Write what the encoding lacks as escapes; what nobody reads, nowhere."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by who started us
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
