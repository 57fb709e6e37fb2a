"""Former addresses of photos and articles, whose posts have been renamed or moved since.

Every handler that looks for an id says that it is missing in one way; this is asked then, once for
all of them: pages, their JSON, thumbnails.
"""

from starlette.requests import Request
from starlette.responses import Response

from indexer import Archive, DocumentMissingError
from web.site.mounting import redirect
from web.site.site import own_path, site_of


def where_it_moved(request: Request) -> Response | None:
    """The way to what was asked for by a former id, with the same query; None where it has none."""
    former = request.path_params.get("id", "")
    archive = site_of(request).archive
    now = archive.moved(former)
    path = own_path(request)
    before, _, behind = path.rpartition(former)
    if now is None or not _is_there(archive, now, article=before.endswith("/articles/")):
        return None
    return redirect(request.scope, f"{before}{now}{behind}")


def _is_there(archive: Archive, id_: str, *, article: bool) -> bool:
    """Whether an article has an id, or else a photo; what is of another kind leads to nothing."""
    try:
        if article:
            archive.article(id_)
            return True
        return archive.get(id_).kind == "photo"
    except DocumentMissingError:
        return False
