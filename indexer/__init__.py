"""The public door: build an index from a folder of posts, open it, ask it.

    import indexer

    report = indexer.build_index("corpus/", "index/")
    archive = indexer.open_index("index/")
    page = archive.search("青岛 奥帆中心", taken="2018", sort="newest")
    page.total, page.hits[0].document.caption, page.hits[0].matches

Only ``ArchiveError`` and its subclasses are raised; what a person types into a search never
raises, it yields notices.

A name is loaded when it is first asked for: a program that only searches starts in a third of the
time, without the HTML parser and the grammar of credit lines, and importing the door costs next
to nothing.
"""

from importlib import import_module

TYPE_CHECKING = False  # as typing has it, which takes as long to load as all else before Ctrl-C
if TYPE_CHECKING:
    from indexer.archive import Archive, ArticleView, open_index
    from indexer.build import BuildReport, build_index, update_index
    from indexer.copying import CopyReport, copy_index
    from indexer.posts.article import Article, Cut, Paragraph, Photo
    from indexer.posts.left_out import LeftOut, Reason
    from indexer.progress import Progress
    from indexer.readers.post_reader import PostReader
    from indexer.sources.skipped import Skipped
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
        IndexRefusedError,
        IndexUnreachableError,
        IndexWriteError,
        PruneError,
        ReaderError,
        SettingsError,
        WorkerError,
    )
    from search.explanation import Contribution, Evidence, Explanation
    from search.origin import Fact, Origin
    from search.parameters import PARAMETERS, Filters, Parameter
    from search.request import (
        DUPLICATES,
        FACET_ORDERS,
        FACET_VALUES,
        GAPS,
        GROUPS,
        MAX_PER_PAGE,
        MOST_FACET_VALUES,
        MOST_SIMILAR,
        SORTS,
        VALUE_FACETS,
        Duplicates,
        FacetOrder,
        Gap,
        Groups,
        Sort,
        ValueFacet,
        Wanted,
    )
    from search.results import (
        Facet,
        FacetItem,
        Hit,
        Match,
        Notice,
        Part,
        Results,
        Similar,
        Timeline,
        TimelineBar,
    )
    from search.suggestion import MOST_SUGGESTIONS, Suggestion, SuggestionKind
    from search.text.dates import parse as parse_date
    from search.text.dates import typed_date

    __version__: str

__all__ = [
    "DUPLICATES",
    "FACET_ORDERS",
    "FACET_VALUES",
    "GAPS",
    "GROUPS",
    "KINDS",
    "MAX_PER_PAGE",
    "MOST_FACET_VALUES",
    "MOST_SIMILAR",
    "MOST_SUGGESTIONS",
    "PARAMETERS",
    "SORTS",
    "VALUE_FACETS",
    "Archive",
    "ArchiveError",
    "ArgumentError",
    "Article",
    "ArticleView",
    "BuildReport",
    "Contribution",
    "CopyReport",
    "CorpusError",
    "Cut",
    "Document",
    "DocumentMissingError",
    "Duplicates",
    "Evidence",
    "Explanation",
    "Facet",
    "FacetItem",
    "FacetOrder",
    "Fact",
    "Filters",
    "Gap",
    "Groups",
    "Hit",
    "IndexBusyError",
    "IndexClosedError",
    "IndexDamagedError",
    "IndexMissingError",
    "IndexOutdatedError",
    "IndexRefusedError",
    "IndexUnreachableError",
    "IndexWriteError",
    "LeftOut",
    "Match",
    "Notice",
    "Origin",
    "Paragraph",
    "Parameter",
    "Part",
    "Photo",
    "PostReader",
    "Progress",
    "PruneError",
    "ReaderError",
    "Reason",
    "Results",
    "SettingsError",
    "Similar",
    "Skipped",
    "Sort",
    "Suggestion",
    "SuggestionKind",
    "Timeline",
    "TimelineBar",
    "ValueFacet",
    "Wanted",
    "WorkerError",
    "build_index",
    "copy_index",
    "open_index",
    "parse_date",
    "typed_date",
    "update_index",
]

_PLACES = {
    "DUPLICATES": "search.request:DUPLICATES",
    "FACET_ORDERS": "search.request:FACET_ORDERS",
    "FACET_VALUES": "search.request:FACET_VALUES",
    "GAPS": "search.request:GAPS",
    "GROUPS": "search.request:GROUPS",
    "KINDS": "search.document:KINDS",
    "MAX_PER_PAGE": "search.request:MAX_PER_PAGE",
    "MOST_FACET_VALUES": "search.request:MOST_FACET_VALUES",
    "MOST_SIMILAR": "search.request:MOST_SIMILAR",
    "MOST_SUGGESTIONS": "search.suggestion:MOST_SUGGESTIONS",
    "PARAMETERS": "search.parameters:PARAMETERS",
    "SORTS": "search.request:SORTS",
    "VALUE_FACETS": "search.request:VALUE_FACETS",
    "Archive": "indexer.archive:Archive",
    "ArchiveError": "search.errors:ArchiveError",
    "ArgumentError": "search.errors:ArgumentError",
    "Article": "indexer.posts.article:Article",
    "ArticleView": "indexer.archive:ArticleView",
    "BuildReport": "indexer.build:BuildReport",
    "Contribution": "search.explanation:Contribution",
    "CopyReport": "indexer.copying:CopyReport",
    "CorpusError": "search.errors:CorpusError",
    "Cut": "indexer.posts.article:Cut",
    "Document": "search.document:Document",
    "DocumentMissingError": "search.errors:DocumentMissingError",
    "Duplicates": "search.request:Duplicates",
    "Groups": "search.request:Groups",
    "Evidence": "search.explanation:Evidence",
    "Explanation": "search.explanation:Explanation",
    "Facet": "search.results:Facet",
    "FacetItem": "search.results:FacetItem",
    "Fact": "search.origin:Fact",
    "FacetOrder": "search.request:FacetOrder",
    "Filters": "search.parameters:Filters",
    "Gap": "search.request:Gap",
    "Hit": "search.results:Hit",
    "IndexBusyError": "search.errors:IndexBusyError",
    "IndexClosedError": "search.errors:IndexClosedError",
    "IndexDamagedError": "search.errors:IndexDamagedError",
    "IndexMissingError": "search.errors:IndexMissingError",
    "IndexOutdatedError": "search.errors:IndexOutdatedError",
    "IndexRefusedError": "search.errors:IndexRefusedError",
    "IndexUnreachableError": "search.errors:IndexUnreachableError",
    "IndexWriteError": "search.errors:IndexWriteError",
    "LeftOut": "indexer.posts.left_out:LeftOut",
    "Match": "search.results:Match",
    "Notice": "search.results:Notice",
    "Origin": "search.origin:Origin",
    "Paragraph": "indexer.posts.article:Paragraph",
    "Parameter": "search.parameters:Parameter",
    "Part": "search.results:Part",
    "Photo": "indexer.posts.article:Photo",
    "PostReader": "indexer.readers.post_reader:PostReader",
    "Progress": "indexer.progress:Progress",
    "PruneError": "search.errors:PruneError",
    "ReaderError": "search.errors:ReaderError",
    "Reason": "indexer.posts.left_out:Reason",
    "Results": "search.results:Results",
    "Similar": "search.results:Similar",
    "SettingsError": "search.errors:SettingsError",
    "Skipped": "indexer.sources.skipped:Skipped",
    "Sort": "search.request:Sort",
    "Suggestion": "search.suggestion:Suggestion",
    "SuggestionKind": "search.suggestion:SuggestionKind",
    "Timeline": "search.results:Timeline",
    "TimelineBar": "search.results:TimelineBar",
    "ValueFacet": "search.request:ValueFacet",
    "Wanted": "search.request:Wanted",
    "WorkerError": "search.errors:WorkerError",
    "build_index": "indexer.build:build_index",
    "copy_index": "indexer.copying:copy_index",
    "open_index": "indexer.archive:open_index",
    "parse_date": "search.text.dates:parse",
    "typed_date": "search.text.dates:typed_date",
    "update_index": "indexer.build:update_index",
}
"""Where each name stands: its module and what it is called there."""

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Load a name of the door when it is first used (PEP 562)."""
        if name == "__version__":
            return _version()
        if name == "pictures":
            return import_module("indexer.pictures")
        if name not in _PLACES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        module, _, attribute = _PLACES[name].partition(":")
        value = globals()[name] = getattr(import_module(module), attribute)
        return value

    def _version() -> str:
        """The version that is installed; ``unknown`` in a folder of files that nobody installed."""
        metadata = import_module("importlib.metadata")
        try:
            return str(metadata.version("huabao"))
        except metadata.PackageNotFoundError:
            return "unknown"

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__, "__version__"})
