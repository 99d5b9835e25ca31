"""Three chosen words in three languages: who wrote them, by which amendment, after which vote."""

from html import unescape
from typing import Any

import pytest
from amendments.conftest import Browser

from conference.core.actor import NOBODY
from conference.planks.models import Plank
from conference.resolutions.models import Paragraph
from conference.resolutions.sound import sound
from conference.resolutions.traces.queries import Origin, Piece, Trace, Traced
from conference.resolutions.traces.rules import UNKNOWN, corrected, placed
from conference.web import render

from .conftest import Cast
from .test_adoption import LABEL, published

CHOSEN = {"en": "thirty-two", "fr": "trente-deux", "es": "treinta"}
"""A word of Ana's amendment A1, carried by vote 1, in each language."""


async def test_a_chosen_word_names_its_amendment_its_author_and_its_vote_in_three_languages(
    cast: Cast, plank: Plank, browser: Browser
) -> None:
    await published(cast, plank)
    visitor = browser()
    told = (await visitor.get("/api/v1/resolutions/1/editions/1/provenance")).json()
    sources = {each["number"]: each for each in told["sources"]}
    passage = passage_of(told, LABEL)
    for language, word in CHOSEN.items():
        runs = passage["words"][language]
        brought = sources[next(each["source"] for each in runs if word in each["text"])]
        assert (brought["kind"], brought["amendment"], brought["votes"]) == ("amendment", "A1", [1])
        assert (brought["author"], brought["first_written_in"]) == ("a delegate, Mexico", "es")
        untouched = sources[passage_of(told, "1")["words"][language][0]["source"]]
        assert untouched["kind"] == "filed"
    assert [each["vote"] for each in told["votes"]] == [1, 2, 3], "the vote on the whole text stands last"
    why = unescape((await visitor.get(f"/en/resolutions/1/provenance/{LABEL}")).text)
    assert why.count('href="/en/amendments/A1"') >= 3, "in every language"
    assert "a delegate, Mexico" in why
    assert "Ana Ruiz" not in why
    assert 'id="vote-1"' in why
    assert "2 yes" not in why, "figures of a delegation of two would tell who said what"


def passage_of(told: dict[str, Any], label: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in told["passages"] if each["label"] == label)
    return found


async def test_the_whole_text_stands_with_numbered_sources_and_each_number_leads_to_its_line(
    cast: Cast, plank: Plank, browser: Browser
) -> None:
    await published(cast, plank)
    for language, word in CHOSEN.items():
        page = unescape((await browser().get(f"/en/resolution/provenance?languages={language}")).text)
        assert word in page
        numbers = {each.split('"')[0] for each in page.split('href="#source-')[1:]}
        assert numbers
        for number in numbers:
            assert f'id="source-{number}"' in page
        assert 'href="#vote-1"' in page
        assert 'id="vote-1"' in page


async def test_a_damaged_row_says_that_its_source_cannot_be_shown_and_breaks_no_page(
    cast: Cast, plank: Plank, browser: Browser
) -> None:
    await published(cast, plank)
    broken = await Paragraph.get(resolution__number=1, label=LABEL)
    sources = broken.sources
    for damaged in (
        {"labels": 7},
        {"amendments": [3]},
        sources | {"labels": {}},
        sources | {"spans": {"en": [["x", "A1"]]}},
    ):
        broken.sources = damaged
        await broken.save()
        for address in ("/en/resolutions/1", "/en/resolution/provenance", f"/en/resolution/provenance/{LABEL}"):
            page = await browser().get(f"{address}?damaged={len(str(damaged))}")
            assert page.status_code == 200, address
            assert "cannot be shown" in page.text or address == "/en/resolutions/1"
        assert (await browser().get("/en/resolution.pdf")).status_code == 200


def test_words_that_a_corrigendum_brought_are_its_own_and_all_others_stay_with_whom_they_were() -> None:
    told = (("Weekly hours go ", "filed"), ("down to thirty ", "A1"), ("without loss.", "filed"))
    assert corrected(told, "weekly hours go down to thirty without loss.", "c") == (
        ("weekly ", "c"), ("hours go ", "filed"), ("down to thirty ", "A1"), ("without loss.", "filed"),
    )  # fmt: skip
    assert corrected((), "new", "c") == (("new", "c"),)
    assert placed(told, "another text") == (("another text", UNKNOWN),)


@pytest.mark.parametrize("damaged", [None, [], {"labels": {"A1": 3}}, {"spans": {"en": [["one"]]}}, {"votes": "1"}])
def test_sources_of_another_form_are_as_good_as_none(damaged: object) -> None:
    assert sound(damaged) == {}


def test_at_five_hundred_passages_every_number_still_leads_to_its_source() -> None:
    both = tuple(Piece(f"some words of run {each} ", each) for each in range(1, 7))
    passages = tuple(
        Traced(str(n), str(n), "operative", "paragraph", {}, {"en": both}, 1, f"p{n}", 2, ()) for n in range(1, 501)
    )
    origins = tuple(Origin(n, "amendment", f"A{n}", 1, first="1", language="fr", mover="X") for n in range(1, 7))
    trace = Trace(1, 1, 1, dict.fromkeys(("en", "fr", "es"), "Title"), passages, origins, (), None)
    frame = {
        "l": "en", "lang_tag": "en", "actor": NOBODY, "here": "/", "csrf": None, "cursor": 0, "topics": (),
        "conference": render.Frame("C", demo=False), "notice": None, "settings": None,
    }  # fmt: skip
    page = render.write("resolutions/provenance.html", frame | {"trace": trace, "shown": "en"})
    assert page.count('href="#source-') == 3_000
    assert page.count(' id="w-') == 500
    assert all(page.count(f' id="source-{n}"') == 1 for n in range(1, 7))
    assert len(page) < 1_000_000
