"""What every engine promises: one outcome for each segment, in order, always."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Protocol

from conference.core.words import Sentence
from conference.translation.glossary import Glossary

Pair = tuple[str, str]
"""From a language to a language."""
NO_GLOSSARY: Final = Glossary()


class Status(StrEnum):
    """Translated; translated, with something wrong that the reader is told; nobody does this; tried without success."""

    OK = "ok"
    PARTIAL = "partial"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Segment:
    """A text to translate, under the caller's own name for it."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one segment. `text` is None unless it was translated; `route` names every language passed."""

    id: str
    text: str | None
    status: Status
    engine: str = ""
    version: str = ""
    route: tuple[str, ...] = ()
    middle: str | None = None
    unknown: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    glossary: str = ""
    retry_after: float | None = None
    """Seconds to wait before another try, where a service asked for it."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What an engine can do now; `glossary` says whether it obeys one, `cost` what a million characters cost."""

    pairs: frozenset[Pair] = frozenset()
    max_chars: int = 20_000
    max_batch: int = 50
    glossary: bool = False
    cost: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    """Whether an engine would answer, and what is to be said of it, to whoever runs the house."""

    well: bool
    words: Sentence | None = None
    ready: Mapping[Pair, str] = field(default_factory=dict)
    """The pairs that run at this moment, with the glossary's revision of each."""

    @property
    def says(self) -> str:
        """In English, for a terminal."""
        return str(self.words or "")


class Provider(Protocol):
    """An engine. It gets single paragraphs whose protected spans are tokens already, and answers without judging."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def leaves_machine(self) -> bool: ...

    async def capabilities(self) -> Capabilities: ...

    async def translate(
        self,
        segments: Sequence[Segment],
        source: str,
        target: str,
        *,
        glossary: Glossary = NO_GLOSSARY,
        deadline: float | None = None,
    ) -> list[Outcome]:
        """One outcome for each segment, in order. `deadline` is a time of the running loop's clock."""
        ...

    async def health(self) -> Health: ...

    async def aclose(self) -> None: ...


def failed(
    segments: Sequence[Segment], provider: Provider, flag: str, retry_after: float | None = None
) -> list[Outcome]:
    """The same bad news for every segment."""
    return [
        Outcome(each.id, None, Status.FAILED, provider.name, provider.version, flags=(flag,), retry_after=retry_after)
        for each in segments
    ]
