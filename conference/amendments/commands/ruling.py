"""The chair's ruling: on the table, or back to the movers with a reason; and that reason in the other languages."""

from collections.abc import Mapping

from conference.amendments import policy, rules
from conference.amendments.commands.filing import too_long
from conference.amendments.commands.records import move, note, settle, tell
from conference.amendments.models import Amendment
from conference.amendments.queries import composites, faulty, rows
from conference.amendments.rules import Returned, State
from conference.core.actor import Actor
from conference.core.errors import Invalid
from conference.core.languages import LANGUAGES
from conference.core.words import N_, Sentence
from conference.runtime import database
from conference.text.words import tidy


async def admit(actor: Actor, number: int) -> Amendment:
    """The chair finds it in order, with as many co-signers as the rules ask for: it is on the table now."""
    async with database.transaction():
        amendment = await rows.for_update(actor, number)
        policy.may_rule(actor, amendment).require()
        await faulty.require_sound(amendment)
        policy.may_admit(actor, amendment, await composites.lack(amendment)).require()
        was = await move(amendment, State.ADMITTED)
        await tell(amendment, "amendment-admitted", actor, was)
        return amendment


async def return_amendment(
    actor: Actor, number: int, ruling: str | Mapping[str, str] = "", reason: str = Returned.OTHER
) -> Amendment:
    """The chair sends it back for a ready reason (`reason`), in words of her own, or both. `ruling`: in the chair's
    own language, or by language."""
    async with database.transaction():
        amendment = await rows.for_update(actor, number)
        policy.may_rule(actor, amendment).require()
        if reason not in tuple(Returned):
            raise Invalid({"reason": Sentence(N_("Please choose one of the answers offered."))})
        own = next(iter(actor.understands), LANGUAGES[0])
        given = {own: ruling} if isinstance(ruling, str) else ruling
        words = {each: _reason(text) for each, text in given.items() if reason == Returned.OTHER or text.strip()}
        if not words and reason == Returned.OTHER:
            words = {own: _reason("")}
        amendment.ruling, amendment.returned_for = words, reason
        await amendment.save(update_fields=["ruling", "returned_for"])
        why = {"reason": reason, "words": words}
        return await settle(actor, amendment, State.RETURNED, "amendment-returned", why, [reason, words])


def _reason(ruling: str) -> str:
    reason = tidy(ruling)
    if not reason:
        raise Invalid({"ruling": Sentence(N_("Please tell the movers why it is returned."))})
    if len(reason) > rules.REASON_AT_MOST:
        raise Invalid({"ruling": too_long(rules.REASON_AT_MOST)})
    return reason


async def translate_ruling(actor: Actor, number: int, language: str, ruling: str) -> Amendment:
    """The chair's reason in another language, by a translator or by the chair."""
    async with database.transaction():
        amendment = await rows.for_update(actor, number)
        policy.may_translate_ruling(actor, amendment).require()
        amendment.ruling = amendment.ruling | {language: _reason(ruling)}
        await amendment.save(update_fields=["ruling"])
        note(amendment, amendment.plank, "ruling-translated", actor, [language, ruling])
        return amendment
