"""The pictures of a selection in one archive file, with a text that says whose they are.

The pictures are the originals: as they lie in the corpus, or as they were fetched. They are put in
as they are, since pictures do not shrink twice, and one after the other while the answer is sent,
so that neither memory nor disk grows with them. ``署名.txt`` comes last, since only then is it
known what could be read. A name in the archive is made of the photo's place, its caption and the
ending of its file, of characters that every system takes and no path is made of.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from zipstream import ZIP_STORED, ZipStream

MOST_BYTES = 2 << 30
"""Of all pictures together; what would be more is left out and told."""

CREDITS = "署名.txt"
CAPTION = 24  # characters of a caption in a name
LEAST = 15  # of a longer one: a date alone is no name
PIECE = 1 << 18  # bytes that are read at a time

_UNSAFE = re.compile(r'[\x00-\x1f\x7f"*/:<>?\\|.]+')
_PAIRS = tuple(zip("（(“《「【[", "）)”》」】]", strict=True))
_CLOSING = frozenset(closing for _, closing in _PAIRS)
_ENDINGS = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".bmp"})
_MAGIC = (
    *((b"\xff\xd8", ".jpg"), (b"\x89PNG", ".png"), (b"GIF8", ".gif")),
    *((b"RIFF", ".webp"), (b"BM", ".bmp")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """A picture that is asked for: ``path`` is None where it is not here."""

    number: int
    caption: str
    image: str
    path: Path | None


@dataclass(slots=True)
class Packed:
    """A picture in the archive file: ``name`` is empty where it is not in it."""

    original: Original
    name: str = ""
    too_much: bool = False


def pictures_zip(
    originals: Iterable[Original], credited: Callable[[Sequence[Packed]], str]
) -> Iterator[bytes]:
    """The archive file in parts; ``credited`` writes the text, when the pictures are in."""
    packed: list[Packed] = []
    archive = ZipStream(compress_type=ZIP_STORED)
    left = MOST_BYTES
    for original in originals:
        entry = Packed(original)
        packed.append(entry)
        size = _size(original.path)
        entry.too_much = size > left
        if original.path is None or not 0 < size <= left:
            continue
        left -= size
        entry.name = name_of(original)
        archive.add(_bytes(entry, original.path, size), entry.name)
    yield from archive.all_files()
    archive.add(("\ufeff" + credited(packed)).replace("\n", "\r\n").encode(), CREDITS)
    yield from archive.finalize()


def name_of(original: Original) -> str:
    """The name of a picture in the archive file; no two are the same, for the numbers are not."""
    text = unicodedata.normalize("NFC", original.caption)
    printable = "".join(c if c.isprintable() else " " for c in _UNSAFE.sub(" ", text))
    words = _begun(" ".join(printable.split()))
    return " ".join(filter(None, (f"{original.number:03d}", words))) + _ending(original)


def _begun(text: str) -> str:
    """A caption's beginning: to the end of a clause, else of a word, without marks after it."""
    if len(text) > CAPTION:
        places = range(CAPTION, LEAST, -1)
        clauses = (place for place in places if not text[place].isalnum())
        words = (place for place in places if not _is_torn(text[place - 1 : place + 1]))
        text = text[: next(clauses, 0) or next(words, CAPTION)]
    opened = max((text.rfind(o) for o, c in _PAIRS if text.rfind(o) > text.rfind(c)), default=-1)
    text = text[:opened] if opened >= 0 else text
    while text and unicodedata.category(text[-1])[0] in "PZ" and text[-1] not in _CLOSING:
        text = text[:-1]
    return text


def _is_torn(two: str) -> bool:
    return two.isascii() and two.isalnum()


def _ending(original: Original) -> str:
    """That of the picture's own name, else what its first bytes say.

    No other than pictures have: a system may run what is called a program, whatever is in it.
    """
    name = original.image.split("?")[0].split("#")[0].rpartition("/")[2]
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    if ending in _ENDINGS:
        return ending
    begins = next(_pieces(original.path), b"") if original.path else b""
    return next((known for magic, known in _MAGIC if begins.startswith(magic)), "")


def _size(path: Path | None) -> int:
    try:
        return 0 if path is None else path.stat().st_size
    except OSError:
        return 0


def _bytes(entry: Packed, path: Path, size: int) -> Iterator[bytes]:
    """The bytes of a file, ``size`` at most; one that has gone in between is told to be missing."""
    left = size
    for piece in _pieces(path):
        yield piece[:left]
        left -= len(piece[:left])
        if not left:
            return
    entry.name = "" if left else entry.name


def _pieces(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece
    except OSError:
        return
