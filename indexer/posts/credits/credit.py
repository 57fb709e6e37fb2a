"""The value of a credit line."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Credit:
    """A credit line.

    Attributes:
        text: as it stands, without brackets around the whole of it.
        creator: people, and organisations that supplied a picture; each once, in order. Nobody
            where the line names only a kind of source (``受访者供图``, ``图自网络``).
        agency: the outlet that it names, or None; never guessed.
        role: what they did, as it stands (``摄``, ``供图``, ``图源``), or None.
    """

    text: str
    creator: tuple[str, ...] = ()
    agency: str | None = None
    role: str | None = None

    @property
    def is_byline(self) -> bool:
        """Whether it covers the words as well (``文/图``) and so belongs to the whole article."""
        return "文" in (self.role or "")
