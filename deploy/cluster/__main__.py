"""Start OpenSearch on this machine without containers or root: ``python3 deploy/cluster``.

For trying and for tests; not for serving: it listens on the loopback interface alone, asks nobody
for a password, and all nodes share one disk. Nothing but Python, a Java development kit and Maven
is needed; the first start fetches about 70 MB.
"""

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import FrameType

from artifacts import HERE, prepare
from cluster import Cluster, Plan, end
from error import ClusterError
from node import Node

BUILD = HERE.parent.parent / "build"
DOWN = 3
"""The exit code of ``status`` where a node is down, as for services elsewhere."""

NODES_VARIABLE = "HUABAO_CLUSTER"
FOLDER_VARIABLE = "HUABAO_CLUSTER_DIR"


def main(arguments: list[str]) -> int:
    """Run one command; its exit code."""
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    options = parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except ClusterError as error:
        sys.stderr.write(f"cluster: {error}\n")
        return error.code
    except KeyboardInterrupt:
        sys.stderr.write("cluster: interrupted\n")
        return 130


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    whole = argparse.ArgumentParser(prog="python3 deploy/cluster", description=__doc__)
    commands = whole.add_subparsers(metavar="COMMAND", required=True)

    def add(name: str, does: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        told = (does.__doc__ or "").strip()
        command = commands.add_parser(name, help=told.partition("\n")[0], description=told)
        command.set_defaults(command=does)
        command.add_argument(
            "--directory",
            type=Path,
            default=BUILD / "cluster",
            help="of this cluster (%(default)s)",
        )
        return command

    _starting(add("start", start))
    _restarting(add("node", node)).add_argument("number", type=int)
    add("kill", kill).add_argument("number", type=int)
    add("status", status)
    add("stop", stop)
    add("wipe", wipe)
    _restarting(add("prepare", fetch))
    _starting(add("run", run)).add_argument("program", nargs="+", metavar="PROGRAM")
    return whole


def _starting(command: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Give a command what a cluster is started with."""
    plan = Plan()
    add = command.add_argument
    add("--nodes", type=_between(1, 9), help=f"how many (as before, else {plan.nodes})")
    add(
        "--port",
        type=_between(0, 65000),
        help="of the first node, the others are above it; 0: any that are free"
        f" (as before, else {plan.port})",
    )
    add("--heap", type=_between(128, 32000), default=plan.heap, help="MiB a node (%(default)s)")
    add(
        "--setting",
        type=_setting,
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a setting of OpenSearch for every node; may be repeated",
    )
    add("--java", action="append", default=[], metavar="=FLAG", help="a flag of Java's; the same")
    return _restarting(command)


def _restarting(command: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Give a command what any start needs."""
    command.add_argument(
        "--artifacts",
        type=Path,
        default=BUILD / "opensearch",
        help="where OpenSearch's jars are kept (%(default)s)",
    )
    command.add_argument(
        "--patience", type=float, default=180, help="seconds to wait for nodes (%(default)s)"
    )
    return command


def _between(least: int, most: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is no number from {least} to {most}")
        return int(text)

    return number


def _setting(text: str) -> str:
    if not text.partition("=")[1]:
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE")
    return text


def _cluster(options: argparse.Namespace) -> Cluster:
    return Cluster(options.directory.resolve())


def _wanted(options: argparse.Namespace) -> Plan:
    known = _cluster(options).plan() or Plan()
    return Plan(
        options.nodes or known.nodes,
        known.port if options.port is None else options.port,
        options.heap,
        options.setting,
        options.java,
    )


def start(options: argparse.Namespace) -> int:
    """Start the nodes that do not run, wait until they are one cluster, print where they are."""
    cluster = _cluster(options)
    with cluster.alone():
        cluster.start(prepare(options.artifacts.resolve()), _wanted(options), options.patience)
    _say(f"started: opensearch://{_addresses(cluster)}/photos")
    return 0


def node(options: argparse.Namespace) -> int:
    """Start one node again."""
    cluster = _cluster(options)
    cluster.node(options.number)
    with cluster.alone():
        artifacts = prepare(options.artifacts.resolve())
        cluster.restart(artifacts, options.number, options.patience)
    return 0


def kill(options: argparse.Namespace) -> int:
    """End one node as a power cut would."""
    cluster = _cluster(options)
    node = cluster.node(options.number)
    if node.process() is None:
        raise ClusterError(f"{node.name} does not run")
    end([node], signal.SIGKILL)
    return 0


def status(options: argparse.Namespace) -> int:
    """Say which nodes run, and which of them is the elected manager."""
    nodes = _cluster(options).nodes()
    manager = _manager(nodes)
    for node in nodes:
        process = node.process()
        if process is None:
            _say(f"{node.name}: down")
        else:
            elected = ", manager" if node.name == manager else ""
            _say(f"{node.name}: up, http://{node.address}, process {process}{elected}")
    if not nodes:
        _say(f"no cluster in {options.directory}")
    return 0 if nodes and all(node.process() for node in nodes) else DOWN


def stop(options: argparse.Namespace) -> int:
    """End all nodes; their data stay."""
    cluster = _cluster(options)
    with cluster.alone():
        cluster.stop()
    return 0


def wipe(options: argparse.Namespace) -> int:
    """End all nodes and remove their data."""
    cluster = _cluster(options)
    with cluster.alone():
        cluster.wipe()
    return 0


def fetch(options: argparse.Namespace) -> int:
    """Fetch and compile what nodes run, so that a start need not."""
    prepare(options.artifacts.resolve())
    return 0


def run(options: argparse.Namespace) -> int:
    """Run a program beside a new cluster that ends with it, whatever happens; its exit code.

    It finds the nodes in HUABAO_CLUSTER, host:port with commas between, and their directory in
    HUABAO_CLUSTER_DIR. The logs of a program that failed stay.
    """
    cluster = _cluster(options)
    if cluster.running():
        raise ClusterError(f"a cluster runs in {cluster.folder}: name another --directory")
    try:
        with cluster.alone():
            cluster.wipe()
            wanted = replace(_wanted(options), owner=os.getpid())
            cluster.start(prepare(options.artifacts.resolve()), wanted, options.patience)
        found = {NODES_VARIABLE: _addresses(cluster), FOLDER_VARIABLE: str(cluster.folder)}
        return subprocess.run(options.program, env={**os.environ, **found}, check=False).returncode
    finally:
        cluster.stop()


def _manager(nodes: list[Node]) -> str | None:
    """The name of the elected manager, as the first node says that answers."""
    for node in nodes:
        told = node.get("_cat/cluster_manager?format=json")
        if told:
            return str(told[0]["node"])
    return None


def _addresses(cluster: Cluster) -> str:
    return ",".join(node.address for node in cluster.nodes())


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
