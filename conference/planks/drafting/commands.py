"""Writing a draft: begun, written block by block, taken over from files, taken back to an earlier save, laid."""

from collections.abc import Callable, Mapping, Sequence

from conference.core.actor import Actor
from conference.core.canonical import digest
from conference.core.errors import Conflict, Invalid, Refused
from conference.core.languages import LANGUAGES
from conference.core.roles import Audience
from conference.core.words import N_, Sentence
from conference.planks import policy, referring, versions
from conference.planks import queries as planks
from conference.planks.drafting import queries, rules
from conference.planks.drafting.rules import Block, Blocks
from conference.planks.models import Plank, Save
from conference.planks.rules import Kind, State, filed, move
from conference.planks.versions import Cause
from conference.runtime import clock, database, journal, settings
from conference.text.blocks import Kind as BlockKind
from conference.text.words import tidy

NUMBERS_LOCK = 7_265_014


async def begin(
    actor: Actor, kind: str, language: str, titles: Mapping[str, str], summaries: Mapping[str, str]
) -> Plank:
    """A draft without a block yet, seen by the drafting committee only."""
    async with database.transaction():
        policy.may_draft(actor).require()
        if not database.on_sqlite():
            await database.rows("SELECT pg_advisory_xact_lock(?)", NUMBERS_LOCK)
        plank = await Plank.create(
            number=await queries.next_number(),
            kind=Kind(kind),
            language=language,
            titles=_titles(titles, language),
            summaries=_tidied(summaries),
            state=State.DRAFT,
            audience=Audience(settings.current().audience),
            version=0,
            filed_by_id=actor.id,
            filed_at=clock.now(),
        )
        await _save(plank, actor, (), "begun", 1)
        return plank


def head_mark(titles: Mapping[str, str], summaries: Mapping[str, str]) -> str:
    """What a form of titles carries along, as `Block.mark` for a block."""
    return digest([dict(titles), dict(summaries)])[:20]


async def entitle(
    actor: Actor, number: int, mark: str, titles: Mapping[str, str], summaries: Mapping[str, str]
) -> None:
    """Other titles and summaries. Raises `Conflict` (overtaken) when somebody else has changed them meanwhile."""
    async with database.transaction():
        plank = await _locked(actor, number)
        if mark != head_mark(plank.titles, plank.summaries):
            raise Conflict("overtaken", N_("Somebody else has changed the titles while you were writing."))
        plank.titles, plank.summaries = _titles(titles, plank.language), _tidied(summaries)
        await plank.save(update_fields=["titles", "summaries"])
        last = await queries.latest(plank.id)
        await _save(plank, actor, rules.read(last.content), "entitled", last.number + 1)


async def write(actor: Actor, number: int, block: str, mark: str, kind: str, texts: Mapping[str, str]) -> None:
    """Write a block anew. Raises `Overtaken` when it is not as it was when the form was opened."""
    form = BlockKind(kind)
    await _require_references(actor, number, texts)
    await _step(
        actor, number, "written",
        lambda blocks, by: rules.rewritten(blocks, rules.found(blocks, block, mark), form, texts, by),
    )  # fmt: skip


async def insert(actor: Actor, number: int, after: str, kind: str, texts: Mapping[str, str]) -> None:
    """New blocks behind one of the draft; "" puts them at the start."""
    form = BlockKind(kind)
    await _require_references(actor, number, texts)
    await _step(actor, number, "inserted", lambda blocks, by: rules.inserted(blocks, after, form, texts, by))


async def shift(actor: Actor, number: int, block: str, step: int) -> None:
    """One place up (-1) or down (1)."""
    await _step(actor, number, "moved", lambda blocks, _by: rules.moved(blocks, block, step))


async def remove(actor: Actor, number: int, block: str, mark: str) -> None:
    """Take a block out of the draft."""
    await _step(actor, number, "removed", lambda blocks, _by: rules.removed(blocks, rules.found(blocks, block, mark)))


async def join(actor: Actor, number: int, block: str, mark: str) -> None:
    """Make one block of this one and the one after it."""
    await _step(actor, number, "joined", lambda blocks, _by: rules.joined(blocks, rules.found(blocks, block, mark)))


async def restore(actor: Actor, number: int, save: int) -> None:
    """Take up an earlier save with its titles: as a new one, so that nothing in between is lost."""
    async with database.transaction():
        plank = await _locked(actor, number)
        last = await queries.latest(plank.id)
        earlier = await queries.save_row(plank.id, save)
        plank.titles, plank.summaries = earlier.titles or plank.titles, earlier.summaries or plank.summaries
        await plank.save(update_fields=["titles", "summaries"])
        await _save(plank, actor, rules.read(earlier.content), "restored", last.number + 1)


async def discard(actor: Actor, number: int) -> None:
    """Take a draft off the committee's desk for good. Its number is not given again; its saves stay in the records."""
    async with database.transaction():
        plank = await _locked(actor, number)
        plank.state = move(plank.state, State.DISCARDED)
        await plank.save(update_fields=["state"])
        last = await queries.latest(plank.id)
        journal.record(
            "plank-discarded", topic=f"plank-{number}", by=actor, decided=[last.number, plank.titles], also=("planks",)
        )


async def take_over(actor: Actor, number: int, blocks: Sequence[tuple[str, Mapping[str, str]]]) -> None:
    """The whole text from files: kind and texts of every block."""

    def taken(_blocks: Blocks, by: int) -> Blocks:
        return tuple(
            Block(f"p{at}", kind, dict(texts), dict.fromkeys(texts, by)) for at, (kind, texts) in enumerate(blocks, 1)
        )

    await _step(actor, number, "imported", taken)


async def bring(
    actor: Actor, kind: str, language: str, titles: Mapping[str, str], blocks: Sequence[tuple[str, Mapping[str, str]]]
) -> Plank:
    """A new draft with its whole text from files: all of it, or nothing."""
    async with database.transaction():
        plank = await begin(actor, kind, language, titles, {})
        await take_over(actor, plank.number, blocks)
        return plank


async def lay(actor: Actor, number: int) -> Plank:
    """Lay the draft before the conference: its first version, and its debate begins."""
    async with database.transaction():
        plank = await _locked(actor, number)
        policy.may_file(actor).require()
        save = await queries.latest(plank.id)
        blocks = rules.read(save.content)
        gaps = await queries.gaps_of(actor, plank, blocks)
        astray = [gap.sentence for gap in gaps if gap.bars and gap.sentence.text in referring.MISTAKES.values()]
        if astray:
            raise Refused("reference-astray", astray[0].text, **astray[0].params)
        if any(gap.bars for gap in gaps):
            raise Refused("no-original", N_("The text in its original language is missing."))
        pieces = filed(rules.to_lay(blocks), plank.language, actor.id)
        plank.state = move(plank.state, State.DEBATE)
        plank.version, plank.filed_at, plank.filed_by_id = 1, clock.now(), save.by_id
        await plank.save(update_fields=["state", "version", "filed_at", "filed_by_id"])
        await versions.write(plank, Cause("filed", actor.id), pieces)
        decided = {"titles": plank.titles, "text": [[piece.label, dict(piece.texts)] for piece in pieces]}
        journal.record("plank-filed", topic=f"plank-{number}", by=actor, decided=decided, also=("planks",))
        return plank


async def _step(actor: Actor, number: int, what: str, step: Callable[[Blocks, int], Blocks]) -> None:
    async with database.transaction():
        plank = await _locked(actor, number)
        last = await queries.latest(plank.id)
        assert actor.id is not None, "whoever may draft has an account"
        await _save(plank, actor, step(rules.read(last.content), actor.id), what, last.number + 1)


async def _require_references(actor: Actor, number: int, texts: Mapping[str, str]) -> None:
    """What stands in braces is a reference; its paragraph may still be to come. Raises `Invalid`."""
    plank = await planks.visible(actor, number)
    await referring.require(actor, plank, {f"text-{each}": text for each, text in texts.items()}, {}, drafted=True)


async def _locked(actor: Actor, number: int) -> Plank:
    policy.may_draft(actor).require()
    plank = await versions.locked((await planks.visible(actor, number)).id)
    if plank.state != State.DRAFT:
        raise Conflict("laid-already", N_("This plank has been laid before the conference. Please read it again."))
    return plank


async def _save(plank: Plank, actor: Actor, blocks: Blocks, what: str, number: int) -> None:
    content = rules.write(blocks)
    await Save.create(
        plank_id=plank.id, number=number, content=content, what=what, by_id=actor.id, at=clock.now(),
        titles=dict(plank.titles), summaries=dict(plank.summaries),
    )  # fmt: skip
    topic, decided = f"plank-{plank.number}", [number, what, content, plank.titles]
    journal.record("plank-drafted", topic=topic, by=actor, decided=decided)


def _titles(titles: Mapping[str, str], own: str) -> dict[str, str]:
    kept = _tidied(titles)
    if own not in kept:
        raise Invalid({f"title-{own}": Sentence(N_("A plank needs a title in its own language."))})
    return kept


def _tidied(texts: Mapping[str, str]) -> dict[str, str]:
    return {each: tidy(text) for each, text in texts.items() if each in LANGUAGES and text.strip()}
