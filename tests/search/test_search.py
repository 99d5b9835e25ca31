"""Who finds what: in every language, of every room, and never what she may not read; on both databases alike."""

from datetime import UTC, datetime

from conference.core.actor import NOBODY, Actor
from conference.core.languages import LANGUAGES
from conference.debate import commands
from conference.debate.models import Post
from conference.debate.moderation import commands as moderation
from conference.planks import commands as planks
from conference.planks.commands import NewBlock, NewSegment
from conference.planks.models import Plank
from conference.resolutions.editions import laying
from conference.resolutions.models import Paragraph, Resolution
from conference.runtime import clock, database, settings
from conference.runtime.database import shielded
from conference.search import making, queries, rules
from conference.search.results import results
from conference.search.rules import Kind
from conference.translation import commands as translation
from conference.translation.machine.models import MachineText
from tests.cast import TRIPLE, Assembly, file_plank, table
from tests.search.conftest import find, found_posts, on_sqlite


async def test_a_question_in_each_language_finds_what_was_said_in_another(assembly: Assembly, post: Post) -> None:
    for asked in ("negociación", "NEGOCIACION", "négociation", "negociations", "bargain strikes", "huelgas", "greves"):
        assert await found_posts(NOBODY, asked) == [post.id], asked
    for other in ("négociateur absent", "huelga general", "heures"):
        assert await found_posts(NOBODY, other) == [], other
    assert await found_posts(NOBODY, "grève", language="es") == [post.id]
    assert await found_posts(NOBODY, "grève", language="fr") == []
    assert await found_posts(NOBODY, '"la grève continue"') == [post.id]
    assert await found_posts(NOBODY, '"continue la grève"') == []
    assert await found_posts(NOBODY, "bargai") == [post.id], "the last word may go on"


@on_sqlite
async def test_the_snippet_speaks_the_readers_language_and_shows_why_it_was_found(
    assembly: Assembly, post: Post
) -> None:
    (result,) = await results(NOBODY, await find(NOBODY, "grève"), "fr")
    assert result.address == f"/posts/{post.id}#post-1"
    assert [(each.snippet.language, each.machine) for each in result.told] == [("fr", False)]
    assert ("grève", True) in result.told[0].snippet.runs
    assert "négociations ont" in result.told[0].snippet.text, "no stars of Markdown"
    (result,) = await results(NOBODY, await find(NOBODY, "grève"), "en")
    assert [each.snippet.language for each in result.told] == ["en", "fr"]
    assert [each.snippet.marked for each in result.told] == [False, True]


@on_sqlite
async def test_what_a_machine_made_finds_too_and_says_so(assembly: Assembly, house) -> None:
    made = await shielded(commands.speak(assembly.rosa, 1, "plank", "es", "La huelga sigue."))

    async def by_machine() -> None:
        async with database.transaction():
            await MachineText.create(
                unit_id=made.unit_id, revision=1, language="fr", text="La grève continue.", html="<p>La grève</p>",
                middle="", route="es fr", engine="apertium", version="", glossary="", flags="", unknown="[]",
                source_hash="", made_at=datetime.now(UTC),
            )  # fmt: skip
            await making.index.renew("post", [made.id])

    await shielded(by_machine())
    assert await found_posts(NOBODY, "grève") == [], "with the engines off nobody sees what they made"
    settings.use(house.model_copy(update={"machine_translation": True}))
    try:
        assert await found_posts(NOBODY, "grève") == [made.id]
        (result,) = await results(NOBODY, await find(NOBODY, "grève"), "fr")
        assert result.told[0].machine
    finally:
        settings.use(house)


async def test_planks_passages_and_amendments_are_found_at_their_place(assembly: Assembly) -> None:
    amendment = await table(assembly, "rosa", TRIPLE)
    found = await find(NOBODY, "heures supplementaires")
    assert [(hit.kind, hit.place, hit.amendment) for hit in found.hits] == [
        (Kind.BLOCK, "p2", None), (Kind.AMENDMENT, "", amendment.number),
    ]  # fmt: skip
    assert found.counts == {Kind.BLOCK: 1, Kind.AMENDMENT: 1}
    addresses = [each.address for each in await results(NOBODY, found, "fr")]
    assert addresses == ["/planks/1#p2", f"/amendments/A{amendment.number}"]
    assert [hit.kind for hit in (await find(NOBODY, "tiempo trabajo")).hits] == [Kind.PLANK]
    assert [hit.amendment for hit in (await find(NOBODY, f"a{amendment.number}")).hits] == [amendment.number]
    assert [hit.kind for hit in (await find(NOBODY, "triple")).hits] == [Kind.AMENDMENT]
    assert (await find(NOBODY, "overtime", kind="block")).total == 1
    assert (await find(NOBODY, "overtime", plank="2")).total == 0


async def test_what_is_edited_or_taken_away_is_not_found_by_its_earlier_words(assembly: Assembly, post: Post) -> None:
    await shielded(commands.edit(assembly.rosa, post.id, "Ya empezó la marcha."))
    for asked in ("huelga", "grève", "strike"):
        assert await found_posts(assembly.rosa, asked) == [], asked
    assert await found_posts(NOBODY, "marchas") == [post.id]
    await shielded(commands.withdraw(assembly.rosa, post.id))
    assert (await find(assembly.rosa, "marchas")).total == 0
    left = "SELECT count(*) FROM search_entry WHERE post_id = ?"
    assert await database.rows(left, post.id) == [(0,)]


@on_sqlite
async def test_a_hidden_post_is_found_by_nobody_nor_are_the_quotations_of_it(assembly: Assembly, post: Post) -> None:
    quoting = f"> Digo huelga\n>\n> — [Rosa](/posts/{post.id}?original=1)\n\nPues sí, mandarina."
    await shielded(commands.speak(assembly.marc, 1, "plank", "es", quoting, post.id))
    await shielded(moderation.hide(assembly.chair, post.id, "subject", "en", "It is about something else."))
    for reader in (NOBODY, assembly.rosa, assembly.chair, assembly.omar):
        for asked in ("grève", "huelga", "strike"):
            found = await find(reader, asked)
            assert (found.total, found.counts, found.hits) == (0, {}, ()), asked
    assert (await find(NOBODY, "mandarinas")).total == 1
    await shielded(moderation.show(assembly.chair, post.id, "en", "It was not."))
    assert await found_posts(NOBODY, "grève") == [post.id]


@on_sqlite
async def test_the_statement_itself_asks_the_live_rows_whatever_the_index_holds(assembly: Assembly, post: Post) -> None:
    for change in ("UPDATE post SET state = 'hidden'", "UPDATE post SET state = 'standing'"):
        await shielded(_execute(change))
        standing = change.endswith("'standing'")
        assert (await find(assembly.chair, "grève")).total == int(standing)
    await shielded(_execute("UPDATE text_unit SET revision = revision + 1"))
    assert (await find(assembly.chair, "grève")).counts == {}


async def _execute(sql: str) -> None:
    async with database.transaction():
        await database.execute(sql)


@on_sqlite
async def test_nobody_finds_the_words_of_a_closed_room(assembly: Assembly) -> None:
    await shielded(commands.speak(assembly.rosa, 1, "caucus:MX", "es", "Guardemos la zarzamora"))
    for reader in (NOBODY, assembly.rosa, assembly.marc, assembly.chair):
        assert (await find(reader, "zarzamora")).total == 0
    assert await database.rows("SELECT count(*) FROM search_entry WHERE post_id IS NOT NULL") == [(0,)]


async def test_no_count_tells_of_what_a_reader_may_not_read(assembly: Assembly) -> None:
    """For each audience and each reader: what is counted is what she may read."""
    said = {}
    for number, audience in ((2, "public"), (3, "observers"), (4, "conference")):
        await file_plank(assembly, number, audience)
        said[audience] = await shielded(commands.speak(assembly.marc, number, "plank", "fr", "Le mirabellier"))
    readers: dict[str, Actor] = {"public": NOBODY, "observers": assembly.omar, "conference": assembly.marc}
    for level, reader in enumerate(readers.values(), 1):
        mine = [post.id for post in list(said.values())[:level]]
        found = await find(reader, "mirabelliers")
        assert [hit.post for hit in found.hits] == mine[::-1]
        assert (found.total, found.counts) == (level, {Kind.POST: level})
        passages = await find(reader, "overtime")
        assert passages.counts[Kind.BLOCK] == level + 1
        assert {hit.plank for hit in passages.hits} == {1, *range(2, level + 2)}


@on_sqlite
async def test_a_draft_is_found_once_it_is_laid(assembly: Assembly) -> None:
    block = NewBlock("p1", "paragraph", (NewSegment("p1s1", {"en": "A secret quince."}),))
    filing = planks.file_plank(assembly.chair, 7, "plank", "en", {"en": "Quinces"}, {}, (block,), "public")
    await shielded(filing)
    assert (await find(assembly.chair, "quince")).counts == {Kind.PLANK: 1, Kind.BLOCK: 1}

    async def back() -> None:
        async with database.transaction():
            await Plank.filter(number=7).update(state="draft")

    await shielded(back())
    for reader in (NOBODY, assembly.chair):
        assert (await find(reader, "quince")).total == 0


@on_sqlite
async def test_the_clauses_of_a_resolution_are_found_once_it_is_published(assembly: Assembly) -> None:
    texts = {"en": "The quince is free.", "fr": "Le coing est libre.", "es": "El membrillo es libre."}
    titles = {"en": "On fruit", "fr": "Des fruits", "es": "De las frutas"}
    plank = await Plank.get(number=1)

    async def lay(state: str) -> None:
        async with database.transaction():
            made, _ = await Resolution.get_or_create(
                number=9, defaults={"titles": titles, "state": state, "digest": "0" * 64, "compiled_at": clock.now()}
            )
            made.state = state
            await made.save()
            if state == "compiled":
                await Paragraph.create(
                    resolution_id=made.id, position=1, label="1", kind="paragraph", texts=texts, plank_id=plank.id,
                    sources={"language": "fr"},
                )  # fmt: skip
            else:
                await laying.lay_first(assembly.chair, made)

    await shielded(lay("compiled"))
    assert (await find(assembly.chair, "coings")).total == 0
    await shielded(lay("published"))
    found = await find(NOBODY, "coings")
    (result,) = await results(NOBODY, found, "es")
    assert (result.hit.kind, result.address) == (Kind.CLAUSE, "/resolution/9/editions/1#p1")
    assert [each.snippet.text for each in result.told] == ["El membrillo es libre.", "Le coing est libre."]
    assert [hit.kind for hit in (await find(NOBODY, "fruits")).hits] == [Kind.RESOLUTION]
    assert (await find(NOBODY, "quince", language="fr", plank="1")).total == 1


@on_sqlite
async def test_pages_follow_one_another_without_a_gap(assembly: Assembly) -> None:
    made = [await shielded(commands.speak(assembly.marc, 1, "plank", "en", f"Quince {n}")) for n in range(5)]
    seen, after = [], 0
    while True:
        found = await queries.find(NOBODY, rules.Asked("quinces", after=after), limit=2)
        seen += [hit.post for hit in found.hits]
        assert found.total == 5
        if found.next is None:
            break
        after = found.next
    assert seen == [each.id for each in made][::-1], "the newest first"


async def test_the_index_made_anew_finds_the_same(assembly: Assembly, post: Post) -> None:
    await table(assembly, "rosa", TRIPLE)
    before = await entries()
    assert not await making.is_made()

    async def spoil() -> None:
        async with database.transaction():
            await database.execute("DELETE FROM search_words")
            await database.execute("DELETE FROM search_entry WHERE language = 'fr'")
            await database.execute("INSERT INTO search_made (id, version) VALUES (1, 'of long ago')")

    await shielded(spoil())
    assert await found_posts(NOBODY, "grève") == []
    assert await shielded(making.make()) == len(before)
    assert await entries() == before
    assert await found_posts(NOBODY, "grève") == [post.id]
    assert await making.is_made()


async def entries() -> list[tuple[object, ...]]:
    return await database.rows("SELECT document, language, digest FROM search_entry ORDER BY document, language")


@on_sqlite
async def test_a_translation_that_comes_later_is_found_from_then_on(assembly: Assembly) -> None:
    post = await shielded(commands.speak(assembly.rosa, 1, "plank", "es", "Falta agua"))
    assert await found_posts(NOBODY, "water") == []
    await shielded(translation.translate(assembly.amelie, post.unit_id, "en", "There is no water"))
    assert await found_posts(NOBODY, "water") == [post.id]
    assert {each for each in LANGUAGES if each in (await find(NOBODY, "water")).hits[0].languages} == {"en"}
