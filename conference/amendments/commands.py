"""What is done to an amendment: proposed, co-signed, ruled on, put, and carried, lost, fallen or withdrawn."""

from collections.abc import Mapping, Sequence

from conference.amendments import policy, queries, rules, wordings
from conference.amendments.models import Amendment, Cosigner
from conference.amendments.rules import OPEN, Kind, State, code
from conference.core.actor import HOUSE, Actor
from conference.core.errors import Absent, Conflict, Invalid, Refused
from conference.core.languages import LANGUAGES
from conference.core.words import N_, Sentence
from conference.debate import commands as debate
from conference.planks import commands as planks
from conference.planks import queries as plank_texts
from conference.planks.commands import BlockChange
from conference.planks.models import Plank
from conference.runtime import clock, database, journal, settings
from conference.text.words import tidy
from conference.translation import commands as translation
from conference.translation.models import Text, Unit
from conference.translation.rules import LONGEST

NUMBERS_LOCK = 7_265_012


async def propose(
    actor: Actor, plank_number: int, block: str, kind: str, language: str, text: str, reason: str,
    parent: int | None = None, base: int | None = None,
) -> Amendment:  # fmt: skip
    """File an amendment to one block, or to the wording of another amendment (`parent`: its number).

    Raises `Invalid` (kind, language, text, reason) for what the author can mend.
    """
    async with database.transaction():
        plank = await plank_texts.visible(actor, plank_number)
        policy.may_propose(actor, plank).require()
        upper = await _upper(actor, plank, parent, block)
        version = min(base or plank.version, plank.version)
        await wordings.passage(plank, plank.version, block, upper)
        before = await wordings.passage(plank, version, block, upper)
        wording = _checked(kind, language, text, reason, before, upper)
        number = await _next_number()
        thread = await debate.open_thread(plank, f"amendment:{number}")
        unit = await translation.write_unit(actor, language, wording, plank.audience) if wording else None
        because = await translation.write_unit(actor, language, reason.strip(), plank.audience)
        filed = await Amendment.create(
            number=number, plank_id=plank.id, base=version, block=block, kind=kind,
            parent_id=upper.id if upper else None, mover_id=actor.id, text_id=unit.id if unit else None,
            reason_id=because.id, thread_id=thread.id, state=State.SUBMITTED, filed_at=clock.now(),
        )  # fmt: skip
        _note(filed, plank, "amendment-filed", actor, [kind, block, version, language, wording, reason])
        return filed


async def co_sign(actor: Actor, number: int) -> Amendment:
    """Stand behind somebody else's amendment."""
    async with database.transaction():
        amendment = await queries.for_update(actor, number)
        policy.may_co_sign(actor, amendment, await queries.cosigner_ids(amendment)).require()
        await Cosigner.create(amendment_id=amendment.id, account_id=actor.id, at=clock.now())
        _note(amendment, amendment.plank, "amendment-co-signed", actor)
        return amendment


async def withdraw(actor: Actor, number: int) -> Amendment:
    """The mover takes it back."""
    async with database.transaction():
        amendment = await queries.for_update(actor, number)
        policy.may_withdraw(actor, amendment).require()
        return await _settle(actor, amendment, State.WITHDRAWN, "amendment-withdrawn")


async def admit(actor: Actor, number: int) -> Amendment:
    """The chair finds it in order, with as many co-signers as the conference asks for: it is on the table now."""
    async with database.transaction():
        amendment = await queries.for_update(actor, number)
        behind = await queries.cosigner_ids(amendment)
        policy.may_admit(actor, amendment, len(behind), settings.current().cosigners_needed).require()
        await _move(amendment, State.ADMITTED)
        _note(amendment, amendment.plank, "amendment-admitted", actor)
        return amendment


async def return_amendment(actor: Actor, number: int, ruling: str | Mapping[str, str]) -> Amendment:
    """The chair sends it back with a reason: in the chair's own language, or by language."""
    async with database.transaction():
        amendment = await queries.for_update(actor, number)
        policy.may_rule(actor, amendment).require()
        own = next(iter(actor.understands), LANGUAGES[0])
        given = {own: ruling} if isinstance(ruling, str) else ruling
        amendment.ruling = {each: _reason(text) for each, text in given.items()}
        await amendment.save(update_fields=["ruling"])
        return await _settle(actor, amendment, State.RETURNED, "amendment-returned", decided=amendment.ruling)


def _reason(ruling: str) -> str:
    reason = tidy(ruling)
    if not reason:
        raise Invalid({"ruling": Sentence(N_("Please tell the movers why it is returned."))})
    if len(reason) > rules.REASON_AT_MOST:
        raise Invalid({"ruling": _too_long(rules.REASON_AT_MOST)})
    return reason


async def translate_ruling(actor: Actor, number: int, language: str, ruling: str) -> Amendment:
    """The chair's reason in another language, by a translator or by the chair."""
    async with database.transaction():
        amendment = await queries.for_update(actor, number)
        policy.may_translate_ruling(actor, amendment).require()
        amendment.ruling = amendment.ruling | {language: _reason(ruling)}
        await amendment.save(update_fields=["ruling"])
        _note(amendment, amendment.plank, "ruling-translated", actor, [language, ruling])
        return amendment


async def put_to_vote(actor: Actor, numbers: Sequence[int]) -> None:
    """A vote has been put on these amendments."""
    async with database.transaction():
        for number in sorted(numbers):
            amendment = await queries.for_update(actor, number)
            collides, rivals = await wordings.obstacles(amendment, beside=numbers)
            policy.may_put(actor, amendment, collides=collides, rivals=rivals).require()
            await _move(amendment, State.ON_VOTE)
            _note(amendment, amendment.plank, "amendment-put", actor)


async def readmit(actor: Actor, numbers: Sequence[int]) -> None:
    """Back on the table: the vote on them was taken back, or it settled nothing."""
    async with database.transaction():
        for number in sorted(numbers):
            amendment = await queries.for_update(actor, number)
            policy.may_settle(actor, amendment).require()
            await _move(amendment, State.ADMITTED)
            _note(amendment, amendment.plank, "amendment-readmitted", actor)


async def carry(actor: Actor, number: int, *, cause: str) -> int:
    """The conference has carried it: into the plank's present text, or into the wording of the amendment above it.

    Gives the number of the plank's version that stands then. `cause` names what decided, for the journal. Raises
    `Conflict` (collision) where the text has changed at the same words since.
    """
    async with database.transaction():
        amendment = await queries.for_update(actor, number)
        policy.may_settle(actor, amendment).require()
        plank = amendment.plank
        version = plank.version
        if amendment.parent_id is None:
            change = await _change(amendment)
            version = await planks.replace_blocks(actor, plank, [change], code(number))
        else:
            await _take_into_parent(actor, amendment)
        await _settle(actor, amendment, State.CARRIED, "amendment-carried", decided=[cause, version])
        if amendment.kind == Kind.DELETE:
            await _fall_with_passage(actor, amendment)
        return version


async def lose(actor: Actor, number: int) -> Amendment:
    """The conference has not carried it."""
    async with database.transaction():
        amendment = await queries.for_update(actor, number)
        policy.may_settle(actor, amendment).require()
        return await _settle(actor, amendment, State.LOST, "amendment-lost")


async def fall(actor: Actor, number: int) -> Amendment:
    """Its passage is gone."""
    async with database.transaction():
        amendment = await queries.for_update(actor, number)
        policy.may_settle(actor, amendment).require()
        return await _settle(actor, amendment, State.FALLEN, "amendment-fallen")


def _checked(kind: str, language: str, text: str, reason: str, before: wordings.Texts, upper: Amendment | None) -> str:
    """The wording as it is filed. Raises `Invalid` with a sentence for each field."""
    problems: dict[str, Sentence] = {}
    wording = "" if kind == Kind.DELETE else tidy(text)
    if kind not in tuple(Kind) or (upper is not None and kind != Kind.REPLACE):
        problems["kind"] = Sentence(N_("Please choose one of the answers offered."))
    if language not in LANGUAGES:
        problems["language"] = Sentence(N_("This is not one of the working languages."))
    if kind != Kind.DELETE and not wording:
        problems["text"] = Sentence(N_("Please write the passage as it should read."))
    elif len(wording) > LONGEST:
        problems["text"] = _too_long(LONGEST)
    elif kind == Kind.REPLACE and wording == before.get(language):
        problems["text"] = Sentence(N_("This is the passage as it stands. Please change at least one word."))
    if not reason.strip():
        problems["reason"] = Sentence(N_("Please say why, in a sentence or two."))
    elif len(reason) > rules.REASON_AT_MOST:
        problems["reason"] = _too_long(rules.REASON_AT_MOST)
    if problems:
        raise Invalid(problems)
    return wording


def _too_long(most: int) -> Sentence:
    return Sentence(N_("Please use at most %(most)s characters here."), {"most": most})


async def _upper(actor: Actor, plank: Plank, parent: int | None, block: str) -> Amendment | None:
    """The amendment that is amended."""
    if parent is None:
        return None
    upper = await queries.row(actor, parent)
    if upper.plank_id != plank.id or upper.block != block:
        raise Absent
    policy.may_amend_it(actor, upper, plank).require()
    return upper


async def _next_number() -> int:
    """One more than the last; PostgreSQL's writers take turns here, SQLite has only one."""
    if not database.on_sqlite():
        await database.rows("SELECT pg_advisory_xact_lock(?)", NUMBERS_LOCK)
    found = await database.rows("SELECT coalesce(max(number), 0) + 1 FROM amendment")
    return int(found[0][0])


async def _change(amendment: Amendment) -> BlockChange:
    """What it does to the plank's present text, re-anchored by words where the block has changed since."""
    fitted = await wordings.fitted(amendment)
    if fitted is None:
        raise Conflict("collision", policy.COLLISION)
    if amendment.text_id is None:
        return BlockChange(amendment.kind, amendment.block)
    language, writers = await _writers(amendment.text_id)
    return BlockChange(amendment.kind, amendment.block, fitted, amendment.mover_id, language, writers)


async def _writers(unit_id: int) -> tuple[str, dict[str, int | None]]:
    """The source language of a unit, and whose words its present texts are."""
    unit = await Unit.get(id=unit_id)
    rows = await Text.filter(unit_id=unit_id, revision=unit.revision)
    return unit.language, {each.language: each.author_id for each in rows}


async def _take_into_parent(actor: Actor, amendment: Amendment) -> None:
    """Its words become the wording of the amendment above; the other open amendments to that wording fall."""
    upper = await Amendment.filter(id=amendment.parent_id).select_for_update().first()
    assert upper is not None
    if upper.state not in (State.SUBMITTED, State.ADMITTED):
        raise Refused("nothing-to-amend", N_("The amendment that this one amends can no longer be changed."))
    upper.text_id = amendment.text_id
    await upper.save(update_fields=["text_id"])
    _note(upper, amendment.plank, "amendment-amended", actor, code(amendment.number))
    await _fall_all(actor, amendment, parent_id=upper.id)


async def _fall_with_passage(actor: Actor, amendment: Amendment) -> None:
    """The block is gone, and with it whatever was to be changed in it."""
    await _fall_all(actor, amendment, plank_id=amendment.plank_id, block=amendment.block, kind__not=Kind.INSERT)


async def _fall_all(actor: Actor, amendment: Amendment, **which: object) -> None:
    rest = Amendment.filter(state__in=[each.value for each in OPEN], **which).exclude(id=amendment.id)
    for number in [each.number for each in await rest.order_by("number")]:
        other = await queries.for_update(HOUSE, number)
        if rules.is_open(other.state):
            await _settle(actor, other, State.FALLEN, "amendment-fallen", decided=code(amendment.number))


async def _settle(actor: Actor, amendment: Amendment, to: State, verb: str, decided: object = None) -> Amendment:
    """A last step. What amends an amendment falls with it, whichever way it went."""
    amendment.settled_at = clock.now()
    await amendment.save(update_fields=["settled_at"])
    await _move(amendment, to)
    _note(amendment, amendment.plank, verb, actor, decided)
    await _fall_all(actor, amendment, parent_id=amendment.id)
    return amendment


async def _move(amendment: Amendment, to: State) -> None:
    amendment.state = rules.move(amendment.state, to)
    await amendment.save(update_fields=["state"])


def _note(amendment: Amendment, plank: Plank, verb: str, actor: Actor, decided: object = None) -> None:
    topic = f"amendment-{amendment.number}"
    journal.record(verb, topic=topic, by=actor, decided=decided, also=("amendments", f"plank-{plank.number}"))
