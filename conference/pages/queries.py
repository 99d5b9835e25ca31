"""What the composite pages show, asked of each room through the reader's eyes."""

from dataclasses import dataclass
from datetime import datetime

from conference.amendments.models import Amendment
from conference.amendments.rules import code
from conference.core.actor import Actor
from conference.core.languages import in_language
from conference.core.roles import audiences_of
from conference.core.words import N_, Sentence
from conference.debate.models import Post
from conference.pages import turn
from conference.pages.tasks import Task
from conference.planks import queries as planks
from conference.planks.queries import PlankLine
from conference.resolutions import queries as resolutions
from conference.resolutions.queries import ResolutionLine
from conference.voting import queries as voting
from conference.voting.queries import VoteLine

FEW = 8


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


async def home(reader: Actor, language: str) -> Home:
    """The first page."""
    votes = await voting.votes(reader, language)
    open_ones = await turn.on_the_table(reader)
    return Home(
        open_votes=tuple(each for each in votes if each.phase == "open"),
        coming_votes=tuple(each for each in votes if each.phase == "put"),
        tasks=await turn.tasks(reader, language, votes, open_ones),
        planks=tuple(await planks.planks(reader, language)),
        on_the_table=len(open_ones),
        resolutions=tuple(await resolutions.resolutions(reader, language)),
        latest=await _latest(reader, language),
    )


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
