"""When a language is certified: a translator vouches for it, and somebody else who did not translate it."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol


class Capacity(StrEnum):
    """As what somebody vouches: as a translator, or as a delegate or drafter who reads the language."""

    TRANSLATOR = "translator"
    READER = "reader"


class Vouched(Protocol):
    """What the rule looks at."""

    @property
    def account_id(self) -> int: ...

    @property
    def capacity(self) -> str: ...

    @property
    def wrote(self) -> bool: ...


def is_certified(certificates: Sequence[Vouched]) -> bool:
    """Whether two different people vouch, a translator and a second one whose translation it is not."""
    return any(
        one.capacity == Capacity.TRANSLATOR and other.account_id != one.account_id and not other.wrote
        for one in certificates
        for other in certificates
    )


def still_needed(certificates: Sequence[Vouched]) -> tuple[Capacity, ...]:
    """Who is still missing: a translator, a second reader, or both."""
    if is_certified(certificates):
        return ()
    if not certificates:
        return (Capacity.TRANSLATOR, Capacity.READER)
    translates = any(each.capacity == Capacity.TRANSLATOR for each in certificates)
    return (Capacity.READER,) if translates else (Capacity.TRANSLATOR,)
