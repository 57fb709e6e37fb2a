"""What several tests share: the sample corpus and the real posts, each indexed once a run."""

import os
from pathlib import Path

import pytest

import indexer

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "corpus"
REAL = ROOT.parent / "shared" / "data"


def real_data(*parts: str) -> Path:
    """A path among the real data; the test is skipped without it, except on CI, where it fails."""
    path = REAL.joinpath(*parts)
    if path.exists():
        return path
    message = f"the real data is not here: {'/'.join(('../shared/data', *parts))}"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


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
