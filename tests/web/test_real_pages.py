"""Every photo and article of the real posts has a sound page, whatever strangers wrote."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

import indexer
from tests.web.reading import one, page, texts
from web.app import create_app
from web.settings import Settings


@pytest.mark.real
@pytest.mark.untraced
def test_the_real_posts_have_sound_pages(real_index: Path) -> None:
    archive = indexer.open_index(real_index)
    settings = Settings(index=str(real_index))
    with TestClient(create_app(archive, settings)) as client:
        articles = set()
        for photo in archive.photos():
            soup = page(client.get(f"/photos/{photo.id}", params={"lang": "zh"}))
            assert texts(soup, "h1") == [" ".join(photo.caption.split()) or "（无图说）"]
            articles.add(photo.article)
        for article in sorted(articles):
            soup = page(client.get(f"/articles/{article}"))
            for document in archive.article(article).documents:
                assert one(soup, f'[id="{document.id}"]').name in ("p", "figure")
