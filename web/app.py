"""The application: which address is answered by what."""

import contextlib
from collections.abc import AsyncIterator, Mapping
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Message, Receive, Scope, Send

from indexer import Archive, ArchiveError, ArgumentError, open_index
from web.formats import api
from web.pages import handlers
from web.pictures.thumbnails import Thumbnails
from web.security import SecurityHeaders
from web.settings import Settings
from web.site.hosts import SiteAddress
from web.site.moved import redirect
from web.site.problems import error_response, unexpected
from web.site.site import STATIC, make_site, own_path, static_versions

OPTIONS = {"location": "--index", "corpus": "--corpus", "picture_jobs": "--thumbnail-jobs"}
"""What a person calls the arguments of ``open_index``."""


def create_app(archive: Archive, settings: Settings) -> Starlette:
    """The site over an open archive, which it closes when it shuts down."""

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        archive.close()

    thumbnails = Thumbnails(fetch=settings.fetch_pictures)
    app = Starlette(
        routes=[
            Route("/", handlers.home),
            Route("/search", handlers.search),
            Route("/search.json", api.search),
            Route("/suggest", api.suggest),
            Route("/photos/{id}.json", api.photo),
            Route("/photos/{id}", handlers.photo),
            Route("/articles/{id}", handlers.article),
            Route("/thumbnails/{id}", thumbnails.__call__),
            Route("/healthz", api.health),
            Route("/robots.txt", api.robots),
            Route("/favicon.ico", api.favicon),
            Mount("/static", _Statics(static_versions())),
            Route("/{path:path}/", slashed),
        ],
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(SiteAddress, allowed=settings.allowed_host, listening=settings.host),
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
    app.state.site = make_site(archive, settings)
    return app


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
            picture_jobs=settings.thumbnail_jobs,
        )
    except ArgumentError as error:
        option = OPTIONS.get(error.argument)
        if option is None:
            raise
        raise ArgumentError(f"{option}={error.shown}: {error.remedy}") from error


def slashed(request: Request) -> Response:
    """An address with a slash too many at its end leads to the one without, if there is such."""
    path = own_path(request).rstrip("/")
    scope = {**request.scope, "path": unquote(path)}
    routes = (r for r in request.app.routes if isinstance(r, Route) and r.endpoint is not slashed)
    if not any(route.matches(scope)[0] == Match.FULL for route in routes):
        raise HTTPException(404)
    return redirect(request, path)


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
