"""A post read, whoever reads it: a reader that is installed for its format, else ``posts``."""

from indexer.posts.article import Article
from indexer.posts.blocks.picture_files import PictureFiles
from indexer.posts.extract import parse_article
from indexer.readers.finished import finished
from indexer.readers.installed import installed_readers
from indexer.settings.corpus_settings import CorpusSettings
from indexer.sources.folder import POST_SUFFIXES
from indexer.sources.post_file import MAX_BYTES, PostError
from indexer.sources.source import Place


def read_post(
    data: bytes,
    place: Place,
    path: str,
    *,
    files: PictureFiles | None = None,
    settings: CorpusSettings = CorpusSettings(),  # noqa: B008 - a value
) -> Article:
    """Make an article of the bytes of a post, as ``posts.extract.parse_article`` does.

    Raises:
        PostError: they are no post; the message says why.
        ReaderError: a reader that is installed cannot be loaded.
    """
    files = files or PictureFiles(place, path)
    if len(data) > MAX_BYTES:
        raise PostError(f"larger than {MAX_BYTES // 2**20} MiB")
    reader = installed_readers().of(path, data)
    if reader is not None:
        return _finished(reader.read(path, data), files, settings, reader.name)
    if not path.lower().endswith(tuple(POST_SUFFIXES)):
        raise PostError("no reader that is installed reads it")
    return parse_article(data, place, path, files=files, settings=settings)


def _finished(stated: Article, files: PictureFiles, settings: CorpusSettings, name: str) -> Article:
    try:
        return finished(stated, files, settings, reader=name)
    except (PostError, MemoryError):
        raise
    except Exception as error:  # the last resort, as in ``parse_article``
        raise PostError(f"reading it failed: {type(error).__name__}") from error
