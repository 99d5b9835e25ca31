"""One loaded demo for all the tests that read it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from conference.demo import founding
from conference.runtime import database
from conference.runtime.settings import load
from conference.slices import MODELS


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo's data folder, as its first start leaves it."""
    data = tmp_path_factory.mktemp("demo")
    founding.found(data, fresh=False, origin="http://127.0.0.1:8000")
    return data


@pytest.fixture
async def demo(loaded: Path) -> AsyncIterator[None]:
    """The loaded demo, connected."""
    await database.connect(load(loaded, database_url=""), MODELS)
    yield
    await database.disconnect()
