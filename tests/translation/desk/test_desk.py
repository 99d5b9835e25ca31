"""The desk on both databases: who has a text, what comes first, and that nobody's words are lost."""

import asyncio
from datetime import timedelta

import pytest

from conference.amendments import commands as amendments
from conference.amendments.terms import Terms
from conference.core.errors import Absent, Conflict, NotPermitted
from conference.debate import commands as debate
from conference.people.models import Account
from conference.runtime import clock
from conference.runtime.database import shielded
from conference.translation import commands as texts
from conference.translation.desk import claims, commands, queries, rules
from conference.translation.desk.models import Claim
from conference.translation.desk.queries import Wanted
from conference.translation.desk.rules import Urgency
from conference.translation.machine.rules import Rank
from conference.translation.models import Text
from tests.cast import put

FRENCH = "L’usine est à nous."
on_sqlite = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
"""For what both databases do alike."""


async def lines(reader, language: str, wanted: Wanted = Wanted.TEXT) -> list[int]:
    return [each.unit_id for each in (await queries.desk(reader, language, wanted)).lines]


async def test_of_two_who_take_a_text_at_once_one_has_it_until_it_is_over(room):
    unit = (await room.says("rosa", "es", "La planta es nuestra.")).unit_id
    took = await asyncio.gather(
        *(shielded(claims.take(each, unit, "fr")) for each in (room.amelie, room.jorge)), return_exceptions=True
    )
    (refusal,) = [each for each in took if isinstance(each, Conflict)]
    first, second = (room.jorge, room.amelie) if isinstance(took[0], Conflict) else (room.amelie, room.jorge)
    assert (refusal.code, refusal.sentence.params["person"]) == ("claimed", first.name)
    line = (await queries.desk(second, "fr")).lines[0]
    assert (line.unit_id, line.taken and line.taken.name) == (unit, first.name)
    await shielded(claims.hand_back(second, unit, "fr"))  # not hers to hand back
    assert (await claims.taken([unit], "fr"))[unit].by == first.id
    with clock.at(clock.now() + rules.CLAIM + timedelta(seconds=1)):
        assert await claims.taken([unit], "fr") == {}
        await shielded(claims.take(second, unit, "fr"))
        assert (await claims.taken([unit], "fr"))[unit].by == second.id
    await shielded(claims.hand_back(second, unit, "fr"))
    assert await Claim.all().count() == 0
    with pytest.raises(NotPermitted):
        await shielded(claims.take(room.assembly.omar, unit, "fr"))


@on_sqlite
async def test_when_two_write_anyway_the_second_sees_both_texts_and_the_first_stands(room):
    unit = (await room.says("rosa", "es", "La planta es nuestra.")).unit_id
    await shielded(claims.take(room.amelie, unit, "fr"))
    before = (await queries.bench(room.amelie, unit, "fr")).seen
    await shielded(commands.save(room.jorge, unit, "fr", "Cette usine est la nôtre.", 1, before))
    with pytest.raises(Conflict) as refusal:
        await shielded(commands.save(room.amelie, unit, "fr", FRENCH, 1, before))
    assert refusal.value.code == "text-changed"
    bench = await queries.bench(room.amelie, unit, "fr")
    assert bench.job.target is not None
    assert bench.job.target.text == "Cette usine est la nôtre."
    assert await Claim.filter(account_id=room.amelie.id).count() == 1
    await shielded(commands.save(room.amelie, unit, "fr", FRENCH, 1, bench.seen))
    assert (await Text.get(unit_id=unit, language="fr")).text == FRENCH
    assert await Claim.all().count() == 0


@on_sqlite
async def test_nobody_certifies_words_that_she_has_not_seen(room):
    unit = (await room.says("rosa", "es", "La planta es nuestra.")).unit_id
    await shielded(texts.translate(room.amelie, unit, "fr", "L’usine."))
    looked_at = (await queries.bench(room.jorge, unit, "fr")).seen
    assert unit in await lines(room.jorge, "fr", Wanted.SECOND)
    assert unit not in await lines(room.amelie, "fr", Wanted.SECOND)
    await shielded(texts.translate(room.amelie, unit, "fr", FRENCH))
    for act in (commands.review, commands.certify):
        with pytest.raises(Conflict):
            await shielded(act(room.jorge, unit, "fr", looked_at))
    await shielded(commands.certify(room.jorge, unit, "fr", (await queries.bench(room.jorge, unit, "fr")).seen))
    assert (await Text.get(unit_id=unit, language="fr")).origin == "certified"
    assert unit not in await lines(room.jorge, "fr", Wanted.SECOND)


async def test_ballots_come_before_planks_before_amendments_before_posts(room):
    post = (await room.says("rosa", "es", "Pido la palabra.")).unit_id
    rosa, claire = room.assembly.rosa, room.assembly.claire
    await shielded(amendments.set_terms(claire, Terms(cosigners=0, deadline=clock.now() + timedelta(hours=3))))
    filed = await shielded(
        amendments.propose(rosa, 1, "p2", "replace", "es", "Las horas extra se pagan al triple.", "Es lo justo.")
    )
    wording, reason = filed.text_id, filed.reason_id
    plank = await Text.filter(unit__language="en", language="fr", text__contains="heures").first()
    assert plank is not None
    await Text.filter(unit_id=plank.unit_id, language="fr").delete()
    found = (await queries.desk(room.amelie, "fr")).lines
    assert [each.unit_id for each in found] == [plank.unit_id, wording, reason, post]
    assert [each.rank for each in found] == [Rank.PLANK, Rank.AMENDMENT, Rank.AMENDMENT, Rank.POST]
    due = found[1]
    assert due.due is not None
    assert due.begin_by == due.due - rules.work_on(due.words)
    assert (due.urgency, found[3].urgency) == (Urgency.IN_TIME, Urgency.NONE)
    with clock.at(due.due - timedelta(minutes=1)):
        assert (await queries.desk(room.amelie, "fr")).lines[1].urgency == Urgency.NOW
    with clock.at(due.due):
        assert (await queries.desk(room.amelie, "fr")).lines[1].urgency == Urgency.LATE


async def test_what_stands_on_a_vote_comes_first_and_an_earlier_version_last(room, assembly):
    vote = await put(assembly, "plank")
    on_vote = await Text.filter(unit__language="en", language="fr", text__contains="semaine").first()
    assert on_vote is not None
    await Text.filter(unit_id=on_vote.unit_id, language="fr").delete()
    await room.says("rosa", "es", "Pido la palabra.")
    first = (await queries.desk(room.amelie, "fr")).lines[0]
    assert (first.unit_id, first.rank, vote.phase) == (on_vote.unit_id, Rank.BALLOT, "put")


@on_sqlite
async def test_what_was_taken_away_or_is_a_delegations_own_is_on_nobodys_desk(room):
    gone = await room.says("rosa", "es", "El canario canta.")
    closed = await room.says("rosa", "es", "El canario calla.", "caucus:MX")
    await shielded(claims.take(room.amelie, gone.unit_id, "fr"))
    await shielded(debate.withdraw(room.assembly.rosa, gone.id))
    assert await lines(room.amelie, "fr") == []
    assert await Claim.all().count() == 0
    for unit in (gone.unit_id, closed.unit_id):
        with pytest.raises(Absent):
            await queries.bench(room.amelie, unit, "fr")
        with pytest.raises((Absent, NotPermitted)):
            await shielded(claims.take(room.amelie, unit, "fr"))


@on_sqlite
async def test_a_changed_original_says_which_words(room):
    post = await room.says("rosa", "es", "La planta es nuestra.")
    await shielded(texts.translate(room.amelie, post.unit_id, "fr", FRENCH))
    await shielded(debate.edit(room.assembly.rosa, post.id, "La planta no es nuestra."))
    bench = await queries.bench(room.amelie, post.unit_id, "fr")
    assert bench.summary is not None
    assert (bench.summary.kind, bench.summary.words_added) == ("adds", 1)
    assert [each.text.strip() for each in bench.job.changes if each.op == "insert"] == ["no"]
    assert bench.line is not None
    assert bench.line.outdated


def test_work_takes_time_by_its_words_and_alike_texts_are_about_as_long():
    assert [rules.work_on(words) for words in (0, 1, 250, 251)] == [
        timedelta(minutes=5), timedelta(minutes=5), timedelta(minutes=60), timedelta(minutes=61),
    ]  # fmt: skip
    assert rules.lengths_like(100) == (60, 167)


@on_sqlite
async def test_who_sees_the_desk_sees_the_names_at_it(room):
    unit = (await room.says("rosa", "es", "La planta es nuestra.")).unit_id
    await Account.filter(id=room.amelie.id).update(named=False)
    await shielded(claims.take(room.amelie, unit, "fr"))
    assert (await claims.taken([unit], "fr"))[unit].name == "Amélie Roy"
