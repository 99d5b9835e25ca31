"""Several amendments in one block: nothing lost, nothing decided in silence, and the same in whatever order."""

from hypothesis import given, settings
from hypothesis import strategies as st

from conference.amendments.whole import Standing
from conference.pages.margin.shown import Setting, Shown, shown
from conference.pages.margin.weaving import Edit, Fate, Passage, together, weave
from conference.pages.margin.wording import Wanted
from conference.text.weave import Settled
from conference.text.weave import weave as woven_text

BASE = "All overtime stops until everyone on layoff is back."
WORDS = st.lists(st.sampled_from(["ceux", "l’été", "32", "hours", "—", "¿qué?", "день", "再", "."]), max_size=9)
TEXTS = WORDS.map(" ".join)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.dictionaries(st.sampled_from(["A1", "A2", "A10"]), TEXTS))
def test_pieces_give_the_old_text_and_what_the_engine_weaves(base: str, texts: dict[str, str]) -> None:
    pieces, clashes = together(base, texts)
    assert "".join(each.text for each in pieces if each.fate is not Fate.ADDED) == base
    engine = woven_text(base, texts)
    after = "".join(each.text for each in pieces if each.fate is not Fate.REMOVED)
    assert after == engine.resolved([knot.base for knot in engine.knots])
    assert len(clashes) == len(engine.knots)
    brought = {label for part in engine.parts if isinstance(part, Settled) for label in part.labels}
    assert brought <= {label for each in pieces for label in each.labels}


def test_two_that_want_the_same_words_are_told_and_the_words_stand() -> None:
    texts = {"A9": BASE.replace("everyone", "every worker"), "A10": BASE.replace("everyone", "nobody")}
    found = weave(Passage("p2", {"en": BASE}), [_edit(*each) for each in texts.items()], ("en",))
    assert found.text == BASE
    (clash,) = found.clashes
    assert (clash.labels, clash.base) == (("A9", "A10"), "everyone")
    assert dict(clash.wordings) == {"A9": "every worker", "A10": "nobody"}


def test_whoever_deletes_a_block_clashes_with_whoever_rewords_it() -> None:
    made = [Edit("A1", "delete", "p2"), _edit("A2", f"{BASE} And that is all.")]
    found = weave(Passage("p2", {"en": BASE}), made, ("en",))
    assert (found.text, found.gone) == (BASE, False)
    assert [each.code for each in found.clashes] == ["deleted-block"]


def test_links_to_sentences_lead_to_where_the_sentences_begin() -> None:
    base = "One stops. Two goes. Three stays."
    passage = Passage("p2", {"en": base}, {"en": [(0, "p2s1"), (11, "p2s2"), (21, "p2s3")]})
    found = weave(passage, [_edit("A1", "One stops now. Three stays.")], ("en",))
    assert [name for each in found.pieces for name in each.anchors] == ["p2s1", "p2s2", "p2s3"]
    begins = {name: each.text for each in found.pieces for name in each.anchors}
    assert begins["p2s2"].startswith("Two")
    assert begins["p2s3"].startswith("Three")


def test_an_amendment_to_an_amendment_shows_within_it() -> None:
    upper = BASE.replace("everyone", "every worker")
    wanted = [
        Wanted(1, "replace", "p2", "admitted", 1, {"en": BASE}, {"en": upper}),
        Wanted(
            2, "replace", "p2", "admitted", 1, {"en": upper}, {"en": upper.replace("back", "back at work")}, parent=1
        ),
    ]
    found = _shown(wanted)
    assert found.blocks["p2"].text == "All overtime stops until every worker on layoff is back at work."
    assert [(each.number, each.what) for each in found.notes] == [(2, "within")]


def test_what_the_text_outran_is_told_and_not_shown() -> None:
    old = BASE.replace("All overtime", "Every overtime")
    wanted = [
        Wanted(1, "replace", "p2", "admitted", 1, {"en": old}, {"en": old.replace("Every", "Most")}),
        Wanted(2, "replace", "p2", "admitted", 1, {"en": old}, {"en": old.replace("back", "home")}),
        Wanted(3, "delete", "p2", "admitted", 1, {"en": old}, {}),
        Wanted(4, "insert", "p9", "admitted", 1, {"en": old}, {"en": "New."}),
        Wanted(5, "replace", "p2", "carried", 1, {"en": old}, {"en": BASE}),
    ]
    found = _shown(wanted)
    assert found.numbers == (2,)
    assert found.blocks["p2"].text == BASE.replace("back", "home")
    told = {each.number: each.what for each in found.notes}
    assert told == {1: "overlap", 3: "overlap", 4: "fallen", 5: "in-the-text"}


def _edit(label: str, text: str) -> Edit:
    return Edit(label, "replace", "p2", {"en": text})


def _shown(wanted: list[Wanted]) -> Shown:
    present = [Standing("p1", "heading", {"en": "Time"}), Standing("p2", "paragraph", {"en": BASE})]
    passages = {each.id: Passage(each.id, each.texts) for each in present}
    return shown(wanted, Setting(present, passages, {"en": "T"}, ("en", "fr", "es")), [], clean=False)
