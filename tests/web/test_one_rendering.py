"""However many ask for a picture that nobody has made, at the same moment: it is made once."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

import pytest

import indexer
from indexer.imaging.picture import Answer, Task
from indexer.pictures import Pictures
from indexer.pictures.process import RenderingProcess
from indexer.pictures.renderings import Renderings
from tests.indexer.picture_server import jpeg
from tests.web.in_process import serving
from tests.web.server import PATIENCE
from web.app import create_app
from web.server.connections import ConnectionLimits
from web.settings import Settings

READERS = 64
ACCEPT = {"Accept": "image/webp"}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(jpeg(2400, 1600))
    post = '<figure><img src="a.jpg"><figcaption>一处码头的清晨。陈默 摄</figcaption></figure>'
    (folder / "post.html").write_text(f"---\ntitle: 码头\n---\n{post}", encoding="utf-8")
    indexer.build_index(folder, tmp_path / "index")
    return folder


def asked_at_once(port: int, path: str) -> list[tuple[int, str | None, bytes]]:
    """What all readers get, who send their requests when all have a connection."""
    together = threading.Barrier(READERS)

    def ask(_: int) -> tuple[int, str | None, bytes]:
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        connection.connect()
        together.wait(PATIENCE)
        connection.request("GET", path, headers=ACCEPT)
        answer = connection.getresponse()
        found = answer.status, answer.getheader("etag"), answer.read()
        connection.close()
        return found

    with ThreadPoolExecutor(READERS) as readers:
        return list(readers.map(ask, range(READERS)))


def test_readers_of_one_server_have_it_made_once(corpus: Path) -> None:
    made: Counter[Task] = Counter()

    class Counted(RenderingProcess):
        def ask(self, task: Task, data: bytes, *, seconds: float) -> Answer:
            made[task] += 1
            return super().ask(task, data, seconds=seconds)

    index = corpus.parent / "index"
    archive = indexer.open_index(index)
    archive.pictures = Pictures(
        index / "pictures", corpus, renderings=Renderings(jobs=4, start=Counted)
    )
    (photo,) = archive.photos()
    app = create_app(archive, Settings(index=str(index)))
    with serving(app, ConnectionLimits()) as (_, port):
        answers = asked_at_once(port, f"/thumbnails/{photo.id}?w=960")
    assert {status for status, _, _ in answers} == {200}
    assert len({(etag, content) for _, etag, content in answers}) == 1
    assert made == {Task(960, "image/webp"): 1}
