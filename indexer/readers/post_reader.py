"""What a reader of one's own is: a few lines of a program that make an article of a file.

Archives keep posts in formats that nobody else has: exports of an editorial system, JSON of a
crawler. Such a reader is an entry point of the group ``huabao.readers`` in any distribution that is
installed beside this program, so that it needs no fork and no setting; and it returns the values
that this program's own reader does, so that all that follows knows nothing of it.
"""

from collections.abc import Set as AbstractSet
from typing import Protocol

from indexer.posts.article import Article


class PostReader(Protocol):
    """Reads posts of one format.

    Attributes:
        suffixes: of the files that it may be asked about, in small letters with their dot. They
            may be new (``.json``) or known ones (``.html``), of which it may read some.
    """

    @property
    def suffixes(self) -> AbstractSet[str]: ...

    def reads(self, path: str, head: bytes) -> bool:
        """Whether a file is of its format, by its path in the corpus and its first 4096 bytes."""

    def read(self, data: bytes, path: str) -> Article:
        """The article that the bytes of a file are.

        Pictures may be named as posts name them, relative to the post or from the root. A caption
        without any credit is read for one, and for a date. Whatever it raises is the reason why
        the post is skipped.
        """
