"""The real Apertium by our own pipelines: what readers get, and what happens when a process dies under it."""

import asyncio
import os
import signal
from pathlib import Path

import pytest

from conference.translation.engines import Router, Segment, Status
from conference.translation.engines.apertium import Apertium
from conference.translation.engines.installation import Installation
from conference.translation.engines.pipeline import Pipeline
from conference.translation.engines.provider import NO_GLOSSARY
from conference.translation.glossary import Glossary, read
from tests.translation.engines.conftest import TERMBASE


async def said(router: Router, text: str, source: str, target: str, glossary: Glossary = NO_GLOSSARY) -> str:
    (outcome,) = await router.translate([Segment("1", text)], source, target, glossary=glossary)
    assert outcome.text is not None, outcome
    return outcome.text


def children(engine: Apertium) -> list[Pipeline]:
    return [direction.pipeline for direction in engine._directions.values()]


@pytest.mark.parametrize(
    ("source", "target", "text", "expected"),
    [
        ("en", "es", "The workers are on the street.", "trabajadores"),
        ("es", "en", "Los trabajadores van a la huelga.", "workers"),
        ("fr", "es", "Les ouvriers sont en grève.", "huelga"),
        ("es", "fr", "La huelga de los trabajadores.", "grève"),
    ],
)
async def test_each_direction_translates(router, source, target, text, expected):
    assert expected in await said(router, text, source, target)


async def test_french_reaches_english_through_spanish_and_says_so(router, glossary):
    (outcome,) = await router.translate([Segment("1", "Le syndicat est en grève.")], "fr", "en", glossary=glossary)
    assert outcome.route == ("fr", "es", "en")
    assert outcome.middle is not None
    assert "sindicato" in outcome.middle
    assert "union" in (outcome.text or "")


async def test_terms_come_out_as_agreed_and_articles_agree_with_them(router, glossary):
    assert await said(router, "Les heures supplémentaires.", "fr", "es", glossary) == "El tiempo extra."
    assert await said(router, "El tiempo extra.", "es", "fr", glossary) == "Les heures supplémentaires."
    assert await said(router, "The union has new assembly plants.", "en", "es", glossary) == (
        "El sindicato tiene plantas de ensamble nuevas."
    )
    assert await said(router, "Les parts de marché.", "fr", "es", glossary) == "Las participaciones de mercado."
    assert await said(router, "Les syndicats ont un fonds de grève.", "fr", "es", glossary) == (
        "Los sindicatos tienen un fondo de huelga."
    )


async def test_a_common_word_has_the_sense_that_the_conference_has_in_mind(router, glossary):
    assert "Dispararon" in await said(router, "They fired the worker.", "en", "es")
    assert "Despidieron" in await said(router, "They fired the worker.", "en", "es", glossary)
    assert "objetivos" in await said(router, "Our goals.", "en", "es", glossary)


async def test_nobody_does_not_become_anybody(router, glossary):
    assert await said(router, "Nadie vino.", "es", "en", glossary) == "Nobody came."
    assert await said(router, "No viene nadie.", "es", "en", glossary) == "It does not come anybody."


async def test_the_machine_obeys_from_the_named_languages_only(router):
    only_french = read(TERMBASE.read_text().replace("horas extra,,en|fr|es", "horas extra,,fr"))
    assert await said(router, "Overtime.", "en", "es", only_french) == "Overtime."
    assert await said(router, "Heures supplémentaires.", "fr", "es", only_french) == "Tiempo extra."


async def test_an_edited_term_changes_the_very_next_translation(router, glossary):
    text = "Le syndicat veut des heures supplémentaires."
    assert "tiempo extra" in await said(router, text, "fr", "es", glossary)
    edited = read(TERMBASE.read_text().replace("tiempo extra,m,tiempos extra", "hora adicional,f,horas adicionales"))
    assert "hora adicional" in await said(router, text, "fr", "es", edited)
    assert "tiempo extra" in await said(router, text, "fr", "es", glossary)


async def test_the_pipeline_of_an_earlier_revision_ends_and_its_last_user_is_served(router, apertium, glossary):
    many = [Segment(str(at), "La huelga de los trabajadores.") for at in range(100)]
    early = asyncio.create_task(router.translate(many, "es", "en", glossary=glossary))
    await asyncio.sleep(0.05)
    await said(router, "Una huelga.", "es", "en")
    outcomes = await early
    assert {outcome.glossary for outcome in outcomes} == {glossary.revision}
    assert all(outcome.status is Status.OK for outcome in outcomes)
    assert len(children(apertium)) == 1


@pytest.mark.parametrize("stage", [0, 4])
async def test_a_stage_killed_in_the_middle_of_a_batch_loses_nothing_and_says_nothing_false(router, apertium, stage):
    many = [Segment(str(at), f"La huelga número {at} de los trabajadores.") for at in range(150)]
    expected = await router.translate(many, "es", "en")
    assert len({outcome.text for outcome in expected}) == 150
    running = asyncio.create_task(router.translate(many, "es", "en"))
    killed = 0
    while not running.done():
        await asyncio.sleep(0.01)
        (pipeline,) = children(apertium)
        if pipeline.is_running and killed < 2:
            os.kill(pipeline.processes[stage], signal.SIGKILL)
            killed += 1
    assert killed
    assert [(each.id, each.text) for each in await running] == [(each.id, each.text) for each in expected]


async def test_a_stage_that_hangs_is_ended_at_the_deadline_and_the_next_call_works(router, apertium):
    await said(router, "Una huelga.", "es", "en")
    (pipeline,) = children(apertium)
    os.kill(pipeline.processes[2], signal.SIGSTOP)
    soon = asyncio.get_running_loop().time() + 0.3
    (outcome,) = await router.translate([Segment("1", "Una huelga.")], "es", "en", deadline=soon)
    assert (outcome.status, outcome.text, outcome.flags) == (Status.FAILED, None, ("late",))
    assert await said(router, "Una huelga.", "es", "en") == "A strike."


async def test_a_caller_that_leaves_spoils_nobody_elses_answer(router):
    leaving = asyncio.create_task(said(router, "Una huelga. " * 800, "es", "en"))
    await asyncio.sleep(0.1)
    leaving.cancel()
    assert await said(router, "Los sindicatos.", "es", "en") == "The unions."


async def test_a_pipeline_stops_when_nobody_asks(installed, tmp_path):
    engine = Apertium(tmp_path, idle=0.05)
    await engine.translate([Segment("1", "Una huelga.")], "es", "en")
    (pipeline,) = children(engine)
    assert pipeline.is_running
    await asyncio.sleep(0.3)
    assert not pipeline.processes
    await engine.aclose()


async def test_every_sign_of_the_stream_comes_back(router):
    signs = r"^ $ [ ] { } / \ * @ # < > ~ ^a$ [b] <c> \0 ' & | `"
    told = await said(router, f"La huelga {signs} es nuestra.", "es", "fr")
    for sign in r"^$[]{}/\*@#<>~'&|":
        assert told.count(sign) >= signs.count(sign), sign


async def test_unknown_words_are_kept_for_the_glossary_and_unmarked_for_readers(router):
    (outcome,) = await router.translate([Segment("1", "The flurbing workers of xyzzy.")], "en", "es")
    assert outcome.unknown == ("flurbing", "xyzzy")
    assert "*" not in (outcome.text or "*")


async def test_protected_spans_survive_both_legs(router, glossary):
    spans = [
        "@rosa-delgado",
        "p3s2",
        "#12",
        "https://example.org/a?b=c#d",
        "`x = 1`",
        "12,5 %",
        "40 $",
        "Solidarity House",
    ]
    text = " et ".join(f"le syndicat de {span}" for span in spans)  # a sentence with eight of them
    (outcome,) = await router.translate([Segment("1", text)], "fr", "en", glossary=glossary)
    assert "lost-protected" not in outcome.flags
    for span in spans:
        assert outcome.text is not None
        assert outcome.text.count(span) == 1, span


async def test_paragraphs_and_markdown_keep_their_places(router):
    text = "# Une grève\n\n> Un syndicat.\n- Un patron.\n\n```\nun syndicat\n```\n\nDes **ouvriers**."
    told = await said(router, text, "fr", "es")
    assert told == "# Una huelga\n\n> Un sindicato.\n- Un patrón.\n\n```\nun syndicat\n```\n\nDe los **obreros**."


async def test_without_apertium_every_text_is_refused_and_how_to_get_it_is_said(tmp_path):
    engine = Apertium(tmp_path, look=lambda: Installation({}, (("en", "es"),), False))
    (outcome,) = await Router([engine]).translate([Segment("1", "A strike.")], "en", "es")
    assert (outcome.status, outcome.text, outcome.flags) == (Status.REFUSED, None, ("not-translated",))
    health = await engine.health()
    assert not health.well
    assert "apt-get install" in health.says


async def test_two_engines_compile_one_revision_at_the_same_time(installed, tmp_path: Path, glossary):
    engines = [Apertium(tmp_path), Apertium(tmp_path)]
    segment = [Segment("1", "Le syndicat.")]
    both = await asyncio.gather(*(each.translate(segment, "fr", "es", glossary=glossary) for each in engines))
    assert [outcomes[0].text for outcomes in both] == ["El sindicato.", "El sindicato."]
    assert not any(name.startswith(".") for name in os.listdir(tmp_path))
    for each in engines:
        await each.aclose()
