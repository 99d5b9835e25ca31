"""What is done to a vote: put, open, cast, close, unseal, declare. One verb, one command, one transaction."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from conference.amendments import commands as amendments
from conference.amendments.models import Amendment
from conference.core.actor import Actor
from conference.core.canonical import canonical, digest
from conference.core.errors import Absent, Conflict, Refused
from conference.core.languages import LANGUAGES, OWN_NAMES
from conference.core.words import N_
from conference.people.models import Delegate, Delegation
from conference.planks import queries as plank_texts
from conference.planks.models import Plank
from conference.runtime import clock, database, journal, keys
from conference.tally.count import count
from conference.voting import ballot_paper, box, consequences, merkle, policy, rules
from conference.voting.models import Counted, Leaf, Option, Vote, Voter
from conference.voting.rules import Kind, Method, Phase, Ranking

NUMBERS_LOCK = 7_265_011


async def put(
    actor: Actor,
    kind: str,
    plank_number: int,
    amendments_named: Sequence[int] = (),
    questions: Mapping[str, str] | None = None,
    method: str | None = None,
    binding: str = "",
    follows: int | None = None,
) -> Vote:
    """Put a question. A choice ranks amendments against each other and the text as it is; all else is yes or no.

    `binding` is the digest of a compiled resolution; a plank's own texts are bound at opening.
    """
    asked = Kind(kind)
    async with database.transaction():
        policy.may_put(actor).require()
        plank = await Plank.get_or_none(number=plank_number)
        if plank is None:
            raise Absent
        moved = await _moved(asked, plank, amendments_named)
        counting = Method(method or (Method.SCHULZE if asked is Kind.CHOICE else Method.YES_NO))
        vote = await Vote.create(
            number=await _next_number(),
            kind=asked,
            method=counting,
            questions=dict(questions or ballot_paper.question(asked, plank, moved)),
            rules=rules.rules_for(asked, counting) | ({"binding": binding} if binding else {}),
            audience=plank.audience,
            plank_id=plank.id,
            amendment_id=moved[0].id if asked is Kind.AMENDMENT else None,
            follows_id=follows or await _sent_back(asked, plank, moved),
            phase=Phase.PUT,
            put_at=clock.now(),
        )
        await ballot_paper.print_options(vote, moved)
        if moved and follows is None:
            await amendments.put_to_vote(actor, [each.number for each in moved])
        journal.record("vote-put", topic=f"vote-{vote.number}", by=actor, decided=vote.rules, also=_also(plank))
        return vote


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


async def _sent_back(kind: Kind, plank: Plank, moved: Sequence[Amendment]) -> int | None:
    """The vote that sent this very question to conciliation: the one that follows it is the last."""
    asked = Vote.filter(kind=kind, plank_id=plank.id, outcome=rules.Outcome.CONCILIATION)
    if kind is Kind.AMENDMENT:
        asked = asked.filter(amendment_id=moved[0].id)
    earlier = await asked.order_by("-number").first() if kind in (Kind.AMENDMENT, Kind.PLANK) else None
    return earlier.id if earlier else None


async def _next_number() -> int:
    """One more than the last; PostgreSQL's writers take turns here, SQLite has only one."""
    if not database.on_sqlite():
        await database.rows("SELECT pg_advisory_xact_lock(?)", NUMBERS_LOCK)
    found = await database.rows("SELECT coalesce(max(number), 0) + 1 FROM vote")
    return int(found[0][0])


async def take_back(actor: Actor, number: int) -> Vote:
    """Take a question back before it was opened; its amendments return to the table."""
    async with database.transaction():
        vote = await for_update(number)
        policy.may_take_back(actor, vote).require()
        vote.phase = rules.move(vote.phase, Phase.TAKEN_BACK)
        await vote.save(update_fields=["phase"])
        await amendments.readmit(actor, await _amendment_numbers(vote))
        _note(vote, "vote-taken-back", actor, await vote.plank)
        return vote


async def open_vote(actor: Actor, number: int, closes_at: datetime | None = None) -> Vote:
    """Freeze question, texts, rules and roll, make the key, and let ballots in."""
    async with database.transaction():
        vote = await for_update(number)
        policy.may_open(actor, vote).require()
        plank = await vote.plank
        await _bind_texts(vote, plank)
        roll = await _freeze_roll(vote)
        vote.phase = rules.move(vote.phase, Phase.OPEN)
        vote.opened_at, vote.closes_at = clock.now(), closes_at
        vote.opening_digest = digest(await _frozen(vote, roll))
        vote.public_key = keys.make(key_name(vote))
        await vote.save()
        _note(vote, "vote-opened", actor, plank, decided=[vote.opening_digest, vote.public_key])
        return vote


async def _bind_texts(vote: Vote, plank: Plank) -> None:
    """Bind the ballot to the texts; refuse while a language lacks one: nobody votes on what she cannot read."""
    lacking = await ballot_paper.refresh(vote)
    if vote.kind == Kind.PLANK:
        lacking |= set(await plank_texts.missing_languages(plank.id, plank.version))
        binding = await plank_texts.texts_digest(plank.id, plank.version)
        vote.rules = vote.rules | {"binding": binding, "version": plank.version}
    if lacking:
        raise Refused(
            "texts-missing",
            N_("The text is not complete in every language yet. Missing: %(languages)s."),
            languages=tuple(OWN_NAMES[each] for each in LANGUAGES if each in lacking),
        )


async def _freeze_roll(vote: Vote) -> list[tuple[int, str]]:
    """The accredited delegates of this moment, written in one order that tells nothing."""
    codes = {each.id: each.code for each in await Delegation.all()}
    seated = await Delegate.filter(state="accredited", alternate=False).order_by("account_id")
    if not seated:
        raise Refused("empty-roll", N_("Nobody is on the roll yet: no delegate has been accredited."))
    roll = [(each.account_id, codes[each.delegation_id]) for each in seated]
    await Voter.bulk_create([Voter(vote_id=vote.id, account_id=who, delegation=code) for who, code in roll])
    return roll


async def _frozen(vote: Vote, roll: list[tuple[int, str]]) -> dict[str, Any]:
    options = await Option.filter(vote_id=vote.id).order_by("position")
    return {
        "number": vote.number,
        "kind": vote.kind,
        "method": vote.method,
        "questions": vote.questions,
        "rules": vote.rules,
        "options": [[each.key, each.words, each.digest] for each in options],
        "roll": [list(line) for line in roll],
    }


async def cast_ballot(
    actor: Actor, number: int, ranking: Ranking, nonce: str, revision: int | None = None
) -> box.Receipt:
    """Seal a ballot and put it into the box; the receipt comes once it is on disk.

    No transaction and no journal row of its own: the box is one guarded statement (see `box`).
    """
    vote = await ballot_paper.paper(number)
    if vote is None or not actor.reads(vote.audience) or actor.id is None:
        raise Absent
    if actor.scopes is not None:
        policy.may_cast(actor, vote, listed=True).require()
    if not 8 <= len(nonce) <= 200:
        raise Refused("nonce", N_("This form is damaged. Please open the ballot again."))
    if not vote.public_key:
        raise Conflict("vote-closed", box.CLOSED)
    ranked = rules.ballot(vote.method, vote.options, ranking)
    sealed = box.seal(vote.public_key, vote.opening_digest, ranked, len(vote.options))
    return await box.put_in(vote.vote_id, actor.id, sealed, nonce, revision)


async def close_vote(actor: Actor, number: int) -> Vote:
    """No more ballots. What was accepted before this moment is in; the sorted leaves and their root are fixed."""
    async with database.transaction():
        vote = await for_update(number)
        policy.may_close(actor, vote).require()
        vote.phase = rules.move(vote.phase, Phase.CLOSED)
        vote.closed_at = clock.now()
        # First of all: on PostgreSQL a cast waits for this row, and then finds the phase closed.
        await vote.save(update_fields=["phase", "closed_at"])
        lying = box.leaves(await box.envelopes(vote.id))
        vote.cast = len(lying)
        vote.root = merkle.root([leaf for leaf, _ in lying])
        await vote.save(update_fields=["cast", "root"])
        await Leaf.bulk_create(
            [Leaf(vote_id=vote.id, position=n, hash=leaf, code_hash=code) for n, (leaf, code) in enumerate(lying)]
        )
        _note(vote, "vote-closed", actor, await vote.plank, decided=[vote.root, vote.cast])
        return vote


async def unseal(actor: Actor, number: int) -> Vote:
    """Open the box in memory, write what the ballots say as counts, empty it, count, and destroy the key."""
    async with database.transaction():
        vote = await for_update(number)
        policy.may_unseal(actor, vote).require()
        key = keys.private(key_name(vote))
        if key is None:
            raise Refused(
                "key-missing", N_("The key of this box is not on this machine, so it can no longer be opened.")
            )
        papers = box.opened(key, vote.opening_digest, await box.envelopes(vote.id), vote.root, vote.cast)
        counted = sorted((d, canonical(r).decode(), n) for (d, r), n in Counter(papers).items())
        await Counted.bulk_create([Counted(vote_id=vote.id, delegation=d, ranking=r, number=n) for d, r, n in counted])
        await box.empty(vote.id)
        vote.result = count(await ballot_paper.case_of(vote))
        vote.result_digest = digest(vote.result)
        vote.phase = rules.move(vote.phase, Phase.UNSEALED)
        await vote.save()
        _note(vote, "vote-unsealed", actor, await vote.plank, decided=vote.result_digest)
    keys.destroy(key_name(vote))
    await database.scrub()
    return vote


async def declare(actor: Actor, number: int) -> Vote:
    """Declare the result: from here on the outcome takes effect."""
    async with database.transaction():
        vote = await for_update(number)
        policy.may_declare(actor, vote).require()
        assert vote.result is not None
        earlier = await Vote.get(id=vote.follows_id) if vote.follows_id else None
        second_try = earlier is not None and (
            earlier.kind == vote.kind == Kind.CHOICE or earlier.outcome == rules.Outcome.CONCILIATION
        )
        vote.outcome = rules.outcome(vote.kind, vote.result, second_try=second_try)
        vote.phase = rules.move(vote.phase, Phase.DECLARED)
        vote.declared_at = clock.now()
        await vote.save()
        plank = await vote.plank
        _note(vote, "vote-declared", actor, plank, decided=[vote.result_digest, vote.outcome])
        await consequences.follow(actor, vote, plank, put)
        return vote


async def for_update(number: int) -> Vote:
    """The vote, its row locked until the transaction ends. Raises `Absent`."""
    vote = await Vote.filter(number=number).select_for_update().first()
    if vote is None:
        raise Absent
    return vote


def key_name(vote: Vote) -> str:
    return f"vote-{vote.number}"


async def _amendment_numbers(vote: Vote) -> list[int]:
    ids = await Option.filter(vote_id=vote.id, amendment_id__not_isnull=True).values_list("amendment_id", flat=True)
    named = {vote.amendment_id, *ids} - {None}
    return [each.number for each in await Amendment.filter(id__in=list(named)).order_by("number")]


def _also(plank: Plank) -> tuple[str, ...]:
    return ("votes", f"plank-{plank.number}")


def _note(vote: Vote, verb: str, actor: Actor, plank: Plank, decided: object = None) -> None:
    journal.record(verb, topic=f"vote-{vote.number}", by=actor, decided=decided, also=_also(plank))
