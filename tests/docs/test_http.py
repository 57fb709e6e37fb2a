"""What docs/http.md says of addresses, parameters and commands is so."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

import indexer
from tests.conftest import ROOT
from tests.docs.documents import blocks, quoted, table, text_of
from web.app import create_app
from web.formats import openapi
from web.formats.table import MOST_ROWS
from web.settings import Settings

HTTP = ROOT / "docs" / "http.md"
COMMANDS = [
    line for block in blocks(HTTP, "sh") for line in block.splitlines() if line.startswith("curl")
]


@pytest.fixture(scope="module")
def client(sample_index: Path) -> Iterator[TestClient]:
    app = create_app(indexer.open_index(sample_index), Settings(index=str(sample_index)))
    with TestClient(app) as opened:
        yield opened


def test_the_table_of_addresses_is_that_of_the_site() -> None:
    rows = table(HTTP, "| address | parameters | media type | what it is |")
    told = {quoted(address)[0]: media_type for address, _, media_type, _ in rows}
    assert told == {answer.path: answer.media_type for answer in openapi.ANSWERS}


def test_the_table_of_parameters_is_that_of_a_search() -> None:
    rows = table(HTTP, "| name | what it asks |")
    described = {str(one["name"]) for one in openapi._PARAMETERS["search"]}
    assert {name for row in rows for name in quoted(row[0])} == described


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_are_answered(client: TestClient, command: str) -> None:
    archive = client.app.state.site.archive  # type: ignore[attr-defined]  # an ASGI app to the client
    photo = next(archive.photos())
    known = command.replace("$PHOTO", photo.id).replace("$ARTICLE", photo.article)
    address = urlsplit(next(word for word in shlex.split(known) if word.startswith("http")))
    answer = client.get(f"{address.path}?{address.query}")
    assert answer.status_code == 200
    told = {re.sub(r"{\w+}", "", a.path).replace("//", "/"): a.media_type for a in openapi.ANSWERS}
    path = re.sub(r"/[0-9a-f]{16}", "/", address.path)
    kind = answer.headers["content-type"].partition(";")[0]
    assert told[path].removesuffix("*") in kind


def test_every_format_has_its_command() -> None:
    for answer in openapi.ANSWERS:
        if answer.parameters in ("search", "id") and answer.media_type != "text/html":
            shown = answer.path.replace("{id}", "$")
            assert any(shown.partition("$")[0] in c and shown[-5:] in c for c in COMMANDS), shown


def test_the_bound_of_a_table_is_told() -> None:
    assert f"{MOST_ROWS:,} rows" in text_of(HTTP)
