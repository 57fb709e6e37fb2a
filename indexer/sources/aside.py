"""Folders of a blog that hold no posts for readers: built pages, drafts, templates, packages.

A corpus may be the root of a blog. What its engine built of the posts (``public``, ``_site``,
``dist``) would give every post twice, ``_drafts`` is not meant for readers, and templates
(``_layouts``, ``_includes``, Hugo's ``layouts``, themes) are pages without an article. All are left
out below the corpus, and told; a corpus that is named so itself is read.

People name folders of posts ``themes``, ``layouts`` and ``templates``, too. Words prove nothing, so
these are left out only where an engine would look for templates: beside its settings or its folder
of posts, or where what they hold is laid out as it wants it, or is nothing but templates.
``node_modules`` is not even looked into: it may have a hundred thousand files.
"""

import os
from collections.abc import Collection
from enum import Enum
from pathlib import Path

_BUILT = frozenset({"public", "_site", "dist"})
_DRAFTS = "_drafts"
_PACKAGES = "node_modules"
_TEMPLATES = frozenset({"_layouts", "_includes", "_sass", "_plugins"})
"""Jekyll's and Eleventy's names, which nobody gives a folder of posts."""

_HUGO_SETTINGS = frozenset(
    f"{name}.{suffix}" for name in ("hugo", "config") for suffix in ("toml", "yaml", "yml", "json")
) | {"content"}
_HEXO_SETTINGS = frozenset({"_config.yml", "_config.yaml", "source", "_posts"})
_OF_HUGO = frozenset({"layouts", "themes", "archetypes"})
_OF_HEXO = frozenset({"themes", "scaffolds"})
_OF_ZOLA = ("config.toml", "templates")

_IN_LAYOUTS = frozenset(
    {"_default", "partials", "shortcodes", "_partials", "_shortcodes", "baseof.html"}
)
_IN_A_THEME = frozenset(
    {"layouts", "layout", "theme.toml", "theme.yaml", "_config.yml", "templates"}
)
_MAY_BE_TEMPLATES = frozenset({"layouts", "themes", "templates", "includes", "partials"})
_MARKS = (b"{{", b"{%", b"<%")

_LOOKED_AT = 100
"""Entries of a folder, and folders in it, that are looked at for what it is."""

_READ, _HEAD = 5, 16384
"""Files that are looked into, and bytes of each."""


class Aside(Enum):
    """Why a folder is left out."""

    BUILT = "a folder of built pages with {files}; to read it, make it the corpus"
    DRAFTS = "a folder of drafts with {files}; --drafts reads it"
    TEMPLATES = "a folder of templates with {files}; to read it, make it the corpus"
    PACKAGES = "a folder of packages, which is not looked into"

    def why(self, count: int) -> str:
        """The reason, with the number of files that are named as posts."""
        return self.value.format(files=f"{count:,} file" if count == 1 else f"{count:,} files")


def aside(parent: str, name: str, beside: Collection[str], *, drafts: bool = False) -> Aside | None:
    """Why a folder in ``parent`` is left out, if it is.

    ``beside`` are the names of what else is in ``parent``; with ``drafts``, these are wanted.
    """
    if name in _BUILT:
        return Aside.BUILT
    if name == _DRAFTS:
        return None if drafts else Aside.DRAFTS
    if name == _PACKAGES:
        return Aside.PACKAGES
    folder = f"{parent}/{name}"
    is_template = name in _TEMPLATES or _is_named(name, beside) or _is_laid_out(folder)
    is_template = is_template or (name in _MAY_BE_TEMPLATES and _is_all_templates(folder))
    return Aside.TEMPLATES if is_template else None


def _is_named(name: str, beside: Collection[str]) -> bool:
    """Whether the engine whose settings are beside a folder keeps its templates there."""
    return (
        (name in _OF_HUGO and not _HUGO_SETTINGS.isdisjoint(beside))
        or (name in _OF_HEXO and not _HEXO_SETTINGS.isdisjoint(beside))
        or (_OF_ZOLA[0] in beside and name == _OF_ZOLA[1])
    )


def _is_laid_out(folder: str) -> bool:
    """Whether a folder of layouts or themes holds what an engine wants in it."""
    name = folder.rpartition("/")[2]
    if name == "layouts":
        return not _IN_LAYOUTS.isdisjoint(_entries(folder))
    if name == "themes":
        return any(
            not _IN_A_THEME.isdisjoint(_entries(f"{folder}/{one}")) for one in _entries(folder)
        )
    return False


def _is_all_templates(folder: str) -> bool:
    """Whether a folder holds pages of HTML, no Markdown, and in each page looked at a template."""
    names = _entries(folder)
    if any(
        name.lower().endswith((".md", ".markdown", ".mdx", ".mkd", ".mdown", ".txt"))
        for name in names
    ):
        return False
    pages = [name for name in sorted(names) if name.lower().endswith((".html", ".htm"))]
    return bool(pages) and all(_has_marks(f"{folder}/{name}") for name in pages[:_READ])


def _has_marks(file: str) -> bool:
    path = Path(file)
    try:
        if path.is_symlink() or not path.is_file():
            return False
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError:
        return False
    return any(mark in head for mark in _MARKS)


def _entries(folder: str) -> list[str]:
    """Names in a folder, the first of them where it has many; none where it is no folder."""
    try:
        with os.scandir(folder) as entries:
            return [entry.name for _, entry in zip(range(_LOOKED_AT), entries, strict=False)]
    except OSError:
        return []
