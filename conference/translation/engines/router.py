"""The way of a text through the engines: shielded, cut, translated by the first route that can, put together, checked.

Engines are tried in the order of `routing.routes`; what one fails at goes to the next, and what all fail at is said to
be not translated. A text is of one route: no half of it comes from another engine.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from conference.translation.engines import checks, detection, flags, pieces, protection, routing
from conference.translation.engines.pieces import Pieces
from conference.translation.engines.provider import (
    NO_GLOSSARY,
    Capabilities,
    Health,
    Outcome,
    Provider,
    Segment,
    Status,
)
from conference.translation.engines.routing import Able, Choices, Leg, Route
from conference.translation.glossary import Glossary

NOBODY: Final = "not-translated"
"""The flag of a text that no engine translates, or may."""


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A segment ready to travel."""

    segment: Segment
    pieces: Pieces
    spans: tuple[str, ...]


class Router:
    """Engines under one roof, by a conference's choices. One for each process."""

    def __init__(self, providers: Iterable[Provider], choices: Choices | None = None) -> None:
        self._providers: Mapping[str, Provider] = {each.name: each for each in providers}
        self.choices = choices or Choices()

    async def capabilities(self) -> dict[str, Capabilities]:
        return {name: await each.capabilities() for name, each in self._providers.items()}

    async def health(self) -> dict[str, Health]:
        return {name: await each.health() for name, each in self._providers.items()}

    async def routes(self, source: str, target: str, *, stays_here: bool = False) -> list[Route]:
        """The ways from one language to another, in order."""
        able = {
            name: Able(known.pairs, self._providers[name].leaves_machine)
            for name, known in (await self.capabilities()).items()
        }
        return routing.routes((source, target), self.choices, able, stays_here=stays_here)

    async def translate(
        self,
        segments: Sequence[Segment],
        source: str,
        target: str,
        *,
        glossary: Glossary = NO_GLOSSARY,
        deadline: float | None = None,
        stays_here: bool = False,
    ) -> list[Outcome]:
        """One outcome for each segment, in order. `deadline` is a time of the running loop's clock. `stays_here` is for
        closed rooms: then no text leaves the machine, whatever was chosen."""
        outcomes = {at: Outcome(each.id, None, Status.REFUSED, flags=(NOBODY,)) for at, each in enumerate(segments)}
        reading = asyncio.create_task(detection.prepare())  # the checks need it, the engines do not
        left = [(at, _prepared(each, glossary)) for at, each in enumerate(segments)]
        for route in await self.routes(source, target, stays_here=stays_here):
            tried = await self._by(route, [each for _, each in left], glossary, deadline)
            for (at, _), outcome in zip(left, tried, strict=True):
                outcomes[at] = _better(outcomes[at], outcome)
            left = [(at, each) for at, each in left if outcomes[at].text is None]
            if not left:
                break
        await reading
        return [outcomes[at] for at in range(len(segments))]

    async def aclose(self) -> None:
        for each in self._providers.values():
            await each.aclose()

    async def _by(
        self, route: Route, prepared: Sequence[_Prepared], glossary: Glossary, deadline: float | None
    ) -> list[Outcome]:
        """All texts by one route: their paragraphs in one row, leg after leg."""
        bodies = [Segment(f"{at}", body) for at, body in enumerate(_bodies(prepared))]
        legs: list[list[Outcome]] = []
        for leg in route:
            legs.append(await self._leg(leg, bodies, glossary, deadline))
            bodies = [Segment(each.id, each.text or "") for each in legs[-1]]
        await detection.prepare()
        found, start = [], 0
        for each in prepared:
            end = start + len(each.pieces.bodies)
            found.append(self._judged(each, route, [leg[start:end] for leg in legs], glossary))
            start = end
        return found

    async def _leg(
        self, leg: Leg, bodies: Sequence[Segment], glossary: Glossary, deadline: float | None
    ) -> list[Outcome]:
        """One leg, in batches as large as the engine takes. A paragraph that an earlier leg lost stays lost."""
        provider = self._providers[leg.engine]
        asked = [each for each in bodies if each.text]
        size = (await provider.capabilities()).max_batch
        answers: dict[str, Outcome] = {}
        for start in range(0, len(asked), size):
            batch = asked[start : start + size]
            for outcome in await provider.translate(batch, *leg.pair, glossary=glossary, deadline=deadline):
                answers[outcome.id] = outcome
        return [answers.get(each.id) or Outcome(each.id, None, Status.FAILED) for each in bodies]

    def _judged(
        self, prepared: _Prepared, route: Route, legs: Sequence[Sequence[Outcome]], glossary: Glossary
    ) -> Outcome:
        """The paragraphs of one text put together, and what is wrong with it."""
        every = [outcome for leg in legs for outcome in leg]
        engine = self._providers[route[-1].engine]
        pair = (route[0].pair[0], route[-1].pair[1])
        outcome = Outcome(
            prepared.segment.id,
            None,
            Status.OK,
            "+".join(dict.fromkeys(leg.engine for leg in route)),
            engine.version,
            (*(leg.pair[0] for leg in route), pair[1]),
            unknown=_unknown(every),
            glossary=next((each.glossary for each in every if each.glossary), ""),
        )
        bad = [each for each in every if each.text is None]
        if bad:
            return _unmade(outcome, bad)
        texts = [protection.restore(_joined(prepared, leg), prepared.spans) for leg in legs]
        text, whole = texts[-1]
        found = [flag for each in every for flag in each.flags]
        found += [] if whole else [flags.PROTECTED]
        found += checks.found(prepared.segment.text, text, *pair, glossary, outcome.unknown)
        if len(legs) > 1:
            found += checks.found(prepared.segment.text, texts[0][0], *route[0].pair, glossary)
            found += checks.found(texts[0][0], text, *route[1].pair, glossary)
        middle = texts[0][0] if len(legs) > 1 else None
        codes = tuple(dict.fromkeys(found))
        status = Status.PARTIAL if any(map(flags.sentence, codes)) else Status.OK
        return replace(outcome, text=text, status=status, middle=middle, flags=codes)


def _prepared(segment: Segment, glossary: Glossary) -> _Prepared:
    shielded = protection.shield(segment.text, glossary.kept)
    return _Prepared(segment, pieces.cut(shielded.text), shielded.spans)


def _bodies(prepared: Iterable[_Prepared]) -> list[str]:
    return [body for each in prepared for body in each.pieces.bodies]


def _joined(prepared: _Prepared, leg: Sequence[Outcome]) -> str:
    return prepared.pieces.joined([outcome.text or "" for outcome in leg])


def _unknown(outcomes: Iterable[Outcome]) -> tuple[str, ...]:
    """The words that an engine did not know; our own tokens are none."""
    words = (word for outcome in outcomes for word in outcome.unknown)
    return tuple(dict.fromkeys(word for word in words if not protection.TOKEN.fullmatch(word)))


def _unmade(outcome: Outcome, bad: Sequence[Outcome]) -> Outcome:
    """A text that lost a paragraph is none; refused only where trying again cannot help."""
    refused = any(each.status is Status.REFUSED for each in bad)
    waits = [each.retry_after for each in bad if each.retry_after is not None]
    codes = tuple(dict.fromkeys(flag for each in bad for flag in each.flags))
    return replace(
        outcome,
        status=Status.REFUSED if refused else Status.FAILED,
        unknown=(),
        flags=codes,
        retry_after=max(waits, default=None),
    )


def _better(old: Outcome, new: Outcome) -> Outcome:
    """A text before none; a failure, which may be tried again, before a refusal."""
    if new.text is not None or old.status is Status.REFUSED:
        return new
    return replace(old, retry_after=_sooner(old.retry_after, new.retry_after))


def _sooner(one: float | None, other: float | None) -> float | None:
    return min((each for each in (one, other) if each is not None), default=None)
