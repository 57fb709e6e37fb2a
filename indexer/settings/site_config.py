"""The variables of a blog: the settings of its generator, from the file beside or above its posts.

A corpus is often the folder of posts of a checkout, and its posts call pictures by what the site
defines (``{{ site.cdn }}/a.jpg``). The nearest settings file counts, in the root of the corpus or
up to three folders above. It is read by the bounded readers of front matter, never run, and only
its texts and numbers are taken; nested keys are joined by dots, as posts write them.

What was read is kept by path, time and size, so that a build reads it once.
"""

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from indexer.posts.page.flattened import flattened
from indexer.posts.page.front_matter import (
    MAX_FRONT,
    FrontMatterError,
    read_front_matter,
    read_toml,
)

_NAMES = (
    *("_config.yml", "_config.yaml", "hugo.toml", "config.toml", "hugo.yaml", "hugo.yml"),
    *("config.yaml", "config.yml"),
)
_ABOVE = 3


def read_variables(root: str | os.PathLike[str]) -> Mapping[str, str]:
    """What the site of a corpus defines, by the names that posts use behind ``site.``."""
    folder = Path(os.path.abspath(root))  # noqa: PTH100 - resolve() would leave a linked corpus
    for place in (folder, *folder.parents[:_ABOVE]):
        for name in _NAMES:
            try:
                state = os.stat(place / name)  # noqa: PTH116
            except (OSError, ValueError):
                continue
            found = _read(str(place / name), state.st_mtime_ns, state.st_size)
            if found is not None:
                return found
    return {}


@lru_cache(maxsize=64)
def _read(path: str, modified: int, size: int) -> Mapping[str, str] | None:  # noqa: ARG001
    """The variables of a settings file; None where it cannot be read or is none."""
    if size > MAX_FRONT or not Path(path).is_file():
        return None
    try:
        text = Path(path).read_text("utf-8", errors="replace")
        read = read_toml if path.endswith(".toml") else read_front_matter
        return flattened(read(text), "")
    except (OSError, FrontMatterError):
        return None
