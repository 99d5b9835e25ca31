"""Nobody votes on what she cannot read: the whole texts stand on the ballot, and beside the papers, in her language."""

from html import unescape

from conference.planks.models import Plank
from conference.planks.queries import plank_texts
from conference.resolutions import commands as resolutions
from conference.runtime import database
from conference.voting.models import Vote
from tests.cast import NO_OVERTIME, TRIPLE, Assembly, all_cast, declared, open_vote, opened, table
from tests.certifying import certified
from tests.conftest import Visit

TITLES = {"en": "On working time", "fr": "Sur le temps de travail", "es": "Sobre el tiempo de trabajo"}


async def on_a_resolution(assembly: Assembly) -> Vote:
    adopted = await opened(assembly, "plank")
    await all_cast(assembly, adopted, {"CA": "yes", "MX": "yes", "US": "yes"})
    await declared(assembly, adopted)
    made = await database.shielded(resolutions.compile_resolution(assembly.chair, TITLES, [1]))
    await certified(made.number)
    vote = await database.shielded(resolutions.put_resolution(assembly.chair, made.number))
    return await open_vote(assembly, vote)


async def test_the_ballot_on_a_resolution_holds_its_whole_text_and_digest(assembly: Assembly, visit: Visit) -> None:
    vote = await on_a_resolution(assembly)
    plank = await Plank.get(number=1)
    blocks = (await plank_texts(plank.id, plank.version)).values()
    voter = await visit("marc")
    for language in ("en", "fr", "es"):
        page = unescape((await voter.get(f"/{language}/votes/{vote.number}/ballot")).text)
        folded = page.split('<details class="option-text">')[1].split("</details>")[0]
        assert all(texts[language] in folded for texts in blocks)
        assert vote.rules["binding"] in page
    assert vote.rules["binding"] in (await voter.get(f"/en/votes/{vote.number}")).text, "it can be compared"


async def test_every_whole_text_is_printed_with_the_papers(assembly: Assembly, visit: Visit) -> None:
    triple, none = await table(assembly, "rosa", TRIPLE), await table(assembly, "marc", NO_OVERTIME)
    vote = await opened(assembly, "choice", triple.number, none.number)
    teller = await visit("tomas")
    printed = unescape((await teller.get(f"/en/votes/{vote.number}/papers/print?count-MX=2&in=all")).text)
    digest = (await teller.get(f"/api/v1/votes/{vote.number}")).json()["texts_digest"]
    assert printed.count(digest) == 3, "on each of two papers, and under the texts"
    sheet = printed.split('<section class="paper-texts"')[1]
    for language in ("en", "fr", "es"):
        assert TRIPLE[language] in sheet
        assert NO_OVERTIME[language] in sheet
    french = unescape((await teller.get(f"/en/votes/{vote.number}/papers/print?count-MX=1&in=fr")).text)
    assert TRIPLE["fr"] in french
    assert TRIPLE["es"] not in french
