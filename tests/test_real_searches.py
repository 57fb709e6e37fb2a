"""What people look for in the real posts, and what a reader of those posts expects.

The posts are not ours to quote: photos are named by a part of their address, and captions that are
pasted come from the index.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

import indexer
from tests.conftest import real_data
from tests.golden_searches import Asked, Case, asking, check, parameters, read_cases
from tests.places import Place, Places

CASES = read_cases("real_searches.json")
FOLDERS = {"posts": "posts", "shapes": "shapes/posts", "markup": "markup"}
LONG = 10
"""Characters of a caption that nothing else is likely to hold."""

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def posts(real_place: Place) -> Iterator[Asked]:
    with asking(real_place) as asked:
        yield asked


@pytest.fixture(scope="module")
def shapes(places: Places) -> Iterator[Asked]:
    yield from _opened("shapes", places)


@pytest.fixture(scope="module")
def markup(places: Places) -> Iterator[Asked]:
    yield from _opened("markup", places)


def _opened(name: str, places: Places) -> Iterator[Asked]:
    with places.fresh() as place:
        indexer.build_index(real_data(*FOLDERS[name].split("/")), place.location)
        with asking(place) as asked:
            yield asked


@pytest.mark.parametrize("case", parameters(CASES["posts"]))
def test_search_of_the_posts(posts: Asked, case: Case) -> None:
    check(posts, case)


@pytest.mark.parametrize("case", parameters(CASES["shapes"]))
def test_search_of_the_shapes(shapes: Asked, case: Case) -> None:
    check(shapes, case)


@pytest.mark.parametrize("case", parameters(CASES["markup"]))
def test_search_of_the_markup(markup: Asked, case: Case) -> None:
    check(markup, case)


NOT_FIRST = {"shapes": {"半導體業巨擘"}}
"""How captions begin that are found second: one that holds them whole is first (569.4 to 568.6)."""


@pytest.mark.untraced
@pytest.mark.parametrize("name", FOLDERS)
def test_every_caption_that_is_pasted_finds_its_photo_first(
    name: str, places: Places, request: pytest.FixtureRequest
) -> None:
    asked: Asked = request.getfixturevalue(name)
    archive = asked.archive
    captions = {one.caption for one in archive.photos() if len(one.caption) >= LONG}
    assert len(captions) > 50
    tried = places.some(sorted(captions))
    others = {
        caption: hits[0].document.caption if hits else None
        for caption in tried
        if not (hits := archive.search(caption, per_page=1).hits)
        or "".join(hits[0].document.caption.split()) != "".join(caption.split())
    }
    known = NOT_FIRST.get(name, set()).intersection(caption[:6] for caption in tried)
    assert {caption[:6] for caption in others} == known, others


def test_every_post_is_indexed_or_skipped_with_a_reason(tmp_path: Path) -> None:
    report = indexer.build_index(real_data("posts"), tmp_path / "index")
    assert report.posts + len(report.skipped) == 42
    assert all(skipped.reason for skipped in report.skipped)


def test_the_first_post_is_read_whole(posts: Asked) -> None:
    hits = posts.archive.search("上合组织：维护地区稳定繁荣", groups="show", per_page=100).hits
    photos = [hit.document for hit in hits if not hit.related]
    assert len(photos) == 26
    assert all(photo.caption and photo.creator and photo.taken for photo in photos)
    assert {photo.agency for photo in photos} == {"新华社"}
