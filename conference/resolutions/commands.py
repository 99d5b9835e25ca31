"""What is done to a resolution: compiled, put to the vote as a whole, published."""

from collections.abc import Mapping, Sequence

from conference.core.actor import Actor
from conference.core.errors import Absent, Invalid
from conference.core.languages import LANGUAGES
from conference.core.words import N_, Sentence
from conference.planks import queries as planks
from conference.resolutions import policy, rules
from conference.resolutions.certified import queries as certified
from conference.resolutions.composition import Shape, composition
from conference.resolutions.editions import laying as editions
from conference.resolutions.models import Paragraph, Resolution
from conference.resolutions.rules import State
from conference.runtime import clock, database, journal
from conference.text.words import tidy
from conference.voting import commands as voting
from conference.voting.models import Vote

NUMBERS_LOCK = 7_265_013
TITLE_AT_MOST = 300


async def compile_resolution(
    actor: Actor, titles: Mapping[str, str], plank_numbers: Sequence[int], shape: Shape | None = None
) -> Resolution:
    """Freeze the present texts of adopted planks, in this order, and what the desk adds, numbered and digested.

    Raises `Invalid` (title-en, …) for a missing title, `Refused` (texts-missing, reference-dangling, …) for a text that
    cannot be compiled yet.
    """
    async with database.transaction():
        chosen = [await planks.visible(actor, number) for number in dict.fromkeys(plank_numbers)]
        policy.may_compile(actor, chosen).require()
        named = _titles(titles)
        composed = await composition(chosen, shape)
        composed.require()
        binding = rules.binding(named, [(each.label, each.passage.kind, each.passage.texts) for each in composed.lines])
        resolution = await Resolution.create(
            number=await _next_number(),
            titles=named,
            state=State.COMPILED,
            digest=binding,
            compiled_at=clock.now(),
            preamble=shape.preamble if shape else rules.Preamble.UNNUMBERED,
            translators={language: list(who) for language, who in composed.translators.items()},
        )
        await Paragraph.bulk_create(
            [
                Paragraph(
                    resolution_id=resolution.id, position=position, label=line.label, kind=line.passage.kind,
                    part=line.passage.part, key=line.passage.key, texts=dict(line.passage.texts),
                    plank_id=line.passage.plank_id, sources=dict(line.passage.sources),
                )
                for position, line in enumerate(composed.lines)
            ]
        )  # fmt: skip
        note(resolution, "resolution-compiled", actor, [binding, [plank.number for plank in chosen]])
        return resolution


async def put_resolution(actor: Actor, number: int, rule_set: str = "") -> Vote:
    """Put the whole compiled text to yes or no; its digest stands on the ballot. `rule_set` as in `voting.put`."""
    async with database.transaction():
        resolution = await for_update(number)
        earlier = await Vote.get_or_none(id=resolution.vote_id)
        lacking = await certified.uncertified(resolution)
        policy.may_put(actor, resolution, earlier, lacking).require()
        first = await Paragraph.filter(resolution_id=resolution.id).order_by("position").select_related("plank").first()
        assert first is not None, "a resolution has paragraphs"
        again = earlier if earlier is not None and earlier.phase != "taken-back" else None
        vote = await voting.put(
            actor, "resolution", first.plank.number, rule_set=rule_set, binding=resolution.digest,
            follows=again.id if again else None,
        )  # fmt: skip
        resolution.state = rules.move(resolution.state, State.ON_VOTE)
        resolution.vote_id = vote.id
        await resolution.save(update_fields=["state", "vote_id"])
        note(resolution, "resolution-put", actor, resolution.digest)
        return vote


async def publish(actor: Actor, number: int) -> Resolution:
    """The conference has carried it: from now on anybody reads it, and its first edition lies under its own address."""
    async with database.transaction():
        resolution = await for_update(number)
        policy.may_publish(actor, resolution, await Vote.get_or_none(id=resolution.vote_id)).require()
        resolution.state = rules.move(resolution.state, State.PUBLISHED)
        resolution.published_at = clock.now()
        await resolution.save(update_fields=["state", "published_at"])
        await editions.lay_first(actor, resolution)
        note(resolution, "resolution-published", actor, resolution.digest)
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


async def _next_number() -> int:
    """One more than the last; PostgreSQL's writers take turns here, SQLite has only one."""
    if not database.on_sqlite():
        await database.rows("SELECT pg_advisory_xact_lock(?)", NUMBERS_LOCK)
    found = await database.rows("SELECT coalesce(max(number), 0) + 1 FROM resolution")
    return int(found[0][0])


async def for_update(number: int) -> Resolution:
    resolution = await Resolution.filter(number=number).select_for_update().first()
    if resolution is None:
        raise Absent
    return resolution


def note(resolution: Resolution, verb: str, actor: Actor, decided: object) -> None:
    journal.record(verb, topic=f"resolution-{resolution.number}", by=actor, decided=decided, also=("resolutions",))
