"""The documents of the project as tests read them: code blocks, tables, backticks."""

import re
from pathlib import Path

from tests.conftest import ROOT

DOCUMENTS = tuple(
    sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")])
)


def name_of(document: Path) -> str:
    """How a test names a document: ``docs/python.md``."""
    return document.relative_to(ROOT).as_posix()


def text_of(document: Path) -> str:
    """All of a document."""
    return document.read_text(encoding="utf-8")


def blocks(document: Path, language: str) -> list[str]:
    """The code blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", text_of(document), re.DOTALL | re.MULTILINE)


def prose(document: Path) -> str:
    """A document without its code blocks."""
    return re.sub(r"^```.*?^```", "", text_of(document), flags=re.DOTALL | re.MULTILINE)


def quoted(text: str) -> list[str]:
    """What stands in backticks."""
    return re.findall(r"`([^`\n]+)`", text)


def table(document: Path, header: str) -> list[list[str]]:
    """The rows of the tables with that header, as cells."""
    rows: list[list[str]] = []
    reading = False
    for line in text_of(document).splitlines():
        if line == header:
            reading = True
        elif not line.startswith("|"):
            reading = False
        elif reading and not line.startswith("|---"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def commands(document: Path, module: str) -> list[str]:
    """The command lines that run a module, in blocks and in indented code, without comments."""
    found = re.findall(
        rf"^\s*(?:\.venv/bin/)?python -m {module}\b(.*)$", text_of(document), re.MULTILINE
    )
    return [line.split("  #")[0].strip() for line in found]
