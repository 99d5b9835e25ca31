"""What stands at the place of a hidden post: when, on which ground, the reason, and its author's reply."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from conference.debate.moments import moment
from conference.runtime import database
from conference.translation.machine import texts as machine
from conference.translation.queries import Reading

_HIDINGS = (
    "SELECT h.post_id, h.ground, h.hidden_at, h.reason_id, h.reply_id, h.appealed_at, h.upheld_at, h.answer_id, h.id, "
    "h.hidden_by_id FROM post_hiding h WHERE h.ended_at IS NULL AND h.post_id IN ({posts})"
)


@dataclass(frozen=True, slots=True)
class Notice:
    """A hiding as everybody sees it. `reply`: the author's; `answer`: why it stays hidden after the second look."""

    id: int
    ground: str
    hidden_at: datetime
    hidden_by: int
    reason: Reading | None
    reply: Reading | None
    answer: Reading | None
    appealed: bool
    upheld: bool

    @property
    def edition(self) -> str:
        """Changes whenever what is shown does."""
        texts = (self.reason, self.reply, self.answer)
        return f"{self.id} {self.appealed} " + " ".join(f"{t.text_id}{t.origin}{t.current}" for t in texts if t)


async def of(posts: Sequence[int], language: str) -> dict[int, Notice]:
    """The hidings of those of these posts that are hidden now, by post."""
    if not posts:
        return {}
    found = await database.rows(_HIDINGS.format(posts=database.places(posts)), *posts)
    units = [int(unit) for row in found for unit in (row[3], row[4], row[7]) if unit]
    texts = await machine.readings(units, language) if units else {}
    return {
        int(post): Notice(
            int(key), str(ground), moment(at), int(by), texts.get(reason), texts.get(reply), texts.get(answer),
            appealed is not None, upheld is not None,
        )
        for post, ground, at, reason, reply, appealed, upheld, answer, key, by in found
    }  # fmt: skip
