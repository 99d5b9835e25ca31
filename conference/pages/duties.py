"""What waits for somebody beside votes and rulings: co-signatures, alignments, certificates, shares and numbers of
tellers, time that she asked for, answers that she has not read, reports."""

from collections.abc import Sequence

from conference.amendments.models import Amendment, Cosigner
from conference.amendments.queries import composites
from conference.amendments.rules import State, code
from conference.core.actor import Actor
from conference.core.languages import LANGUAGES, OWN_NAMES
from conference.core.roles import audiences_of
from conference.core.words import N_, Sentence
from conference.debate.mine import answers
from conference.debate.moderation import queries as moderation
from conference.pages import objections
from conference.pages.tasks import Task
from conference.rapporteur import queries as notes
from conference.resolutions.annexed import queries as annexed
from conference.resolutions.certified import queries as certified
from conference.resolutions.models import Resolution
from conference.resolutions.rules import State as Text
from conference.runtime import clock
from conference.translation import queries as translation
from conference.translation.desk import queries as desk
from conference.translation.desk.queries import Wanted
from conference.voting.gate.models import Hold
from conference.voting.queries import VoteLine
from conference.voting.rules import Phase
from conference.voting.sealed import shares
from conference.voting.sealed.models import LotNumber, Share


async def duties(reader: Actor, language: str, votes: Sequence[VoteLine]) -> list[Task]:
    """All of them, what holds others up first."""
    return [
        *await _key(reader, votes), *await _holds(reader, votes), *await objections.hidden_posts(reader),
        *await _reports(reader), *await objections.accepted(reader), *await objections.findings(reader),
        *await _alignments(reader), *await _cosignatures(reader), *await _consents(reader), *await _second(reader),
        *await _certificates(reader, language), *await _notes(reader), *await _answers(reader),
    ]  # fmt: skip


async def _notes(reader: Actor) -> list[Task]:
    """The note of a plank that she reports on: to be written, or objections to it to be answered."""
    return [
        Task("scroll-text", Sentence(N_("Objections to your note on plank %(number)s wait for an answer"),
                                     {"number": number}), f"/planks/{number}/note#objections")
        if answers
        else Task("pen-line", Sentence(N_("You report on plank %(number)s: write the note on its debate"),
                                       {"number": number}), f"/planks/{number}/note/draft")
        for number, answers in await notes.waiting(reader)
    ]  # fmt: skip


async def _key(reader: Actor, votes: Sequence[VoteLine]) -> list[Task]:
    """A teller's share of a key to write down or to enter, and her number for the lot to reveal."""
    if not reader.may("hold-share") or not votes:
        return []
    known = {each.number: each for each in votes}
    wanted = {shares.MADE: N_("Write down your share of the key: %(question)s"),
              shares.HELD: N_("Enter your share of the key: %(question)s")}  # fmt: skip
    found = []
    mine = Share.filter(teller_id=reader.id, vote__number__in=list(known), state__in=list(wanted))
    for each in await mine.select_related("vote").order_by("id"):
        vote = known[each.vote.number]
        if (each.state == shares.MADE and vote.phase in (Phase.PUT, Phase.OPEN)) or vote.phase == Phase.CLOSED:
            said = Sentence(wanted[each.state], {"question": vote.question})
            found.append(Task("lock", said, f"/votes/{vote.number}/share"))
    numbers = LotNumber.filter(teller_id=reader.id, revealed="", vote__phase=Phase.CLOSED, vote__number__in=list(known))
    for number in await numbers.select_related("vote").order_by("id"):
        vote = known[number.vote.number]
        said = Sentence(N_("Reveal your number for the lot: %(question)s"), {"question": vote.question})
        found.append(Task("lock", said, f"/votes/{vote.number}/lots"))
    return found


async def _holds(reader: Actor, votes: Sequence[VoteLine]) -> list[Task]:
    """Time to read that she asked for, and that others wait for."""
    coming = {each.number: each for each in votes if each.phase == Phase.PUT}
    if not coming:
        return []
    running = Hold.filter(account_id=reader.id, ends_at__gt=clock.now(), vote__number__in=list(coming))
    return [
        Task(
            "clock",
            Sentence(N_("You asked for time to read until %(moment)s: %(question)s"),
                     {"moment": each.ends_at, "question": coming[each.vote.number].question}),
            f"/votes/{each.vote.number}/texts",
        )
        for each in await running.select_related("vote").order_by("id")
    ]  # fmt: skip


async def _reports(reader: Actor) -> list[Task]:
    """Reported posts, and hidden ones whose authors ask for a second look."""
    waiting = len(await moderation.waiting(reader))
    return [Task("triangle-alert", _reported(waiting), "/reports", private=True)] if waiting else []


def _reported(waiting: int) -> Sentence:
    return Sentence(N_("Reported posts to decide about: %(number)s"), {"number": waiting})


async def reports_for_letters(reader: Actor, _language: str) -> dict[str, Sentence]:
    """The same for letters, as everybody counts who decides: a report of her own voice too. What is kept of letters
    would otherwise tell which reports are none of hers to decide, and so whose the voice is."""
    waiting = len(await moderation.waiting(reader, voices_too=True))
    return {"/reports": _reported(waiting)} if waiting else {}


async def _alignments(reader: Actor) -> list[Task]:
    """Her own amendments that nobody has written in a language that she reads."""
    mine = Amendment.filter(mover_id=reader.id, state__in=[State.SUBMITTED, State.ADMITTED]).order_by("number")
    texts = {each.text_id: each for each in await mine if each.text_id is not None}
    return [
        Task(
            "languages",
            Sentence(N_("Your amendment %(code)s still needs its words in %(language)s"),
                     {"code": code(texts[unit].number), "language": OWN_NAMES[language]}),
            f"/amendments/{code(texts[unit].number)}/languages/{language}",
        )
        for unit, lacking in (await translation.missing(list(texts))).items()
        for language in lacking
        if language in reader.understands
    ]  # fmt: skip


async def _cosignatures(reader: Actor) -> list[Task]:
    """Amendments that wait for somebody to stand behind them; one line for all."""
    if not reader.may("co-sign"):
        return []
    open_ones = Amendment.filter(
        plank__audience__in=audiences_of(reader.roles), state=State.SUBMITTED, composite=False
    ).exclude(mover_id=reader.id)  # fmt: skip
    behind = {each.amendment_id for each in await Cosigner.filter(account_id=reader.id)}
    found = await composites.unsupported([each for each in await open_ones if each.id not in behind])
    sentence = Sentence(N_("Amendments that look for co-signers: %(number)s"), {"number": len(found)})
    return [Task("users", sentence, "/amendments?needs=all")] if found else []


async def _consents(reader: Actor) -> list[Task]:
    """Statements of which she was named as a co-author and to which she has not answered."""
    said = N_("You are named as a co-author of a statement on resolution %(number)s")
    return [
        Task("pen-line", Sentence(said, {"number": each}), f"/resolutions/{each}/adoption#statements", private=True)
        for each in await annexed.awaited(reader)
    ]


async def _second(reader: Actor) -> list[Task]:
    """Translations that somebody else has made and that a second person looks at."""
    if not reader.may("certify-text"):
        return []
    found = []
    for language in reader.understands or LANGUAGES:
        waiting = len(await desk.waiting(reader, language, Wanted.SECOND))
        if waiting:
            words = N_("Texts in %(language)s that wait for a second person: %(number)s")
            told = {"language": OWN_NAMES[language], "number": waiting}
            found.append(Task("badge-check", Sentence(words, told), f"/translate?into={language}&show=second"))
    return found


async def _certificates(reader: Actor, language: str) -> list[Task]:
    """Compiled resolutions for which one more person has to vouch, in languages that she reads."""
    if not reader.may("certify-resolution"):
        return []
    found = []
    for each in await Resolution.filter(state=Text.COMPILED).order_by("number"):
        for one in await certified.standing(reader, each, language):
            if one.needed and one.may and not one.mine:
                said = N_("Certify the resolution’s text in %(language)s")
                told = {"language": OWN_NAMES[one.language]}
                found.append(Task("badge-check", Sentence(said, told), f"/resolutions/{each.number}/certification"))
    return found


async def _answers(reader: Actor) -> list[Task]:
    """Answers to her posts, and to her voices', that she has not read."""
    found = await answers.unread(reader)
    if found is None:
        return []
    sentence = Sentence(N_("Answers to your posts that you have not read: %(number)s"), {"number": found.number})
    return [Task("message-square", sentence, f"/posts/{found.oldest}", private=True)]
