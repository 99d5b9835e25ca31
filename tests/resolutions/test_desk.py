"""The compile desk: recitals, order, schedules, references that follow the numbering, blocks that lean on others."""

from dataclasses import replace

import pytest
from amendments.conftest import Browser, person
from amendments.test_pages import come_in, fields

from conference.core.errors import Invalid
from conference.core.roles import Role
from conference.planks.links import commands as linking
from conference.planks.links import queries as links
from conference.planks.links.rules import End
from conference.planks.models import Plank
from conference.resolutions import queries, rules
from conference.resolutions.desk import commands
from conference.resolutions.desk import queries as desk
from conference.resolutions.desk.models import DraftPassage
from conference.runtime import database
from conference.text.references import Place, Sort, problems, rendered, respanned
from conference.translation import commands as translation

from .conftest import TITLES, Cast, adopted, refused

do = database.shielded
SECTOR = {"en": "Parts plants", "fr": "Usines de pièces", "es": "Plantas de autopartes"}
PLACES = {"1.p3": Place(Sort.CLAUSE, "4"), "s2": Place(Sort.SCHEDULE, "2"), "1.p1": Place(Sort.UNNUMBERED, "")}


def test_a_reference_is_written_once_and_read_in_each_language() -> None:
    assert rendered("{p3} holds, see {s2}.", PLACES, "en", 1) == "Clause 4 holds, see schedule 2."
    assert rendered("Selon {p3}, on cesse.", PLACES, "fr", 1) == "Selon l’article 4, on cesse."
    assert (
        rendered("Según {p3} y las reglas de {s2}.", PLACES, "es", 1) == "Según la cláusula 4 y las reglas del anexo 2."
    )
    assert rendered("points {1.p3#} and {p9}", PLACES, "en", 1) == "points 4 and {p9}", "what leads nowhere stays"


def test_the_words_of_a_reference_belong_to_whoever_wrote_its_mark() -> None:
    spans = [("See {p", "A1"), ("3} and ", "A2"), ("more", "A3")]
    assert respanned(spans, PLACES, "en", 1) == (("See clause 4", "A1"), (" and ", "A2"), ("more", "A3"))


def test_what_leads_nowhere_is_named() -> None:
    found = [(each.code, each.mark) for each in problems("{p3} {p9} {clause 3} {p1}", PLACES, 1)]
    assert found == [("dangling", "{p9}"), ("malformed", "{clause 3}"), ("unnumbered", "{p1}")]


def test_recitals_are_lettered_or_not_and_schedules_count_anew() -> None:
    marks = [("preamble", "recital"), ("preamble", "recital"), ("operative", "paragraph"), ("schedule", "schedule"),
             ("schedule", "paragraph"), ("schedule", "item")]  # fmt: skip
    assert rules.labels(marks, "lettered") == ["a", "b", "1", "s1", "S1.1", "S1.1a"]
    assert rules.labels(marks, "unnumbered") == ["r1", "r2", "1", "s1", "S1.1", "S1.1a"]
    assert rules.number("S1.1a", "item") == "S1.1 (a)"
    assert rules.letters(27) == "aa"


async def _passage(cast: Cast, draft: int, place: str, kind: str, texts: dict[str, str]) -> DraftPassage:
    made = await do(commands.write_passage(cast.claire, draft, place, kind, "en", texts["en"]))
    for language in ("fr", "es"):
        await do(translation.translate(cast.amelie, made.unit_id, language, texts[language]))
    return made


async def test_a_draft_becomes_a_resolution_with_preamble_clauses_and_a_schedule(cast: Cast, plank: Plank) -> None:
    await adopted(cast, plank)
    draft = await do(commands.open_draft(cast.claire, TITLES))
    assert draft.planks == [1]
    await do(commands.arrange(cast.claire, draft.id, TITLES, "lettered", [1], ["1.p2"]))
    recital = {"en": "Recalling {1.p3},", "fr": "Rappelant {1.p3},", "es": "Recordando {1.p3},"}
    made = await do(commands.write_passage(cast.claire, draft.id, "preamble", "recital", "en", recital["en"]))
    with refused("texts-missing"):
        await do(commands.compile_draft(cast.claire, draft.id))
    for language in ("fr", "es"):
        await do(translation.translate(cast.amelie, made.unit_id, language, recital[language]))
    await do(commands.add_schedule(cast.claire, draft.id, SECTOR, "1.p3", sector=SECTOR))
    await _passage(cast, draft.id, "s1", "paragraph", {"en": "From May, as in {s1}.", "fr": "Dès mai, selon {s1}.",
                                                       "es": "Desde mayo, según el texto de {s1}."})  # fmt: skip
    compiled = await do(commands.compile_draft(cast.claire, draft.id))
    view = await queries.resolution(cast.ana, compiled.number, "en")
    assert [(each.part, each.label) for each in view.paragraphs] == [
        ("preamble", "a"), ("preamble", "b"), ("operative", "h1"), ("operative", "1"), ("schedule", "s1"),
        ("schedule", "S1.1"),
    ]  # fmt: skip
    assert view.paragraphs[0].texts == {"en": "Recalling clause 1,", "fr": "Rappelant l’article 1,",
                                        "es": "Recordando la cláusula 1,"}  # fmt: skip
    assert view.paragraphs[5].texts["es"] == "Desde mayo, según el texto del anexo 1."
    assert view.paragraphs[0].labels["desk"].language == "en"
    assert "".join(text for text, _ in view.paragraphs[0].spans["fr"]) == "Rappelant l’article 1,"


async def test_words_changed_at_the_desk_keep_their_history_and_each_word_its_author(
    cast: Cast, plank: Plank, browser: Browser
) -> None:
    await adopted(cast, plank)
    draft = await do(commands.open_draft(cast.claire, TITLES))
    first = {"en": "Recalling the strikes of spring,", "fr": "Rappelant les grèves du printemps,",
             "es": "Recordando las huelgas de primavera,"}  # fmt: skip
    made = await _passage(cast, draft.id, "preamble", "recital", first)
    dana = await person("dana", "Dana Cole", Role.DRAFTER)
    with refused("not-a-drafter"):
        await do(commands.rewrite_passage(cast.ana, draft.id, made.key, "Mine."))
    chair = await come_in(browser(), "claire")
    address = f"/en/resolutions/desk/{draft.id}/passages/{made.key}"
    assert address in (await chair.get(f"/en/resolutions/desk/{draft.id}")).text
    page = (await chair.get(address)).text
    await do(commands.rewrite_passage(dana, draft.id, made.key, "Recalling the long strikes of spring,", 1))
    late = await chair.post(address, data=fields(page, address) | {"text": "Recalling nothing at all,"})
    assert late.status_code == 409, "somebody has changed it since she opened the page"
    assert "Recalling nothing at all," in late.text
    empty = await chair.post(address, data=fields(late.text, address) | {"text": " "})
    assert empty.status_code == 422
    with refused("texts-missing"):
        await do(commands.compile_draft(cast.claire, draft.id))
    for language, text in {"fr": "Rappelant les longues grèves du printemps,",
                           "es": "Recordando las largas huelgas de primavera,"}.items():  # fmt: skip
        await do(translation.translate(cast.amelie, made.unit_id, language, text))
    view = await desk.passage_history(cast.claire, draft.id, made.key, "en")
    assert [(str(each.author), each.text) for each in view.wordings] == [
        ("Dana Cole", "Recalling the long strikes of spring,"), ("Claire Beaulieu", first["en"]),
    ]  # fmt: skip
    compiled = await do(commands.compile_draft(cast.claire, draft.id))
    recital = (await queries.resolution(cast.ana, compiled.number, "en")).paragraphs[0]
    brought = {language: {text.strip(): label for text, label in spans} for language, spans in recital.spans.items()}
    assert brought["en"] == {"Recalling the": "desk", "long": "desk-2", "strikes of spring,": "desk"}
    assert (brought["fr"]["longues"], brought["es"]["largas"]) == ("desk-2", "desk-2")
    assert {label: str(told.mover) for label, told in recital.labels.items()} == {
        "desk": "Claire Beaulieu", "desk-2": "Dana Cole",
    }  # fmt: skip
    shown = (await chair.get(f"/en/resolutions/{compiled.number}")).text
    assert "Last changed by" in shown
    assert "Changed to wording 2" in shown


async def test_a_reference_that_leads_nowhere_stops_the_compiling_with_its_place(cast: Cast, plank: Plank) -> None:
    await adopted(cast, plank)
    draft = await do(commands.open_draft(cast.claire, TITLES))
    await _passage(cast, draft.id, "preamble", "recital", dict.fromkeys(("en", "fr", "es"), "Under {1.p9}."))
    _, composed, _ = await desk.preview(cast.claire, draft.id)
    assert [each.code for each in composed.problems] == ["reference-dangling"] * 3
    assert composed.problems[0].sentence.params["mark"] == "{1.p9}"
    with refused("reference-dangling"):
        await do(commands.compile_draft(cast.claire, draft.id))


async def test_a_schedule_is_for_a_delegation_or_a_named_sector(cast: Cast, plank: Plank) -> None:
    draft = await do(commands.open_draft(cast.claire, TITLES))
    with pytest.raises(Invalid) as gap:
        await do(commands.add_schedule(cast.claire, draft.id, SECTOR, "", sector={"en": "Parts"}))
    assert set(gap.value.problems) == {"delegation", "clause"}
    made = await do(commands.add_schedule(cast.claire, draft.id, SECTOR, "1.p3", "MX"))
    view = await desk.draft(cast.claire, draft.id, "es")
    assert [(each.key, each.for_whom) for each in view.schedules] == [(made.key, "México")]
    with refused("not-a-drafter"):
        await do(commands.open_draft(cast.ana, TITLES))


async def test_who_amends_a_block_is_told_what_leans_on_it(cast: Cast, plank: Plank) -> None:
    drafter = replace(cast.karen, roles=cast.karen.roles | {Role.DRAFTER})
    await do(linking.link(drafter, End(1, "p2"), "reinforces", End(1, "p3")))
    needed = await do(linking.link(drafter, End(1, "p1"), "needs", End(1, "p3")))
    leaning = await links.leaning_on(cast.ana, 1, "p3", "en")
    assert [(each.kind, each.block) for each in leaning] == [("needs", "p1"), ("reinforces", "p2")]
    assert await links.leaning_on(cast.ana, 1, "p2", "en") == ()
    with refused("no-such-block"):
        await do(linking.link(drafter, End(1, "p2"), "needs", End(1, "p77")))
    with refused("leans-on-itself"):
        await do(linking.link(drafter, End(1, "p2"), "needs", End(1, "p2")))
    with refused("not-a-drafter"):
        await do(linking.unlink(cast.ana, needed.id))
    await do(linking.unlink(drafter, needed.id))
    assert [each.block for each in await links.leaning_on(cast.ana, 1, "p3", "en")] == ["p2"]
