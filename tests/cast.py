"""A small assembly, made through the same commands that people use, so that tests read like minutes.

Claire chairs, Amélie translates, Tomás is a teller, Omar observes. Twelve delegates: Canada's four, Mexico's five, the
United States' three. On the table lies plank 1 with two paragraphs, in the three languages.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from conference.amendments import commands as amendments
from conference.amendments.models import Amendment
from conference.core.actor import HOUSE, Actor
from conference.core.languages import LANGUAGES
from conference.core.roles import Role
from conference.people import commands as people
from conference.people.models import Account, Delegate
from conference.people.queries import actor_of
from conference.planks import commands as planks
from conference.planks.commands import NewBlock, NewSegment
from conference.planks.models import Plank
from conference.planks.queries import missing_languages, segments
from conference.roll import commands as roll
from conference.runtime import database
from conference.translation import commands as translation
from conference.translation.queries import uncertified
from conference.voting import commands as voting
from conference.voting.models import Vote
from conference.voting.openly.rules import Figures
from conference.voting.sealed.box import Receipt

DELEGATIONS = {
    "CA": ({"en": "Canada", "fr": "Canada", "es": "Canadá"}, ["en", "fr"]),
    "MX": ({"en": "Mexico", "fr": "Mexique", "es": "México"}, ["es"]),
    "US": ({"en": "United States", "fr": "États-Unis", "es": "Estados Unidos"}, ["en", "es"]),
}
DELEGATES = {
    "CA": {"marc": "Marc Roy", "anne": "Anne Tremblay", "denis": "Denis Gagnon", "joan": "Joan Fraser"},
    "MX": {
        "rosa": "Rosa Delgado", "jorge": "Jorge Ibarra", "lucia": "Lucía Mendoza", "pablo": "Pablo Ríos",
        "ines": "Inés Salas",
    },
    "US": {"dana": "Dana Brooks", "walt": "Walt Kowalski", "ruth": "Ruth Greene"},
}  # fmt: skip
OFFICERS = {
    "claire": ("Claire Beaulieu", Role.CHAIR),
    "amelie": ("Amélie Roy", Role.TRANSLATOR),
    "tomas": ("Tomás Vega", Role.TELLER),
    "omar": ("Omar Haddad", Role.OBSERVER),
}
VOTERS = tuple(handle for members in DELEGATES.values() for handle in members)
PARAGRAPHS = {
    "p1": {
        "en": "The working week has thirty-two hours.",
        "fr": "La semaine de travail compte trente-deux heures.",
        "es": "La semana laboral tiene treinta y dos horas.",
    },
    "p2": {
        "en": "Overtime is paid at double the rate.",
        "fr": "Les heures supplémentaires sont payées au double.",
        "es": "Las horas extra se pagan al doble.",
    },
}
TRIPLE = {
    "en": "Overtime is paid at triple the rate.",
    "fr": "Les heures supplémentaires sont payées au triple.",
    "es": "Las horas extra se pagan al triple.",
}
NO_OVERTIME = {
    "en": "There is no overtime.",
    "fr": "Il n’y a pas d’heures supplémentaires.",
    "es": "No hay horas extra.",
}


@dataclass(frozen=True)
class Assembly:
    """Who is in the room, by handle."""

    people: Mapping[str, Actor]

    def __getattr__(self, handle: str) -> Actor:
        return self.people[handle]

    @property
    def chair(self) -> Actor:
        return self.people["claire"]


async def assemble() -> Assembly:
    """Found the conference, accredit its delegates and file plank 1: all in the open house."""
    await database.shielded(_found())
    assembly = await gathered()
    await file_plank(assembly)
    return assembly


async def gathered() -> Assembly:
    """Everybody of the assembly that stands in the open house."""
    return Assembly({handle: await actor_of(handle) for handle in (*OFFICERS, *VOTERS)})


async def _found() -> None:
    async with database.transaction():
        for code, (names, languages) in DELEGATIONS.items():
            await people.add_delegation(HOUSE, code, names, languages)
        for handle, (name, role) in OFFICERS.items():
            await people.add_account(HOUSE, handle, name, None, ["en"], named=True)
            await people.grant(HOUSE, handle, role)
        await people.import_delegates(HOUSE, [_row(*each) for each in _delegates()])
        for handle, _, _ in _delegates():
            account = await Account.get(email=f"{handle}@example.org")
            account.handle = handle
            await account.save(update_fields=["handle"])
            await people.accredit(HOUSE, account.id)


def _delegates() -> Iterable[tuple[str, str, str]]:
    return ((handle, name, code) for code, members in DELEGATES.items() for handle, name in members.items())


def _row(handle: str, name: str, code: str) -> dict[str, str]:
    email = f"{handle}@example.org"
    return {"name": name, "email": email, "delegation": code, "organisation": f"Local {code}", "languages": "en es"}


async def file_plank(assembly: Assembly, number: int = 1, audience: str = "public") -> Plank:
    blocks = [NewBlock(id, "paragraph", (NewSegment(f"{id}s1", texts),)) for id, texts in PARAGRAPHS.items()]
    titles = {"en": "Working time", "fr": "Le temps de travail", "es": "El tiempo de trabajo"}
    filing = planks.file_plank(assembly.chair, number, "plank", "en", titles, titles, blocks, audience)
    return await database.shielded(filing)


async def table(
    assembly: Assembly, mover: str, texts: Mapping[str, str], block: str = "p2", plank: int = 1
) -> Amendment:
    """An amendment as it lies on the table: filed in English, translated, co-signed by two, admitted by the chair."""
    moved = await database.shielded(
        amendments.propose(assembly.people[mover], plank, block, "replace", "en", texts["en"], "It is fair.")
    )
    assert moved.text_id is not None
    for language in LANGUAGES:
        if language != "en" and language in texts:
            writing = translation.translate(assembly.amelie, moved.text_id, language, texts[language])
            await database.shielded(writing)
    for handle in [each for each in VOTERS if each != mover][:2]:
        await database.shielded(amendments.co_sign(assembly.people[handle], moved.number))
    return await database.shielded(amendments.admit(assembly.chair, moved.number))


async def put(
    assembly: Assembly, kind: str, *numbers: int, plank: int = 1, rule_set: str = "", certified: bool = True
) -> Vote:
    """A question put. The text of a plank is certified first, as the gate before its vote asks."""
    if kind == "plank" and certified:
        await certify_plank(plank)
    return await database.shielded(voting.put(assembly.chair, kind, plank, numbers, rule_set=rule_set))


async def certify_plank(number: int = 1) -> None:
    """Somebody vouches for every sentence of the plank's present text that stands in every language."""
    plank = await Plank.get(number=number)
    if await missing_languages(plank.id, plank.version):
        return
    rows = await segments(plank.id, plank.version)
    for unit, languages in (await uncertified([unit for *_, unit in rows])).items():
        for language in languages:
            await database.shielded(translation.certify(HOUSE, unit, language))


async def open_vote(assembly: Assembly, vote: Vote) -> Vote:
    return await database.shielded(voting.open_vote(assembly.chair, vote.number))


async def opened(assembly: Assembly, kind: str, *numbers: int, plank: int = 1, rule_set: str = "") -> Vote:
    """A question put and opened."""
    return await open_vote(assembly, await put(assembly, kind, *numbers, plank=plank, rule_set=rule_set))


async def cast(voter: Actor, vote: Vote, *ranks: str, nonce: str = "", revision: int | None = None) -> Receipt:
    """One ballot; each rank is one option, or several that are equal: "a1 a2"."""
    ranking = tuple(tuple(rank.split()) for rank in ranks)
    nonce = nonce or f"{voter.handle}'s ballot"
    return await database.shielded(voting.cast_ballot(voter, vote.number, ranking, nonce, revision))


async def all_cast(assembly: Assembly, vote: Vote, ballots: Mapping[str, tuple[str, ...] | str]) -> None:
    """Ballots by delegation code or by handle; a handle wins over its delegation."""
    for code, members in DELEGATES.items():
        for handle in members:
            ranks = ballots.get(handle, ballots.get(code))
            if ranks is not None:
                await cast(assembly.people[handle], vote, *((ranks,) if isinstance(ranks, str) else ranks))


async def close(assembly: Assembly, vote: Vote) -> Vote:
    return await database.shielded(voting.close_vote(assembly.chair, vote.number))


async def unseal(assembly: Assembly, vote: Vote) -> Vote:
    return await database.shielded(voting.unseal(assembly.chair, vote.number))


async def counted(assembly: Assembly, vote: Vote) -> Vote:
    """Closed and unsealed."""
    await close(assembly, vote)
    return await unseal(assembly, vote)


async def declared(assembly: Assembly, vote: Vote) -> Vote:
    """Closed, unsealed and declared."""
    await counted(assembly, vote)
    return await database.shielded(voting.declare(assembly.chair, vote.number))


async def add_officer(handle: str, name: str, role: Role) -> Actor:
    """Somebody more with an office."""
    await database.shielded(people.add_account(HOUSE, handle, name, None, ["en"], named=True))
    await database.shielded(people.grant(HOUSE, handle, role))
    return await actor_of(handle)


async def add_alternate(handle: str, name: str, code: str) -> Actor:
    """An accepted alternate of a delegation."""

    async def register() -> None:
        async with database.transaction():
            await people.import_delegates(HOUSE, [_row(handle, name, code)])
            account = await Account.get(email=f"{handle}@example.org")
            account.handle = handle
            await account.save(update_fields=["handle"])
            await Delegate.filter(account_id=account.id).update(alternate=True)
            await people.accredit(HOUSE, account.id)

    await database.shielded(register())
    return await actor_of(handle)


async def seat(actor: Actor, delegate: Actor, alternate: Actor) -> None:
    """From now on the alternate votes in the delegate's place."""
    await database.shielded(roll.seat_alternate(actor, delegate.id or 0, alternate.id or 0))


PAUSE = {
    "en": "Shall we pause until two o’clock?",
    "fr": "Faisons-nous une pause jusqu’à 14 heures?",
    "es": "¿Hacemos una pausa hasta las dos?",
}


async def asked(assembly: Assembly, rule_set: str = "procedure", audience: str = "public") -> Vote:
    """A question of procedure, put by the chair and opened."""
    vote = await database.shielded(voting.ask(assembly.chair, "procedure", PAUSE, rule_set=rule_set, audience=audience))
    return await open_vote(assembly, vote)


async def count_hands(teller: Actor, vote: Vote, yes: int, no: int, abstain: int = 0, place: str = "") -> Vote:
    """What one teller counted in the whole hall, or in one place of it."""
    entering = voting.enter_hands(teller, vote.number, {place: Figures(yes, no, abstain)})
    return await database.shielded(entering)


async def answer(voter: Actor, vote: Vote, yes: int = 0, no: int = 0, abstain: int = 0, seen: int | None = None) -> int:
    """An open answer; gives its revision. `seen` is the revision of the answer that she saw."""
    answering = voting.answer_openly(voter, vote.number, Figures(yes, no, abstain), seen)
    return (await database.shielded(answering)).revision


async def conciliated(assembly: Assembly, vote: Vote) -> Vote:
    """The one new vote, opened, on the same text, after one member of each delegation has consented to it."""
    for handle in ("marc", "rosa", "dana"):
        member = assembly.people[handle]
        await database.shielded(voting.appoint(assembly.chair, vote.number, member.delegation or "", member.id or 0))
    await database.shielded(voting.lay_text(assembly.marc, vote.number, "same"))
    for handle in ("rosa", "dana"):
        await database.shielded(voting.consent(assembly.people[handle], vote.number, "same"))
    again = await database.shielded(voting.put_conciliated(assembly.chair, vote.number))
    return await open_vote(assembly, again)
