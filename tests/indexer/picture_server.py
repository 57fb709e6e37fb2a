"""A real HTTP server on the loopback address, with one path for each thing that can go wrong."""

import io
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

from PIL import Image

from indexer.pictures.fetching import IPAddress

HERE = ip_address("127.0.0.1")


def only_here(address: IPAddress) -> bool:
    """A policy that lets tests reach their own server and nothing else."""
    return address == HERE


def jpeg(width: int = 60, height: int = 40, colour: str = "#a5231c", **options: object) -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "JPEG", **options)
    return out.getvalue()


class _Handler(BaseHTTPRequestHandler):
    server: "PictureServer"

    def do_GET(self) -> None:
        self.server.count(self.path)
        route = getattr(self, "send_" + self.path.strip("/").split("/")[0].split("?")[0], None)
        try:
            self.send_nothing() if route is None else route()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  inherited
        """Keep the tests' output clean."""

    def answer(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def send_picture(self) -> None:
        self.answer(jpeg(), Content_Type="image/jpeg")

    def send_nothing(self) -> None:
        self.answer(b"gone", 404)

    def send_busy(self) -> None:
        self.answer(b"", 503, Retry_After="7200")

    def send_page(self) -> None:
        self.answer(b"<html>not a picture</html>", Content_Type="image/jpeg")

    def send_redirect(self) -> None:
        self.answer(b"", 302, Location=self.path.partition("?to=")[2])

    def send_circle(self) -> None:
        self.answer(b"", 302, Location="/circle")

    def send_zipped(self) -> None:
        self.answer(b"\x1f\x8b", Content_Encoding="gzip")

    def send_announced(self) -> None:
        self.answer(b"", Content_Length=str(10**12))

    def send_endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(1000):
            self.wfile.write(b"x" * 65536)

    def send_drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        self._drip(b"x")

    def send_headers(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        self._drip(b"y")

    def _drip(self, byte: bytes) -> None:
        while not self.server.closing.wait(0.05):
            self.wfile.write(byte)
            self.wfile.flush()


class PictureServer(ThreadingHTTPServer):
    """The server, what it was asked for, and how many requests it had at the same time."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__((str(HERE), 0), _Handler)
        self.closing = threading.Event()
        self.asked: Counter[str] = Counter()
        self._lock = threading.Lock()

    @property
    def base(self) -> str:
        return f"http://{HERE}:{self.server_address[1]}"

    def count(self, path: str) -> None:
        with self._lock:
            self.asked[path] += 1


@contextmanager
def picture_server() -> Iterator[PictureServer]:
    """Run the server in a thread."""
    server = PictureServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
