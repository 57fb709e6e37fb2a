"""What the weights are fitted on: pictures with their candidates, and which of these is right.

The labelled families, and the golden kinds and posts: small ones of our own. The
shared kinds are not fitted on, so that they still prove something. A picture whose label was
doubted, or whose caption is none of its candidates, teaches nothing.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

from indexer.posts.article import Photo
from indexer.posts.blocks.block import Block, Picture
from indexer.posts.captions.candidates import Candidate, Group
from indexer.posts.captions.captioned import Caption, Captions
from indexer.posts.captions.decision import Looked
from indexer.posts.extract import parse_article
from indexer.sources.folder import survey
from indexer.sources.post_file import PostError, open_post
from tests.conftest import ROOT
from tests.quality.extraction.addresses import pair
from tests.quality.extraction.families import Family
from tests.quality.extraction.kinds import GOLDEN, names, read_kind
from tests.quality.extraction.texts import bare, plain
from tests.quality.extraction.truth import TruePhoto, TruePost

POSTS = ROOT / "tests" / "golden" / "posts"

KINDS = "kinds"
"""The family of all golden kinds and posts."""

Look: TypeAlias = Callable[[Sequence[Block], str], Mapping[Group, Sequence[Looked]]]
"""As ``captions.decision.look`` with some tables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledPost:
    """The blocks of a post, and what is right for its pictures by their indexes."""

    family: str
    name: str
    blocks: Sequence[Block]
    title: str
    labels: Sequence[tuple[int, TruePhoto]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A picture with its candidates; ``right`` is one of them, or None for no caption.

    ``weight`` makes posts count alike rather than pictures.
    """

    family: str
    looked: Looked
    right: int | None
    weight: float


_PICTURES = 12
"""Of one post count in full; a post of a hundred teaches no more than that."""

_OF_KINDS = 0.8
"""What a post of the golden kinds counts beside a real one."""


def labelled_posts(families: Sequence[Family]) -> list[LabelledPost]:
    """Read the blocks of all posts of families, and of the golden kinds and posts."""
    return [post for family in (*families, *_kinds()) for post in _posts(family)]


def examples(posts: Sequence[LabelledPost], look: Look) -> list[Example]:
    """Look at the pictures of posts."""
    return [example for post in posts for example in _examples(post, look)]


def _examples(post: LabelledPost, look: Look) -> Iterator[Example]:
    looked = {one.picture: one for some in look(post.blocks, post.title).values() for one in some}
    share = min(len(post.labels), _PICTURES) / len(post.labels)
    weight = share * (_OF_KINDS if post.family == KINDS else 1.0)
    for picture, true in post.labels:
        one = looked[picture]
        right = _right(true, one.candidates)
        if right is not None or true.caption is None:
            yield Example(family=post.family, looked=one, right=right, weight=weight)


def _right(true: TruePhoto, candidates: Sequence[Candidate]) -> int | None:
    """Which candidate the label means: the same words, else the same text as it stands."""
    if true.caption is None:
        return None
    words, whole = bare(true.caption, true.credit), bare(true.caption)
    for at, one in enumerate(candidates):
        if words and bare(one.signs.caption) == words:
            return at
    for at, one in enumerate(candidates):
        if bare(one.text) == whole:
            return at
    glued = (at for at, one in enumerate(candidates) if words and words in plain(one.text))
    return next(glued, None)


@cache
def _posts(family: Family) -> tuple[LabelledPost, ...]:
    """The posts of a family, which each fit that leaves out another one asks for."""
    found = (_post(family, true) for true in family.truth)
    return tuple(post for post in found if post is not None)


def _post(family: Family, true: TruePost) -> LabelledPost | None:
    seen: list[tuple[Sequence[Block], str]] = []

    def find(blocks: Sequence[Block], title: str) -> Captions:
        seen.append((blocks, title))
        pictures = (at for at, block in enumerate(blocks) if isinstance(block, Picture))
        return Captions(dict.fromkeys(pictures, Caption()), {})

    try:
        data = open_post(family.corpus, true.file).data
        parse_article(data, family.corpus, true.file, find=find)
    except PostError:
        return None
    blocks, title = seen[0]
    labels = tuple(_labels(true, blocks))
    if not labels:
        return None
    return LabelledPost(
        family=family.name, name=true.file, blocks=blocks, title=title, labels=labels
    )


def _labels(true: TruePost, blocks: Sequence[Block]) -> Iterator[tuple[int, TruePhoto]]:
    pictures = [at for at, block in enumerate(blocks) if isinstance(block, Picture)]
    photos = [_as_photo(blocks[at]) for at in pictures]
    for label, photo in pair(true.photos, photos)[0]:
        if photo is not None and not label.furniture and label.sure_of("caption"):
            index = next(at for at, one in enumerate(photos) if one is photo)
            yield pictures[index], label


def _as_photo(block: Block) -> Photo:
    assert isinstance(block, Picture)
    return Photo(image=block.address)


def _kinds() -> Iterator[Family]:
    for name in names(GOLDEN):
        kind = read_kind(GOLDEN / name)
        truth = tuple(_true(file, expected) for file, expected in kind.files.items())
        yield Family(KINDS, GOLDEN / name, truth)
    yield Family(KINDS, POSTS, tuple(map(_golden_post, survey(POSTS).paths)))


def _golden_post(file: str) -> TruePost:
    expected = json.loads((POSTS / file).with_suffix(".json").read_text("utf-8"))
    photos = (
        TruePhoto(n=number, image=one["image"], caption=one["caption"])
        for number, one in enumerate(expected["photos"], start=1)
        if one["caption"] is not None or one["credit"] is None
    )
    return TruePost(file=file, photos=tuple(photos), partial=True)


def _true(file: str, expected: Mapping[str, Any]) -> TruePost:
    photos = (
        TruePhoto(n=number, image=one["image"], caption=one["caption"])
        for number, one in enumerate(expected.get("photos", ()), start=1)
        if _teaches(one)
    )
    return TruePost(file=file, photos=tuple(photos), partial=True)


def _teaches(expected: Mapping[str, Any]) -> bool:
    """Whether a photo of a kind says what its caption is, and has no credit that stands alone."""
    credited = expected.get("creator") or expected.get("agency") or expected.get("credit")
    return "caption" in expected and not (expected["caption"] is None and credited)
