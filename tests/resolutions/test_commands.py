"""Compiling, voting on the whole text, publishing."""

import pytest
from amendments.conftest import refused

from conference.core.actor import NOBODY
from conference.core.errors import Absent, Invalid
from conference.planks.models import Plank
from conference.resolutions import commands, queries, rules
from conference.resolutions.models import Paragraph, Resolution
from conference.runtime import database
from conference.translation.models import Text

from .conftest import TITLES, WEEK, Cast, adopted, compiled, decide

do = database.shielded


def test_paragraphs_are_numbered_through_and_headings_are_not() -> None:
    kinds = ["title", "heading", "paragraph", "item", "title", "item", "item", "heading", "paragraph", "item", "item"]
    marks = [("operative", kind) for kind in kinds]
    assert rules.labels(marks) == ["t1", "h1", "1", "1a", "t2", "2", "3", "h2", "4", "4a", "4b"]


def test_the_digest_covers_every_word_in_every_language() -> None:
    texts = {"en": "Work.", "fr": "Travail.", "es": "Trabajo."}
    digest = rules.binding(TITLES, [("1", "paragraph", texts)])
    assert digest == rules.binding(dict(reversed(TITLES.items())), [("1", "paragraph", texts)])
    for language in texts:
        assert digest != rules.binding(TITLES, [("1", "paragraph", texts | {language: "Other."})])
        assert digest != rules.binding(TITLES | {language: "Other."}, [("1", "paragraph", texts)])


async def test_only_what_was_adopted_is_compiled(cast: Cast, plank: Plank) -> None:
    with refused("not-adopted"):
        await do(commands.compile_resolution(cast.claire, TITLES, [1]))
    with refused("nothing-adopted"):
        await do(commands.compile_resolution(cast.claire, TITLES, []))
    assert await Resolution.all().count() == 0


async def test_a_resolution_has_its_title_in_every_language(cast: Cast, plank: Plank) -> None:
    await adopted(cast, plank)
    with pytest.raises(Invalid) as found:
        await do(commands.compile_resolution(cast.claire, TITLES | {"fr": " "}, [1]))
    assert set(found.value.problems) == {"title-fr"}


async def test_a_language_without_a_current_text_stops_the_compiling(cast: Cast, plank: Plank) -> None:
    await adopted(cast, plank)
    await Text.filter(language="fr", text=WEEK["fr"]).delete()
    with refused("texts-missing"):
        await do(commands.compile_resolution(cast.claire, TITLES, [1]))


async def test_each_paragraph_says_where_its_words_came_from(cast: Cast, plank: Plank) -> None:
    made = await compiled(cast, plank)
    view = await queries.resolution(cast.omar, made.number, "en")
    heading, first, second = view.paragraphs
    assert [heading.label, first.label, second.label] == ["h1", "1", "2"]
    assert second.texts == WEEK
    assert [each.number for each in second.amendments] == [1]
    assert [each.number for each in second.amendments[0].votes] == [1]
    assert [each.number for each in second.votes] == [2]
    assert second.spans["en"] == (
        ("Weekly hours go down ", "filed"), ("to thirty-two ", "A1"), ("without loss of pay.", "filed"),
    )  # fmt: skip
    assert first.amendments == ()
    assert {label for _, label in first.spans["es"]} == {"filed"}


async def test_a_resolution_is_published_only_when_the_whole_text_was_carried(cast: Cast, plank: Plank) -> None:
    made = await compiled(cast, plank)
    with refused("not-carried"):
        await do(commands.publish(cast.claire, made.number))
    vote = await do(commands.put_resolution(cast.claire, made.number))
    assert vote.rules["binding"] == made.digest
    with refused("voted-already"):
        await do(commands.put_resolution(cast.claire, made.number))
    await decide(cast, vote.number)
    await do(commands.publish(cast.claire, made.number))
    assert [each.state for each in await queries.resolutions(NOBODY, "en")] == ["published"]
    with refused("published-already"):
        await do(commands.publish(cast.claire, made.number))


async def test_one_delegation_against_it_keeps_it_unpublished(cast: Cast, plank: Plank) -> None:
    made = await compiled(cast, plank)
    vote = await do(commands.put_resolution(cast.claire, made.number))
    await decide(cast, vote.number, against=(cast.tom,))
    with refused("not-carried"):
        await do(commands.publish(cast.claire, made.number))
    with refused("in-conciliation"):
        await do(commands.put_resolution(cast.claire, made.number))


async def test_delegates_and_observers_neither_compile_nor_publish(cast: Cast, plank: Plank) -> None:
    made = await compiled(cast, plank)
    for actor in (cast.ana, cast.omar):
        with refused("not-a-drafter"):
            await do(commands.compile_resolution(actor, TITLES, [1]))
        with refused("not-the-chair"):
            await do(commands.publish(actor, made.number))


async def test_an_unpublished_resolution_of_a_closed_plank_is_hidden(cast: Cast, plank: Plank) -> None:
    made = await compiled(cast, plank)
    await Plank.filter(id=plank.id).update(audience="conference")
    assert await queries.resolutions(NOBODY, "en") == []
    with pytest.raises(Absent):
        await queries.resolution(cast.omar, made.number, "en")
    assert (await queries.resolution(cast.ana, made.number, "en")).digest == made.digest


async def test_what_was_compiled_does_not_follow_later_changes(cast: Cast, plank: Plank) -> None:
    made = await compiled(cast, plank)
    await Text.filter(language="en", text=WEEK["en"]).update(text="Forged.")
    paragraphs = await Paragraph.filter(resolution_id=made.id).order_by("position")
    told = rules.binding(made.titles, [(each.label, each.kind, each.texts) for each in paragraphs])
    assert told == made.digest
    assert paragraphs[-1].texts == WEEK
