"""Going through all that a search finds; without a cluster."""

from typing import Any

import pytest

from search.cluster.wire.paging import Hit, paged


@pytest.mark.parametrize(("count", "asked"), [(0, 1), (2, 1), (3, 2), (7, 3)])
def test_pages_follow_each_other_until_one_is_not_full(count: int, asked: int) -> None:
    bodies: list[dict[str, Any]] = []

    def ask(body: dict[str, Any]) -> list[Hit]:
        bodies.append(body)
        begin = body.get("search_after", [-1])[0] + 1
        return [{"sort": [n]} for n in range(begin, min(count, begin + body["size"]))]

    found = list(paged(ask, {"query": {"match_all": {}}, "sort": ["id"]}, 3))
    assert [hit["sort"][0] for hit in found] == list(range(count))
    assert len(bodies) == asked
    assert "search_after" not in bodies[0]
    assert all(body["sort"] == ["id"] for body in bodies)
