"""From the bytes of a post to an ``Article``: the one place where the steps meet.

The page is decoded and parted (``page``), its own region is found (``region``), and the region is
listed as blocks (``blocks``), which captions are found among (``captions``). ``read_article``
touches the disk (the post, and which picture files there are, with their headers); everything that
it calls between is text in, values out.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath

from bs4 import BeautifulSoup, Tag

from indexer.posts.article import Article, Paragraph, Photo
from indexer.posts.blocks.addresses import on_site, resolved
from indexer.posts.blocks.block import Block, Picture, Text
from indexer.posts.blocks.picture_files import PictureFiles
from indexer.posts.blocks.picture_kind import no_photo
from indexer.posts.blocks.walker import read_blocks
from indexer.posts.bounds import MAX_LINE, within_bounds
from indexer.posts.captions.captioned import Caption, Captions
from indexer.posts.captions.decision import find_captions
from indexer.posts.captions.leaders import is_pointer
from indexer.posts.credits.whole_article import with_credit
from indexer.posts.dates.published import day_in
from indexer.posts.dates.taken import find_taken
from indexer.posts.front_photos import front_photos
from indexer.posts.left_out import LeftOut, Reason
from indexer.posts.markup.rendering import to_html
from indexer.posts.page.decoding import decode
from indexer.posts.page.elements import elements_of
from indexer.posts.page.flattened import flattened
from indexer.posts.page.mdx import MDX, without_code
from indexer.posts.page.metadata import Metadata, address_of, read_metadata, stated_url
from indexer.posts.page.post import Post, split
from indexer.posts.region.region import read_region
from indexer.posts.sites.rules import SiteRules
from indexer.settings.corpus_settings import CorpusSettings
from indexer.sources.post_file import PostError
from indexer.sources.source import Place, source_of
from search.origin import Source

Finder = Callable[[Sequence[Block], str], Captions]
"""As ``captions.decision.find_captions``."""


def read_article(
    root: Place,
    path: str,
    *,
    settings: CorpusSettings = CorpusSettings(),  # noqa: B008 - a value
) -> Article:
    """Read a post of the corpus; ``path`` is as ``survey`` gives it.

    Raises:
        PostError: the file is no post; the message says why.
    """
    return parse_article(source_of(root).open(path).data, root, path, settings=settings)


def parse_article(
    data: bytes,
    root: Place,
    path: str,
    *,
    files: PictureFiles | None = None,
    settings: CorpusSettings = CorpusSettings(),  # noqa: B008 - a value
    find: Finder = find_captions,
) -> Article:
    """Make an article of the bytes of a post; ``root`` is where its pictures lie.

    ``files`` keeps what was looked for there; ``settings`` are those of the corpus; ``find``
    decides the captions of the blocks.

    Raises:
        PostError: they are no post; the message says why.
    """
    try:
        return _article(data, files or PictureFiles(root, path), settings, find)
    except (PostError, MemoryError):
        raise
    except Exception as error:
        # The last resort: what people and scripts put into posts finds faults in four parsers,
        # and a build of a hundred thousand posts must not end at one of them.
        raise PostError(f"reading it failed: {type(error).__name__}") from error


def _article(data: bytes, files: PictureFiles, settings: CorpusSettings, find: Finder) -> Article:
    path = files.post
    decoded = decode(data)
    post = split(decoded.text)
    suffix = PurePosixPath(path).suffix.lower()
    body = without_code(post.body) if suffix == MDX else post.body
    markup = to_html(
        body, suffix, variables={**settings.site_variables, **flattened(post.meta, "page")}
    )
    soup = BeautifulSoup(markup.html, "lxml")
    elements = elements_of(soup)
    rules = _rules(settings, path, post, elements)
    region = read_region(soup, site=rules, elements=elements)
    metadata = read_metadata(post.meta, soup, path, page=region.stated, elements=elements)
    read = read_blocks(region.root, furniture=region.furniture, captions=region.captions)
    pictures = _Pictures(files, metadata, settings.base_url)
    blocks = pictures.resolved(read.blocks)
    captions = find(blocks, metadata.title[:MAX_LINE])
    front, refused = front_photos(metadata.pictures, blocks, captions, pictures.resolve)
    if not blocks and not front:
        raise PostError("no text and no picture")
    day = day_in(metadata.published, settings.zone)
    article = Article(
        path=path,
        title=metadata.title,
        published=metadata.published,
        author=metadata.author,
        url=metadata.url,
        category=settings.category(path, metadata.category),
        place=metadata.place,
        person=metadata.person,
        tags=metadata.tags,
        blocks=(*(_photo(*one, day) for one in front), *_blocks(blocks, captions, day)),
        left_out=(
            *refused,
            *markup.left_out,
            *region.left_out,
            *read.left_out,
            *pictures.left_out,
        ),
        notes=(*decoded.notes, *post.notes, *markup.notes),
        draft=metadata.draft,
    )
    return within_bounds(with_credit(article, photographer=metadata.photographer))


def _rules(
    settings: CorpusSettings, path: str, post: Post, elements: Mapping[str, Sequence[Tag]]
) -> SiteRules | None:
    """The rules that the owner of the corpus has for the page."""
    if not settings.sites:
        return None
    site = settings.site(path, stated_url(post.meta) or address_of(elements))
    return SiteRules.from_mapping(site.selectors) if site else None


class _Pictures:
    """Gives pictures their true addresses and sizes, and keeps those that are no photos."""

    def __init__(self, files: PictureFiles, metadata: Metadata, site: str | None) -> None:
        self._files = files
        self._base = site or metadata.url
        self._site = site
        self.left_out: list[LeftOut] = []

    def resolved(self, blocks: Sequence[Block]) -> list[Block]:
        """Give blocks with their pictures resolved, without those that are none."""
        kept: list[Block] = []
        for block in blocks:
            if isinstance(block, Text):
                kept.append(block)
            elif picture := self.resolve(block):
                kept.append(picture)
            else:
                self.left_out.append(LeftOut(block.address, Reason.FILE))
        return kept

    def resolve(self, picture: Picture) -> Picture | None:
        """Give a picture its true address and size; None where its file is that of no photo."""
        address = resolved(picture.address, self._files.post, self._base)
        if "://" in address:
            return replace(picture, address=address)
        file = self._files.find(picture.address)
        published = on_site(picture.address, self._site)
        if published and not file.place:
            return replace(picture, address=published)
        address = file.place or address
        size = file.sides if None not in file.sides else picture.size
        if no_photo(address, size):
            return None
        return replace(picture, address=address, size=size, missing=not file.place)


def _blocks(
    blocks: Sequence[Block], captions: Captions, day: date | None
) -> Iterator[Photo | Paragraph]:
    for index, block in enumerate(blocks):
        if isinstance(block, Picture):
            yield _photo(block, captions.of[index], day)
            continue
        text = captions.used.get(index, block.text)
        if text and not is_pointer(text):
            yield Paragraph(text)


def _photo(picture: Picture, caption: Caption, day: date | None) -> Photo:
    credit = caption.credit
    source: Source = "caption"
    taken = find_taken(caption.text or "", day)
    if taken is None and credit is not None:
        source, taken = "credit", find_taken(credit.text, day)
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
        runner_up=caption.runner_up,
        credit=credit.text if credit else None,
        creator=credit.creator if credit else (),
        agency=credit.agency if credit else None,
        role=credit.role if credit else None,
        taken=taken.edtf if taken else None,
        taken_basis=taken.basis if taken else None,
        taken_from=taken.read_in(source) if taken else None,
        credit_from=_source_of(caption),
    )


def _source_of(caption: Caption) -> Source | None:
    """Where the credit of a picture stands."""
    if caption.credit is None:
        return None
    return "post" if caption.position == "front_matter" else "credit"
