"""Words of an amended amendment, of a composite, of a whole text, of the committee: each leads to who brought it."""

from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from amendments.conftest import WEEK, YEAR, Browser, admitted

from conference.amendments import commands as amendments
from conference.amendments.models import Amendment
from conference.amendments.queries.courses import Proposed
from conference.core.actor import Actor
from conference.core.roles import Role
from conference.planks.drafting import edits
from conference.planks.drafting import queries as drafting
from conference.planks.drafting.edits import Edit
from conference.planks.models import Plank
from conference.resolutions import commands as resolutions
from conference.resolutions.sources import history
from conference.runtime import database
from conference.voting import commands as voting
from tests.certifying import certified

from .conftest import TITLES, Cast, decide

do = database.shielded
BOTH = {
    "en": "Weekly hours go down to thirty-two without loss of yearly pay.",
    "fr": "Les heures de travail diminuent à trente-deux sans perte de salaire annuel.",
    "es": "Las horas semanales bajan a treinta y dos sin pérdida de salario anual.",
}
FIRST = {"en": "thirty-two", "fr": "trente-deux", "es": "treinta"}
SECOND = {"en": "yearly", "fr": "annuel", "es": "anual"}


async def amended(cast: Cast) -> None:
    """Ana's A1 is amended by Karen's A2: vote 1 carries A2, vote 2 carries A1 as amended."""
    first = await admitted(cast, cast.ana, "p3", WEEK)
    second = await admitted(cast, cast.karen, "p3", BOTH, parent=first)
    await decide(cast, (await do(voting.put(cast.claire, "amendment", 1, [second]))).number)
    await decide(cast, (await do(voting.put(cast.claire, "amendment", 1, [first]))).number)


async def test_words_of_first_and_second_degree_lead_to_their_own_person_and_vote_everywhere(
    cast: Cast, plank: Plank, browser: Browser
) -> None:
    await amended(cast)
    await decide(cast, (await do(voting.put(cast.claire, "plank", 1))).number)
    made = await do(resolutions.compile_resolution(cast.claire, TITLES, [1]))
    await certified(made.number)
    await decide(cast, (await do(resolutions.put_resolution(cast.claire, made.number))).number)
    await do(resolutions.publish(cast.claire, 1))
    told = (await browser().get("/api/v1/resolutions/1/editions/1/provenance")).json()
    sources = {each["number"]: each for each in told["sources"]}
    passage = next(each for each in told["passages"] if each["label"] == "2")
    for language in ("en", "fr", "es"):
        runs = passage["words"][language]
        assert "".join(each["text"] for each in runs) == BOTH[language]

        def brought(word: str, runs: list[dict[str, Any]] = runs) -> dict[str, Any]:
            return sources[next(each["source"] for each in runs if word in each["text"])]

        first, second = brought(FIRST[language]), brought(SECOND[language])
        assert (first["amendment"], first["amends"], first["votes"]) == ("A1", None, [2])
        assert (second["amendment"], second["amends"], second["votes"]) == ("A2", "A1", [1, 2])
        assert (first["author"], first["first_written_in"]) == ("a delegate, Mexico", "es")
        assert (second["author"], second["first_written_in"]) == ("Karen McLeod", "en")
        assert first["amended_by"] == [], "its own words are told apart from those that amended it"
        assert brought(BOTH[language].split()[0])["kind"] == "filed"
    for address in ("/en/resolutions/1/provenance/2", "/en/resolution/provenance?languages=fr"):
        page = unescape((await browser().get(address)).text)
        assert "Amendment A2 to amendment A1 to plank 1" in page
        assert "Amendment A1 to plank 1" in page
    whole = unescape((await browser().get("/es/resolutions/1")).text)
    assert 'href="/es/amendments/A2">A2</a>' in whole


async def spans(language: str) -> dict[str, str]:
    """The words of clause p3 that were not filed, by their labels."""
    found = (await history(await Plank.get(number=1))).sources("p3")["spans"][language]
    return {label: words.strip() for words, label in found if label != "filed"}


async def test_what_was_taken_in_before_its_wording_was_kept_is_named_with_the_amendment(
    cast: Cast, plank: Plank
) -> None:
    await amended(cast)
    await Amendment.filter(number=2).update(above_id=None)
    told = (await history(await Plank.get(number=1))).sources("p3")
    assert set(told["labels"]) == {"filed", "A1"}
    assert [each["number"] for each in told["labels"]["A1"]["amended_by"]] == [2]
    assert told["labels"]["A1"]["votes"] == [1, 2]


async def test_the_words_of_a_composite_keep_their_authors_and_name_its_vote(cast: Cast, plank: Plank) -> None:
    dana: Actor = replace(cast.omar, roles=cast.omar.roles | {Role.DRAFTER})
    first, second = await admitted(cast, cast.ana, "p3", WEEK), await admitted(cast, cast.karen, "p3", YEAR)
    text = BOTH["en"].replace("pay.", "pay, everywhere.")
    made = await do(amendments.compose(dana, 1, [first, second], "en", text, "Both say the same."))
    for language, more in (("fr", ", partout."), ("es", ", en todas partes.")):
        await do(amendments.carry_over(cast.amelie, made.number, language, BOTH[language][:-1] + more))
    await do(amendments.answer(cast.ana, made.number, first, joins=True))
    await do(amendments.answer(cast.karen, made.number, second, joins=True))
    await do(amendments.admit(cast.claire, made.number))
    await decide(cast, (await do(voting.put(cast.claire, "amendment", 1, [made.number]))).number)
    told = (await history(await Plank.get(number=1))).sources("p3")
    for language in ("en", "fr", "es"):
        owned = await spans(language)
        assert FIRST[language] in owned["A1"]
        assert SECOND[language] in owned["A2"]
        assert owned["A3"].strip(" .,") in ("everywhere", "partout", "en todas partes")
    assert (told["labels"]["A1"]["votes"], told["labels"]["A1"]["joined"]) == ([1], 3)
    assert told["labels"]["A2"]["mover"] == cast.karen.id


async def test_an_edit_of_the_committee_is_the_editors_and_no_amendment(cast: Cast, plank: Plank) -> None:
    dana: Actor = replace(cast.omar, roles=cast.omar.roles | {Role.DRAFTER})
    blocks = await drafting.blocks_of(await Plank.get(number=1))
    mark = next(each.mark for each in blocks if each.id == "p3")
    wanted = Edit("write", "p3", mark, "paragraph", YEAR, "changed")
    assert await do(edits.edit(dana, 1, wanted, "Pay is counted by the year.", "en")) == 2
    told = (await history(await Plank.get(number=1))).sources("p3")
    assert "yearly" in (await spans("en"))["edited-2"]
    assert (told["labels"]["edited-2"]["mover"], told["labels"]["edited-2"]["version"]) == (dana.id, 2)


@pytest.mark.parametrize(("block", "there"), [("p2", True), ("p3", False)])
def test_a_proposal_says_nothing_of_blocks_that_it_is_not_about(block: str, there: bool) -> None:
    own = Proposed("A1", "replace", "p2", {"en": (("A1", "All overtime stops."),)})
    assert bool(own.course(block, "en", "All overtime stops.")) is there


def test_of_a_whole_text_only_the_passage_counts_that_answers_the_block() -> None:
    written = "# Time\n\nAll overtime stops until everyone on layoff is back.\n\nHours go down."
    own = Proposed("A1", "substitute", "text", {"en": (("A1", written),)})
    assert own.course("p2", "en", "All overtime stops until everyone is back.") == (
        ("A1", "All overtime stops until everyone on layoff is back."),
    )
    assert own.course("p9", "en", "Something else entirely, about pensions.") == (("A1", ""),)
