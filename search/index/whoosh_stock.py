"""What we take of Whoosh, in one place, imported in silence.

Whoosh was last released in 2016, and Python warns of its string literals whenever it compiles it:
from 3.12 on to everybody (``SyntaxWarning``). Some installers leave compiling to the first run, so
that a person's first search would begin with somebody else's faults. They are silenced here, while
Whoosh is being imported, and nowhere else: a program's own warnings stay as it wants them.
"""

import warnings

with warnings.catch_warnings():
    for category in (SyntaxWarning, DeprecationWarning):
        warnings.simplefilter("ignore", category)
    from whoosh.analysis import IDAnalyzer
    from whoosh.codec import base
    from whoosh.fields import STORED, FieldType, Schema
    from whoosh.filedb.filestore import FileStorage
    from whoosh.formats import Frequency
    from whoosh.index import TOC, FileIndex
    from whoosh.matching import ListMatcher
    from whoosh.query import Term as Query
    from whoosh.reading import TermInfo

__all__ = [
    "STORED",
    "TOC",
    "FieldType",
    "FileIndex",
    "FileStorage",
    "Frequency",
    "IDAnalyzer",
    "ListMatcher",
    "Query",
    "Schema",
    "TermInfo",
    "base",
]
