"""Pictures of the corpus and the web: what is served, what is kept, what is refused."""

import io
import struct
import threading
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from indexer.imaging.cost import MAX_PIXELS
from indexer.imaging.picture import RefusedError, Task
from indexer.imaging.renditions import answer
from indexer.pictures.collection import WIDTHS, Pictures
from indexer.pictures.fetching import Fetcher, FetchLimits
from indexer.pictures.picture import PictureError
from indexer.pictures.store import FIRST_PAUSE, LASTING_PAUSE, LONGEST_PAUSE, PictureStore
from search.document import Document
from search.errors import ArgumentError
from tests.indexer.picture_server import PictureServer, jpeg, only_here, picture_server
from tests.profiles import tried

PATIENT = 60.0  # seconds that a test waits before it says that something hangs


@pytest.fixture
def server() -> Iterator[PictureServer]:
    with picture_server() as running:
        yield running


@pytest.fixture
def fetcher() -> Fetcher:
    return Fetcher(policy=only_here, limits=FetchLimits(size=1_000_000, seconds=20))


def photo(image: str) -> Document:
    return Document(id="p", kind="photo", article="a", image=image)


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


class Clock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.time = 1_000_000.0

    def __call__(self) -> float:
        return self.time


# Pictures as bytes


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "AVIF"])
def test_the_forms_that_news_pages_use_are_read(form: str) -> None:
    out = io.BytesIO()
    Image.new("RGB", (80, 50), "#336699").save(out, form)
    facts = answer(Task(), out.getvalue()).facts
    assert (facts.format, facts.width, facts.height) == (form, 80, 50)
    assert opened(answer(Task(40, "image/jpeg"), out.getvalue()).rendition).size == (40, 25)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16", "YCbCr"])
def test_every_kind_of_colour_becomes_rgb(mode: str) -> None:
    out = io.BytesIO()
    form = {"CMYK": "JPEG", "YCbCr": "JPEG"}.get(mode, "PNG")
    Image.new(mode, (30, 20)).save(out, form)
    for media_type in ("image/jpeg", "image/webp"):
        assert opened(answer(Task(30, media_type), out.getvalue()).rendition).mode == "RGB"


def test_transparent_parts_lie_on_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    corner = opened(answer(Task(20, "image/jpeg"), out.getvalue()).rendition).getpixel((0, 0))
    assert corner == (255, 255, 255)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_pictures_stand_upright(orientation: int) -> None:
    upright = Image.new("RGB", (120, 60), "white")
    upright.paste("black", (0, 0, 60, 30))
    undo = {
        2: [Image.Transpose.FLIP_LEFT_RIGHT],
        3: [Image.Transpose.ROTATE_180],
        4: [Image.Transpose.FLIP_TOP_BOTTOM],
        5: [Image.Transpose.TRANSPOSE],
        6: [Image.Transpose.ROTATE_90],
        7: [Image.Transpose.TRANSVERSE],
        8: [Image.Transpose.ROTATE_270],
    }
    stored = upright
    for step in undo.get(orientation, []):
        stored = stored.transpose(step)
    exif = Image.Exif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    stored.save(out, "JPEG", quality=95, exif=exif)
    facts = answer(Task(), out.getvalue()).facts
    assert (facts.width, facts.height) == (120, 60)
    shown = opened(answer(Task(60, "image/jpeg"), out.getvalue()).rendition).convert("L")
    assert shown.size == (60, 30)
    corners = [shown.getpixel(at) for at in ((5, 5), (55, 5), (5, 25), (55, 25))]
    assert [isinstance(c, int) and c < 128 for c in corners] == [True, False, False, False]


def test_nothing_but_pixels_goes_out() -> None:
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    out = io.BytesIO()
    Image.new("RGB", (50, 50)).save(out, "JPEG", exif=exif, comment=b"secret place")
    for media_type in ("image/jpeg", "image/webp"):
        sent = answer(Task(50, media_type), out.getvalue()).rendition
        assert b"ecret" not in sent
        assert not opened(sent).getexif()


@given(st.integers(1, 3000), st.integers(1, 3000), st.sampled_from(WIDTHS))
@tried(25)
def test_renditions_fit_and_are_never_enlarged(width: int, height: int, wanted: int) -> None:
    out = io.BytesIO()
    Image.new("L", (width, height)).save(out, "PNG")
    shown = opened(answer(Task(wanted, "image/jpeg"), out.getvalue()).rendition)
    assert shown.width <= min(width, wanted)
    assert shown.height <= height
    if width <= wanted:
        assert shown.size == (width, height)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose header announces more pixels than fit into memory."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + check

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + body + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [7_072, 10_000, 14_000, 100_000])
def test_a_decompression_bomb_is_refused_by_its_header(side: int) -> None:
    assert side * side > MAX_PIXELS
    with pytest.raises(RefusedError, match="pixels") as caught:
        answer(Task(), bomb(side, side))
    assert caught.value.reason == "too_large"


@pytest.mark.parametrize(
    "data",
    [b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.4", b"\xff\xd8\xff"],
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(RefusedError) as caught:
        answer(Task(), data)
    assert caught.value.reason == "no_picture"


@given(st.integers(0, 600), st.binary(min_size=1, max_size=40))
@tried(60)
def test_damaged_bytes_are_a_picture_or_refused(at: int, damage: bytes) -> None:
    whole = jpeg()
    damaged = whole[:at] + damage + whole[at + len(damage) :]
    try:
        facts = answer(Task(), damaged).facts
    except RefusedError:
        return
    assert facts.width > 0


def test_half_a_picture_is_refused() -> None:
    whole = jpeg(900, 900)
    with pytest.raises(RefusedError, match="broken"):
        answer(Task(), whole[: len(whole) // 2])


# The corpus


def test_a_picture_of_the_corpus_is_served(tmp_path: Path) -> None:
    (tmp_path / "corpus" / "图").mkdir(parents=True)
    (tmp_path / "corpus" / "图" / "a b.jpg").write_bytes(jpeg(600, 400))
    pictures = Pictures(tmp_path / "pictures", tmp_path / "corpus")
    made = pictures.thumbnail(photo("图/a b.jpg"), width=240)
    assert made is not None
    assert opened(made.content).size == (240, 160)


@pytest.mark.parametrize(
    "image",
    [
        "../outside.jpg",
        "sub/../../outside.jpg",
        "link.jpg",
        "linked/outside.jpg",
        "sub",
        "missing.jpg",
        "",
        "\0",
        "x" * 5000,
        "file:///etc/passwd",
    ],
)
def test_nothing_outside_the_corpus_is_served(tmp_path: Path, image: str) -> None:
    corpus = tmp_path / "corpus"
    (corpus / "sub").mkdir(parents=True)
    (tmp_path / "outside.jpg").write_bytes(jpeg())
    (corpus / "link.jpg").symlink_to(tmp_path / "outside.jpg")
    (corpus / "linked").symlink_to(tmp_path)
    pictures = Pictures(tmp_path / "pictures", corpus)
    assert pictures.thumbnail(photo(image), width=240) is None


def test_an_absolute_path_is_not_served(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "outside.jpg").write_bytes(jpeg())
    pictures = Pictures(tmp_path / "pictures", tmp_path / "corpus")
    assert pictures.thumbnail(photo(str(tmp_path / "outside.jpg")), width=240) is None


def test_a_changed_picture_is_made_again(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(jpeg(300, 200))
    pictures = Pictures(tmp_path / "pictures", tmp_path)
    first = pictures.thumbnail(photo("a.jpg"), width=240)
    path.write_bytes(jpeg(300, 300))
    second = pictures.thumbnail(photo("a.jpg"), width=240)
    assert first is not None
    assert second is not None
    assert first.etag != second.etag
    assert opened(second.content).size == (240, 240)


def test_a_store_that_cannot_be_written_still_serves(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(jpeg())
    (tmp_path / "pictures").write_text("a file where the folder should be")
    pictures = Pictures(tmp_path / "pictures", tmp_path)
    assert pictures.thumbnail(photo("a.jpg"), width=240) is not None


def test_a_text_file_of_the_corpus_is_not_a_picture(tmp_path: Path) -> None:
    (tmp_path / "notes.jpg").write_text("private notes")
    assert Pictures(tmp_path / "p", tmp_path).thumbnail(photo("notes.jpg"), width=240) is None


@pytest.mark.parametrize("width", [0, -1, 241, 100_000])
def test_other_widths_are_refused(tmp_path: Path, width: int) -> None:
    with pytest.raises(ArgumentError, match=f"width={width}"):
        Pictures(tmp_path).thumbnail(photo("a.jpg"), width=width)


# The web


def test_without_permission_nobody_is_asked(
    server: PictureServer, fetcher: Fetcher, tmp_path: Path
) -> None:
    pictures = Pictures(tmp_path, fetcher=fetcher)
    assert pictures.thumbnail(photo(f"{server.base}/picture"), width=240) is None
    assert not server.asked


def test_a_picture_is_fetched_once(server: PictureServer, fetcher: Fetcher, tmp_path: Path) -> None:
    address = f"{server.base}/picture"
    made = Pictures(tmp_path, fetcher=fetcher).thumbnail(photo(address), width=240, fetch=True)
    assert made is not None
    later = Pictures(tmp_path, fetcher=fetcher)
    assert later.thumbnail(photo(address), width=480, fetch=True) is not None
    assert server.asked.total() == 1
    record = later.store.record(address)
    assert record is not None
    assert (record.width, record.height, record.format) == (60, 40, "JPEG")
    assert later.store.original(record.content).read_bytes() == jpeg()


def test_two_addresses_of_one_picture_share_its_file(
    server: PictureServer, fetcher: Fetcher, tmp_path: Path
) -> None:
    pictures = Pictures(tmp_path, fetcher=fetcher)
    pictures.fetch(f"{server.base}/picture/1")
    pictures.fetch(f"{server.base}/picture/2")
    assert server.asked.total() == 2
    assert len([path for path in (tmp_path / "originals").rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize("path", ["/nothing", "/busy", "/page", "/endless"])
def test_a_failure_is_remembered_and_not_tried_at_every_view(
    server: PictureServer, fetcher: Fetcher, tmp_path: Path, path: str
) -> None:
    address = server.base + path
    for _ in range(3):
        pictures = Pictures(tmp_path, fetcher=fetcher)
        assert pictures.thumbnail(photo(address), width=240, fetch=True) is None
    assert server.asked.total() == 1
    record = pictures.store.record(address)
    assert record is not None
    assert record.reason
    assert record.retry > record.seen


# The store


def test_pauses_double_and_end(tmp_path: Path) -> None:
    clock = Clock()
    store = PictureStore(tmp_path, now=clock)
    passing, lasting = PictureError("slow"), PictureError("gone", lasting=True)
    pauses = [store.keep_failure("http://a/", passing).retry - clock.time for _ in range(20)]
    assert pauses[:3] == [FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE]
    assert pauses[-1] == LONGEST_PAUSE
    assert store.keep_failure("http://b/", lasting).retry - clock.time == LASTING_PAUSE
    asked = PictureError("busy", retry_after=7200)
    assert store.keep_failure("http://c/", asked).retry - clock.time == 7200


def test_a_failure_is_due_again_when_its_time_has_come(tmp_path: Path) -> None:
    clock = Clock()
    store = PictureStore(tmp_path, now=clock)
    record = store.keep_failure("http://a/", PictureError("slow"))
    assert not store.is_due("http://a/")
    clock.time = record.retry
    assert store.is_due("http://a/")
    kept = store.keep("http://a/", jpeg(), answer(Task(), jpeg()).facts)
    assert not store.is_due("http://a/")
    assert kept.attempts == 0


def test_a_picture_that_was_deleted_is_due_again(tmp_path: Path) -> None:
    store = PictureStore(tmp_path)
    record = store.keep("http://a/", jpeg(), answer(Task(), jpeg()).facts)
    store.original(record.content).unlink()
    assert store.is_due("http://a/")


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"address": 1}', '{"colour": "red"}', "\udcff"])
def test_a_damaged_record_is_as_good_as_none(tmp_path: Path, damage: str) -> None:
    store = PictureStore(tmp_path)
    store.keep_failure("http://a/", PictureError("slow"))
    (path,) = tmp_path.rglob("*.json")
    path.write_bytes(damage.encode("utf-8", "surrogateescape"))
    assert store.record("http://a/") is None
    assert store.is_due("http://a/")


@given(st.text())
@tried(30)
def test_any_address_has_a_record(tmp_path_factory: pytest.TempPathFactory, address: str) -> None:
    store = PictureStore(tmp_path_factory.mktemp("store"))
    written = store.keep_failure(address, PictureError("gone"))
    assert store.record(address) == written


def test_no_half_file_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    store = PictureStore(tmp_path)
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        store.keep("http://a/", jpeg(), answer(Task(), jpeg()).facts)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


class _Slow(Fetcher):
    """Fetches nothing at once, but one address not before it may."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.may = threading.Event(), threading.Event()
        self.asked: list[str] = []

    def fetch(self, address: str, *, seconds: float | None = None) -> bytes:
        del seconds
        self.asked.append(address)
        if address.endswith("slow.jpg"):
            self.begun.set()
            self.may.wait(PATIENT)
        raise PictureError("none")


def test_a_slow_address_holds_up_those_alone_who_ask_for_it(tmp_path: Path) -> None:
    """Addresses shared 64 locks, so one in 64 waited for it."""
    fetcher = _Slow()
    pictures = Pictures(tmp_path, fetcher=fetcher)
    slow, others = "http://h/slow.jpg", [f"http://h/{number}.jpg" for number in range(400)]
    with ThreadPoolExecutor(3) as threads:
        waiting = [threads.submit(pictures.fetch, slow) for _ in range(2)]
        assert fetcher.begun.wait(PATIENT)
        try:
            list(threads.map(pictures.fetch, others, timeout=PATIENT))
        finally:
            fetcher.may.set()
        assert waiting[0].result(PATIENT) == waiting[1].result(PATIENT)
    assert sorted(fetcher.asked) == sorted([slow, *others])
    assert pictures._one_at_a_time._under_way == {}
