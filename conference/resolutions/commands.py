"""What is done to a resolution: compiled, put to the vote as a whole, published."""

from collections.abc import Mapping, Sequence

from conference.core.actor import Actor
from conference.core.errors import Absent, Invalid, Refused
from conference.core.languages import LANGUAGES, OWN_NAMES
from conference.core.words import N_, Sentence
from conference.planks import queries as planks
from conference.planks.models import Plank, Segment, Version
from conference.resolutions import policy, rules
from conference.resolutions.models import Paragraph, Resolution
from conference.resolutions.rules import Kind, Passage, State
from conference.resolutions.sources import history
from conference.runtime import clock, database, journal
from conference.text.words import tidy
from conference.voting import commands as voting
from conference.voting.models import Vote

NUMBERS_LOCK = 7_265_013
TITLE_AT_MOST = 300


async def compile_resolution(actor: Actor, titles: Mapping[str, str], plank_numbers: Sequence[int]) -> Resolution:
    """Freeze the present texts of adopted planks, in this order, with numbering, sources and digest.

    Raises `Invalid` (title-en, …) for a missing title, `Refused` (texts-missing) where a language lacks a text.
    """
    async with database.transaction():
        chosen = [await planks.visible(actor, number) for number in dict.fromkeys(plank_numbers)]
        policy.may_compile(actor, chosen).require()
        named = _titles(titles)
        passages = [each for plank in chosen for each in await _passages(plank, titled=len(chosen) > 1)]
        labels = rules.labels(each.kind for each in passages)
        numbered = list(zip(labels, passages, strict=True))
        binding = rules.binding(named, [(label, each.kind, each.texts) for label, each in numbered])
        resolution = await Resolution.create(
            number=await _next_number(), titles=named, state=State.COMPILED, digest=binding, compiled_at=clock.now()
        )
        await Paragraph.bulk_create(
            [
                Paragraph(
                    resolution_id=resolution.id, position=position, label=label, kind=each.kind,
                    texts=dict(each.texts), plank_id=each.plank_id, sources=dict(each.sources),
                )
                for position, (label, each) in enumerate(numbered)
            ]
        )  # fmt: skip
        _note(resolution, "resolution-compiled", actor, [binding, [plank.number for plank in chosen]])
        return resolution


async def put_resolution(actor: Actor, number: int) -> Vote:
    """Put the whole compiled text to yes or no; its digest stands on the ballot."""
    async with database.transaction():
        resolution = await _for_update(number)
        earlier = await Vote.get_or_none(id=resolution.vote_id)
        policy.may_put(actor, resolution, earlier).require()
        first = await Paragraph.filter(resolution_id=resolution.id).order_by("position").select_related("plank").first()
        assert first is not None, "a resolution has paragraphs"
        again = earlier if earlier is not None and earlier.phase != "taken-back" else None
        vote = await voting.put(
            actor, "resolution", first.plank.number, binding=resolution.digest, follows=again.id if again else None
        )
        resolution.state = rules.move(resolution.state, State.ON_VOTE)
        resolution.vote_id = vote.id
        await resolution.save(update_fields=["state", "vote_id"])
        _note(resolution, "resolution-put", actor, resolution.digest)
        return vote


async def publish(actor: Actor, number: int) -> Resolution:
    """The conference has carried it: from now on anybody reads it."""
    async with database.transaction():
        resolution = await _for_update(number)
        policy.may_publish(actor, resolution, await Vote.get_or_none(id=resolution.vote_id)).require()
        resolution.state = rules.move(resolution.state, State.PUBLISHED)
        resolution.published_at = clock.now()
        await resolution.save(update_fields=["state", "published_at"])
        _note(resolution, "resolution-published", actor, resolution.digest)
        return resolution


def _titles(titles: Mapping[str, str]) -> dict[str, str]:
    """One title for each working language. Raises `Invalid`."""
    named = {language: tidy(titles.get(language, "")) for language in LANGUAGES}
    problems = {f"title-{each}": Sentence(N_("Please fill in this field.")) for each in LANGUAGES if not named[each]}
    for each, title in named.items():
        if len(title) > TITLE_AT_MOST:
            too_long = Sentence(N_("Please use at most %(most)s characters here."), {"most": TITLE_AT_MOST})
            problems[f"title-{each}"] = too_long
    if problems:
        raise Invalid(problems)
    return named


async def _passages(plank: Plank, *, titled: bool) -> list[Passage]:
    """The paragraphs that one plank gives. Raises `Refused` where a language lacks a current text."""
    missing = await planks.missing_languages(plank.id, plank.version)
    texts = await planks.plank_texts(plank.id, plank.version)
    short = missing or tuple(each for each in LANGUAGES if any(not words.get(each) for words in texts.values()))
    if short:
        raise Refused(
            "texts-missing",
            N_("Plank %(number)s is not complete in every language yet. Missing: %(languages)s."),
            number=plank.number,
            languages=[OWN_NAMES[each] for each in short],
        )
    told = await history(plank)
    kinds = await _kinds(plank)
    head = [Passage(Kind.TITLE, plank.titles, plank.id, {"plank": plank.number})] if titled else []
    return head + [Passage(kinds[block], words, plank.id, told.sources(block)) for block, words in texts.items()]


async def _kinds(plank: Plank) -> dict[str, str]:
    version = await Version.get(plank_id=plank.id, number=plank.version)
    return {each.block: each.kind for each in await Segment.filter(version_id=version.id)}


async def _next_number() -> int:
    """One more than the last; PostgreSQL's writers take turns here, SQLite has only one."""
    if not database.on_sqlite():
        await database.rows("SELECT pg_advisory_xact_lock(?)", NUMBERS_LOCK)
    found = await database.rows("SELECT coalesce(max(number), 0) + 1 FROM resolution")
    return int(found[0][0])


async def _for_update(number: int) -> Resolution:
    resolution = await Resolution.filter(number=number).select_for_update().first()
    if resolution is None:
        raise Absent
    return resolution


def _note(resolution: Resolution, verb: str, actor: Actor, decided: object) -> None:
    journal.record(verb, topic=f"resolution-{resolution.number}", by=actor, decided=decided, also=("resolutions",))
