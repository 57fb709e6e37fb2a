"""A file of named arrays, written once and mapped ever after.

One file holds everything of a segment: numbers as flat arrays of the narrowest fitting type, texts
as one run of UTF-8 with the offsets of its pieces. Readers map the file, so opening costs nothing,
only touched pages are loaded, and processes share them. Nothing is unpickled.

    magic, arrays (each at a multiple of 8 bytes), directory with checksums, its length, magic
"""

import json
import mmap
import os
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Ids = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Pieces:
    """An array that is made piece by piece while it is written."""

    kind: np.dtype[Any]
    made: Callable[[], Iterator[Array]]


Named = tuple[str, Array | Pieces]

_MAGIC = b"HUABAO1\n"
_BATCH = 1 << 14  # texts joined at once
_ALIGNMENT = 8  # bytes; the widest number


def narrowed(array: Array) -> Array:
    """The same non-negative integers in the narrowest unsigned type."""
    largest = int(array.max()) if len(array) else 0
    for kind in (np.uint8, np.uint16, np.uint32):
        if largest <= np.iinfo(kind).max:
            return array.astype(kind)
    return array.astype(np.uint64)


def stretches(starts: Array, ends: Array) -> Ids:
    """All numbers of some half-open intervals, one after the other."""
    lengths = ends - starts
    reached = np.cumsum(lengths)
    total = int(reached[-1]) if len(reached) else 0
    found: Ids = np.arange(total) + np.repeat(starts - reached + lengths, lengths)
    return found


def distinct(numbers: Array) -> tuple[Array, Ids]:
    """Some numbers in order, each once, and for each of all its place among these.

    NumPy's ``unique`` imports masked arrays, which a first search would wait for.
    """
    order = numbers.argsort(kind="stable")
    ranked = numbers[order]
    fresh = np.ones(len(ranked), dtype=np.bool_)
    np.not_equal(ranked[1:], ranked[:-1], out=fresh[1:])
    places = np.empty(len(ranked), dtype=np.int64)
    places[order] = np.cumsum(fresh) - 1
    return ranked[fresh], places


def numbers_from(data: bytes, kind: type[np.generic]) -> Array:
    """Bytes as an array of numbers; no bytes are no numbers."""
    return np.frombuffer(data, dtype=kind) if data else np.empty(0, dtype=kind)


_JSON = json.JSONDecoder()


def read_json(text: str) -> Any:
    """What a text of ours says; without looking for blanks around it, half the time of reading."""
    return _JSON.raw_decode(text)[0]


class Texts:
    """Many short texts in one run of UTF-8."""

    def __init__(self, data: Array, offsets: Array) -> None:
        self._data = data
        self._offsets = offsets
        # Single numbers are read from a view in a third of the time.
        self._view, self._places = data.data, offsets.data

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def raw(self, number: int) -> bytes:
        """One text, encoded."""
        return self._view[self._places[number] : self._places[number + 1]].tobytes()

    def __getitem__(self, number: int) -> str:
        return str(self._view[self._places[number] : self._places[number + 1]], "utf-8")

    def pieces(self, size: int) -> Iterator[tuple[int, str, Ids]]:
        """All texts, joined to pieces of about so many bytes.

        Of each: the number of its first text, the texts one after the other, the code points that
        each of them has.
        """
        begin = 0
        while begin < len(self):
            limit = int(self._offsets[begin]) + size
            end = (
                int(self._offsets.searchsorted(self._offsets.dtype.type(limit)))
                if limit < int(self._offsets[-1])
                else len(self)
            )
            end = min(max(end, begin + 1), len(self))
            borders = self._offsets[begin : end + 1].astype(np.int64)
            data = self._data[borders[0] : borders[-1]]
            reached = np.append(0, np.cumsum((data & 0xC0) != 0x80))
            yield begin, str(data.data, "utf-8"), np.diff(reached[borders - borders[0]])
            begin = end

    def holding(self, text: bytes, numbers: Array) -> NDArray[np.bool_]:
        """Which of some texts hold a run of bytes; no text holds the byte 0.

        Many texts are joined and searched in one go, which is several times as fast.
        """
        mask = np.zeros(len(numbers), dtype=np.bool_)
        for begin in range(0, len(numbers), _BATCH):
            some = numbers[begin : begin + _BATCH].astype(np.int64)
            starts, ends = self._offsets[some].tolist(), self._offsets[some + 1].tolist()
            view = self._view
            joined = b"\0".join([view[s:e] for s, e in zip(starts, ends, strict=True)])
            places = [found.start() for found in re.finditer(re.escape(text), joined)]
            if places:
                lengths = np.subtract(ends, starts) + 1
                owners = np.cumsum(lengths).searchsorted(places, side="right")
                mask[begin + owners] = True
        return mask

    def find(self, text: bytes) -> tuple[int, bool]:
        """Where ``text`` stands or would stand among sorted texts, and whether it does."""
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self.raw(middle) < text:
                low = middle + 1
            else:
                high = middle
        return low, low < len(self) and self.raw(low) == text


def texts_arrays(name: str, texts: Iterable[str | bytes]) -> dict[str, Array]:
    """The arrays in which texts are stored under a name."""
    encoded = [text if isinstance(text, bytes) else text.encode() for text in texts]
    offsets = np.zeros(len(encoded) + 1, dtype=np.int64)
    np.cumsum([len(text) for text in encoded], out=offsets[1:])
    return {
        f"{name}.data": numbers_from(b"".join(encoded), np.uint8),
        f"{name}.offsets": narrowed(offsets),
    }


def named_texts(name: str, texts: Iterable[bytes]) -> Iterator[Named]:
    """The same arrays one after the other, without having all texts in memory."""
    lengths: list[Array] = [np.zeros(1, dtype=np.int64)]

    def data() -> Iterator[Array]:
        left = iter(texts)
        while batch := list(islice(left, _BATCH)):
            lengths.append(np.array(list(map(len, batch)), dtype=np.int64))
            yield numbers_from(b"".join(batch), np.uint8)

    yield f"{name}.data", Pieces(np.dtype(np.uint8), data)
    yield f"{name}.offsets", narrowed(np.cumsum(np.concatenate(lengths)))


def write_arrays(path: Path, arrays: Iterable[Named]) -> None:
    """Write arrays into a new file, one after the other, and bring it to the disk."""
    directory: dict[str, tuple[str, int, int, int]] = {}
    with path.open("xb") as file:
        file.write(_MAGIC)
        for name, array in arrays:
            file.write(b"\0" * (-file.tell() % _ALIGNMENT))
            begin, length, checksum = file.tell(), 0, 0
            pieces = array.made() if isinstance(array, Pieces) else (array,)
            for piece in pieces:
                data = np.ascontiguousarray(piece).data
                checksum = zlib.crc32(data, checksum)
                length += len(piece)
                file.write(data)
            kind = array.kind if isinstance(array, Pieces) else array.dtype
            directory[name] = (kind.str, begin, length, checksum)
        listing = json.dumps(directory).encode()
        file.write(listing + len(listing).to_bytes(8, "little") + _MAGIC)
        file.flush()
        os.fsync(file.fileno())


class ArrayFile:
    """The arrays of a file, mapped; they live as long as anybody uses one of them.

    Raises:
        ValueError: the file is no such file, or is cut short.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size < 2 * len(_MAGIC) + 8:
                raise ValueError(f"{path.name} is cut short")
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        end = size - len(_MAGIC) - 8
        length = int.from_bytes(self._map[end : end + 8], "little")
        if self._map[: len(_MAGIC)] != _MAGIC or self._map[end + 8 :] != _MAGIC or length > end:
            raise ValueError(f"{path.name} is not a file of arrays")
        self._arrays: dict[str, Array] = {}
        self._directory: dict[str, Sequence[Any]] = json.loads(self._map[end - length : end])

    def names(self) -> Iterator[str]:
        """The names of all arrays."""
        return iter(self._directory)

    def get(self, name: str) -> Array | None:
        """An array, if the file has it."""
        return self[name] if name in self._directory else None

    def __getitem__(self, name: str) -> Array:
        if name not in self._arrays:
            self._arrays[name] = self._mapped(name)
        return self._arrays[name]

    def _mapped(self, name: str) -> Array:
        kind, offset, length, _ = self._directory[name]
        if not length:
            return np.empty(0, dtype=np.dtype(kind))
        return np.frombuffer(self._map, dtype=np.dtype(kind), count=length, offset=offset)

    def damaged(self) -> Iterator[str]:
        """The names of the arrays whose bytes are not those that were written."""
        for name, (_, _, _, checksum) in self._directory.items():
            if zlib.crc32(self[name].data) != checksum:
                yield name

    def texts(self, name: str) -> Texts:
        """The texts stored under a name."""
        return Texts(self[f"{name}.data"], self[f"{name}.offsets"])
