"""The lot that everyone can recompute: numbers that tellers kept secret, the vote's number, the root of its box."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from conference.core.actor import Actor
from conference.core.canonical import digest
from conference.core.verdict import YES, Verdict, no
from conference.core.words import N_, Sentence
from conference.people import queries as people
from conference.rulebook.rules import TRANSFERS, Kind, Method
from conference.tally.ties import lot_from_seed
from conference.voting import policy
from conference.voting.models import Option, Vote
from conference.voting.rules import Phase
from conference.voting.sealed import assents
from conference.voting.sealed.models import Assent, LotNumber

MISSING: Final = "0"
"""What counts in place of a number that was not revealed."""


@dataclass(frozen=True, slots=True)
class Committed:
    """One teller's hash, and her number once she has revealed it; empty until then."""

    commitment: str
    revealed: str


@dataclass(frozen=True, slots=True)
class Lot:
    """What a tie would be drawn from: the numbers in the order of their hashes, and the seed that they give."""

    numbers: tuple[Committed, ...]
    seed: str

    def as_data(self) -> dict[str, Any]:
        """The form of the files."""
        numbers = [{"commitment": each.commitment, "revealed": each.revealed} for each in self.numbers]
        return {"numbers": numbers, "seed": self.seed}


def uses_lot(kind: str, method: str) -> bool:
    """Whether a tie in such a vote is settled by lot. Tied texts go to a run-off instead, unless one is taken out
    after the other."""
    return method in TRANSFERS or (kind == Kind.ELECTION and method == Method.APPROVAL)


def hash_of(number: str) -> str:
    """What is published of a number beforehand: the SHA-256 of its characters, in hexadecimal."""
    return hashlib.sha256(number.encode()).hexdigest()


def seed_of(numbers: Sequence[Committed], vote_number: int, root: str) -> str:
    """The digest (see `core.canonical`) of: the numbers in the order of their hashes, the vote's number, the root."""
    in_order = sorted(numbers, key=lambda each: each.commitment)
    return digest([[each.revealed or MISSING for each in in_order], vote_number, root])


def of_data(data: Mapping[str, Any]) -> Lot:
    """A lot as the files hold it. Raises `KeyError` or `TypeError` where it is none."""
    return Lot(tuple(Committed(each["commitment"], each["revealed"]) for each in data["numbers"]), data["seed"])


async def commitments(vote: Vote) -> list[str]:
    """The published hashes, in order."""
    return sorted(str(each) for each in await LotNumber.filter(vote_id=vote.id).values_list("commitment", flat=True))


async def lot(vote: Vote) -> Lot | None:
    """The lot of a closed vote as it stands now; None where its method uses none."""
    if not uses_lot(vote.kind, vote.method):
        return None
    listed = await LotNumber.filter(vote_id=vote.id).order_by("commitment")
    numbers = tuple(Committed(each.commitment, each.revealed) for each in listed)
    return Lot(numbers, seed_of(numbers, vote.number, vote.root))


async def order(vote: Vote, found: Lot) -> tuple[str, ...]:
    """The keys of the options in the order drawn: the first stays longest."""
    keys = [str(key) for key in await Option.filter(vote_id=vote.id).order_by("position").values_list("key", flat=True)]
    return tuple(keys[place] for place in lot_from_seed(found.seed, keys).order)


async def missing(vote: Vote) -> list[LotNumber]:
    """The numbers whose hashes were published and that nobody has revealed."""
    return await LotNumber.filter(vote_id=vote.id, revealed="").order_by("commitment")


async def without(vote: Vote) -> list[Assent]:
    """Who has decided to count without the numbers that are missing now; nobody where none is."""
    lacking = [each.commitment for each in await missing(vote)]
    return await assents.who_said(vote, assents.WITHOUT_NUMBERS, lacking) if lacking else []


async def ready(vote: Vote) -> Verdict:
    """Whether the lot can be drawn: whoever keeps her number back chooses between two lots, so that is never passed
    over in silence. Two people may decide to go on without it."""
    if not uses_lot(vote.kind, vote.method):
        return YES
    lacking = len(await missing(vote))
    if not lacking or assents.are_two(await without(vote), one_leads=True):
        return YES
    told = N_(
        "Numbers for the lot that are not revealed yet: %(missing)s. Their tellers reveal them; if one cannot be "
        "reached, two people decide on the page of the numbers to count without."
    )
    return no("numbers-missing", told, missing=lacking)


@dataclass(frozen=True, slots=True)
class NumberLine:
    """One published hash with the teller who published it, as the reader may know her.

    `revealed` is the number, empty until nobody can reveal hers any more: whoever came last could else choose between
    two lots by keeping hers back.
    """

    teller: str | Sentence
    commitment: str
    is_revealed: bool
    revealed: str
    mine: bool


@dataclass(frozen=True, slots=True)
class LotsPage:
    """The numbers of one vote, and what the reader may do about hers."""

    number: int
    phase: str
    lines: tuple[NumberLine, ...]
    seed: str
    may_publish: Verdict
    may_reveal: Verdict
    own: NumberLine | None
    missing: int
    without: tuple[str | Sentence, ...]
    may_go_without: bool


async def lots_page(reader: Actor, vote: Vote, language: str) -> LotsPage:
    """The numbers, in the order of their hashes. The seed shows once the numbers can change no more."""
    listed = await LotNumber.filter(vote_id=vote.id).order_by("commitment")
    persons = await people.people([each.teller_id for each in listed])
    lines = tuple(
        NumberLine(
            teller=people.shown_name(reader, persons[each.teller_id], language),
            commitment=each.commitment,
            is_revealed=bool(each.revealed),
            revealed="" if vote.phase == Phase.CLOSED else each.revealed,
            mine=each.teller_id == reader.id,
        )
        for each in listed
    )
    found = await lot(vote) if vote.result_digest else None
    lacking, said = await missing(vote), await without(vote)
    deciders = await people.people([each.account_id for each in said])
    hers = any(each.teller_id == reader.id for each in lacking)
    return LotsPage(
        number=vote.number,
        phase=vote.phase,
        lines=lines,
        seed=found.seed if found else "",
        may_publish=policy.may_publish_number(reader, vote),
        may_reveal=policy.may_reveal_number(reader, vote),
        own=next((each for each in lines if each.mine), None),
        missing=len(lacking) if vote.phase == Phase.CLOSED else 0,
        without=tuple(people.shown_name(reader, deciders[each.account_id], language) for each in said),
        may_go_without=bool(lacking and policy.may_go_without(reader, vote, hers=hers))
        and all(each.account_id != reader.id for each in said),
    )
