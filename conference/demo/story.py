"""What the loader knows while it tells the story: the steps in order of time, and what earlier steps have made."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from conference.core.actor import Actor
from conference.demo.files import others
from conference.people import queries as people
from conference.translation import commands as translation

Act = Callable[[], Coroutine[Any, Any, object]]


@dataclass(frozen=True, slots=True)
class Step:
    """Something done at one moment before the loading. `alone`: what must not share its transaction with others."""

    at: timedelta
    act: Act
    alone: bool


@dataclass(slots=True)
class Story:
    """Keys of the files (`p1-a2`, `v3`) beside the numbers that the commands gave."""

    steps: list[Step] = field(default_factory=list)
    accounts: dict[str, int] = field(default_factory=dict)
    posts: dict[str, int] = field(default_factory=dict)
    amendments: dict[str, int] = field(default_factory=dict)
    votes: dict[str, int] = field(default_factory=dict)
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    resolutions: dict[str, int] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)
    translators: dict[frozenset[str], str] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)

    def step(self, at: timedelta, act: Act, *, alone: bool = False) -> None:
        self.steps.append(Step(at, act, alone))

    def in_order(self) -> list[Step]:
        """By time; steps of one moment stay as they were written."""
        return sorted(self.steps, key=lambda step: step.at)

    async def actor(self, handle: str) -> Actor:
        """Who acts, read once: nobody's roles change after the roll is made up."""
        if handle not in self.actors:
            self.actors[handle] = await people.actor_of(handle)
        return self.actors[handle]

    async def translate(self, by: str, unit: str, language: str, text: str) -> None:
        """A human translation of a text that an earlier step wrote."""
        await translation.translate(await self.actor(by), self.units[unit], language, text)

    async def certify(self, unit: int, own: str) -> None:
        """Both translations of a text, each vouched for by the translator who has its language and the author's."""
        for language in others(own):
            by = await self.actor(self.translators[frozenset({own, language})])
            await translation.certify(by, unit, language)
