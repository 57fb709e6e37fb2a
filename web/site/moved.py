"""Former addresses of photos and articles, whose posts have been renamed or moved since.

Every handler that looks for an id says that it is missing in one way; this is asked then, once for
all of them: pages, their JSON, thumbnails.
"""

from starlette.requests import Request
from starlette.responses import Response

from web.site.mounting import redirect
from web.site.site import own_path, site_of


def where_it_moved(request: Request) -> Response | None:
    """The way to what was asked for by a former id, with the same query; None where it has none."""
    former = request.path_params.get("id", "")
    now = site_of(request).archive.moved(former)
    if now is None:
        return None
    before, _, behind = own_path(request).rpartition(former)
    return redirect(request.scope, f"{before}{now}{behind}")
