"""The real Apertium, its pipelines ended after each test; one folder of compiled glossaries for all."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from conference.translation.engines import Router, installation
from conference.translation.engines.apertium import Apertium
from conference.translation.glossary import Glossary, read_file

TERMBASE = Path(__file__).with_name("termbase.csv")


def need(there: bool, missing: str) -> None:
    if not there and os.environ.get("CI"):
        pytest.fail(missing)
    if not there:
        pytest.skip(missing)


@pytest.fixture(scope="session")
def installed() -> None:
    found = installation.look()
    need(not found.mend, f"Apertium is missing: install it, on Debian with `{found.mend}`.")


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("engines")


@pytest.fixture(scope="session")
def glossary() -> Glossary:
    return read_file(TERMBASE)


@pytest.fixture
async def apertium(installed: None, compiled: Path) -> AsyncIterator[Apertium]:
    engine = Apertium(compiled)
    yield engine
    await engine.aclose()


@pytest.fixture
def router(apertium: Apertium) -> Router:
    return Router([apertium])
