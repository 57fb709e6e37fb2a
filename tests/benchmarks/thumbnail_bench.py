"""Measures thumbnails: what each form costs and saves, and what many cost who ask at once.

    python -m tests.benchmarks.thumbnail_bench [--seed 1] [--pictures DIR] [--rounds 3]
        [--readers 64] [--workers 2] [--write]

Forms are encoded from the same pixels, on one core. The size of a form at equal likeness is what it
would need for the likeness (SSIM of the luma, 8 × 8) that WebP has, between two of its qualities.
Without ``--pictures`` the pictures are drawn: noise whose power falls with its frequency as that of
photographs does, under edges. Those of a camera compress differently; give some of your own.

Then a server is started, and all readers send the same request for a picture that nobody has made.
What is kept is counted by inotify(7), since renderings happen in processes of processes.
"""

import argparse
import ctypes
import io
import os
import struct
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import AvifImagePlugin, Image, ImageDraw

import indexer
from indexer.imaging import renditions
from indexer.pictures import WIDTHS, MediaType
from tests.benchmarks.http_bench import server
from tests.benchmarks.options import parser
from tests.benchmarks.report import circumstances, publish, table
from tests.benchmarks.timing import milliseconds

FORMS: tuple[MediaType, ...] = ("image/webp", "image/avif", "image/jpeg")
MOVED_TO = 0x80

SETTLING = 2.0
"""Seconds until every worker serves."""

QUALITIES = (50, 60, 70, 80, 90)

Grey = npt.NDArray[np.float64]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # as in the process that encodes
    made = parser(__doc__)
    made.add_argument(
        "--pictures", type=Path, help="a folder of photographs, instead of drawn ones"
    )
    made.add_argument("--rounds", type=int, default=3, help="how often each is encoded")
    made.add_argument("--readers", type=int, default=64, help="who ask at the same moment")
    made.add_argument("--workers", type=int, default=2, help="processes of the server")
    made.add_argument("--side", type=int, default=2400, help="width of drawn pictures")
    made.add_argument("--widths", type=int, nargs="+", default=list(WIDTHS))
    options = made.parse_args(arguments)
    pictures = list(_pictures(options))
    command = f"thumbnail_bench --rounds {options.rounds} --readers {options.readers}"
    command += f" --workers {options.workers} --seed {options.seed}"
    text = f"## Thumbnails\n\n{circumstances(command)}\n\n{_forms(options, pictures)}\n\n"
    publish("thumbnails", text + _at_once(options, pictures[0]), write=options.write)


def _pictures(options: argparse.Namespace) -> Iterator[Image.Image]:
    if options.pictures:
        for path in sorted(options.pictures.glob("*.jpg")):
            yield Image.open(path).convert("RGB")
        return
    draw = np.random.default_rng(options.seed)
    for _ in range(3):
        yield drawn(draw, options.side)


def drawn(draw: np.random.Generator, width: int) -> Image.Image:
    """A picture with the spectrum of a photograph."""
    height = width * 2 // 3
    frequency = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width)[None, :])
    frequency[0, 0] = 1.0
    layers = []
    for _ in range(3):
        noise = np.fft.rfft2(draw.standard_normal((height, width))) / frequency**1.1
        layer = np.fft.irfft2(noise, s=(height, width))
        layers.append(128 + 42 * layer / layer.std())
    brightness = layers[0][..., None]
    mixed = np.clip(0.8 * brightness + 0.2 * np.stack(layers, axis=-1), 0, 255)
    image = Image.fromarray(mixed.astype(np.uint8))
    pencil = ImageDraw.Draw(image)
    for _ in range(12):
        x, y = int(draw.integers(0, width)), int(draw.integers(0, height))
        colour = tuple(int(part) for part in draw.integers(0, 255, 3))
        pencil.rectangle((x, y, x + width // 12, y + height // 9), fill=colour)
    return image


def _forms(options: argparse.Namespace, pictures: Sequence[Image.Image]) -> str:
    rows = []
    for width in options.widths:
        small = [picture.resize((width, picture.height * width // picture.width))
                 for picture in pictures if picture.width >= width]  # fmt: skip
        if not small:
            continue
        timed = {form: _encoded(small, form, options.rounds) for form in FORMS}
        base_time, base = timed["image/webp"]
        for form, (seconds, files) in timed.items():
            alike = "1.00" if form == "image/webp" else f"{_at_equal(small, form, base):.2f}"
            likes = [likeness(*pair) for pair in zip(small, files, strict=True)]
            rows.append((
                str(width), form, milliseconds(1000 * seconds), f"{seconds / base_time:.2f}",
                f"{sum(map(len, files)) / len(files) / 1024:.0f}", f"{np.mean(likes):.4f}", alike,
            ))  # fmt: skip
    heads = ("width", "form", "ms", "of WebP's", "KiB", "SSIM", "bytes at WebP's SSIM, of WebP's")
    return f"{len(pictures)} pictures, mean of each.\n\n" + table(heads, rows)


def _encoded(
    small: Sequence[Image.Image], form: MediaType, rounds: int
) -> tuple[float, list[bytes]]:
    """The least seconds of processor time for a picture, and the files."""
    best, files = float("inf"), []
    for _ in range(rounds):
        start = time.process_time()
        files = [renditions.encoded(image.copy(), form) for image in small]
        best = min(best, time.process_time() - start)
    return best / len(small), files


def _at_equal(small: Sequence[Image.Image], form: MediaType, base: Sequence[bytes]) -> float:
    """Bytes of a form at the likeness of other files, relative to those."""
    name, how = renditions.SAVED[form]
    found = []
    for image, file in zip(small, base, strict=True):
        sizes, likes = [], []
        for quality in QUALITIES:
            out = io.BytesIO()
            image.save(out, name, **{**how, "quality": quality})
            sizes.append(len(out.getvalue()))
            likes.append(likeness(image, out.getvalue()))
        wanted = float(np.interp(likeness(image, file), likes, np.log(sizes)))
        found.append(float(np.exp(wanted)) / len(file))
    return float(np.mean(found))


def likeness(image: Image.Image, data: bytes) -> float:
    """Structural similarity (Wang et al. 2004) of a picture and a file of it, over boxes of 8."""
    first = np.asarray(image.convert("L"), float)
    with Image.open(io.BytesIO(data)) as other:
        second = np.asarray(other.convert("L"), float)
    mean, others = _box(first), _box(second)
    spread, spreads = _box(first**2) - mean**2, _box(second**2) - others**2
    both = _box(first * second) - mean * others
    c, d = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    above = (2 * mean * others + c) * (2 * both + d)
    return float((above / ((mean**2 + others**2 + c) * (spread + spreads + d))).mean())


def _box(values: Grey, side: int = 8) -> Grey:
    summed = np.cumsum(np.cumsum(np.pad(values, ((1, 0), (1, 0))), 0), 1)
    corners = summed[side:, side:] - summed[:-side, side:] - summed[side:, :-side]
    total: Grey = (corners + summed[:-side, :-side]) / side**2
    return total


def _at_once(options: argparse.Namespace, picture: Image.Image) -> str:
    with tempfile.TemporaryDirectory() as name:
        index, photo = _archive(Path(name), picture)
        thumbnails = index / "pictures" / "thumbnails"
        for byte in range(256):
            (thumbnails / f"{byte:02x}").mkdir(parents=True)
        arguments = ("-m", "web", "--index", str(index), "--port", "0", "--access-log", "no")
        rows = []
        with server(*arguments, "--workers", str(options.workers)) as place:
            _asked(place, "/healthz", options.readers)
            time.sleep(SETTLING if options.workers > 1 else 0)
            with kept_in(thumbnails) as kept:
                for width in options.widths:
                    taken = _asked(place, f"/thumbnails/{photo}?w={width}", options.readers)
                    rows.append((str(width), str(len(kept())), milliseconds(1000 * taken)))
    return (
        f"{options.readers} requests at once for one missing WebP of {picture.width} × "
        f"{picture.height} pixels, {options.workers} workers; until the last has it, ms.\n\n"
        + table(("width", "renderings", "ms"), rows)
    )


def _archive(folder: Path, picture: Image.Image) -> tuple[Path, str]:
    corpus, index = folder / "corpus", folder / "index"
    corpus.mkdir()
    picture.save(corpus / "a.jpg", quality=90)
    post = '<figure><img src="a.jpg"><figcaption>一处码头的清晨。</figcaption></figure>'
    (corpus / "post.html").write_text(f"---\ntitle: 码头\n---\n{post}", encoding="utf-8")
    indexer.build_index(corpus, index)
    with indexer.open_index(index) as archive:
        (photo,) = archive.photos()
    return index, photo.id


def _asked(place: str, path: str, readers: int) -> float:
    """Seconds until the last of some readers has its answer, who ask at the same moment."""
    together = threading.Barrier(readers + 1)

    def ask(_: int) -> float:
        connection = HTTPConnection(place, timeout=60)
        connection.connect()
        together.wait(60)
        connection.request("GET", path, headers={"Accept": "image/webp"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200
        assert answer.getheader("x-picture") is None
        connection.close()
        return time.perf_counter()

    with ThreadPoolExecutor(readers) as threads:
        ends = [threads.submit(ask, number) for number in range(readers)]
        together.wait(60)
        start = time.perf_counter()
        return max(end.result() for end in ends) - start


@contextmanager
def kept_in(folder: Path) -> Iterator["Kept"]:
    """The names under which files were renamed into the folders of a folder, in this block."""
    libc = ctypes.CDLL(None, use_errno=True)
    descriptor = libc.inotify_init1(os.O_NONBLOCK)
    for below in folder.iterdir():
        assert libc.inotify_add_watch(descriptor, os.fsencode(below), MOVED_TO) > 0
    try:
        yield Kept(descriptor)
    finally:
        os.close(descriptor)


class Kept:
    """Reads what an inotify descriptor has told since it was asked last."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def __call__(self) -> list[str]:
        try:
            data = os.read(self._descriptor, 1 << 16)
        except BlockingIOError:
            return []
        names, at = [], 0
        while at < len(data):
            (length,) = struct.unpack_from("I", data, at + 12)
            names.append(data[at + 16 : at + 16 + length].rstrip(b"\0").decode())
            at += 16 + length
        return names


if __name__ == "__main__":
    main()
