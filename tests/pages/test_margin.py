"""The plank's page with its amendments, as a browser without a script gets it, and as carrying them would give it."""

import re
from html import unescape

import pytest
from starlette.datastructures import QueryParams
from tortoise.connection import get_connection

from conference.amendments import commands
from conference.amendments.models import Amendment
from conference.core.actor import NOBODY, Actor
from conference.core.languages import LANGUAGES
from conference.pages.margin import page as pages
from conference.pages.margin.asked import Asked, Needs, asked
from conference.pages.margin.page import PlankPage
from conference.pages.margin.weaving import Woven
from conference.planks import queries as planks
from conference.planks.commands import NewBlock, NewSegment, file_plank
from conference.planks.models import Plank
from conference.runtime import database
from tests.amendments.conftest import TEXTS, WEEK, YEAR, Browser, Cast, admitted, carried, proposed
from tests.amendments.test_pages import come_in

do = database.shielded
TWICE = {
    "en": "Weekly hours go down in two steps without loss of pay.",
    "fr": "Les heures de travail diminuent en deux étapes sans perte de salaire.",
    "es": "Las horas semanales bajan en dos etapas sin pérdida de salario.",
}
NEW = {"en": "Nobody works alone.", "fr": "Personne ne travaille seul.", "es": "Nadie trabaja a solas."}


async def page(reader: Actor, language: str = "en", **wanted: object) -> PlankPage:
    row = await planks.visible(reader, 1)
    return await pages.plank_page(reader, row, language, Asked(**wanted))  # type: ignore[arg-type]


def read(found: PlankPage) -> list[str]:
    """The text of a page as it would read with what is shown in it."""
    assert found.shown is not None
    lines: list[str] = []
    for block in found.text.blocks:
        woven = found.shown.blocks.get(block.id, Woven("en"))
        lines += [each.text for each in woven.before]
        if not woven.gone:
            lines.append(woven.text if woven.pieces else block.text)
        lines += [each.text for each in woven.after]
    return lines


async def test_what_is_shown_is_what_carrying_all_of_them_gives(cast: Cast, plank: Plank) -> None:
    """In every language; the last one was written against a version that is no longer the present one."""
    numbers = [
        await admitted(cast, cast.ana, "p3", WEEK),
        await admitted(cast, cast.karen, "p3", YEAR),
        await admitted(cast, cast.tom, "p2", NEW, "insert"),
        await admitted(cast, cast.karen, "p1", NEW, "insert-before"),
        await admitted(cast, cast.beto, "p2", {}, "delete"),
        await admitted(cast, cast.beto, "title", NEW, "title"),
    ]
    await carried(cast, numbers[0])
    rest = numbers[1:]
    would = {each: await page(NOBODY, each, show=tuple(rest)) for each in LANGUAGES}
    for number in (numbers[2], numbers[1], *numbers[3:]):
        await carried(cast, number)
    for language, found in would.items():
        assert found.shown is not None
        assert found.shown.numbers == tuple(rest)
        assert not found.shown.clashing
        now = await planks.plank(NOBODY, 1, language)
        assert read(found) == [each.text for each in now.blocks]
        assert found.shown.title is not None
        assert found.shown.title.text == now.title


async def test_two_that_clash_are_told_in_words_and_neither_is_merged(
    cast: Cast, plank: Plank, browser: Browser
) -> None:
    one, other = await admitted(cast, cast.ana, "p3", WEEK), await admitted(cast, cast.karen, "p3", TWICE)
    found = await page(NOBODY, show=(one, other))
    assert read(found)[2] == TEXTS["p3"]["en"]
    answer = await browser().get(f"/en/planks/1?show=A{one}&show=A{other}")
    told = unescape(re.sub(r"<[^>]+>", " ", answer.text[answer.text.index('id="p3"') :]))
    assert re.search(rf"A{one} and A{other}\s+change the same words in different ways", told)
    assert re.search(rf"A{one}\s+“to thirty-two”", told)
    assert "disputed:" in told
    assert "<ins>" not in answer.text


async def test_one_can_be_shown_marked_or_as_it_would_read(cast: Cast, plank: Plank, browser: Browser) -> None:
    number = await admitted(cast, cast.ana, "p3", WEEK)
    marked = (await browser().get(f"/en/planks/1?show=A{number}")).text
    assert re.search(r"<del>.*?in steps.*?</del>", marked, re.S)
    assert re.search(r"<ins>.*?to thirty-two.*?</ins>", marked, re.S)
    assert f'value="A{number}" form="margin" checked' in marked
    clean = (await browser().get(f"/en/planks/1?show=A{number}&view=clean")).text
    block = clean[clean.index('id="p3"') :]
    assert "<del>" not in clean
    assert "<ins>" not in clean
    assert WEEK["en"] in re.sub(r"<[^>]+>", "", block)
    for each in (marked, clean):
        assert 'id="p3s1"' in each, "links to a sentence still lead there"


@pytest.fixture
async def three(cast: Cast, plank: Plank) -> dict[str, int]:
    """One of Ana's, one of Beto's and one of Tom's that is lost, both co-signed by Karen."""
    found = {"ana": await admitted(cast, cast.ana, "p3", WEEK), "beto": await admitted(cast, cast.beto, "p2", NEW)}
    lost = await admitted(cast, cast.tom, "p2", NEW, "insert")
    await do(commands.put_to_vote(cast.claire, [lost]))
    await do(commands.lose(cast.claire, lost))
    return found | {"lost": lost}


async def test_filters_let_through_what_they_say(cast: Cast, three: dict[str, int]) -> None:
    ana, beto, lost = three["ana"], three["beto"], three["lost"]
    expected = {
        "ana": ({ana, beto}, {ana}, {ana, beto}, {ana, beto, lost}),
        "karen": ({ana, beto}, {beto, lost}, {lost}, {ana, beto, lost}),
        "nobody": ({ana, beto}, set(), set(), {ana, beto, lost}),
    }
    readers = {"ana": cast.ana, "karen": cast.karen, "nobody": NOBODY}
    for name, every in expected.items():
        for needs, numbers in zip(Needs, every, strict=True):
            found = await page(readers[name], needs=needs)
            shown = {card.number for fold in found.margin.blocks.values() for card in fold.cards}
            assert shown == numbers, (name, needs)
            assert found.margin.counts[needs] == len(numbers), (name, needs)


async def test_a_visitor_is_offered_no_filter_of_her_own(cast: Cast, three: dict[str, int], browser: Browser) -> None:
    visitor = (await browser().get("/en/planks/1")).text
    assert "needs=all" in visitor
    assert "needs=mine" not in visitor
    assert "needs=delegation" not in visitor
    assert "Ana Ruiz" not in visitor, "movers are named by consent outside the conference"
    ana = (await (await come_in(browser(), "ana")).get("/en/planks/1?block=2&needs=all")).text
    assert "needs=mine" in ana
    assert "needs=delegation" in ana
    assert f"/en/amendments/A{three['lost']}" in ana
    assert f'/en/amendments/A{three["ana"]}"' not in ana, "another passage is asked for"


async def test_a_broken_one_harms_neither_margin_nor_text(cast: Cast, plank: Plank, browser: Browser) -> None:
    broken = (await proposed(cast, cast.ana, "p3", WEEK)).number
    sound = await admitted(cast, cast.karen, "p3", YEAR)
    sql = "DELETE FROM text WHERE unit_id = (SELECT text_id FROM amendment WHERE number = ?)"

    async def plant() -> None:
        async with database.transaction():
            await database.rows(sql, broken)

    await do(plant())
    for query in ("show=all", f"show=A{broken},A{sound},A999"):
        answer = await browser().get(f"/en/planks/1?{query}")
        assert answer.status_code == 200
        assert re.search(r"<ins>.*?yearly.*?</ins>", answer.text, re.S)
        assert f"Amendment A{broken}</a>" in answer.text
    assert f"A{broken} cannot be shown." in answer.text
    assert "There is no amendment A999 to this plank." in answer.text


async def test_as_many_statements_for_three_hundred_as_for_three(
    cast: Cast, three: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Written against several versions, too."""
    await carried(cast, three["beto"])
    said = _counting(monkeypatch)
    await page(cast.ana, needs=Needs.ALL, every=True)
    few = len(said)
    (row,) = await Amendment.filter(number=three["ana"]).values()
    del row["id"]
    states = ["admitted", "submitted", "lost", "on-vote"]
    many = [Amendment(**(row | {"number": 100 + at, "base": 1 + at % 2, "state": states[at % 4]})) for at in range(300)]

    async def lay() -> None:
        async with database.transaction():
            await Amendment.bulk_create(many)

    await do(lay())
    said.clear()
    found = await page(cast.ana, needs=Needs.ALL, every=True)
    assert len(said) == few > 5
    fold = found.margin.blocks["p3"]
    assert (len(fold.cards), fold.total) == (6, 301), "the rest is folded into a link"


def _counting(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement that is sent from now on."""
    said: list[str] = []
    for kind in {type(get_connection(name)) for name in ("default", *(("reader",) if database.on_sqlite() else ()))}:
        for method in ("execute_query", "execute_query_dict"):
            original = getattr(kind, method)

            async def sent(
                self: object, query: str, *rest: object, _original: object = original, **more: object
            ) -> object:
                said.append(query)
                return await _original(self, query, *rest, **more)  # type: ignore[operator]

            monkeypatch.setattr(kind, method, sent)
    return said


@pytest.fixture
async def long(cast: Cast) -> Plank:
    """250 paragraphs of two sentences: three pages."""
    blocks = [
        NewBlock(f"p{at}", "heading" if at % 50 == 1 else "paragraph",
                 tuple(NewSegment(f"p{at}s{one}", {"en": f"Sentence {one} of {at}."}) for one in (1, 2)))
        for at in range(1, 251)
    ]  # fmt: skip
    titles = dict.fromkeys(LANGUAGES, "Long")
    return await do(file_plank(cast.claire, 1, "plank", "en", titles, titles, blocks, "public"))


async def test_a_long_text_comes_in_pages_and_every_link_still_leads_somewhere(
    cast: Cast, long: Plank, browser: Browser
) -> None:
    number = (await proposed(cast, cast.karen, "p212", {"en": "Sentence 1 of 212. Sentence two."})).number
    client = browser()
    first = (await client.get("/en/planks/1")).text
    assert re.search(r'id="p100".*Sentence 1 of 100\.', first, re.S)
    assert "Sentence 1 of 101." not in first.replace("Sentence 1 of 101. Sentence 2 of 101.", "", 1), "its heading only"
    part = re.search(r'<li data-part="/en/planks/1" id="part-3">.*?</li>\s*</ol>', first, re.S)
    assert part
    assert 'href="/en/planks/1?at=p201#text"' in part.group()
    assert '<i id="p212s2"></i>' in part.group(), "a link to a sentence leads to the way to its page"
    for query in ("at=p212s2", "block=212", f"show=A{number}"):
        third = (await client.get(f"/en/planks/1?{query}")).text
        assert re.search(r'<div class="block block-paragraph" id="p212">', third), query
        assert f"/en/amendments/A{number}" in third
        ids = re.findall(r'\sid="([^"]+)"', third)
        assert len(ids) == len(set(ids))
    assert "Sentence 1 of 212." not in first


def test_an_address_says_all_that_was_chosen_and_nothing_that_is_not_ours() -> None:
    given = QueryParams("needs=all&show=A7&show=A3,12&show=x&view=clean&block=P12a&at=p3s2&other=1")
    found = asked(given)
    assert found == Asked(Needs.ALL, "p12a", (3, 7, 12), False, True, "p3s2")
    assert asked(QueryParams(found.query.removeprefix("?"))) == found
    assert asked(QueryParams("needs=x&block=../&at=<b>&show=A0&view=")) == Asked()
    assert asked(QueryParams("")).query == ""
