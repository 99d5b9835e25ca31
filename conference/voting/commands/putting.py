"""Putting a question, and taking it back before it was opened."""

from collections.abc import Mapping, Sequence

from conference.amendments import commands as amendments
from conference.amendments.models import Amendment
from conference.core.actor import Actor
from conference.core.errors import Absent, Conflict, Refused
from conference.core.words import N_
from conference.planks.models import Plank
from conference.rulebook import queries as rulebook
from conference.rulebook.rules import Kind, RuleSet, of_data
from conference.runtime import clock, database
from conference.voting import ballot_paper, policy, rules, urgent
from conference.voting.commands.records import for_update, next_number, note
from conference.voting.conciliation import policy as conciliation_policy
from conference.voting.conciliation import queries as conciliations
from conference.voting.conciliation.policy import State
from conference.voting.models import Option, Vote
from conference.voting.openly.models import Conciliation
from conference.voting.rules import Outcome, Phase


async def put(
    actor: Actor,
    kind: str,
    plank_number: int,
    amendments_named: Sequence[int] = (),
    questions: Mapping[str, str] | None = None,
    rule_set: str = "",
    binding: str = "",
    follows: int | None = None,
) -> Vote:
    """Put a question on a plank. A choice ranks amendments against each other and the text as it is; all else is yes
    or no.

    `rule_set` is the key of one that is made for this kind; the first such where it is empty. `binding` is the digest
    of a compiled resolution; a plank's own texts are bound at opening. `follows` is the vote that led to this one.
    """
    asked = Kind(kind)
    async with database.transaction():
        policy.may_put(actor).require()
        plank = await Plank.get_or_none(number=plank_number)
        if plank is None:
            raise Absent
        moved = await _moved(asked, plank, amendments_named)
        led = await Vote.get_or_none(id=follows or await _sent_back(asked, plank, moved, binding))
        chosen = await _after_conciliation(led, binding) or await chosen_rules(asked, rule_set)
        vote = await Vote.create(
            number=await next_number(),
            kind=asked,
            method=chosen.method,
            secrecy=chosen.secrecy,
            questions=dict(questions or ballot_paper.question(asked, plank, moved)),
            rules=chosen.as_data() | ({"binding": binding} if binding else {}),
            audience=plank.audience,
            plank_id=plank.id,
            amendment_id=moved[0].id if asked is Kind.AMENDMENT else None,
            follows_id=led.id if led else None,
            phase=Phase.PUT,
            put_at=clock.now(),
        )
        await ballot_paper.print_options(vote, moved)
        if moved and follows is None:
            await amendments.put_to_vote(actor, [each.number for each in moved])
        await urgent.rank_anew(vote)
        await note(vote, "vote-put", actor, vote.rules)
        return vote


async def chosen_rules(kind: Kind, key: str) -> RuleSet:
    """The rule set named, or the usual one of this kind of question. Raises `Refused` for one made for others."""
    fitting = await rulebook.for_kind(kind)
    found = next((each for each in fitting if key in ("", each.key)), None)
    if found is None:
        raise Refused("wrong-rules", N_("No rule set of this name is made for such a question."))
    return found


async def _moved(kind: Kind, plank: Plank, numbers: Sequence[int]) -> list[Amendment]:
    if len(set(numbers)) != len(numbers):
        raise Refused("named-twice", N_("The same amendment was named twice."))
    moved = await Amendment.filter(number__in=list(numbers), plank_id=plank.id).order_by("number")
    needed = {Kind.CHOICE: len(moved) >= 2, Kind.AMENDMENT: len(moved) == 1}.get(kind, not moved)
    if len(moved) != len(numbers) or not needed:
        raise Refused("wrong-amendments", N_("This question needs other amendments of this plank."))
    if kind is Kind.CHOICE and len({each.block for each in moved}) > 1:
        raise Refused("not-rivals", N_("Only amendments to the same passage can stand on one ranked ballot."))
    return moved


async def _after_conciliation(led: Vote | None, binding: str) -> RuleSet | None:
    """The rules of the vote that led to a conciliation, for the one new vote that it allows. Raises `Conflict` while
    the delegations still look for a text, once they have found none, and for one new vote more."""
    found = await conciliations.of(led) if led else None
    if led is None or found is None:
        return None
    verdict = conciliation_policy.may_follow(led, found, await conciliations.new_vote(led), binding)
    if verdict.reason is not None:
        raise Conflict(verdict.code, verdict.reason.text)
    if found.state == State.AGREED:
        found.state, found.ended_at = State.PUT, clock.now()
        await found.save(update_fields=["state", "ended_at"])
    return of_data(led.rules)


async def _sent_back(kind: Kind, plank: Plank, moved: Sequence[Amendment], binding: str) -> int | None:
    """The vote that sent this very question to conciliation: the one that follows it is the last."""
    if kind in (Kind.AMENDMENT, Kind.RESOLUTION):
        named = {"agreed_id": moved[0].id} if kind is Kind.AMENDMENT else {"binding": binding or "-"}
        agreed = await Conciliation.filter(vote__kind=kind.value, **named).order_by("-id").first()
        if agreed is not None:
            return agreed.vote_id
    asked = Vote.filter(kind=kind, plank_id=plank.id, outcome=Outcome.CONCILIATION)
    if kind is Kind.AMENDMENT:
        asked = asked.filter(amendment_id=moved[0].id)
    earlier = await asked.order_by("-number").first() if kind in (Kind.AMENDMENT, Kind.PLANK) else None
    return earlier.id if earlier else None


async def take_back(actor: Actor, number: int) -> Vote:
    """Take a question back before it was opened; its amendments return to the table."""
    async with database.transaction():
        vote = await for_update(number)
        policy.may_take_back(actor, vote).require()
        vote.phase = rules.move(vote.phase, Phase.TAKEN_BACK)
        vote.due_step, vote.due_at = "", None
        await vote.save(update_fields=["phase", "due_step", "due_at"])
        await amendments.readmit(actor, await amendment_numbers(vote))
        await urgent.rank_anew(vote)
        await note(vote, "vote-taken-back", actor)
        return vote


async def amendment_numbers(vote: Vote) -> list[int]:
    ids = await Option.filter(vote_id=vote.id, amendment_id__not_isnull=True).values_list("amendment_id", flat=True)
    named = {vote.amendment_id, *ids} - {None}
    return [each.number for each in await Amendment.filter(id__in=list(named)).order_by("number")]
