"""Engines over HTTP: APY as Debian has it, and the shapes of LibreTranslate and DeepL on a stand-in's loopback."""

import asyncio
import os
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from conference.runtime.settings import Settings
from conference.translation.engines import Choices, Router, Segment, Status, engines_of
from conference.translation.engines.apy import Apy
from conference.translation.engines.deepl import FREE, PAID, DeepL
from conference.translation.engines.firefox import Firefox
from conference.translation.engines.libretranslate import LibreTranslate
from tests.translation.engines.services import APY_MISSING, Answer, real_apy, standing

TWO = [Segment("a", "One strike."), Segment("b", "Two strikes.")]


def deepl(path: str, body) -> Answer:
    if path == "/v2/usage":
        return 200, {}, {"character_count": 1, "character_limit": 500000}
    texts = [{"detected_source_language": "EN", "text": f"¡{text}!"} for text in body["text"]]
    return 200, {}, {"translations": texts}


def libretranslate(path: str, body) -> Answer:
    if path == "/languages":
        return 200, {}, [{"code": "en", "name": "English", "targets": ["en", "es", "de"]}]
    return 200, {}, {"translatedText": [f"¡{text}!" for text in body["q"]]}


async def test_deepl_is_asked_as_it_wants_to_be():
    with standing(deepl) as stand:
        engine = DeepL("key:fx", stand.address)
        outcomes = await Router([engine], Choices(default=("deepl",), leaving=True)).translate(TWO, "en", "es")
        await engine.aclose()
    path, headers, body = stand.asked[-1]
    assert (path, headers["Authorization"]) == ("/v2/translate", "DeepL-Auth-Key key:fx")
    assert (body["text"], body["source_lang"], body["target_lang"]) == (["One strike.", "Two strikes."], "EN", "ES-419")
    assert [each.text for each in outcomes] == ["¡One strike.!", "¡Two strikes.!"]


async def test_nothing_is_sent_to_deepl_unless_a_conference_chose_it_nor_from_a_closed_room():
    with standing(deepl) as stand:
        for choices, stays in ((Choices(default=("deepl",)), False), (Choices(default=("deepl",), leaving=True), True)):
            engine = DeepL("key", stand.address)
            outcomes = await Router([engine], choices).translate(TWO, "en", "es", stays_here=stays)
            await engine.aclose()
            assert {each.status for each in outcomes} == {Status.REFUSED}
    assert {path for path, _, _ in stand.asked} == {"/v2/usage"}


def test_a_key_of_the_free_plan_goes_to_its_own_address():
    assert (DeepL("a:fx")._remote.address, DeepL("a")._remote.address) == (FREE, PAID)


async def test_libretranslate_gets_a_list_and_gives_one():
    with standing(libretranslate) as stand:
        engine = LibreTranslate(stand.address, "secret")
        assert (await engine.capabilities()).pairs == {("en", "es")}
        outcomes = await engine.translate(TWO, "en", "es")
        await engine.aclose()
    assert stand.asked[-1][2] == {
        "q": ["One strike.", "Two strikes."], "source": "en", "target": "es", "format": "text", "api_key": "secret",
    }  # fmt: skip
    assert [(each.id, each.text) for each in outcomes] == [("a", "¡One strike.!"), ("b", "¡Two strikes.!")]


@pytest.mark.parametrize(
    ("status", "headers", "content", "outcome"),
    [
        (429, {"Retry-After": "17"}, {}, (Status.FAILED, "http-429", 17)),
        (503, {}, b"<html>", (Status.FAILED, "http-503", None)),
        (456, {}, {"message": "Quota exceeded"}, (Status.REFUSED, "http-456", None)),
        (403, {}, {}, (Status.REFUSED, "http-403", None)),
        (200, {}, b"<html>no json", (Status.FAILED, "unreadable", None)),
        (200, {}, {"translations": [{"text": "uno"}]}, (Status.FAILED, "unreadable", None)),
        (200, {}, {"translations": [{"text": "uno"}, {"text": 2}]}, (Status.FAILED, "unreadable", None)),
        (200, {}, {"other": 1}, (Status.FAILED, "unreadable", None)),
        (200, {}, {"translations": [{"text": " "}, {"text": ""}]}, (Status.FAILED, "blank", None)),
    ],
)
async def test_a_bad_answer_is_an_outcome_for_each_segment(status, headers, content, outcome):
    with standing(lambda _path, _body: (status, headers, content)) as stand:
        engine = DeepL("key", stand.address)
        outcomes = await engine.translate(TWO, "en", "es")
        await engine.aclose()
    assert [each.id for each in outcomes] == ["a", "b"]
    assert {(each.status, each.flags[0], each.retry_after) for each in outcomes} == {outcome}
    assert {each.text for each in outcomes} == {None}


async def test_a_date_to_retry_after_is_read_as_seconds():
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    with standing(lambda _path, _body: (429, {"Retry-After": later}, {})) as stand:
        engine = LibreTranslate(stand.address)
        (outcome,) = await engine.translate(TWO[:1], "en", "es")
        await engine.aclose()
    assert outcome.retry_after is not None
    assert 0 < outcome.retry_after <= 90


async def test_a_slow_service_and_one_that_is_not_there_fail_in_time():
    def slow(_path: str, _body) -> Answer:
        time.sleep(1)
        return 200, {}, {}

    with standing(slow) as stand:
        engine = LibreTranslate(stand.address)
        soon = asyncio.get_running_loop().time() + 0.1
        assert [each.flags for each in await engine.translate(TWO, "en", "es", deadline=soon)] == [("late",)] * 2
        await engine.aclose()
    engine = LibreTranslate("http://127.0.0.1:1")
    assert [each.flags for each in await engine.translate(TWO, "en", "es")] == [("unreachable",)] * 2
    assert not (await engine.health()).well
    await engine.aclose()


async def test_an_answer_with_fewer_sentences_is_marked_as_having_lost_some():
    with standing(lambda _path, _body: (200, {}, {"translatedText": ["Una huelga."]})) as stand:
        engine = LibreTranslate(stand.address)
        (outcome,) = await engine.translate([Segment("a", "A strike. We pay for it.")], "en", "es")
        await engine.aclose()
    assert outcome.flags == ("words-lost",)


def test_a_service_on_this_machine_keeps_text_here():
    assert not Apy("http://127.0.0.1:2737").leaves_machine
    assert not LibreTranslate("http://localhost:5000").leaves_machine
    assert Apy("https://apy.example.org").leaves_machine
    assert Apy("http://127.0.0.1.example.org").leaves_machine


async def test_the_real_apy_translates_a_paragraph_at_a_time(installed):
    try:
        with real_apy() as address:
            engine = Apy(address)
            assert {("en", "es"), ("es", "en"), ("fr", "es"), ("es", "fr")} <= (await engine.capabilities()).pairs
            texts = ["The strike.", "The xyzzy strikes & more: 100 %.", "One. Two. Three."]
            outcomes = await engine.translate([Segment(str(at), text) for at, text in enumerate(texts)], "en", "es")
            await engine.aclose()
    except FileNotFoundError:
        if os.environ.get("CI"):
            pytest.fail(APY_MISSING)
        pytest.skip(APY_MISSING)
    assert [each.id for each in outcomes] == ["0", "1", "2"]
    assert outcomes[0].text == "La huelga."
    assert outcomes[1].unknown == ("xyzzy",)
    assert "&" in (outcomes[1].text or "")
    assert all("*" not in (each.text or "*") for each in outcomes)


async def test_firefox_says_what_it_lacks_and_refuses(tmp_path: Path, monkeypatch):
    monkeypatch.setattr("conference.translation.engines.firefox.PACKAGE", "no_such_package_here")
    engine = Firefox(tmp_path)
    assert "pip install" in (await engine.health()).says
    assert {each.status for each in await engine.translate(TWO, "en", "es")} == {Status.REFUSED}
    monkeypatch.undo()
    assert "no models" in (await engine.health()).says


async def test_firefox_loads_the_files_of_a_pair_and_fails_at_broken_ones(tmp_path: Path):
    folder = tmp_path / "en-es"
    folder.mkdir()
    (folder / "model.enes.intgemm.alphas.bin").write_bytes(b"no model")
    (folder / "vocab.enes.spm").write_bytes(b"no vocabulary")
    engine = Firefox(tmp_path)
    assert (await engine.capabilities()).pairs == {("en", "es")}
    outcomes = await engine.translate(TWO, "en", "es")
    assert [(each.status, each.flags) for each in outcomes] == [(Status.FAILED, ("broken-model",))] * 2


def test_an_installation_has_the_engines_that_its_settings_name(tmp_path: Path):
    settings = Settings(data=tmp_path, deepl_key="k", apy_address="http://127.0.0.1:2737", firefox_models=tmp_path)
    assert [each.name for each in engines_of(settings)] == ["apertium", "apy", "deepl", "firefox"]
    assert [each.name for each in engines_of(Settings(data=tmp_path))] == ["apertium"]
