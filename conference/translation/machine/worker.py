"""The worker: takes a few jobs under a lease, hands them to the engines, keeps what they made. One in each process."""

import asyncio
import random
from collections.abc import Mapping, Sequence
from typing import Final

import structlog

from conference.runtime import clock, database, settings
from conference.runtime.settings import Settings
from conference.translation.engines import Choices, Outcome, Provider, Router, Segment, Status, engines_of
from conference.translation.glossary import Glossary
from conference.translation.machine import bell, memory, mixed, queue, rules, texts
from conference.translation.machine.guards import Guard
from conference.translation.machine.memory import Remembered
from conference.translation.machine.queue import Job
from conference.translation.machine.rules import Owned, State
from conference.translation.machine.texts import Source
from conference.translation.terms.queries import glossary

TICK: Final = 1.0
"""Seconds between looks at the queue when nothing rings."""
NO_ENGINE: Final = 60.0
log = structlog.get_logger()
running: "list[Worker]" = []
"""This process's worker, for the page that tells of the engines; none where they are off."""


def choices_of(chosen: Settings) -> Choices:
    """What the settings say of engines: which for which pair, and whether text may leave the machine."""
    by_pair = {(pair[:2], pair[3:5]): tuple(names) for pair, names in chosen.engines_by_pair.items()}
    return Choices(by_pair, tuple(chosen.engines), leaving=chosen.engines_may_leave)


async def keep_translating() -> None:
    """Run for as long as the server serves, where the conference has not switched it off."""
    chosen = settings.current()
    if not chosen.machine_translation:
        return
    worker = Worker(engines_of(chosen), choices_of(chosen), chosen.engine_budget)
    running.append(worker)
    try:
        await worker.run()
    finally:
        running.remove(worker)
        await worker.aclose()


class Worker:
    """One process's hand at the queue."""

    def __init__(self, engines: Sequence[Provider], choices: Choices, budget: int) -> None:
        self.guards = [Guard(each, budget) for each in engines]
        self.router = Router(self.guards, choices)
        self._bell = bell.Bell()
        self._warm = ""

    async def aclose(self) -> None:
        self._bell.close()
        await self.router.aclose()

    async def run(self) -> None:
        begun = False
        while True:
            did = False
            try:
                able = await self._able()
                if able and not begun:
                    await self._begin()
                    begun = True
                did = able and await self.work()
            except Exception as problem:  # tried again at the next beat; a lease that was taken runs out
                able = True
                log.error("translating", kind=type(problem).__name__, exc_info=problem)
            if not did:
                await self._bell.heard(TICK if able else NO_ENGINE)

    async def _able(self) -> bool:
        return any(each.pairs for each in (await self.router.capabilities()).values())

    async def _begin(self) -> None:
        if database.on_sqlite():
            await database.shielded(queue.free())
        await database.shielded(queue.enqueue_all())

    async def work(self) -> bool:
        """One batch; False when there was nothing to do."""
        wanted = bell.wanted()
        if not await queue.anything_due():
            await self._keep_warm(await glossary())
            return False
        jobs = await database.shielded(queue.lease(wanted))
        found = await texts.sources([job.unit for job in jobs])
        owned = await queue.owners(list(found))
        by_way: dict[tuple[str, str, bool], list[Job]] = {}
        several: list[Job] = []
        for job in jobs:
            source = found.get(job.unit)
            if source is None or source.revision != job.revision or source.is_done_in == job.language:
                await database.shielded(_settle_alone(job))
                continue
            if source.tongues:
                several.append(job)
                continue
            way = (source.language, job.language, stays_here(source, owned.get(job.unit)))
            by_way.setdefault(way, []).append(job)
        words = await glossary()
        whole = (self._translate(way, some, found, words) for way, some in by_way.items())
        parted = (self._by_paragraph(job, found[job.unit], owned.get(job.unit), words) for job in several)
        await asyncio.gather(*whole, *parted)
        return bool(jobs)

    async def _translate(
        self, way: tuple[str, str, bool], jobs: Sequence[Job], found: Mapping[int, Source], words: Glossary
    ) -> None:
        """Jobs of one way through the engines."""
        source, target, stays = way
        known = await memory.remembered([found[job.unit] for job in jobs], source, target)
        if known:
            await self._remember(way, [job for job in jobs if job.unit in known], known, found, words)
            jobs = [job for job in jobs if job.unit not in known]
        if not jobs:
            return
        segments = [Segment(str(job.id), found[job.unit].text) for job in jobs]
        deadline = asyncio.get_running_loop().time() + rules.PATIENCE
        try:
            outcomes = await self.router.translate(
                segments, source, target, glossary=words, deadline=deadline, stays_here=stays
            )
        except Exception as problem:
            log.error("engine", kind=type(problem).__name__, exc_info=problem)
            outcomes = [Outcome(each.id, None, Status.FAILED, flags=("broken",)) for each in segments]
        await database.shielded(settle(jobs, outcomes, found, words.revision))

    async def _remember(
        self, way: tuple[str, str, bool], jobs: Sequence[Job], known: Mapping[int, Remembered],
        found: Mapping[int, Source], words: Glossary,
    ) -> None:  # fmt: skip
        """What people have written for the same words needs no engine."""
        outcomes = [known[job.unit].outcome(str(job.id), way[0], way[1]) for job in jobs]
        copied = {job.unit: known[job.unit].text_id for job in jobs}
        await database.shielded(settle(jobs, outcomes, found, words.revision, copied))

    async def _by_paragraph(self, job: Job, source: Source, owned: Owned | None, words: Glossary) -> None:
        """A text of several languages: each paragraph from its own."""
        deadline = asyncio.get_running_loop().time() + rules.PATIENCE
        try:
            stays = stays_here(source, owned)
            outcome = await mixed.translate(
                self.router, source, job.language, glossary=words, deadline=deadline, stays_here=stays
            )
        except Exception as problem:
            log.error("engine", kind=type(problem).__name__, exc_info=problem)
            outcome = Outcome(str(job.unit), None, Status.FAILED, flags=("broken",))
        await database.shielded(settle([job], [outcome], {job.unit: source}, words.revision))

    async def _keep_warm(self, words: Glossary) -> None:
        """Start every direction by this revision of the glossary, so that nobody who reads waits for it."""
        if self._warm == words.revision:
            return
        pairs = {pair for each in (await self.router.capabilities()).values() for pair in each.pairs}
        for source, target in sorted(pairs):
            if await queue.anything_due():
                return
            await self.router.translate([Segment("warm", "a")], source, target, glossary=words, stays_here=True)
        self._warm = words.revision


def stays_here(source: Source, owned: Owned | None) -> bool:
    """Whether a text must not leave the machine: all but what anybody at all may read, and lies open to them."""
    return source.audience != "public" or owned is None or not owned.is_open


async def _settle_alone(job: Job) -> None:
    async with database.transaction():
        await queue.settled(job, State.DONE, problem="obsolete")


async def settle(
    jobs: Sequence[Job], outcomes: Sequence[Outcome], found: Mapping[int, Source], words: str,
    copied: Mapping[int, int] | None = None,
) -> None:  # fmt: skip
    """Keep what was made and say what became of each job, under one commit. A job whose lease has run out is no longer
    this worker's: what was made of it is dropped. `words`: the glossary's revision that it was made by; where somebody
    has changed a term meanwhile, it is made once more. `copied`: by unit, the text that memory gave."""
    now = clock.now().timestamp()
    async with database.transaction():
        after = State.DONE if (await glossary()).revision == words else State.WAITING
        for job, outcome in zip(jobs, outcomes, strict=True):
            if outcome.text is not None:
                if await queue.settled(job, after, problem=" ".join(outcome.flags[:1])):
                    await texts.keep(job, found[job.unit], outcome, (copied or {}).get(job.unit))
                continue
            problem = " ".join(outcome.flags[:1]) or str(outcome.status)
            if outcome.status is Status.REFUSED:
                await queue.settled(job, State.REFUSED, problem=problem)
                continue
            again_in = rules.wait(job.tries, random.random(), outcome.retry_after)  # noqa: S311 -- no secret
            verdict = rules.after_failure(job.tries, now, job.expires, outcome.flags, again_in)
            await queue.settled(job, verdict.state, due=verdict.due, problem=problem, counts=verdict.counts)
