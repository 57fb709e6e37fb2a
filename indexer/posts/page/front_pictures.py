"""The pictures that front matter names, with what it says of each.

Themes of blogs have as many shapes for this as there are themes: a text, a list of texts, a list
of mappings with a key for the address and one for the caption, mappings in mappings, a mapping from
address to caption, Markdown in a text. So little is asked of names: an address is known by its
value, a key decides only between several. Three kinds of keys are told apart:

- galleries (``photos``, ``gallery``): all that is named in them are photos of the article;
- covers (``cover``, ``image``): one picture to stand for the post. Whether it is of the post its
  front matter alone cannot say: many blogs have one for all. It is used where the post shows no
  other, or where somebody wrote a caption for it;
- others: only a list of picture files, or a mapping that has both a picture file and a caption and
  leads nowhere else, which tells a photo from the thumbnail of another page.

People are left out: a mapping of an author has a picture and a name, too.

A cover that all posts share is one more picture of each. To see that it is shared the whole corpus
would have to be read for every post, and a post would change when another one is added: an update
would no longer give what a build gives. Search shows a picture that many posts have as one row.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from indexer.posts.page.picture_values import (
    CAPTIONS,
    NAMES,
    NO_PICTURE,
    SMALLER,
    FrontPicture,
    about,
    as_caption,
    in_text,
    is_address,
    is_address_key,
    is_file,
    is_web,
    joined,
    of_mapping,
    plain_key,
)
from indexer.posts.page.values import texts_in

_GALLERIES = re.compile(
    r"(?:photo|gallery|gallerie|image|picture|pic|img|album|slide|slideshow|carousel|figure|photoset|"
    r"shot|snapshot|lightbox|resource)s?(?:list|items?|images?|photos?|pictures?|pics?)?|galleries|"
    r"图片|照片|图集|相册|组图|圖片|圖集|相簿|相冊|組圖"
)
_COVERS = (
    *("headimg", "headimage", "headerimg", "headerimage", "header", "cover", "coverimg"),
    *("coverimage", "coverphoto", "thumbnail", "thumb", "thumbnails", "image", "img", "banner"),
    *("bannerimg", "bannerimage", "featuredimage", "featuredimg", "featureimage", "featureimg"),
    *("feature", "featured", "hero", "heroimage", "ogimage", "indeximg", "topimg", "postimage"),
    *("postimg", "teaser", "poster", "preview", "封面", "头图", "题图", "首图", "配图", "頭圖"),
    *("題圖", "首圖", "配圖"),
)
_PEOPLE = frozenset(
    {
        *("author", "authors", "person", "people", "persons", "team", "members", "contributors"),
        *("speakers", "reviewer", "reviewers", "editor", "editors", "作者", "人物", "编辑", "編輯"),
    }
)
_PAGE_KEY = re.compile(r"url|link|href|permalink|website|site|repo|github|链接|网址")

_PROSE = re.compile(r"[\u3400-\u9fff\s]")
"""In a key that is a caption and no name."""

_OWN = ("caption", "图说", "图片说明", "圖說", "photocredit", "imagecredit")
"""What stands beside a cover and can be of nothing else."""

_OF_THE_POST = frozenset({"title", "description", "desc", "describe", "text", "content", "name",
                          "label", "标题", "標題", "描述"})  # fmt: skip

_MOST = 2000
"""Pictures of one front matter."""


def front_pictures(front: Mapping[str, Any]) -> tuple[FrontPicture, ...]:
    """All pictures of front matter, each address once: galleries in order, then covers.

    Covers stand in the order in which their keys tell of the post. What is said of a picture in
    several places is put together.
    """
    found: dict[str, FrontPicture] = {}
    for picture in sorted(_in_mapping(front), key=lambda one: one.is_cover):
        known = found.get(picture.address)
        found[picture.address] = picture if known is None else joined(known, picture)
        if len(found) >= _MOST:
            break
    return tuple(found.values())


def _in_mapping(front: Mapping[str, Any]) -> Iterator[FrontPicture]:
    """The pictures of a mapping of which each key is a matter of its own."""
    keys = {plain_key(key): key for key in reversed(list(front))}
    for key, value in front.items():
        plain = plain_key(key)
        if plain in _COVERS or plain in _PEOPLE or NO_PICTURE.search(plain):
            continue
        if isinstance(value, str) and (said := _said_beside(front, keys, plain)):
            yield from (
                joined(one, about(said, one.address)) for one in _in_gallery(value, only_files=True)
            )
        elif _GALLERIES.fullmatch(plain.rstrip("0123456789")):
            is_bundle = plain.startswith("resource")
            shown = _without_names(value) if is_bundle else value
            pictures = list(_in_gallery(shown, only_files=is_bundle))
            yield from _with_captions(pictures, front, keys)
        else:
            yield from _in_other(value)
    for plain in _COVERS:
        if plain in keys:
            yield from _cover(front, keys, plain)


def _without_names(value: object) -> object:
    """Hugo's resources without their names, which templates call them by."""
    if isinstance(value, Mapping):
        return {key: item for key, item in value.items() if plain_key(key) not in NAMES}
    return list(map(_without_names, value)) if isinstance(value, list | tuple) else value


def _said_beside(front: Mapping[str, Any], keys: Mapping[str, str], plain: str) -> dict[str, Any]:
    """What keys that begin as another say of its picture: ``photo1_caption`` of ``photo1``."""
    names = (f"{plain}{name}" for name in ("caption", "alt", "desc", "description", "说明", "图说"))
    return {name.removeprefix(plain): front[keys[name]] for name in names if name in keys}


def _with_captions(
    pictures: Sequence[FrontPicture], front: Mapping[str, Any], keys: Mapping[str, str]
) -> Iterator[FrontPicture]:
    """Give a list of bare addresses the captions that stand in a list of their own."""
    stated = next(
        (front[keys[name]] for name in ("captions", "图说", "说明") if name in keys), None
    )
    if not isinstance(stated, list) or len(stated) != len(pictures):
        yield from pictures
        return
    for picture, caption in zip(pictures, stated, strict=True):
        yield joined(picture, about({"caption": caption}, picture.address))


def _cover(front: Mapping[str, Any], keys: Mapping[str, str], plain: str) -> Iterator[FrontPicture]:
    """The pictures under a key for covers; a list of several is a gallery, except of small ones."""
    value = front[keys[plain]]
    pictures = list(_in_gallery(_of_picture(value) if isinstance(value, Mapping) else value))
    if len(pictures) > 1 and not SMALLER.search(plain):
        yield from pictures
        return
    stated = {name.removeprefix(plain): front[key] for name, key in keys.items()
              if name.startswith(plain) and name != plain}  # fmt: skip
    stated = _of_picture(stated) | {name: front[keys[name]] for name in _OWN if name in keys}
    for picture in pictures[:1]:
        yield replace(joined(picture, about(stated, picture.address)), is_cover=True)
    yield from (replace(picture, is_cover=True) for picture in pictures[1:])


def _of_picture(value: Mapping[str, Any]) -> dict[str, Any]:
    """A mapping of a cover without its headline and the like, which are those of the post."""
    return {key: item for key, item in value.items() if plain_key(key) not in _OF_THE_POST}


def _in_other(value: object) -> Iterator[FrontPicture]:
    """The pictures under a key that nobody here knows."""
    if isinstance(value, Mapping):
        picture = _captioned_file(_of_picture(value))
        if picture is None:
            yield from _in_mapping(value)
        else:
            yield replace(picture, is_cover=True)
    elif isinstance(value, list | tuple):
        captioned = [_captioned_file(item) for item in value if isinstance(item, Mapping)]
        yield from (one for one in captioned if one is not None)
        if all(isinstance(item, str) and is_file(item) for item in value):
            yield from _in_gallery(value)


def _captioned_file(value: Mapping[str, Any]) -> FrontPicture | None:
    """A mapping of a picture file and a caption that leads to no page."""
    picture = of_mapping(value)
    if picture is None or not is_file(picture.address):
        return None
    named = {plain_key(key): item for key, item in value.items() if texts_in(item)}
    leads = (_PAGE_KEY.search(key) and not is_file(item) for key, item in named.items())
    is_photo = set(CAPTIONS) & named.keys() and not _PEOPLE & named.keys() - {"author", "作者"}
    return picture if is_photo and not any(leads) else None


def _in_gallery(value: object, *, only_files: bool = False) -> Iterator[FrontPicture]:
    """The pictures under a key for pictures, whatever shape they have."""
    if isinstance(value, str):
        pictures = in_text(value)
    elif isinstance(value, Mapping):
        pictures = _in_picture_mapping(value)
    elif isinstance(value, list | tuple):
        pictures = _in_list(value)
    else:
        return
    for picture in pictures:
        if not only_files or is_file(picture.address):
            yield picture


def _in_list(value: Sequence[object]) -> Iterator[FrontPicture]:
    """A list of pictures, or the pair of an address and its caption."""
    texts = [item.strip() for item in value if isinstance(item, str)]
    is_pair = len(texts) == len(value) == 2 and is_address(texts[0]) and not is_address(texts[1])
    if is_pair and (caption := as_caption(texts[1])):
        yield FrontPicture(address=texts[0], caption=caption)
        return
    for item in value:
        yield from _in_gallery(item)


def _in_picture_mapping(value: Mapping[str, Any]) -> Iterator[FrontPicture]:
    """One picture, pictures by their addresses or by their captions, or others below its keys."""
    by_address = [key for key in value if is_file(key) or is_web(str(key))]
    by_caption = [key for key, item in value.items() if is_file(item) and not is_address_key(key)]
    if by_address:
        for key in by_address:
            said = value[key] if isinstance(value[key], Mapping) else {"caption": value[key]}
            yield about(said, str(key))
    elif by_caption and len(by_caption) == len(value):
        for key in by_caption:
            caption = as_caption(str(key)) if _PROSE.search(str(key)) else None
            yield FrontPicture(address=str(value[key]).strip(), caption=caption)
    elif picture := of_mapping(value):
        yield picture
    else:
        for key, item in value.items():
            if isinstance(item, str) or plain_key(key) in _PEOPLE:
                continue
            found = list(_in_gallery(item))
            if isinstance(item, Mapping) and len(found) == 1 and is_address_key(key):
                found = [joined(found[0], about(value, found[0].address))]
            yield from found
