"""From the bytes of a post to its text.

A byte order mark is believed, then UTF-8, then what the page declares. Bytes that declare nothing,
or an encoding of the West that fits every byte, are GB18030 or Big5, whichever reads as Chinese
(``chinese``).

Editors and input methods leave control characters in texts: no reason to refuse a post. They are
dropped and counted. A file is binary where they are many.
"""

import re
from codecs import lookup
from dataclasses import dataclass

from bs4.dammit import EncodingDetector

from indexer.posts.page.chinese import reads_as_chinese
from indexer.sources.post_file import MAX_BYTES, PostError

_HEAD = 4096
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_CONTROL_BYTES = bytes({*range(9), *range(14, 32), 127})
_FEW, _SHARE_OF_FEW, _SHARE = 3, 8, 32
"""Control or broken characters of a post: one of 32, and in a short one up to three, one of 8.
Compressed data have one in nine, and other than a short post they are never short."""

_WINDOWS_BIG5 = "cp950"
_BIG5 = (_WINDOWS_BIG5, "big5hkscs")
"""Big5 as Windows writes it, then with the characters of Hong Kong."""

_FULL_WIDTH = str.maketrans("∕﹨", "／＼")
"""What Windows makes of the full-width marks of Big5; credits have them between their parts."""

_CHINESE = ("gb18030", *_BIG5)
_DECLARED = {
    "gb2312": ("gb18030",),
    "gbk": ("gb18030",),
    "gb18030": ("gb18030",),
    "big5": _BIG5,
    "big5hkscs": ("big5hkscs",),
    "cp950": _BIG5,
    **{name: (name,) for name in ("euc_jp", "shift_jis", "cp932", "euc_kr", "cp949", "johab")},
    **{name: (name,) for name in ("koi8-r", "cp1251", "iso8859-5", "tis-620")},
}
"""By Python's name of an encoding that a page declares: what is meant. A page that its first bytes
name can be in none that is not a superset of ASCII, and some codecs of Python (``punycode``) take
the square of what they read."""

_WESTERN = frozenset({"iso8859-1", "iso8859-15", "cp1252", "cp1250", "iso8859-2"})
_SURELY_CHINESE = 1 / 4


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a post: its lines end with ``\\n``, and ``dropped`` control characters are gone.

    ``broken``: it is UTF-8 in which so many characters were cut; each became U+FFFD.
    """

    text: str
    dropped: int = 0
    broken: int = 0

    @property
    def notes(self) -> tuple[str, ...]:
        """What was done to it, in English."""
        counted = ((self.dropped, "control", "dropped"), (self.broken, "broken", "replaced"))
        return tuple(
            f"{count:,} {kind} character{'' if count == 1 else 's'} {done}"
            for count, kind, done in counted
            if count
        )


def decode(data: bytes) -> Decoded:
    """Decode a post: a byte order mark first, then UTF-8, the declared charset, GB18030 or Big5.

    Raises:
        PostError: too large, empty, binary, or none of these.
    """
    if len(data) > MAX_BYTES:
        raise PostError(f"larger than {MAX_BYTES // 2**20} MiB")
    if not data.strip():
        raise PostError("empty file")
    stripped, marked = EncodingDetector.strip_byte_order_mark(data)
    controls = len(data) - len(data.translate(None, _CONTROL_BYTES))
    if marked is None and controls > _most(data):
        raise PostError("binary file")
    text = _read(stripped, marked) if marked else _by_content(stripped)
    broken = 0
    if text is None and marked is None:
        text, broken = _nearly_chinese(stripped)
    if text is None and marked in (None, "utf-8"):
        text = stripped.decode("utf-8", "replace")
        broken = text.count("\ufffd")
        text = text if broken <= _most(text) else None
    if text is None:
        raise PostError("not in UTF-8, UTF-16, GB18030, Big5 or its declared charset")
    kept, dropped = _CONTROL.subn("", text)
    if dropped > max(_FEW, len(text) // _SHARE_OF_FEW):
        raise PostError("binary file")
    return Decoded(well_formed(kept.replace("\r\n", "\n").replace("\r", "\n")), dropped, broken)


def _most(text: bytes | str) -> int:
    """How many control or broken characters a post of this length may have."""
    return max(min(_FEW, len(text) // _SHARE_OF_FEW), len(text) // _SHARE)


def _by_content(data: bytes) -> str | None:
    text = _read(data, "utf-8")
    if text is not None:
        return text
    declared = _declared(data)
    for encoding in _DECLARED.get(declared, ()):
        text = _read(data, encoding)
        if text is not None and (encoding not in _CHINESE or _is_likely(text)):
            return text
    readings = (_read(data, encoding) for encoding in _CHINESE)
    # The first of equals: GB18030, which far more posts are written in.
    best = max((text for text in readings if text is not None), key=reads_as_chinese, default=None)
    share = 0.0 if best is None else reads_as_chinese(best)
    if share >= _SURELY_CHINESE:
        return best
    if reads_as_chinese(data.decode("utf-8", "replace")) > max(share, 0):
        return None
    return _read(data, "cp1252") or _read(data, "latin-1") if declared in _WESTERN else best


def _is_likely(text: str) -> bool:
    """Whether nothing speaks against the encoding that a page declares; ASCII says nothing."""
    return text.isascii() or reads_as_chinese(text) >= _SURELY_CHINESE


def _nearly_chinese(data: bytes) -> tuple[str | None, int]:
    """Chinese in which a few characters are cut, and how many; None where it reads as none."""
    readings = [_decoded(data, encoding, "replace") for encoding in _CHINESE]
    whole = [text for text in readings if text.count("\ufffd") <= _most(text)]
    best = max(whole, key=reads_as_chinese, default="")
    is_chinese = reads_as_chinese(best) >= _SURELY_CHINESE
    return (best, best.count("\ufffd")) if is_chinese else (None, 0)


def _declared(data: bytes) -> str:
    """The charset that a page names in its head; the search takes the square of what it reads."""
    name = EncodingDetector.find_declared_encoding(
        data[:_HEAD], is_html=True, search_entire_document=True
    )
    try:
        return lookup(name).name if name else ""
    except LookupError:
        return ""


def _read(data: bytes, encoding: str) -> str | None:
    try:
        return _decoded(data, encoding)
    except UnicodeError:
        return None


def _decoded(data: bytes, encoding: str, errors: str = "strict") -> str:
    text = data.decode(encoding, errors)
    return text.translate(_FULL_WIDTH) if encoding == _WINDOWS_BIG5 else text


def well_formed(text: str) -> str:
    """Join surrogates that make a pair; replace others by U+FFFD, as no file can hold them.

    They come of YAML's escapes (``"\\ud800"``) and of odd encodings that pages declare.
    """
    if _SURROGATE.search(text) is None:
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
