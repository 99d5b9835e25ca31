"""What notices say, asked through the recipient's own eyes at this moment. What is no longer there for her, what she
has read meanwhile, and what waits for her no longer, says nothing: it is left out."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from conference.amendments.queries import rows as amendments
from conference.amendments.rules import code
from conference.core.actor import Actor
from conference.core.errors import Absent, NotPermitted
from conference.core.languages import OWN_NAMES, in_language
from conference.core.words import N_, Sentence
from conference.debate import rules as debate
from conference.debate import sights
from conference.debate.mine import ranges
from conference.debate.models import Post
from conference.debate.sights import Kind as Eyes
from conference.debate.sights import PostView
from conference.debate.strands import Strands
from conference.mailing import turns
from conference.mailing.models import MailNotice
from conference.mailing.rules import Kind, Why
from conference.people import queries as people
from conference.planks import queries as planks
from conference.planks.models import Plank
from conference.resolutions import queries as resolutions
from conference.runtime import database
from conference.runtime.i18n import say
from conference.translation import queries as translation
from conference.translation.machine import texts as machine
from conference.translation.queries import Reading
from conference.translation.rules import Origin
from conference.voting import queries as votes
from conference.voting.models import Vote
from conference.voting.result import queries as results


@dataclass(frozen=True, slots=True)
class Told:
    """One notice in the recipient's language. `url` is an address without the language; `plank` is 0 where it is about
    none. `reading`: the words as she reads them; `original`: the author's own beside them, where they are not the same;
    `origin`: a sentence on where the words come from."""

    id: int
    kind: str
    sentence: str
    url: str
    plank: int = 0
    plank_title: str = ""
    reading: Reading | None = None
    original: Reading | None = None
    origin: str = ""


_POSTED: Final[dict[Why, str]] = {
    Why.ANSWER: N_("%(author)s answers you in the debate on “%(plank)s”."),
    Why.NAMED: N_("%(author)s names you in the debate on “%(plank)s”."),
}
_SPEAKS = N_("%(author)s speaks in the debate on “%(plank)s”.")
AMENDED: Final[dict[str, str]] = {
    "amendment-filed": N_("Amendment %(code)s to “%(plank)s” is filed."),
    "amendment-composed": N_("Amendment %(code)s to “%(plank)s” is filed."),
    "amendment-admitted": N_("Amendment %(code)s to “%(plank)s” is admitted."),
    "amendment-returned": N_("Amendment %(code)s to “%(plank)s” is returned by the chair."),
    "amendment-withdrawn": N_("Amendment %(code)s to “%(plank)s” is withdrawn."),
    "amendment-taken-over": N_("Amendment %(code)s to “%(plank)s” is taken over by somebody else."),
    "amendment-set-aside": N_("The chair has taken amendment %(code)s to “%(plank)s” from the table."),
    "amendment-fallen": N_("Amendment %(code)s to “%(plank)s” has fallen."),
    "amendment-lost": N_("Amendment %(code)s to “%(plank)s” is lost."),
}
_ORIGINS: Final[dict[str, str]] = {
    Origin.MACHINE: N_("Rough machine translation, checked by nobody. Original language: %(language)s."),
    Origin.HUMAN: N_("Translated by a person. Original language: %(language)s."),
    Origin.REVIEWED: N_("Translated by a person and reviewed. Original language: %(language)s."),
    Origin.CERTIFIED: N_("Certified translation. Original language: %(language)s."),
}
_READ = "SELECT ranges FROM reading WHERE account_id = ? AND thread_id = ?"


async def told(reader: Actor, language: str, notices: Sequence[MailNotice], *, unread: bool = True) -> list[Told]:
    """What these notices say, by plank, what is about none first. `unread`: leave out posts that she has read."""
    telling = _Telling(reader, language, unread)
    found = [said for each in notices if (said := await telling.of(each)) is not None]
    return sorted(found, key=lambda each: (each.kind != Kind.TURN, each.plank))


class _Telling:
    """One recipient; what is the same for all her notices is asked once."""

    def __init__(self, reader: Actor, language: str, unread: bool) -> None:
        self.reader, self.language, self.unread = reader, language, unread
        self._tasks: Mapping[str, Sentence] | None = None

    async def of(self, notice: MailNotice) -> Told | None:
        tellers: dict[str, Callable[[MailNotice], Awaitable[Told | None]]] = {
            Kind.POST: self._post, Kind.AMENDMENT: self._amendment, Kind.VOTE: self._vote, Kind.PLANK: self._plank,
            Kind.RESOLUTION: self._resolution, Kind.TURN: self._turn,
        }  # fmt: skip
        try:
            return await tellers[notice.kind](notice)
        except (Absent, NotPermitted):
            return None

    async def _post(self, notice: MailNotice) -> Told | None:
        post = await Post.get_or_none(id=int(notice.subject)).select_related("thread__plank")
        if post is None or not await self._open(post):
            return None
        seen = await sights.look(
            Eyes.of(self.reader, self.language), post.thread_id,
            await sights.rows_of(post.thread_id, Strands((post.id,))),
        )  # fmt: skip
        if not seen.posts or not seen.posts[0].standing:
            return None
        view, plank = seen.posts[0], post.thread.plank
        title = in_language(plank.titles, self.language)
        try:
            words = _POSTED.get(Why(notice.why), _SPEAKS)
        except ValueError:
            words = _SPEAKS
        sentence = say(Sentence(words, {"author": _by(view), "plank": title}), self.language)
        reading, original = await self._words(post.unit_id)
        return Told(
            notice.id, notice.kind, sentence, f"/posts/{post.id}", plank.number, title, reading, original,
            origin_of(reading, self.language),
        )  # fmt: skip

    async def _open(self, post: Post) -> bool:
        """Whether its words stand, she reads its thread now, and has not read it. A delegation's own room is never
        open here."""
        audience = post.thread.audience
        if post.state != debate.State.STANDING or debate.is_caucus(audience) or not self.reader.reads(audience):
            return False
        if not self.unread:
            return True
        found = await database.rows(_READ, self.reader.id, post.thread_id)
        read = ranges.parsed(str(found[0][0])) if found else ()
        return not any(first <= post.number <= last for first, last in read)

    async def _words(self, unit: int) -> tuple[Reading | None, Reading | None]:
        reading = (await machine.readings([unit], self.language)).get(unit)
        if reading is None or reading.origin == Origin.ORIGINAL:
            return reading, None
        return reading, (await translation.originals([unit])).get(unit)

    async def _amendment(self, notice: MailNotice) -> Told | None:
        found = await amendments.row(self.reader, int(notice.subject))
        title = in_language(found.plank.titles, self.language)
        sentence = Sentence(AMENDED[notice.verb], {"code": code(found.number), "plank": title})
        filed = notice.verb in ("amendment-filed", "amendment-composed")
        reading, original = await self._words(found.reason_id) if filed else (None, None)
        return Told(
            notice.id, notice.kind, say(sentence, self.language), f"/amendments/{code(found.number)}",
            found.plank.number, title, reading, original, origin_of(reading, self.language),
        )  # fmt: skip

    async def _vote(self, notice: MailNotice) -> Told | None:
        vote = await votes.find(self.reader, int(notice.subject))
        question = in_language(vote.questions, self.language)
        plank, title = await self._plank_of(vote)
        if notice.verb == "vote-opened":
            opened = say(Sentence(N_("The vote is open: %(question)s"), {"question": question}), self.language)
            return Told(notice.id, notice.kind, opened, f"/votes/{vote.number}", plank, title)
        declared = say(Sentence(N_("The result is declared: %(question)s"), {"question": question}), self.language)
        outcome = (await results.result_page(self.reader, vote.number, self.language)).sentence
        sentence = f"{declared} {say(outcome, self.language)}" if outcome else declared
        return Told(notice.id, notice.kind, sentence, f"/votes/{vote.number}/result", plank, title)

    async def _plank_of(self, vote: Vote) -> tuple[int, str]:
        found = await planks.visible_to(self.reader).get_or_none(id=vote.plank_id) if vote.plank_id else None
        return (found.number, in_language(found.titles, self.language)) if found else (0, "")

    async def _plank(self, notice: MailNotice) -> Told | None:
        plank: Plank = await planks.visible(self.reader, int(notice.subject))
        title = in_language(plank.titles, self.language)
        said: dict[str, Any] = {"plank": title, "number": plank.version}
        sentence = say(Sentence(N_("The text of “%(plank)s” has changed: version %(number)s."), said), self.language)
        return Told(notice.id, notice.kind, sentence, f"/planks/{plank.number}", plank.number, title)

    async def _resolution(self, notice: MailNotice) -> Told | None:
        found = await resolutions.row(self.reader, int(notice.subject))
        title = in_language(found.titles, self.language)
        sentence = Sentence(N_("The resolution is published: “%(title)s”."), {"title": title})
        return Told(notice.id, notice.kind, say(sentence, self.language), f"/resolutions/{found.number}")

    async def _turn(self, notice: MailNotice) -> Told | None:
        if self._tasks is None:
            self._tasks = await turns.tasks(self.reader, self.language)
        task = self._tasks.get(notice.subject)
        return Told(notice.id, notice.kind, say(task, self.language), notice.subject) if task else None


def origin_of(reading: Reading | None, language: str) -> str:
    """Where words come from; of words in another language than the reader's, that there is no translation yet."""
    if reading is None or (reading.origin == Origin.ORIGINAL and reading.language == language):
        return ""
    name = {"language": OWN_NAMES[reading.original_language]}
    if reading.origin == Origin.ORIGINAL:
        return say(Sentence(N_("No translation is ready yet. Original language: %(language)s."), name), language)
    told = say(Sentence(_ORIGINS[reading.origin], name), language)
    older = N_("It is older than the original, which was changed since.")
    return told if reading.current else f"{told} {say(older, language)}"


def _by(view: PostView) -> str:
    return f"{view.author} ({view.delegation})" if view.delegation else view.author


async def actor_of(account: int) -> Actor:
    """The recipient as she comes in by a browser, with the rights that she has now."""
    return await people.actor_of((await people.person(account)).handle)
