"""What is made beside a commit in a cluster, by who knows more than documents.

A writer knows nothing of completions, and these are to be right with every commit, or not at all;
so whoever opens a writer gives it a companion (as ``search.index.companion`` for a directory).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from search.cluster.commits.commit import Commit
from search.cluster.commits.view import View
from search.document import Document
from search.text.analyzer import FieldTokens

Analysed = Mapping[tuple[str, ...], FieldTokens]


class Companion(Protocol):
    """Is told of one transaction, and makes what belongs to its commit.

    Attributes:
        completions: what the commit says of it, once ``states`` were written.
    """

    @property
    def completions(self) -> Mapping[str, Any]: ...

    def put(self, article: str, documents: Sequence[Document], analysed: Analysed) -> None:
        """An article is written; its tokens as far as they are known."""

    def drop(self, article: str) -> None:
        """An article goes."""

    def states(self, after: View) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Documents of the state to be written, id and body, for a commit that nobody sees yet."""

    def superseded(self, name: str, needed: Sequence[Commit]) -> bool:
        """Whether a document of the state is of no use to some commits, by its id."""
