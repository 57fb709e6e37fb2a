"""Which engines can run here."""

from collections.abc import Callable, Sequence

from tests.benchmarks.peers.bm25s_peer import Bm25s
from tests.benchmarks.peers.fts5_peer import Fts5
from tests.benchmarks.peers.huabao_peer import Huabao
from tests.benchmarks.peers.peer import Peer
from tests.benchmarks.peers.tantivy_peer import Tantivy
from tests.benchmarks.peers.whoosh_peer import StockWhoosh, StockWhooshTen
from tests.benchmarks.peers.xapian_peer import Xapian

ENGINES: Sequence[Callable[[], Peer]] = (
    Huabao, Tantivy, Fts5, Xapian, Bm25s, StockWhoosh, StockWhooshTen,
)  # fmt: skip


def importable() -> tuple[list[Peer], list[str]]:
    """The peers that can run here, ours first, and the packages that are missing."""
    peers: list[Peer] = []
    missing: list[str] = []
    for engine in ENGINES:
        try:
            peers.append(engine())
        except ImportError as error:
            missing.append(error.name or str(error))
    return peers, missing
