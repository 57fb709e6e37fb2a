"""Which library finds the article of a whole page: photos, false photos, titles, days, seconds.

Run ``python -m tests.benchmarks.region_bench`` with the extra ``compare``; it reads the labelled
pages of ``../shared/data/shapes/posts`` (``rawpages`` and ``fragments``). The posts of
``../shared/data/markup`` have front matter and hold no whole page.

Each reader gives the addresses of the pictures in its region as they stand there, without any rule
on single pictures, so icons in the region count as false; a false picture counts each time it is
given. The seconds are of one process over all pages, the best of three, from text to answer;
``htmldate`` gives dates only, ``readability`` none. This project's are shown with and without its
rules on single pictures (the whole reader). What gives no answer for a page found nothing there.
"""

import logging
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import trafilatura
from bs4 import BeautifulSoup
from gne import GeneralNewsExtractor
from htmldate import find_date
from readability import Document

from indexer.posts.blocks.addresses import stated_address
from indexer.posts.extract import read_article
from indexer.posts.markup.rendering import to_soup
from indexer.posts.page.decoding import decode
from indexer.posts.region.region import read_region
from tests.conftest import REAL
from tests.quality.extraction.addresses import same_picture
from tests.quality.extraction.truth import TruePost, read_truth

PAGES = ("rawpages/", "fragments/")
REPEATS = 3


@dataclass(frozen=True, slots=True)
class Page:
    """A page and what is right of it."""

    file: Path
    html: str
    truth: TruePost


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader says of a page."""

    images: Sequence[str] = ()
    title: str | None = None
    date: str | None = None


def ours(page: Page) -> Answer:
    """The region of this project, with its furniture left out."""
    soup = to_soup(page.html, ".html")
    region = read_region(soup)
    images = [one for one in region.root.find_all("img") if not region.is_furniture(one)]
    stated = (stated_address({k: str(v) for k, v in one.attrs.items()}) for one in images)
    return Answer([address for address in stated if address], region.title, region.published)


def whole_reader(page: Page) -> Answer:
    """The article as it comes into an archive."""
    article = read_article(page.file.parent, page.file.name)
    return Answer([one.image for one in article.photos], article.title, article.published)


def gne(page: Page) -> Answer:
    """Region by density of text and punctuation, for Chinese news."""
    found = GeneralNewsExtractor().extract(page.html)
    return Answer(found["images"], found["title"], found["publish_time"].replace("/", "-"))


def trafilatura_(page: Page) -> Answer:
    """Rules and two other libraries, for any language."""
    found: Any = trafilatura.bare_extraction(page.html, include_images=True, with_metadata=True)
    if found is None:
        return Answer()
    pictures = () if found.body is None else found.body.iter("graphic")
    return Answer([one.get("src") or "" for one in pictures], found.title, found.date)


def readability(page: Page) -> Answer:
    """The port of Arc90's script."""
    document = Document(page.html)
    soup = BeautifulSoup(document.summary(), "lxml")
    return Answer([str(one.get("src") or "") for one in soup.find_all("img")], document.title())


def htmldate_(page: Page) -> Answer:
    """Dates only."""
    return Answer(date=find_date(page.html, extensive_search=False, original_date=True))


def htmldate_extensive(page: Page) -> Answer:
    """Dates only, those in the text too."""
    return Answer(date=find_date(page.html, extensive_search=True, original_date=True))


READERS: dict[str, Callable[[Page], Answer]] = {
    "this project, region": ours,
    "this project, whole reader": whole_reader,
    "gne": gne,
    "trafilatura": trafilatura_,
    "readability-lxml": readability,
    "htmldate": htmldate_,
    "htmldate, extensive": htmldate_extensive,
}


def main() -> None:
    """Print the table."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    shapes = REAL / "shapes" / "posts"
    pages = [
        Page(shapes / truth.file, decode((shapes / truth.file).read_bytes()).text, truth)
        for truth in read_truth(shapes)
        if truth.file.startswith(PAGES)
    ]
    write = sys.stdout.write
    heads = ("reader", "photos", "false", "titles", "days", "days invented", "s")
    write(f"| {' | '.join(heads)} |\n{'|---' * len(heads)}|\n")
    for name, reader in READERS.items():
        answers, seconds = _timed(reader, pages)
        cells = [*_figures(pages, answers), f"{seconds:.2f}"]
        write(f"| {name} | {' | '.join(cells)} |\n")


def _timed(reader: Callable[[Page], Answer], pages: Sequence[Page]) -> tuple[list[Answer], float]:
    best = float("inf")
    answers: list[Answer] = []
    for _ in range(REPEATS):
        started = time.process_time()
        answers = [_answer(reader, page) for page in pages]
        best = min(best, time.process_time() - started)
    return answers, best


def _answer(reader: Callable[[Page], Answer], page: Page) -> Answer:
    try:
        return reader(page)
    except Exception:  # what a library raises for a page is that it found nothing there
        return Answer()


def _figures(pages: Sequence[Page], answers: Sequence[Answer]) -> list[str]:
    pairs = list(zip(pages, answers, strict=True))
    wanted = sum(len(_photos(page)) for page in pages)
    found = sum(_is_given(one, answer) for page, answer in pairs for one in _photos(page))
    false = sum(not _is_photo(one, page) for page, answer in pairs for one in answer.images)
    titles = sum(_bare(answer.title) == _bare(page.truth.title) for page, answer in pairs)
    dated = [(page.truth.published or "", answer.date or "") for page, answer in pairs]
    days = sum(bool(true) and date[:10] == true[:10] for true, date in dated)
    invented = sum(bool(date) and date[:10] != true[:10] for true, date in dated)
    labelled = sum(bool(true) for true, _ in dated)
    return [
        f"{found}/{wanted}",
        str(false),
        f"{titles}/{len(pages)}",
        f"{days}/{labelled}",
        str(invented),
    ]


def _photos(page: Page) -> list[str]:
    return [one.image for one in page.truth.photos if not one.furniture]


def _is_given(photo: str, answer: Answer) -> bool:
    return any(same_picture(photo, one) for one in answer.images)


def _is_photo(address: str, page: Page) -> bool:
    return any(same_picture(address, photo) for photo in _photos(page))


def _bare(title: str | None) -> str:
    return "".join((title or "").split())


if __name__ == "__main__":
    main()
