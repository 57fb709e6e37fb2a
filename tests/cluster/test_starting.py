"""``deploy/cluster``: what it refuses, and that a running cluster is what it says."""

import random
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clusters import PROGRAM, Nodes, ask, own_name, program

UNAVAILABLE, DOWN = 69, 3


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "the following arguments are required: COMMAND"),
        (["begin"], "invalid choice: 'begin'"),
        (["start", "--nodes", "0"], "'0' is no number from 1 to 9"),
        (["start", "--port", "nine"], "'nine' is no number from 0 to 65000"),
        (["start", "--setting", "node.attr.rack"], "'node.attr.rack' is not NAME=VALUE"),
        (["kill"], "the following arguments are required: number"),
        (["run", "--port", "0"], "the following arguments are required: PROGRAM"),
    ],
)
def test_wrong_arguments_are_named(arguments: list[str], told: str) -> None:
    done = program(*arguments)
    assert done.returncode == 2
    assert told in done.stderr


@pytest.mark.parametrize("command", ["kill", "node"])
def test_a_node_that_is_not_there_is_named(command: str, tmp_path: Path) -> None:
    done = program(command, "1", "--directory", str(tmp_path))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"cluster: no node 1: {tmp_path} has no cluster, start one\n"


def test_an_empty_directory_has_nothing_to_tell_or_to_stop(tmp_path: Path) -> None:
    done = program("status", "--directory", str(tmp_path))
    assert (done.returncode, done.stdout) == (DOWN, f"no cluster in {tmp_path}\n")
    for command in ("stop", "wipe"):
        assert program(command, "--directory", str(tmp_path)).returncode == 0


def fake_tool(folder: Path, name: str, says: str) -> None:
    """A program of that name that only says something."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\necho '{says}'\n", encoding="utf-8")
    (folder / name).chmod(0o755)


@pytest.mark.parametrize(
    ("tools", "told"),
    [
        ({}, "no Java development kit (javac); Debian and Ubuntu: apt install openjdk-17-jdk"),
        ({"javac": "javac 11.0.2", "java": ""}, "javac is of Java 11, and 17 or newer is needed"),
        ({"javac": "javac 1.8.0_402", "java": ""}, "javac is of Java 8, and 17 or newer is needed"),
        ({"javac": "javac 21.0.1", "java": ""}, "Maven is missing (mvn); Debian and Ubuntu: apt"),
    ],
)
def test_what_is_missing_is_named_with_the_remedy(
    tools: dict[str, str], told: str, tmp_path: Path
) -> None:
    path = tmp_path / "bin"
    for name, says in tools.items():
        fake_tool(path, name, says)
    command = [sys.executable, str(PROGRAM), "prepare", "--artifacts", str(tmp_path / "made")]
    done = subprocess.run(command, env={"PATH": str(path)}, capture_output=True, text=True)
    assert done.returncode == UNAVAILABLE
    assert told in done.stderr
    assert done.stderr.count("\n") == 1


def test_what_maven_cannot_fetch_leaves_nothing_half_made(tmp_path: Path) -> None:
    for name, says in {"javac": "javac 21", "java": ""}.items():
        fake_tool(tmp_path / "bin", name, says)
    (tmp_path / "bin" / "mvn").write_text("#!/bin/sh\necho '[ERROR] no route'\nexit 1\n", "utf-8")
    (tmp_path / "bin" / "mvn").chmod(0o755)
    command = [sys.executable, str(PROGRAM), "prepare", "--artifacts", str(tmp_path / "made")]
    done = subprocess.run(
        command, env={"PATH": str(tmp_path / "bin")}, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr.endswith("pom.xml names: [ERROR] no route\n")
    assert list((tmp_path / "made").iterdir()) == []


def is_free(port: int) -> bool:
    try:
        with socket.create_server(("127.0.0.1", port)):
            return True
    except OSError:
        return False


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on, beside free ones, where no system looks for some to give."""
    first = next(
        first
        for first in random.sample(range(20_000, 30_000), 200)
        if all(is_free(first + i + above) for i in range(3) for above in (0, 100))
    )
    with socket.create_server(("127.0.0.1", first + 1)):
        yield first + 1


@pytest.mark.cluster
def test_a_port_that_is_taken_is_named_and_nothing_is_started(taken: int, tmp_path: Path) -> None:
    done = program("start", "--directory", str(tmp_path), "--port", str(taken - 1))
    assert done.returncode == 1
    assert f"port {taken} or {taken + 100} of 127.0.0.1 is taken" in done.stderr
    assert program("status", "--directory", str(tmp_path)).returncode == DOWN


@pytest.mark.cluster
class TestRunning:
    def test_status_tells_every_node_and_one_manager(self, cluster: str, cluster_dir: str) -> None:
        done = program("status", "--directory", cluster_dir)
        assert done.returncode == 0
        lines = done.stdout.splitlines()
        addresses = cluster.split(",")
        assert [line.split(", ")[:2] for line in lines] == [
            [f"node{i}: up", f"http://{address}"] for i, address in enumerate(addresses, 1)
        ]
        assert [line.endswith(", manager") for line in lines].count(True) == 1

    def test_other_nodes_or_ports_than_there_are_are_refused(self, cluster_dir: str) -> None:
        for other in (["--nodes", "5"], ["--port", "9"]):
            done = program("start", "--directory", cluster_dir, *other)
            assert done.returncode == 1
            assert "ask for the same, wipe it first, or name another --directory" in done.stderr
        assert program("status", "--directory", cluster_dir).returncode == 0

    def test_starting_what_runs_is_nothing_new(self, cluster: str, cluster_dir: str) -> None:
        before = program("status", "--directory", cluster_dir).stdout
        done = program("start", "--directory", cluster_dir)
        assert done.stdout == f"started: opensearch://{cluster}/photos\n"
        assert program("status", "--directory", cluster_dir).stdout == before

    def test_no_program_gets_the_directory_of_a_running_cluster(self, cluster_dir: str) -> None:
        done = program("run", "--directory", cluster_dir, "--", "true")
        assert done.returncode == 1
        assert "name another --directory" in done.stderr
        assert program("status", "--directory", cluster_dir).returncode == 0


@pytest.mark.cluster
def test_a_name_of_ones_own_leaves_nothing_behind(cluster: str) -> None:
    with own_name(cluster) as name, own_name(cluster) as other:
        for index in (f"{name}-1", f"{name}-lock", f"{other}-1"):
            ask(cluster, "PUT", index, {"aliases": {index[:-1]: {}}})
        with own_name(cluster):
            pass
        assert ask(cluster, "GET", f"{name}-1") is not None
    for gone in (f"{name}-1", f"{name}-lock", f"{other}-1", f"_alias/{name}-"):
        assert ask(cluster, "GET", gone) is None


@pytest.mark.cluster
@pytest.mark.faults
def test_a_killed_node_is_missed_and_comes_back(nodes: Nodes) -> None:
    elected = nodes.elected()
    nodes.kill(elected)
    status = program("status", "--directory", str(nodes.directory))
    assert status.returncode == DOWN
    assert f"node{elected}: down" in status.stdout
    assert nodes.elected() != elected, "those that are left elect another"
    nodes.start(elected)
    assert program("status", "--directory", str(nodes.directory)).returncode == 0


@pytest.mark.cluster
@pytest.mark.faults
@pytest.mark.parametrize(
    ("program_ends", "code"), [("exit 0", 0), ("exit 7", 7), ("kill $PPID", 130)]
)
def test_a_cluster_ends_with_its_program(program_ends: str, code: int, tmp_path: Path) -> None:
    """Its nodes were left when what ran beside them was killed."""
    told = "echo $HUABAO_CLUSTER; " + program_ends
    options = ["--directory", str(tmp_path), "--port", "0", "--nodes", "1", "--heap", "256"]
    done = program("run", *options, "--", "sh", "-c", told)
    assert done.returncode == code, done.stderr
    assert done.stdout.startswith("127.0.0.1:")
    status = program("status", "--directory", str(tmp_path))
    assert status.stdout == "node1: down\n"
