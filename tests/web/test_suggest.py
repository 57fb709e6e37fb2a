"""``/suggest``, and the corrections on the page of results."""

import contextlib
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from indexer import Archive, Part, Results, Suggestion
from tests.web.reading import check, href, one, page, problem, texts
from web.addresses.links import Links
from web.addresses.params import ParameterError, read_limit
from web.formats.suggestions import suggestions_json
from web.pages.corrections import OFFERED, TEXT_LENGTH
from web.site.entity_tags import entity_tag, is_current
from web.site.site import SCRIPTS

HARBOUR = Suggestion(text="灯塔", label="灯塔", kind="word", count=1234)
PEOPLE = (
    Suggestion(text="周牧野", label="周牧野", kind="creator", count=2),
    Suggestion(text="周小渔", label="周小渔", kind="person", count=1),
    Suggestion(text="分类:社会", label="社会", kind="category", count=5),
    Suggestion(text='"开海 \\"千帆\\""', label='开海 "千帆"', kind="headline", count=3),
)

Asked = list[tuple[str, dict[str, object]]]


@pytest.fixture
def asked(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """What the archive is asked for; it answers with as many of ``PEOPLE`` as may be."""
    calls: Asked = []

    def suggest(text: str, *, limit: int, **options: object) -> tuple[Suggestion, ...]:
        calls.append((text, {name: value for name, value in options.items() if value}))
        return PEOPLE[:limit]

    monkeypatch.setattr(archive, "suggest", suggest)
    return calls


@pytest.fixture
def correcting(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Has every answer carry corrections in place of its own."""
    search = archive.search

    def correct(*offers: tuple[str, int | None], source: str = "sound") -> None:
        parts = tuple(
            Part(
                kind="correction",
                start=0,
                end=2,
                text=query,
                chinese=query,
                english=query,
                without="",
                strict=query,
                source=source,
                count=count,
            )
            for query, count in offers
        )

        def told(query: str = "", **options: object) -> Results:
            found: Results = search(query, **options)  # type: ignore[arg-type]  # passed through
            own = (part for part in found.interpretation if part.kind != "correction")
            return replace(found, interpretation=(*own, *parts))

        monkeypatch.setattr(archive, "search", told)

    return correct


def test_suggestions_are_four_lists_of_one_length(client: TestClient, asked: Asked) -> None:
    response = client.get("/suggest", params={"q": " 周 "})
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/x-suggestions+json"
    query, completions, descriptions, addresses = response.json()
    assert query == "周"
    assert completions == ["周牧野", "周小渔", "分类:社会", '"开海 \\"千帆\\""']
    assert descriptions == [
        "摄影 · 2 张",
        "人物 · 1 张",
        "分类 · 5 张",
        '标题 · 开海 "千帆" · 3 张',
    ]
    assert [parse_qs(urlsplit(url).query) for url in addresses] == [
        {"q": [text]} for text in completions
    ]
    assert {urlsplit(url).path for url in addresses} == {"/search"}
    assert [text for text, _ in asked] == ["周"]


@pytest.mark.parametrize(
    ("kind", "language", "count", "said"),
    [
        ("photo", "zh", 1234, "词语 · 1,234 张"),
        ("paragraph", "zh", 1, "词语 · 1 段"),
        ("all", "zh", 2, "词语 · 2 条"),
        ("photo", "en", 1234, "Word · 1,234 photos"),
        ("photo", "en", 1, "Word · 1 photo"),
        ("paragraph", "en", 2, "Word · 2 paragraphs"),
        ("all", "en", 1, "Word · 1 result"),
    ],
)
def test_a_description_counts_what_is_looked_for(
    kind: str, language: str, count: int, said: str
) -> None:
    found = suggestions_json(
        "灯",
        [replace(HARBOUR, count=count)],
        {"kind": (kind,)},
        links=Links(),
        language=language,
    )
    assert found[2] == [said]


def test_what_turns_a_text_around_stays_inside_its_description() -> None:
    turned = replace(HARBOUR, label="灯\u202e塔", text="灯塔")
    said = suggestions_json("灯", [turned], {}, links=Links())[2]
    assert said == ["词语 · \u2068灯\u202e塔\u2069 · 1,234 张"]


@pytest.mark.usefixtures("asked")
def test_the_visitors_language_is_that_of_the_page(client: TestClient) -> None:
    english = client.get("/suggest?q=周", headers={"Accept-Language": "en"})
    assert english.json()[2][:2] == ["Photographer · 2 photos", "Person · 1 photo"]
    chosen = client.get("/suggest?q=周&lang=en")
    assert chosen.json()[2] == english.json()[2]
    assert all(url.endswith("&lang=en") for url in chosen.json()[3])
    assert not [url for url in english.json()[3] if "lang" in url]
    assert "accept-language" in english.headers["vary"].lower()
    assert english.headers["etag"] != client.get("/suggest?q=周").headers["etag"]


def test_filters_go_with_the_question_and_with_the_answers(
    client: TestClient, asked: Asked
) -> None:
    filters = {
        "kind": "all", "taken": "2018", "creator": ["周牧野", "林小禾"], "agency": "新华社",
        "place": "海州", "tag": "海边", "category": "社会", "exact": "1",
    }  # fmt: skip
    address = {**filters, "q": "周", "page": "3", "sort": "newest", "limit": "2"}
    body = client.get("/suggest", params=address).json()
    assert asked == [
        (
            "周",
            {
                "kind": "all", "taken": ("2018",), "creator": ("周牧野", "林小禾"),
                "agency": ("新华社",), "place": ("海州",), "tag": ("海边",),
                "category": ("社会",), "exact": True,
            },
        )
    ]  # fmt: skip
    assert len(body[1]) == 2
    for text, url in zip(body[1], body[3], strict=True):
        found = parse_qs(urlsplit(url).query)
        assert found.pop("q") == [text]
        assert found.pop("sort") == ["newest"]
        assert found == {name: v if isinstance(v, list) else [v] for name, v in filters.items()}


@pytest.mark.parametrize("query", ["", "q=", "q=%20%E3%80%80", "creator=x"])
def test_nothing_typed_is_nothing_suggested(client: TestClient, asked: Asked, query: str) -> None:
    assert client.get(f"/suggest?{query}").json() == ["", [], [], []]
    assert asked == []


def test_who_has_the_answer_is_not_sent_it_again(client: TestClient, asked: Asked) -> None:
    first = client.get("/suggest?q=周")
    etag = first.headers["etag"]
    assert first.headers["cache-control"] == "no-cache"
    again = client.get("/suggest?q=周", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == etag
    assert again.headers["cache-control"] == "no-cache"
    assert "accept-language" in again.headers["vary"].lower()
    other = client.get("/suggest?q=周&limit=1", headers={"If-None-Match": etag})
    assert (other.status_code, len(other.json()[1])) == (200, 1)
    assert len(asked) == 3


def test_head_is_get_without_the_body(client: TestClient, asked: Asked) -> None:
    response = client.head("/suggest?q=周")
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["etag"] == client.get("/suggest?q=周").headers["etag"]
    assert len(asked) == 2


@pytest.mark.parametrize("header", ["{}", 'W/"x", {}', "*", "{strong}"])
def test_tags_are_compared_weakly(header: str) -> None:
    etag = entity_tag(b"x")
    assert is_current(header.format(etag, strong=etag.removeprefix("W/")), etag)
    assert not is_current(entity_tag(b"y"), etag)


@pytest.mark.parametrize(
    "parameters",
    ["limit=0", "limit=51", "limit=x", "limit=-1", "limit=９", "limit=00001", "limit=" + "9" * 999,
     "kind=film", "taken=soon", "exact=2", "page=0", "&".join(f"tag=x{n}" for n in range(51))],
)  # fmt: skip
def test_a_wrong_parameter_is_a_problem(client: TestClient, asked: Asked, parameters: str) -> None:
    detail = problem(client.get(f"/suggest?q=周&{parameters}"), 400)
    assert len(detail) < 200
    assert asked == []


def test_other_methods_and_names_are_problems(client: TestClient) -> None:
    problem(client.post("/suggest"), 405)
    problem(client.get("/suggest/x"), 404)
    assert client.get("/suggest/?q=周").headers["location"] == "/suggest?q=%E5%91%A8"


def test_what_nobody_knows_is_ignored(client: TestClient, asked: Asked) -> None:
    assert client.get("/suggest?q=周&utm_source=x").json()[1]
    assert asked


@pytest.mark.parametrize(
    "query",
    [
        b"q=%FF%FE%80",
        b"q=%84%31%95%33%83%36%C7%39",
        b"q=%ED%A0%80",
        b"q=%00%1B%0A",
        b"q=%D6%DC",
        b"q=" + b"%E5%91%A8" * 5_000,
        b"q=" + b"(" * 20_000,
        b"q=" + b'%22a%22:%2D' * 5_000,
    ],
)  # fmt: skip
def test_a_hostile_text_is_cut_and_never_raises(client: TestClient, query: bytes) -> None:
    response = client.get(f"/suggest?{query.decode()}")
    assert response.status_code == 200
    body = response.json()
    assert len(body[0]) <= 2000
    assert len({len(column) for column in body[1:]}) == 1


@given(st.text())
def test_a_limit_is_a_number_or_told_to_be_wrong(text: str) -> None:
    with contextlib.suppress(ParameterError):
        assert 1 <= read_limit([("limit", text)]) <= 50


@pytest.mark.parametrize("path", ["/", "/search?q=灯塔", "/search?q=乌有之物", "/nothing"])
def test_every_box_says_where_to_ask(client: TestClient, path: str) -> None:
    response = client.get(path, headers={"Accept": "text/html"})
    soup = page(response, response.status_code)
    form = one(soup, "form.search")
    assert form["data-suggest"] == "/suggest"
    assert form["data-list"]
    assert "{n}" in str(form["data-count"])
    box = one(form, "#q")
    assert box["autocomplete"] == "off"
    assert not box.get("role")
    assert not soup.select("datalist, [role=listbox]")
    scripts = [str(tag["src"]).partition("?v=") for tag in soup.select("script[type=module]")]
    assert [name for name, _, _ in scripts][: len(SCRIPTS)] == [f"/static/{s}" for s in SCRIPTS]
    assert all(client.get("?v=".join((n, v))).headers["cache-control"].endswith("immutable")
               for n, _, v in scripts)  # fmt: skip


def test_scripts_may_ask_this_host_and_no_other(client: TestClient) -> None:
    policy = client.get("/").headers["content-security-policy"]
    assert "connect-src 'self';" in policy


def test_corrections_are_links_that_keep_the_filters(
    client: TestClient, correcting: Callable[..., None]
) -> None:
    correcting(("灯塔", 91))
    address = {"q": "登塔", "creator": "周牧野", "sort": "oldest", "page": "1", "lang": "zh"}
    soup = page(client.get("/search", params=address))
    assert texts(soup, ".corrections") == ["您是不是要找：灯塔（91）？"]
    assert one(soup, ".corrections")["class"] == ["corrections", "prominent"]
    assert texts(soup, ".empty h2") == ["没有找到"]
    link = one(soup, ".corrections a")
    assert parse_qs(urlsplit(href(link)).query) == {
        "q": ["灯塔"], "creator": ["周牧野"], "sort": ["oldest"], "lang": ["zh"],
    }  # fmt: skip
    assert link["rel"] == ["nofollow"]
    english = page(client.get("/search", params={**address, "lang": "en"}))
    assert texts(english, ".corrections") == ["Did you mean 灯塔 (91)?"]


def test_of_many_corrections_the_first_are_offered_each_once(
    client: TestClient, correcting: Callable[..., None]
) -> None:
    correcting(("灯塔", 1234), ("灯塔", 1234), ("登高", None), ("<b>灯", 2), ("灯会", 1))
    soup = page(client.get("/search?q=登塔&lang=en"))
    assert texts(soup, ".corrections a") == ["灯塔", "登高", "<b>灯"]
    assert len(soup.select(".corrections a")) == OFFERED
    assert texts(soup, ".corrections") == ["Did you mean 灯塔 (1,234), 登高, <b>灯 (2)?"]


@pytest.mark.parametrize("source", ["pinyin", "sound", "shape", "slip"])
def test_corrections_stand_above_thin_results_and_are_no_chips(
    client: TestClient, correcting: Callable[..., None], source: str
) -> None:
    correcting(("花灯", 60), source=source)
    soup = page(client.get("/search?q=灯塔"))
    assert soup.select(".card")
    assert one(soup, ".answer .corrections")["class"] == ["corrections"]
    assert not soup.select(".parts")
    two = page(client.get("/search?q=灯塔 渔船"))
    assert texts(two, ".parts .says") == ["灯塔", "渔船"]
    assert not two.select(".parts .exact, .parts .rest")


def test_no_correction_is_no_question(client: TestClient) -> None:
    for path in ("/search?q=灯塔", "/search"):
        assert not page(client.get(path)).select(".corrections")


def test_a_long_correction_is_cut_where_it_is_shown_and_whole_where_it_leads(
    client: TestClient, correcting: Callable[..., None]
) -> None:
    correcting(("灯塔" * 100, 1), ("灯\u202e塔", 1))
    soup = page(client.get("/search?q=登塔"))
    check(soup)
    shown = [link.text for link in soup.select(".corrections a")]
    assert len(shown[0]) == TEXT_LENGTH
    assert shown[1] == "\u2068灯\u202e塔\u2069"
    links = [parse_qs(urlsplit(href(link)).query)["q"] for link in soup.select(".corrections a")]
    assert links == [["灯塔" * 100], ["灯\u202e塔"]]


def test_corrections_in_json_have_their_count(
    client: TestClient, correcting: Callable[..., None]
) -> None:
    correcting(("花灯", 60), source="pinyin")
    parts = client.get("/search.json?q=huadeng&creator=何青&page=1").json()["interpretation"]
    (told,) = [part for part in parts if part["kind"] == "correction"]
    assert (told["strict"], told["count"], told["source"]) == ("花灯", 60, "pinyin")
    assert parse_qs(urlsplit(told["url_strict"]).query) == {"q": ["花灯"], "creator": ["何青"]}
    assert [part["count"] for part in parts if part["kind"] != "correction"] == [None]
