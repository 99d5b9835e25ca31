"""A post that was hidden or taken away is found nowhere: pages in every language and role, programs, feeds, search,
live parts, mail, the translators' files; and what was deleted, not in the database's own file either."""

import json
import tarfile
from pathlib import Path

import pytest

from conference import backup
from conference.core.languages import LANGUAGES
from conference.debate import commands
from conference.debate.models import Post
from conference.debate.moderation import commands as moderation
from conference.debate.quoting import quoted
from conference.mailing.models import MailNotice
from conference.mailing.told import told
from conference.runtime import clock, database
from conference.runtime.database import shielded
from conference.runtime.settings import Settings
from conference.translation import commands as translation
from conference.translation.machine.models import MachineText
from tests.cast import Assembly
from tests.conftest import Visit

CANARY = "zarza"
"""In every text of the posts, as in "zarzamora"; a search for `OTHER` would find them."""
OTHER = "pregonero"
READERS = ("", "rosa", "marc", "claire", "amelie", "omar")
BY_RIGHT = ("rosa", "claire")
"""Rosa wrote the posts and Claire chairs: they read what is hidden, at its place."""


async def sung(assembly: Assembly) -> list[Post]:
    """Two posts in three languages by people and, the last one, by a machine; each edited, answered and quoted."""
    answered = await shielded(commands.speak(assembly.marc, 1, "plank", "fr", "Bonjour"))
    posts = []
    for number in (1, 2):
        words = f"Digo zarzamora, {OTHER} {number}"
        post = await shielded(commands.speak(assembly.rosa, 1, "plank", "es", words, answered.id))
        await shielded(commands.edit(assembly.rosa, post.id, f"{words} otra vez"))
        await shielded(
            translation.translate(assembly.amelie, post.unit_id, "fr", f"Je dis zarzamûre, {OTHER} {number}")
        )
        if number == 1:
            await shielded(translation.translate(assembly.amelie, post.unit_id, "en", f"I say zarzaberry, {OTHER}"))
        else:
            await MachineText.create(
                unit_id=post.unit_id, revision=2, language="en", text=f"I say zarzamachine, {OTHER}", middle="",
                html=f"<p>I say zarzamachine, {OTHER}</p>", route="es en", engine="house", version="1", glossary="",
                flags="", unknown="[]", source_hash="", made_at=clock.now(),
            )  # fmt: skip
        box = quoted(f"{words} otra vez", f"Rosa, {number}", post.id)
        reply = await shielded(commands.speak(assembly.marc, 1, "plank", "fr", f"{box}C’est faux.", post.id))
        await shielded(translation.translate(assembly.amelie, reply.unit_id, "es", f"{box}Es falso."))
        posts.append(post)
    return posts


async def test_the_canary_of_a_hidden_and_of_a_deleted_post_is_found_nowhere(
    assembly: Assembly, visit: Visit, house: Settings, tmp_path: Path
) -> None:
    posts = await sung(assembly)
    readers = {handle: await visit(handle) for handle in READERS}
    heard = [path for path in paths(posts) if CANARY in await get(readers["amelie"], f"/es{path}")]
    assert f"/search?q={OTHER}" in heard
    assert len(heard) > 12, "before anything is hidden the canary sings on most of these pages"
    assert await letters(assembly, posts) != []
    since = (await database.rows("SELECT max(seq) FROM journal"))[0][0] - 1
    for post in posts:
        await shielded(moderation.report(assembly.omar, post.id, "threat", "en", "He says zarzamora of me"))
        await shielded(moderation.hide(assembly.claire, post.id, "threat", "fr", "C’est une insulte."))
    live = [f"/threads/{posts[0].thread_id}/fresh?seen=99&since={since}"]
    pages = [*paths(posts), *live] if house.on_sqlite else [f"/posts/{posts[0].id}", *live, *everywhere_else()]
    for handle, reader in readers.items():
        for path in pages if handle not in BY_RIGHT else everywhere_else():
            assert await singing(reader, path) == [], (handle, path)
    assert CANARY in await get(readers["rosa"], f"/es/posts/{posts[0].id}")
    assert CANARY in await get(readers["claire"], f"/en/posts/{posts[1].id}")
    assert await letters(assembly, posts) == []
    tables = await holding(CANARY)
    assert tables <= {"withheld_text", "veiled_box", "post_report"}, "the drawers from which it can be put back"
    for post, actor in zip(posts, (assembly.rosa, assembly.claire), strict=True):
        await shielded(commands.withdraw(actor, post.id))
    for handle in ("", "rosa", "claire", "amelie"):
        for path in pages:
            assert await singing(readers[handle], path) == [], (handle, path)
    assert await holding(CANARY) == set()
    states = await Post.filter(id__in=[post.id for post in posts]).order_by("id").values_list("state", flat=True)
    assert states == ["withdrawn", "removed"]
    if house.on_sqlite:
        in_the_files(house, tmp_path)


def in_the_files(house: Settings, folder: Path) -> None:
    """Neither the database nor its log nor a backup holds a byte of it."""
    files = sorted(house.data.glob("conference.db*"))
    assert [each.name for each in files][:2] == ["conference.db", "conference.db-shm"]
    for each in files:
        assert CANARY.encode() not in each.read_bytes(), each.name
    (house.data / "conference.toml").touch()
    backup.save(house, folder / "saved.tar.gz")
    with tarfile.open(folder / "saved.tar.gz") as archive:
        for name in archive.getnames():
            assert CANARY.encode() not in archive.extractfile(name).read(), name


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
async def test_words_that_were_never_hidden_leave_no_byte_in_the_file_either(
    assembly: Assembly, house: Settings, tmp_path: Path
) -> None:
    post = await shielded(commands.speak(assembly.rosa, 1, "plank", "es", "Digo zarzamora"))
    await shielded(translation.translate(assembly.amelie, post.unit_id, "fr", "Je dis zarzamûre"))
    assert any(CANARY.encode() in each.read_bytes() for each in house.data.glob("conference.db*"))
    await shielded(commands.withdraw(assembly.rosa, post.id))
    in_the_files(house, tmp_path)


def paths(posts: list[Post]) -> list[str]:
    """Addresses without their language: of these posts, and of all that may hold a word of theirs."""
    thread = posts[0].thread_id
    each = [path for post in posts for path in (
        f"/posts/{post.id}", f"/posts/{post.id}?original=1", f"/posts/{post.id}/history", f"/posts/{post.id}/edit",
        f"/posts/{post.id}/reply?quote=1", f"/posts/{post.id}/hiding", f"/posts/{post.id}/report",
        f"/translate/{post.unit_id}/fr", f"/texts/{post.unit_id}/en", f"/api/v1/posts/{post.id}",
    )]  # fmt: skip
    return [
        *each, "/planks/1", "/planks/1/debate", "/planks/1/debate?sort=newest", "/planks/1/debate?language=es",
        f"/threads/{thread}/posts", f"/threads/{thread}/posts/{posts[0].parent_id}/replies?after=0",
        "/api/v1/planks/1/posts", *everywhere_else(),
    ]  # fmt: skip


def everywhere_else() -> list[str]:
    """Where nobody reads hidden words, whoever she is."""
    return [
        "/", "/translate", "/translate?into=fr", "/translate?into=en", "/translate/files/texts?from=es&into=fr",
        "/translate/files/memory?from=es&into=fr", "/feed.atom", "/feed.json", f"/search?q={OTHER}",
        f"/api/v1/search?q={OTHER}", "/me/following", "/reports", "/me/notices",
    ]  # fmt: skip


async def singing(reader, path: str) -> list[str]:
    """The languages in which the canary is heard at an address."""
    addresses = [path] if path.startswith("/api") else [f"/{language}{path}" for language in LANGUAGES]
    return [each for each in addresses if CANARY in await get(reader, each)]


async def get(reader, path: str) -> str:
    given = path.removeprefix("/es") if path.startswith("/es/api") else path
    return (await reader.get(given, follow_redirects=True)).text


async def letters(assembly: Assembly, posts: list[Post]) -> list[str]:
    """What letters about these posts would say now, to everybody in every language."""
    notices = [
        MailNotice(id=post.id, kind="post", why="plank", subject=str(post.id), verb="post-made", made=0, due=0)
        for post in await Post.filter(thread_id=posts[0].thread_id)
    ]
    found = []
    for handle in READERS[1:]:
        for language in LANGUAGES:
            for each in await told(assembly.people[handle], language, notices, unread=False):
                found += [words.text for words in (each.reading, each.original) if words and CANARY in words.text]
    return found


async def holding(word: str) -> set[str]:
    """Every table with a row that holds a word, drawers included."""
    sql = (
        "SELECT name FROM sqlite_master WHERE type = 'table'"
        if database.on_sqlite()
        else "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    )
    tables = [str(name) for (name,) in await database.rows(sql)]
    return {name for name in tables if word in json.dumps(await database.rows(f'SELECT * FROM "{name}"'), default=str)}
