"""What people look for in the real posts, and what a reader of those posts expects.

The posts are not ours to quote: photos are named by a part of their address.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import indexer
from indexer import Archive, Document
from tests.conftest import ROOT, real_data

CASES = json.loads((ROOT / "tests" / "golden" / "real_searches.json").read_text("utf-8"))

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def archive(real_index: Path) -> Iterator[Archive]:
    with indexer.open_index(real_index) as opened:
        yield opened


def holds(document: Document, field: str, text: str) -> bool:
    if field == "any":
        texts = (
            document.caption,
            document.text,
            document.headline,
            document.before,
            document.after,
        )
        return any(text in shown for shown in texts)
    return text in getattr(document, field)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["query"])
def test_search(archive: Archive, case: dict[str, Any]) -> None:
    page = archive.search(case["query"], kind=case.get("kind", "photo"), per_page=100)
    hits = [hit.document for hit in page.hits]
    if "total" in case:
        assert page.total == case["total"], [hit.caption or hit.text for hit in hits]
    for rank, image in enumerate(case.get("first", [])):
        assert image in hits[rank].image
    for field, text in case.get("each", {}).items():
        assert hits
        assert all(holds(hit, field, text) for hit in hits)
    assert [notice.code for notice in page.notices] == case.get("notices", [])


def test_every_post_is_indexed_or_skipped_with_a_reason(tmp_path: Path) -> None:
    report = indexer.build_index(real_data("posts"), tmp_path / "index")
    assert report.posts + len(report.skipped) == 42
    assert all(skipped.reason for skipped in report.skipped)


def test_the_first_post_is_read_whole(archive: Archive) -> None:
    hits = archive.search("上合组织：维护地区稳定繁荣", per_page=100).hits
    photos = [hit.document for hit in hits]
    assert len(photos) == 26
    assert all(photo.caption and photo.creator and photo.taken for photo in photos)
    assert {photo.agency for photo in photos} == {"新华社"}
