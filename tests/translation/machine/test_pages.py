"""What readers are shown of a machine's text, what they can ask for, and the pages of the engines and the glossary."""

import re

import pytest

from conference.core.errors import Conflict, NotPermitted
from conference.core.roles import Role
from conference.debate import commands as debate
from conference.planks.models import Plank
from conference.runtime import settings as installed
from conference.runtime.database import shielded
from conference.translation import commands
from conference.translation.glossary import read
from conference.translation.machine import worker as workers
from conference.translation.machine.models import MachineText, TranslationJob
from conference.translation.terms import commands as terms
from conference.translation.terms import queries as termbase
from tests.persons import person
from tests.translation.machine.conftest import Parrot, run_dry, worker

TERMS = """id,pos,en,fr_CA,fr_CA_gender,fr_CA_plural,es_MX,es_MX_gender,es_MX_plural,es_ES,avoid_es,machine_from,note
union,n,union,syndicat,m,syndicats,sindicato,m,sindicatos,,unión,en|fr|es,No marriage.
parts,n,parts,pièces,f,pièces,autopartes,f,autopartes,recambios,,en|fr|es,
"""


@pytest.fixture
def on(house):
    installed.use(house.model_copy(update={"machine_translation": True}))


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


async def said(assembly, text: str = "Notre syndicat demande plus.", place: str = "plank") -> tuple[int, int]:
    """A post's thread and unit."""
    plank = await Plank.get(number=1)
    thread = await shielded(debate.open_thread(plank, place))
    return thread.id, (await shielded(debate.post(assembly.marc, thread.id, "fr", text))).unit_id


async def test_a_post_is_read_by_machine_with_its_route_and_can_be_asked_for_and_reported(on, assembly, visit):
    _, unit = await said(assembly)
    spanish = await (await visit("rosa")).get("/es/planks/1/debate")
    assert "Notre syndicat demande plus." in spanish.text
    await run_dry(worker(Parrot()))
    rosa = await visit("rosa")
    page = await rosa.get("/es/planks/1/debate")
    assert "es: Notre syndicat demande plus." in words(page.text)
    assert "→" in page.text
    assert f'href="/es/texts/{unit}/es"' in page.text
    english = words((await (await visit("joan")).get("/en/planks/1/debate")).text)
    assert "Rough machine translation, checked by nobody: French → Spanish → English." in english

    about = await rosa.get(f"/en/texts/{unit}/es")
    assert "Notre syndicat demande plus." in words(about.text)
    csrf = re.search(r'name="csrf" value="([^"]+)"', about.text)
    once = re.findall(r'name="once" value="([^"]+)"', about.text)
    assert csrf
    form = {"csrf": csrf[1], "once": once[0]}
    assert (await rosa.post(f"/en/texts/{unit}/es/ask", data=form)).status_code == 303
    empty = await rosa.post(f"/en/texts/{unit}/es/report", data=form | {"once": once[1], "reason": " "})
    assert empty.status_code == 422
    report = form | {"once": once[1] + "x", "reason": "Es otra cosa."}
    assert (await rosa.post(f"/en/texts/{unit}/es/report", data=report)).status_code == 303
    desk = words((await (await visit("amelie")).get("/en/translate?into=es")).text)
    assert "Asked for by readers" in desk
    assert "1 reader the machine’s translation was reported" in desk


async def test_nobody_meets_a_withdrawn_post_or_anothers_caucus_by_its_machine_text(on, assembly, visit):
    _, unit = await said(assembly, "Le canari chante.")
    _, closed = await said(assembly, "Le canari se tait.", "caucus:CA")
    await run_dry(worker(Parrot()))
    assert await MachineText.filter(unit_id__in=[unit, closed]).count() == 4
    canadian, mexican = await visit("joan"), await visit("rosa")
    assert (await canadian.get(f"/en/texts/{closed}/en")).status_code == 200
    assert (await mexican.get(f"/en/texts/{closed}/en")).status_code == 404
    assert (await mexican.get(f"/en/texts/{unit}/es")).status_code == 200
    await shielded(debate.withdraw(assembly.marc, 1))
    assert (await mexican.get(f"/en/texts/{unit}/es")).status_code == 404
    assert await MachineText.filter(unit_id=unit).count() == 0
    draft = await shielded(commands.write_unit(assembly.marc, "fr", "Un brouillon.", "public"))
    await run_dry(worker(Parrot()))
    assert (await mexican.get(f"/en/texts/{draft.id}/es")).status_code == 404


async def test_everybody_reads_how_far_to_trust_and_only_the_house_sees_the_queue(on, assembly, visit):
    await said(assembly)
    off = words((await (await visit()).get("/en/engines")).text)
    assert "No engine runs at this moment." in off
    running = worker(Parrot("apertium"), Parrot("away", leaves_machine=True), budget=500)
    workers.running.append(running)
    try:
        await run_dry(running)
        everybody = words((await (await visit("rosa")).get("/en/engines")).text)
        assert "English → Spanish → French apertium Shows what it is about" in everybody
        assert "What waits for a machine" not in everybody
        house = words((await (await visit("claire")).get("/en/engines")).text)
        assert "Español 1 0 0 0 —" in house
        assert "Characters sent today: 0 of at most 500." in house
    finally:
        workers.running.remove(running)


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
async def test_what_is_wrong_with_an_engine_is_said_in_the_readers_language_and_anew(on, assembly, visit):
    await said(assembly)
    running = worker(Parrot("apertium", fails="late"))
    workers.running.append(running)
    try:
        await running.work()
        claire = await visit("claire")
        page = (await claire.get("/en/engines")).text
        assert "No answer came in time. × 1" in words(page)
        assert 'hx-get="?part=now" hx-trigger="every 20s"' in page
        part = (await claire.get("/en/engines?part=now")).text
        assert "No answer came in time. × 1" in words(part)
        assert "<html" not in part
        everybody = (await (await visit()).get("/en/engines")).text
        assert "every 20s" not in everybody, "what only the house watches costs readers nothing"
    finally:
        workers.running.remove(running)


async def test_a_term_is_edited_with_its_history_and_what_holds_it_is_translated_again(on, assembly, visit):
    _, unit = await said(assembly)
    _, other = await said(assembly, "Une autre chose.")
    await shielded(terms.take_over(await person("olga", "Olga", Role.ORGANIZER), read(TERMS)))
    await run_dry(worker(Parrot()))
    before = (await termbase.glossary()).revision
    page = words((await (await visit()).get("/es/glossary")).text)
    assert "syndicat , syndicats" in page
    assert "recambios (ES)" in page
    assert "unión" in page
    amelie = await visit("amelie")
    form = await amelie.get("/en/glossary/union")
    fields = dict(re.findall(r'<(?:input)[^>]*? name="(\w+)" value="([^"]*)"', form.text))
    fields |= {"pos": "n", "en_gender": "", "fr_gender": "m", "es_gender": "m", "es": "gremio", "es_plural": "gremios"}
    fields |= {"en": "union", "fr": "syndicat", "fr_plural": "syndicats", "es_avoid": "unión"}
    wrong = await amelie.post("/en/glossary/union", data=fields | {"es": "<b>", "fr_note": "Gardée."})
    assert wrong.status_code == 422
    assert "A term holds letters" in words(wrong.text)
    assert "Gardée." in wrong.text
    fields |= {"once": fields["once"] + "x", "en_note": "No marriage.", "fr_note": "Pas un mariage."}
    saved = await amelie.post("/en/glossary/union", data=fields)
    assert saved.status_code == 303, words(saved.text)
    after = await termbase.glossary()
    assert after.revision != before
    (union,) = (each for each in after.terms if each.id == "union")
    assert union.forms["es"].text == "gremio"
    assert union.notes == {"en": "No marriage.", "fr": "Pas un mariage."}
    assert "Pas un mariage.</textarea>" in (await amelie.get("/en/glossary/union")).text
    assert [each.number for each in await termbase.revisions("union")] == [2, 1]
    waiting = {job.unit_id for job in await TranslationJob.filter(state="waiting")}
    assert unit in waiting
    assert other not in waiting
    with pytest.raises(Conflict):
        await shielded(terms.take_out(assembly.amelie, "union", 1))
    with pytest.raises(NotPermitted):
        await shielded(terms.take_out(assembly.rosa, "union", 2))
    await shielded(terms.take_out(assembly.amelie, "union", 2))
    assert [each.id for each in (await termbase.glossary()).terms] == ["parts"]
