"""The description of the site for programs is true: of every route, and of what it answers."""

import re
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from jsonschema import Draft202012Validator
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.result import Ok
from starlette.routing import Route
from starlette.testclient import TestClient

import indexer
from indexer import PARAMETERS, Document
from tests.web.in_process import serving
from web.app import create_app, slashed
from web.formats.openapi import ANSWERS
from web.server.connections import ConnectionLimits
from web.settings import Settings

Operation = APIOperation[Any, Any, Any, Any]

EXAMPLES = 3
LIMITS = ConnectionLimits()

JSON = (
    ("/search.json?q=灯塔&explain=1&per_page=3", "Results"),
    ("/search.json?q=灯塔 无人机&kind=all&x=1", "Results"),
    ("/search.json?q=没有这个词", "Results"),
    ("/search.feed.json?q=灯塔", "JsonFeed"),
    ("/search.ninjs?q=灯塔", "Ninjs"),
    ("/photos/{photo}.json", "Photo"),
    ("/photos/{lost}.json", "Photo"),
    ("/photos/{photo}.ninjs", "Ninjs"),
    ("/articles/{article}.json", "Article"),
    ("/articles/{article}.ninjs", "Ninjs"),
    ("/selection.json?id={photo}&id={lost}&ids=nothing", "Selection"),
    ("/selection.ninjs?id={photo}", "Ninjs"),
    ("/selection/results.json?q=灯塔", "SelectionIds"),
    ("/suggest?q=灯", "Suggestions"),
    ("/healthz", "Health"),
    ("/photos/nothing.json", "Problem"),
    ("/articles/nothing.json", "Problem"),
    ("/search.csv?page=0", "Problem"),
    ("/search.atom?page=99", "Problem"),
)


@pytest.fixture(scope="module")
def described(client: TestClient) -> dict[str, Any]:
    """What the site says of itself."""
    told: dict[str, Any] = client.get("/openapi.json").json()
    return told


def test_every_route_is_described(client: TestClient, described: dict[str, Any]) -> None:
    routes = [r for r in client.app.routes if isinstance(r, Route)]  # type: ignore[attr-defined]
    paths = {re.sub(r":\w+}", "}", r.path) for r in routes if r.endpoint is not slashed}
    assert set(described["paths"]) == paths


def test_a_search_is_described_by_the_table_of_parameters(described: dict[str, Any]) -> None:
    for path in ("/search", "/search.json", "/search.csv", "/search.atom", "/suggest"):
        told = {p["name"]: p for p in described["paths"][path]["get"]["parameters"]}
        assert {p.name for p in PARAMETERS if p.narrows} < set(told)
        assert told["lacks"]["schema"]["items"] == {"enum": ["date", "creator", "caption"]}
        assert told["sort"]["schema"]["enum"] == ["relevance", "newest", "oldest"]


@pytest.mark.parametrize(("address", "name"), JSON)
def test_answers_are_as_their_schemas_say(
    client: TestClient,
    described: dict[str, Any],
    photos: dict[str, Document],
    address: str,
    name: str,
) -> None:
    photo, lost = photos["tall.jpg"], photos["gone.jpg"]
    answer = client.get(address.format(photo=photo.id, lost=lost.id, article=photo.article))
    schema = {**described, "$ref": f"#/components/schemas/{name}"}
    Draft202012Validator(schema).validate(answer.json())


def test_what_schemas_do_not_allow_is_refused(
    client: TestClient, described: dict[str, Any]
) -> None:
    refused = 0
    for path in ("/search", "/search.json", "/search.csv", "/search.rss", "/suggest"):
        for parameter in described["paths"][path]["get"]["parameters"]:
            schema = parameter["schema"].get("items", parameter["schema"])
            bounds = {"0", str(schema["maximum"] + 1 if "maximum" in schema else "x")}
            wrong = {"nothing"} if "enum" in schema else bounds
            for value in wrong if "enum" in schema or schema.get("type") == "integer" else ():
                answer = client.get(path, params={parameter["name"]: value})
                assert answer.status_code == 400, (path, parameter["name"], value)
                refused += 1
    assert refused > 50


@pytest.mark.untraced
def test_the_site_does_what_its_description_says(index: Path, photos: dict[str, Document]) -> None:
    """schemathesis asks a running server what the schemas allow, and what they do not.

    That what they allow is accepted is not asked for: a date may be one that no calendar has, and
    a page one that there is not. Nor that all else is refused: a parameter that an address names
    without a value says nothing, as a form sends it; the table above has what is.
    """
    load_all_checks()
    excluded = CHECKS.get_by_names(["positive_data_acceptance", "negative_data_rejection"])
    app = create_app(indexer.open_index(index), Settings(index=str(index)))
    with serving(app, LIMITS) as (_, port):
        schema = schemathesis.openapi.from_url(f"http://127.0.0.1:{port}/openapi.json")
        operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
        described = {answer.path for answer in ANSWERS}
        assert {operation.path for operation in operations} >= described - {"/openapi.json"}
        for operation in operations:
            for mode in GenerationMode:
                ask(operation, mode, excluded, photos["tall.jpg"])


def ask(
    operation: APIOperation[Any, Any, Any, Any],
    mode: GenerationMode,
    excluded: Any,
    photo: Document,
) -> None:
    """A few requests to an address, and what its answers are held to."""
    key = photo.article if operation.path.startswith("/articles") else photo.id
    there = "{id}" in operation.path and mode is GenerationMode.POSITIVE
    wanted: dict[str, Any] = {"path_parameters": {"id": key}} if there else {}

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(mode, **wanted))
    def holds(case: Case[Any]) -> None:
        case.call_and_validate(excluded_checks=excluded)

    try:
        holds()
    except Unsatisfiable:  # nothing that it takes can be wrong
        assert mode is GenerationMode.NEGATIVE
