"""The debate in figures: what is counted, for whom, and what is left out; on both databases."""

import pytest

from conference.core.actor import NOBODY
from conference.debate import commands as debate
from conference.debate.models import Post
from conference.planks.models import Plank
from conference.rapporteur import figures, outputs
from conference.runtime import database
from conference.runtime import settings as kept
from conference.runtime.i18n import say
from tests import cast
from tests.cast import Assembly
from tests.conftest import settings as settings  # both databases

from .conftest import Speak

do = database.shielded


async def counted(reader, language: str = "en") -> figures.Frame:
    return await figures.frame(reader, await Plank.get(number=1), language)


async def test_who_spoke_how_much_where_and_in_which_language(assembly: Assembly, speak: Speak) -> None:
    await speak(assembly.rosa, "uno dos tres", language="es")
    await speak(assembly.rosa, "cuatro", "block:p2", language="es")
    await speak(assembly.marc, "un deux", "block:p1", language="fr")
    amendment = await cast.table(assembly, "dana", cast.TRIPLE)
    await do(debate.post(assembly.dana, amendment.thread_id, "en", "one two three four five"))
    frame = await counted(assembly.chair)
    assert (frame.posts, frame.words, frame.speakers, frame.voices) == (4, 11, 3, 0)
    assert [(each.key, each.speakers, each.posts, each.words) for each in frame.delegations] == [
        ("CA", 1, 1, 2), ("MX", 1, 2, 4), ("US", 1, 1, 5),
    ]  # fmt: skip
    assert [(each.key, each.words) for each in frame.languages] == [("en", 5), ("fr", 2), ("es", 4)]
    assert [(each.key, each.posts) for each in frame.places] == [("plank", 1), ("block:p1", 1), ("block:p2", 1)]
    assert [(each.number, each.state, each.posts) for each in frame.amendments] == [(amendment.number, "admitted", 1)]
    assert frame.silent == ()
    assert frame.concentration is None, "three speakers are too few to say it of nobody in particular"


async def test_what_is_withdrawn_hidden_or_of_a_delegation_is_in_no_figure(assembly: Assembly, speak: Speak) -> None:
    await speak(assembly.rosa, "one two three")
    await speak(assembly.rosa, "among ourselves of Mexico", "caucus:MX")
    gone, hidden = await speak(assembly.marc, "gone gone"), await speak(assembly.dana, "hidden hidden")
    assert (await counted(assembly.rosa)).posts == 3
    await do(debate.withdraw(assembly.marc, gone.id))
    await Post.filter(id=hidden.id).update(state="hidden")
    for reader in (assembly.rosa, assembly.chair, NOBODY):
        frame = await counted(reader)
        assert (frame.posts, frame.words) == (1, 3)
        assert frame.silent == ("Canada", "United States")
        assert "caucus:MX" not in [each.key for each in frame.places]


async def test_an_edit_is_counted_at_once(assembly: Assembly, speak: Speak) -> None:
    post = await speak(assembly.rosa, "one two three")
    assert (await counted(assembly.rosa)).words == 3
    await do(debate.edit(assembly.rosa, post.id, "one two"))
    assert (await counted(assembly.rosa)).words == 2


async def test_a_voice_counts_for_no_delegation_and_no_person(
    assembly: Assembly, speak: Speak, monkeypatch: pytest.MonkeyPatch
) -> None:
    allowed = kept.current().model_copy(update={"pseudonyms": True})
    monkeypatch.setattr(kept, "current", lambda: allowed)
    await speak(assembly.rosa, "one two three")
    await speak(assembly.rosa, "four five", under_voice=True)
    await speak(assembly.marc, "six", under_voice=True)
    frame = await counted(assembly.chair)
    assert (frame.speakers, frame.voices, frame.voice_posts, frame.voice_words) == (1, 2, 2, 3)
    assert [(each.key, each.posts, each.words) for each in frame.delegations] == [
        ("CA", 0, 0), ("MX", 1, 3), ("US", 0, 0),
    ]  # fmt: skip
    assert frame.silent == ("Canada", "United States"), "that a voice is Canadian is told to nobody"


async def test_outside_nobody_learns_which_unsigned_posts_are_one_person(assembly: Assembly, speak: Speak) -> None:
    for text in ("one", "two", "three"):
        await speak(assembly.rosa, text)
    frame = await counted(NOBODY)
    assert {each.speakers for each in frame.delegations} == {None}
    assert frame.few
    said = [say(each) for each in outputs.sentences(frame)]
    assert "Fewer than five people spoke by name." in said
    told = outputs._plain_frame(frame)
    assert told["speakers"] is None
    assert (await counted(assembly.walt)).speakers == 1


async def test_outside_a_share_does_not_count_out_the_few_who_spoke_by_name(
    assembly: Assembly, speak: Speak, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All who spoke less the voices would be the number that is not told."""
    allowed = kept.current().model_copy(update={"pseudonyms": True})
    monkeypatch.setattr(kept, "current", lambda: allowed)
    for handle in ("rosa", "marc", "dana"):
        await speak(assembly.people[handle], "one two")
        await speak(assembly.people[handle], "three", under_voice=True)
    outside, inside = await counted(NOBODY), await counted(assembly.walt)
    assert (outside.few, outside.voices, outside.concentration) == (True, 3, None)
    assert inside.concentration is not None
    assert inside.concentration.speakers == 6


async def test_few_wrote_much_as_an_exact_sentence(assembly: Assembly, speak: Speak) -> None:
    for handle, words in {"rosa": 40, "marc": 30, "dana": 10, "walt": 10, "ines": 10}.items():
        await speak(assembly.people[handle], " ".join(["word"] * words))
    said = [say(each) for each in outputs.sentences(await counted(NOBODY))]
    assert "2 of the 5 who spoke wrote 70% of the words: it takes at least that many to reach half." in said
    assert not any(name in " ".join(said) for name in ("Rosa", "Marc", "Dana"))
