"""A house with machine translation switched on, and engines that are no more than words, for all but the real ones."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from conference.runtime import settings as installed
from conference.runtime.settings import Settings
from conference.translation.engines import Capabilities, Choices, Health, Outcome, Segment, Status
from conference.translation.engines.provider import NO_GLOSSARY
from conference.translation.glossary import Glossary
from conference.translation.machine import bell
from conference.translation.machine.worker import Worker
from tests.translation.conftest import cast

__all__ = ["cast"]
PAIRS = frozenset({("en", "es"), ("es", "en"), ("fr", "es"), ("es", "fr")})


@pytest.fixture
def switched_on(house: Settings) -> Settings:
    """New texts wait for an engine from here on."""
    chosen = house.model_copy(update={"machine_translation": True})
    installed.use(chosen)
    bell.wanted()
    return chosen


@dataclass
class Parrot:
    """An engine that repeats each text in brackets, or fails as it is told; it notes what it was given."""

    name: str = "parrot"
    version: str = "1"
    leaves_machine: bool = False
    fails: str = ""
    retry_after: float | None = None
    pairs: frozenset[tuple[str, str]] = PAIRS
    heard: list[str] = field(default_factory=list)

    async def capabilities(self) -> Capabilities:
        return Capabilities(self.pairs)

    async def translate(
        self,
        segments: Sequence[Segment],
        source: str,
        target: str,
        *,
        glossary: Glossary = NO_GLOSSARY,
        deadline: float | None = None,
    ) -> list[Outcome]:
        self.heard += [each.text for each in segments]
        if self.fails:
            return [
                Outcome(each.id, None, Status.FAILED, self.name, flags=(self.fails,), retry_after=self.retry_after)
                for each in segments
            ]
        pair = (source, target)
        return [Outcome(each.id, f"{target}: {each.text}", Status.OK, self.name, "1", pair) for each in segments]

    async def health(self) -> Health:
        return Health(not self.fails)

    async def aclose(self) -> None: ...


def worker(*parrots: Parrot, leaving: bool = False, budget: int = 1_000) -> Worker:
    choices = Choices(default=tuple(each.name for each in parrots), leaving=leaving)
    return Worker(parrots, choices, budget)


async def run_dry(each: Worker) -> None:
    """Work until nothing is due."""
    while await each.work():
        pass
