"""What of an adoption ad referendum is known, and what evidence can be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import urlsplit


class Result(StrEnum):
    """What the body at home has decided."""

    RATIFIED = "ratified"
    REFUSED = "refused"


class Standing(StrEnum):
    """Where a delegation that adopted ad referendum stands: the latest decision at home says it."""

    AWAITED = "awaited"
    RATIFIED = "ratified"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Decided:
    """One line of the ledger: the day of the decision and the order of recording, and the result."""

    on: date
    order: int
    result: str


def standing(ledger: Sequence[Decided]) -> Standing:
    """The latest decision counts; of one day the one recorded last."""
    if not ledger:
        return Standing.AWAITED
    return Standing(max(ledger, key=lambda each: (each.on, each.order)).result)


def is_link(evidence: str) -> bool:
    """Whether this is the address of a page or a document: http or https with a host, and nothing hidden in it."""
    if any(each.isspace() or not each.isprintable() for each in evidence):
        return False
    try:
        parts = urlsplit(evidence)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
