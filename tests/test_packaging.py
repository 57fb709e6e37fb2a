"""What an installation gets: every package, every file the site serves, pinned versions."""

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LAYERS = ("search", "indexer", "web")
PACKAGES = PROJECT["tool"]["setuptools"]["packages"]


def test_every_package_is_listed() -> None:
    found = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for top in LAYERS
        for path in (ROOT / top).rglob("__init__.py")
    }
    assert sorted(PACKAGES) == PACKAGES
    assert set(PACKAGES) == found


@pytest.mark.parametrize("package", LAYERS)
def test_every_data_file_is_listed(package: str) -> None:
    patterns = PROJECT["tool"]["setuptools"]["package-data"][package]
    listed = {path for pattern in patterns for path in (ROOT / package).glob(pattern)}
    others = {
        path
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix not in {".py", ".pyc"}
    }
    assert listed == others


PROGRAM = """
import indexer
from indexer.pictures import Thumbnail

report: indexer.BuildReport = indexer.build_index("corpus/", "index/")
with indexer.open_index("index/") as archive:
    page = archive.search("青岛", sort="newest", kind="all")
    total: int = page.total + len(archive)
    caption: str = page.hits[0].document.caption
    picture: Thumbnail | None = archive.pictures.thumbnail(page.hits[0].document, width=240)
    version: str = indexer.__version__
"""
"""What a program does with the door; every type is stated, so that Any or object would be told."""

MISTAKES = """
import indexer

archive = indexer.open_index("index/")
archive.search("青岛", sort="best")
archive.search("青岛").hits[0].document.captoin
"""


@pytest.mark.untraced
def test_the_wheel_has_everything_and_its_types(tmp_path: Path) -> None:
    """It said that it was typed, without the files by which mypy believes it."""
    source, wheels, clean = tmp_path / "source", tmp_path / "wheels", tmp_path / "clean"
    ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
    for package in LAYERS:
        shutil.copytree(ROOT / package, source / package, ignore=ignored)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    quick = ["--no-deps", "--no-index", "--no-build-isolation"]
    run([*pip, "wheel", *quick, "--wheel-dir", str(wheels), str(source)], tmp_path)
    (wheel,) = wheels.iterdir()
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if "dist-info" not in name}
    assert packed == {
        path.relative_to(source).as_posix()
        for package in LAYERS
        for path in (source / package).rglob("*")
        if path.is_file()
    }

    run([sys.executable, "-m", "venv", "--without-pip", str(clean)], tmp_path)
    (packages,) = clean.glob("lib/*/site-packages")
    run([*pip, "install", *quick, "--target", str(packages), str(wheel)], tmp_path)
    (tmp_path / "program.py").write_text(PROGRAM, encoding="utf-8")
    (tmp_path / "mistakes.py").write_text(MISTAKES, encoding="utf-8")
    mypy = [sys.executable, "-m", "mypy", "--strict", "--python-executable"]
    mypy.append(str(clean / "bin" / "python"))
    run([*mypy, "program.py"], tmp_path)
    with pytest.raises(AssertionError, match=r"(?s)arg-type.*captoin"):
        run([*mypy, "mistakes.py"], tmp_path)


def run(command: list[str], folder: Path) -> None:
    """Run a program that must end well, away from the clone."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_dependency_is_pinned() -> None:
    pinned = {
        line.partition("==")[0].lower().replace("_", "-")
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    }
    wanted = PROJECT["project"]["dependencies"]
    wanted += PROJECT["project"]["optional-dependencies"]["test"]
    names = {re.split(r"[<>=~\[;]", need)[0].lower() for need in wanted}
    assert names <= pinned, names - pinned
    assert {"whoosh", "jieba", "starlette", "jinja2", "beautifulsoup4"} <= names
