"""Paper ballots: handed out and given back while the vote is open, entered twice after it has closed."""

import hashlib
from collections.abc import Sequence

from conference.core.actor import Actor
from conference.core.errors import Absent, Conflict, Invalid, Refused
from conference.core.words import N_, Sentence
from conference.runtime import database
from conference.voting import rules
from conference.voting.commands.records import for_update, note, open_for_share
from conference.voting.models import Option, Vote, Voter
from conference.voting.rules import Ranking
from conference.voting.sealed import assents, box, papers, shares
from conference.voting.sealed import policy as teller_policy
from conference.voting.sealed.models import PaperEntry
from conference.voting.sealed.papers import NEEDED, Reads

ENTERED = N_(
    "You have entered paper %(paper)s already. If you misread it, take your entry out first. If two papers bear this "
    "number, write a new number on one of them."
)
NOT_SO_MANY = N_(
    "You counted papers in the box: %(counted)s. Papers that are entered: %(entered)s. Enter the others first, or "
    "count again."
)
ALL_ENTERED = N_(
    "As many papers of this delegation are entered as were handed out to it, so paper %(paper)s cannot be one more. "
    "Check the numbers entered; whoever leads the vote can take a wrong one out."
)

TAKES = """
UPDATE voter SET channel = 'paper', served_by_id = ? WHERE vote_id = ? AND account_id = ? AND channel <> 'paper'"""
GIVES_BACK = """
UPDATE voter SET channel = '', served_by_id = ? WHERE vote_id = ? AND account_id = ? AND channel = 'paper'"""


async def hand_out(actor: Actor, number: int, account_id: int) -> None:
    """Hand a paper to a voter of the roll: her envelope is emptied and takes no ballot until she gives it back.

    No journal row: like casting, this tells who votes when.
    """
    async with database.transaction():
        vote = await open_for_share(number)
        teller_policy.may_hand_out(actor, vote).require()
        await _change(TAKES, vote, account_id, actor.id, Conflict("has-paper", N_("This voter holds a paper already.")))
        await box.take_out(vote.id, account_id)


async def give_back(actor: Actor, number: int, account_id: int) -> None:
    """The voter gives her paper back unused: she can cast on a device again."""
    async with database.transaction():
        vote = await open_for_share(number)
        teller_policy.may_hand_out(actor, vote).require()
        await _change(GIVES_BACK, vote, account_id, None, Conflict("has-no-paper", N_("This voter holds no paper.")))


async def _change(statement: str, vote: Vote, account_id: int, teller_id: int | None, already: Conflict) -> None:
    """Her channel on the roll, and who served her; her row is locked from here on. Raises `Absent`, or `already`."""
    if not await Voter.exists(vote_id=vote.id, account_id=account_id):
        raise Absent
    if not await database.execute(statement, teller_id, vote.id, account_id):
        raise already


async def enter_paper(
    actor: Actor, number: int, paper: int, delegation: str, reads: Reads, ranking: Ranking = ()
) -> None:
    """What this teller reads on one paper, sealed at once. A ballot that the rules cannot take is refused: it is
    another answer, or a spoiled paper."""
    async with database.transaction():
        vote = await for_update(number)
        teller_policy.may_enter_papers(actor, vote).require()
        if not await Voter.exists(vote_id=vote.id, delegation=delegation):
            raise Refused("no-delegation", N_("Nobody of this delegation is on the roll of this vote."))
        options = [
            str(key) for key in await Option.filter(vote_id=vote.id).order_by("position").values_list("key", flat=True)
        ]
        said = rules.ballot(vote.method, options, ranking) if reads is Reads.BALLOT else ()
        await _room_for_number(vote, paper, delegation)
        await _make_room(actor, vote, paper)
        sealed = papers.seal(vote, paper, delegation, reads, said, len(options))
        await PaperEntry.create(vote_id=vote.id, paper=paper, teller_id=actor.id, delegation=delegation, sealed=sealed)
        await note(vote, "paper-entered", actor, [paper, delegation, hashlib.sha256(sealed).hexdigest()])


async def _room_for_number(vote: Vote, paper: int, delegation: str) -> None:
    """A number that nobody has entered is one of the papers that the delegation holds, never one more."""
    made = await papers.entries(vote.id)
    if paper not in made and papers.entered(made)[delegation] >= (await papers.handed_out(vote.id))[delegation]:
        raise Conflict("papers-all-entered", ALL_ENTERED, paper=paper)


async def _make_room(actor: Actor, vote: Vote, paper: int) -> None:
    """What was thrown out goes when it is made again, by the same teller or by another one."""
    made = await PaperEntry.filter(vote_id=vote.id, paper=paper).order_by("id")
    mine = next((each for each in made if each.teller_id == actor.id), None)
    if mine is not None and mine.sealed:
        raise Conflict("entered-already", ENTERED, paper=paper)
    if sum(bool(each.sealed) for each in made) >= NEEDED:
        raise Conflict("entered-twice", N_("Two other tellers have entered paper %(paper)s."), paper=paper)
    thrown_out = [each for each in made if not each.sealed]
    given_up = mine or (thrown_out[0] if len(made) >= NEEDED else None)
    if given_up is not None:
        await given_up.delete()


async def take_out_entry(actor: Actor, number: int, paper: int) -> None:
    """A teller takes her own entry out: a wrong number, or a paper misread."""
    async with database.transaction():
        vote = await for_update(number)
        teller_policy.may_enter_papers(actor, vote).require()
        if not await PaperEntry.filter(vote_id=vote.id, paper=paper, teller_id=actor.id).delete():
            raise Conflict("no-entry", N_("You have no entry of this paper."))
        await note(vote, "paper-entry-taken-out", actor, [paper])


async def take_out_paper(actor: Actor, number: int, paper: int) -> None:
    """Whoever leads the vote takes out what any teller entered for a number: no single teller keeps the box shut."""
    async with database.transaction():
        vote = await for_update(number)
        teller_policy.may_take_out_papers(actor, vote).require()
        if not await PaperEntry.filter(vote_id=vote.id, paper=paper).delete():
            raise Conflict("no-entry", N_("Nobody has entered paper %(paper)s."), paper=paper)
        await note(vote, "paper-entry-taken-out", actor, [paper])


async def account_for_rest(actor: Actor, number: int, counted: int) -> bool:
    """The paper box holds no more papers, and she has counted so many: those handed out and not entered were not put
    in. It is so once two tellers have said the same of the same papers; whether they have now."""
    async with database.transaction():
        vote = await for_update(number)
        teller_policy.may_enter_papers(actor, vote).require()
        made = await papers.entries(vote.id)
        if counted != len(made):
            raise Invalid({"counted": Sentence(NOT_SO_MANY, {"counted": counted, "entered": len(made)})})
        absent = await papers.handed_out(vote.id) - papers.entered(made)
        what = papers.count_of(made, absent)
        said = await assents.say(vote, actor, assents.PAPERS_COUNTED, what)
        if not assents.are_two(said, parted=await _of_several_delegations()):
            await note(vote, "papers-counted", actor, what)
            return False
        vote.papers = {"absent": dict(sorted(absent.items()))}
        await vote.save(update_fields=["papers"])
        await note(vote, "papers-accounted-for", actor, what)
        return True


async def _of_several_delegations() -> bool:
    """Whether there are tellers of more than one delegation; one without a delegation stands for herself."""
    listed = [each.delegation for each in await shares.tellers()]
    return len({each for each in listed if each}) + listed.count("") > 1


async def throw_out(actor: Actor, number: int, differing: Sequence[int]) -> None:
    """Both readings of papers that two tellers read differently are thrown out, unread by anybody."""
    async with database.transaction():
        vote = await for_update(number)
        await PaperEntry.filter(vote_id=vote.id, paper__in=list(differing)).update(sealed=b"")
        await note(vote, "papers-differed", actor, list(differing))
