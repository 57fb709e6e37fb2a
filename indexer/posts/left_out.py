"""What looks like a picture in a post and gave no photo, with the reason.

Nothing vanishes: whoever misses a picture finds it here, counted by its reason, in ``inspect``, in
its JSON and in the report of a build. Reasons are codes, and their text is for people.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

MAX_SHOWN = 200
"""Characters of what was left out that are kept."""


class Reason(StrEnum):
    """Why a picture of a post is no photo of the archive."""

    FURNITURE = "furniture"
    """It belongs to the frame of the page: share bars, rankings, related stories, logos."""

    STOCK = "stock"
    """A random picture or a placeholder that nobody took for this post."""

    ICON = "icon"
    """An icon, an avatar, a badge, a code to scan, a tracking pixel: by its size or its name."""

    DRAWING = "drawing"
    """A drawing by its format: SVG, ICO."""

    EQUATION = "equation"
    """A formula that is set as a picture."""

    EMOJI = "emoji"

    PLACEHOLDER = "placeholder"
    """Only the address of what stands there while the picture loads."""

    SHORT_CODE = "short_code"
    """A short code or an include that names a picture in a way that nobody here knows."""

    ADDRESS = "address"
    """An address that is none, or that no browser should follow."""

    FILE = "file"
    """Its file shows that it is no photo: an icon by its true size."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One picture that was left out: its address or its markup, cut, and why."""

    what: str
    reason: Reason


def by_reason(left_out: Iterable[LeftOut]) -> dict[str, int]:
    """How many were left out for each reason, the reasons in their order."""
    counts = Counter(one.reason for one in left_out)
    return {reason.value: counts[reason] for reason in Reason if counts[reason]}


def in_all(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """The sum of such counts, the reasons in their order; one that nobody knows today comes last.

    An index may hold counts that another version made.
    """
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    order = {reason.value: at for at, reason in enumerate(Reason)}
    return {
        name: total[name] for name in sorted(total, key=lambda n: (order.get(n, len(order)), n))
    }
