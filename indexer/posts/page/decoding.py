"""From the bytes of a post to its text."""

import re

from bs4.dammit import EncodingDetector

from indexer.sources.post_file import MAX_BYTES, PostError

_BINARY = frozenset(range(9)) | frozenset(range(14, 27)) | frozenset(range(28, 32))
_HEAD = 4096
_SURROGATE = re.compile(r"[\ud800-\udfff]")


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
