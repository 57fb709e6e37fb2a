"""The day of a post is that of its corpus: shown, filtered, counted and sorted, on every way out.

``Thu, 06 May 2021 18:30:00 GMT`` was shown and found under 6 May, and is 7 May in China.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import indexer
from indexer.inspection import inspect_corpus
from tests.web.reading import one, page, texts
from web.app import create_app
from web.settings import Settings
from web.wording.dates import readable

POST = """\
---
title: 夜航
date: {}
---
<figure><img src="https://pictures.invalid/a.jpg" width="900" height="600">
<figcaption>渡轮驶过江面。何青 摄</figcaption></figure>
<figure><img src="https://pictures.invalid/b.jpg" width="900" height="600">
<figcaption>5月7日，渡轮靠岸。何青 摄</figcaption></figure>
"""

CASES = [
    ("", "Thu, 06 May 2021 18:30:00 GMT", "2021-05-07T02:30:00+08:00"),
    ("", "2021-12-31T16:00:00Z", "2022-01-01T00:00:00+08:00"),
    ("", "2021-12-31T15:59:59Z", "2021-12-31T23:59:59+08:00"),
    ("", "2021-05-06 23:30:00", "2021-05-06T23:30:00"),
    ("", "2021-05-06", "2021-05-06"),
    ("UTC", "Thu, 06 May 2021 18:30:00 GMT", "2021-05-06T18:30:00Z"),
    ("America/New_York", "2021-05-07T02:00:00Z", "2021-05-06T22:00:00-04:00"),
    ("America/New_York", "2021-05-07", "2021-05-07"),
]


@contextmanager
def site(folder: Path, timezone: str, *dates: str) -> Iterator[TestClient]:
    """The site of an archive of a post for each date."""
    corpus, index = folder / "corpus", folder / "index"
    corpus.mkdir(parents=True)
    if timezone:
        (corpus / "huabao.toml").write_text(f'timezone = "{timezone}"\n', "utf-8")
    for number, date in enumerate(dates):
        (corpus / f"{number}.md").write_text(POST.format(date), "utf-8")
    indexer.build_index(corpus, index)
    app = create_app(indexer.open_index(index), Settings(index=str(index)))
    with TestClient(app, headers={"Accept-Language": "en"}) as client:
        yield client


def undated(client: TestClient, query: str) -> list[str]:
    """The published moments of the photos found whose captions have no date of their own."""
    answer = client.get(f"/search.json?{query}").json()
    return [one["published"] for one in answer["results"] if not one["taken"]]


@pytest.mark.parametrize(("timezone", "stated", "moment"), CASES)
def test_the_day_is_that_of_the_corpus(
    tmp_path: Path, timezone: str, stated: str, moment: str
) -> None:
    day = moment[:10]
    with site(tmp_path, timezone, stated) as client:
        assert undated(client, "q=") == [moment]
        for filtered in (f"taken={day}", f"q=日期:{day}", f"year={day[:4]}", f"taken={day[:7]}"):
            assert undated(client, filtered) == [moment], filtered
        others = {"2021-05-06", "2021-05-07", "2021-05-08", "2021-12-31", "2022-01-01"} - {day}
        for other in others:
            assert undated(client, f"taken={other}") == [], other

        facets = client.get("/search.json").json()["facets"]
        (years,) = [facet for facet in facets if facet["name"] == "year"]
        assert day[:4] in [item["value"] for item in years["items"]]

        answer = client.get("/search.json?q=江面").json()["results"][0]
        article = page(client.get(answer["article"]["url"]))
        shown = page(client.get(answer["url"].removesuffix(".json")))
        found = page(client.get("/search?q=江面"))
    words = readable(day, "en")
    assert one(article, "time")["datetime"] == day
    assert {time["datetime"] for time in found.select("time")} == {day}
    for soup in (article, shown, found):
        assert words in " ".join(texts(soup, "main"))


def test_the_year_of_a_caption_is_that_of_the_day_there(tmp_path: Path) -> None:
    """On 1 January in China, 5月7日 is of last year, though in UTC the year has not ended."""
    with site(tmp_path, "", "2021-12-31T16:00:00Z") as client:
        taken = [one["taken"] for one in client.get("/search.json").json()["results"]]
    assert [one for one in taken if one] == ["2021-05-07"]
    with site(tmp_path / "later", "", "2022-05-06T18:00:00Z") as client:
        taken = [one["taken"] for one in client.get("/search.json").json()["results"]]
    assert [one for one in taken if one] == ["2022-05-07"]


def test_posts_are_sorted_by_their_days_there(tmp_path: Path) -> None:
    """By the texts of their dates the first of these would be the older one."""
    dates = "2021-05-06T23:00:00Z", "2021-05-07T05:00:00+14:00"
    with site(tmp_path, "", *dates) as client:
        newest = undated(client, "sort=newest&duplicates=show")
    assert newest == ["2021-05-07T07:00:00+08:00", "2021-05-06T23:00:00+08:00"]


@pytest.mark.parametrize(("timezone", "stated"), [case[:2] for case in CASES])
def test_an_inspection_shows_dates_as_the_posts_state_them(
    tmp_path: Path, timezone: str, stated: str
) -> None:
    with site(tmp_path, timezone, stated):
        (post,) = json.loads(json.dumps(inspect_corpus(tmp_path / "corpus").to_json()))["posts"]
    iso = "2021-05-06T18:30:00Z" if "GMT" in stated else stated.replace(" ", "T")
    assert post["published"] == iso


def test_a_changed_zone_moves_the_days_at_the_next_update(tmp_path: Path) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    with site(tmp_path, "", "2021-05-06T18:30:00Z") as client:
        assert len(undated(client, "taken=2021-05-07")) == 1
        (corpus / "huabao.toml").write_text('timezone = "UTC"', "utf-8")
        assert indexer.update_index(corpus, index).changed == 1
        assert undated(client, "taken=2021-05-07") == []
        assert len(undated(client, "taken=2021-05-06")) == 1
