"""What stands in letters: nothing but that there is something new, or whole words in the reader's language; headers
that mail programs make threads of; and never what the reader may not read at that moment."""

import re

import pytest

from conference.core.languages import LANGUAGES
from conference.core.roles import Role
from conference.debate import commands as debate
from conference.debate.mine import commands as mine
from conference.debate.moderation import commands as moderation
from conference.mailing.models import MailChoice, MailNotice
from conference.mailing.rules import Rhythm
from conference.people.models import Account, Delegate, Grant
from conference.runtime import database
from conference.runtime.settings import Settings
from conference.translation import commands as translation
from tests import cast
from tests.cast import Assembly
from tests.conftest import Visit
from tests.mailing.conftest import asks, gathered, sent
from tests.mailing.post import body, post_office
from tests.persons import person

CANARY = "zarzamora"
do = database.shielded


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


async def speaks(
    house: Assembly, handle: str, text: str, parent: int | None = None, language: str = "en", **how
) -> int:
    return (await do(debate.speak(house.people[handle], 1, "plank", language, text, parent, **how))).id


async def test_nobody_is_written_to_who_has_not_asked(ready: Assembly) -> None:
    first = await speaks(ready, "rosa", "Hours.")
    await do(mine.follow_plank(ready.walt, 1))
    await speaks(ready, "marc", "More.", first)
    with post_office() as mailbox:
        assert (await sent(), mailbox.letters, await gathered()) == (0, [], [])


async def test_a_letter_says_nothing_of_what_it_is_about_unless_asked_to(ready: Assembly) -> None:
    await asks(ready.rosa, words=False)
    first = await speaks(ready, "rosa", "Hours.")
    await speaks(ready, "marc", f"I answer {CANARY}", first)
    with post_office(name=dict.fromkeys(LANGUAGES, f"Conference of {CANARY}")) as mailbox:
        assert await sent() == 1
    letter = mailbox.letters[0]
    whole = letter.as_string().casefold()
    for told in (CANARY, "marc", "roy", "rosa delgado", "working time", "plank", "answer", "vote", "post-", "/posts/"):
        assert told not in whole, told
    assert (letter["Subject"], letter.get_content_type()) == ("There is something new", "text/plain")
    assert body(letter).startswith("There is something new at the conference.\n\nhttp://127.0.0.1:8000/en/me/notices")


async def test_words_come_in_the_readers_language_with_the_original_beside_them(ready: Assembly) -> None:
    await do(translation_of_account(ready.rosa.id, "fr"))
    await asks(ready.rosa)
    first = await speaks(ready, "rosa", "Hours.")
    answer = await do(debate.speak(ready.marc, 1, "plank", "es", "Pagamos **dos** veces & más.", first))
    await do(translation.translate(ready.amelie, answer.unit_id, "fr", "Nous payons **deux** fois."))
    with post_office() as mailbox:
        assert await sent() == 1
    (letter,) = mailbox.letters
    assert letter["Content-Language"] == "fr-CA"
    text, html = body(letter), body(letter, "html")
    assert text.index("> Nous payons **deux** fois.") < text.index("> Pagamos **dos** veces & más.")
    assert "Le temps de travail" in text
    assert f"/fr/posts/{answer.id}" in text
    assert '<html lang="fr-CA">' in html
    assert '<blockquote lang="fr-CA" dir="auto"><p>Nous payons <strong>deux</strong> fois.</p>' in html
    assert '<blockquote lang="es-MX" dir="auto"><p>Pagamos <strong>dos</strong> veces &amp; más.</p>' in html
    assert not re.search(r"<(img|link|script|style|iframe)|src=|url\(", html)


async def translation_of_account(account: int | None, *languages: str) -> None:
    async with database.transaction():
        await Account.filter(id=account).update(languages=list(languages))


async def test_without_a_translation_the_original_comes_and_says_so(ready: Assembly) -> None:
    await asks(ready.rosa)
    first = await speaks(ready, "rosa", "Hours.")
    await speaks(ready, "marc", "Bonjour, je réponds.", first, "fr")
    with post_office() as mailbox:
        await sent()
    text = body(mailbox.letters[0])
    assert "> Bonjour, je réponds." in text
    assert "No translation is ready yet. Original language: Français." in text


async def test_a_thread_of_posts_is_a_thread_of_letters(ready: Assembly) -> None:
    await asks(ready.walt)
    await do(mine.follow_plank(ready.walt, 1))
    first = await speaks(ready, "rosa", "One.")
    second = await speaks(ready, "marc", "Two.", first)
    await speaks(ready, "dana", "Three.", second)
    with post_office() as mailbox:
        assert await sent() == 3
    one, two, three = mailbox.letters
    ids = [each["Message-ID"] for each in mailbox.letters]
    assert len(set(ids)) == 3
    root = one["References"]
    assert two["References"].split() == [root, ids[0]]
    assert three["References"].split() == [root, *ids[:2]]
    assert [one["In-Reply-To"], two["In-Reply-To"], three["In-Reply-To"]] == [root, *ids[:2]]
    assert {each["Subject"] for each in mailbox.letters} == {"There is something new"}
    assert all((each["List-Id"], each["Auto-Submitted"]) == ("<notices.localhost>", "auto-generated") for each in
               mailbox.letters)  # fmt: skip
    assert all(re.fullmatch(r"<[0-9a-f]{32}@localhost>", each) for each in ids), "a name that tells nothing"


async def test_one_click_ends_the_letters_without_signing_in(ready: Assembly, visit: Visit) -> None:
    await asks(ready.rosa)
    first = await speaks(ready, "rosa", "One.")
    await speaks(ready, "marc", "Two.", first)
    with post_office() as mailbox:
        await sent()
    letter = mailbox.letters[0]
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = re.fullmatch(r"<http://127\.0\.0\.1:8000(/en/notices/stop/[\w-]{43})>", letter["List-Unsubscribe"])
    assert stop is not None
    program = await visit()
    program.headers.pop("Origin")
    assert "One press" in (await program.get(stop[1])).text
    assert await MailChoice.filter(account_id=ready.rosa.id).exists(), "opening the link ends nothing"
    assert (await program.post(stop[1], data={"other": "x"})).status_code == 403
    answer = await program.post(stop[1], data={"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, await MailChoice.all().count(), await MailNotice.all().count()) == (200, 0, 0)
    again = await program.post(stop[1], data={"List-Unsubscribe": "One-Click"})
    assert (again.status_code, again.text) == (200, answer.text)


async def test_a_person_ends_them_by_a_button(ready: Assembly, visit: Visit) -> None:
    await asks(ready.rosa)
    token = (await MailChoice.get(account_id=ready.rosa.id)).token
    visitor = await visit()
    page = (await visitor.get(f"/fr/notices/stop/{token}")).text
    answer = await visitor.post(f"/fr/notices/stop/{token}", data={"csrf": csrf_of(page)})
    assert (answer.status_code, await MailChoice.all().count()) == (200, 0)


def csrf_of(page: str) -> str:
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', page)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("words", [True, False])
async def test_what_is_gone_when_the_letter_goes_out_is_in_no_letter(ready: Assembly, words: bool) -> None:
    await asks(ready.walt, words=words)
    await do(mine.follow_plank(ready.walt, 1))
    posts = [await speaks(ready, "rosa", f"{CANARY} {each}") for each in range(2)]
    kept = await speaks(ready, "marc", "I stay.")
    assert len(await gathered()) == 3
    await do(debate.withdraw(ready.rosa, posts[0]))
    await do(moderation.hide(ready.claire, posts[1], "subject", "en", "Off the subject."))
    with post_office() as mailbox:
        assert await sent() == 1
    whole = mailbox.letters[0].as_string()
    assert CANARY not in whole
    assert (f"/posts/{kept}" in whole) is words
    states = [each.state for each in await MailNotice.all().order_by("id")]
    assert states == ["dropped", "dropped", "sent"]
    rows = str(await database.rows("SELECT * FROM mail_notice")) + str(await database.rows("SELECT * FROM mail_choice"))
    assert CANARY not in rows, "the outbox holds no words"


async def test_who_may_no_longer_read_gets_no_letter(ready: Assembly) -> None:
    await cast.file_plank(ready, 2, audience="conference")
    await asks(ready.walt)
    await do(mine.follow_plank(ready.walt, 2))
    await do(debate.speak(ready.rosa, 2, "plank", "en", "Among ourselves."))
    assert len(await gathered()) == 1
    await Grant.filter(account_id=ready.walt.id).delete()
    with post_office() as mailbox:
        assert (await sent(), mailbox.letters) == (0, [])


async def test_the_room_of_a_delegation_is_in_no_letter(ready: Assembly) -> None:
    for reader in (ready.rosa, ready.jorge):
        await asks(reader, words=False)
        await do(mine.follow_plank(reader, 1))
    post = await do(debate.speak(ready.rosa, 1, "caucus:MX", "es", f"Entre nosotros {CANARY}"))
    await do(mine.follow_thread(ready.jorge, post.thread_id))
    await do(debate.post(ready.jorge, post.thread_id, "es", "Sí.", post.id))
    assert await gathered() == []


async def test_a_voice_stays_a_voice_and_its_owner_is_linked_to_nothing(ready: Assembly, house: Settings) -> None:
    house.pseudonyms = True
    await asks(ready.rosa)
    await asks(ready.walt)
    await do(mine.follow_plank(ready.walt, 1))
    voice = await speaks(ready, "rosa", "I fear the foreman.", under_voice=True)
    await speaks(ready, "marc", "I hear you.", voice)
    found = await gathered()
    assert {each.account_id for each in found} == {ready.walt.id}, "no row names the voice's owner"
    with post_office() as mailbox:
        await sent()
    whole = "".join(body(each) for each in mailbox.letters)
    assert "Voice 1 speaks in the debate" in whole
    assert "Rosa" not in whole
    assert set(mailbox.to) == {"walt@example.org"}


async def test_answers_quotations_and_names_reach_whom_they_mean(ready: Assembly) -> None:
    for reader in (ready.rosa, ready.walt, ready.lucia):
        await asks(reader, about=("answers",))
    first, other = await speaks(ready, "rosa", "One."), await speaks(ready, "walt", "Another.")
    await speaks(ready, "marc", f"> Another.\n>\n> — [Walt](/posts/{other}?original=1)\n\nYes, @Lucía  Mendoza!", first)
    await speaks(ready, "rosa", "I answer myself, @Rosa Delgado.", first)
    told = {(each.account_id, each.why) for each in await gathered()}
    assert told == {(ready.rosa.id, "answer"), (ready.walt.id, "answer"), (ready.lucia.id, "named")}


async def test_what_she_has_read_meanwhile_is_not_written(ready: Assembly) -> None:
    await asks(ready.walt, Rhythm.DAILY)
    await do(mine.follow_plank(ready.walt, 1))
    await speaks(ready, "rosa", "One.")
    thread = (await database.rows("SELECT thread_id FROM post"))[0][0]
    await gathered()
    await do(mine.note_read(ready.walt, thread))
    with post_office() as mailbox:
        assert (await sent(days=2), mailbox.letters) == (0, [])


async def test_a_digest_is_one_letter_by_plank(ready: Assembly) -> None:
    await cast.file_plank(ready, 2)
    await asks(ready.walt, Rhythm.DAILY)
    for number in (2, 1):
        await do(mine.follow_plank(ready.walt, number))
        await do(debate.speak(ready.rosa, number, "plank", "en", f"On {number}."))
        await do(debate.speak(ready.marc, number, "plank", "en", f"More on {number}."))
    moved = await cast.table(ready, "rosa", cast.TRIPLE)
    vote = await cast.put(ready, "amendment", moved.number)
    with post_office() as mailbox:
        assert await sent(minutes=2) == 0, "not before her hour"
        assert await sent(days=1) == 1
    text = body(mailbox.letters[0])
    places = [text.index(each) for each in ("Plank 1: Working time\n===", "On 1.", "More on 1.", "Plank 2", "On 2.")]
    assert places == sorted(places)
    assert f"Amendment A{moved.number} to “Working time” is filed." in text
    assert "> It is fair." in text
    assert str(vote.number) not in text.split("Plank 1")[0], "a question that is only put waits for nobody"


async def test_my_turn_is_written_once_and_not_when_it_is_done(ready: Assembly) -> None:
    await asks(ready.walt, about=("turn",))
    await asks(ready.rosa, about=("turn",))
    vote = await cast.put(ready, "plank")
    await cast.open_vote(ready, vote)
    found = {each.account_id: each.subject for each in await gathered()}
    assert found == dict.fromkeys((ready.walt.id, ready.rosa.id), f"/votes/{vote.number}/ballot")
    await cast.cast(ready.rosa, vote, "yes")
    with post_office() as mailbox:
        assert await sent() == 1
        assert "Cast your ballot: " in body(mailbox.letters[0])
        assert await sent(hours=5) == 0, "not twice"
    assert mailbox.to == ["walt@example.org"]


async def test_results_come_with_what_was_decided(ready: Assembly) -> None:
    for reader in (ready.walt, ready.claire):
        await asks(reader, about=("results",))
    moved = await cast.table(ready, "rosa", cast.TRIPLE)
    vote = await cast.opened(ready, "amendment", moved.number)
    await cast.all_cast(ready, vote, dict.fromkeys(cast.DELEGATIONS, "yes"))
    await cast.declared(ready, vote)
    with post_office() as mailbox:
        assert await sent() == 1, "the chair, who declared it, is not told"
    assert f"/en/votes/{vote.number}/result" in body(mailbox.letters[0])
    assert "The result is declared" in body(mailbox.letters[0])


async def test_whoever_is_gone_takes_her_letters_along(ready: Assembly) -> None:
    gone = await person("gone", "Gone Away", Role.OBSERVER)
    await Account.filter(id=gone.id).update(email="gone@example.org", email_confirmed_at="2026-01-01T00:00:00Z")
    await asks(gone)
    await do(mine.follow_plank(gone, 1))
    await speaks(ready, "rosa", "One.")
    assert len(await gathered()) == 1
    await Grant.filter(account_id=gone.id).delete()
    await database.shielded(delete(gone.id))
    assert (await MailChoice.all().count(), await MailNotice.all().count()) == (0, 0)


async def delete(account: int | None) -> None:
    async with database.transaction():
        await database.execute("DELETE FROM follow WHERE account_id = ?", account)
        await Delegate.filter(account_id=account).delete()
        await Account.filter(id=account).delete()
