"""Post files: encodings, front matter as people write it, dates and other metadata."""

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from indexer.posts.dates.published import day_in, in_zone, parse_published, published_in_path
from indexer.posts.page.decoding import decode
from indexer.posts.page.metadata import read_metadata
from indexer.posts.page.picture_values import FrontPicture
from indexer.posts.page.post import split

TEXT = "标题：江湾开渔\n正文，带鱼八百斤。\n"
NO_HEAD = BeautifulSoup("", "lxml")


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("gb18030"),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n").encode(),
    ],
)
def test_encodings(data: bytes) -> None:
    assert decode(data).text == TEXT


def test_a_declared_charset_counts_where_utf_8_fails() -> None:
    page = '<meta charset="big5"><p>社區菜園</p>'
    assert decode(page.encode("big5")).text == page


@pytest.mark.parametrize(
    ("front", "title"),
    [
        ("title: '江湾\"开渔\"：百船出海'", '江湾"开渔"：百船出海'),
        ('title: "江湾开渔"', "江湾开渔"),
        ("title: 江湾开渔", "江湾开渔"),
        ("title: 江湾: 百船出海: 开渔", "江湾: 百船出海: 开渔"),
        ('title: "开渔"首日', '"开渔"首日'),
        ("title: 'it''s 开渔': 首日", "'it''s 开渔': 首日"),
        ("title: [快讯] 江湾开渔", "[快讯] 江湾开渔"),
        ("title: @江湾 开渔", "@江湾 开渔"),
        ("title:\t江湾开渔", "江湾开渔"),
        ("title: 2018", "2018"),
    ],
)
def test_titles(front: str, title: str) -> None:
    post = split(f"\n---\n{front}\ndate: 2013-12-85\ncategories: \n - 渔业\n - 江湾\n---\n\n正文")
    metadata = read_metadata(post.meta, NO_HEAD, "a.md")
    assert metadata.title == title
    assert metadata.published is None
    assert metadata.category == ("渔业", "江湾")
    assert post.body.strip() == "正文"


def test_a_rule_in_a_text_is_no_front_matter() -> None:
    assert split("---\n第一段\n\n---\n第二段\n").meta == {}


def test_toml_front_matter() -> None:
    assert split('+++\ntitle = "江湾"\n+++\n正文').meta == {"title": "江湾"}


@given(st.text(max_size=80))
def test_any_text_behind_front_matter_is_kept(body: str) -> None:
    assert split("---\ntitle: a\n---\n" + body).body.strip() == body.strip()


@pytest.mark.parametrize(
    ("stated", "published"),
    [
        ("Sat, 18 Sep 2021 01:06:55 GMT", "2021-09-18T01:06:55Z"),
        ("Sat, 18 Sep 2021 09:06:55 +0800", "2021-09-18T09:06:55+08:00"),
        ("2022-01-18 01:15:25", "2022-01-18T01:15:25"),
        ("2010-09-29 00:45:36 +0800", "2010-09-29T00:45:36+08:00"),
        ("2012-06-04 23:30:00.000000000 +09:00", "2012-06-04T23:30:00+09:00"),
        ("2022-01-18T01:15:25Z", "2022-01-18T01:15:25Z"),
        ("2019-09-07", "2019-09-07"),
        ("2018年9月10日", "2018-09-10"),
        ("2017/02/11 19:00", "2017-02-11T19:00:00"),
        ("Invalid Date", None),
        ("2013-12-85", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_of_posts(stated: object, published: str | None) -> None:
    assert parse_published(stated) == published


def test_a_date_in_the_file_name() -> None:
    assert published_in_path("news/2011-04-16-title.md") == "2011-04-16"
    assert published_in_path("2011-04-16/title.md") is None
    assert published_in_path("2011-14-46-title.md") is None


@pytest.mark.parametrize(
    ("stated", "zone", "there"),
    [
        ("2022-01-01T22:13:00Z", "Asia/Shanghai", "2022-01-02T06:13:00+08:00"),
        ("2022-01-01T15:59:59Z", "Asia/Shanghai", "2022-01-01T23:59:59+08:00"),
        ("2022-01-02T03:00:00+08:00", "Europe/Berlin", "2022-01-01T20:00:00+01:00"),
        ("2022-01-01T22:13:00", "Asia/Shanghai", "2022-01-01T22:13:00"),
        ("2022-01-01", "America/New_York", "2022-01-01"),
        ("1988-07-01T15:30:00Z", "Asia/Shanghai", "1988-07-02T00:30:00+09:00"),  # summer time
        ("9999-12-31T20:00:00Z", "Asia/Shanghai", "9999-12-31T20:00:00Z"),
        ("0001-01-01T00:00:00Z", "America/New_York", "0001-01-01T00:00:00Z"),
    ],
)
def test_the_day_of_a_post_is_that_of_a_place(stated: str, zone: str, there: str) -> None:
    place = ZoneInfo(zone)
    assert in_zone(stated, place) == there
    assert in_zone(there, place) == there
    assert str(day_in(stated, place)) == there[:10]


def test_a_post_without_a_date_has_no_day() -> None:
    assert day_in(None, UTC) is None


def test_metadata_of_a_blog() -> None:
    meta = {
        "title": "龙溪",
        "place": ["龙溪", "远山"],
        "city": "海州",
        "people": "老何",
        "category": "渔业",
        "source_url": "https://news.example.com/1",
        "cover": "a.jpg?x=1&amp;y=2",
        "comments": False,
    }
    metadata = read_metadata(meta, NO_HEAD, "a.md")
    assert metadata.place == ("龙溪", "远山", "海州")
    assert metadata.person == ("老何",)
    assert metadata.category == ("渔业",)
    assert metadata.url == "https://news.example.com/1"
    assert metadata.pictures == (FrontPicture(address="a.jpg?x=1&y=2", is_cover=True),)


def test_a_post_without_any_title_is_called_as_its_file() -> None:
    assert read_metadata({}, NO_HEAD, "news/012_江湾开渔.md").title == "江湾开渔"
    assert read_metadata({}, NO_HEAD, "news/2020.md").title == "2020"


def test_the_heading_of_a_page_is_its_title_without_the_site() -> None:
    page = BeautifulSoup("<title>江湾开渔_海州网</title><h1>江湾开渔</h1>", "lxml")
    assert read_metadata({}, page, "a.html").title == "江湾开渔"
    page = BeautifulSoup("<title>江湾开渔_海州网</title><h1>今日头条</h1>", "lxml")
    assert read_metadata({}, page, "a.html").title == "江湾开渔_海州网"
