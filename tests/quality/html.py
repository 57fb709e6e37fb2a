"""Have the Nu HTML checker read every kind of page: ``python -m tests.quality.html``.

The pages come from a real server over the sample archive, byte for byte as a browser gets them.
The checker is a program in Java of 32 MB, which npm brings (``vnu-jar``) and ``make check-html``
installs below ``build/``; so this is a command of its own, and the tests do without. Its errors
count, its warnings do not: they want a heading for every picture.

Exit codes: 0 nothing found, 1 something was, 2 the checker or Java is missing.
"""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx2

import indexer
from tests.browser.conftest import served
from tests.conftest import ROOT, SAMPLE
from tests.every_page import every_page

JAR = ROOT / "build" / "vnu" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def main(arguments: list[str]) -> int:
    """Run the command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.html", description=__doc__)
    parser.add_argument("--jar", type=Path, default=JAR, help="the checker")
    options = parser.parse_args(arguments)
    java = shutil.which("java")
    if java is None:
        parser.error("java is not installed; Debian and Ubuntu: apt install default-jre-headless")
    if not options.jar.is_file():
        parser.error(f"the checker is not at {options.jar}; make check-html brings it with npm")
    with TemporaryDirectory() as folder:
        pages = _rendered(Path(folder))
        found = _found(java, options.jar, pages)
    sys.stdout.write("".join(f"{line}\n" for line in found))
    sys.stdout.write(f"{len(pages)} pages, {len(found)} errors\n")
    return 1 if found else 0


def _rendered(folder: Path) -> list[Path]:
    """A file for each page."""
    index = folder / "index"
    indexer.build_index(SAMPLE, index)
    files = []
    with served(index) as site, httpx2.Client(follow_redirects=True) as client:
        for name, address in every_page(index).items():
            file = folder / f"{name.replace(' ', '-')}.html"
            file.write_bytes(client.get(site + address).content)
            files.append(file)
    return files


def _found(java: str, jar: Path, pages: list[Path]) -> list[str]:
    """The checker's errors, a line each, with the page's name in front."""
    command = [
        java,
        "-Xss4m",
        "-jar",
        str(jar),
        "--format",
        "gnu",
        "--stdout",
        "--exit-zero-always",
    ]
    command += ["--errors-only", *map(str, pages)]
    told = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    return [line.replace(f'"{pages[0].parent.as_uri()}/', '"') for line in told.stdout.splitlines()]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
