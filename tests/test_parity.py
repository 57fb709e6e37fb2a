"""Ctrl-F parity: what stands in a text finds it, wherever it is cut and however it is spelled.

The cases are drawn from seeds: a failure names the document's text and the query, and comes again.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from random import Random

import pytest

import indexer
from indexer import Archive, Document, Wanted
from search.fields import values
from search.query.nodes import Chunk
from search.query.parser import parse
from search.text.fold import Fold, has_symbol
from search.text.variants import variants
from tests.places import EngineKind, Place, Places

CASES = 2000
EVERYWHERE = 20
"""One case in so many is searched in the whole archive; the others within the article."""

BATCH = 100
BATCHES: dict[EngineKind, int] = {"embedded": BATCH, "cluster": BATCH // 5}
FOLD = Fold()
SPELLINGS: dict[str, list[str]] = defaultdict(list)
for _traditional in variants():
    SPELLINGS[FOLD.text(_traditional)].append(_traditional)
for _code in range(0x21, 0x7F):
    SPELLINGS[FOLD.text(chr(_code))].append(chr(_code + 0xFEE0))

pytestmark = pytest.mark.untraced


@pytest.fixture(scope="module")
def sample(sample_place: Place) -> Iterator[tuple[Archive, list[Document]]]:
    with indexer.open_index(sample_place.location) as archive:
        yield archive, _all(archive)


@pytest.fixture(scope="module")
def real(real_place: Place) -> Iterator[tuple[Archive, list[Document]]]:
    with indexer.open_index(real_place.location) as archive:
        yield archive, _all(archive)


def _all(archive: Archive) -> list[Document]:
    """All documents that have a symbol to look for; some paragraphs are a row of dots."""
    hits = archive.search(kind="all", groups="show", per_page=1000).hits
    lettered = [
        hit.document
        for hit in hits
        if hit.document.kind == "photo" or has_symbol(hit.document.text)
    ]
    return sorted(lettered, key=lambda document: document.id)


@pytest.mark.parametrize("seed", range(CASES // BATCH))
def test_sample(sample: tuple[Archive, list[Document]], seed: int, places: Places) -> None:
    check(*sample, Random(seed), places)


@pytest.mark.real
@pytest.mark.parametrize("seed", range(CASES // BATCH))
def test_real_posts(real: tuple[Archive, list[Document]], seed: int, places: Places) -> None:
    check(*real, Random(seed), places)


def check(archive: Archive, documents: list[Document], chance: Random, places: Places) -> None:
    for case in places.some(range(BATCHES[places.kind])):
        everywhere = case % EVERYWHERE == 0
        document = chance.choice(documents)
        cut = piece(document, chance)
        text = respelled(cut, chance)
        quoted = f"「{text}」" if '"' in text or "“" in text or "”" in text else f'"{text}"'
        assert found(archive, quoted, document, everywhere=everywhere), (quoted, cut)
        children = parse(text).root.children
        if all(isinstance(child, Chunk) and child.scope is None for child in children):
            assert found(archive, text, document, everywhere=everywhere), (text, cut)


def found(archive: Archive, query: str, document: Document, *, everywhere: bool) -> bool:
    kind: Wanted = "photo" if document.kind == "photo" else "all"
    article = None if everywhere else document.article
    number, pages = 0, 1
    while number < pages:
        number += 1
        page = archive.search(
            query, kind=kind, article=article, groups="show", per_page=1000, page=number
        )
        assert not page.relaxed
        if document.id in {hit.document.id for hit in page.hits}:
            return True
        pages = page.pages
    return False


def piece(document: Document, chance: Random) -> str:
    """1 to 12 characters of a visible text, cut anywhere, with a symbol in them."""
    fields = ("caption", "headline", "credit") if document.kind == "photo" else ("text",)
    texts = [text for field in fields for text in values(document, field)]  # type: ignore[arg-type]
    text = chance.choice([text for text in texts if has_symbol(text)])
    letter = chance.choice([i for i, c in enumerate(text) if has_symbol(c)])
    length = chance.randint(1, 12)
    start = max(0, letter - chance.randint(0, length - 1))
    return text[start : start + length]


def respelled(text: str, chance: Random) -> str:
    """The same text as somebody else would type it: blanks, traditional forms, wide forms."""
    blanks = chance.choice(("as they are", "none", "more"))
    made = []
    for character in text:
        if blanks == "none" and character.isspace():
            continue
        others = SPELLINGS.get(FOLD.text(character), [])
        made.append(chance.choice([character, character, *others]))
        if blanks == "more" and unicodedata.category(character) == "Nd":
            made.append(" ")
    return "".join(made)
