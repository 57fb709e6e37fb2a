"""What ``check`` sees of an index in a cluster that somebody had a hand in."""

from typing import Any

import pytest

from tests.cluster.test_typing import POSTS
from tests.clusters import ask
from tests.places import SPREAD, Place, build, opened

pytestmark = pytest.mark.cluster


@pytest.fixture
def place(cluster: str, name: str) -> Place:
    """An archive in the cluster."""
    made = Place("cluster", f"opensearch://{cluster}/{name}?{SPREAD}")
    build(made, POSTS)
    return made


@pytest.fixture
def index(cluster: str, place: Place) -> str:
    """The index of its build."""
    name = place.location.rpartition("/")[2].partition("?")[0]
    (found,) = ask(cluster, "GET", f"_alias/{name}")
    return str(found)


def faults(place: Place) -> list[str]:
    with opened(place) as engine:
        return list(engine.verify())


def tampered(cluster: str, index: str, key: str, change: dict[str, Any]) -> None:
    """Change what is stored of the first article, as any program might."""
    path = f"{index}/_update/{key}?routing=a1&refresh=true"
    assert ask(cluster, "POST", path, {"doc": change})["result"] == "updated"


def test_a_sound_index(place: Place) -> None:
    assert faults(place) == []


def test_another_text(place: Place, cluster: str, index: str) -> None:
    tampered(cluster, index, "p1@1", {"document": {"caption": "另一段文字"}})
    told = faults(place)
    assert "document p1 is not stored as its texts give" in told
    assert any("is not counted as the photos give it" in one for one in told)


def test_what_is_stored_and_not_indexed(place: Place, cluster: str, index: str) -> None:
    """An update by another program loses what is indexed and not kept as the source."""
    tampered(cluster, index, "p1@1", {"position": 0, "lacks": []})
    told = faults(place)
    assert "document p1 is not found by its own texts" in told
    assert "the lengths of photo.caption.words are not those that the commit gives" in told


def test_what_is_gone(place: Place, cluster: str, index: str) -> None:
    for key, article in (("p1@1", "a1"), ("a2@1@record", "a2")):
        ask(cluster, "DELETE", f"{index}/_doc/{key}?routing={article}&refresh=true")
    told = faults(place)
    assert "3 documents of kind photo are there, not 4" in told
    assert "there is no record of the post of a2@1" in told
