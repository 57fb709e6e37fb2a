"""The pictures of front matter as photos of the article.

They stand before the body, as themes show them, in their order. One that the body shows as well
stays where it is shown, and takes its caption from here where the body gives it none. A theme may
look for ``a.jpg`` in a folder that the body has to name: where no file is there, one of the body
that ends so is the same. A cover is
used where the post has no other picture, or where it has a caption of its own.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from indexer.posts.blocks.addresses import true_address
from indexer.posts.blocks.block import Block, Picture
from indexer.posts.blocks.picture_kind import no_photo
from indexer.posts.captions.captioned import Caption, Captions
from indexer.posts.credits.credit_lines import Credit, split_credit
from indexer.posts.credits.whole_article import stated_credit
from indexer.posts.left_out import MAX_SHOWN, LeftOut, Reason
from indexer.posts.page.picture_values import FrontPicture

_CONFIDENCE = 0.97

Resolve = Callable[[Picture], Picture | None]
"""Gives a picture its place in the corpus, or nothing where its file shows that it is no photo."""


def front_photos(
    pictures: Iterable[FrontPicture], items: Sequence[Block], captions: Captions, resolve: Resolve
) -> tuple[list[tuple[Picture, Caption]], list[LeftOut]]:
    """The pictures that the body does not show, with captions; those of others go to ``captions``.

    ``items`` are the body's, resolved. What is no photo is given, too, with the reason.
    """
    shown, tails = _shown(items)
    found: dict[str, tuple[Picture, Caption]] = {}
    left_out: list[LeftOut] = []
    for front in pictures:
        caption = _caption(front)
        if front.is_cover and caption.text is None and (found or shown):
            continue
        picture = _picture(front, resolve)
        if isinstance(picture, LeftOut):
            left_out.append(picture)
            continue
        if picture.address in found:
            continue
        index = shown.get(picture.address, -1)
        if picture.missing and index < 0:
            index = tails.get(front.address.removeprefix("./"), -1)
        if index < 0:
            found[picture.address] = picture, caption
        elif captions.of[index].text is None and caption.text is not None:
            captions.of[index] = caption
    return list(found.values()), left_out


def _shown(items: Sequence[Block]) -> tuple[dict[str, int], dict[str, int]]:
    """Where the body shows a picture first, by its address and by the ends of that."""
    shown: dict[str, int] = {}
    tails: dict[str, int] = {}
    for index, item in enumerate(items):
        if isinstance(item, Picture):
            shown.setdefault(item.address, index)
            for tail in _tails(item.address):
                tails.setdefault(tail, index)
    return shown, tails


def _tails(address: str) -> Iterator[str]:
    """The name of a picture's file, alone and with the folder above it."""
    head, _, name = address.rpartition("/")
    yield name
    yield f"{head.rpartition('/')[2]}/{name}"


def _picture(front: FrontPicture, resolve: Resolve) -> Picture | LeftOut:
    address = true_address(front.address)
    reason = no_photo(address, (None, None))
    picture = None if reason else resolve(Picture(address=address))
    return picture or LeftOut(address[:MAX_SHOWN], reason or Reason.FILE)


def _caption(front: FrontPicture) -> Caption:
    text, credit = split_credit(front.caption or "")
    own = _credit(front)
    if own is not None and (credit is None or own.creator or not credit.creator):
        credit = own
    if not text and credit is None:
        return Caption(reason="the front matter gives it no caption")
    return Caption(
        text=text or None,
        credit=credit,
        position="front_matter",
        confidence=_CONFIDENCE,
        reason="it stands with the picture in the front matter",
    )


def _credit(front: FrontPicture) -> Credit | None:
    """The credit that a key of its own gives."""
    if front.credit is None:
        return None
    return stated_credit(front.credit, is_photographer=front.photographer)
