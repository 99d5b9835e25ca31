"""What happened on one plank in public, for its feeds: posts, amendments, votes, versions, notes. A visitor's eyes
whoever asks, so that everybody gets the same bytes; what was hidden or taken away since is not in it."""

from collections.abc import Sequence
from datetime import datetime

from conference.amendments.models import Step
from conference.amendments.rules import code
from conference.core.actor import NOBODY
from conference.core.languages import TAGS, in_language
from conference.core.roles import audiences_of
from conference.core.words import N_, Sentence
from conference.debate import sights
from conference.debate.models import Post
from conference.debate.sights import PostView
from conference.debate.strands import Strands
from conference.mailing.told import AMENDED, origin_of
from conference.pages import news
from conference.pages.feeds import Entry
from conference.planks import queries as planks
from conference.planks.models import Plank
from conference.rapporteur.models import Note
from conference.runtime.i18n import say
from conference.translation.machine import texts as machine
from conference.translation.queries import Reading
from conference.voting.models import Vote


async def of(number: int, language: str) -> tuple[str, list[Entry]]:
    """The plank's title and its newest entries, 50 at most. Raises `Absent` where the public reads no such plank."""
    plank = await planks.visible(NOBODY, number)
    title = say(Sentence(N_("Plank %(number)s: %(title)s"), news.plank_named(plank, language)), language)
    votes = Vote.filter(audience__in=audiences_of(NOBODY.roles), plank_id=plank.id).exclude(opened_at=None)
    notes = Note.filter(plank_id=plank.id).select_related("plank")
    found = [
        *await _posts(plank, language), *await _amendments(plank, language), *await _versions(plank, language),
        *await news.of_votes(await votes.order_by("-number").limit(news.AT_MOST), language),
        *news.of_notes(await notes.order_by("-number").limit(news.AT_MOST), language),
    ]  # fmt: skip
    return title, sorted(found, key=lambda each: (each.at, each.key), reverse=True)[: news.AT_MOST]


async def _posts(plank: Plank, language: str) -> list[Entry]:
    """The newest that stand, in threads that anybody reads: a delegation's own room is none of them."""
    rows = await (
        Post.filter(thread__plank_id=plank.id, thread__audience__in=audiences_of(NOBODY.roles), state="standing")
        .order_by("-id").limit(news.AT_MOST)
    )  # fmt: skip
    texts = await machine.readings([each.unit_id for each in rows], language)
    found = []
    for thread in dict.fromkeys(each.thread_id for each in rows):
        keys = tuple(each.id for each in rows if each.thread_id == thread)
        seen = await sights.look(
            sights.Kind.of(NOBODY, language), thread, await sights.rows_of(thread, Strands(keys))
        )  # fmt: skip
        found += [
            _post(each, texts[each.unit], language) for each in seen.posts if each.standing and each.unit in texts
        ]
    return found


def _post(view: PostView, reading: Reading, language: str) -> Entry:
    """Its words in this language where anybody or any machine has written them, else its own; and which it is."""
    by = f"{view.author}, {view.delegation}" if view.delegation else view.author
    title = say(Sentence(N_("Post %(number)s: %(author)s"), {"number": view.number, "author": by}), language)
    origin = origin_of(reading, language)
    said = f"{reading.text.strip()}\n\n({origin})" if origin else reading.text.strip()
    tag = TAGS[reading.language] if reading.language != language else ""
    return Entry("post", title, said, f"/posts/{view.id}", view.created_at, tag)


async def _amendments(plank: Plank, language: str) -> list[Entry]:
    """What was filed, ruled and withdrawn."""
    rows = Step.filter(amendment__plank_id=plank.id, verb__in=list(AMENDED)).select_related("amendment")
    title = in_language(plank.titles, language)
    found = []
    for each in await rows.order_by("-id").limit(news.AT_MOST):
        name = code(each.amendment.number)
        said = say(Sentence(AMENDED[each.verb], {"code": name, "plank": title}), language)
        found.append(Entry(f"step-{each.id}", said, "", f"/amendments/{name}", each.at))
    return found


async def _versions(plank: Plank, language: str) -> list[Entry]:
    title = in_language(plank.titles, language)
    return [
        _version(plank.number, title, each.number, each.created_at, language)
        for each in await _newest(plank)
        if each.number > 1
    ] + [_laid(plank, language)]


async def _newest(plank: Plank) -> Sequence[planks.VersionLine]:
    return (await planks.versions(NOBODY, plank.number))[: news.AT_MOST]


def _version(plank: int, title: str, number: int, at: datetime, language: str) -> Entry:
    words = N_("The text of “%(plank)s” has changed: version %(number)s.")
    said = say(Sentence(words, {"plank": title, "number": number}), language)
    return Entry(f"version-{number}", said, "", f"/planks/{plank}", at)


def _laid(plank: Plank, language: str) -> Entry:
    title = say(Sentence(N_("Plank %(number)s: %(title)s"), news.plank_named(plank, language)), language)
    return Entry("laid", title, in_language(plank.summaries, language), f"/planks/{plank.number}", plank.filed_at)
