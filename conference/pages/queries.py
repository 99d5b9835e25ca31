"""What the composite pages show, asked of each room through the reader's eyes."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from conference.amendments import queries as amendments
from conference.amendments.models import Amendment
from conference.amendments.queries import EVERYTHING
from conference.amendments.rules import State, code
from conference.amendments.views import AmendmentLine, AmendmentView
from conference.core.actor import Actor
from conference.core.languages import LANGUAGES, OWN_NAMES, in_language
from conference.core.roles import audiences_of
from conference.core.words import N_, Sentence
from conference.debate import queries as debate
from conference.debate.models import Post
from conference.debate.queries import ThreadPage
from conference.people import queries as people
from conference.people.rules import State as Standing
from conference.planks import queries as planks
from conference.planks.queries import PlankLine, PlankView
from conference.resolutions import queries as resolutions
from conference.resolutions.queries import ResolutionLine
from conference.translation import queries as translation
from conference.voting import queries as voting
from conference.voting.conciliation import queries as conciliations
from conference.voting.queries import VoteLine

FEW = 8


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits for this person: what, where, and what the link says."""

    icon: str
    sentence: Sentence
    url: str


@dataclass(frozen=True, slots=True)
class News:
    """Something that happened lately."""

    icon: str
    sentence: Sentence
    url: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Home:
    """What is open, what waits for the reader, the planks, and the latest."""

    open_votes: tuple[VoteLine, ...]
    coming_votes: tuple[VoteLine, ...]
    tasks: tuple[Task, ...]
    planks: tuple[PlankLine, ...]
    on_the_table: int
    resolutions: tuple[ResolutionLine, ...]
    latest: tuple[News, ...]


@dataclass(frozen=True, slots=True)
class Tongue:
    """How a language of a plank stands: `original`, `certified`, `translated` or `missing`."""

    language: str
    standing: str


@dataclass(frozen=True, slots=True)
class PlankPage:
    """A plank with what later stages have to say of it. `shown` is the amendment shown in the text, if any."""

    plank: PlankView
    tongues: tuple[Tongue, ...]
    amendments: dict[str, tuple[AmendmentLine, ...]]
    gone: tuple[AmendmentLine, ...]
    counts: dict[str, int]
    votes: tuple[VoteLine, ...]
    thread: ThreadPage
    shown: AmendmentView | None


async def home(reader: Actor, language: str) -> Home:
    """The first page."""
    votes = await voting.votes(reader, language)
    lines = await amendments.amendments(reader, language)
    return Home(
        open_votes=tuple(each for each in votes if each.phase == "open"),
        coming_votes=tuple(each for each in votes if each.phase == "put"),
        tasks=await _tasks(reader, votes, lines),
        planks=tuple(await planks.planks(reader, language)),
        on_the_table=len(lines),
        resolutions=tuple(await resolutions.resolutions(reader, language)),
        latest=await _latest(reader, language),
    )


async def _tasks(reader: Actor, votes: Sequence[VoteLine], lines: Sequence[AmendmentLine]) -> tuple[Task, ...]:
    """Your turn: ballots first, then what others wait for."""
    if not reader.signed_in:
        return ()
    found = [
        Task("vote", Sentence(N_("Cast your ballot: %(question)s"), {"question": each.question}), _ballot(each))
        for each in votes
        if each.has_ballot and not each.has_cast
    ]
    found += await _conciliations(reader, votes)
    return (*found, *await _committee(reader), *_chair(reader, votes, lines), *await _desk(reader))


def _ballot(vote: VoteLine) -> str:
    return f"/votes/{vote.number}/{vote.way}"


async def _conciliations(reader: Actor, votes: Sequence[VoteLine]) -> list[Task]:
    """Conciliations in which a text, a consent or the chair's step waits for the reader."""
    waiting = await conciliations.waiting(reader)
    return [
        Task(
            "users", Sentence(N_("Conciliation: %(question)s"), {"question": each.question}),
            f"/votes/{each.number}/conciliation",
        )
        for each in votes
        if each.number in waiting
    ]  # fmt: skip


async def _committee(reader: Actor) -> list[Task]:
    """Registrations to decide."""
    if not reader.may("decide-credentials"):
        return []
    waiting = (await people.registration_counts(reader))[Standing.REGISTERED]
    sentence = Sentence(N_("Registrations to decide: %(number)s"), {"number": waiting})
    return [Task("id-card", sentence, "/credentials")] if waiting else []


def _chair(reader: Actor, votes: Sequence[VoteLine], lines: Sequence[AmendmentLine]) -> list[Task]:
    """Amendments to rule on, and votes between closing and declaring."""
    if not reader.presides:
        return []
    found = [
        Task(
            "gavel", Sentence(N_("Rule on amendment %(code)s"), {"code": code(each.number)}),
            f"/amendments/{code(each.number)}",
        )
        for each in lines
        if each.state == State.SUBMITTED
    ]  # fmt: skip
    counting = [each for each in votes if each.phase in ("closed", "unsealed")]
    return found + [
        Task("scale", Sentence(N_("Count and declare: %(question)s"), {"question": each.question}), "/chair")
        for each in counting
    ]


async def _desk(reader: Actor) -> list[Task]:
    """Texts to translate into each of the translator's languages."""
    if not reader.may("translate"):
        return []
    found = []
    for language in reader.understands or LANGUAGES:
        lacking = await translation.desk(reader, language)
        if lacking:
            words = N_("Texts to translate into %(language)s: %(number)s")
            if len(lacking) > translation.PAGE:
                words = N_("Texts to translate into %(language)s: more than %(number)s")
            told = {"language": OWN_NAMES[language], "number": min(len(lacking), translation.PAGE)}
            found.append(Task("languages", Sentence(words, told), f"/translate?language={language}"))
    return found


async def _latest(reader: Actor, language: str) -> tuple[News, ...]:
    """The newest posts, amendments and declared results, newest first."""
    open_to = audiences_of(reader.roles)
    posts = Post.filter(thread__audience__in=open_to, state="standing").order_by("-id").limit(FEW)
    filed = Amendment.filter(plank__audience__in=open_to).order_by("-id").limit(FEW)
    news = []
    for post in await posts.select_related("thread__plank"):
        plank = in_language(post.thread.plank.titles, language)
        said = Sentence(N_("A post in the debate on “%(plank)s”"), {"plank": plank})
        news.append(News("message-square", said, f"/posts/{post.id}", post.created_at))
    for each in await filed.select_related("plank"):
        told = {"code": code(each.number), "plank": in_language(each.plank.titles, language)}
        said = Sentence(N_("Amendment %(code)s to “%(plank)s”"), told)
        news.append(News("pencil-line", said, f"/amendments/{code(each.number)}", each.filed_at))
    return tuple(sorted(news, key=lambda each: each.at, reverse=True)[:FEW])


async def plank_page(
    reader: Actor, number: int, language: str, *, after: str = "", show: int | None = None
) -> PlankPage:
    """A plank as it stands, with its amendments, votes and debate. Raises `Absent`."""
    view = await planks.plank(reader, number, language)
    by_block: dict[str, list[AmendmentLine]] = defaultdict(list)
    for line in await amendments.amendments(reader, language, EVERYTHING, number):
        by_block[line.block].append(line)
    blocks = {block.id for block in view.blocks}
    thread_id = await debate.thread_of(reader, number, "plank")
    shown = await amendments.amendment(reader, show, language) if show is not None else None
    return PlankPage(
        plank=view,
        tongues=await _tongues(view),
        amendments={block: tuple(lines) for block, lines in by_block.items() if block in blocks},
        gone=tuple(each for block, lines in by_block.items() if block not in blocks for each in lines),
        counts=await debate.counts(view.id),
        votes=tuple(await voting.for_plank(reader, view.id, language)),
        thread=await debate.page(reader, thread_id, language, after)
        if thread_id
        else await debate.empty(reader, number, "plank", language),
        shown=shown if shown and shown.plank_id == view.id else None,
    )


async def _tongues(view: PlankView) -> tuple[Tongue, ...]:
    missing = await planks.missing_languages(view.id, view.version)
    uncertified = await planks.uncertified_languages(view.id, view.version)
    return tuple(
        Tongue(
            each,
            "original"
            if each == view.language
            else "missing"
            if each in missing
            else "translated"
            if each in uncertified
            else "certified",
        )
        for each in LANGUAGES
    )
