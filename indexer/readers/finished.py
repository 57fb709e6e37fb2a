"""What a reader of one's own returned, made such that all that follows can rely on it.

A stranger's program is checked as a stranger's post is: Python would take a number for a caption,
and the writer of an index would fail over it, a hundred thousand posts later. Then it gets what
posts get: pictures are looked for in the corpus, captions read for credits and dates, names and
texts kept within bounds, days counted in the zone of the corpus.
"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import cache
from pathlib import PurePosixPath
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from indexer.posts.article import Article, Paragraph, Photo
from indexer.posts.blocks.addresses import on_site, resolved
from indexer.posts.blocks.picture_files import PictureFiles
from indexer.posts.bounds import within_bounds
from indexer.posts.credits.credit_lines import split_credit
from indexer.posts.credits.whole_article import with_credit
from indexer.posts.dates.published import day_in, parse_published
from indexer.posts.dates.taken import find_taken
from indexer.posts.page.decoding import well_formed
from indexer.settings.corpus_settings import CorpusSettings
from indexer.sources.post_file import PostError
from search.errors import shortened
from search.origin import Origin
from search.text.dates import DateError, parse_closed

_LONGEST_SIDE = 1_000_000

T = TypeVar("T")


def finished(
    stated: Article, files: PictureFiles, settings: CorpusSettings, *, reader: str
) -> Article:
    """The article of the post whose picture files are ``files``, as a reader stated it.

    Raises:
        PostError: it is no article, or has neither text nor picture.
    """
    wrong = _wrong(stated, Article, "")
    if wrong:
        raise PostError(f"the reader {reader} returned no article: {wrong}")
    article = _well_formed(stated)
    path = files.post
    published = parse_published(article.published)
    day = day_in(published, settings.zone)
    blocks = tuple(_blocks(article, files, settings, day, reader))
    notes = (*article.notes, *_no_dates(article, reader))
    if not blocks:
        raise PostError("no text and no picture")
    read = replace(
        article,
        path=path,
        title=" ".join(article.title.split()) or PurePosixPath(path).stem,
        published=published,
        credit_from="post" if article.credit or article.creator or article.agency else None,
        category=settings.category(path, article.category),
        blocks=blocks,
        notes=notes,
    )
    return within_bounds(with_credit(read))


def _no_dates(article: Article, reader: str) -> Iterator[str]:
    """A remark on each date that is none; the post is read without it."""
    if article.published and parse_published(article.published) is None:
        yield f"published {shortened(article.published)}, as the reader {reader} has it, is no date"
    for taken in dict.fromkeys(photo.taken for photo in article.photos):
        if taken and not _is_date(taken):
            yield f"taken {shortened(taken)}, as the reader {reader} has it, is no date"


def _is_date(taken: str) -> bool:
    try:
        parse_closed(taken)
    except DateError:
        return False
    return True


def _blocks(
    article: Article,
    files: PictureFiles,
    settings: CorpusSettings,
    day: date | None,
    reader: str,
) -> Iterator[Photo | Paragraph]:
    for block in article.blocks:
        if isinstance(block, Photo):
            yield _dated(_credited(_found(block, files, article, settings), reader), day)
        elif block.text.strip():
            yield block


def _found(photo: Photo, files: PictureFiles, article: Article, settings: CorpusSettings) -> Photo:
    """A photo with its true address and size."""
    width, height = (
        side if side and 0 < side <= _LONGEST_SIDE else None for side in (photo.width, photo.height)
    )
    address = resolved(photo.image, files.post, settings.base_url or article.url)
    if "://" in address:
        return replace(photo, image=address, width=width, height=height, missing=False)
    file = files.find(photo.image)
    published = on_site(photo.image, settings.base_url)
    if published and not file.place:
        return replace(photo, image=published, width=width, height=height, missing=False)
    if file.width and file.height:
        width, height = file.sides
    image = file.place or address
    return replace(photo, image=image, width=width, height=height, missing=not file.place)


def _credited(photo: Photo, reader: str) -> Photo:
    """A photo whose caption was read for a credit, where the reader states none."""
    photo = replace(
        photo,
        reason=photo.reason or f"the reader {reader} says so",
        confidence=photo.confidence or 1.0,
    )
    if photo.credit is not None or photo.creator or photo.agency or photo.caption is None:
        stated = photo.credit or photo.creator or photo.agency
        return replace(photo, caption=photo.caption or None, credit_from="post" if stated else None)
    caption, credit = split_credit(photo.caption)
    photo = replace(photo, caption=caption or None)
    if credit is None:
        return photo
    return replace(
        photo,
        credit=credit.text,
        creator=credit.creator,
        agency=credit.agency,
        role=photo.role or credit.role,
        credit_from="credit",
    )


def _dated(photo: Photo, day: date | None) -> Photo:
    """A photo with a date that an index can hold, or with that of its caption."""
    if photo.taken:
        sound = _is_date(photo.taken)
        basis = photo.taken_basis or "caption"
        return replace(
            photo,
            taken=photo.taken if sound else None,
            taken_basis=basis if sound else None,
            taken_from=Origin(fact="taken", source="post") if sound else None,
        )
    taken = find_taken(photo.caption or "", day)
    return replace(
        photo,
        taken=taken.edtf if taken else None,
        taken_basis=taken.basis if taken else None,
        taken_from=taken.read_in("caption") if taken else None,
    )


def _wrong(value: object, hint: Any, name: str) -> str:
    """What of a value is not as its type has it; empty where all is."""
    if get_origin(hint) in (UnionType, Union):
        kinds = get_args(hint)
        fitting = (
            kind
            for kind in reversed(kinds)  # None stands last, and texts of a list fit no other
            if get_origin(kind) is Literal or isinstance(value, kind)
        )
        return _wrong(value, next(fitting, kinds[0]), name)
    if get_origin(hint) is Literal:
        return "" if value in get_args(hint) else f"{name} is to be one of {get_args(hint)}"
    if get_origin(hint) is tuple:
        if not isinstance(value, tuple):
            return f"{name} is to be a tuple, not {type(value).__name__}"
        inner = get_args(hint)[0]
        return next(filter(None, (_wrong(one, inner, f"one of {name}") for one in value)), "")
    if not isinstance(value, (int, float) if hint is float else hint):
        return f"{name or 'it'} is to be {hint.__name__}, not {type(value).__name__}"
    members = _members(hint).items()
    return next(filter(None, (_wrong(getattr(value, one), kind, one) for one, kind in members)), "")


@cache
def _members(kind: type) -> dict[str, Any]:
    """The members of one of our values with their types; nothing of any other type."""
    return get_type_hints(kind) if is_dataclass(kind) else {}


def _well_formed(value: T) -> T:
    """A value whose texts any file can hold."""
    if isinstance(value, str):
        return well_formed(value)  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(map(_well_formed, value))  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        made = {one.name: _well_formed(getattr(value, one.name)) for one in fields(value)}
        return replace(value, **made)
    return value
