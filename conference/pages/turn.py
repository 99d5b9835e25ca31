"""Your turn: what waits for this person, each with the link to where it is done."""

from collections.abc import Mapping, Sequence

from conference.amendments.groups import queries as groups
from conference.amendments.models import Amendment, Member
from conference.amendments.queries import composites
from conference.amendments.rules import OPEN, State, code
from conference.core.actor import Actor
from conference.core.languages import LANGUAGES, OWN_NAMES
from conference.core.roles import audiences_of
from conference.core.words import N_, Sentence
from conference.mailing import turns
from conference.pages.duties import duties, reports_for_letters
from conference.pages.tasks import Task
from conference.people import queries as people
from conference.people.models import Delegation
from conference.people.rules import State as Standing
from conference.resolutions import queries as resolutions
from conference.resolutions.adopted import queries as adopted
from conference.resolutions.adopted.models import Signature
from conference.resolutions.editions.models import Edition
from conference.roll import queries as roll
from conference.translation import queries as translation
from conference.translation.machine import queries as machine
from conference.voting import queries as voting
from conference.voting.conciliation import queries as conciliations
from conference.voting.gate import policy as gates
from conference.voting.gate.models import Consent, Waiver
from conference.voting.queries import VoteLine
from conference.voting.rules import Phase


async def on_the_table(reader: Actor) -> Mapping[int, str]:
    """The amendments that are still to be decided, with their states, by number."""
    found = Amendment.filter(plank__audience__in=audiences_of(reader.roles), state__in=[each.value for each in OPEN])
    return {each.number: each.state for each in await found.only("id", "number", "state").order_by("number")}


async def tasks(
    reader: Actor, language: str, votes: Sequence[VoteLine], open_ones: Mapping[int, str]
) -> tuple[Task, ...]:
    """Your turn: ballots first, then what others wait for."""
    if not reader.signed_in:
        return ()
    found = [
        Task("vote", Sentence(N_("Cast your ballot: %(question)s"), {"question": each.question}), _ballot(each))
        for each in votes
        if each.has_ballot and not each.has_cast
    ]
    found += await _conciliations(reader, votes)
    return (
        *found, *await _waivers(reader, votes), *await _overlaps(reader, language), *await _composites(reader),
        *await _unsupported(reader), *await _signatures(reader, language), *await _committee(reader),
        *_chair(reader, votes, open_ones), *await duties(reader, language, votes), *await _desk(reader),
        *await _reported(reader),
    )  # fmt: skip


async def _for_letters(reader: Actor, language: str) -> dict[str, Sentence]:
    """What waits for her, for letters: what stands on her page alone is left out."""
    votes = await voting.votes(reader, language)
    found = await tasks(reader, language, votes, await on_the_table(reader))
    return {each.url: each.sentence for each in found if not each.private}


turns.found_by(_for_letters)
turns.found_by(reports_for_letters)


async def _waivers(reader: Actor, votes: Sequence[VoteLine]) -> list[Task]:
    """Votes that would open without a certified text in a language of her delegation, if she and others consent."""
    if not reader.may("consent-waiver") or reader.delegation is None:
        return []
    coming = {each.number: each for each in votes if each.phase == Phase.PUT}
    found = await Waiver.filter(vote__number__in=sorted(coming)).select_related("vote") if coming else []
    if not found:
        return []
    own = await Delegation.get_or_none(code=reader.delegation)
    seated = any(each.account_id == reader.id for each in await roll.seats())
    said = {each.waiver_id for each in await Consent.filter(account_id=reader.id)}
    return [
        Task(
            "languages",
            Sentence(N_("Consent, or not, to a vote without a certified text: %(question)s"),
                     {"question": coming[each.vote.number].question}),
            f"/votes/{each.vote.number}/texts",
        )
        for each in found
        if own is not None and set(own.languages) & set(each.lacking)
        and gates.may_consent(reader, each.vote, seated=seated, consents=each.id in said)
    ]  # fmt: skip


async def _overlaps(reader: Actor, language: str) -> list[Task]:
    """Amendments whose words the text has outrun, and of which the reader can say how they should read now."""
    return [
        Task(
            "pencil-line", Sentence(N_("Say how amendment %(code)s should read now"), {"code": code(each.number)}),
            f"/amendments/{code(each.number)}/overlap",
        )
        for each in await groups.waiting_for(reader, language)
    ]  # fmt: skip


async def _composites(reader: Actor) -> list[Task]:
    """Composites that wait for the answer of the reader, whose amendment they would join."""
    asked = Member.filter(member__mover_id=reader.id, answer="", composite__state=State.SUBMITTED)
    return [
        Task(
            "users",
            Sentence(N_("Say whether your amendment %(member)s joins the composite %(code)s"),
                     {"member": code(each.member.number), "code": code(each.composite.number)}),
            f"/amendments/{code(each.composite.number)}",
        )
        for each in await asked.select_related("composite", "member").order_by("id")
    ]  # fmt: skip


async def _unsupported(reader: Actor) -> list[Task]:
    """The reader's own amendments that still lack co-signers."""
    mine = await Amendment.filter(mover_id=reader.id, state=State.SUBMITTED, composite=False).order_by("number")
    lacking = await composites.unsupported(mine)
    return [
        Task(
            "users", Sentence(N_("Your amendment %(code)s still needs co-signers"), {"code": code(each.number)}),
            f"/amendments/{code(each.number)}",
        )
        for each in mine
        if each.id in lacking
    ]  # fmt: skip


async def _signatures(reader: Actor, language: str) -> list[Task]:
    """Published resolutions whose newest edition her delegation, for which she signs, has not signed."""
    code = reader.delegation or ""
    if not reader.signed_in or not await adopted.signs_for(reader, code):
        return []
    found = []
    for each in await resolutions.resolutions(reader, language):
        newest = await Edition.filter(resolution__number=each.number).order_by("-number").first()
        if newest and not await Signature.exists(edition_id=newest.id, delegation__code=code):
            said = Sentence(N_("Sign for your delegation: %(title)s"), {"title": each.title})
            found.append(Task("pen-line", said, f"/resolutions/{each.number}"))
    return found


def _ballot(vote: VoteLine) -> str:
    return f"/votes/{vote.number}/{vote.way}"


async def _conciliations(reader: Actor, votes: Sequence[VoteLine]) -> list[Task]:
    """Conciliations in which a text, a consent or the chair's step waits for the reader."""
    waiting = await conciliations.waiting(reader)
    return [
        Task(
            "users", Sentence(N_("Conciliation: %(question)s"), {"question": each.question}),
            f"/votes/{each.number}/conciliation",
        )
        for each in votes
        if each.number in waiting
    ]  # fmt: skip


async def _committee(reader: Actor) -> list[Task]:
    """Registrations to decide."""
    if not reader.may("decide-credentials"):
        return []
    waiting = (await people.registration_counts(reader))[Standing.REGISTERED]
    sentence = Sentence(N_("Registrations to decide: %(number)s"), {"number": waiting})
    return [Task("id-card", sentence, "/credentials")] if waiting else []


def _chair(reader: Actor, votes: Sequence[VoteLine], open_ones: Mapping[int, str]) -> list[Task]:
    """Amendments to rule on, and votes between closing and declaring."""
    if not reader.presides:
        return []
    found = [
        Task(
            "gavel", Sentence(N_("Rule on amendment %(code)s"), {"code": code(number)}),
            f"/amendments/{code(number)}",
        )
        for number, state in open_ones.items()
        if state == State.SUBMITTED
    ]  # fmt: skip
    counting = [each for each in votes if each.phase in ("closed", "unsealed")]
    return found + [
        Task("scale", Sentence(N_("Count and declare: %(question)s"), {"question": each.question}), "/chair")
        for each in counting
    ]


async def _reported(reader: Actor) -> list[Task]:
    """The reader's own words of which others say that a machine translates them badly. Of what is said in the room of
    her delegation no letter hints at anything."""
    return [
        Task(
            "flag",
            Sentence(N_("Readers who report a machine’s translation of your words into %(language)s: %(number)s"),
                     {"language": OWN_NAMES[each.language], "number": each.readers}),
            f"/texts/{each.unit_id}/{each.language}", private=each.closed,
        )
        for each in await machine.reports_on(reader)
    ]  # fmt: skip


async def _desk(reader: Actor) -> list[Task]:
    """Texts to translate into each of the translator's languages."""
    if not reader.may("translate"):
        return []
    found = []
    for language in reader.understands or LANGUAGES:
        lacking = await translation.desk(reader, language)
        if lacking:
            words = N_("Texts to translate into %(language)s: %(number)s")
            if len(lacking) > translation.PAGE:
                words = N_("Texts to translate into %(language)s: more than %(number)s")
            told = {"language": OWN_NAMES[language], "number": min(len(lacking), translation.PAGE)}
            found.append(Task("languages", Sentence(words, told), f"/translate?into={language}"))
    return found
