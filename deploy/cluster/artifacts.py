"""What nodes run: OpenSearch's jars out of Maven's repository, and our one class.

They are made once and kept in a folder that is named after all that they depend on. So a changed
pom makes another, while a running node keeps what it runs; and two that make the same at once end
with one, since a folder gets its name when it is complete.
"""

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from error import UNAVAILABLE, ClusterError

HERE = Path(__file__).resolve().parent
POM = HERE / "pom.xml"
SOURCE = HERE / "ClusterNode.java"
CONFIG = HERE / "config"

OLDEST_JAVA = 17
TRIES = 3
"""Fetching a hundred files over a network fails now and then."""

FLAGS = (
    # The quick compiler alone: nodes start and warm up in half the time, which tests are made of.
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "-XX:MaxDirectMemorySize=256m",
    "-Dio.netty.noUnsafe=true",
    "-Dio.netty.allocator.numDirectArenas=0",
    "-Dlog4j2.disable.jmx=true",
)


@dataclass(frozen=True, slots=True)
class Artifacts:
    """A folder with everything that a node runs."""

    java: str
    folder: Path

    def command(self, *, heap: int, flags: list[str], owner: int | None) -> list[str]:
        """How a node is started, without its settings; ``heap`` in MiB."""
        ending = [] if owner is None else [f"-Dhuabao.owner={owner}"]
        paths = f"{self.folder / 'classes'}{os.pathsep}{self.folder / 'lib'}/*"
        sizes = [f"-Xms{heap}m", f"-Xmx{heap}m"]
        own = [f"-Dhuabao.config={CONFIG}", *ending, "-classpath", paths, SOURCE.stem]
        return [self.java, *sizes, *FLAGS, *flags, *own]


def prepare(parent: Path) -> Artifacts:
    """Find or make the folder below ``parent``."""
    java, javac, version = _java()
    made_of = (POM.read_bytes(), SOURCE.read_bytes(), str(version).encode())
    folder = parent / hashlib.sha256(b"\0".join(made_of)).hexdigest()[:12]
    if not folder.exists():
        maven = _tool("mvn", "Maven is missing (mvn)", "apt install maven")
        with _complete(folder) as draft:
            _fetch(maven, draft / "lib")
            _compile(javac, draft)
    return Artifacts(java, folder)


def _java() -> tuple[str, str, int]:
    """Java, its compiler, and their version."""
    remedy = f"apt install openjdk-{OLDEST_JAVA}-jdk-headless"
    home = os.environ.get("JAVA_HOME")
    place = f"{home}/bin/" if home else ""
    javac = _tool(f"{place}javac", f"no Java development kit ({place}javac)", remedy)
    java = _tool(f"{place}java", f"Java is missing ({place}java)", remedy)
    told = subprocess.run([javac, "-version"], capture_output=True, text=True, check=False)
    number = re.search(r"(\d+)(?:\.(\d+))?", told.stdout + told.stderr)
    # What is now called Java 8 said 1.8 of itself.
    version = int(number[2] if number[1] == "1" and number[2] else number[1]) if number else 0
    if version < OLDEST_JAVA:
        raise ClusterError(
            f"{javac} is of Java {version}, and {OLDEST_JAVA} or newer is needed;"
            f" Debian and Ubuntu: {remedy}, or set JAVA_HOME",
            UNAVAILABLE,
        )
    return java, javac, version


def _tool(name: str, missing: str, remedy: str) -> str:
    """The path of a program."""
    path = shutil.which(name)
    if path is None:
        raise ClusterError(f"{missing}; Debian and Ubuntu: {remedy}", UNAVAILABLE)
    return path


@contextmanager
def _complete(folder: Path) -> Iterator[Path]:
    """A draft that becomes the folder when all went well, and is gone when not."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix="draft-", dir=folder.parent))
    try:
        yield draft
        try:
            draft.rename(folder)
        except OSError:
            if not folder.exists():
                raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _fetch(maven: str, jars: Path) -> None:
    """Have Maven fetch the jars, out of its own cache where they are there."""
    goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={jars}"]
    plain = ["--batch-mode", "--quiet", "-Dstyle.color=never"]
    command = [maven, *plain, "--file", str(POM), *goal]
    for again in range(TRIES):
        # Maven remembers what it did not get, and asks again only when it is told to.
        asking = [*command, "--update-snapshots"] if again else command
        done = subprocess.run(asking, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return
    raise ClusterError(f"Maven could not fetch what {POM} names: {_reason(done.stdout)}")


def _compile(javac: str, draft: Path) -> None:
    command = [javac, "-proc:none", "-d", str(draft / "classes"), "-classpath"]
    command += [f"{draft / 'lib'}/*", str(SOURCE)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise ClusterError(f"{SOURCE} does not compile: {_reason(done.stderr)}")


def _reason(output: str) -> str:
    """What a tool said first of what went wrong."""
    lines = [line for line in output.splitlines() if line.strip()]
    return next((line for line in lines if "error" in line.lower()), "it did not say why")
