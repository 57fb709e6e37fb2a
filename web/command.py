"""The command that serves: what ``python -m web --index DIR`` does until it is interrupted.

Exit codes: 0 after a normal end, 1 when the index cannot be served, 75 when its cluster is away, 2
for bad usage, 130 when it was interrupted before it served. An error is one line on standard error.
That pictures have gone with their folder is a warning and no error: texts are served without them.
So is an output that takes nothing: a site that is up is worth more than the line that says where.
One process serves the archive that it opened itself; several open it again, each its own, from the
same settings in their environment.
"""

import os
import socket
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

from starlette.applications import Starlette
from starlette.types import ASGIApp

from indexer import Archive, ArchiveError, ArgumentError, IndexUnreachableError
from indexer.console import AWAY, OutputError, output, unwound, write_any_text
from indexer.pictures import check_named_folder, is_on_web
from indexer.presentation import visible
from web.app import create_app, open_archive
from web.reopening import Reopening
from web.server.metrics import FOLDER
from web.server.serving import run
from web.server.stopping import Stopping
from web.settings import Settings, read_settings

LOOKED_AT = 1000  # photos, when it is asked whether an archive has pictures of its own

_FACTORY = "web.worker:create_app_from_environment"


def main(arguments: Sequence[str]) -> int:
    """Run the command line; returns the exit code."""
    write_any_text()
    try:
        settings = read_settings(arguments)
    except ArgumentError as error:
        return _failed(error, 2)
    except OutputError as error:
        return 0 if error.unread else _failed(error, 1)
    try:
        serve(settings)
    except ArgumentError as error:
        return _failed(error, 2)
    except IndexUnreachableError as error:
        return _failed(error, AWAY)
    except (ArchiveError, OSError) as error:
        return _failed(error, 1)
    except KeyboardInterrupt:
        pass
    finally:  # or Python would fail once more at its end over what the output did not take
        with suppress(OutputError), output():
            pass
    return 0


def serve(settings: Settings) -> None:
    """Listen, open the index, say where, and serve.

    Raises:
        ArchiveError: the index cannot be opened, or the folder that was named is not there.
        OSError: the address cannot be listened on.
    """
    check_named_folder(settings.corpus or None)
    with _listening(settings) as listener:
        archive = open_archive(settings)
        port = listener.getsockname()[1]
        shown = f"[{settings.host}]" if ":" in settings.host else settings.host
        photos = dict(archive.counts).get("photo", 0)
        line = f"画报 Huabao: http://{shown}:{port}/ ({photos:,} photos)\n"
        _tell(line + _told_of_unfetched_pictures(archive, settings))
        _warn_of_missing_pictures(archive, settings)
        if settings.workers == 1:
            with unwound():
                run(_application(archive, settings), listener, settings)
            return
        archive.close()
        os.environ.update(settings.environment())
        with unwound(), tempfile.TemporaryDirectory(prefix="huabao-") as folder:
            if settings.metrics:
                os.environ[FOLDER] = folder
            run(_FACTORY, listener, settings)


def _application(archive: Archive, settings: Settings) -> ASGIApp:
    """The site in this process, which may be opened anew."""

    def again() -> Starlette:
        return create_app(open_archive(settings), settings)

    return Stopping(Reopening(create_app(archive, settings), again))


def _tell(text: str) -> None:
    """Say it without ``output``, which would lead the access log to nowhere without a word."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        _say(f"{OutputError(error)}; serving nonetheless")


def _warn_of_missing_pictures(archive: Archive, settings: Settings) -> None:
    folder = settings.corpus or archive.corpus
    if not folder or Path(folder).is_dir():
        return
    photos = islice(archive.photos(), LOOKED_AT)
    if any(photo.image and not is_on_web(photo.image) for photo in photos):
        _say(f"{folder} is gone, and the pictures in it; where it has moved, say --corpus DIR")


def _told_of_unfetched_pictures(archive: Archive, settings: Settings) -> str:
    photos = islice(archive.photos(), LOOKED_AT)
    if settings.fetch_pictures or not archive.pictures.never_fetched(photos):
        return ""
    kept = f" --pictures {settings.pictures}" if settings.pictures else ""
    return (
        "Pictures on the web were not fetched yet: "
        f"python -m indexer pictures --index {archive.location}{kept}, "
        "or serve with --fetch-pictures\n"
    )


def _listening(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # The protocol is named because asyncio turns Nagle's algorithm off (TCP_NODELAY) only where it
    # sees TCP; accepted sockets inherit what the listener says, and 0 would cost each page 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((settings.host, settings.port))
        listener.listen(2048)  # from here on who connects waits and is not refused
    except OSError as error:
        listener.close()
        reason = error.strerror or error
        raise OSError(f"cannot listen on {settings.host}:{settings.port}: {reason}") from error
    listener.set_inheritable(True)
    return listener


def _failed(error: Exception, code: int) -> int:
    _say(str(error))
    return code


def _say(line: str) -> None:
    with suppress(OSError):  # nobody is left to be told
        sys.stderr.write(visible(f"python -m web: {line}") + "\n")
