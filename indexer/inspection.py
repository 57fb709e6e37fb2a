"""What would be indexed: every post with its photos, captions, credits, dates and gaps, as values.

The shape of the JSON is a contract with programs (it is also how extraction is scored from
outside), so it is written out by hand here: fields that ``Photo`` may get later do not leak into
it.
How it looks on a terminal is in ``inspection_view``.
"""

from dataclasses import asdict, dataclass
from typing import Any

from indexer.limits import CostError, Limits, bounded
from indexer.posts.article import Article, Cut, Photo
from indexer.posts.left_out import by_reason, in_all
from indexer.progress import Progress
from indexer.readers.installed import installed_readers
from indexer.readers.reading import read_post
from indexer.settings.settings_file import read_settings
from indexer.sources.folder import A_DRAFT, POST_SUFFIXES
from indexer.sources.post_file import PostError
from indexer.sources.skipped import Skipped
from indexer.sources.source import Folder, Place, Source
from indexer.web_address import picture_address
from search import arguments
from search.origin import Origin

_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Inspection:
    """All posts of a corpus as the extractor reads them.

    Attributes:
        posts: in the order of their paths.
        skipped: files that are no posts, in the same order.
    """

    posts: tuple[Article, ...]
    skipped: tuple[Skipped, ...]

    @property
    def photos(self) -> tuple[Photo, ...]:
        """The photos of all posts."""
        return tuple(photo for post in self.posts for photo in post.photos)

    @property
    def gaps(self) -> tuple[Photo, ...]:
        """The photos that have no caption."""
        return tuple(photo for photo in self.photos if photo.caption is None)

    @property
    def missing(self) -> tuple[Photo, ...]:
        """The photos whose files are not in the corpus."""
        return tuple(photo for photo in self.photos if photo.missing)

    @property
    def cut(self) -> tuple[Cut, ...]:
        """What was too much to be kept."""
        return tuple(Cut(post.path, remark) for post in self.posts for remark in post.cut)

    @property
    def left_out(self) -> dict[str, int]:
        """How many pictures of all posts gave no photo, by the reason."""
        return in_all(by_reason(post.left_out) for post in self.posts)

    def to_json(self) -> dict[str, Any]:
        """Give the value that ``inspect --json`` prints; what is not known is None."""
        found: dict[str, Any] = {
            "posts": [_post(post) for post in self.posts],
            "skipped": [asdict(skipped) for skipped in self.skipped],
            "left_out": self.left_out,
        }
        if self.cut:
            found["cut"] = [asdict(cut) for cut in self.cut]
        return found


def inspect_corpus(
    root: Place, *, progress: Progress | None = None, drafts: bool = False
) -> Inspection:
    """Read all posts of a corpus; ``progress`` is called after each file.

    ``drafts`` reads drafts as well.

    Raises:
        CorpusError: the folder cannot be read.
        SettingsError: its ``huabao.toml`` says what cannot be.
        ReaderError: a reader that is installed cannot be loaded.
    """
    source = root if isinstance(root, Source) else Folder(arguments.path("corpus", root))
    settings = read_settings(source)
    suffixes = POST_SUFFIXES | installed_readers().suffixes
    listing = source.survey(drafts=drafts, suffixes=suffixes)
    posts: list[Article] = []
    skipped = list(listing.skipped)
    for done, path in enumerate(listing.paths, start=1):
        try:
            with bounded(_LIMITS):
                data = source.open(path).data
                article = read_post(data, source, path, settings=settings)
            if article.draft and not drafts:
                skipped.append(Skipped(path, A_DRAFT))
            else:
                posts.append(article)
        except (PostError, CostError) as error:
            skipped.append(Skipped(path, error.reason))
        if progress:
            progress(done, len(listing.paths))
    return Inspection(tuple(posts), tuple(sorted(skipped, key=lambda one: one.path)))


def _post(post: Article) -> dict[str, Any]:
    return {
        "path": post.path,
        "title": post.title,
        "published": post.published,
        **_article_credit(post),
        "photos": [_photo(photo) for photo in post.photos],
        "left_out": by_reason(post.left_out),
        "left_out_pictures": [
            {"what": one.what, "reason": one.reason.value} for one in post.left_out
        ],
        "notes": list(post.notes),
    }


def _article_credit(post: Article) -> dict[str, Any]:
    """Who made the pictures of all of a post; nothing where it does not say so."""
    if post.credit is None and not post.creator and post.agency is None:
        return {}
    stated = {
        "text": post.credit,
        "creator": list(post.creator),
        "agency": post.agency,
        "from": post.credit_from,
    }
    return {"article_credit": stated}


def _photo(photo: Photo) -> dict[str, Any]:
    return {
        "image": picture_address(photo.image) or None,
        "width": photo.width,
        "height": photo.height,
        "caption": photo.caption,
        "caption_position": photo.caption_position,
        "confidence": photo.confidence,
        "reason": photo.reason,
        "credit": photo.credit,
        "creator": list(photo.creator),
        "agency": photo.agency,
        "role": photo.role,
        "taken": photo.taken,
        "taken_basis": photo.taken_basis,
        "taken_from": photo.taken_from and _origin(photo.taken_from, photo),
        "credit_from": photo.credit_from,
        "runner_up": photo.runner_up,
    }


def _origin(origin: Origin, photo: Photo) -> dict[str, Any]:
    """Where the date of a photo was read, with its words."""
    text = {"caption": photo.caption, "credit": photo.credit}.get(origin.source) or ""
    return {
        "source": origin.source,
        "text": text[origin.start : origin.end] or None,
        "supplied": list(origin.supplied),
    }
