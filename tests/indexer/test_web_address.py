"""http, https or nothing: whatever a post calls its address, in pages, JSON and on a terminal."""

import io
from pathlib import Path

import pytest
from rich.console import Console

import indexer
from indexer import terminal
from indexer.inspection import inspect_corpus
from indexer.inspection_view import render
from indexer.pictures import is_on_web
from indexer.posts.extract import read_article
from indexer.presentation import Addresses, photo_json, picture_address, web_address

GOOD = (
    "http://news.example/a.jpg",
    "https://news.example:8443/图/a.jpg?x=1#y",
    "HTTPS://News.example/A",
    "http://[2001:db8::1]/a",
)
BAD = (
    "javascript:alert(1)",
    "vbscript:msgbox(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "\x01javascript:alert(1)",
    "java\u200bscript:alert(1)",
    " \n vbscript:x",
    "data:text/html,<script>alert(1)</script>",
    "data:image/svg+xml,<svg onload=alert(1)>",
    "file:///etc/passwd",
    "blob:https://a.example/1",
    "view-source:http://a.example/",
    "intent://a.example#Intent;end",
    "ms-msdt:/id",
    "http:",
    "http:///a",
    "http:/a.example",
    "http:a.example",
    "http://[not-an-address/",
    "http://good.example\\@evil.example/",
    "//evil.example/a.jpg",
    "\\\\evil.example\\a.jpg",
    "/\\evil.example/a.jpg",
)
PATHS = ("harbour/boats.jpg", "图/一 二.jpg", "2018:07/a.jpg", "a?b#c.jpg", "照片:1.jpg", "")


@pytest.mark.parametrize("address", GOOD)
def test_addresses_of_the_web_are_handed_on(address: str) -> None:
    assert web_address(address) == picture_address(address) == address
    assert is_on_web(address)


@pytest.mark.parametrize("address", BAD)
def test_every_other_scheme_is_nothing(address: str) -> None:
    assert web_address(address) == picture_address(address) == ""
    assert not is_on_web(address)


@pytest.mark.parametrize("path", PATHS)
def test_a_path_in_the_corpus_is_a_picture_s_and_no_link(path: str) -> None:
    assert picture_address(path) == path
    assert web_address(path) == ""


def test_what_is_unseen_in_an_address_is_written_out() -> None:
    assert web_address(" http://a.example/\u202egpj.exe\n") == "http://a.example/%E2%80%AEgpj.exe"
    assert web_address("http://a.example/a b\u200b") == "http://a.example/a%20b%E2%80%8B"


@pytest.mark.parametrize("address", ["mhtml:x", "intent:x"])
def test_a_picture_of_another_scheme_is_in_no_answer(address: str, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    figure = f'<figure><img src="{address}"><figcaption>码头的清晨。</figcaption></figure>'
    (corpus / "post.html").write_text(f"---\ntitle: 码头\n---\n{figure}", encoding="utf-8")
    indexer.build_index(corpus, tmp_path / "index")
    with indexer.open_index(tmp_path / "index") as archive:
        results = archive.search("码头")
        (hit,) = results.hits
        assert hit.document.image == address
        article = archive.article(hit.document.article)
        answer = photo_json(hit.document, article.documents, addresses=Addresses())
    image = answer["image"]
    assert isinstance(image, dict)
    assert image["url"] is None
    inspection = inspect_corpus(corpus)
    assert inspection.to_json()["posts"][0]["photos"][0]["image"] is None
    shown = io.StringIO()
    console = Console(file=shown, width=200)
    console.print(terminal.results(results, first=1), render(inspection))
    assert "码头的清晨" in shown.getvalue()
    assert address not in shown.getvalue()


@pytest.mark.parametrize("address", ["vbscript:msgbox(1)", "JavaScript:a()", " file:///x", "tel:1"])
def test_what_nobody_should_follow_is_no_picture(address: str, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    figure = '<figure><img src="{}"><figcaption>{}</figcaption></figure>'
    body = figure.format(address, "码头的清晨。") + figure.format("a.jpg", "码头的黄昏。")
    (corpus / "post.html").write_text(f"---\ntitle: 码头\n---\n{body}", encoding="utf-8")
    (photo,) = read_article(corpus, "post.html").photos
    assert (photo.image, photo.caption) == ("a.jpg", "码头的黄昏。")
