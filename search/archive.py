"""What those who suggest, correct and liken ask of an archive, whichever engine has it.

Numbers, and nothing else: how many documents there are, have a term, match a query. Who counts in
files beside him is asked for one at a time, and answers what is not needed not at all. Who counts
over a network is asked for many at once, since each question is a journey: ``Totals.together``
says which of the two it is.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from search.completions.completion import Completion
from search.document import Kind
from search.fields import Field
from search.query.nodes import All
from search.query.plan import Planner
from search.query.tree import Term
from search.query.widening import Widening
from search.request import Request
from search.snapshot.memory import Memory
from search.vocabulary import Vocabulary

FEW = 400
"""Documents whose characters are held: a run of symbols is looked for in the texts of some hundred
documents faster than in any list of all that hold it."""


class Statistics(Protocol):
    """What is known of all documents of one commit."""

    @property
    def fields(self) -> Mapping[Kind, Sequence[Field]]:
        """The fields that documents of each kind may have."""

    def count(self, kind: Kind) -> int:
        """How many documents of a kind there are."""

    def frequency(self, kind: Kind, term: Term) -> int:
        """How many documents of a kind have a term."""

    def weigh(self, terms: Mapping[Kind, Iterable[Term]]) -> None:
        """Say which frequencies will be asked for, so that all may be had at once."""


class Asked(NamedTuple):
    """What is asked for behind what was typed before.

    Attributes:
        run: the symbols that stand in what it finds, and in nothing else.
        query: where that cannot be said, the query for it, and what lowers that.
    """

    run: str
    query: tuple[All, Planner] | None


class Within(Protocol):
    """The documents that a filter leaves, and what was typed before."""

    def __len__(self) -> int:
        """How many they are."""

    @property
    def is_small(self) -> bool:
        """Whether counting among them costs next to nothing."""

    def counts(self, asked: Sequence[Asked]) -> list[int]:
        """How many of them each of some queries of one text finds."""


class Totals(Protocol):
    """Counts what queries find among what the filters of one request leave.

    Attributes:
        version: tells what else would do for texts from what did at another time.
        together: so many questions are best asked at once.
    """

    @property
    def version(self) -> Hashable: ...
    @property
    def together(self) -> int: ...

    def of(self, texts: Sequence[str]) -> list[int]:
        """How many documents match each of some queries in full."""

    def after(self, before: str) -> Within | None:
        """What is found behind what was typed before; remembered.

        None where that cannot be said of the text alone, since what stands before would be read
        otherwise with a text behind it: as a field's name, an operator, one text with it.
        """

    def planner(self, length: int) -> Planner:
        """What lowers a query of so many code points."""

    def widening(self, length: int) -> Widening:
        """What else would do for the texts of a query of so many code points."""


class Archive(Statistics, Protocol):
    """All that is asked of one commit.

    Attributes:
        owner: what it is called in the memory.
    """

    @property
    def owner(self) -> Hashable: ...
    @property
    def memory(self) -> Memory: ...

    def spelled(self, completion: Completion) -> str:
        """How documents write a completion."""

    def totals(self, request: Request, *, vocabulary: Vocabulary, today: date) -> Totals:
        """Counts what queries find.

        Args:
            vocabulary: other words for what is typed; today: what dates are read by.
        """
