"""The application: which address is answered by what."""

import contextlib
from collections.abc import AsyncIterator, Mapping
from urllib.parse import unquote

import anyio.to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Message, Receive, Scope, Send

from indexer import Archive, ArchiveError, ArgumentError, open_index
from web.formats import api, descriptions, exports, selection_files, sheet_pdf
from web.formats.metrics import metrics
from web.pages import contact_sheet, handlers, light_table
from web.pictures.thumbnails import thumbnail
from web.security import SecurityHeaders
from web.settings import Settings
from web.site.head import Headed
from web.site.hosts import SiteAddress
from web.site.lanes import AsyncHandler, Handler, Lanes
from web.site.mounting import redirect
from web.site.problems import error_response, unexpected
from web.site.proxies import Proxies
from web.site.site import STATIC, make_site, own_path, site_of, static_versions

OPTIONS = {
    "location": "--index",
    "pictures": "--pictures",
    "corpus": "--corpus",
    "picture_jobs": "--thumbnail-jobs",
}
"""What a person calls the arguments of ``open_index``."""


def create_app(archive: Archive, settings: Settings) -> Starlette:
    """The site over an open archive, which it closes when it shuts down."""

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        if site.backlog is not None:
            site.backlog.close()
        await anyio.to_thread.run_sync(archive.close)  # others may be served meanwhile

    site = make_site(archive, settings)
    lanes = site.lanes
    app = Starlette(
        routes=[
            *_searches(lanes),
            *_documents(lanes),
            *_selection(lanes),
            *_service(lanes),
            Route("/{path:path}/", slashed),
        ],
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(Proxies, trusted=settings.trusted_proxy, root=settings.root_path),
            Middleware(SiteAddress, allowed=settings.allowed_host, listening=settings.host),
            Middleware(Headed),
            Middleware(GZipMiddleware, minimum_size=1000),
        ],
        exception_handlers={
            HTTPException: error_response,
            ArchiveError: error_response,
            Exception: unexpected,
        },
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False  # Starlette would redirect to whatever the Host header says
    app.state.site = site
    return app


def _searches(lanes: Lanes) -> list[BaseRoute]:
    """What is asked of the archive, and what may be asked."""
    return [
        Route("/", _by_query(handlers.home)),
        Route("/search", lanes.searches.handler(handlers.search)),
        Route("/search.json", lanes.searches.handler(api.search)),
        Route("/search.csv", lanes.exports.handler(exports.search_csv)),
        Route("/search.ninjs", lanes.searches.handler(exports.search_ninjs)),
        Route("/search.atom", lanes.searches.handler(exports.search_atom)),
        Route("/search.rss", lanes.searches.handler(exports.search_rss)),
        Route("/search.feed.json", lanes.searches.handler(exports.search_json_feed)),
        Route("/suggest", lanes.suggestions.handler(api.suggest)),
        Route("/facets/{name}", lanes.searches.handler(handlers.facet)),
        Route("/about", lanes.pages.handler(handlers.about)),
    ]


def _documents(lanes: Lanes) -> list[BaseRoute]:
    """Photos and articles, each form before the page whose address would take it in."""
    return [
        Route("/photos/{id}.json", lanes.pages.handler(api.photo)),
        Route("/photos/{id}.ninjs", lanes.pages.handler(exports.photo_ninjs)),
        Route("/photos/{id}", _by_query(handlers.photo)),
        Route("/articles/{id}.json", lanes.pages.handler(api.article)),
        Route("/articles/{id}.ninjs", lanes.pages.handler(exports.article_ninjs)),
        Route("/articles/{id}", lanes.pages.handler(handlers.article)),
        Route("/thumbnails/{id}", thumbnail),
    ]


def _selection(lanes: Lanes) -> list[BaseRoute]:
    """What somebody has chosen, and what is made of it."""
    return [
        Route("/selection", lanes.pages.handler(light_table.light_table)),
        Route("/selection/compare", lanes.pages.handler(light_table.compare)),
        Route("/selection/sheet", lanes.pages.handler(contact_sheet.sheet)),
        Route("/selection/sheet.pdf", lanes.sheets.handler(sheet_pdf.sheet_pdf)),
        Route("/selection/results", lanes.searches.handler(selection_files.results)),
        Route("/selection/results.json", lanes.searches.handler(selection_files.results_json)),
        Route("/selection.csv", lanes.exports.handler(selection_files.selection_csv)),
        Route("/selection.json", lanes.pages.handler(selection_files.selection_json)),
        Route("/selection.ninjs", lanes.pages.handler(selection_files.selection_ninjs)),
        Route("/selection.zip", lanes.exports.handler(selection_files.selection_zip)),
    ]


def _service(lanes: Lanes) -> list[BaseRoute]:
    """What programs ask of the site itself."""
    return [
        Route("/healthz", lanes.health.handler(api.health)),
        Route("/metrics", lanes.health.handler(metrics)),
        Route("/robots.txt", lanes.pages.handler(descriptions.robots)),
        Route("/opensearch.xml", lanes.pages.handler(descriptions.opensearch)),
        Route("/openapi.json", lanes.pages.handler(descriptions.openapi)),
        Route("/sitemap.xml", lanes.pages.handler(descriptions.sitemap_index)),
        Route("/sitemap-{part}.xml", lanes.exports.handler(descriptions.sitemap_part)),
        Route("/favicon.ico", api.favicon),
        Mount("/static", _Statics(static_versions())),
    ]


def open_archive(settings: Settings) -> Archive:
    """The archive as the settings have it.

    Raises:
        ArgumentError: a setting has a value that no archive can have.
        ArchiveError: the index cannot be opened.
    """
    try:
        return open_index(
            settings.index,
            corpus=settings.corpus or None,
            pictures=settings.pictures or None,
            picture_jobs=settings.thumbnail_jobs,
        )
    except ArgumentError as error:
        option = OPTIONS.get(error.argument)
        if option is None:
            raise
        raise ArgumentError(f"{option}={error.shown}: {error.remedy}") from error


def _by_query(handle: Handler) -> AsyncHandler:
    """A handler of pages that search where their address says for what.

    The front page is then a page of results; a photo's shows the way through them.
    """

    async def answer(request: Request) -> Response:
        lanes = site_of(request).lanes
        lane = lanes.pages if set(request.query_params) <= {"lang"} else lanes.searches
        return await lane.run(handle, request)

    return answer


async def slashed(request: Request) -> Response:
    """An address with a slash too many at its end leads to the one without, if there is such."""
    path = own_path(request).rstrip("/")
    scope = {**request.scope, "path": unquote(path), "root_path": ""}
    routes = (r for r in request.app.routes if isinstance(r, Route) and r.endpoint is not slashed)
    if not any(route.matches(scope)[0] == Match.FULL for route in routes):
        raise HTTPException(404)
    return redirect(request.scope, path)


class _Statics(StaticFiles):
    """Static files; an address that names the version there is may be kept for good.

    One that names another may not: it is asked for by pages from before an upgrade or after it,
    and what it gets is not what it will name.
    """

    def __init__(self, versions: Mapping[str, str]) -> None:
        super().__init__(directory=STATIC)
        self._versions = versions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        version = self._versions.get(self.get_path(scope))
        asked = scope.get("query_string", b"").decode("latin-1")
        kept = version is not None and asked == f"v={version}"

        async def send_with_age(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in (200, 304):
                age = b"public, max-age=31536000, immutable" if kept else b"no-cache"
                message["headers"].append((b"cache-control", age))
            await send(message)

        await super().__call__(scope, receive, send_with_age)
