"""From a post file to an ``Article``: the one place where reading, captions and dates meet.

``read_article`` touches the disk (the post, and which picture files there are, with their headers);
everything that it calls between is text in, values out.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from bs4 import BeautifulSoup

from indexer.posts.article import Article, Paragraph, Photo
from indexer.posts.blocks.addresses import resolved, true_address
from indexer.posts.blocks.body import Item, Picture, Text, whole_body
from indexer.posts.blocks.picture_files import PictureFiles
from indexer.posts.blocks.picture_kind import no_photo
from indexer.posts.bounds import within_bounds
from indexer.posts.captions.captioned import Caption, Captions
from indexer.posts.captions.decision import find_captions
from indexer.posts.dates.published import day_in_china
from indexer.posts.dates.taken import find_taken
from indexer.posts.left_out import MAX_SHOWN, LeftOut, Reason
from indexer.posts.markup.rendering import to_html
from indexer.posts.page.decoding import decode
from indexer.posts.page.metadata import Metadata, read_metadata
from indexer.posts.page.post import split
from indexer.sources.post_file import PostError, open_post
from indexer.sources.site_config import flattened, read_variables


def read_article(root: str | os.PathLike[str], path: str) -> Article:
    """Read a post of the corpus; ``path`` is as ``corpus.survey`` gives it.

    Raises:
        PostError: the file is no post; the message says why.
    """
    return parse_article(open_post(root, path).data, root, path)


def parse_article(
    data: bytes, root: str | os.PathLike[str], path: str, *, files: PictureFiles | None = None
) -> Article:
    """Make an article of the bytes of a post; ``root`` is where its pictures lie.

    ``files`` keeps what was looked for there.

    Raises:
        PostError: they are no post; the message says why.
    """
    try:
        return _article(data, files or PictureFiles(root, path))
    except (PostError, MemoryError):
        raise
    except Exception as error:
        # The last resort: what people and scripts put into posts finds faults in four parsers,
        # and a build of a hundred thousand posts must not end at one of them.
        raise PostError(f"reading it failed: {type(error).__name__}") from error


def _article(data: bytes, files: PictureFiles) -> Article:
    path = files.post
    post = split(decode(data))
    variables = {**read_variables(files.root), **flattened(post.meta, "page")}
    markup = to_html(post.body, PurePosixPath(path).suffix.lower(), variables=variables)
    soup = BeautifulSoup(markup.html, "lxml")
    metadata = read_metadata(post.meta, soup, path)
    body = whole_body(soup)
    left_out = [*markup.left_out, *body.left_out]
    items = _real_photos(body.items, files, metadata, left_out)
    if not items:
        raise PostError("no text and no picture")
    captions = find_captions(items, metadata.title)
    article = Article(
        path=path,
        title=metadata.title,
        published=metadata.published,
        author=metadata.author,
        url=metadata.url,
        category=metadata.category,
        place=metadata.place,
        person=metadata.person,
        blocks=tuple(_blocks(items, captions, metadata.published)),
        draft=metadata.draft,
        left_out=tuple(left_out),
        notes=markup.notes,
    )
    return within_bounds(article)


def _real_photos(
    items: Sequence[Item], files: PictureFiles, metadata: Metadata, left_out: list[LeftOut]
) -> list[Item]:
    """Resolve addresses, measure files, and give a post without pictures its head picture."""
    kept: list[Item] = []
    for item in items:
        if isinstance(item, Text):
            kept.append(item)
        elif picture := _resolved(item, files, metadata.url):
            kept.append(picture)
        else:
            left_out.append(LeftOut(item.address[:MAX_SHOWN], Reason.FILE))
    if not any(isinstance(item, Picture) for item in items):
        kept[:0] = _head_picture(files, metadata)
    return kept


def _head_picture(files: PictureFiles, metadata: Metadata) -> Iterator[Picture]:
    for address in metadata.head_images:
        address = true_address(address)
        if no_photo(address, (None, None)) is None:
            picture = _resolved(Picture(address=address), files, metadata.url)
            if picture:
                yield picture
                return


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
    items: Sequence[Item], captions: Captions, published: str | None
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
    taken = find_taken(caption.text or "", day_in_china(published))
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
