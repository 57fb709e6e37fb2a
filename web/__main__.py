"""``python -m web --index DIR``: serve an index until interrupted.

Exit codes: 0 after a normal end, 1 when the index cannot be served, 2 for bad usage. An error is
one line on standard error. One process serves the archive that it opened itself; several open it
again, each its own, from the same settings in their environment.
"""

import os
import socket
import sys
from collections.abc import Sequence

import uvicorn
from uvicorn.supervisors import Multiprocess

from indexer import ArchiveError, ArgumentError, open_index
from web.app import create_app
from web.settings import Settings, read_settings

_FACTORY = "web.app:create_app_from_environment"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    try:
        serve(read_settings(sys.argv[1:] if arguments is None else arguments))
    except ArgumentError as error:
        return _failed(error, 2)
    except (ArchiveError, OSError) as error:
        return _failed(error, 1)
    except KeyboardInterrupt:
        pass
    return 0


def serve(settings: Settings) -> None:
    """Listen, open the index, say where, and serve.

    Raises:
        ArchiveError: the index cannot be opened.
        OSError: the address cannot be listened on.
    """
    with _listening(settings) as listener:
        archive = open_index(settings.index, corpus=settings.corpus or None)
        port = listener.getsockname()[1]
        shown = f"[{settings.host}]" if ":" in settings.host else settings.host
        photos = dict(archive.counts).get("photo", 0)
        sys.stdout.write(f"画报 Huabao: http://{shown}:{port}/ ({photos:,} photos)\n")
        sys.stdout.flush()
        if settings.workers == 1:
            app = create_app(archive, settings)
            uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])
            return
        archive.close()
        os.environ.update(settings.environment())
        config = uvicorn.Config(
            _FACTORY, factory=True, workers=settings.workers, log_level="warning"
        )
        Multiprocess(config, sockets=[listener]).run()


def _listening(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
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
    sys.stderr.write(f"python -m web: {error}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
