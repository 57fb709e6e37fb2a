"""From a post file to an ``Article``: the one place where reading, captions and dates meet.

``read_article`` touches the disk (the post, and which picture files there are, with their headers);
everything that it calls between is text in, values out.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from indexer.posts.article import Article, Paragraph, Photo
from indexer.posts.blocks.addresses import resolved
from indexer.posts.blocks.block import Block, Picture, Text
from indexer.posts.blocks.picture_files import PictureFiles
from indexer.posts.blocks.picture_kind import no_photo
from indexer.posts.blocks.walker import read_blocks
from indexer.posts.bounds import within_bounds
from indexer.posts.captions.captioned import Caption, Captions
from indexer.posts.captions.decision import find_captions
from indexer.posts.dates.published import day_in
from indexer.posts.dates.taken import find_taken
from indexer.posts.front_photos import front_photos
from indexer.posts.page.decoding import decode
from indexer.posts.page.markup import to_soup
from indexer.posts.page.mdx import MDX, without_code
from indexer.posts.page.metadata import Metadata, read_metadata
from indexer.posts.page.post import split
from indexer.posts.region.region import read_region
from indexer.sources.post_file import PostError, open_post

Finder = Callable[[Sequence[Block], str], Captions]
"""As ``captions.decision.find_captions``."""


def read_article(root: str | os.PathLike[str], path: str) -> Article:
    """Read a post of the corpus; ``path`` is as ``corpus.survey`` gives it.

    Raises:
        PostError: the file is no post; the message says why.
    """
    return parse_article(open_post(root, path).data, root, path)


def parse_article(
    data: bytes,
    root: str | os.PathLike[str],
    path: str,
    *,
    files: PictureFiles | None = None,
    find: Finder = find_captions,
) -> Article:
    """Make an article of the bytes of a post; ``root`` is where its pictures lie.

    ``files`` keeps what was looked for there; ``find`` decides the captions of its blocks.

    Raises:
        PostError: they are no post; the message says why.
    """
    try:
        return _article(data, files or PictureFiles(root, path), find)
    except (PostError, MemoryError):
        raise
    except Exception as error:
        # The last resort: what people and scripts put into posts finds faults in four parsers,
        # and a build of a hundred thousand posts must not end at one of them.
        raise PostError(f"reading it failed: {type(error).__name__}") from error


def _article(data: bytes, files: PictureFiles, find: Finder) -> Article:
    path = files.post
    decoded = decode(data)
    post = split(decoded.text)
    suffix = PurePosixPath(path).suffix.lower()
    soup = to_soup(without_code(post.body) if suffix == MDX else post.body, suffix)
    region = read_region(soup)
    metadata = read_metadata(post.meta, soup, path, page=region.stated)
    read = read_blocks(region.root, furniture=region.furniture, captions=region.captions)
    items = _real_photos(read.blocks, files, metadata)
    captions = find(items, metadata.title)
    front = front_photos(
        metadata.pictures, items, captions, lambda one: _resolved(one, files, metadata.url)
    )
    if not items and not front:
        raise PostError("no text and no picture")
    article = Article(
        path=path,
        title=metadata.title,
        published=metadata.published,
        author=metadata.author,
        url=metadata.url,
        category=metadata.category,
        place=metadata.place,
        person=metadata.person,
        tags=metadata.tags,
        blocks=(
            *(_photo(*one, metadata.published) for one in front),
            *_blocks(items, captions, metadata.published),
        ),
        notes=decoded.notes,
        draft=metadata.draft,
    )
    return within_bounds(article)


def _real_photos(items: Sequence[Block], files: PictureFiles, metadata: Metadata) -> list[Block]:
    """Resolve addresses and measure files."""
    kept: list[Block] = []
    for item in items:
        if isinstance(item, Text):
            kept.append(item)
        elif picture := _resolved(item, files, metadata.url):
            kept.append(picture)
    return kept


def _resolved(picture: Picture, files: PictureFiles, url: str | None) -> Picture | None:
    """Give a picture its true address and size; None where its file shows that it is no photo."""
    address = resolved(picture.address, files.post, url)
    if "://" in address:
        return replace(picture, address=address)
    file = files.find(picture.address)
    address = file.place or address
    size = file.sides if None not in file.sides else picture.size
    if no_photo(address, size):
        return None
    return replace(picture, address=address, size=size, missing=not file.place)


def _blocks(
    items: Sequence[Block], captions: Captions, published: str | None
) -> Iterator[Photo | Paragraph]:
    for index, item in enumerate(items):
        if isinstance(item, Picture):
            yield _photo(item, captions.of[index], published)
        else:
            text = captions.used.get(index, item.text)
            if text:
                yield Paragraph(text)


def _photo(picture: Picture, caption: Caption, published: str | None) -> Photo:
    credit = caption.credit
    day = day_in(published)
    taken = find_taken(caption.text or "", day) or (
        find_taken(credit.text, day) if credit else None
    )
    width, height = picture.size
    return Photo(
        image=picture.address,
        missing=picture.missing,
        width=width,
        height=height,
        caption=caption.text,
        caption_position=caption.position,
        confidence=caption.confidence,
        reason=caption.reason,
        credit=credit.text if credit else None,
        creator=credit.creator if credit else (),
        agency=credit.agency if credit else None,
        role=credit.role if credit else None,
        taken=taken.edtf if taken else None,
        taken_basis=taken.basis if taken else None,
    )
