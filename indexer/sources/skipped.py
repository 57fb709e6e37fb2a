"""What of a corpus is no post."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file of the corpus that is no post, and why."""

    path: str
    reason: str
