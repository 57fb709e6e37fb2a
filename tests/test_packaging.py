"""What an installation gets: every package, every file the site serves, pinned versions."""

import re
import tomllib

from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = PROJECT["tool"]["setuptools"]["packages"]


def test_every_package_is_listed() -> None:
    found = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for top in ("search", "indexer", "web")
        for path in (ROOT / top).rglob("__init__.py")
    }
    assert sorted(PACKAGES) == PACKAGES
    assert set(PACKAGES) == found


def test_every_data_file_is_listed() -> None:
    patterns = PROJECT["tool"]["setuptools"]["package-data"]["web"]
    listed = {path for pattern in patterns for path in (ROOT / "web").glob(pattern)}
    others = {
        path
        for path in (ROOT / "web").rglob("*")
        if path.is_file() and path.suffix not in {".py", ".pyc"}
    }
    assert listed == others


def test_every_dependency_is_pinned() -> None:
    pinned = {
        line.partition("==")[0].lower()
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    }
    wanted = PROJECT["project"]["dependencies"]
    wanted += PROJECT["project"]["optional-dependencies"]["test"]
    names = {re.split(r"[<>=~\[;]", need)[0].lower() for need in wanted}
    assert names <= pinned, names - pinned
    assert {"whoosh", "jieba", "starlette", "jinja2", "beautifulsoup4"} <= names
