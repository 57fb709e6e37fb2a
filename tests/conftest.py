"""What several tests share: the sample corpus and the real posts, each indexed once a process.

Tests skip what a machine does not have (the real posts, a browser) and say so. On CI everything is
there, so nothing may be skipped: a skipped test fails.
"""

import os
from collections.abc import Generator
from pathlib import Path

import pytest

import indexer
from tests.profiles import register_profiles

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "corpus"
REAL = ROOT.parent / "shared" / "data"
ON_CI = os.environ.get("CI") == "true"

register_profiles()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail what is skipped on CI."""
    report = yield
    if report.skipped and ON_CI and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped on CI: {report.longrepr}"
    return report


def real_data(*parts: str) -> Path:
    """A path among the real data; the test is skipped without it."""
    path = REAL.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the real data is not here: {'/'.join(('../shared/data', *parts))}")
    return path


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the sample corpus."""
    index = tmp_path_factory.mktemp("sample") / "index"
    indexer.build_index(SAMPLE, index)
    return index


@pytest.fixture(scope="session")
def real_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the real posts."""
    index = tmp_path_factory.mktemp("real") / "index"
    indexer.build_index(real_data("posts"), index)
    return index
