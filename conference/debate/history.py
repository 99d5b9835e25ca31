"""What was changed in a post: its revisions, and the words that each put in and took out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from conference.core.actor import Actor
from conference.core.errors import Absent
from conference.debate import queries
from conference.debate.moments import moment
from conference.runtime import database
from conference.text.diff import Op, diff
from conference.translation import queries as translation
from conference.translation.queries import Revision

_RUNS = {Op.EQUAL: "same", Op.INSERT: "added", Op.DELETE: "removed"}


@dataclass(frozen=True, slots=True)
class Step:
    """One revision: when it was written, and its words as runs of "same", "added" and "removed"."""

    number: int
    language: str
    written_at: datetime
    runs: tuple[tuple[str, str], ...]


async def revisions(reader: Actor, post_id: int) -> list[Revision]:
    """Raises `Absent` for a post that is not there for this reader, or whose words are gone."""
    found = await database.rows("SELECT thread_id, unit_id FROM post WHERE id = ?", post_id)
    if not found:
        raise Absent
    await queries.place_of(reader, found[0][0])
    written = await translation.revisions(found[0][1])
    if not written:
        raise Absent
    return written


def steps(revisions: Sequence[Revision]) -> list[Step]:
    """The newest first; the first one has nothing to be compared with."""
    first = revisions[0]
    found = [Step(first.number, first.language, moment(first.written_at), (("same", first.text),))]
    for old, new in pairwise(revisions):
        runs = tuple((_RUNS[change.op], change.text) for change in diff(old.text, new.text))
        found.append(Step(new.number, new.language, moment(new.written_at), runs))
    return found[::-1]
