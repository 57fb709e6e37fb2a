"""The list of faults is true of the code as it is, and a fault is one changed line."""

from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.quality.faults.planting import Fault, planted, read_faults

FAULTS = read_faults()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.file}: {fault.becomes}")
def test_a_fault_changes_one_line_that_is_there(fault: Fault) -> None:
    sound = (ROOT / fault.file).read_text(encoding="utf-8")
    lines = zip(sound.splitlines(), fault.planted(sound).splitlines(), strict=True)
    ((before, after),) = [pair for pair in lines if pair[0] != pair[1]]
    assert (before.strip(), after.strip()) == (fault.line, fault.becomes)
    compile(fault.planted(sound), fault.file, "exec")


def test_there_are_faults_in_every_package() -> None:
    assert len(FAULTS) >= 20
    folders = {Path(fault.file).parent.as_posix() for fault in FAULTS}
    assert folders >= {
        *("search", "search/text", "search/query", "search/execution", "search/index"),
        *("indexer", "indexer/posts", "indexer/pictures", "indexer/presentation"),
        *("web/addresses", "web/pictures", "web/site"),
        *(f"indexer/posts/{room}" for room in ("blocks", "captions", "credits", "dates")),
    }


@pytest.mark.parametrize("text", ["a = 1\n", "a = 2\nif a:\n    a = 2\n"])
def test_a_line_that_is_not_there_once_is_an_error(text: str) -> None:
    fault = Fault(file="x.py", line="a = 2", becomes="a = 3", breaks="nothing")
    with pytest.raises(ValueError, match=r"x\.py has [02] lines"):
        fault.planted(text)


def test_the_sound_module_comes_back(tmp_path: Path) -> None:
    module = tmp_path / "x.py"
    module.write_text("def f():\n    return 1\n", encoding="utf-8")
    fault = Fault(file="x.py", line="return 1", becomes="return 2", breaks="nothing")
    with planted(fault, tmp_path):
        assert module.read_text(encoding="utf-8") == "def f():\n    return 2\n"
    assert module.read_text(encoding="utf-8") == "def f():\n    return 1\n"
