"""How far a compiled text is certified: for its page, and for whoever opens a vote on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from conference.core.actor import Actor
from conference.core.languages import LANGUAGES
from conference.core.verdict import Verdict
from conference.core.words import Sentence
from conference.people import queries as people
from conference.resolutions.certified import policy, rules
from conference.resolutions.certified.models import Certificate
from conference.resolutions.models import Paragraph, Resolution
from conference.voting import texts


@dataclass(frozen=True, slots=True)
class Vouching:
    """One certificate as it is shown."""

    name: str | Sentence
    capacity: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LanguageStanding:
    """One language: who vouches for it, who is still needed, and whether this reader may."""

    language: str
    certificates: tuple[Vouching, ...]
    needed: tuple[str, ...]
    may: Verdict
    mine: bool


async def standing(reader: Actor, resolution: Resolution, language: str) -> tuple[LanguageStanding, ...]:
    """Every working language with its certificates; names as this reader may see them."""
    rows = await Certificate.filter(resolution_id=resolution.id, digest=resolution.digest).order_by("at")
    persons = await people.people({each.account_id for each in rows})
    found = []
    for each in LANGUAGES:
        own = [row for row in rows if row.language == each]
        vouching = tuple(
            Vouching(people.shown_name(reader, persons[row.account_id], language), row.capacity, row.at) for row in own
        )
        mine = any(row.account_id == reader.id for row in own)
        found.append(
            LanguageStanding(
                each, vouching, rules.still_needed(own), policy.may_certify(reader, resolution, each), mine
            )
        )
    return tuple(found)


async def uncertified(resolution: Resolution) -> tuple[str, ...]:
    """The languages in which the text as it is compiled is not certified by two people."""
    rows = await Certificate.filter(resolution_id=resolution.id, digest=resolution.digest)
    return tuple(each for each in LANGUAGES if not rules.is_certified([row for row in rows if row.language == each]))


async def uncertified_by_digest(binding: str) -> Sequence[str]:
    """The same for the compiled text with this digest: what opening a vote asks."""
    found = await Resolution.filter(digest=binding).order_by("number")
    lacking = [await uncertified(each) for each in found]
    return min(lacking, key=len, default=())


async def planks_by_digest(binding: str) -> Sequence[int]:
    """The keys of the planks from which the compiled text with this digest was made."""
    found = await Paragraph.filter(resolution__digest=binding).distinct().values_list("plank_id", flat=True)
    return [int(str(each)) for each in found]


texts.certified_by(uncertified_by_digest)
texts.planks_by(planks_by_digest)
