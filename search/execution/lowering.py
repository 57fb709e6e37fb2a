"""How the texts are read that are counted under the filters of a request."""

from collections.abc import Hashable, Mapping, Sequence
from datetime import date

from search.document import KINDS, Kind
from search.fields import Field
from search.query.nodes import All, Chunk, leaves
from search.query.parser import parse
from search.query.plan import Planner
from search.query.widening import Widening
from search.request import MAX_LENGTH, Request
from search.text.analyzer import Analyzer
from search.vocabulary import Vocabulary

_ANY = "青"
"""Stands for whatever may be typed."""


class Lowering:
    """Reads texts as a search with the same request would.

    Args:
        fields: those in which texts may stand, for each kind of documents.

    Attributes:
        version: tells what else would do for texts from what did at another time.
        kinds: of the documents that are counted.
    """

    def __init__(
        self,
        analyzer: Analyzer,
        fields: Mapping[Kind, Sequence[Field]],
        request: Request,
        *,
        vocabulary: Vocabulary,
        today: date,
    ) -> None:
        self._analyzer = analyzer
        self._fields = fields
        self._is_exact = request.exact
        self._vocabulary = None if request.exact else vocabulary
        self._today = today
        self.version: Hashable = request.exact, vocabulary.version, today
        self.kinds: list[Kind] = [kind for kind in KINDS if request.kind in (kind, "all")]

    def parsed(self, text: str) -> All:
        """A text as a query."""
        return parse(text[: MAX_LENGTH + 1], today=self._today).root

    def apart(self, before: str) -> All | None:
        """What was typed before another text, as a query; None where it would be read otherwise."""
        root, whole = self.parsed(before), self.parsed(f"{before}{_ANY}")
        if whole.children != (*root.children, Chunk((_ANY,))):
            return None
        if any(isinstance(leaf, Chunk) and len(leaf.parts) > 1 for leaf in leaves(root)):
            return None
        return root

    def planner(self, length: int) -> Planner:
        """What lowers a query of so many code points."""
        return Planner(self._analyzer, self.widening(length), self._fields)

    def widening(self, length: int) -> Widening:
        """What else would do for the texts of a query of so many code points."""
        return Widening(
            self._vocabulary,
            self._today,
            dates_in_text=not self._is_exact,
            length=length,
        )
