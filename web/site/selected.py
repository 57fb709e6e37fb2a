"""The photos of a selection as the archive has them now, and which of them it has no more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from starlette.requests import Request

from indexer import Archive, Document, DocumentMissingError
from web.addresses.chosen import Chosen, read_chosen
from web.addresses.params import ParameterError, shortened
from web.addresses.query_string import items_of
from web.site.finding import find_photo
from web.site.site import Visitor, site_of
from web.wording.messages import LANGUAGES, Messages

NAMED = 5  # ids that a notice names


@dataclass(frozen=True, slots=True)
class LookedUp:
    """A selection with its photos.

    Attributes:
        chosen: the photos that are there; what is gone is not in it.
        photos: theirs, in the same order.
        gone: ids that the archive does not have.
        former: ids that were asked for, each with the one that its photo has now instead.
        versions: of the pictures.
    """

    chosen: Chosen
    photos: Sequence[Document]
    gone: Sequence[str]
    former: Mapping[str, str]
    versions: Mapping[str, str]


def look_up(request: Request) -> LookedUp:
    """The selection of a request's address."""
    archive = site_of(request).archive
    chosen = read_chosen(items_of(request))
    found = {id_: _photo(archive, id_) for id_ in chosen.ids}
    photos = list({photo.id: photo for photo in found.values() if photo is not None}.values())
    gone = [id_ for id_, photo in found.items() if photo is None]
    return LookedUp(
        replace(chosen, ids=tuple(photo.id for photo in photos)),
        photos,
        gone,
        {id_: photo.id for id_, photo in found.items() if photo is not None and photo.id != id_},
        archive.pictures.versions(photos),
    )


def check_any(selection: LookedUp) -> None:
    """A file of no photos would be an empty one.

    Raises:
        ParameterError: no photo of the selection is there.
    """
    if not selection.photos:
        chinese, english = (Messages(language)("selection_empty") for language in LANGUAGES)
        raise ParameterError(chinese=chinese, english=english)


def notices(selection: LookedUp, visitor: Visitor) -> list[str]:
    """What is not shown, and why."""
    told = []
    for name, ids in (
        ("selection_gone", selection.gone),
        ("selection_unread", selection.chosen.unread),
    ):
        if ids:
            named = "、".join(shortened(id_, 20) for id_ in ids[:NAMED])
            rest = "…" if len(ids) > NAMED else ""
            told.append(visitor.t(name, n=f"{len(ids):,}", ids=named + rest))
    if selection.chosen.found > len(selection.photos):
        told.append(
            visitor.t(
                "selection_first",
                n=f"{len(selection.photos):,}",
                total=f"{selection.chosen.found:,}",
            )
        )
    return told


def file_name(photo: Document) -> str:
    """The name of a picture's file, by which people who have it find it; else the photo's id."""
    path = photo.image.partition("#")[0].partition("?")[0]
    return path.rpartition("/")[2] or photo.id


def _photo(archive: Archive, id_: str) -> Document | None:
    """The photo with an id, or with the one that it has since its post was moved."""
    try:
        return find_photo(archive, id_)
    except DocumentMissingError:
        now = archive.moved(id_)
    return None if now is None else _photo(archive, now)
