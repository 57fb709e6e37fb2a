"""The application: which address is answered by what."""

import contextlib
from collections.abc import AsyncIterator

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Message, Receive, Scope, Send

from indexer import Archive, ArchiveError, open_index
from web import api, pages
from web.problems import answer, unexpected
from web.security import SecurityHeaders
from web.settings import Settings, read_environment
from web.site import STATIC, make_site
from web.thumbnails import Thumbnails


def create_app(archive: Archive, settings: Settings) -> Starlette:
    """The site over an open archive, which it closes when it shuts down."""

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        archive.close()

    thumbnails = Thumbnails(fetch=settings.fetch_pictures)
    app = Starlette(
        routes=[
            Route("/", pages.home),
            Route("/search", pages.search),
            Route("/search.json", api.search),
            Route("/photos/{id}.json", api.photo),
            Route("/photos/{id}", pages.photo),
            Route("/articles/{id}", pages.article),
            Route("/thumbnails/{id}", thumbnails.__call__),
            Route("/healthz", api.health),
            Route("/robots.txt", api.robots),
            Mount("/static", _Statics(directory=STATIC)),
        ],
        middleware=[Middleware(SecurityHeaders), Middleware(GZipMiddleware, minimum_size=1000)],
        exception_handlers={
            HTTPException: answer,
            ArchiveError: answer,
            Exception: unexpected,
        },
        lifespan=lifespan,
    )
    app.state.site = make_site(archive, settings)
    return app


def create_app_from_environment() -> Starlette:
    """The site as a worker process makes it, from ``HUABAO_…``.

    Raises:
        ArchiveError: the settings are wrong or the index cannot be opened.
    """
    settings = read_environment()
    return create_app(open_archive(settings), settings)


def open_archive(settings: Settings) -> Archive:
    """The archive as the settings have it.

    Raises:
        ArchiveError: the index cannot be opened.
    """
    return open_index(
        settings.index,
        corpus=settings.corpus or None,
        picture_jobs=settings.thumbnail_jobs,
    )


class _Statics(StaticFiles):
    """Static files; addresses that name a version may be kept for good."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        kept = b"v=" in scope.get("query_string", b"")

        async def send_with_age(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                age = b"public, max-age=31536000, immutable" if kept else b"no-cache"
                message["headers"].append((b"cache-control", age))
            await send(message)

        await super().__call__(scope, receive, send_with_age)
