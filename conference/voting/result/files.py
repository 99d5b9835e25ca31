"""The files of a vote: what its opening digest is made of, leaves, recount, result, ballots."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from conference.core.actor import Actor
from conference.core.canonical import canonical
from conference.core.errors import Absent, Refused
from conference.core.languages import in_language
from conference.core.roles import Role
from conference.core.words import N_
from conference.people import queries as people
from conference.people.models import Delegation
from conference.rulebook.rules import Kind, Secrecy
from conference.tally.formats import election_of, method_of
from conference.tally.forms import files as forms
from conference.tally.forms.files import Form, Left
from conference.tally.forms.written import Unheld
from conference.voting import ballot_paper, policy
from conference.voting.models import Counted, Leaf, Option, Vote, Voted, Voter
from conference.voting.result import published
from conference.voting.result.discretion import untold
from conference.voting.rules import Outcome, Phase
from conference.voting.sealed import box, lots, papers

BALLOT_FORMS: Final[Mapping[str, Form]] = {
    "json": Form.CASE, "blt": Form.BLT, "abif": Form.ABIF, "csv": Form.CSV,
}  # fmt: skip
UNHELD = N_("These ballots do not fit into a file of this form. Please take another form, best the case (JSON).")


async def opening(vote: Vote) -> dict[str, Any]:
    """What the digest of the opening is made of, from what was frozen then."""
    options = await Option.filter(vote_id=vote.id).order_by("position")
    roll = await Voter.filter(vote_id=vote.id).order_by("account_id")
    return {
        "number": vote.number,
        "kind": vote.kind,
        "method": vote.method,
        "questions": vote.questions,
        "rules": vote.rules,
        "options": [[each.key, each.words, each.digest] for each in options],
        "roll": [[each.account_id, each.delegation, each.votes] for each in roll],
        "public_key": vote.public_key,
        "lot": await lots.commitments(vote),
    }


async def second_try(vote: Vote) -> bool:
    """Whether an earlier vote on the same ended in a tie or in conciliation: there is one new vote, not more.

    What was put again since its box could not be opened, or since another way of voting was demanded, is the same try.
    """
    earlier = await Vote.get(id=vote.follows_id) if vote.follows_id else None
    while earlier is not None and earlier.outcome in (Outcome.VOID, Outcome.OVERTAKEN):
        earlier = await Vote.get(id=earlier.follows_id) if earlier.follows_id else None
    if earlier is None:
        return False
    return earlier.kind == vote.kind == Kind.CHOICE or earlier.outcome == Outcome.CONCILIATION


async def leaves_file(vote: Vote) -> str:
    """The sorted leaves with the hashes of their receipts, and the root: published at closing."""
    if vote.phase in (Phase.PUT, Phase.OPEN, Phase.TAKEN_BACK) or not vote.root:
        raise Absent
    leaves = await Leaf.filter(vote_id=vote.id).order_by("position")
    return "".join(f"{each.hash} {each.code_hash}\n" for each in leaves) + f"root {vote.root}\n"


async def recount_file(reader: Actor, vote: Vote) -> bytes:
    """All that `conference recount` needs: not for everybody, since rare rankings are signatures."""
    policy.may_recount(reader, vote).require()
    leaves = await Leaf.filter(vote_id=vote.id).order_by("position")
    lot = await lots.lot(vote)
    case = await ballot_paper.case_of(vote)
    return canonical(
        {
            "form": published.RECOUNT,
            "opening": await opening(vote),
            "opening_digest": vote.opening_digest,
            "public_key": vote.public_key,
            "leaves": [[each.hash, each.code_hash] for each in leaves],
            "root": vote.root,
            "papers": papers.counted(vote),
            "lot": lot.as_data() if lot else None,
            "case": case,
            "second_try": await second_try(vote),
            "overtaken": vote.outcome == Outcome.OVERTAKEN,
            "result_digest": vote.result_digest,
        }
    )


async def result_file(vote: Vote) -> bytes:
    """The published result, once it is declared."""
    if vote.phase != Phase.DECLARED or vote.result is None:
        policy.not_declared().require()
        raise Absent
    lot = await lots.lot(vote)
    return published.result_bytes(
        opening=await opening(vote),
        root=vote.root,
        lot=lot.as_data() if lot else None,
        outcome=vote.outcome,
        result=vote.result,
    )


async def ballots_file(reader: Actor, vote: Vote, ending: str) -> str:
    """The ballots, all delegations in one heap; for scrutineers the case form keeps them apart.

    Raises `Absent` for a form that there is none of, `Refused` where these ballots do not fit into it.
    """
    if ending not in BALLOT_FORMS:
        raise Absent
    form = BALLOT_FORMS[ending]
    policy.may_have_ballots(reader, vote).require()
    case = await ballot_paper.case_of(vote)
    election = replace(election_of(case, method_of(case["method"])), title=in_language(vote.questions, "en"))
    if form is not Form.CASE or not policy.may_recount(reader, vote):
        election = forms.without(election, Left.DELEGATIONS)
    try:
        return "".join(f"{line}\n" for line in forms.write(election, form, ""))
    except Unheld as problem:
        raise Refused("does-not-fit", UNHELD) from problem


@dataclass(frozen=True, slots=True)
class DelegationTurnout:
    """How many of a delegation have cast; None where so few did that the figure is held back."""

    name: str
    cast: int | None
    roll: int


@dataclass(frozen=True, slots=True)
class BoxPage:
    """The closed box: what was published at closing, the files, and for tellers and scrutineers: whom which teller has
    served (`at_table`, `on_paper`: voter and teller), and once it is unsealed who has voted."""

    number: int
    phase: str
    cast: int
    root: str
    leaves: int
    opening_digest: str
    turnouts: tuple[DelegationTurnout, ...]
    voted: tuple[str, ...] | None
    at_table: tuple[tuple[str, str], ...]
    on_paper: tuple[tuple[str, str], ...]
    may_recount: bool
    may_have_ballots: bool
    declared: bool


async def box_page(reader: Actor, vote: Vote, language: str) -> BoxPage:
    """Raises `Absent` before closing, and where there is no box."""
    if vote.secrecy != Secrecy.SEALED or vote.phase not in (Phase.CLOSED, Phase.UNSEALED, Phase.DECLARED):
        raise Absent
    watches = bool(reader.roles & {Role.TELLER, Role.SCRUTINEER})
    return BoxPage(
        number=vote.number,
        phase=vote.phase,
        cast=await _together(vote),
        root=vote.root,
        leaves=await Leaf.filter(vote_id=vote.id).count(),
        opening_digest=vote.opening_digest,
        turnouts=await turnouts(vote, language),
        voted=await _voted(vote) if watches and vote.phase != Phase.CLOSED else None,
        at_table=await _served(vote, box.TABLE) if watches else (),
        on_paper=await _served(vote, "paper") if watches else (),
        may_recount=bool(policy.may_recount(reader, vote)),
        may_have_ballots=bool(policy.may_have_ballots(reader, vote)),
        declared=vote.phase == Phase.DECLARED,
    )


async def turnouts(vote: Vote, language: str) -> tuple[DelegationTurnout, ...]:
    """The turnout of each delegation since the closing; with the same discretion as the figures of the result."""
    roll: dict[str, int] = {}
    for voter in await Voter.filter(vote_id=vote.id):
        roll[voter.delegation] = roll.get(voter.delegation, 0) + voter.votes
    if vote.phase == Phase.CLOSED:
        cast: Counter[str] = Counter(await box.turnouts(vote.id)) + await papers.handed_out(vote.id)
    else:
        cast = Counter()
        for each in await Counted.filter(vote_id=vote.id):
            cast[each.delegation] += each.number
    held = untold(cast)
    return tuple(
        DelegationTurnout(
            in_language(each.names, language),
            None if each.code in held else cast.get(each.code, 0),
            roll[each.code],
        )
        for each in await Delegation.all().order_by("position")
        if each.code in roll
    )


async def _together(vote: Vote) -> int:
    """Ballots of all delegations: until the count, with the papers that were handed out."""
    if vote.phase == Phase.CLOSED:
        return vote.cast + (await papers.handed_out(vote.id)).total()
    return int((vote.result or {})["ballots"])


async def _voted(vote: Vote) -> tuple[str, ...]:
    """Who cast a sealed ballot, by name: an order of the alphabet, not of casting."""
    return await _names([each.account_id for each in await Voted.filter(vote_id=vote.id)])


async def _served(vote: Vote, channel: str) -> tuple[tuple[str, str], ...]:
    """Whose ballot came so, and which teller served her: names in the order of the alphabet, of nobody's ballot."""
    listed = [(each.account_id, each.served_by_id) for each in await Voter.filter(vote_id=vote.id, channel=channel)]
    named = await people.people([account for pair in listed for account in pair if account])
    return tuple(sorted((named[voter].name, named[teller].name if teller else "") for voter, teller in listed))


async def _names(ids: Iterable[int]) -> tuple[str, ...]:
    return tuple(sorted(each.name for each in (await people.people(ids)).values()))
