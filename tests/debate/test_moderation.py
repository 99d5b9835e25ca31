"""Reports, hiding, the right of reply, the second look; slow and closed debates; and what nobody learns from them."""

import re
from datetime import timedelta

import pytest

from conference.core.actor import HOUSE, NOBODY
from conference.core.errors import Absent, NotPermitted
from conference.core.roles import Role
from conference.debate import commands, queries
from conference.debate.models import Post, PostDraft
from conference.debate.moderation import boxes, lead, rules
from conference.debate.moderation import commands as moderation
from conference.debate.moderation import queries as cases
from conference.debate.moderation.leading import Held
from conference.debate.moderation.models import Box, Floor, Hiding, Report
from conference.debate.quoting import quoted
from conference.people import commands as people
from conference.people.queries import actor_of
from conference.runtime import clock, database, settings
from conference.runtime.database import shielded
from conference.translation import commands as translation
from conference.translation import queries as texts
from tests.cast import Assembly
from tests.conftest import Visit

SQLITE = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
BOX = "> Eres un vendido\n>\n> — [Rosa, post 1](/posts/7?original=1)\n\nEso no se dice.\n\n> otra cosa\n"


def test_an_emptied_quotation_keeps_its_source_and_all_that_is_not_quoted():
    assert rules.quoted_posts(BOX) == {7}
    emptied = rules.emptied(BOX, frozenset({7}), lambda: "(vacío)")
    assert emptied == "> (vacío)\n>\n> — [Rosa, post 1](/posts/7?original=1)\n\nEso no se dice.\n\n> otra cosa\n"
    assert rules.emptied(BOX, frozenset({8}), lambda: "(vacío)") == BOX
    nested = "> > Eres un vendido\n> >\n> > — [Rosa](/posts/7?original=1)\n> sí\n>\n> — [Ana](/posts/9?original=1)\n"
    assert "vendido" not in rules.emptied(nested, frozenset({7}), lambda: "(vacío)")


def test_the_next_turn_in_a_slow_debate():
    now = clock.now()
    assert rules.next_turn(None, 10, now) is None
    assert rules.next_turn(now - timedelta(minutes=10), 10, now) is None
    assert rules.next_turn(now - timedelta(minutes=4), 10, now) == now + timedelta(minutes=6)


@pytest.fixture
def pseudonyms(house):
    """A conference that allows them."""
    settings.use(house.model_copy(update={"pseudonyms": True}))
    yield
    settings.use(house)


async def seen(reader, post, language="es"):
    page = await queries.conversation(reader, post.id, language)
    return next(each for each in page.posts if each.id == post.id)


async def spoken(assembly: Assembly) -> tuple[Post, Post]:
    """An insult with its translation, and a reply that quotes it."""
    insult = await shielded(commands.speak(assembly.rosa, 1, "plank", "es", "Eres un vendido"))
    await shielded(translation.translate(assembly.amelie, insult.unit_id, "fr", "Tu es un vendu"))
    words = quoted("Eres un vendido", "Rosa, post 1", insult.id) + "Eso no se dice."
    reply = await shielded(commands.speak(assembly.marc, 1, "plank", "es", words, insult.id))
    return insult, reply


async def test_hidden_words_are_their_authors_and_the_chairs_until_they_are_shown_again(assembly: Assembly):
    insult, reply = await spoken(assembly)
    before = (await seen(assembly.marc, insult)).html, (await seen(assembly.marc, reply)).html
    await shielded(moderation.hide(assembly.claire, insult.id, rules.Ground.THREAT, "fr", "C’est une insulte."))
    for reader in (assembly.marc, assembly.amelie, assembly.omar, NOBODY):
        view = await seen(reader, insult)
        assert (view.state, view.html, view.hidden.reason.text) == ("hidden", "", "C’est une insulte.")
        assert "vendido" not in (await seen(reader, reply)).html
        assert "Eso no se dice." in (await seen(reader, reply)).html
    assert (await seen(assembly.rosa, insult)).html == "<p>Eres un vendido</p>\n"
    assert (await seen(assembly.claire, insult, "fr")).html == "<p>Tu es un vendu</p>\n"
    assert await texts.in_all_languages([insult.unit_id]) == {}
    with pytest.raises(NotPermitted):
        await shielded(commands.edit(assembly.rosa, insult.id, "Lo digo otra vez"))
    with pytest.raises(NotPermitted):
        await shielded(moderation.show(assembly.rosa, insult.id, "es", "Porque sí"))
    await shielded(moderation.show(assembly.claire, insult.id, "fr", "On a mal lu."))
    assert ((await seen(assembly.marc, insult)).html, (await seen(assembly.marc, reply)).html) == before
    assert (await texts.readings([insult.unit_id], "fr"))[insult.unit_id].text == "Tu es un vendu"
    verbs = {verb for (verb,) in await database.rows("SELECT verb FROM journal")}
    assert {"post-hidden", "post-shown", "quotation-changed"} <= verbs
    assert not await Box.all().exists()


@SQLITE
async def test_a_quotation_stays_empty_however_it_comes_back(assembly: Assembly):
    insult, reply = await spoken(assembly)
    words = (await queries.words_of(assembly.marc, reply.id)).text
    await shielded(moderation.hide(assembly.claire, reply.id, rules.Ground.SUBJECT, "es", "No viene al caso."))
    await shielded(moderation.hide(assembly.claire, insult.id, rules.Ground.THREAT, "es", "Insulta."))
    await shielded(moderation.show(assembly.claire, reply.id, "es", "Sí viene al caso."))
    assert "vendido" not in (await seen(assembly.omar, reply)).html
    await shielded(commands.edit(assembly.marc, reply.id, words))
    assert "vendido" not in (await seen(assembly.omar, reply)).html
    await shielded(commands.withdraw(assembly.rosa, insult.id))
    assert not await Box.all().exists()
    with pytest.raises(NotPermitted, match="not hidden"):
        await shielded(moderation.show(assembly.claire, insult.id, "es", "Ya pasó"))
    assert await boxes.settle(reply.unit_id) == []


@SQLITE
async def test_the_author_replies_once_and_somebody_else_takes_the_second_look(assembly: Assembly):
    insult, _ = await spoken(assembly)
    await shielded(moderation.hide(assembly.claire, insult.id, rules.Ground.THREAT, "fr", "C’est une insulte."))
    with pytest.raises(NotPermitted):
        await shielded(moderation.answer(assembly.marc, insult.id, "es", "Yo respondo"))
    await shielded(moderation.answer(assembly.rosa, insult.id, "es", "Hablaba del patrón."))
    assert (await seen(assembly.omar, insult)).hidden.reply.text == "Hablaba del patrón."
    with pytest.raises(NotPermitted, match="one for each hiding"):
        await shielded(moderation.answer(assembly.rosa, insult.id, "es", "Y otra cosa"))
    await shielded(moderation.appeal(assembly.rosa, insult.id))
    with pytest.raises(NotPermitted, match="somebody else"):
        await shielded(moderation.uphold(assembly.claire, insult.id, "fr", "Je maintiens."))
    assert await cases.waiting(assembly.claire) == []
    await shielded(people.grant(HOUSE, "tomas", Role.ORGANIZER))
    tomas = await actor_of("tomas")
    assert [(each.post_id, each.second_look) for each in await cases.waiting(tomas)] == [(insult.id, True)]
    assert (await cases.case(tomas, insult.id, "fr")).post.html == "<p>Tu es un vendu</p>\n"
    await shielded(moderation.uphold(tomas, insult.id, "es", "Insulta a una compañera."))
    view = await seen(assembly.omar, insult)
    assert (view.hidden.upheld, view.hidden.answer.text) == (True, "Insulta a una compañera.")
    assert await cases.waiting(tomas) == []


async def test_a_report_tells_nobody_who_made_it_and_its_maker_what_became_of_it(assembly: Assembly):
    insult, reply = await spoken(assembly)
    await shielded(moderation.report(assembly.omar, insult.id, rules.Ground.THREAT, "en", "He means Marc."))
    await shielded(moderation.report(assembly.marc, insult.id, rules.Ground.THREAT, "fr", ""))
    await shielded(moderation.report(assembly.omar, reply.id, rules.Ground.SUBJECT, "en", ""))
    with pytest.raises(NotPermitted):
        await shielded(moderation.report(assembly.omar, insult.id, rules.Ground.THREAT, "en", "Again"))
    with pytest.raises(NotPermitted):
        await shielded(moderation.report(assembly.rosa, insult.id, rules.Ground.OTHER, "es", "La mía"))
    waiting = [(each.post_id, each.count) for each in await cases.waiting(assembly.claire)]
    assert waiting == [(insult.id, 2), (reply.id, 1)]
    assert await cases.waiting(assembly.rosa) == []
    assert (await cases.case(assembly.rosa, insult.id, "es")).complaints == ()
    kept = await database.rows("SELECT * FROM post_report")
    assert not {assembly.omar.id, assembly.omar.opaque} & {cell for row in kept for cell in row[2:3]}
    named = await database.rows("SELECT actor FROM journal WHERE verb = 'post-reported'")
    assert {actor for (actor,) in named} == {NOBODY.opaque}
    await shielded(moderation.hide(assembly.claire, insult.id, rules.Ground.THREAT, "fr", "C’est une insulte."))
    await shielded(moderation.leave_standing(assembly.claire, reply.id, "fr", "C’est le sujet."))
    mine = {each.post_id: (each.outcome, each.answer) for each in await cases.mine(assembly.omar)}
    assert mine == {insult.id: ("hidden", ""), reply.id: ("stands", "C’est le sujet.")}
    assert len(await cases.mine(assembly.marc)) == 1
    assert await cases.mine(assembly.rosa) == []
    await shielded(commands.withdraw(assembly.rosa, insult.id))
    assert {each.words for each in await Report.filter(post_id=insult.id)} == {""}


@SQLITE
async def test_nobody_decides_about_herself_under_her_name_or_her_voice(assembly: Assembly, pseudonyms):
    await shielded(people.grant(HOUSE, "rosa", Role.CHAIR))
    rosa = await actor_of("rosa")
    for voice in (False, True):
        own = await shielded(commands.speak(rosa, 1, "plank", "es", "Lo mío", under_voice=voice))
        await shielded(moderation.report(assembly.marc, own.id, rules.Ground.OTHER, "fr", "Voyez"))
        with pytest.raises(NotPermitted, match="her own post"):
            await shielded(moderation.leave_standing(rosa, own.id, "es", "No es nada"))
        with pytest.raises(NotPermitted, match="her own post"):
            await shielded(moderation.hide(rosa, own.id, rules.Ground.OTHER, "es", "Me escondo"))
    assert await cases.waiting(rosa) == []
    assert len(await cases.waiting(assembly.claire)) == 2


@SQLITE
async def test_rooms_of_delegations_have_no_reports_and_no_chair(assembly: Assembly):
    post = await shielded(commands.speak(assembly.rosa, 1, "caucus:MX", "es", "Entre nosotros"))
    with pytest.raises(NotPermitted, match="delegation"):
        await shielded(moderation.report(assembly.jorge, post.id, rules.Ground.OTHER, "es", "Miren"))
    for act in (
        moderation.hide(assembly.claire, post.id, rules.Ground.OTHER, "fr", "Non"),
        moderation.report(assembly.marc, post.id, rules.Ground.OTHER, "fr", "Voyez"),
        lead.close(assembly.claire, post.thread_id, "fr", "Assez"),
    ):
        with pytest.raises(Absent):
            await shielded(act)


async def test_a_slow_debate_counts_a_name_and_its_voice_together(assembly: Assembly, pseudonyms):
    first = await shielded(commands.speak(assembly.rosa, 1, "plank", "es", "Uno"))
    await shielded(lead.slow(assembly.claire, first.thread_id, 30))
    for voice in (False, True):
        with pytest.raises(Held, match="not-your-turn"):
            await shielded(commands.speak(assembly.rosa, 1, "plank", "es", "Dos", under_voice=voice))
    page = await queries.page(assembly.rosa, first.thread_id, "es")
    assert page.turn.next_at == (await Post.get(id=first.id)).created_at + timedelta(minutes=30)
    said = await shielded(commands.speak(assembly.jorge, 1, "plank", "es", "Yo", under_voice=True))
    with pytest.raises(Held):
        await shielded(commands.speak(assembly.jorge, 1, "plank", "es", "Yo otra vez"))
    await shielded(lead.give_floor(assembly.claire, said.id))
    assert [(each.account_id, each.voice_id) for each in await Floor.all()] == [(None, said.voice_id)]
    with pytest.raises(Held):  # the floor is the voice's
        await shielded(commands.speak(assembly.jorge, 1, "plank", "es", "Con mi nombre"))
    await shielded(commands.speak(assembly.jorge, 1, "plank", "es", "Respondo", under_voice=True))
    with pytest.raises(Held):
        await shielded(commands.speak(assembly.jorge, 1, "plank", "es", "Y sigo", under_voice=True))


@SQLITE
async def test_a_closed_debate_takes_no_words_but_of_whom_the_chair_lets_reply(assembly: Assembly):
    insult, reply = await spoken(assembly)
    await shielded(lead.close(assembly.claire, insult.thread_id, "fr", "On en a assez dit."))
    for act in (
        commands.speak(assembly.jorge, 1, "plank", "es", "Yo"), commands.edit(assembly.rosa, insult.id, "Otra cosa"),
    ):  # fmt: skip
        with pytest.raises(Held, match="thread-closed"):
            await shielded(act)
    page = await queries.page(assembly.jorge, insult.thread_id, "fr")
    assert (page.may_speak.code, page.why.text) == ("thread-closed", "On en a assez dit.")
    await shielded(lead.give_floor(assembly.claire, insult.id))
    assert (await queries.page(assembly.rosa, insult.thread_id, "fr")).may_speak
    await shielded(commands.speak(assembly.rosa, 1, "plank", "es", "Pido disculpas"))
    with pytest.raises(Held):
        await shielded(commands.speak(assembly.rosa, 1, "plank", "es", "Y algo más"))
    await shielded(commands.withdraw(assembly.marc, reply.id))
    await shielded(lead.reopen(assembly.claire, insult.thread_id))
    await shielded(commands.speak(assembly.jorge, 1, "plank", "es", "Ahora sí"))
    with pytest.raises(NotPermitted):
        await shielded(lead.close(assembly.marc, insult.thread_id, "fr", "Assez"))


@SQLITE
async def test_a_journey_without_scripts(assembly: Assembly, visit: Visit):
    """Omar reports, Claire hides, Rosa replies; then Claire closes the debate while Marc is writing."""
    insult, _ = await spoken(assembly)
    omar, claire, rosa, marc = [await visit(handle) for handle in ("omar", "claire", "rosa", "marc")]
    debate, page = "/en/planks/1/debate", f"/en/posts/{insult.id}"
    assert f'href="{page}/report"' in (await omar.get(debate)).text
    assert f'href="{page}/report"' not in (await (await visit("")).get(debate)).text
    wrong = await send(omar, f"{page}/report", f"{page}/report", ground="other", words="", language="en")
    assert (wrong.status_code, "Please fill in this field." in wrong.text) == (422, True)
    made = await send(omar, f"{page}/report", f"{page}/report", ground="threat", words="It is rude.", language="en")
    assert (made.status_code, made.headers["location"]) == (303, "/en/me/reports")
    assert "waits for the chair" in (await omar.get("/en/me/reports")).text
    assert f'href="{page}/hide"' in (await claire.get("/en/reports")).text
    decide = (await claire.get(f"{page}/hide")).text
    assert "It is rude." in decide
    assert "Omar" not in decide
    done = await send(claire, f"{page}/hide", f"{page}/hide", ground="threat", reason="It insults.", language="en")
    assert done.status_code == 303
    for reader in (omar, marc, await visit("")):
        text = (await reader.get(debate)).text
        assert "It insults." in text
        assert "vendido" not in text
    assert "vendido" in (await rosa.get(debate)).text
    said = await send(rosa, f"{page}/hiding", f"{page}/hiding/reply", reply="Hablaba del patrón.", reply_language="es")
    assert said.status_code == 303
    assert "Hablaba del patrón." in (await omar.get(page)).text
    assert "the post is hidden" in (await omar.get("/en/me/reports")).text
    thread = insult.thread_id
    await send(claire, f"/en/threads/{thread}/lead", f"/en/threads/{thread}/slow", minutes="15")
    assert "everybody speaks once in 15 minutes" in (await omar.get(debate)).text
    early = await send(marc, debate, debate, language="fr", text="Trop tôt, mais gardé")
    assert (early.status_code, "Trop tôt, mais gardé" in early.text, "Your turn is from" in early.text) == (
        422,
        True,
        True,
    )
    await send(claire, f"/en/threads/{thread}/lead", f"/en/threads/{thread}/close", reason="Enough.", language="en")
    late = await send(marc, debate, f"/en/threads/{thread}/posts", form="/en/me", language="fr", text="Encore un mot")
    assert (late.status_code, "Encore un mot" in late.text) == (422, True)
    assert await PostDraft.filter(text="Encore un mot").count() == 1
    fresh = (await omar.get(f"/en/threads/{thread}/fresh?seen=2&since=1")).text
    assert re.search(rf'hx-target="#lead-{thread}".*Enough\.', fresh, re.DOTALL)
    assert "It insults." in fresh, "an open page renews the hidden post by itself"
    assert "vendido" not in fresh
    assert await Hiding.filter(ended_at=None).count() == 1
    await send(claire, f"{page}/hiding", f"{page}/hiding/end", why="It meant the boss.", why_language="en")
    for reader in (omar, rosa, await visit("")):
        assert f'href="{page}/hiding"' in (await reader.get(debate)).text
        told = (await reader.get(f"{page}/hiding")).text
        assert [each in told for each in ("It meant the boss.", "It insults.", "Hablaba del patrón.")] == [True] * 3
    assert "Read why it is shown again" in (await omar.get("/en/me/reports")).text
    await shielded(commands.withdraw(assembly.rosa, insult.id))
    assert (await omar.get(f"{page}/hiding")).status_code == 404


async def send(client, page: str, action: str, form: str = "", **typed: str):
    """Fill in and send a form of a page, with the page's own words of trust."""
    html = (await client.get(form or page)).text
    words = {name: re.search(rf'name="{name}" value="([^"]+)"', html)[1] for name in ("csrf", "once")}
    return await client.post(action, data=words | typed, follow_redirects=False)
