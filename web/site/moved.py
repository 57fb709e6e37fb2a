"""Former addresses of photos and articles, whose posts have been renamed or moved since.

Every handler that looks for an id says that it is missing in one way; this is asked then, once for
all of them: pages, their JSON, thumbnails.
"""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from web.site.site import own_path, site_of


def where_it_moved(request: Request) -> Response | None:
    """The way to what was asked for by a former id, with the same query; None where it has none."""
    former = request.path_params.get("id", "")
    now = site_of(request).archive.moved(former)
    if now is None:
        return None
    before, _, behind = own_path(request).rpartition(former)
    return redirect(request, f"{before}{now}{behind}")


def redirect(request: Request, path: str) -> Response:
    """For good, to another path of the site, with the query of the request; asked for every time.

    A browser would else keep it for good, and the address may be in use again some day.
    """
    query = request.scope["query_string"].decode("latin-1")
    target = f"{path}?{query}" if query else path
    return RedirectResponse(target, 308, {"Cache-Control": "no-cache"})
