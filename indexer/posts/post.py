"""A post file: bytes in, metadata and body out.

The bytes of a post are read once (``PostFile``), so that the digest by which an update knows them
again is the digest of what was read.
"""

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bs4.dammit import EncodingDetector
from frontmatter.default_handlers import YAMLHandler

from indexer.posts.corpus import find, is_special
from indexer.posts.front_matter import FrontMatterError, has_keys, read_front_matter, read_toml
from search.errors import ArchiveError

_BINARY = frozenset(range(9)) | frozenset(range(14, 27)) | frozenset(range(28, 32))
_TOML = re.compile(r"^\+{3}\s*$", re.MULTILINE)
_HEAD = 4096
_BROKEN_KEY = re.compile(r"['\"]?[\w\s]+['\"]?")
_SURROGATE = re.compile(r"[\ud800-\udfff]")

MAX_BYTES = 16 * 1024 * 1024
"""A post is text; a larger file is a dump or a mistake."""


class PostError(ArchiveError):
    """A file of the corpus is no post that can be read; the message is the reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class UnreadableError(PostError):
    """A file that may well be a post cannot be read now: no permission, a failing disk."""

    def __init__(self, error: OSError) -> None:
        super().__init__(f"could not be read: {error.strerror or error}")


@dataclass(frozen=True, slots=True)
class PostFile:
    """A post file as it was read at one moment.

    Attributes:
        data: its bytes, at most ``MAX_BYTES`` and one.
        size: bytes. modified: nanoseconds; both from before the bytes were read, so that a file
            that is written meanwhile looks changed next time.
    """

    data: bytes
    size: int
    modified: int

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Post:
    """A post file, split: its front matter and the text after it."""

    meta: Mapping[str, Any]
    body: str


def open_post(root: str | os.PathLike[str], path: str) -> PostFile:
    """Read the file at a path of the corpus.

    Raises:
        UnreadableError: it is there, and cannot be read now.
        PostError: there is no such file, or it is none.
    """
    try:
        file = find(root, path)
        if file is None and is_special(root, path):
            raise PostError("a pipe, a socket or a device, and no file")
        if file is None:
            raise PostError("no such file in the corpus")
        with file.open("rb") as stream:
            state = os.fstat(stream.fileno())
            return PostFile(stream.read(MAX_BYTES + 1), state.st_size, state.st_mtime_ns)
    except FileNotFoundError as error:
        raise PostError("no such file in the corpus") from error
    except OSError as error:
        raise UnreadableError(error) from error


def decode(data: bytes) -> str:
    """Decode a post: a byte order mark first, then UTF-8, the declared charset, GB18030.

    Raises:
        PostError: too large, empty, binary, or none of these.
    """
    if len(data) > MAX_BYTES:
        raise PostError(f"larger than {MAX_BYTES // 2**20} MiB")
    if not data.strip():
        raise PostError("empty file")
    stripped, marked = EncodingDetector.strip_byte_order_mark(data)
    if marked is None and not _BINARY.isdisjoint(data[:8192]):
        raise PostError("binary file")
    for encoding in (marked,) if marked else ("utf-8", "", "gb18030"):
        text = _decoded(stripped, encoding or _declared(stripped))
        if text is not None:
            return well_formed(text.replace("\r\n", "\n").replace("\r", "\n"))
    raise PostError("not in UTF-8, UTF-16, GB18030 or its declared charset")


def _declared(data: bytes) -> str | None:
    """The charset that a page names in its head; the search takes the square of what it reads."""
    return EncodingDetector.find_declared_encoding(
        data[:_HEAD], is_html=True, search_entire_document=True
    )


def _decoded(data: bytes, encoding: str | None) -> str | None:
    try:
        text = data.decode(encoding) if encoding else None
    except (UnicodeError, LookupError):
        return None
    return text if text is None or "\0" not in text else None


def well_formed(text: str) -> str:
    """Join surrogates that make a pair; replace others by U+FFFD, as no file can hold them.

    They come of YAML's escapes (``"\\ud800"``) and of odd encodings that pages declare.
    """
    if _SURROGATE.search(text) is None:
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def split(text: str) -> Post:
    """Part the front matter from the body; a text without front matter is all body.

    Raises:
        PostError: there is front matter of which nothing can be read.
    """
    text = text.lstrip("\ufeff \n\t")
    if _TOML.match(text) and len(_TOML.findall(text)) > 1:
        return _toml_post(text)
    boundary = YAMLHandler.FM_BOUNDARY
    if boundary is None or not boundary.match(text) or len(boundary.findall(text)) < 2:
        return Post({}, text)
    front, body = YAMLHandler().split(text)
    if not front.strip() or not has_keys(front):
        return _without_keys(front, text)
    try:
        return Post(read_front_matter(front), body)
    except FrontMatterError as error:
        raise PostError(str(error)) from error


def _without_keys(front: str, text: str) -> Post:
    """Two rules in a text are no front matter, but a mapping that lost its keys is broken."""
    heads = (line.partition(":") for line in front.splitlines())
    if any(colon and _BROKEN_KEY.fullmatch(head.strip()) for head, colon, _ in heads):
        raise PostError("front matter that is not YAML")
    return Post({}, text)


def _toml_post(text: str) -> Post:
    _, front, body = _TOML.split(text, 2)
    try:
        return Post(read_toml(front), body)
    except FrontMatterError as error:
        raise PostError(str(error)) from error
