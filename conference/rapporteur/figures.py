"""The frame: a debate in figures, counted anew for each reader from what she may read, and never kept as a judgement.

Hidden and withdrawn posts and the rooms of delegations are in no figure. Voices are counted apart from persons, for no
delegation: whoever speaks under both is two speakers here, because nothing tells.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from conference.amendments.queries import rows as amendments
from conference.amendments.rules import State
from conference.core.actor import Actor
from conference.core.languages import LANGUAGES, in_language
from conference.debate import rules as debate
from conference.debate.moments import moment
from conference.people import queries as people
from conference.planks import queries as planks
from conference.planks.models import Plank
from conference.rapporteur import rules
from conference.rapporteur.rules import Concentration
from conference.runtime import database
from conference.runtime.aside import aside
from conference.text.words import word_count

KEPT_AT_MOST: Final = 40
_MANY: Final = 400
"""Texts that are read at once."""
_FEW_TEXTS: Final = 100
"""Texts from which on words are counted beside the loop."""
_THREADS = (
    "SELECT h.id, h.place, h.audience, h.version, (SELECT count(*) FROM post p WHERE p.thread_id = h.id "
    "AND p.state = 'standing') FROM thread h WHERE h.plank_id = ? ORDER BY h.id"
)
_POSTS = (
    "SELECT p.thread_id, p.author_id, p.voice_id, p.created_at, u.language, u.id, u.revision FROM post p "
    "JOIN text_unit u ON u.id = p.unit_id WHERE p.state = 'standing' AND p.thread_id IN ({marks}) ORDER BY p.id"
)
_TEXTS = (
    "SELECT t.unit_id, t.revision, t.text FROM text t JOIN text_unit u ON u.id = t.unit_id AND u.revision = t.revision "
    "WHERE t.language = u.language AND t.origin = 'original' AND t.unit_id IN ({marks})"
)
_SEATS = "SELECT d.account_id, n.code FROM delegate d JOIN delegation n ON n.id = d.delegation_id"
Key = tuple[int, int, tuple[tuple[int, ...], ...]]


@dataclass(frozen=True, slots=True)
class Said:
    """One standing post, as far as it is counted."""

    place: str
    author: int | None
    voice: int | None
    at: datetime
    language: str
    words: int


@dataclass(frozen=True, slots=True)
class Share:
    """What one delegation said by name, or what was said in one language or at one place. `name`: the delegation's.
    `speakers` is None where it is not told: outside the room it would tell which unsigned posts are one person's."""

    key: str
    name: str
    posts: int
    words: int
    speakers: int | None = None


@dataclass(frozen=True, slots=True)
class Touched:
    """An amendment of the plank, and how many posts were written on it."""

    number: int
    state: str
    block: str
    posts: int


@dataclass(frozen=True, slots=True)
class Frame:
    """The debate of a plank in figures. `few`: outside the room the number of speakers is told from five on, and
    nothing that it follows from; `silent`: the delegations of which nobody has spoken by name."""

    posts: int
    words: int
    speakers: int
    few: bool
    voices: int
    voice_posts: int
    voice_words: int
    first: datetime | None
    last: datetime | None
    concentration: Concentration | None
    delegations: tuple[Share, ...]
    languages: tuple[Share, ...]
    places: tuple[Share, ...]
    amendments: tuple[Touched, ...]
    silent: tuple[str, ...]


_kept: dict[Key, tuple[Said, ...]] = {}
_counted: dict[tuple[int, int, int], int] = {}


async def frame(reader: Actor, plank: Plank, language: str) -> Frame:
    """Of a plank that is open to the reader."""
    said = await _said(reader, plank)
    delegations = {each.code: in_language(each.names, language) for each in await people.delegations()}
    seats = {int(account): str(code) for account, code in await database.rows(_SEATS)}
    inside = reader.reads("conference")
    signed = [each for each in said if each.voice is None]
    unsigned = [each for each in said if each.voice is not None]
    by_delegation = _grouped(signed, lambda each: seats.get(each.author or 0, ""))
    speakers = len({each.author for each in signed})
    return Frame(
        posts=len(said),
        words=sum(each.words for each in said),
        speakers=speakers,
        few=not inside and speakers < rules.FEW,
        voices=len({each.voice for each in unsigned}),
        voice_posts=len(unsigned),
        voice_words=sum(each.words for each in unsigned),
        first=min((each.at for each in said), default=None),
        last=max((each.at for each in said), default=None),
        concentration=rules.concentration(_words_of_each(said)) if inside or speakers >= rules.FEW else None,
        delegations=tuple(
            _share(code, name, by_delegation.get(code, ()), count_speakers=inside) for code, name in delegations.items()
        ),
        languages=_shares(said, LANGUAGES, lambda each: each.language),
        places=await _places(plank, said),
        amendments=await _amendments(reader, plank, said),
        silent=tuple(name for code, name in delegations.items() if code not in by_delegation),
    )


def _words_of_each(said: Iterable[Said]) -> list[int]:
    """Words by speaker: an account or a voice."""
    words: Counter[tuple[str, int | None]] = Counter()
    for each in said:
        words[("account", each.author) if each.voice is None else ("voice", each.voice)] += each.words
    return list(words.values())


def _grouped(said: Iterable[Said], key: Callable[[Said], str]) -> Mapping[str, list[Said]]:
    found: dict[str, list[Said]] = defaultdict(list)
    for each in said:
        found[key(each)].append(each)
    return found


def _share(key: str, name: str, said: Sequence[Said], *, count_speakers: bool = False) -> Share:
    speakers = len({each.author for each in said}) if count_speakers else None
    return Share(key, name, len(said), sum(each.words for each in said), speakers)


def _shares(said: Iterable[Said], keys: Iterable[str], key: Callable[[Said], str]) -> tuple[Share, ...]:
    """Each of these keys that something was said under, in this order."""
    grouped = _grouped(said, key)
    return tuple(_share(each, "", grouped[each]) for each in keys if each in grouped)


async def _places(plank: Plank, said: Sequence[Said]) -> tuple[Share, ...]:
    """The whole plank first, then its blocks in the order of the text; then those that it has no longer."""
    grouped = _grouped(said, lambda each: each.place)
    blocks = dict.fromkeys(f"block:{block}" for block, *_ in await planks.segments(plank.id, plank.version))
    gone = (each for each in sorted(grouped) if each.startswith("block:") and each not in blocks)
    return tuple(_share(each, "", grouped[each]) for each in ("plank", *blocks, *gone) if each in grouped)


async def _amendments(reader: Actor, plank: Plank, said: Iterable[Said]) -> tuple[Touched, ...]:
    posts = Counter(each.place for each in said)
    rows = await amendments.visible_to(reader).filter(plank_id=plank.id).order_by("number")
    known = {each.value for each in State}
    return tuple(
        Touched(each.number, each.state, each.block, posts[f"amendment:{each.number}"])
        for each in rows
        if each.state in known
    )


async def _said(reader: Actor, plank: Plank) -> tuple[Said, ...]:
    """The standing posts that the reader may read, kept until something changes in one of their threads."""
    found = await database.rows(_THREADS, plank.id)
    open_to = [row for row in found if not debate.is_caucus(row[1]) and reader.reads(row[2])]
    era = database.era()
    key = (era or 0, plank.id, tuple((row[0], row[3], row[4]) for row in open_to))
    if era is not None and key in _kept:
        return _kept[key]
    said = await _counted_posts(era or 0, {row[0]: row[1] for row in open_to})
    if era is not None:
        while len(_kept) >= KEPT_AT_MOST:
            _kept.pop(next(iter(_kept)))
        _kept[key] = said
    return said


async def _counted_posts(era: int, places: Mapping[int, str]) -> tuple[Said, ...]:
    if not places:
        return ()
    rows = await database.rows(_POSTS.format(marks=database.places(places)), *places)
    words = await _words(era, [(row[5], row[6]) for row in rows])
    return tuple(
        Said(places[thread], author, voice, moment(at), language, words.get((unit, revision), 0))
        for thread, author, voice, at, language, unit, revision in rows
    )


async def _words(era: int, wanted: Sequence[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """Words in the original of each (unit, revision): counted once, for an original does not change."""
    new = [each for each in wanted if (era, *each) not in _counted]
    if len(_counted) + len(new) > 200_000:
        _counted.clear()
        new = list(wanted)
    for start in range(0, len(new), _MANY):
        some = [unit for unit, _ in new[start : start + _MANY]]
        texts = await database.rows(_TEXTS.format(marks=database.places(some)), *some)
        numbers = _count_all(texts) if len(texts) < _FEW_TEXTS else await aside(_count_all, texts)
        _counted.update({(era, unit, revision): number for unit, revision, number in numbers})
    return {each: _counted.get((era, *each), 0) for each in wanted}


def _count_all(texts: Sequence[Sequence[object]]) -> list[tuple[int, int, int]]:
    return [(int(str(unit)), int(str(revision)), word_count(str(text))) for unit, revision, text in texts]
