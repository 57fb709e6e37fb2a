"""The folder of posts: which files may be posts, and where a path of the corpus lies on disk.

A path of the corpus is relative, in Unicode's NFC and with ``/``, whatever the disk holds: article
ids are made of it, and an archive that moves from a Mac (NFD names) to a server keeps its ids. A
name that is not UTF-8 is taken for GB18030, as a Windows zip that is unpacked on Linux leaves it;
the file is still found by its bytes.

Links to files are followed only while they stay inside the folder, where the file is not read by
its own name: an archive never shows files that somebody happened to link to, nor a post twice.
Links to folders are not followed at all, inside or out: the same post would be read twice, or for
ever.

A folder of posts is full of accidents (names in an old encoding, links in circles, one name in two
normal forms). None of them stops a build: what cannot be a post is listed with the reason.

A corpus may be the root of a blog: what of it holds no posts, ``aside`` knows.

Three files in the root are no posts: the archive's vocabulary, ``synonyms.txt`` and
``dictionary.txt``, and the settings of the corpus, ``huabao.toml``.
"""

import functools
import os
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path, PurePath, PurePosixPath
from typing import NoReturn

from indexer.sources.aside import Aside, aside
from indexer.sources.skipped import Skipped
from search.errors import CorpusError
from search.vocabulary import VOCABULARY_FILES

POST_SUFFIXES = frozenset(
    {
        *(".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdwn", ".mdx", ".rmd", ".qmd"),
        *(".html", ".htm", ".xhtml", ".shtml", ".txt"),
    }
)
_OTHER_TEXTS = (".rst", ".adoc", ".asciidoc", ".org", ".textile", ".mht", ".mhtml", ".docx", ".doc")
"""Other forms in which articles are kept; without a reader for them, they are told."""

_NO_READER = "no reader for such files; posts are Markdown, HTML or plain text"

SETTINGS_FILE = "huabao.toml"
"""The file in the root that has the settings of the corpus."""

_KEPT_APART = frozenset({*VOCABULARY_FILES, SETTINGS_FILE})
"""Files in the root that are no posts."""

A_DRAFT = "a draft; --drafts reads it"
"""Why a post is skipped that says so of itself."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a folder holds.

    Attributes:
        paths: of all files that may be posts, sorted.
        skipped: of files that are named as posts and cannot be read as such, and of links to
            folders, sorted.
        spelled: the names on the disk of those paths that it spells otherwise.
    """

    paths: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    spelled: Mapping[str, str] = field(default_factory=dict)


def survey(
    root: str | os.PathLike[str],
    *,
    drafts: bool = False,
    suffixes: AbstractSet[str] = POST_SUFFIXES,
) -> Listing:
    """List the files that may be posts by their suffixes; what is hidden is left out.

    Folders of built pages, templates and packages are left out, and, without ``drafts``, those of
    drafts; where they hold files that are named as posts, ``skipped`` has the folder with their
    number.

    Raises:
        CorpusError: the folder does not exist, or a folder in it cannot be listed: an update that
            went on would take its posts for deleted.
    """
    folder = Path(root)
    top = os.path.realpath(folder)
    names: set[str] = set()
    links: list[tuple[str, str]] = []
    skipped: list[Skipped] = []
    left_out: dict[str, Aside] = {}
    counts: Counter[str] = Counter()
    for file, name in _files(folder, tuple(suffixes), skipped, left_out, drafts=drafts):
        above = _above(name, left_out)
        if above:
            counts[above] += 1
        elif _path(name) is None:
            skipped.append(Skipped(printable(name), "its name is neither UTF-8 nor GB18030"))
        elif os.path.islink(file):  # noqa: PTH114 - see _files
            links.append((file, name))
        else:
            names.add(name)
    skipped += [
        Skipped(printable(name), left_out[name].why(count)) for name, count in counts.items()
    ]
    linked = set(names)
    for file, name in sorted(links):
        reason = _unread_link(file, top, linked)
        if reason:
            skipped.append(Skipped(printable(name), reason))
        else:
            names.add(name)
    return _listing(names, skipped)


def _listing(names: Iterable[str], skipped: list[Skipped]) -> Listing:
    spellings: dict[str, list[str]] = defaultdict(list)
    for name in names:
        spellings[_path(name) or name].append(name)
    chosen: dict[str, str] = {}
    for path in sorted(spellings):
        first, *others = sorted(spellings[path], key=lambda name: (name != path, name.split("/")))
        skipped += [Skipped(printable(name), f"the same name as {path}") for name in others]
        chosen[path] = first
    return Listing(
        tuple(chosen),
        tuple(sorted(skipped, key=lambda one: one.path)),
        {path: name for path, name in chosen.items() if name != path},
    )


def locate(root: str | os.PathLike[str], path: str) -> Path | None:
    """Give the file that a path of the corpus names, or None where there is none inside the folder.

    A name that the disk spells in another normal form (NFD) or encoding (GB18030) is found as well.
    A file that cannot be looked at is none; ``find`` tells the two apart.
    """
    try:
        return find(root, path)
    except (OSError, ValueError):  # ValueError: a name that no disk can hold
        return None


def find(root: str | os.PathLike[str], path: str) -> Path | None:
    """Do as ``locate`` does.

    Raises:
        OSError: the disk does not let us see whether there is such a file.
        ValueError: a name that no disk can hold.
    """
    folder = Path(root)
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or "\0" in path:
        return None
    top = os.path.realpath(folder)
    return next((file for file in _spelled(folder, pure.parts) if _is_file_in(file, top)), None)


def is_special(root: str | os.PathLike[str], path: str) -> bool:
    """Whether a path of the corpus names a pipe, a socket or a device, which gives no bytes."""
    parts = PurePosixPath(path).parts
    return any(
        file.exists() and not (file.is_file() or file.is_dir())
        for file in _spelled(Path(root), parts)
    )


def printable(path: str) -> str:
    """Write the bytes of a name that are not UTF-8 as ``\\xb5``."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _files(
    folder: Path,
    suffixes: tuple[str, ...],
    skipped: list[Skipped],
    left_out: dict[str, Aside],
    *,
    drafts: bool,
) -> Iterator[tuple[str, str]]:
    """The files that are named as posts, and their names relative to the folder.

    Links to folders and folders of packages are put with what is skipped; folders that are left
    out, before their files, with ``left_out``.
    Strings, because there may be a hundred thousand, and a path object costs as much as a stat.
    """
    for parent, folders, files in os.walk(folder, onerror=_refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        within = PurePath(parent).relative_to(folder).as_posix()
        below = "" if within == "." else f"{within}/"
        beside = {*files, *folders}
        for name in folders.copy():
            why = aside(parent, name, beside, drafts=drafts)
            if os.path.islink(f"{parent}/{name}"):  # noqa: PTH114
                reason = "a link to a folder, which is not followed"
                skipped.append(Skipped(printable(below + name), reason))
            elif why is Aside.PACKAGES:
                folders.remove(name)
                skipped.append(Skipped(printable(below + name), why.why(0)))
            elif why is not None:
                left_out[below + name] = why
        for name in files:
            if not below and name in _KEPT_APART:
                continue
            if not name.startswith(".") and name.lower().endswith(suffixes):
                yield f"{parent}/{name}", below + name
            elif not name.startswith(".") and name.lower().endswith(_OTHER_TEXTS):
                skipped.append(Skipped(printable(below + name), _NO_READER))


def _above(name: str, left_out: Container[str]) -> str | None:
    """The uppermost folder above a file that is left out."""
    folders = name.split("/")[:-1]
    heads = ("/".join(folders[:at]) for at in range(1, len(folders) + 1))
    return next((head for head in heads if head in left_out), None)


def _refuse(error: OSError) -> NoReturn:
    folder = printable(str(error.filename))
    raise CorpusError(
        f"cannot read the corpus folder {folder}: {error.strerror}; "
        "give a folder of posts (.md, .markdown, .mdx, .html, .htm, .txt) that may be read"
    ) from error


def _unread_link(file: str, top: str, read: set[str]) -> str | None:
    """Why a link to a file is not read; else what it leads to is put with what is read."""
    try:
        real = PurePath(os.path.realpath(file, strict=True))
    except OSError:
        return "a link that leads nowhere"
    if not real.is_relative_to(top):
        return "a link that leads out of the corpus"
    target = real.relative_to(top).as_posix()
    if target in read:
        return f"a link to {printable(target)}, which is read once"
    read.add(target)
    return None


def _is_file_in(file: Path, top: str) -> bool:
    try:
        real = os.path.realpath(file, strict=True)
    except (FileNotFoundError, NotADirectoryError):
        return False
    return PurePath(real).is_relative_to(top) and Path(real).is_file()


def _spelled(folder: Path, parts: Iterable[str]) -> Iterator[Path]:
    """All files whose names are spelled so, up to normal form; the very spelling comes first."""
    yield folder.joinpath(*parts)
    found = [folder]
    for part in parts:
        found = [
            here / name
            for here in found
            for name in sorted({part, *_other_spellings(here).get(_nfc(part), ())})
            if (here / name).exists()
        ]
    yield from found


def _other_spellings(folder: Path) -> Mapping[str, list[str]]:
    """The names of a folder that are not as paths spell them, by what these do."""
    try:
        return _spelled_otherwise(folder, folder.stat().st_mtime_ns)
    except (FileNotFoundError, NotADirectoryError):
        return {}


@functools.lru_cache(maxsize=256)
def _spelled_otherwise(folder: Path, _modified: int) -> Mapping[str, list[str]]:
    """Remembered until the folder changes: every picture that is missing asks for it."""
    found: dict[str, list[str]] = defaultdict(list)
    for entry in folder.iterdir():
        for path in _readings(entry.name):
            if path != entry.name:
                found[path].append(entry.name)
    return found


def _readings(name: str) -> Iterator[str]:
    """What paths may call a name: as ``_path`` has it, and as GB18030 though it could be UTF-8.

    图片, the most usual folder of pictures, is in GBK also the UTF-8 of ``ͼƬ``.
    """
    path = _path(name)
    if path is not None:
        yield path
    if not name.isascii():
        try:
            yield _nfc(os.fsencode(name).decode("gb18030"))
        except UnicodeDecodeError:
            return


def _path(name: str) -> str | None:
    """A name on the disk as paths of the corpus spell it, or None where nobody knows how."""
    if name.isascii():
        return name
    try:
        return _nfc("/".join(map(_decoded, name.split("/"))))
    except UnicodeDecodeError:
        return None


def _decoded(part: str) -> str:
    """A part of a name; bytes that are not UTF-8 came in as surrogates."""
    try:
        part.encode()
    except UnicodeEncodeError:
        return os.fsencode(part).decode("gb18030")
    return part


def _nfc(name: str) -> str:
    return unicodedata.normalize("NFC", name)
