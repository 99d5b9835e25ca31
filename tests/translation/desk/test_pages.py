"""The desk as pages without JavaScript: from taking a text to its certificate; files, the glossary and the panel."""

import re

import pytest

from conference.core.roles import Role
from conference.pages.languages import queries as panel
from conference.people.models import Account
from conference.runtime.database import shielded
from conference.translation import commands as texts
from conference.translation.glossary import read
from conference.translation.glossary.termbase import write
from conference.translation.machine import pleas
from conference.translation.machine import queries as machine
from conference.translation.machine.models import MachineText, Plea
from conference.translation.models import Text
from conference.translation.terms import commands as terms
from conference.translation.terms import queries as termbase
from tests.persons import person

TERMS = """id,pos,en,fr_CA,fr_CA_plural,es_MX,es_MX_gender,es_MX_plural,es_ES,avoid_es,machine_from,note,note_fr
union,n,union,syndicat,syndicats,sindicato,m,sindicatos,,unión,en|fr|es,=No marriage.,"Ni mariage, ni fusion."
parts,n,parts,pièces,pièces,autopartes,f,autopartes,recambios,,en|fr|es,,
"""


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def hidden(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that goes to this address."""
    form = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', page, re.DOTALL)
    assert form, action
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0]))


@pytest.fixture
def settings(sqlite_settings):
    """What is shown is the same on both databases."""
    return sqlite_settings


async def test_from_taking_a_text_to_its_certificate_without_javascript(room, visit):
    unit = (await room.says("rosa", "es", "Nuestro sindicato pide:\n\n- trabajo\n- descanso")).unit_id
    await shielded(terms.take_over(await person("olga", "Olga", Role.ORGANIZER), read(TERMS)))
    page = f"/en/translate/{unit}/fr"
    amelie, jorge = await visit("amelie"), await visit("tere")
    assert page in (await amelie.get("/en/translate?into=fr")).text
    opened = (await amelie.get(page)).text
    assert "sindicato → syndicat, syndicats" in words(opened)
    assert '<span class="muted" lang="en">=No marriage.</span>' in opened
    assert 'lang="fr-CA">Ni mariage, ni fusion.</span>' in (await amelie.get(page.replace("/en/", "/fr/"))).text
    took = await amelie.post(f"{page}/claim", data=hidden(opened, f"{page}/claim"))
    assert took.status_code == 303
    seen_by_jorge = words((await jorge.get("/en/translate?into=fr")).text)
    assert "Amélie Roy has it until" in seen_by_jorge
    late = await jorge.get(page)
    refused = await jorge.post(f"{page}/claim", data=hidden(opened, f"{page}/claim") | hidden(late.text, page))
    assert refused.status_code == 409
    assert "Amélie Roy has taken this text until" in words(refused.text)

    opened = (await amelie.get(page)).text
    said = {"segment-1": "Notre syndicat demande :", "segment-2": "du travail", "segment-3": ""}
    gap = await amelie.post(page, data=hidden(opened, page) | said)
    assert gap.status_code == 422
    assert "du travail" in gap.text
    saved = await amelie.post(page, data=hidden(gap.text, page) | said | {"segment-3": "du repos"})
    assert saved.status_code == 303
    stands = (await amelie.get(page)).text
    assert "Notre syndicat demande :" in stands
    assert "A second person reviews and certifies it." in words(stands)

    anyway = await jorge.post(page, data=hidden(late.text, page) | {"text": "Le syndicat veut tout."})
    assert anyway.status_code == 409
    assert "Le syndicat veut tout." in anyway.text
    assert "Notre syndicat demande" in anyway.text
    assert "Both are here" in words(anyway.text)

    looked = (await jorge.get(page)).text
    done = await jorge.post(f"{page}/certificate", data=hidden(looked, f"{page}/certificate"))
    assert done.status_code == 303
    assert "certified" in words((await amelie.get(page)).text)


async def test_the_memory_begins_a_text_and_is_never_saved_by_itself(room, visit):
    first = (await room.says("rosa", "es", "La planta es nuestra.")).unit_id
    await shielded(texts.translate(room.amelie, first, "fr", "L’usine est à nous."))
    same = (await room.says("pablo", "es", "La planta es nuestra.")).unit_id
    like = (await room.says("pablo", "es", "La planta es muy nuestra.")).unit_id
    client = await visit("amelie")
    opened = (await client.get(f"/en/translate/{same}/fr")).text
    assert "L’usine est à nous.</textarea>" in opened
    assert "100% the same words" in words(opened)
    opened = (await client.get(f"/en/translate/{like}/fr")).text
    assert "L’usine est à nous.</textarea>" not in opened
    (link,) = re.findall(rf'href="(/en/translate/{like}/fr\?use=[^"]+)"', opened)
    assert "L’usine est à nous.</textarea>" in (await client.get(link)).text
    assert sorted(each.unit_id for each in (await machine.asked(room.amelie, "fr"))) == []


async def test_words_of_the_memory_go_into_one_paragraph_and_nothing_typed_is_lost(room, visit):
    first = (await room.says("rosa", "es", "Hola.\n\nLa planta es nuestra.")).unit_id
    await shielded(texts.translate(room.amelie, first, "fr", "Bonjour.\n\nL’usine est à nous."))
    unit = (await room.says("pablo", "es", "Otra cosa.\n\nLa planta es nuestra.")).unit_id
    client, page = await visit("amelie"), f"/en/translate/{unit}/fr"
    opened = (await client.get(page)).text
    assert "Memory: the same paragraph" in words(opened)
    (key,) = re.findall(r'name="fill" value="([^"]+)"', opened)
    typed = hidden(opened, page) | {"segment-1": "Autre chose.", "segment-2": "", "fill": key}
    filled = await client.post(page, data=typed)
    assert filled.status_code == 200
    assert "Autre chose.</textarea>" in filled.text
    assert "L’usine est à nous.</textarea>" in filled.text
    assert "nothing is saved yet" in words(filled.text)
    assert await Text.filter(unit_id=unit, language="fr").count() == 0


async def test_files_go_out_and_come_back_with_a_report(room, visit):
    await room.says("rosa", "es", "Uno")
    client = await visit("amelie")
    file = await client.get("/en/translate/files/texts?from=es&into=fr")
    assert file.headers["content-disposition"] == 'attachment; filename="conference-es-fr.xlf"'
    assert (
        (await client.get("/en/translate/files/memory?from=es&into=fr"))
        .headers["content-type"]
        .startswith("application/x-tmx")
    )
    assert (await client.get("/en/translate/files/texts?from=es&into=es")).status_code == 404
    page = await client.get("/en/translate/files")
    to = "/en/translate/files/texts"
    back = file.content.replace(b">Uno</source>", b">Uno</source><target>Un</target>")
    sent = await client.post(to, data=hidden(page.text, to), files={"texts": ("a.xlf", back)})
    assert sent.status_code == 200
    assert "taken: 1" in words(sent.text)
    for hostile, told in ((b'<!DOCTYPE x [<!ENTITY e "e">]><x>&e;</x>', "document type"), (b"", "The file is empty.")):
        refused = await client.post(
            to, data=hidden(page.text, to) | {"once": told}, files={"texts": ("a.xlf", hostile)}
        )
        assert refused.status_code == 422
        assert told in words(refused.text)
    huge = await client.post(to, data=hidden(page.text, to), files={"texts": ("a.xlf", b"x" * 50_000_000)})
    assert huge.status_code == 413
    assert (await client.post(to, data=hidden(page.text, to) | {"once": "n"})).status_code == 422


async def test_a_table_of_terms_is_looked_at_then_taken_in_and_loses_nothing(room, visit):
    await shielded(terms.take_over(await person("olga", "Olga", Role.ORGANIZER), read(TERMS)))
    client, to = await visit("amelie"), "/en/glossary/table"
    out = (await client.get("/en/glossary/table.csv")).text
    assert sorted(read(out).terms, key=str) == sorted(read(TERMS).terms, key=str)
    assert ", =No marriage." in out  # a space keeps spreadsheets from computing it
    page = (await client.get(to)).text
    changed = out.replace("sindicato,", "gremio,").splitlines()
    table = "\n".join([changed[0], changed[2]]) + "\n" + changed[2].replace("union,n,union", "local,n,local")
    shown = await client.post(to, data=hidden(page, to) | {"text": table})
    assert shown.status_code == 200
    assert "New terms: 1 Changed terms: 1 Terms that stay as they are: 1" in words(shown.text)
    assert [each.forms["es"].text for each in (await termbase.glossary()).terms if each.id == "union"] == ["sindicato"]
    typed = hidden(shown.text, to) | {"text": table, "confirmed": "1"}
    await shielded(terms.take_out(room.amelie, "parts", 1))
    again = await client.post(to, data=typed)  # somebody has changed a term meanwhile: it is shown anew
    assert again.status_code == 200
    done = await client.post(to, data=hidden(again.text, to) | {"text": table, "confirmed": "1"})
    assert done.status_code == 303
    assert {each.id: each.forms["es"].text for each in (await termbase.glossary()).terms} == {
        "union": "gremio", "local": "gremio",
    }  # fmt: skip
    older = "id,pos,en,es_MX,note\nunion,n,union,sindicato,Of work.\n"  # from before notes were in several languages
    shown = await client.post(to, data=hidden(page, to) | {"text": older, "once": "o"})
    assert "English · Note =No marriage. Of work." in words(shown.text)
    await client.post(to, data=hidden(shown.text, to) | {"text": older, "confirmed": "1"})
    (union,) = (each for each in (await termbase.glossary()).terms if each.id == "union")
    assert union.notes == {"en": "Of work.", "fr": "Ni mariage, ni fusion."}
    wrong = await client.post(to, data=hidden(page, to) | {"text": table + "\nBad Id,n,x\n", "once": "w"})
    assert wrong.status_code == 422
    assert "Line 4 has another number of cells" in words(wrong.text)
    assert "Bad Id,n,x" in wrong.text
    assert (await (await visit("rosa")).get(to)).status_code == 403


def test_a_table_keeps_regions_and_what_to_avoid():
    glossary = read(TERMS)
    assert read(write(glossary.terms)).terms == glossary.terms
    assert " =No marriage." in write(glossary.terms)


async def test_a_report_reaches_the_author_and_the_desk(room, visit):
    unit = (await room.says("rosa", "es", "La planta es nuestra.")).unit_id
    await MachineText.create(
        unit_id=unit, revision=1, language="fr", text="Plante.", html="<p>Plante.</p>", middle="", route="es fr",
        engine="x", version="", glossary="", flags="", unknown="[]", source_hash="", made_at="2026-01-01T00:00Z",
    )  # fmt: skip
    await Plea.create(
        unit_id=unit, revision=1, language="fr", kind=pleas.REPORT, account_id=room.assembly.marc.id,
        reason="Une plante verte!", made_at="2026-01-01T00:00:00+00:00",
    )  # fmt: skip
    rosa = room.assembly.rosa
    assert [(each.unit_id, each.language, each.readers) for each in await machine.reports_on(rosa)] == [(unit, "fr", 1)]
    assert "Une plante verte!" in (await (await visit("amelie")).get(f"/en/translate/{unit}/fr")).text
    assert f"/texts/{unit}/fr" in (await (await visit("rosa")).get("/en/")).text
    assert await machine.reasons(rosa, unit, "fr") == ("Une plante verte!",)
    assert await machine.reasons(room.assembly.pablo, unit, "fr") == ()
    await shielded(texts.translate(room.amelie, unit, "fr", "L’usine est à nous."))
    assert await machine.reports_on(rosa) == []


async def test_the_panel_says_who_speaks_who_waits_and_who_has_not_read(room, visit):
    await room.says("rosa", "es", "uno dos tres")
    spoken = await room.says("marc", "fr", "un")
    await room.says("rosa", "es", "El canario calla en su cuarto.", "caucus:MX")
    await shielded(texts.translate(room.amelie, spoken.unit_id, "es", "uno"))
    await Account.filter(handle__in=["rosa", "jorge", "lucia", "pablo", "ines"]).update(languages=["es"])
    fares = {each.language: each for each in await panel.panel(room.assembly.claire)}
    assert [(each.posts, each.words) for each in fares.values()] == [(0, 0), (1, 1), (1, 3)]
    assert [(each.translated, each.waiting) for each in fares.values()] == [(0, 2), (0, 1), (1, 0)]
    assert fares["es"].lag is not None
    assert fares["es"].longest is None
    assert fares["fr"].longest is not None
    assert (fares["es"].readers >= 5, fares["es"].unread) == (True, 2)
    few = [each for each in fares.values() if each.readers < 5]
    assert all(each.unread is None for each in few)
    page = words((await (await visit("claire")).get("/en/languages")).text)
    assert "The words of the debate were said in these languages: English 0%, French 25%, and Spanish 75%." in page
    assert "Whoever reads English and French waits longest" in page
    assert "/en/languages" in (await (await visit("claire")).get("/en/chair")).text
    assert (await (await visit("rosa")).get("/en/languages")).status_code == 403
