"""The examples of ``deploy/`` say what the product says: options, ports, paths, headers.

Whether nginx, Caddy, systemd and podman can read them is asked by ``make check-deploy``, where they
are installed.
"""

import json
import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from starlette.routing import Route

import indexer
from indexer.options import parser
from search.cluster.wire.address import cluster_address
from tests.clusters import program
from tests.conftest import ROOT
from tests.docs.documents import quoted, table, text_of
from web.app import create_app
from web.server.connections import ConnectionLimits
from web.server.stopping import GRACE
from web.settings import Settings, read_environment, read_settings

DEPLOY = ROOT / "deploy"
UNITS = ("huabao.service", "huabao-update.service")
FORWARDED = {"X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Prefix"}
HARDENED = {
    "ProtectSystem": ["strict"],
    "ProtectHome": ["yes"],
    "PrivateTmp": ["yes"],
    "PrivateDevices": ["yes"],
    "NoNewPrivileges": ["yes"],
    "CapabilityBoundingSet": [""],
    "RestrictSUIDSGID": ["yes"],
    "StateDirectory": ["huabao"],
    "SystemCallFilter": ["@system-service", "~@privileged"],
}

Unit = dict[str, list[str]]


def unit(name: str) -> Unit:
    """The lines of a unit: each name with its values, in order."""
    read: Unit = {}
    for line in text_of(DEPLOY / name).splitlines():
        if "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            read.setdefault(key, []).append(value)
    return read


def started(name: str) -> tuple[str, list[str]]:
    """The module that a unit runs, and its arguments."""
    (line,) = unit(name)["ExecStart"]
    python, dash, module, *arguments = shlex.split(line)
    assert (python, dash) == ("/opt/huabao/.venv/bin/python", "-m")
    assert unit(name)["WorkingDirectory"] == ["/opt/huabao"]
    return module, arguments


@pytest.fixture(scope="module")
def served() -> Settings:
    """The settings of the unit that serves."""
    module, arguments = started("huabao.service")
    assert module == "web"
    return read_settings(arguments, {})


def test_the_unit_serves_the_index_that_the_other_one_keeps(served: Settings) -> None:
    module, arguments = started("huabao-update.service")
    assert module == "indexer"
    updated = parser().parse_args(arguments)
    assert updated.index == served.index
    assert Path(served.index).is_relative_to("/var/lib/huabao"), "what it may write"
    assert unit("huabao-update.service")["ReadOnlyPaths"] == [updated.corpus]
    assert unit("huabao-update.timer")["Unit"] == ["huabao-update.service"]


@pytest.mark.parametrize("name", UNITS)
def test_units_may_do_what_they_need_and_nothing_else(name: str) -> None:
    read = unit(name)
    assert {key: read.get(key) for key in HARDENED} == HARDENED
    assert read["User"] == ["huabao"]


def test_the_unit_ends_and_reloads_as_the_server_does() -> None:
    read = unit("huabao.service")
    assert read["ExecReload"] == ["/bin/kill -HUP $MAINPID"]
    assert int(read["TimeoutStopSec"][0]) > ConnectionLimits().stopping + GRACE
    assert read["SuccessExitStatus"] == ["143"]


def test_the_unit_trusts_and_tells_only_this_machine(served: Settings) -> None:
    assert served.host == "127.0.0.1"
    assert served.trusted_proxy == served.metrics == ("127.0.0.1",)
    assert served.access_log == "yes"


def nginx_blocks(kind: str, text: str) -> dict[str, str]:
    """The blocks of a kind, by what stands between that word and the brace."""
    assert text.count("{") == text.count("}")
    return dict(re.findall(rf"^\s*{kind} ?([^{{\n]*?) ?\{{\n(.*?)^\s*\}}", text, re.M | re.S))


def test_nginx_hands_on_to_the_port_and_says_all_that_is_believed(served: Settings) -> None:
    text = text_of(DEPLOY / "nginx.conf")
    (upstream,) = nginx_blocks("upstream", text).values()
    assert re.findall(r"server (\S+);", upstream) == [f"{served.host}:{served.port}"]
    assert ConnectionLimits().idle > int(re.findall(r"keepalive_timeout (\d+)s", upstream)[0])
    locations = nginx_blocks("location", text)
    handing = {path: body for path, body in locations.items() if "proxy_pass" in body}
    assert set(handing) == {"/", "/archive/"}
    for path, body in handing.items():
        said = dict(re.findall(r"proxy_set_header (\S+) (\S+);", body))
        assert set(said) >= FORWARDED, path
        assert said["X-Forwarded-Prefix"] == (path.rstrip("/") or '""')
        assert re.findall(r"proxy_pass (\S+);", body) == ["http://huabao"], "the whole path"
    for path in ("= /metrics", "= /archive/metrics"):
        assert "return 404" in locations[path]


def test_caddy_hands_on_to_the_port_and_says_or_takes_out_the_prefix(served: Settings) -> None:
    text = text_of(DEPLOY / "Caddyfile")
    assert text.count("{") == text.count("}")
    assert re.findall(r"reverse_proxy (\S+)", text) == [f"{served.host}:{served.port}"] * 2
    assert re.findall(r"header_up (.+)", text) == [
        "-X-Forwarded-Prefix",
        "X-Forwarded-Prefix /archive",
    ]
    assert re.findall(r"respond (\S+) 404", text) == ["/metrics", "/archive/metrics"]
    assert all(ConnectionLimits().idle > int(s) for s in re.findall(r"keepalive (\d+)s", text))


def instructions() -> list[tuple[str, str]]:
    """The instructions of the Containerfile, in order."""
    text = re.sub(r"\\\n", "", re.sub(r"^#.*\n", "", text_of(DEPLOY / "Containerfile"), flags=re.M))
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in text.splitlines())]


def test_the_image_has_what_an_installation_needs() -> None:
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))
    bases = [rest.split()[0] for word, rest in instructions() if word == "FROM"]
    floor = project["project"]["requires-python"].removeprefix(">=")
    assert set(bases) == {f"docker.io/library/python:{floor}-slim"}
    copied = [rest.split() for word, rest in instructions() if word == "COPY"]
    sources = {name for names in copied if "--from" not in names[0] for name in names[:-1]}
    assert all((ROOT / name).exists() for name in sources)
    packages = {name.partition(".")[0] for name in project["tool"]["setuptools"]["packages"]}
    assert sources >= {*packages, "pyproject.toml", "constraints.txt", "README.md", "LICENSE"}


def test_the_image_serves_its_volume_as_nobody_of_importance(sample_index: Path) -> None:
    told = dict(instructions())
    environ = dict(part.split("=", 1) for part in shlex.split(told["ENV"]))
    settings = read_environment(environ)
    volumes = json.loads(told["VOLUME"])
    assert str(Path(settings.index).parent) in volumes
    assert settings.corpus in volumes
    assert told["EXPOSE"] == str(settings.port)
    assert told["USER"] == "huabao"
    assert json.loads(told["CMD"]) == ["python", "-m", "web"]
    test = json.loads(re.findall(r"CMD (\[.*\])", told["HEALTHCHECK"])[0])[-1]
    (port, path) = re.findall(r"http://127\.0\.0\.1:(\d+)(/\w+)", test)[0]
    compile(test, "HEALTHCHECK", "exec")
    assert port == told["EXPOSE"]
    with indexer.open_index(sample_index) as archive:
        routes = create_app(archive, settings).routes
        assert path in {route.path for route in routes if isinstance(route, Route)}


CLUSTER = DEPLOY / "cluster"
VARIABLES_OF_TESTS = {"HUABAO_CLUSTER", "HUABAO_CLUSTER_DIR"}
LOCATED = sorted(set(re.findall(r"opensearchs?://[^'\s`]+", text_of(ROOT / "README.md"))))
"""Locations in the README: on this machine, and last that of a service."""
LOCATION = "opensearch://127.0.0.1:9200,127.0.0.1:9201,127.0.0.1:9202/photos"


def composed() -> dict[str, Any]:
    """The services of the compose file, by name."""
    services: dict[str, Any] = yaml.safe_load(text_of(CLUSTER / "compose.yaml"))["services"]
    return services


def test_containers_are_one_cluster_of_the_version_that_tests_run() -> None:
    (version,) = re.findall(r"<opensearch.version>(.+)<", text_of(CLUSTER / "pom.xml"))
    services = composed()
    for name, service in services.items():
        settings = service["environment"]
        assert service["image"] == f"docker.io/opensearchproject/opensearch:{version}"
        assert settings["node.name"] == name
        for setting in ("discovery.seed_hosts", "cluster.initial_cluster_manager_nodes"):
            assert settings[setting].split(",") == list(services)
        assert service["volumes"] == [f"{name}:/usr/share/opensearch/data"]


def test_nodes_are_where_the_readme_says_in_containers_and_without() -> None:
    """And nobody else reaches them: they ask for no password."""
    addresses = LOCATION.removeprefix("opensearch://").removesuffix("/photos").split(",")
    published = [port for service in composed().values() for port in service["ports"]]
    assert published == [f"{address}:9200" for address in addresses]
    assert "network.host: 127.0.0.1" in text_of(CLUSTER / "config" / "opensearch.yml")
    told = " ".join(program("start", "--help").stdout.split())
    assert f"how many (as before, else {len(addresses)})" in told
    assert f"any that are free (as before, else {addresses[0].partition(':')[2]})" in told
    assert LOCATION in LOCATED
    for location in LOCATED:
        asked = {f"{host}:{port}" for host, port in cluster_address(location, environment={}).nodes}
        assert asked <= {*addresses, "search.example.org:443"}


def test_locations_in_the_readme_are_understood_and_its_variables_are_read() -> None:
    variables = set(re.findall(r"HUABAO_OPENSEARCH_[A-Z]+", text_of(ROOT / "README.md")))
    environment = {name: name.lower() for name in variables}
    for location in LOCATED:
        address = cluster_address(location, environment=environment)
        assert address.name == "photos"
        assert {address.user, address.password, address.ca} == set(environment.values())
    hosted = cluster_address(LOCATED[-1], environment={})
    assert (hosted.tls, hosted.shards, hosted.replicas) == (True, 3, 1)


def test_commands_of_the_cluster_that_are_named_exist() -> None:
    named = re.findall(r"python3 deploy/cluster (\w+)(.*)", text_of(DEPLOY / "README.md"))
    assert {"start", "status", "kill", "node", "stop", "wipe", "run"} <= {name for name, _ in named}
    for name, rest in named:
        told = program(name, "--help")
        assert told.returncode == 0, name
        for option in re.findall(r"--\w+", rest):
            assert option in told.stdout, (name, option)


def test_every_file_is_described_and_every_setting_that_is_named_exists() -> None:
    readme = DEPLOY / "README.md"
    rows = table(readme, "| file | what it is |")
    described = {quoted(name)[0] for name, _ in rows}
    files = [path for path in DEPLOY.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    assert described == {path.relative_to(ROOT).as_posix() for path in files if path != readme}
    known = {*Settings(index="x").environment(), *VARIABLES_OF_TESTS}
    for path in files:
        assert set(re.findall(r"HUABAO_[A-Z_]+", text_of(path))) <= known, path
    for target in re.findall(r"\]\(([^)#]+)", text_of(readme)):
        assert (DEPLOY / target).exists()
