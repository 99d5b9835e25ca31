"""Sealed while open: whatever the ballots say, and whoever has cast them, every output of the house is the same."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from structlog.testing import capture_logs

from conference.core.languages import LANGUAGES
from conference.core.roles import Role
from conference.debate import commands as debate
from conference.people import commands as people
from conference.people.models import Account
from conference.resolutions import commands as resolutions
from conference.runtime import clock, database
from conference.runtime.hub import hub
from conference.runtime.settings import Settings
from conference.voting import commands as voting
from conference.voting import jobs, queries
from conference.voting.models import Vote
from conference.voting.sealed import box
from tests.cast import (
    NO_OVERTIME,
    TRIPLE,
    VOTERS,
    Assembly,
    add_alternate,
    add_officer,
    all_cast,
    asked,
    cast,
    close,
    declared,
    file_plank,
    opened,
    put,
    table,
    unseal,
)
from tests.conftest import Visit
from tests.security.routes import doors
from tests.voting.crawl import Answer, Parts, Reader, Values, differing, filled
from tests.voting.snapshot import Snapshot
from tests.voting.tellers import opened_with_shares

READERS = ("", "omar", "rosa", "lucia", "pia", "claire", "tomas", "sara", "amelie", "carl", "olga")
"""A visitor, an observer, a delegate who is a teller too, a delegate, an alternate, chair, teller, scrutineer,
translator, credentials, organizer."""
OF_VOTES = r"/votes|/(?:en|fr|es)/$|/chair|/roll"
PROGRAMS = ("", "rosa", "claire", "tomas")
OWN_REVISION = re.compile(r'(name="revision" value=")[0-9]+')
Ballots = Mapping[str, tuple[str, str]]
"""By handle: an answer to the plank's question, and a ranking for the choice."""
Said = dict[str, dict[str, Answer]]

IN_FAVOUR: Ballots = dict.fromkeys(VOTERS, ("yes", "a1 a2"))
MIXED: Ballots = {
    handle: (("no", "abstain", "yes")[n % 3], ("keep", "a2", "a1 a2 keep")[n % 3]) for n, handle in enumerate(VOTERS)
}


@dataclass
class House:
    """A conference with something on every page, and two secret votes that are open."""

    assembly: Assembly
    settings: Settings
    plank: Vote
    choice: Vote
    readers: list[Reader]
    values: Values
    parts: Parts
    patch: pytest.MonkeyPatch
    published: list[object] = field(default_factory=list)

    async def receives(self, ballots: Ballots) -> None:
        for handle, (answer, ranks) in ballots.items():
            voter = self.assembly.people[handle]
            nonce = f"{handle} says {answer} and {ranks}"
            await cast(voter, self.plank, answer, nonce=nonce)
            await cast(voter, self.choice, *ranks.split(), nonce=nonce)

    async def says(self, *names: str, about: str = "") -> Said:
        """Every output (or those about something) to everybody (or to these readers), the turnout told afresh."""
        queries._turnouts.clear()
        await jobs.tell_turnout({})
        readers = [each for each in self.readers if not names or each.name in names]
        return {each.name: await each.reads(self.values, self.parts, about) for each in readers}

    def codes_are_those_of_the_last_time(self) -> None:
        """Chance, played once more: the receipts of the same places."""
        drawn = iter(range(1_000_000))
        self.patch.setattr(box, "secrets", SimpleNamespace(token_hex=lambda size: f"{next(drawn):0{2 * size}x}"))

    async def keeps_quiet(self) -> tuple[object, ...]:
        """What leaves the house but by a page: letters, the journal, what streams were told."""
        letters = sorted(path.read_bytes() for path in self.settings.outbox.glob("*"))
        journal = await database.rows("SELECT seq, hash FROM journal ORDER BY seq")
        return letters, journal, list(self.published)


@pytest.fixture
async def full_house(assembly: Assembly, house: Settings, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> House:
    moment = datetime.now(UTC)
    monkeypatch.setattr(clock, "now", lambda: moment)
    for handle, role in (("sara", Role.SCRUTINEER), ("carl", Role.CREDENTIALS), ("olga", Role.ORGANIZER)):
        await add_officer(handle, handle.title(), role)
    await add_alternate("pia", "Pia Vance", "CA")
    plank, choice = await _furnish(assembly)
    readers = [Reader(handle or "visitor", await visit(handle), LANGUAGES[n % 3]) for n, handle in enumerate(READERS)]
    readers[0].client.cookies.set("visit", "a visitor's cookie")
    for handle in PROGRAMS:
        token = await _token(assembly, handle) if handle else ""
        readers.append(Reader(f"program of {handle or 'nobody'}", await visit(token=token), api=True))
    parts = Parts().learn(monkeypatch)
    found = House(assembly, house, plank, choice, readers, {}, parts, monkeypatch)
    monkeypatch.setattr(hub, "publish", lambda topics, seq=0: found.published.append((tuple(topics), seq)))
    return found


async def _furnish(assembly: Assembly) -> tuple[Vote, Vote]:
    """Texts, words, a resolution, a declared vote, one that is put, one by hands; and the two secret ones."""
    await file_plank(assembly, 2)
    earlier = await opened(assembly, "plank", plank=2)
    await all_cast(assembly, earlier, {"CA": "yes", "MX": "yes", "US": "yes"})
    await declared(assembly, earlier)
    titles = {"en": "Hours", "fr": "Les heures", "es": "Las horas"}
    await database.shielded(resolutions.compile_resolution(assembly.chair, titles, [2]))
    await database.shielded(debate.speak(assembly.rosa, 1, "plank", "en", "It is time."))
    one, two = await table(assembly, "rosa", TRIPLE), await table(assembly, "marc", NO_OVERTIME)
    choice = await opened(assembly, "choice", one.number, two.number)
    plank, _ = await opened_with_shares(assembly)
    await file_plank(assembly, 3)
    await put(assembly, "plank", plank=3)
    await asked(assembly)
    return plank, choice


async def _token(assembly: Assembly, handle: str) -> str:
    account = assembly.people[handle].id or 0
    return await database.shielded(people.make_token(assembly.people[handle], account, "a program", []))


async def known_values() -> Values:
    """What stands in the addresses: every number that there is, and a few of the many voters."""

    async def numbers(sql: str) -> list[str]:
        return [str(number) for (number,) in await database.rows(sql)]

    accounts = [str(each.id) for each in await Account.filter(handle__in=("rosa", "lucia"))]
    codes = await numbers(f"SELECT receipt FROM envelope WHERE voter_id IN ({', '.join(accounts)}) ORDER BY receipt")
    return {
        "votes/number": await numbers("SELECT number FROM vote ORDER BY number"),
        "planks/number": ["1", "2"],
        "resolutions/number": ["1"],
        "amendments/number": ["1", "2"],
        "amendments/code": ["A1", "A2"],
        "table/account": accounts,
        "receipt/code": codes[:4],
        "slip/code": codes[:1],
        "ballots./ending": ["csv", "json"],
        "rules/key": (await numbers("SELECT key FROM rule_set ORDER BY id"))[:2] or ["sealed-by-tellers"],
        "threads/id": await numbers("SELECT id FROM thread ORDER BY id LIMIT 2"),
        "posts/id": await numbers("SELECT id FROM post ORDER BY id LIMIT 2"),
        "posts/root": await numbers("SELECT id FROM post ORDER BY id LIMIT 2"),
        "desk/draft": ["1"], "passages/key": ["1"], "drafts/key": ["1"], "editions/edition": ["1"],
        "commitments/code": ["c1"],
        "resolution/number": ["1"], "report/code": ["CA"], "provenance/label": ["1"], "glossary/key": ["1"],
        "texts/unit": (await numbers("SELECT id FROM text_unit ORDER BY id"))[:2],
        "translate/unit": (await numbers("SELECT id FROM text_unit ORDER BY id"))[:2],
        "target": ["fr"],
        "block": ["p1", "p2"],
        "draft/key": ["1"], "a": ["1"], "b": ["1"], "k": ["1"], "version": ["1"],
        "token": ["x" * 43],
    }  # fmt: skip


async def test_what_the_ballots_say_is_told_to_nobody(
    full_house: House, tmp_path_factory: pytest.TempPathFactory
) -> None:
    house = full_house
    before = Snapshot(house.settings, tmp_path_factory.mktemp("house") / "copy")
    await before.take()
    about = OF_VOTES if house.settings.database_url else ""  # pages of other things do not differ between databases
    with capture_logs() as logs:
        house.codes_are_those_of_the_last_time()
        await house.receives(IN_FAVOUR)
        house.values = await known_values()
        first, quiet = await house.says(about=about), await house.keeps_quiet()
        house.published.clear()

        await before.restore()
        house.codes_are_those_of_the_last_time()
        await house.receives(MIXED)
        second = await house.says(about=about)
        assert changes(first, second) == {}
        assert await house.keeps_quiet() == quiet
        house.published.clear()

        await house.receives(IN_FAVOUR)
        third = await house.says("visitor", "rosa", "lucia", "tomas", "claire", "program of rosa", about=OF_VOTES)
        second = {
            name: {at: each for at, each in said.items() if at in third[name]}
            for name, said in second.items()
            if name in third
        }
        changed = changes(second, third)
        assert set(changed) == {"rosa", "lucia"}, "each sees her own revision"
        assert changes(own_revision_aside(second, VOTERS), own_revision_aside(third, VOTERS)) == {}, "a second slip"
        assert await house.keeps_quiet() == quiet
    assert logs == []
    if not about:
        everything_was_read(first, house.values)


async def test_a_teller_cannot_tell_from_her_table_who_has_cast(assembly: Assembly, visit: Visit) -> None:
    """Neither by looking up each voter, nor by looking twice."""
    vote = await opened(assembly, "plank")
    teller = await visit("tomas")
    pages = {each: f"/en/votes/{vote.number}/table/{assembly.people[each].id}" for each in ("rosa", "jorge")}
    await cast(assembly.rosa, vote, "yes")
    answers = {each: await teller.get(page) for each, page in pages.items()}
    assert {answer.status_code for answer in answers.values()} == {200}
    forms = [_form_of(answers[each].text) for each in pages] + [_form_of((await teller.get(pages["rosa"])).text)]
    assert len(set(forms)) == 3, "nothing to compare"
    assert len({len(each) for each in forms}) == 1


def _form_of(page: str) -> str:
    found = re.search(r'name="revision" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def changes(one: Said, other: Said) -> dict[str, list[str]]:
    return {name: found for name in {*one} & {*other} if (found := differing(one[name], other[name]))}


def own_revision_aside(said: Said, handles: tuple[str, ...]) -> Said:
    """Only on a voter's own ballot form, to herself."""
    return {
        name: {
            address: (status, headers, OWN_REVISION.sub(r"\1…", body) if address.endswith("/ballot") else body)
            for address, (status, headers, body) in answers.items()
        }
        if name in handles
        else answers
        for name, answers in said.items()
    }


NOT_NOW = (
    "/planks/{number:int}/amend",  # a plank that is voted on
    "/votes/{number:int}/answer",  # open votes only
    "/votes/{number:int}/answers",
    "/votes/{number:int}/conciliation",  # after a refusal
    "/votes/{number:int}/lots",  # votes in which a tie may be drawn
    "/votes/{number:int}/papers/enter",  # after closing
    # what this house does not hold: drafts, overlaps, composites, terms of a glossary, machines' texts, hidden posts
    "/amendments/drafts/{key:int}",
    "/amendments/{code}/overlap",
    "/glossary/{key}",
    "/glossary/{key}/note",
    "/posts/{id:int}/hiding",
    # nor a note on a plank, nor anybody who writes one
    *(f"/planks/{{number:int}}/note/{rest}" for rest in ("languages", "versions", "versions/{version:int}")),
    *(f"/planks/{{number:int}}/note/draft{rest}" for rest in ("", "/{key:int}", "/{key:int}/posts")),
    # which say something only with a query: what is searched for, from which language into which
    "/search",
    *(f"/translate/files/{each}" for each in ("memory", "texts")),
    "/planks/{number:int}/composites",
    "/resolutions/desk/{draft:int}",
    "/resolutions/desk/{draft:int}/passages/{key}",
    "/resolutions/desk/{draft:int}/preview",
    "/texts/{unit:int}/{target}",
    # which only lead on to another page
    "/planks/{number:int}/compare",
    "/resolution/{number:int}",
    "/threads/{id:int}/first-unread",
    # a published resolution: its only vote is declared
    *(f"/resolution{rest}" for rest in (".json", ".md", ".pdf", "/provenance", "/provenance/{label}")),
    "/resolution/{number:int}/editions/{edition:int}",
    "/resolutions/{number:int}/commitments/{code}",
    "/resolutions/{number:int}/report/{code}",
    "/resolutions/{number:int}/report/{code}.pdf",
    "/resolutions/{number:int}/editions/{edition:int}",
    *(
        f"/resolutions/{{number:int}}{edition}{rest}"
        for edition in ("", "/editions/{edition:int}")
        for rest in (".json", ".md", ".pdf", "/provenance", "/provenance/{label}")
    ),
)
"""Pages that nobody is shown while these votes are open: they are asked for all the same, and refuse alike."""


def everything_was_read(said: Said, values: Values) -> None:
    """Every page of a running conference was shown to somebody; a new one that nobody was shown is looked at here."""
    shown = {at for answers in said.values() for at, answer in answers.items() if answer[0] == 200}
    unseen = {
        door.path
        for api, prefixes in ((False, tuple(f"/{each}" for each in LANGUAGES)), (True, ("/api/v1",)))
        for door in doors(writing=False, api=api)
        if not any(prefix + path in shown for prefix in prefixes for path in filled(door.path, values))
    }
    assert unseen == set(NOT_NOW), sorted(unseen)
    assert max(answer[0] for answers in said.values() for answer in answers.values()) < 500


ONE_HALF = {"marc": "yes", "anne": "no", "rosa": "yes", "jorge": "yes", "lucia": "no", "dana": "yes"}
OTHER_HALF = {"denis": "yes", "joan": "no", "pablo": "yes", "ines": "yes", "lucia": "no", "ruth": "yes"}
OUTSIDERS = ("visitor", "omar", "lucia", "claire", "tomas", "sara", "olga", "program of tomas")
"""Those who have cast in both lives, or in none."""
DIGEST = re.compile(r"[0-9a-f]{64}")


async def test_who_has_voted_is_told_to_nobody(full_house: House, tmp_path_factory: pytest.TempPathFactory) -> None:
    house = full_house
    before = Snapshot(house.settings, tmp_path_factory.mktemp("house") / "copy")
    await before.take()
    told = []
    for ballots in (ONE_HALF, OTHER_HALF):
        house.codes_are_those_of_the_last_time()
        vote = await _small_vote(house, ballots)
        house.values = {**await known_values(), "votes/number": [str(vote.number)], "code": await _codes(vote)}
        house.values = {
            name: each for name, each in house.values.items() if not name.endswith("/code") or "amend" in name
        }
        stages = [await house.says(*OUTSIDERS, about=OF_VOTES)]
        for step in (close, unseal, declare):
            await step(house.assembly, vote)
            stages.append(await house.says(*OUTSIDERS, about=OF_VOTES))
        told.append(stages)
        if ballots is ONE_HALF:
            await before.restore()
    for one, other in zip(*told, strict=True):
        changed = changes(without_digests(one), without_digests(other))
        for name in ("tomas", "sara"):  # tellers and scrutineers hold the list of those who voted beside the roll
            found = changed.pop(name, [])
            assert [each for each in found if not re.search(r"/votes/[0-9]+/box(\?part=box)?$", each)] == []
        assert all("/receipt/" in each for each in changed.pop("lucia", [])), "where in the box her own leaf lies"
        assert changed == {}
    assert told[0][-1]["visitor"] != told[0][0]["visitor"]


async def _small_vote(house: House, ballots: Mapping[str, str]) -> Vote:
    await file_plank(house.assembly, 4)
    vote = await opened(house.assembly, "plank", plank=4)
    for handle, answer in ballots.items():
        await cast(house.assembly.people[handle], vote, answer)
    return vote


async def _codes(vote: Vote) -> list[str]:
    """Of two places that are filled in both lives."""
    return [str(code) for (code,) in await database.rows(
        "SELECT receipt FROM envelope WHERE vote_id = ? ORDER BY receipt LIMIT 2", vote.id
    )]  # fmt: skip


async def declare(assembly: Assembly, vote: Vote) -> Vote:
    return await database.shielded(voting.declare(assembly.chair, vote.number))


def without_digests(said: Said) -> Said:
    """Keys, leaves and roots are made anew in each life; they tell nothing."""
    return {
        name: {
            DIGEST.sub("…", address): (status, headers, DIGEST.sub("…", body))
            for address, (status, headers, body) in answers.items()
        }
        for name, answers in said.items()
    }
