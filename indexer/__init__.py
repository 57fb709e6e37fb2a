"""The public door: build an index from a folder of posts, open it, ask it.

    import indexer

    report = indexer.build_index("corpus/", "index/")
    archive = indexer.open_index("index/")
    page = archive.search("青岛 奥帆中心", taken="2018", sort="newest")
    page.total, page.hits[0].document.caption, page.hits[0].matches

Only ``ArchiveError`` and its subclasses are raised; what a person types into a search never
raises, it yields notices.
"""

from indexer.archive import Archive, ArticleView, open_index
from indexer.build import BuildReport, build_index, update_index
from indexer.posts.article import Skipped
from search.document import KINDS, Document
from search.errors import (
    ArchiveError,
    ArgumentError,
    CorpusError,
    DocumentMissingError,
    IndexBusyError,
    IndexClosedError,
    IndexDamagedError,
    IndexMissingError,
    IndexOutdatedError,
    IndexWriteError,
    WorkerError,
)
from search.request import MAX_PER_PAGE, SORTS
from search.results import Facet, FacetItem, Hit, Match, Notice, Results
from search.text.dates import parse as parse_date
from search.text.dates import typed_date

__all__ = [
    "KINDS",
    "MAX_PER_PAGE",
    "SORTS",
    "Archive",
    "ArchiveError",
    "ArgumentError",
    "ArticleView",
    "BuildReport",
    "CorpusError",
    "Document",
    "DocumentMissingError",
    "Facet",
    "FacetItem",
    "Hit",
    "IndexBusyError",
    "IndexClosedError",
    "IndexDamagedError",
    "IndexMissingError",
    "IndexOutdatedError",
    "IndexWriteError",
    "Match",
    "Notice",
    "Results",
    "Skipped",
    "WorkerError",
    "build_index",
    "open_index",
    "parse_date",
    "typed_date",
    "update_index",
]
