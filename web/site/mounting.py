"""Where the site is mounted, and the path of a request within it.

A proxy that puts the site below a path of another one hands on the whole path, or takes the prefix
off; both are right. As ASGI has it, ``root_path`` is the prefix, and ``path`` is always the whole
one, which Starlette's routes and mounts take apart again.
"""

from starlette.responses import RedirectResponse, Response
from starlette.types import Scope


def enter(scope: Scope) -> None:
    """Make this site the one whose root is kept, not an application that it is mounted in."""
    scope["app_root_path"] = scope.get("root_path", "")


def root_of(scope: Scope) -> str:
    """The path below which the site is; below a mount of its own, Starlette keeps it elsewhere."""
    root: str = scope.get("app_root_path", scope.get("root_path", ""))
    return root


def path_within(scope: Scope) -> str:
    """The path of a request within the site; empty for the root itself without its slash."""
    path, root = scope["path"], root_of(scope)
    own: str = path[len(root) :] if root and f"{path}/".startswith(f"{root}/") else path
    return own


def mount(scope: Scope) -> None:
    """Make the scope's path the whole one, whether it came with the prefix or without."""
    scope["path"] = root_of(scope) + path_within(scope)


def redirect(scope: Scope, path: str) -> Response:
    """For good, to another path of this site, with the query that came; asked for every time.

    A browser would else keep it for good, and the address may be in use again some day.
    """
    query = scope["query_string"].decode("latin-1")
    target = f"{root_of(scope)}{path}?{query}" if query else root_of(scope) + path
    return RedirectResponse(target, 308, {"Cache-Control": "no-cache"})
