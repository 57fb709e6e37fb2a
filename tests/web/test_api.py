"""The JSON of the site, its headers and its errors."""

from dataclasses import fields

import pytest
from starlette.testclient import TestClient

from indexer import Archive, Contribution, Document, IndexDamagedError
from tests.web.reading import page, problem, texts

PATHS = ("/", "/search", "/search.json", "/healthz", "/robots.txt", "/nothing", "/static/icon.svg")


def test_a_search_as_json(client: TestClient, photos: dict[str, Document]) -> None:
    body = client.get("/search.json", params={"q": "灯塔", "per_page": 5}).json()
    assert set(body) == {
        *("query", "notices", "total", "counts", "undated", "relaxed", "page", "per_page"),
        *("links", "results", "facets", "interpretation", "related", "pictures", "rows"),
        "timeline",
    }
    result = body["results"][0]
    photo = photos["tall.jpg"]
    assert body["total"] == 1
    assert result["id"] == photo.id
    assert result["url"] == f"/photos/{photo.id}"
    path, _, version = str(result["thumbnail"]).partition("?v=")
    assert (path, len(version)) == (f"/thumbnails/{photo.id}", 16)
    assert result["image"] == {"url": "harbour/tall.jpg", "width": 500, "height": 800}
    assert result["caption"] == photo.caption
    assert result["highlight"] == "2018年9月1日，<mark>灯塔</mark>下的孩子目送渔船远去。"
    assert {"field": "caption", "start": 10, "end": 12, "value": 0} in result["matches"]
    assert result["creator"] == ["周牧野"]
    assert result["agency"] is None
    assert result["credit_line"] == "周牧野 摄"
    assert (result["taken"], result["taken_basis"]) == ("2018-09-01", "caption")
    assert result["published"] == "2018-09-01T08:00:00"
    assert result["article"] == {
        "id": photo.article,
        "title": "渔港开海：千帆竞发",
        "url": f"/articles/{photo.article}",
    }
    assert result["score"] > 0


def test_the_parts_of_a_query_say_what_is_found_without_them(client: TestClient) -> None:
    query = "灯塔 NOT 无人机 攝影:周牧野"
    parameters = {"q": query, "creator": "周牧野", "lang": "en", "page": "1"}
    body = client.get("/search.json", params=parameters).json()
    told = [(part["kind"], part["label"], part["start"]) for part in body["interpretation"]]
    assert told == [
        ("text", "灯塔", 0),
        ("exclusion", "without 无人机", 3),
        ("field", "photographer: 周牧野", 11),
    ]
    for part in body["interpretation"]:
        assert set(part) == {
            *("kind", "start", "end", "text", "label", "adds", "source"),
            *("without", "url_without", "strict", "url_strict", "count"),
        }
        assert (part["adds"], part["strict"], part["url_strict"]) == ([], None, None)
        without = client.get(part["url_without"]).json()
        assert [one["label"] for one in without["interpretation"]] == [
            one["label"] for one in body["interpretation"] if one is not part
        ]
        assert without["total"] >= body["total"]
        assert "creator=" in part["url_without"]
    chinese = client.get("/search.json", params={**parameters, "lang": "zh"}).json()
    assert [part["label"] for part in chinese["interpretation"]][1:] == [
        "不含 无人机",
        "摄影：周牧野",
    ]


def test_a_search_is_explained_where_it_is_asked(client: TestClient, archive: Archive) -> None:
    plain = client.get("/search.json?q=灯塔").json()["results"]
    assert [result["explanation"] for result in plain] == [None]
    body = client.get("/search.json?q=灯塔&explain=1&per_page=1").json()
    (result,) = body["results"]
    told = result["explanation"]
    assert set(told) == {
        *("tier", "documents", "contributions", "together", "factor", "score"),
        *("evidence", "missing", "unmet"),
    }
    total = 0.0
    for part in told["contributions"]:
        assert set(part) == {field.name for field in fields(Contribution)}
        total += part["amount"]
    assert total * told["factor"] == told["score"] == result["score"]
    assert (told["tier"], told["evidence"], told["unmet"]) == ("own", None, [])
    assert told["documents"] == archive.counts["photo"]
    assert "explain=1" in body["links"]["self"]
    assert client.get("/search.json?q=灯塔&explain=0").json()["results"] == plain
    problem(client.get("/search.json?q=灯塔&explain=yes"), 400)


def test_what_is_only_close_says_what_it_lacks_in_json(client: TestClient) -> None:
    query = "渔民在码头整理渔网准备开海 " + "梭子蟹"
    told = client.get("/search.json", params={"q": query, "explain": "1"}).json()["results"][0]
    why = told["explanation"]
    assert (why["tier"], why["missing"]) == ("close", ["梭子蟹"])
    assert set(why["evidence"]) == {"held", "needed", "asked"}
    assert why["evidence"]["needed"] <= why["evidence"]["held"] < why["evidence"]["asked"]


def test_the_links_of_a_search_walk_through_it(client: TestClient, archive: Archive) -> None:
    url, seen = "/search.json?per_page=30&sort=newest&duplicates=show", []
    while url:
        body = client.get(url).json()
        assert body["links"]["self"] == client.get(url).json()["links"]["self"]
        seen += [result["id"] for result in body["results"]]
        assert (body["links"]["prev"] is None) == (body["page"] == 1)
        url = body["links"]["next"]
    assert len(set(seen)) == len(seen) == archive.counts["photo"]
    last = client.get(body["links"]["last"]).json()
    assert last["results"] == body["results"]
    first = client.get(body["links"]["first"]).json()
    assert first["results"][0]["id"] == seen[0]


def test_a_picture_is_one_result_and_leads_to_its_other_places(client: TestClient) -> None:
    body = client.get("/search.json", params={"taken": "2018/2020", "lang": "en"}).json()
    assert (body["total"], body["pictures"], len(body["results"])) == (5, 4, 4)
    (folded,) = [result for result in body["results"] if result["elsewhere"]]
    assert (folded["elsewhere"], folded["image"]["url"]) == (1, "harbour/boats.jpg")
    assert "taken=2018%2F2020" in folded["url_elsewhere"]
    others = client.get(folded["url_elsewhere"]).json()
    assert others["total"] == len(others["results"]) == 2
    assert {one["image"]["url"] for one in others["results"]} == {"harbour/boats.jpg"}
    assert {one["elsewhere"] for one in others["results"]} == {0}
    assert {one["url_elsewhere"] for one in others["results"]} == {None}
    every = client.get("/search.json?taken=2018/2020&duplicates=show").json()
    assert every["total"] == every["pictures"] == len(every["results"]) == 5
    assert every["facets"][0]["items"][0]["count"] == body["facets"][0]["items"][0]["count"]


def test_the_facets_of_a_search_say_what_their_links_find(client: TestClient) -> None:
    for facet in client.get("/search.json").json()["facets"]:
        assert facet["label"]
        for item in facet["items"]:
            found = client.get(item["url"]).json()
            assert found["total"] == item["count"], (facet["name"], item)
            again = {f["name"]: f["items"] for f in found["facets"]}[facet["name"]]
            assert {i["value"] for i in again if i["selected"]} == {item["value"]}


def test_a_paragraph_has_its_text_and_no_picture(client: TestClient) -> None:
    result = client.get("/search.json?q=气象台&kind=paragraph").json()["results"][0]
    assert result["kind"] == "paragraph"
    assert result["image"] is result["thumbnail"] is result["caption"] is None
    assert result["text"] == "今年开海比往年晚了两天，气象台说南风正好。"
    assert "<mark>气象台</mark>" in result["highlight"]
    assert result["url"] == f"{result['article']['url']}#{result['id']}"


def test_highlights_are_escaped(client: TestClient) -> None:
    result = client.get("/search.json?q=印刷厂").json()["results"][0]
    assert result["caption"].endswith("检查 <b>版面</b>。")
    assert "<b>" not in result["highlight"]
    assert "&lt;b&gt;" in result["highlight"]


def test_notices_speak_both_languages(client: TestClient) -> None:
    body = client.get("/search.json?utm_source=x&from=nie").json()
    assert [n["code"] for n in body["notices"]] == ["unknown_parameter", "not_a_date"]
    assert all(n["chinese"] and n["english"] for n in body["notices"])


def test_labels_follow_the_language(client: TestClient) -> None:
    labels = {f["name"]: f["label"] for f in client.get("/search.json?lang=en").json()["facets"]}
    assert labels["creator"] == "Photographer"
    labels = {f["name"]: f["label"] for f in client.get("/search.json").json()["facets"]}
    assert labels["creator"] == "摄影"


def test_a_photo_as_json_names_its_neighbours(
    client: TestClient, archive: Archive, photos: dict[str, Document]
) -> None:
    photo = photos["tall.jpg"]
    body = client.get(f"/photos/{photo.id}.json").json()
    siblings = [d.id for d in archive.article(photo.article).documents if d.kind == "photo"]
    at = siblings.index(photo.id)
    assert body["caption"] == photo.caption
    assert body["before"] == photo.before
    assert body["previous"] == f"/photos/{siblings[at - 1]}"
    assert body["next"] == f"/photos/{siblings[at + 1]}"
    assert [other["id"] for other in body["others"]] == [i for i in siblings if i != photo.id]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/search.json?page=x", 400),
        ("/search.json?per_page=1001", 400),
        ("/search.json?taken=soon", 400),
        ("/photos/none.json", 404),
        ("/thumbnails/none", 404),
        ("/static/none.css", 404),
        ("/static/%2e%2e/app.py", 404),
    ],
)
def test_errors_have_one_shape(client: TestClient, path: str, status: int) -> None:
    problem(client.get(path), status)
    problem(client.get(path, headers={"Accept": "text/html"}), status)


@pytest.mark.parametrize("path", ["/search.json", "/healthz"])
def test_other_methods_are_refused(client: TestClient, path: str) -> None:
    response = client.post(path)
    problem(response, 405)
    assert "GET" in response.headers["allow"]


@pytest.mark.parametrize("path", PATHS)
def test_every_response_carries_the_policy(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "set-cookie" not in headers


@pytest.mark.parametrize("path", ["/", "/search?q=x", "/search.json"])
def test_head_is_get_without_the_body(client: TestClient, path: str) -> None:
    response = client.head(path)
    assert response.status_code == 200
    assert response.content == b""


def test_the_health_check_counts(client: TestClient, archive: Archive) -> None:
    response = client.get("/healthz")
    assert response.json() == {"status": "ok", "documents": dict(archive.counts)}
    assert response.headers["cache-control"] == "no-store"


def test_static_files_are_kept_when_their_version_is_named(client: TestClient) -> None:
    html = client.get("/").text
    stylesheet = html.partition('rel="stylesheet" href="')[2].partition('"')[0]
    assert client.get(stylesheet).headers["cache-control"].endswith("immutable")
    assert client.get("/static/huabao.css").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "query", ["v=", "v=0123456789ab", "v={v}0", "x=1&v={v}", "v={v}&v=1", "V={v}"]
)
def test_another_version_than_there_is_is_not_kept(client: TestClient, query: str) -> None:
    html = client.get("/").text
    version = html.partition('href="/static/huabao.css?v=')[2].partition('"')[0]
    response = client.get(f"/static/huabao.css?{query.format(v=version)}")
    assert response.headers["cache-control"] == "no-cache"
    other = client.get(f"/static/huabao.js?v={version}")
    assert other.headers["cache-control"] == "no-cache"


def test_the_icon_that_is_asked_for_without_a_name(client: TestClient) -> None:
    response = client.get("/favicon.ico")
    assert response.headers["content-type"] == "image/vnd.microsoft.icon"
    assert response.content[:6] == b"\0\0\1\0\3\0"  # an ICO of three sizes
    assert "max-age" in response.headers["cache-control"]


def test_an_index_that_fails_is_told_to_the_operator_and_not_to_strangers(
    client: TestClient,
    archive: Archive,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def damaged(*_: object, **__: object) -> None:
        raise IndexDamagedError("/srv/index is damaged: python -m indexer build")

    monkeypatch.setattr(type(archive), "search", damaged)
    detail = problem(client.get("/search.json"), 503)
    assert detail == "The archive cannot be read at the moment; please try again later."
    soup = page(client.get("/search"), 503)
    assert texts(soup, "h1") == ["暂时无法使用"]
    assert texts(soup, ".detail") == ["图库此刻无法读取，请稍后再试。"]
    assert "/srv" not in str(soup)
    assert [r.levelname for r in caplog.records] == ["ERROR", "ERROR"]
    assert "/srv/index is damaged: python -m indexer build" in caplog.text


def test_a_page_beyond_the_last_is_not_there(client: TestClient) -> None:
    last = client.get("/search.json").json()["links"]["last"]
    pages = int(last.rpartition("=")[2])
    assert client.get(last).status_code == 200
    for beyond in (str(pages + 1), "9" * 30):
        detail = problem(client.get(f"/search.json?page={beyond}"), 404)
        assert detail == f"This search has {pages} pages only."
    detail = problem(client.get("/search.json?q=灯塔&page=2"), 404)
    assert detail == "This search has 1 page only."
    assert client.get("/search.json?q=乌有之物&page=1").json()["total"] == 0
    problem(client.get("/search.json?q=乌有之物&page=2"), 404)


@pytest.mark.parametrize("query", ["!", "*", '""', "（）"])
def test_a_query_that_says_nothing_finds_nothing_and_says_so(
    client: TestClient, query: str
) -> None:
    body = client.get("/search.json", params={"q": query}).json()
    assert (body["total"], body["results"], body["interpretation"]) == (0, [], [])
    notice = next(n for n in body["notices"] if n["code"] == "nothing_to_find")
    assert (notice["start"], notice["end"]) == (0, len(query))
    filtered = client.get("/search.json", params={"q": query, "creator": "林小禾"}).json()
    assert filtered["total"] == 0
    assert [n["code"] for n in filtered["notices"]] == ["nothing_to_find"]


def test_a_fault_of_ours_is_a_problem_without_a_trace(
    client: TestClient, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(type(archive), "search", broken)
    quiet = TestClient(client.app, raise_server_exceptions=False)
    response = quiet.get("/search.json")
    assert "secret" not in problem(response, 500)
    assert response.headers["content-security-policy"].startswith("default-src 'none'")
    assert quiet.get("/search").status_code == 500
