"""XLIFF and TMX as files: what goes out comes back, whatever the words; what is hostile or broken is refused."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conference.core.errors import Refused
from conference.translation.desk import inline, segments, tmx, xliff
from conference.translation.desk.tmx import Pair
from conference.translation.desk.xliff import CORE, Unit
from conference.translation.desk.xml import LARGEST, BadFile

ANY = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=120)
MIXED = st.lists(
    st.sampled_from(
        ["Oh", "\n", "\n\n- ", "1. ", "@joan", "p3s2", "30 km", "<b>&amp;]]>", "\x1f", "\ufffe", "XQ0Q", "`\t`", "\r"]
    ),
    min_size=1,
    max_size=20,
).map("".join)  # fmt: skip
WORDS = st.one_of(ANY, MIXED)


@settings(max_examples=80, deadline=None)
@given(WORDS, WORDS)
@example("- uno\n- dos", "- un\n- deux")
@example("- uno\n- dos", "un et deux")
@example("Voir p3s2.", "\x0bp3s2\x1f")
def test_a_text_comes_back_from_xliff_as_it_went_out(source, target):
    """Also what XML cannot hold."""
    package = xliff.read(xliff.write([Unit(7, 3, source, target)], "es", "fr", "desk", ("UNIFOR",)))
    (back,) = package.units
    assert (package.source, package.target, back.id, back.revision) == ("es", "fr", 7, 3)
    assert (back.source_mark, back.target_mark) == (xliff.mark(source), xliff.mark(target))
    assert back.text == (target if target.strip() else None)


@settings(max_examples=60, deadline=None)
@given(WORDS, WORDS)
def test_a_pair_comes_back_from_tmx_as_it_went_out(source, target):
    memory = tmx.read(tmx.write([Pair(source, target, 9)], "es", "fr", "1"), "es", "fr")
    if source.strip() and target.strip():
        assert memory.pairs == (Pair(source.strip(), target.strip(), 9, xliff.mark(source)),)
    else:
        assert (memory.pairs, memory.without) == ((), 1)


@settings(max_examples=30, deadline=None)
@given(MIXED, MIXED)
def test_every_file_has_what_xliff_asks_for(source, target):
    root = ElementTree.fromstring(xliff.write([Unit(1, 1, source), Unit(2, 1, source, target)], "en", "fr", "desk"))
    assert (root.tag, root.get("version"), root.get("srcLang"), root.get("trgLang")) == (
        f"{{{CORE}}}xliff", "2.1", "en", "fr-CA",
    )  # fmt: skip
    for unit in root.iter(f"{{{CORE}}}unit"):
        assert re.fullmatch(r"[\w.-]+", unit.get("id", ""))
        assert unit.findall(f"{{{CORE}}}segment")
        data = {each.get("id") for each in unit.iter(f"{{{CORE}}}data")}
        for side in ("source", "target"):
            ids = [
                ph.get("id")
                for part in unit
                for words in part.findall(f"{{{CORE}}}{side}")
                for ph in words.iter(f"{{{CORE}}}ph")
            ]
            assert len(ids) == len(set(ids))
        assert all(each.get("dataRef") in data for each in unit.iter(f"{{{CORE}}}ph"))
        for each in unit.iter(f"{{{CORE}}}segment"):
            assert each.get("state") in ("initial", "translated", "reviewed")
            assert (each.get("state") == "initial") == (each.find(f"{{{CORE}}}target") is None)


def test_a_placeholder_of_the_translation_is_that_of_the_original():
    out = xliff.write([Unit(1, 1, "@ana y @joan", "@joan et @ana")], "es", "fr", "desk").decode()
    source, target = (
        re.findall(r'<ph id="(\d)" dataRef="(d\d)"', out)[:2],
        re.findall(r'<ph id="(\d)" dataRef="(d\d)"', out)[2:],
    )
    assert sorted(target) == source
    assert target != source


def test_what_has_to_stay_is_missed():
    assert inline.lost("Diga a @joan: 30 km.", "Dites à @joan : 30 km.") == ()
    assert inline.lost("Diga a @joan: 30 km.", "Dites à Jeanne : 30 miles.") == ("@joan", "30 km")


def test_a_text_is_cut_beside_its_translation_only_where_both_stand_in_the_same_frame():
    pairs = segments.beside("Uno.\n\n- dos\n- tres", "Un.\n\n- deux\n- trois")
    assert [(each.source, each.target) for each in pairs] == [("Uno.", "Un."), ("dos", "deux"), ("tres", "trois")]
    assert segments.beside("Uno.\n\n- dos", "Un et deux.") == ()
    assert segments.beside("Uno.", "") == ()
    typed = {"segment-1": " Un. ", "segment-2": "deux", "segment-3": "trois"}
    assert segments.typed("Uno.\n\n- dos\n- tres", typed) == "Un.\n\n- deux\n- trois"
    assert segments.typed("Uno.\n\n- dos\n- tres", {"text": "Un"}) is None


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="es" trgLang="fr">&b;</xliff>"""
HOSTILE = {
    "laughs": (LAUGHS, "doctype"),
    "file": (b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xliff>&e;</xliff>', "doctype"),
    "outside": (b'<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd"><xliff/>', "doctype"),
    "parameter": (b'<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:1/"> %p;]><xliff/>', "doctype"),
    "undeclared": (b"<xliff>&nobody;</xliff>", "no-xml"),
    "deep": (b"<a>" * 5_000 + b"</a>" * 5_000, "file-too-deep"),
    "many": (b"<a>" + b"<b/>" * 120_000 + b"</a>", "file-too-deep"),
    "large": (b"<a>" + b"x" * LARGEST + b"</a>", "file-too-large"),
    "empty": (b" \n", "file-empty"),
    "text": (b"Hola", "no-xml"),
    "cut": (b"<xliff><file>", "no-xml"),
    "encoding": ('<?xml version="1.0" encoding="UTF-8"?><xliff>é</xliff>'.encode("latin-1"), "no-xml"),
    "unknown encoding": (b'<?xml version="1.0" encoding="klingon"?><xliff/>', "no-xml"),
    "wide encoding": ('<?xml version="1.0" encoding="UTF-32"?><xliff/>'.encode("utf-32"), "no-xml"),
    "NUL": (b"<xliff>\0</xliff>", "no-xml"),
    "zip": (b"PK\x03\x04" + bytes(200), "no-xml"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_or_broken_file_is_refused_with_a_sentence(name):
    data, code = HOSTILE[name]
    for read in (xliff.read, lambda data: tmx.read(data, "es", "fr")):
        with pytest.raises(BadFile) as refusal:
            read(data)
        assert refusal.value.code == code
        assert isinstance(refusal.value, Refused)


def test_other_xml_is_told_what_it_should_be():
    with pytest.raises(BadFile) as refusal:
        xliff.read(b'<xliff version="1.2"/>')
    assert refusal.value.code == "no-xliff"
    with pytest.raises(BadFile) as refusal:
        xliff.read(f'<xliff xmlns="{CORE}" srcLang="es" trgLang="es-MX"/>'.encode())
    assert refusal.value.code == "wrong-languages"
    with pytest.raises(BadFile) as refusal:
        tmx.read(b"<html/>", "es", "fr")
    assert refusal.value.code == "no-tmx"


def test_a_file_in_utf_16_is_read():
    text = xliff.write([Unit(1, 1, "Año", "Année")], "es", "fr", "desk").decode().replace("UTF-8", "UTF-16")
    assert xliff.read(text.encode("utf-16")).units[0].text == "Année"


def test_marks_of_other_programs_around_words_do_not_hide_the_words():
    out = xliff.write([Unit(1, 1, "Hola a todos", "Bonjour à tous")], "es", "fr", "desk").decode()
    marked = out.replace(
        "Bonjour à tous", '<mrk id="m1" type="term">Bonjour</mrk> à <pc id="x1">tous</pc><sm id="m2"/>'
    )
    assert xliff.read(marked.encode()).units[0].text == "Bonjour à tous"
    broken = out.replace("Bonjour à tous", '<ph id="99" dataRef="nothing"/>')
    assert xliff.read(broken.encode()).units[0].broken
    foreign = b"""<tmx version="1.4"><header/><body>
    <tu><tuv xml:lang="ES-mx"><seg>Hola <bpt i="1">&lt;b></bpt>todos<ept i="1"/></seg></tuv>
    <tuv lang="fr"><seg>Bonjour <hi>tous</hi></seg></tuv></tu>
    <tu><tuv xml:lang="de"><seg>Hallo</seg></tuv></tu></body></tmx>"""
    memory = tmx.read(foreign, "es", "fr")
    assert (memory.pairs, memory.without) == ((Pair("Hola todos", "Bonjour tous"),), 1)
