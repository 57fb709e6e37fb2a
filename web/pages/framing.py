"""The frame of a page of a selection, whose address is not made of a search's parameters."""

from dataclasses import replace

from starlette.requests import Request

from web.addresses.chosen import Chosen
from web.site.frame import Frame
from web.site.site import Visitor, site_of
from web.wording.messages import LANGUAGES


def framed(
    request: Request, visitor: Visitor, chosen: Chosen, page: str = "", *, title: str, **more: str
) -> Frame:
    """The frame; the other language shows the same selection."""
    other = next(language for language in LANGUAGES if language != visitor.language)
    links = replace(visitor.links, language=other)
    return replace(
        site_of(request).frame(request, visitor, title=title),
        other_language=chosen.address(links, page, **more),
        canonical=chosen.address(replace(links, language=""), page, **more),
    )
