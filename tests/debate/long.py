"""Threads of thousands, laid in one go: the paths and depths that `commands.post` would give, without ten thousand
transactions."""

from collections.abc import Sequence

from conference.core.actor import Actor
from conference.debate import rules
from conference.debate.models import Post, Thread
from conference.runtime import clock, database
from conference.translation.models import Text, Unit

LANGUAGE = "es"


async def lay(thread: Thread, author: Actor, parents: Sequence[int]) -> list[int]:
    """A post for each entry, which says the number of the post that it answers (0: none). Gives their keys."""

    async def write() -> list[int]:
        async with database.transaction():
            return await put(thread, author, parents)

    return await database.shielded(write())


async def put(thread: Thread, author: Actor, parents: Sequence[int]) -> list[int]:
    """The same inside an open transaction."""
    unit = await _after("text_unit")
    first = await _after("post")
    paths, depths, now = [""], [-1], clock.now()
    posts, units, texts = [], [], []
    for number, parent in enumerate(parents, 1):
        paths.append(rules.path(paths[parent], number))
        depths.append(depths[parent] + 1)
        units.append(Unit(id=unit + number, language=LANGUAGE, audience=thread.audience))
        words = f"palabra {number}"
        texts.append(
            Text(
                unit_id=unit + number, revision=1, language=LANGUAGE, origin="original", text=words,
                html=f"<p>{words}</p>", source_hash="0" * 64, author_id=author.id, created_at=now,
            )
        )  # fmt: skip
        posts.append(
            Post(
                id=first + number, thread_id=thread.id, parent_id=first + parent if parent else None, number=number,
                path=paths[-1], depth=depths[-1], author_id=author.id, unit_id=unit + number, state="standing",
                created_at=now,
            )
        )  # fmt: skip
    for model, rows in ((Unit, units), (Text, texts), (Post, posts)):
        await model.bulk_create(rows, batch_size=500)  # type: ignore[attr-defined]  # three models
        if not database.on_sqlite():
            table = model._meta.db_table  # type: ignore[attr-defined]
            await database.rows(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
            )
    return [first + number for number in range(1, len(parents) + 1)]


async def _after(table: str) -> int:
    return int((await database.rows(f"SELECT coalesce(max(id), 0) FROM {table}"))[0][0])
