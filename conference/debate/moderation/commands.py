"""Reporting, deciding, hiding and showing again, replying to a reason, asking for a second look."""

from collections.abc import Iterable, Sequence

from conference.core.actor import NOBODY, Actor
from conference.core.errors import Absent
from conference.debate import commands as posts
from conference.debate import marks
from conference.debate.models import Post, Thread
from conference.debate.moderation import boxes, policy
from conference.debate.moderation.models import Hiding, Report
from conference.debate.moderation.rules import Outcome
from conference.debate.rules import State
from conference.runtime import clock, database, journal
from conference.translation import commands as translation
from conference.translation import withholding
from conference.translation.machine import queue as machine
from conference.translation.machine.rules import Owned, Rank

TOPIC = "reports"


def reporter(account: int, post_id: int) -> str:
    """Whose a report is, for nobody without the key of marks."""
    return marks.mark(account, f"report {post_id}")


async def report(actor: Actor, post_id: int, ground: str, language: str, words: str) -> Report:
    """Tell the chair of a post. Nothing that is kept names the reporter."""
    async with database.transaction():
        thread, found, own = await _post(actor, post_id)
        reported = actor.id is not None and await Report.filter(reporter=reporter(actor.id, post_id)).exists()
        policy.may_report(actor, thread.place, found.state, own=own, reported=reported).require()
        assert actor.id is not None, "who may report has an account"
        made = await Report.create(
            post_id=found.id, reporter=reporter(actor.id, post_id), ground=ground, language=language, words=words,
            reported_at=clock.now(), outcome=Outcome.WAITING, answer="",
        )  # fmt: skip
        journal.record("post-reported", topic=TOPIC, by=NOBODY, decided=[found.id, ground, words])
        return made


async def leave_standing(actor: Actor, post_id: int, language: str, answer: str) -> None:
    """There is nothing wrong with a post: an answer to all who have reported it."""
    async with database.transaction():
        _, found, own = await _post(actor, post_id)
        policy.may_judge(actor, own=own).require()
        decided = {"answer_language": language, "answer": answer, "decided_by_id": actor.id, "decided_at": clock.now()}
        waiting = Report.filter(post_id=found.id, outcome=Outcome.WAITING)
        if not await waiting.update(outcome=Outcome.STANDS, **decided):
            raise Absent
        journal.record("reports-answered", topic=TOPIC, by=actor, decided=[found.id, answer])


async def hide(actor: Actor, post_id: int, ground: str, language: str, reason: str) -> Hiding:
    """Put the words of a post aside, in every language and in others' quotations, and say publicly why."""
    async with database.transaction():
        thread, found, own = await _post(actor, post_id)
        policy.may_hide(actor, found.state, own=own).require()
        unit = await translation.write_unit(actor, language, reason, thread.audience)
        found.state = State.HIDDEN
        await found.save(update_fields=["state"])
        await withholding.withhold(found.unit_id)
        made = await Hiding.create(
            post_id=found.id, ground=ground, reason_id=unit.id, hidden_by_id=actor.id, hidden_at=clock.now()
        )
        decided = {"decided_by_id": actor.id, "decided_at": clock.now()}
        await Report.filter(post_id=found.id, outcome=Outcome.WAITING).update(outcome=Outcome.HIDDEN, **decided)
        await _note("post-hidden", actor, thread, found, [ground, reason], await boxes.follow(found))
        return made


async def show(actor: Actor, post_id: int, language: str, answer: str) -> None:
    """Put the words of a hidden post back, and say why."""
    async with database.transaction():
        thread, found, own = await _post(actor, post_id)
        policy.may_show(actor, found.state, own=own).require()
        hiding = await _hiding(found)
        unit = await translation.write_unit(actor, language, answer, thread.audience)
        found.state = State.STANDING
        await found.save(update_fields=["state"])
        await withholding.put_back(found.unit_id)
        await boxes.settle(found.unit_id)
        hiding.ended_at, hiding.ended_by_id, hiding.answer_id = clock.now(), actor.id, unit.id
        await hiding.save(update_fields=["ended_at", "ended_by_id", "answer_id"])
        await Report.filter(post_id=found.id, outcome=Outcome.HIDDEN).update(outcome=Outcome.SHOWN)
        await _note("post-shown", actor, thread, found, answer, await boxes.follow(found))


async def uphold(actor: Actor, post_id: int, language: str, answer: str) -> None:
    """The second look leaves a post hidden, and says why."""
    async with database.transaction():
        thread, found, own = await _post(actor, post_id)
        hiding = await _hiding(found)
        policy.may_look_again(actor, hiding, own=own).require()
        unit = await translation.write_unit(actor, language, answer, thread.audience)
        hiding.upheld_at, hiding.upheld_by_id, hiding.answer_id = clock.now(), actor.id, unit.id
        await hiding.save(update_fields=["upheld_at", "upheld_by_id", "answer_id"])
        await _note("hiding-upheld", actor, thread, found, answer)


async def answer(actor: Actor, post_id: int, language: str, text: str) -> None:
    """The author's public reply to the reason; a voice replies as that voice."""
    async with database.transaction():
        thread, found, own = await _post(actor, post_id)
        hiding = await _hiding(found)
        policy.may_answer(hiding, own=own).require()
        author = None if found.voice_id else actor.id
        unit = await translation.lay(author, language, {language: text}, thread.audience)
        hiding.reply_id, hiding.replied_at = unit.id, clock.now()
        await hiding.save(update_fields=["reply_id", "replied_at"])
        await _note("hiding-answered", NOBODY if found.voice_id else actor, thread, found, text)


async def appeal(actor: Actor, post_id: int) -> None:
    """The author of a hidden post asks that somebody else looks at it."""
    async with database.transaction():
        thread, found, own = await _post(actor, post_id)
        hiding = await _hiding(found)
        policy.may_appeal(hiding, own=own).require()
        hiding.appealed_at = clock.now()
        await hiding.save(update_fields=["appealed_at"])
        await _note("second-look-asked", NOBODY if found.voice_id else actor, thread, found, None, [TOPIC])


async def _post(actor: Actor, post_id: int) -> tuple[Thread, Post, bool]:
    """A post that the actor's eyes reach, under its thread's lock, and whether it is her own."""
    thread, found = await posts.locked_post(actor, post_id)
    return thread, found, await posts.owns(actor, thread, found)


async def _hiding(post: Post) -> Hiding:
    """The hiding that lasts. Raises `Absent` for a post that is not hidden."""
    found = await Hiding.get_or_none(post_id=post.id, ended_at=None)
    if found is None:
        raise Absent
    return found


async def _note(verb: str, by: Actor, thread: Thread, post: Post, decided: object, changed: Iterable[str] = ()) -> None:
    """One row for the act; replies whose quotation changed with it get one each, so that open pages renew them."""
    thread.version += 1
    await thread.save(update_fields=["version"])
    topics = [each for each in changed if each == TOPIC]
    journal.record(
        verb, topic=f"post-{post.id}", by=by, decided=[post.id, decided], also=(f"thread-{thread.id}", *topics)
    )
    for subject in changed:
        if subject != TOPIC:
            journal.record("quotation-changed", topic=subject, by=by, also=(f"thread-{thread.id}",))


_THREADS_OF = (
    "SELECT p.thread_id FROM post_hiding h JOIN post p ON p.id = h.post_id "
    "WHERE h.reason_id = ? OR h.reply_id = ? OR h.answer_id = ? "
    "UNION SELECT thread_id FROM thread_lead WHERE reason_id = ?"
)
_REASONS = (
    "SELECT reason_id FROM post_hiding WHERE reason_id IN ({0}) UNION "
    "SELECT reply_id FROM post_hiding WHERE reply_id IN ({0}) UNION "
    "SELECT answer_id FROM post_hiding WHERE answer_id IN ({0}) UNION "
    "SELECT reason_id FROM thread_lead WHERE reason_id IN ({0})"
)


async def _threads_of(unit_id: int) -> tuple[str, ...]:
    """The threads whose pages show this reason or reply."""
    return tuple(f"thread-{thread}" for (thread,) in await database.rows(_THREADS_OF, *[unit_id] * 4))


translation.shown_in(_threads_of)


async def _owned(units: Sequence[int]) -> dict[int, Owned]:
    """Which of these units are reasons and replies to them, for the engines' queue: they lie open as posts do."""
    places = database.places(units)
    found = await database.rows(_REASONS.format(places), *[*units] * 4)
    return {int(unit): Owned(Rank.POST, True) for (unit,) in found}


machine.owned_by(_owned)
