"""References in amendments: what leads astray is told before it is filed, what is filed is read with its link."""

from html import unescape

import pytest

from conference.core.errors import Invalid
from conference.planks.models import Plank
from conference.voting import commands as voting

from .conftest import Browser, Cast, admitted, proposed
from .test_accepting import do
from .test_pages import come_in, fields

TEXTS = {
    "en": "As {p2} says, weekly hours go down without loss of pay.",
    "fr": "Selon {p2}, les heures de travail diminuent sans perte de salaire.",
    "es": "Según {p2}, las horas semanales bajan sin pérdida de salario.",
}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("As {p9} says, hours go down.", "The reference {p9} leads to no paragraph"),
        ("As {p1} says, hours go down.", "{p1} leads to a heading"),
        ("As {2.p1} says, hours go down.", "{2.p1} leads to no paragraph"),
        ("As {above} says, hours go down.", "{above} is not a reference"),
    ],
)
async def test_a_reference_that_leads_astray_is_told_and_nothing_is_lost(
    cast: Cast, plank: Plank, browser: Browser, text: str, told: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        await proposed(cast, cast.karen, "p3", {"en": text})
    assert told in str(refusal.value.problems["text"])
    karen = browser()
    await come_in(karen, "karen")
    form = fields((await karen.get("/en/planks/1/amend?block=p3")).text, "/en/planks/1/amend/check")
    typed = form | {"kind": "replace", "language": "en", "text": text, "reason": "Because."}
    page = await karen.post("/en/planks/1/amend/check", data=typed)
    assert page.status_code == 422
    assert told in unescape(page.text)
    assert text in unescape(page.text)


async def test_pages_ballots_and_versions_read_the_number_with_a_link(
    cast: Cast, plank: Plank, browser: Browser
) -> None:
    number = await admitted(cast, cast.ana, "p3", TEXTS)
    visitor = browser()
    said = {"en": "clause 2", "fr": "l’article 2", "es": "la cláusula 2"}
    for language, words in said.items():
        page = unescape((await visitor.get(f"/{language}/amendments/A{number}")).text)
        assert f'href="/{language}/planks/1#p2">{words}</a>' in page
        assert "{p2}" not in page
    shown = unescape((await visitor.get(f"/en/planks/1?show=A{number}")).text)
    assert 'href="/en/planks/1#p2">clause 2</a>' in shown
    vote = await do(voting.put(cast.claire, "amendment", 1, [number]))
    await do(voting.open_vote(cast.claire, vote.number))
    ballot = unescape((await visitor.get(f"/fr/votes/{vote.number}")).text)
    assert "l’article 2" in ballot
    assert "{p2}" not in ballot
