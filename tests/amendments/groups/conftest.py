"""The cast of the amendments' tests with a drafter, and six amendments: two collide, one amends another."""

from dataclasses import dataclass

import pytest

from conference.core.actor import Actor
from conference.core.roles import Role
from conference.planks.models import Plank
from tests.amendments.conftest import (  # noqa: F401 -- fixtures
    TEXTS,
    WEEK,
    YEAR,
    Cast,
    admitted,
    browser,
    cast,
    person,
    plank,
)  # fmt: skip

THIRTY = {
    "en": "Weekly hours go down to thirty without loss of pay.",
    "fr": "Les heures de travail diminuent à trente sans perte de salaire.",
    "es": "Las horas semanales bajan a treinta sin pérdida de salario.",
}
NEW = {"en": "Nobody loses a job.", "fr": "Personne ne perd son emploi.", "es": "Nadie pierde su empleo."}
WEEK_SOON = {
    "en": "Weekly hours go down to thirty-two this year without loss of pay.",
    "fr": "Les heures de travail diminuent à trente-deux cette année sans perte de salaire.",
    "es": "Las horas semanales bajan a treinta y dos este año sin pérdida de salario.",
}


@dataclass(frozen=True)
class Six:
    """Numbers: `week` and `thirty` change the same words of p3, `year` others of p3; `soon` amends `week`; `gone` takes
    p2 out; `more` adds a paragraph after p2."""

    week: int
    thirty: int
    year: int
    soon: int
    gone: int
    more: int


@pytest.fixture
async def drafter(cast: Cast) -> Actor:  # noqa: F811 -- the fixture
    return await person("james", "James Whitfield", Role.DRAFTER)


@pytest.fixture
async def six(cast: Cast, plank: Plank) -> Six:  # noqa: F811 -- the fixtures
    week = await admitted(cast, cast.ana, "p3", WEEK)
    return Six(
        week=week,
        thirty=await admitted(cast, cast.karen, "p3", THIRTY),
        year=await admitted(cast, cast.tom, "p3", YEAR),
        soon=await admitted(cast, cast.karen, "p3", WEEK_SOON, parent=week),
        gone=await admitted(cast, cast.ana, "p2", {}, "delete"),
        more=await admitted(cast, cast.ana, "p2", NEW, "insert"),
    )
