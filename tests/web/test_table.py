"""Tables for spreadsheets: nothing in them runs, nothing is lost, and they say what they hold."""

import csv
import io
from dataclasses import replace
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from indexer import Archive, Hit
from tests.web.formatted import LINKS, PHOTO, texts
from web.formats import exports, table

GROUPED = "巡游"  # in the headlines of three articles, and in no caption
CLOSE = "花灯 鼓楼 第3盏"  # three photos have all of it, and others much


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix(table.MARK), newline="")))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", " =1", "＝1", "\n=1"])
def test_a_formula_is_text(text: str) -> None:
    assert table.defused(text).startswith("'")


@given(texts)
def test_no_cell_begins_as_a_formula_does(text: str) -> None:
    shown = table.defused(text)
    assert not shown.lstrip().startswith(("=", "+", "-", "@", "＝"))
    assert len(shown) - len(text) in (0, 1)


@given(st.lists(texts, min_size=2, max_size=4))
def test_rows_stay_rows(values: list[str]) -> None:
    assert read(table._line(values)) == [values] or "\r" in "".join(values)


def test_a_table_has_all_that_is_found(client: TestClient, archive: Archive) -> None:
    answer = client.get("/search.csv?q=花灯&page=2&per_page=5")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    head, *rows = read(answer.text)
    found = archive.search("花灯", groups="show", per_page=1000)
    assert [row[0] for row in rows] == [hit.document.id for hit in found.hits]
    assert answer.headers["x-rows"] == answer.headers["x-total"] == str(len(rows))
    assert head[:5] == ["编号", "类型", "图说", "署名", "摄影"]
    name = unquote(answer.headers["content-disposition"].partition("''")[2])
    assert name == f"画报-花灯-{len(rows)}.csv"
    assert rows[0][-3].startswith("http://testserver/photos/")


def test_a_table_has_every_photo_of_a_group(client: TestClient, archive: Archive) -> None:
    folded = archive.search(GROUPED, per_page=1000)
    apart = archive.search(GROUPED, groups="show", per_page=1000)
    assert folded.rows < apart.rows == sum(hit.group for hit in folded.hits)
    for groups in ("", "&groups=fold", "&groups=show"):
        answer = client.get(f"/search.csv?q={GROUPED}{groups}")
        assert [row[0] for row in read(answer.text)[1:]] == [h.document.id for h in apart.hits]
        assert answer.headers["x-rows"] == answer.headers["x-total"] == str(apart.rows)


@pytest.mark.parametrize("per_page", [1, 2, 3, 5, 100])
@pytest.mark.parametrize("query", [GROUPED, CLOSE])
def test_a_table_has_as_many_rows_as_it_says(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, query: str, per_page: int
) -> None:
    monkeypatch.setattr(exports, "MAX_PER_PAGE", per_page)
    answer = client.get(f"/search.csv?q={query}")
    assert len(read(answer.text)) - 1 == int(answer.headers["x-total"])


def test_columns_are_called_as_in_json_in_english(client: TestClient) -> None:
    head, row, *_ = read(client.get("/search.csv?q=灯塔&lang=en").text)
    told = client.get("/search.json?q=灯塔").json()["results"][0]
    named = dict(zip(head, row, strict=True))
    for name in ("id", "kind", "caption", "credit_line", "taken", "published"):
        assert named[name] == told[name]
    assert named["creator"] == "; ".join(told["creator"])
    assert named["article_id"] == told["article"]["id"]


def test_a_table_is_made_a_page_at_a_time_and_ends_where_it_says() -> None:
    asked = 0

    def pages() -> list[Hit]:
        nonlocal asked
        asked += 1
        photos = (f"{asked}-{n}" for n in range(3))
        return [Hit(replace(PHOTO, id=key), 1.0) for key in photos]

    made = table.rows((pages() for _ in range(10)), LINKS, most=5)
    assert len(read(next(made))) == 3
    assert asked == 1
    assert len(read(next(made))) == 2
    assert list(made) == []
    assert asked == 2


def test_what_moved_between_two_pages_stands_once() -> None:
    hit = Hit(PHOTO, 1.0)
    assert [len(read(part)) for part in table.rows([[hit], [hit]], LINKS)] == [1, 0]


def test_a_table_that_is_cut_says_so(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MOST_ROWS", 5)
    monkeypatch.setattr(table.rows, "__kwdefaults__", {"most": 5})
    answer = client.get("/search.csv?q=花灯")
    assert answer.headers["x-rows"] == "5"
    assert int(answer.headers["x-total"]) > 5
    assert len(read(answer.text)) == 6
    total = answer.headers["x-total"]
    name = unquote(answer.headers["content-disposition"].partition("''")[2])
    assert name == f"画报-花灯-5（共{total}）.csv"
