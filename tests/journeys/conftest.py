"""A demo that one journey has for itself."""

from collections.abc import Iterator

import pytest

from tests.journeys.server import Demo, serving


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with serving(tmp_path_factory.mktemp("journey") / "demo") as running:
        yield running
