"""Makes an index from a folder of posts, and keeps it up with the folder.

A build reads every post and goes live when it is complete; until then, and when it fails or is
killed, the previous build answers. An update compares the folder with the records in the index:
a post is not opened where its size and time and those of its pictures are as recorded, it is not
read again where its bytes are, and where nothing changed nothing is written. What another extractor
read is read again, all of it, in the same way.

A file that is no post is recorded with the reason, never fatal. A file that cannot be read at the
moment is another matter: a share that is away for an hour must not empty the archive, so an update
keeps what it has of it, and records nothing, which makes the next one try again.
"""

import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field, fields
from pathlib import Path

from indexer.extractor import extractor_version, version_with
from indexer.held import Held, replaced
from indexer.place import checked_place
from indexer.posts.article import Cut
from indexer.progress import Progress
from indexer.pruning import check_listed, check_removed
from indexer.readers.installed import installed_readers
from indexer.reading import Manner
from indexer.records import CORPUS, corpus_record
from indexer.settings.corpus_settings import CorpusSettings
from indexer.settings.settings_file import read_settings
from indexer.sources.folder import POST_SUFFIXES, Listing, printable
from indexer.sources.skipped import Skipped
from indexer.sources.source import Folder, Source
from indexer.stamps import Stamps
from indexer.upkeep import Tally, Upkeep
from search import arguments, connect
from search import locate as locate_index
from search.engine import MEMORY
from search.errors import CorpusError, IndexMissingError
from search.manifest import Manifest


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class BuildReport:
    """What a build or an update did.

    Attributes:
        posts, photos, paragraphs: what the index holds of the posts that were read.
        added, changed, removed, unchanged: posts, compared with the index before; a build adds
            all. A post that can be read as such no longer is removed. Skipped files are not
            counted.
        skipped: all files that are no posts, and those that could not be read, of which the index
            may hold the last version.
        cut: posts of which something was too much to be kept, with what it was.
        left_out: how many pictures of the posts gave no photo, by the reason.
    """

    posts: int = 0
    photos: int = 0
    paragraphs: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    skipped: tuple[Skipped, ...] = ()
    cut: tuple[Cut, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)

    def __repr__(self) -> str:
        counts = (f"{f.name}={getattr(self, f.name)}" for f in fields(self) if f.name != "skipped")
        return f"<BuildReport {' '.join(counts)} skipped: {len(self.skipped)}>"


def build_index(
    corpus: str | Path | Source,
    index: str | Path,
    *,
    progress: Progress | None = None,
    jobs: int | None = 1,
    memory: int = MEMORY,
    drafts: bool = False,
) -> BuildReport:
    """Index all posts of a folder; the new build replaces the old one when it is complete.

    ``index`` is a directory, or ``opensearch://HOST:9200/NAME`` for an index in a cluster.

    ``jobs`` is how many processes read posts; None is one for every core. With 1 this process
    reads alone. A script that asks for more must have its main code under
    ``if __name__ == "__main__":``, since processes that are started afresh import it.

    ``memory`` is how many bytes of posts are held before they go to the disk; the processes that
    read, the dictionary and the program itself come on top of it.

    ``drafts`` reads posts as well that lie in ``_drafts`` or say that they are drafts; an update
    without it removes them.

    Raises:
        ArgumentError: ``jobs`` or ``memory`` is less than 1, or another argument is of no use.
        WorkerError: a process that read posts died; the previous build stays live.
        CorpusError: the folder does not exist, cannot be read, or holds no posts.
        SettingsError: its ``huabao.toml`` says what cannot be.
        ReaderError: a reader that is installed cannot be loaded.
        IndexBusyError: another process is writing the index.
        IndexWriteError: the index cannot be written; the previous build stays live.
        IndexUnreachableError, IndexRefusedError: the cluster of the index cannot be asked.
    """
    source, place = _checked(corpus, index, progress, jobs, memory, drafts=drafts)
    settings = read_settings(source)
    listing = _listing(source, drafts=drafts)
    manifest = Manifest.today(
        built=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        source={"corpus": printable(source.home)},
    )
    extractor = _extractor(settings)
    with (
        locate_index(place).build(manifest, memory=memory) as writer,
        replaced(place, extractor) as former,
    ):
        writer.put(CORPUS, (), corpus_record(source.home))
        work = Upkeep(
            Manner(source=source, settings=settings, drafts=drafts),
            writer,
            manifest.analyzer(),
            {},
            Stamps({}),
            former,
            extractor=extractor,
        )
        return _report(work.done(listing, progress, jobs=jobs))


def update_index(
    corpus: str | Path | Source,
    index: str | Path,
    *,
    progress: Progress | None = None,
    jobs: int | None = 1,
    memory: int = MEMORY,
    verify: bool = False,
    prune: bool = False,
    drafts: bool = False,
) -> BuildReport:
    """Read what changed in the folder since the index was built or updated; drop what is gone.

    Where there is no index yet, this is a build. Posts that another version of the program read
    differently are read again.

    Args:
        verify: read the bytes of every post, also where size and time are as they were.
        prune: remove posts that are gone however many they are.

    Raises: as ``build_index``, and
        IndexOutdatedError: the index was made by another version; build it again.
        ArgumentError: the index was made of another folder.
        PruneError: more than ten posts and more than a third are gone, or are no posts any more,
            and ``prune`` is False.
    """
    switches = {"verify": verify, "prune": prune, "drafts": drafts}
    source, place = _checked(corpus, index, progress, jobs, memory, **switches)
    settings = read_settings(source)
    listing = _listing(source, drafts=drafts)
    try:
        with (
            locate_index(place).revise(memory=memory) as writer,
            closing(connect(place)) as engine,
        ):
            extractor = _extractor(settings)
            held = Held(engine, extractor)
            if not prune:
                check_listed(source, listing, held.known, held.corpus)
            held.note_home(source.home, writer)
            work = Upkeep(
                Manner(source=source, settings=settings, drafts=drafts),
                writer,
                engine.manifest.analyzer(),
                held.known,
                held.stamps,
                held.former(engine),
                extractor=extractor,
                verify=verify,
            )
            tally = work.done(listing, progress, jobs=jobs)
            if not prune:  # what was written until here is abandoned
                check_removed(source, listing, held.known, held.corpus, tally.gone)
            return _report(tally)
    except IndexMissingError:
        return build_index(
            corpus, index, progress=progress, jobs=jobs, memory=memory, drafts=drafts
        )


def _checked(
    corpus: object,
    index: object,
    progress: object,
    jobs: object,
    memory: object,
    **switches: object,
) -> tuple[Source, str]:
    """The source and the place, where all that was passed can be used."""
    for name, switch in switches.items():
        arguments.truth(name, switch)
    source = corpus if isinstance(corpus, Source) else Folder(arguments.path("corpus", corpus))
    place = checked_place("index", index)
    arguments.function("progress", progress)
    if jobs is not None:
        arguments.whole("jobs", jobs, least=1, most=arguments.MOST_JOBS)
    arguments.whole("memory", memory, least=1)
    return source, place


def _report(tally: Tally) -> BuildReport:
    return BuildReport(
        **tally.counts, skipped=tally.skipped, cut=tally.cut, left_out=tally.left_out
    )


def _extractor(settings: CorpusSettings) -> str:
    """The version of all that decides how posts of a corpus are read."""
    return version_with(extractor_version(), settings.digest, installed_readers().versions)


def _listing(source: Source, *, drafts: bool) -> Listing:
    suffixes = POST_SUFFIXES | installed_readers().suffixes
    listing = source.survey(drafts=drafts, suffixes=suffixes)
    if not listing.paths:
        raise CorpusError(
            f"no posts in {source.name}: looked for files named *{', *'.join(sorted(suffixes))}"
        )
    return listing
