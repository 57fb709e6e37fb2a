"""Ctrl-F parity: what stands in a text finds it, wherever it is cut and however it is spelled."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import indexer
from indexer import Archive, Document
from search.fields import values
from search.query.nodes import Chunk
from search.query.parser import parse
from search.text.fold import Fold, simplified_variants

FOLD = Fold()
SPELLINGS: dict[str, list[str]] = defaultdict(list)
for _traditional in simplified_variants():
    SPELLINGS[FOLD.text(_traditional)].append(_traditional)
for _code in range(0x21, 0x7F):
    SPELLINGS[FOLD.text(chr(_code))].append(chr(_code + 0xFEE0))


@pytest.fixture(scope="module")
def sample(sample_index: Path) -> Iterator[tuple[Archive, list[Document]]]:
    with indexer.open_index(sample_index) as archive:
        yield archive, _all(archive)


@pytest.fixture(scope="module")
def real(real_index: Path) -> Iterator[tuple[Archive, list[Document]]]:
    with indexer.open_index(real_index) as archive:
        yield archive, _all(archive)


def _all(archive: Archive) -> list[Document]:
    hits = archive.search(kind="all", per_page=1000).hits
    return sorted((hit.document for hit in hits), key=lambda d: d.id)


@settings(max_examples=1500, deadline=None)
@given(data=st.data())
def test_sample(sample: tuple[Archive, list[Document]], data: st.DataObject) -> None:
    check(*sample, data)


@pytest.mark.real
@settings(max_examples=1500, deadline=None)
@given(data=st.data())
def test_real_posts(real: tuple[Archive, list[Document]], data: st.DataObject) -> None:
    check(*real, data)


def check(archive: Archive, documents: list[Document], data: st.DataObject) -> None:
    document = data.draw(st.sampled_from(documents))
    cut = data.draw(pieces(document))
    text = data.draw(respelled(cut))
    quoted = f"「{text}」" if '"' in text or "“" in text or "”" in text else f'"{text}"'
    assert found(archive, quoted, document), (quoted, cut)
    if all(isinstance(child, Chunk) for child in parse(text).root.children):
        assert found(archive, text, document), (text, cut)


def found(archive: Archive, query: str, document: Document) -> bool:
    kind = "photo" if document.kind == "photo" else "all"
    page = archive.search(query, kind=kind, per_page=1000)  # type: ignore[arg-type]
    assert not page.relaxed
    ids = {hit.document.id for hit in page.hits}
    number = 1
    while number < page.pages:
        number += 1
        more = archive.search(query, kind=kind, per_page=1000, page=number)  # type: ignore[arg-type]
        ids |= {hit.document.id for hit in more.hits}
    return document.id in ids


@st.composite
def pieces(draw: st.DrawFn, document: Document) -> str:
    """1 to 12 characters of a visible text, cut anywhere, with a letter or digit in them."""
    fields = ("caption", "headline", "credit") if document.kind == "photo" else ("text",)
    texts = [text for field in fields for text in values(document, field)]  # type: ignore[arg-type]
    text = draw(st.sampled_from(texts))
    letters = [i for i, c in enumerate(text) if c.isalnum()]
    letter = draw(st.sampled_from(letters))
    length = draw(st.integers(1, 12))
    start = max(0, letter - draw(st.integers(0, length - 1)))
    return text[start : start + length]


@st.composite
def respelled(draw: st.DrawFn, text: str) -> str:
    """The same text as somebody else would type it: blanks, traditional forms, wide forms."""
    blanks = draw(st.sampled_from(("as they are", "none", "more")))
    made = []
    for character in text:
        others = SPELLINGS.get(FOLD.text(character), [])
        spelled = draw(st.sampled_from([character, character, *others])) if others else character
        if blanks == "none" and character.isspace():
            continue
        made.append(spelled)
        if blanks == "more" and unicodedata.category(character) == "Nd":
            made.append(" ")
    return "".join(made)
