"""Keeping the index: what was written goes in with the transaction that wrote it, what is taken away goes out with it.

Whoever writes words records it in the journal, so the index follows the journal's subjects as the last act before the
commit; on PostgreSQL the journal's lock then lets one writer in at a time. A take-down does not wait for that.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Any, Final

from conference.runtime import database, journal
from conference.search import rules, sources
from conference.search.sources import FEW, Source
from conference.translation import commands as translation

_NUMBERED: Final = {"plank": "plank", "amendment": "amendment", "resolution": "resolution"}
_COLUMNS: Final = (
    "document", "language", "kind", "source", "machine", "revision", "place", "digest", "plank_id", "post_id",
    "amendment_id", "resolution_id",
)  # fmt: skip
_INSERT = f"INSERT INTO search_entry ({', '.join(_COLUMNS)}) VALUES ({database.places(_COLUMNS)}) RETURNING id"  # noqa: S608
_LYING = "SELECT id, document, language, digest FROM search_entry WHERE {scope}"
_OWNERS = {
    "post": "SELECT id FROM post WHERE unit_id IN ({})",
    "plank": "SELECT v.plank_id FROM segment s JOIN plank_version v ON v.id = s.version_id "
    "JOIN plank k ON k.id = v.plank_id AND k.version = v.number WHERE s.unit_id IN ({})",
    "amendment": "SELECT id FROM amendment WHERE text_id IN ({}) OR reason_id IN ({})",
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
    wanted = {
        (source.document, language): (source, source.digest(language))
        for source in await READ[what](ids)
        for language in source.words
    }
    lying: Lying = {
        (document, language): (key, digest)
        for key, document, language, digest in await database.rows(
            _LYING.format(scope=_SCOPES[what].format(ids=database.places(ids))), *ids
        )
    }
    gone = [key for place, (key, digest) in lying.items() if place not in wanted or wanted[place][1] != digest]
    if gone:
        await take_away(gone, wash=what == "post")
    for place, (source, digest) in wanted.items():
        if (place not in lying or lying[place][1] != digest) and (tokens := source.tokens(place[1])):
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
    for start in range(0, len(entries), FEW):
        some = entries[start : start + FEW]
        for table, key in (("search_words", "rowid"), ("search_entry", "id")):
            await database.execute(f"DELETE FROM {table} WHERE {key} IN ({database.places(some)})", *some)  # noqa: S608 -- ours
    if wash and database.on_sqlite():
        await database.execute("INSERT INTO search_words (search_words) VALUES ('optimize')")


async def follow(rows: Sequence[tuple[str, ...]]) -> None:
    """Something was recorded: the documents of its subjects are read again, and the posts that changed with them."""
    told = {topic for topics in rows for topic in (*topics[:1], *filter(_is_of_words, topics[1:]))}
    numbers: dict[str, set[int]] = {}
    for what, _, number in (topic.rpartition("-") for topic in told):
        if number.isdecimal():
            numbers.setdefault(what, set()).add(int(number))
    ids = {what: set[int]() for what in READ} | {"post": numbers.get("post", set[int]())}
    for what in _NUMBERED:
        sql = f"SELECT id FROM {_NUMBERED[what]} WHERE number IN ({{}})"  # noqa: S608 -- our own names
        ids[what] |= await _keys(sql, numbers.get(what, ()))
    await _renew_all(await _owners(numbers.get("unit", ()), ids))


def _is_of_words(topic: str) -> bool:
    return topic.startswith(("post-", "unit-"))


async def _owners(units: Collection[int], ids: dict[str, set[int]]) -> dict[str, set[int]]:
    """These documents' keys and those of the documents that these units belong to."""
    for what, sql in _OWNERS.items():
        ids[what] |= await _keys(sql, units)
    return ids


async def _keys(sql: str, named: Collection[int]) -> set[int]:
    """The keys that a statement gives for these, a few at a time."""
    ordered, found = sorted(named), set[int]()
    for start in range(0, len(ordered), FEW):
        some = ordered[start : start + FEW]
        found |= {
            key for (key,) in await database.rows(sql.replace("{}", database.places(some)), *some * sql.count("{}"))
        }
    return found


async def _renew_all(ids: Mapping[str, Collection[int]]) -> None:
    for what, keys in ids.items():
        ordered = sorted(keys)
        for start in range(0, len(ordered), FEW):
            await renew(what, ordered[start : start + FEW])


async def _erased(unit: int) -> None:
    await journal.lock()  # whoever writes into the index holds it
    await _renew_all(await _owners([unit], {what: set() for what in READ}))


journal.followed_by(follow)
translation.erased_by(_erased)
