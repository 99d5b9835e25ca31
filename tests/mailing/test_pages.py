"""The page on which somebody chooses her letters: off at first, nothing sent to an address before it is hers, nothing
typed is lost, and nothing kept of one who wants no letters."""

import re
from email import message_from_bytes, policy

import pytest

from conference.debate import commands as debate
from conference.debate.mine import commands as mine
from conference.mailing.models import MailChoice, MailNotice
from conference.people.models import Account
from conference.runtime import database
from conference.runtime.models import Entry
from conference.runtime.settings import Settings
from tests.cast import Assembly
from tests.conftest import Visit
from tests.mailing.conftest import asks, gathered, sent
from tests.mailing.post import post_office

do = database.shielded
TYPED = {"rhythm": "daily", "address": "Private@Example.net", "about": "answers", "hour": "7", "weekday": "0",
         "zone": "America/Mexico_City", "words": "yes"}  # fmt: skip


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


def csrf_of(page: str) -> str:
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', page)
    assert found is not None
    return found[1]


async def test_letters_are_off_and_without_words_until_she_says_otherwise(ready: Assembly, visit: Visit) -> None:
    rosa = await visit("rosa")
    page = (await rosa.get("/en/me/notices")).text
    assert re.search(r'name="rhythm" value="off" checked', page)
    assert re.search(r'name="words" value="no" checked', page)
    assert "This conference sends no mail at present" in page
    assert 'href="/en/me/notices"' in (await rosa.get("/en/me")).text
    assert await MailChoice.all().count() == 0
    with post_office():
        assert "sends no mail" not in (await rosa.get("/en/me/notices")).text


async def test_nothing_is_sent_to_an_address_before_its_link_is_opened(
    ready: Assembly, visit: Visit, house: Settings
) -> None:
    rosa = await visit("rosa")
    csrf = csrf_of((await rosa.get("/es/me/notices")).text)
    post = await do(debate.speak(ready.rosa, 1, "plank", "en", "Hours."))
    answer = await rosa.post("/es/me/notices", data=TYPED | {"rhythm": "once", "csrf": csrf})
    assert answer.status_code == 303
    await do(debate.post(ready.marc, post.thread_id, "en", "Secret zarzamora.", post.id))
    with post_office() as mailbox:
        assert (await sent(hours=1), mailbox.letters) == (0, [])
    (path,) = house.outbox.glob("*.eml")
    letter = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert letter["To"] == "private@example.net"
    assert letter["Subject"] == "Please confirm your e-mail address"
    link = re.search(r"http://127\.0\.0\.1:8000(/en/notices/confirm/[\w-]+)", str(letter.get_content()))
    assert link is not None
    assert "Nothing is sent to private@example.net" in (await rosa.get("/en/me/notices")).text
    stranger = await visit()
    page = (await stranger.get(link[1])).text
    assert (await MailChoice.get()).confirmed_at is None, "opening the link confirms nothing"
    assert (await stranger.post(link[1], data={"csrf": csrf_of(page)})).status_code == 303
    assert (await stranger.post(link[1], data={"csrf": csrf_of(page)})).status_code == 422, "it works once"
    await do(debate.post(ready.marc, post.thread_id, "en", "Now.", post.id))
    with post_office() as mailbox:
        assert (await sent(hours=1), mailbox.to) == (1, ["private@example.net"])
    assert (await Account.get(id=ready.rosa.id)).email == "rosa@example.org", "she signs in as before"


async def test_her_own_proved_address_needs_no_link(ready: Assembly) -> None:
    async def prove() -> None:
        async with database.transaction():
            await Account.filter(id=ready.rosa.id).update(email_confirmed_at="2026-01-01T00:00:00+00:00")

    await do(prove())
    await asks(ready.rosa)
    assert (await MailChoice.get()).code_hash == ""


async def test_her_choices_are_in_the_file_that_she_takes_with_her(ready: Assembly, visit: Visit) -> None:
    rosa = await visit("rosa")
    assert (await rosa.get("/en/me/export")).json()["letters"] is None
    await asks(ready.rosa, words=False)
    file = await rosa.get("/en/me/export")
    letters = file.json()["letters"]
    assert (letters["rhythm"], letters["address"], letters["words"]) == ("once", "rosa@example.org", False)
    assert (letters["address_confirmed"], "answers" in letters["about"]) == (True, True)
    assert (await MailChoice.get()).token not in file.text, "what opens a link is in no file"


async def test_what_she_typed_comes_back_with_a_sentence(ready: Assembly, visit: Visit) -> None:
    rosa = await visit("rosa")
    csrf = csrf_of((await rosa.get("/en/me/notices")).text)
    for wrong in ({"address": "nowhere"}, {"hour": "25"}, {"zone": "Moon/Crater"}, {"about": ""}, {"rhythm": "hourly"}):
        answer = await rosa.post("/en/me/notices", data=TYPED | wrong | {"csrf": csrf})
        assert answer.status_code == 422, wrong
        (name,) = wrong
        assert f'id="f-{name}-error"' in answer.text, name
        assert f'value="{(TYPED | wrong)["address"]}"' in answer.text
        assert re.search(r'name="words" value="yes" checked', answer.text)
    assert await MailChoice.all().count() == 0
    assert (await rosa.post("/en/me/notices", data={"rhythm": "off", "csrf": csrf})).status_code == 303


async def test_a_new_choice_moves_what_waits_and_off_takes_all_of_it_away(ready: Assembly, visit: Visit) -> None:
    await asks(ready.rosa, about=("answers", "following"))
    await do(mine.follow_plank(ready.rosa, 1))
    post = await do(debate.speak(ready.rosa, 1, "plank", "en", "Hours."))
    await do(debate.speak(ready.walt, 1, "plank", "en", "Another."))
    await do(debate.post(ready.marc, post.thread_id, "en", "I answer.", post.id))
    assert [each.why for each in await gathered()] == ["plank", "answer"]
    rosa = await visit("rosa")
    page = (await rosa.get("/en/me/notices")).text
    assert re.search(r"Marc Roy \(Canada\) answers you in the debate", page)
    csrf = csrf_of(page)
    await rosa.post("/en/me/notices", data=TYPED | {"address": "rosa@example.org", "csrf": csrf})
    (left,) = await MailNotice.all()
    assert left.why == "answer"
    assert left.due % 86_400 == 13 * 3_600, "seven o'clock in Mexico City"
    assert "The next letter goes out on" in (await rosa.get("/en/me/notices")).text
    await rosa.post("/en/me/notices", data={"rhythm": "off", "csrf": csrf})
    assert (await MailChoice.all().count(), await MailNotice.all().count()) == (0, 0)


async def test_the_journal_tells_that_she_chose_and_neither_where_nor_what(ready: Assembly) -> None:
    await asks(ready.rosa, address="canary@example.net")
    rows = await Entry.filter(topics=f"account-{ready.rosa.id}").order_by("-seq").limit(2)
    assert {each.verb for each in rows} == {"notice-address-confirmed", "notices-chosen"}
    assert {each.actor for each in rows} == {ready.rosa.opaque}
    assert "canary" not in str(await database.rows("SELECT * FROM journal"))


async def test_one_person_causes_few_confirmations(ready: Assembly, visit: Visit) -> None:
    rosa = await visit("rosa")
    csrf = csrf_of((await rosa.get("/en/me/notices")).text)
    statuses = [
        (await rosa.post("/en/me/notices", data=TYPED | {"address": f"a{n}@example.net", "csrf": csrf})).status_code
        for n in range(6)
    ]
    assert statuses == [303] * 4 + [429] * 2


async def test_every_page_speaks_the_readers_language(ready: Assembly, visit: Visit) -> None:
    rosa = await visit("rosa")
    for language, tag in (("fr", "fr-CA"), ("es", "es-MX")):
        page = (await rosa.get(f"/{language}/me/notices")).text
        assert f'<html lang="{tag}"' in page
        for zone in ("America/Toronto", "America/Mexico_City"):
            assert f'value="{zone}"' in page
    assert "Ciudad de México" in (await rosa.get("/es/me/notices")).text
    assert "Mexico" in (await rosa.get("/fr/me/notices")).text
