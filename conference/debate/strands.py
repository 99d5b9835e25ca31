"""Which posts a page shows, and in what order: keys and paths only, a bounded number of short statements.

The overview of a thread shows every first post with the first replies under it, some levels deep; what it leaves out
stands behind "more replies" and "continue this thread". Around one post the tree is walked level by level along
`parent`, which is the truth however deep; nothing here calls itself.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from conference.debate import rules
from conference.debate.rules import Asked, Sort
from conference.runtime import database

Shallow = tuple[int, str, int]
"""A post's key, path and depth."""
_SHALLOW = (
    f"SELECT id, path, depth FROM post WHERE thread_id = ? AND depth <= {rules.DEPTH} AND path > ? "  # noqa: S608
    "AND path < ? ORDER BY path LIMIT ?"
)
_SHALLOW_COUNT = f"SELECT count(*) FROM post WHERE thread_id = ? AND depth <= {rules.DEPTH} AND path > ? AND path < ?"  # noqa: S608
_DIRECT = "SELECT id, parent_id FROM post WHERE parent_id = ? AND id > ? ORDER BY id LIMIT ?"
_END = "a"
"""Sorts behind every path."""


@dataclass(frozen=True, slots=True)
class Cut:
    """What is left out under a first post: how many replies, and the path of the last one shown."""

    more: int
    after: str


@dataclass(frozen=True, slots=True)
class Strands:
    """The posts of a page in order. `next`: the `after` of the page behind it; `cuts`: first post -> what is left out
    under it; `continued`: posts whose replies stand on a page of their own."""

    ids: tuple[int, ...]
    next: str | None = None
    cuts: Mapping[int, Cut] = field(default_factory=dict)
    continued: frozenset[int] = frozenset()


async def of(thread_id: int, asked: Asked) -> Strands:
    """A page of a thread as it was asked for."""
    return await (_flat(thread_id, asked) if asked.flat else _overview(thread_id, asked.after))


class _Gathering:
    """An overview while it is gathered: the posts so far, the strand that is being read, the strands that were cut."""

    def __init__(self) -> None:
        self.shown: list[Shallow] = []
        self.cut: dict[int, tuple[str, str]] = {}
        self.root = (0, "")
        self.replies = 0

    @property
    def full(self) -> bool:
        return len(self.shown) >= rules.PAGE

    def take(self, found: Sequence[Shallow]) -> bool:
        """As much of this as the page shows; whether it stopped before the end: the strand is cut, or the page full."""
        for row in found:
            key, path, depth = row
            if depth == 0:
                if self.full:
                    return True
                self.root, self.replies = (key, path), 0
            else:
                self.replies += 1
                if self.replies > rules.REPLIES or self.full:
                    self.cut[self.root[0]] = (self.root[1], self.shown[-1][1])
                    return True
            self.shown.append(row)
        return False


async def _overview(thread_id: int, after: str) -> Strands:
    """First posts with their first replies. Each round but the last shows a whole cut strand, so rounds are few."""
    page, at, more = _Gathering(), rules.behind(after) if after else "", False
    while True:
        found = await database.rows(_SHALLOW, thread_id, at, _END, rules.PAGE + 1)
        rows = [(int(key), str(path), int(depth)) for key, path, depth in found]
        stopped = page.take(rows)
        if stopped and not page.full:
            at = rules.behind(page.shown[-1][1])
        elif page.full:
            at = rules.behind(page.shown[-1][1])
            more = bool(await database.rows(_SHALLOW, thread_id, at, _END, 1))
            break
        elif len(rows) <= rules.PAGE:
            break
        else:
            at = rows[-1][1]
    cuts = {root: await _cut(thread_id, *cut) for root, cut in page.cut.items()}
    ids = tuple(key for key, _, _ in page.shown)
    return Strands(ids, at if more else None, cuts, await _continued(page.shown))


async def _cut(thread_id: int, root: str, last: str) -> Cut:
    found = await database.rows(_SHALLOW_COUNT, thread_id, last, rules.end_of(root))
    return Cut(int(found[0][0]), last)


async def _continued(shown: Sequence[Shallow]) -> frozenset[int]:
    """Those of the deepest level shown that have replies."""
    deepest = [key for key, _, depth in shown if depth == rules.DEPTH]
    if not deepest:
        return frozenset()
    sql = f"SELECT DISTINCT parent_id FROM post WHERE parent_id IN ({database.places(deepest)})"  # noqa: S608 -- only marks
    return frozenset(int(parent) for (parent,) in await database.rows(sql, *deepest))


async def more(thread_id: int, root: int, path: str, after: str) -> Strands:
    """The replies under a first post (its key and path) behind `after`."""
    found = await database.rows(_SHALLOW, thread_id, max(after, path), rules.end_of(path), rules.MORE + 1)
    rows = [(int(key), str(where), int(depth)) for key, where, depth in found[: rules.MORE]]
    left = {root: await _cut(thread_id, path, rows[-1][1])} if len(found) > rules.MORE else {}
    return Strands(tuple(key for key, _, _ in rows), None, left, await _continued(rows))


async def around(post_id: int, parent: int | None, after: int) -> Strands:
    """A post, what it answers, and the replies under it: the direct ones behind `after`, each with its own."""
    found = [(int(key), int(above)) for key, above in await database.rows(_DIRECT, post_id, after, rules.MORE + 1)]
    level, left = found[: rules.MORE], rules.PAGE - min(len(found), rules.MORE)
    under: dict[int, list[int]] = defaultdict(list)
    for _ in range(rules.DEPTH):
        for key, above in level:
            under[above].append(key)
        if not level or left <= 0:
            break
        keys = [key for key, _ in level]
        sql = f"SELECT id, parent_id FROM post WHERE parent_id IN ({database.places(keys)}) ORDER BY id LIMIT ?"  # noqa: S608
        level = [(int(key), int(above)) for key, above in await database.rows(sql, *keys, left)]
        left -= len(level)
    replies = _in_reading_order(post_id, under)
    ids = ((parent,) if parent else ()) + (post_id, *replies)
    following = str(found[rules.MORE - 1][0]) if len(found) > rules.MORE else None
    return Strands(ids, following, {}, await _partly_shown(replies, under))


def _in_reading_order(top: int, under: Mapping[int, Sequence[int]]) -> tuple[int, ...]:
    order, waiting = [], list(reversed(under.get(top, ())))
    while waiting:
        order.append(waiting.pop())
        waiting.extend(reversed(under.get(order[-1], ())))
    return tuple(order)


async def _partly_shown(shown: Sequence[int], under: Mapping[int, Sequence[int]]) -> frozenset[int]:
    if not shown:
        return frozenset()
    sql = f"SELECT parent_id, count(*) FROM post WHERE parent_id IN ({database.places(shown)}) GROUP BY parent_id"  # noqa: S608
    found = await database.rows(sql, *shown)
    return frozenset(int(parent) for parent, count in found if count > len(under.get(parent, ())))


async def _flat(thread_id: int, asked: Asked) -> Strands:
    """One list, in order of time or of reading, of the posts that fit."""
    column = "path" if asked.sort == Sort.READING else "number"
    downwards = asked.sort == Sort.NEWEST
    sources, condition, values = matching(asked)
    if asked.after:
        condition += f" AND p.{column} {'<' if downwards else '>'} ?"
        values.append(asked.after if column == "path" else int(asked.after[:9]))
    sql = (
        f"SELECT p.id, p.{column} FROM post p{sources} WHERE p.thread_id = ?{condition} "  # noqa: S608 -- words of ours
        f"ORDER BY p.{column}{' DESC' if downwards else ''} LIMIT ?"
    )
    found = await database.rows(sql, thread_id, *values, rules.PAGE + 1)
    shown = found[: rules.PAGE]
    return Strands(tuple(int(key) for key, _ in shown), str(shown[-1][1]) if len(found) > rules.PAGE else None)


def matching(asked: Asked) -> tuple[str, str, list[object]]:
    """What is joined to `post p`, the condition, and its values, for posts of a language, of a delegation and with a
    claim. Whoever speaks under a pseudonym speaks for no delegation."""
    sources, condition, values = "", "", list[object]()
    if asked.language:
        sources += " JOIN text_unit fu ON fu.id = p.unit_id"
        condition += " AND fu.language = ?"
        values.append(asked.language)
    if asked.delegation:
        sources += " JOIN delegate fd ON fd.account_id = p.author_id JOIN delegation fn ON fn.id = fd.delegation_id"
        condition += " AND fn.code = ?"
        values.append(asked.delegation)
    if asked.claim:
        condition += " AND p.claim = ? AND p.state = 'standing'"
        values.append(asked.claim)
    return sources, condition, values
