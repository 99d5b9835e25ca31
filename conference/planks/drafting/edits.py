"""The committee's edits of a laid plank: each has a reason, each makes a version."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from conference.core.actor import Actor
from conference.core.errors import Invalid
from conference.core.languages import LANGUAGES
from conference.core.words import N_, Sentence
from conference.planks import following, referring, versions
from conference.planks import queries as planks
from conference.planks.drafting import queries, rules
from conference.planks.drafting.rules import Block, Blocks, Overtaken
from conference.planks.following import Changed
from conference.planks.models import Plank
from conference.planks.rules import BlockChange, ChangeKind, tidied
from conference.planks.versions import EDITED, Cause
from conference.runtime import database, journal
from conference.text.blocks import Kind as BlockKind
from conference.translation import commands as translation

REASON_AT_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Edit:
    """What a member of the committee asks for: the block, its mark when the form was opened, and the step.

    `step`: write, insert (after the block; "" the start), remove, join, split, up, down. `meaning` of a step that
    writes: changed or same. `keeps`: after how many sentences a block is split.
    """

    step: str
    block: str
    mark: str = ""
    kind: str = BlockKind.PARAGRAPH
    texts: Mapping[str, str] = field(default_factory=dict)
    meaning: str = ""
    keeps: int = 0


async def edit(actor: Actor, number: int, wanted: Edit, reason: str, language: str) -> int:
    """Make the next version of a laid plank. Gives its number.

    Raises `Overtaken` when the block is not as the form showed it, `Invalid` for what can be mended.
    """
    async with database.transaction():
        plank = await versions.locked((await planks.visible(actor, number)).id)
        (await queries.may_edit(actor, plank)).require()
        if not reason.strip():
            raise Invalid({"reason": Sentence(N_("Please tell the conference why, in a sentence."))})
        blocks = await queries.blocks_of(plank)
        change = _change(plank, blocks, wanted, actor.id)
        await referring.require(actor, plank, {f"text-{each}": text for each, text in (change.texts or {}).items()})
        because = await translation.write_unit(actor, language, reason.strip(), plank.audience)
        cause = Cause(EDITED, actor.id, because.id, change.same_meaning)
        await versions.write_next(plank, [change], cause)
        decided = {
            "version": plank.version, "step": wanted.step, "block": wanted.block, "texts": dict(change.texts or {}),
            "meaning": wanted.meaning, "reason": reason,
        }  # fmt: skip
        journal.record("plank-edited", topic=f"plank-{number}", by=actor, decided=decided, also=("planks",))
        went_to = following.joined([each.id for each in blocks], [change])
        await following.tell(actor, Changed(plank, EDITED, went_to))
        return plank.version


def _change(plank: Plank, blocks: Blocks, wanted: Edit, by: int | None) -> BlockChange:
    if wanted.step == "insert":
        if wanted.block and all(each.id != wanted.block for each in blocks):
            raise Overtaken(None)
        texts = _with_original(plank, tidied(wanted.texts))
        return BlockChange(ChangeKind.INSERT, wanted.block, texts, by, plank.language, form=BlockKind(wanted.kind))
    at = rules.found(blocks, wanted.block, wanted.mark)
    if wanted.step in ("up", "down"):
        return BlockChange(ChangeKind.MOVE, wanted.block, after=_place(blocks, at, wanted.step))
    if wanted.step == "write":
        return _writing(plank, blocks[at], wanted, by)
    kind = {"remove": ChangeKind.DELETE, "join": ChangeKind.JOIN, "split": ChangeKind.SPLIT}[wanted.step]
    return BlockChange(kind, wanted.block, keeps=wanted.keeps)


def _place(blocks: Blocks, at: int, step: str) -> str:
    """The block behind which it will stand."""
    to = at - 2 if step == "up" else min(at + 1, len(blocks) - 1)
    return blocks[to].id if to >= 0 and to != at else blocks[at - 1].id if step == "down" and at else ""


def _with_original(plank: Plank, texts: dict[str, str]) -> dict[str, str]:
    if plank.language not in texts:
        words = N_("Please write it at least in the language of the plank.")
        raise Invalid({f"text-{plank.language}": Sentence(words)})
    return texts


def _writing(plank: Plank, block: Block, wanted: Edit, by: int | None) -> BlockChange:
    given = tidied(wanted.texts)
    emptied = [each for each in LANGUAGES if block.texts.get(each) and not given.get(each)]
    if emptied:
        words = N_("A text that stands is not emptied here. To take the block away, delete it in all languages.")
        raise Invalid({f"text-{each}": Sentence(words) for each in emptied})
    fresh = {each: text for each, text in given.items() if block.texts.get(each) != text}
    form = BlockKind(wanted.kind) if wanted.kind != block.kind else ""
    if not fresh:
        if not form:
            raise Invalid({f"text-{plank.language}": Sentence(N_("Please change at least one word."))})
        return BlockChange(ChangeKind.REPLACE, block.id, form=form)
    if wanted.meaning not in ("changed", "same"):
        raise Invalid({"meaning": Sentence(N_("Please say whether the edit changes the meaning."))})
    own = plank.language if plank.language in fresh else next(each for each in LANGUAGES if each in fresh)
    same = wanted.meaning == "same"
    return BlockChange(ChangeKind.REPLACE, block.id, fresh, by, own, form=form, same_meaning=same)
