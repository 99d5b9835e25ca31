"""Keeping the index: what was written goes in with the transaction that wrote it, what is taken away goes out with it.

Whoever writes words records it in the journal, so the index follows the journal's subjects as the last act before the
commit; on PostgreSQL the journal's lock then lets one writer in at a time. A take-down does not wait for that.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

from conference.runtime import database, journal
from conference.search import rules, sources
from conference.search.sources import Source, marks
from conference.translation import commands as translation

_NUMBERED: Final = {"plank": "plank", "amendment": "amendment", "resolution": "resolution"}
_COLUMNS: Final = (
    "document", "language", "kind", "source", "machine", "revision", "place", "digest", "plank_id", "post_id",
    "amendment_id", "resolution_id",
)  # fmt: skip
_INSERT = f"INSERT INTO search_entry ({', '.join(_COLUMNS)}) VALUES ({marks(_COLUMNS)}) RETURNING id"  # noqa: S608
_LYING = "SELECT id, document, language, digest FROM search_entry WHERE {scope}"
_OWNERS = {
    "post": "SELECT id FROM post WHERE unit_id = ?",
    "plank": "SELECT v.plank_id FROM segment s JOIN plank_version v ON v.id = s.version_id "
    "JOIN plank k ON k.id = v.plank_id AND k.version = v.number WHERE s.unit_id = ?",
    "amendment": "SELECT id FROM amendment WHERE text_id = ? OR reason_id = ?",
}
_SCOPES: Final = {
    "post": "post_id IN ({ids})",
    "plank": "plank_id IN ({ids}) AND kind IN ('plank', 'block')",
    "amendment": "amendment_id IN ({ids})",
    "resolution": "resolution_id IN ({ids})",
}
READ: Final[dict[str, Callable[[Sequence[int]], Awaitable[list[Source]]]]] = {
    "post": sources.posts,
    "plank": sources.planks,
    "amendment": sources.amendments,
    "resolution": sources.resolutions,
}
Lying = dict[tuple[int, str], tuple[int, str]]
"""Entries that are there, by document and language: their key and digest."""


async def renew(what: str, ids: Sequence[int]) -> None:
    """Bring the entries of these planks, posts, amendments or resolutions to what they say now. In a transaction.

    A post's earlier words are overwritten at once. Those of other texts are kept in public anyway, as versions.
    """
    if not ids:
        return
    wanted = {}
    for source in await READ[what](ids):
        for language, tokens in source.entries().items():
            wanted[source.document, language] = (source, tokens, source.digest(language, tokens))
    lying: Lying = {
        (document, language): (key, digest)
        for key, document, language, digest in await database.rows(
            _LYING.format(scope=_SCOPES[what].format(ids=marks(ids))), *ids
        )
    }
    gone = [key for place, (key, digest) in lying.items() if place not in wanted or wanted[place][2] != digest]
    if gone:
        await take_away(gone, wash=what == "post")
    for place, (source, tokens, digest) in wanted.items():
        if place not in lying or lying[place][1] != digest:
            await _put(source, place[1], tokens, digest)


async def _put(source: Source, language: str, tokens: list[str], digest: str) -> None:
    links = [source.links.get(each) for each in ("plank", "post", "amendment", "resolution")]
    machine: Any = language in source.machine
    made = await database.returning(
        _INSERT, source.document, language, source.kind.value, source.language, machine, source.revision, source.place,
        digest, *links,
    )  # fmt: skip
    if database.on_sqlite():
        sql, words = "INSERT INTO search_words (rowid, words) VALUES (?, ?)", " ".join(tokens)
    else:
        sql = "INSERT INTO search_words (rowid, words) VALUES (?, CAST(CAST(? AS TEXT) AS TSVECTOR))"
        words = rules.vector(tokens)
    await database.execute(sql, made[0][0], words)


async def take_away(entries: Sequence[int], *, wash: bool) -> None:
    """Take entries out; `wash`: leave nothing of their words in SQLite's file. FTS5 only marks a word as gone until it
    merges what it holds, so it is told to, and the pages that it leaves are overwritten as all others are."""
    for start in range(0, len(entries), sources.FEW):
        some = entries[start : start + sources.FEW]
        for table, key in (("search_words", "rowid"), ("search_entry", "id")):
            await database.execute(f"DELETE FROM {table} WHERE {key} IN ({marks(some)})", *some)  # noqa: S608 -- ours
    if wash and database.on_sqlite():
        await database.execute("INSERT INTO search_words (search_words) VALUES ('optimize')")


async def follow(topics: tuple[str, ...]) -> None:
    """Something was recorded: the documents of its subject are read again, and the posts that changed with it."""
    for at, topic in enumerate(topics):
        if at == 0 or topic.startswith(("post-", "unit-")):
            await _of_subject(topic)


async def _of_subject(subject: str) -> None:
    what, _, number = subject.rpartition("-")
    if not number.isdecimal():
        return
    if what == "unit":
        await _of_unit(int(number))
    elif what == "post":
        await renew("post", [int(number)])
    elif what in _NUMBERED:
        found = await database.rows(f"SELECT id FROM {_NUMBERED[what]} WHERE number = ?", int(number))  # noqa: S608
        await renew(what, [key for (key,) in found])


async def _of_unit(unit: int) -> None:
    for what, sql in _OWNERS.items():
        found = await database.rows(sql, *[unit] * sql.count("?"))
        await renew(what, sorted({key for (key,) in found}))


async def _erased(unit: int) -> None:
    await journal.lock()  # whoever writes into the index holds it
    await _of_unit(unit)


journal.followed_by(follow)
translation.erased_by(_erased)
