"""What the tests of writing share: small articles, and what anybody sees of them in the cluster."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any

from search import locate
from search.cluster.commits.commit import Commit, read_commit, standing
from search.cluster.schema.stored import document_of
from search.cluster.wire.address import cluster_address
from search.cluster.wire.client import Client
from search.document import Document
from search.manifest import Manifest

MANIFEST = Manifest.today(built="2024-01-01T00:00:00Z", source={})


def photo(article: str, position: int = 0, caption: str = "青岛的帆船。", **more: Any) -> Document:
    return Document(
        id=f"{article}-{position}",
        kind="photo",
        article=article,
        position=position,
        caption=caption,
        headline=f"{article} 的标题",
        **{"image": f"{article}/{position}.jpg", "published": "2018-07-01", **more},
    )


@dataclass(frozen=True, slots=True)
class Seen:
    """What a reader sees."""

    commit: Commit
    documents: dict[str, Document]
    records: dict[str, str]
    shared: set[str] = field(default_factory=set)


@contextmanager
def client_of(location: str) -> Iterator[Client]:
    with closing(Client(cluster_address(location))) as client:
        yield client


def seen(location: str) -> Seen:
    """All that is visible, read without the engine; an id that is there twice fails."""
    with client_of(location) as client:
        latest = standing(client)
        commit = read_commit(client, latest.index, latest.number)
        kinds = {"terms": {"kind": ["photo", "paragraph", "record"]}}
        body = {"size": 10_000, "query": {"bool": {"filter": [kinds, *commit.visible()]}}}
        hits = client.call("POST", f"{latest.index}/_search", body)["hits"]["hits"]
    sources = [hit["_source"] for hit in hits]
    documents = [document_of(source) for source in sources if source["kind"] != "record"]
    records = [source for source in sources if source["kind"] == "record"]
    found = Seen(
        commit=commit,
        documents={document.id: document for document in documents},
        records={source["article"]: source["body"]["record"] for source in records},
        shared={source["id"] for source in sources if source.get("shared")},
    )
    assert len(found.documents) == len(documents), "an id is visible twice"
    assert len(found.records) == len(records), "an article is visible twice"
    assert sum(commit.counts.values()) == len(documents)
    return found


def build(location: str, *articles: str) -> None:
    """Make a new build of articles with a photo each."""
    with locate(location).build(MANIFEST) as writer:
        for article in articles:
            writer.put(article, [photo(article)], f"record of {article}")


def indices(location: str) -> set[str]:
    """The builds that are in the cluster, live or not."""
    name = cluster_address(location).name
    with client_of(location) as client:
        found = client.call("GET", f"{name}-*/_settings")
    return {index for index in found if not index.endswith("-lock")}
