"""What the loader knows while it tells the story: the steps in order of time, and what earlier steps have made."""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from conference.core.actor import Actor
from conference.demo.files import after, others
from conference.people import queries as people
from conference.translation import commands as translation
from conference.translation.models import Text

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
    drafts: dict[str, int] = field(default_factory=dict)
    passages: dict[str, str] = field(default_factory=dict)
    corrections: dict[str, int] = field(default_factory=dict)
    commitments: dict[str, int] = field(default_factory=dict)
    resolutions: dict[str, int] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)
    points: dict[str, int] = field(default_factory=dict)
    translators: dict[frozenset[str], str] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)

    def step(self, at: timedelta, act: Act, *, alone: bool = False) -> None:
        self.steps.append(Step(at, act, alone))

    def step_translations(self, at: timedelta, entry: Mapping[str, Any], part: str, unit: str) -> None:
        """A text of the files in each of the other languages, some minutes after it was written."""
        for language in others(entry["language"]):
            by, text = entry["translators"][language], entry[part][language]
            self.step(after(at, f"{unit} {language}", 5, 40), partial(self.translate, by, unit, language, text))

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
        """Both translations of a text, each vouched for by a translator of its language who has not written it."""
        for language in others(own):
            text = await Text.filter(unit_id=unit, language=language).order_by("-revision").first()
            pairs = [frozenset({language, third}) for third in others(language)]
            able = [await self.actor(self.translators[pair]) for pair in pairs if pair in self.translators]
            by = next(each for each in able if text is None or each.id != text.author_id)
            await translation.certify(by, unit, language)
