"""An engine over HTTP: asks once which pairs there are, sends batches, and takes nothing for granted in the answer."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any, Final

from conference.core.words import N_, Sentence
from conference.text.sentences import sentences
from conference.translation.engines import flags
from conference.translation.engines.provider import (
    NO_GLOSSARY,
    Capabilities,
    Health,
    Outcome,
    Pair,
    Segment,
    Status,
    failed,
)
from conference.translation.engines.remote import Remote, Unanswered
from conference.translation.glossary import Glossary

ASKED_ANEW: Final = 300.0
"""Seconds for which the list of pairs is taken as it was."""
Translated = tuple[str, tuple[str, ...]]
"""A text, and the words that the engine marked as unknown."""
_SILENT: Final = N_("The service at %(address)s gives no translations. %(why)s")
_OFFERS: Final = N_("The service at %(address)s offers so many pairs of languages: %(n)s.")


class Service(ABC):
    """What a provider over HTTP does alike; each says how its service is asked."""

    name: str
    version = ""
    max_chars = 5_000
    max_batch = 50
    cost = ""

    def __init__(self, remote: Remote) -> None:
        self._remote = remote
        self._pairs: frozenset[Pair] = frozenset()
        self._asked_at: float | None = None

    @property
    def leaves_machine(self) -> bool:
        return not self._remote.is_here

    @abstractmethod
    async def _list(self) -> Iterable[Pair]:
        """The pairs that the service offers."""

    @abstractmethod
    async def _translate(self, texts: Sequence[str], pair: Pair, deadline: float | None) -> Sequence[Translated]:
        """One translation for each text. Raises `Unanswered`, or `ValueError` where the answer is no translation."""

    async def capabilities(self) -> Capabilities:
        now = asyncio.get_running_loop().time()
        if self._asked_at is None or now - self._asked_at > ASKED_ANEW:
            try:
                self._pairs, self._asked_at = frozenset(await self._list()), now
            except (Unanswered, ValueError):
                self._pairs, self._asked_at = frozenset(), None
        return Capabilities(self._pairs, self.max_chars, self.max_batch, glossary=False, cost=self.cost)

    async def translate(
        self,
        segments: Sequence[Segment],
        source: str,
        target: str,
        *,
        glossary: Glossary = NO_GLOSSARY,  # noqa: ARG002  # these services cannot be handed one; the checks still look
        deadline: float | None = None,
    ) -> list[Outcome]:
        if any(len(each.text) > self.max_chars for each in segments):
            return [await self._apart(each, (source, target), deadline) for each in segments]
        return await self._batch(segments, (source, target), deadline)

    async def health(self) -> Health:
        try:
            pairs = frozenset(await self._list())
        except (Unanswered, ValueError) as problem:
            why = problem.flag if isinstance(problem, Unanswered) else "unreadable"
            return Health(False, Sentence(_SILENT, {"address": self._remote.address, "why": flags.trouble(why)}))
        return Health(bool(pairs), Sentence(_OFFERS, {"address": self._remote.address, "n": len(pairs)}))

    async def aclose(self) -> None:
        await self._remote.aclose()

    async def _apart(self, segment: Segment, pair: Pair, deadline: float | None) -> Outcome:
        """A text alone; one that is too long is refused, never cut."""
        if len(segment.text) > self.max_chars:
            return Outcome(segment.id, None, Status.REFUSED, self.name, self.version, flags=("too-long",))
        return (await self._batch([segment], pair, deadline))[0]

    async def _batch(self, segments: Sequence[Segment], pair: Pair, deadline: float | None) -> list[Outcome]:
        try:
            found = await self._translate([each.text for each in segments], pair, deadline)
            if len(found) != len(segments):
                raise ValueError("another number of texts came back")
        except Unanswered as problem:
            return self._unanswered(segments, problem)
        except (ValueError, KeyError, TypeError, IndexError):
            return failed(segments, self, "unreadable")
        return [self._outcome(each, text, words, pair) for each, (text, words) in zip(segments, found, strict=True)]

    def _unanswered(self, segments: Sequence[Segment], problem: Unanswered) -> list[Outcome]:
        if problem.refused:
            return [
                Outcome(each.id, None, Status.REFUSED, self.name, self.version, flags=(problem.flag,))
                for each in segments
            ]
        return failed(segments, self, problem.flag, problem.retry_after)

    def _outcome(self, segment: Segment, text: str, unknown: tuple[str, ...], pair: Pair) -> Outcome:
        """A blank answer is none; one with fewer sentences than the text has lost some of it."""
        if not text.strip():
            return failed([segment], self, "blank")[0]
        fewer = len(sentences(text, pair[1])) < len(sentences(segment.text, pair[0]))
        return Outcome(
            segment.id, text, Status.OK, self.name, self.version, pair,
            unknown=unknown, flags=(flags.DROPPED,) if fewer else (),
        )  # fmt: skip


def text_of(value: Any) -> str:
    """A text in an answer. Raises `ValueError` for anything else."""
    if not isinstance(value, str):
        raise ValueError("no text")
    return value
