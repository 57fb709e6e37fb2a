"""Rows of other photos on a photo's page: what they have in common is what a desk asks next.

Each row is a search that its title leads to, so a row never shows what its search would not find.
A photo stands in one row only, the first that has it: the rows are in the order of how much they
say.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from indexer import Archive, Document
from indexer.presentation import Versions
from web.addresses.links import Parameters
from web.pages.cards import photo_card
from web.pages.photo_contexts import Row
from web.site.frame import Link
from web.site.site import Visitor
from web.wording.dates import parts

SHOWN = 8


def rows(
    archive: Archive,
    document: Document,
    photos: Sequence[Document],
    visitor: Visitor,
    *,
    results: Parameters,
    versions: Versions,
) -> list[Row]:
    """The rows; ``photos`` are those of its article, ``results`` what a reader came from."""
    seen = {document.id}
    made: list[Row] = []
    similar = archive.similar(document.id, limit=SHOWN * 2)
    likeness = [hit.document for hit in similar.hits]
    asked = {"q": (similar.query,)}
    for name, wanted, found in (
        *_found(archive, document, photos),
        ("row_similar", asked, likeness),
        *_by_creator(archive, document),
    ):
        others = [other for other in found if other.id not in seen][:SHOWN]
        if not others:
            continue
        seen.update(other.id for other in others)
        known = {**versions, **archive.pictures.versions(others)}
        kept = results if name == "row_article" else {}
        cards = [
            photo_card(other, visitor, versions=known, results=kept, layout="compact")
            for other in others
        ]
        every = Link(visitor.t("row_all"), _all(name, wanted, document, visitor))
        query = Link(similar.query, every.url) if name == "row_similar" else None
        made.append(Row(name=name, title=visitor.t(name), cards=cards, all=every, query=query))
    return made


def _found(
    archive: Archive, document: Document, photos: Sequence[Document]
) -> Iterator[tuple[str, Parameters, Iterable[Document]]]:
    """What each row asks for, and its photos."""
    same = {"picture": (document.id,)}
    elsewhere = archive.search(picture=document.id, duplicates="show", per_page=SHOWN * 2)
    yield "row_picture", same, [hit.document for hit in elsewhere.hits]
    yield "row_article", {}, _around(photos, document)
    if parts(document.taken) and len(document.taken) == 10:
        day = {"taken": (document.taken,)}
        if document.place:
            here = {**day, "and_place": document.place}
            yield "row_day_place", here, _asked(archive, here)
        yield "row_day", day, _asked(archive, day)


def _by_creator(
    archive: Archive, document: Document
) -> Iterator[tuple[str, Parameters, Iterable[Document]]]:
    if document.creator:
        by = {"creator": document.creator[:1]}
        yield "row_creator", by, _asked(archive, by)


def _asked(archive: Archive, wanted: Mapping[str, tuple[str, ...]]) -> list[Document]:
    page = archive.search(**wanted, per_page=SHOWN * 2)  # type: ignore[arg-type]
    return [hit.document for hit in page.hits]


def _around(photos: Sequence[Document], document: Document) -> list[Document]:
    """The photos of the article, those after this one first."""
    at = next((n for n, photo in enumerate(photos) if photo.id == document.id), 0)
    return [*photos[at + 1 :], *photos[:at]]


def _all(name: str, wanted: Parameters, document: Document, visitor: Visitor) -> str:
    if name == "row_article":
        return visitor.links.article(document.article)
    if name == "row_picture":
        return visitor.links.same_picture({}, document.id)
    return visitor.links.search(wanted)
