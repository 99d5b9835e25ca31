"""What waits for the chair, one post with all that was said against it, and what became of one's own reports."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from conference.core.actor import Actor
from conference.core.errors import Absent
from conference.debate import marks, queries, rules, sights
from conference.debate.moderation import policy
from conference.debate.moderation.commands import reporter
from conference.debate.moderation.models import Hiding, Report
from conference.debate.moderation.rules import Outcome
from conference.debate.moments import moment
from conference.debate.queries import PostView, ThreadPage
from conference.debate.rules import State
from conference.runtime import database
from conference.translation import withholding
from conference.translation.machine import texts as machine
from conference.translation.queries import Reading

_WAITING = (
    "SELECT p.id, p.number, k.number, h.audience, k.id, p.author_id, v.owner, count(*), min(x.at), max(x.kind), "
    "max(x.by_whom) FROM ("
    "SELECT r.post_id, r.reported_at AS at, 'reports' AS kind, 0 AS by_whom FROM post_report r WHERE r.outcome = '' "
    "UNION ALL SELECT y.post_id, y.appealed_at, 'second', y.hidden_by_id FROM post_hiding y "
    "WHERE y.appealed_at IS NOT NULL AND y.upheld_at IS NULL AND y.ended_at IS NULL"
    ") x JOIN post p ON p.id = x.post_id JOIN thread h ON h.id = p.thread_id JOIN plank k ON k.id = h.plank_id "
    "LEFT JOIN voice v ON v.id = p.voice_id GROUP BY p.id, p.number, k.number, h.audience, k.id, p.author_id, v.owner "
    "ORDER BY min(x.at)"
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A post that waits for a decision: how many have reported it since when, or its author asks for a second look."""

    post_id: int
    number: int
    plank: int
    count: int
    since: datetime
    second_look: bool


async def waiting(judge: Actor, *, voices_too: bool = False) -> list[Waiting]:
    """The oldest first; nothing about posts of her own, and no second look at what she hid herself. `voices_too`: also
    what is about her own voice, where a row is kept of it: that she alone has none would name her."""
    if not judge.may("judge-report"):
        return []
    found = []
    for post, number, plank, audience, key, author, owner, count, at, kind, by in await database.rows(_WAITING):
        hers = owner is not None and not voices_too and owner == marks.voice(judge.id or 0, key)
        own = author == judge.id or hers
        if judge.reads(audience) and not own and not (kind == "second" and by == judge.id):
            found.append(Waiting(post, number, plank, int(count), moment(at), kind == "second"))
    return found


_OWN_HIDDEN = (
    "SELECT p.id, p.number, k.number, h.audience, h.place, v.owner, k.id, y.hidden_at FROM post_hiding y "
    "JOIN post p ON p.id = y.post_id JOIN thread h ON h.id = p.thread_id JOIN plank k ON k.id = h.plank_id "
    "LEFT JOIN voice v ON v.id = p.voice_id WHERE y.ended_at IS NULL AND y.reply_id IS NULL AND y.appealed_at IS NULL "
    "AND (p.author_id = ? OR p.voice_id IS NOT NULL) ORDER BY y.id"
)


@dataclass(frozen=True, slots=True)
class HiddenPost:
    """A hidden post, for its author. `private`: nothing may be written down about whose it is, or hint at its place."""

    post_id: int
    number: int
    plank: int
    private: bool


async def hidden_of(reader: Actor, since: datetime) -> list[HiddenPost]:
    """The reader's own posts that were hidden since then, under her name and as a voice, while she has said nothing to
    that."""
    if reader.id is None:
        return []
    found = []
    for post, number, plank, audience, place, owner, key, at in await database.rows(_OWN_HIDDEN, reader.id):
        own = owner is None or owner == marks.voice(reader.id, key)
        if own and reader.reads(audience) and moment(at) >= since:
            found.append(HiddenPost(post, number, plank, owner is not None or rules.is_caucus(place)))
    return found


@dataclass(frozen=True, slots=True)
class Ended:
    """A hiding that is over, as everybody reads it who reads the debate: why the post was hidden, what its author said
    to that, and why it is shown again."""

    ground: str
    hidden_at: datetime
    shown_at: datetime
    reason: Reading | None
    reply: Reading | None
    answer: Reading | None


async def ended(post_id: int, language: str) -> list[Ended]:
    """The hidings after which somebody showed a post again, the newest first. Whoever asks has seen that it stands."""
    over = Hiding.filter(post_id=post_id).exclude(ended_by_id=None).exclude(answer_id=None)
    found = await over.order_by("-id")
    units = [unit for each in found for unit in (each.reason_id, each.reply_id, each.answer_id) if unit]
    texts = await machine.readings(units, language) if units else {}
    return [
        Ended(
            each.ground, each.hidden_at, each.ended_at, texts.get(each.reason_id), texts.get(each.reply_id or 0),
            texts.get(each.answer_id or 0),
        )
        for each in found
        if each.ended_at
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Complaint:
    """One report, as those see it who decide: nothing of who made it."""

    ground: str
    language: str
    words: str
    at: datetime
    outcome: str


@dataclass(frozen=True, slots=True)
class Case:
    """One post, as this reader sees it, in her language and in the original; what was reported; the hiding that lasts.
    `own`: she wrote it; `judges`: she may decide about it."""

    page: ThreadPage
    post: PostView
    original: PostView
    own: bool
    judges: bool
    complaints: tuple[Complaint, ...]
    hiding: Hiding | None
    second_look: bool

    @property
    def waiting(self) -> int:
        return sum(1 for each in self.complaints if each.outcome == Outcome.WAITING)


async def case(reader: Actor, post_id: int, language: str) -> Case:
    """Raises `Absent`. What was reported is shown only to those who may decide."""
    page = await queries.conversation(reader, post_id, language)
    originals = await queries.conversation(reader, post_id, language, original=True)
    post, original = _only(page.posts, post_id), _only(originals.posts, post_id)
    own = any(page.posts[at].id == post_id for at in page.own)
    judges = bool(policy.may_judge(reader, own=own))
    if judges and post.state == State.HIDDEN and not post.html:  # an organizer, who reads it here alone
        drawer = await withholding.readings([post.unit], language)
        source = await withholding.readings([post.unit], language, original=True)
        post, original = sights.disclosed(post, drawer[post.unit]), sights.disclosed(original, source[post.unit])
    hiding = await Hiding.get_or_none(post_id=post_id, ended_at=None)
    again = hiding is not None and bool(policy.may_look_again(reader, hiding, own=own))
    complaints = await _complaints(post_id) if judges else ()
    return Case(page, post, original, own, judges, complaints, hiding, again)


def _only(posts: Iterable[PostView], post_id: int) -> PostView:
    found = next((each for each in posts if each.id == post_id), None)
    if found is None:
        raise Absent
    return found


async def _complaints(post_id: int) -> tuple[Complaint, ...]:
    found = await Report.filter(post_id=post_id).order_by("id")
    return tuple(Complaint(r.ground, r.language, r.words, r.reported_at, r.outcome) for r in found)


async def reported(reader: Actor, post_id: int) -> bool:
    """Whether the reader has reported this post."""
    return reader.id is not None and await Report.filter(reporter=reporter(reader.id, post_id)).exists()


@dataclass(frozen=True, slots=True)
class Mine:
    """A report of the reader's, and what became of it."""

    post_id: int
    number: int
    plank: int
    ground: str
    language: str
    words: str
    outcome: str
    answer: str
    answer_language: str
    at: datetime
    decided_at: datetime | None


_REPORTS = (
    "SELECT r.reporter, h.audience, r.post_id, p.number, k.number, r.ground, r.language, r.words, r.outcome, r.answer, "
    "r.answer_language, r.reported_at, r.decided_at FROM post_report r JOIN post p ON p.id = r.post_id "
    "JOIN thread h ON h.id = p.thread_id JOIN plank k ON k.id = h.plank_id ORDER BY r.id DESC"
)


async def mine(reader: Actor) -> list[Mine]:
    """The reader's own reports, found again by their marks; the newest first."""
    if reader.id is None:
        return []
    found = []
    for mark, audience, *row in await database.rows(_REPORTS):
        post, number, plank, ground, language, words, outcome, answer, tongue, at, decided = row
        if mark == reporter(reader.id, post) and reader.reads(audience):
            ended = moment(decided) if decided else None
            found.append(Mine(post, number, plank, ground, language, words, outcome, answer, tongue, moment(at), ended))
    return found
