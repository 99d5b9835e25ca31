"""A post that was taken away is found nowhere: pages in every language and role, programs, feeds, live parts, and the
database itself."""

import json

from conference.debate import commands
from conference.debate.models import Post
from conference.runtime import database
from conference.runtime.database import shielded
from conference.translation import commands as translation
from tests.cast import Assembly
from tests.conftest import Visit

CANARY = "zarzamora"
READERS = ("", "rosa", "marc", "claire", "amelie", "omar", "tomas")


async def test_the_canary_of_a_deleted_post_is_found_nowhere(assembly: Assembly, visit: Visit) -> None:
    answered = await shielded(commands.speak(assembly.marc, 1, "plank", "fr", "Bonjour"))
    gone = []
    for step in ("withdrawn", "removed"):
        post = await shielded(commands.speak(assembly.rosa, 1, "plank", "es", f"Digo {CANARY} {step}", answered.id))
        await shielded(translation.translate(assembly.amelie, post.unit_id, "fr", f"Je dis {CANARY} {step}"))
        await shielded(commands.edit(assembly.rosa, post.id, f"Digo otra vez {CANARY} {step}"))
        gone.append(post)
    readers = {handle: await visit(handle) for handle in READERS}
    seen = sum([CANARY in (await get(readers["marc"], path)) for path in paths(gone)])
    assert seen > 8, "before it was taken away the canary sings on most of these pages"
    since = (await database.rows("SELECT max(seq) FROM journal"))[0][0]
    await shielded(commands.withdraw(assembly.rosa, gone[0].id))
    await shielded(commands.withdraw(assembly.claire, gone[1].id))
    for handle, reader in readers.items():
        for path in (*paths(gone), f"/threads/{gone[0].thread_id}/fresh?seen=99&since={since}"):
            languages = ("",) if path.startswith("/api") else ("/en", "/fr", "/es")
            for language in languages:
                assert CANARY not in await get(reader, f"{language}{path}" if language else path), (handle, path)
    for table in ("text", "journal", "post", "post_draft", "answered"):
        rows = await database.rows(f"SELECT * FROM {table}")
        assert CANARY not in json.dumps(rows, default=str), table
    assert [post.state for post in await Post.all().order_by("id")] == ["standing", "withdrawn", "removed"]


def paths(gone: list[Post]) -> list[str]:
    thread = gone[0].thread_id
    each = [path for post in gone for path in (
        f"/posts/{post.id}", f"/posts/{post.id}?original=1", f"/posts/{post.id}/history", f"/posts/{post.id}/edit",
        f"/posts/{post.id}/reply?quote=1", f"/translate/{post.unit_id}/fr", f"/api/v1/posts/{post.id}",
    )]  # fmt: skip
    return [
        *each, "/", "/planks/1", "/planks/1/debate", "/planks/1/debate?sort=newest", "/planks/1/debate?language=es",
        f"/threads/{thread}/posts", f"/threads/{thread}/posts/{gone[0].parent_id}/replies?after=0", "/translate",
        "/feed.atom", "/feed.json", "/api/v1/planks/1/posts", "/me/following",
    ]  # fmt: skip


async def get(reader, path: str) -> str:
    given = path if path.startswith(("/api", "/en", "/fr", "/es")) else f"/es{path}"
    return (await reader.get(given, follow_redirects=True)).text
