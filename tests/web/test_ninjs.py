"""ninjs as its own schema has it, and nothing in it that nobody knows."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from starlette.testclient import TestClient

from indexer import Document
from tests.conftest import ROOT
from tests.web.formatted import LINKS, PHOTO, TAGS, hostile, results_of
from web.formats.ninjs import photo_ninjs, results_ninjs

SCHEMA = json.loads(
    (ROOT / "tests/golden/formats/ninjs-schema_3.1.json").read_text(encoding="utf-8")
)
ELSEWHERE = "https://geojson.org/schema/GeoJSON.json"
"""A schema that the schema names; places here have no shapes."""

VALIDATOR = Draft202012Validator(
    SCHEMA,
    registry=Registry().with_resource(
        ELSEWHERE, Resource.from_contents({"$schema": SCHEMA["$schema"]})
    ),
    format_checker=Draft202012Validator.FORMAT_CHECKER,
)


def valid(item: Any) -> Any:
    VALIDATOR.validate(item)
    return item


def photo(document: Document) -> Any:
    return valid(photo_ninjs(document, links=LINKS, tags=TAGS, versions={}))


def test_the_schema_refuses_what_ninjs_has_not() -> None:
    assert not VALIDATOR.is_valid({"uri": "tag:a,2026:x", "licence": "free"})


@pytest.mark.parametrize(
    ("taken", "created"),
    [
        ("2018-07-01", "2018-07-01T00:00:00+08:00"),
        ("2018-07", None),
        ("2018", None),
        ("2018-06-09/2018-06-10", None),
        ("", None),
    ],
)
def test_a_photo_was_created_on_a_day_that_is_known(taken: str, created: str | None) -> None:
    assert photo(replace(PHOTO, taken=taken)).get("contentCreated") == created


def test_a_photo_says_who_made_it_and_claims_no_rights() -> None:
    item = photo(PHOTO)
    assert (item["type"], item["by"]) == ("picture", "周牧野")
    assert item["infoSources"] == [
        {"role": "agency", "name": "新华社"},
        {"role": "credit", "literal": "新华社记者 周牧野 摄"},
    ]
    assert not {"copyrightNotice", "copyrightHolder", "usageTerms", "rightsInfo"} & set(item)
    assert item["descriptions"][0]["value"] == PHOTO.caption
    assert item["headlines"][0]["value"] == PHOTO.headline
    assert [one["name"] for one in item["renditions"]] == ["main", "thumbnail", "original"]
    assert item["renditions"][2]["href"] == ("https://pictures.example/%E6%B8%94%20%E6%B8%AF.jpg")


def test_copyright_is_told_in_the_words_of_the_post() -> None:
    credit = "© 海州日报 周牧野 摄"
    assert photo(replace(PHOTO, credit=credit))["copyrightNotice"] == credit


def test_who_gave_a_photo_did_not_make_it() -> None:
    item = photo(replace(PHOTO, role="供图", credit="周牧野 供图"))
    assert "by" not in item
    assert {"role": "provider", "name": "周牧野"} in item["infoSources"]


@given(hostile)
def test_whatever_a_post_holds_is_ninjs(document: Document) -> None:
    item = photo(document)
    for name in ("versionCreated", "contentCreated"):
        assert datetime.fromisoformat(item.get(name, "2018-01-01T00:00:00Z")).tzinfo
    valid(results_ninjs(results_of(document), {}, links=LINKS, tags=TAGS, versions={}))


def test_the_site_answers_ninjs(client: TestClient, photos: dict[str, Document]) -> None:
    one = photos["tall.jpg"]
    article = valid(client.get(f"/articles/{one.article}.ninjs").json())
    assert [part["type"] for part in article["associations"]].count("picture") == 4
    alone = valid(client.get(f"/photos/{one.id}.ninjs").json())
    assert alone["uri"] in [part["uri"] for part in article["associations"]]
    found = valid(client.get("/search.ninjs?q=灯塔&kind=all").json())
    assert alone["uri"] in [part["uri"] for part in found["associations"]]
    assert client.get("/photos/nothing.ninjs").status_code == 404
