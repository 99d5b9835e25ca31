"""Links for those who change a block, and for those who compile."""

from collections.abc import Sequence
from dataclasses import dataclass

from tortoise.expressions import Q

from conference.core.actor import Actor
from conference.core.languages import in_language
from conference.planks import queries as planks
from conference.planks.links.models import BlockLink
from conference.planks.links.rules import Kind
from conference.planks.models import Plank


@dataclass(frozen=True, slots=True)
class Leaning:
    """A link as it is shown. `text` and `target_text` are empty where the block is no longer there."""

    id: int
    kind: str
    plank: int
    title: str
    block: str
    text: str
    target_plank: int
    target_title: str
    target: str
    target_text: str


async def leaning_on(reader: Actor, number: int, block: str, language: str) -> tuple[Leaning, ...]:
    """The blocks that lean on this one: whoever amends it should look at them. What needs it comes first.

    For a change of the whole text (`block` is no block's id) every link to the plank.
    """
    found = BlockLink.filter(target_plank__number=number)
    exact = await found.filter(target=block).exists()
    rows = await (found.filter(target=block) if exact or block.startswith("p") else found).select_related(
        "plank", "target_plank"
    )
    return await _shown(reader, rows, language)


async def of_plank(reader: Actor, plank_id: int, language: str) -> tuple[Leaning, ...]:
    """Every link that begins or ends in this plank."""
    rows = await BlockLink.filter(Q(plank_id=plank_id) | Q(target_plank_id=plank_id)).select_related(
        "plank", "target_plank"
    )
    return await _shown(reader, rows, language)


async def leaving(reader: Actor, plank_ids: Sequence[int], language: str) -> tuple[Leaning, ...]:
    """Links from these planks to another one, or to a block that is gone: for who puts a text together."""
    rows = await BlockLink.filter(plank_id__in=list(plank_ids)).select_related("plank", "target_plank")
    shown = await _shown(reader, rows, language)
    outside = {each.id for each in rows if each.target_plank_id not in plank_ids}
    return tuple(each for each in shown if each.id in outside or not each.target_text)


async def _shown(reader: Actor, rows: Sequence[BlockLink], language: str) -> tuple[Leaning, ...]:
    """Those whose both planks are open to the reader."""
    open_to_her = {each.id for each in await planks.visible_to(reader)} if rows else set()
    rows = [each for each in rows if {each.plank_id, each.target_plank_id} <= open_to_her]
    texts = {each.id: await _texts(each, language) for each in {p.id: p for r in rows for p in _ends(r)}.values()}
    found = [
        Leaning(
            each.id, each.kind, each.plank.number, in_language(each.plank.titles, language), each.block,
            texts[each.plank_id].get(each.block, ""), each.target_plank.number,
            in_language(each.target_plank.titles, language), each.target,
            texts[each.target_plank_id].get(each.target, ""),
        )
        for each in rows
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda each: (each.kind != Kind.NEEDS, each.plank, each.block, each.id)))


def _ends(link: BlockLink) -> tuple[Plank, Plank]:
    return link.plank, link.target_plank


async def _texts(plank: Plank, language: str) -> dict[str, str]:
    if not plank.version:
        return {}
    return {
        block: in_language(words, language)
        for block, words in (await planks.plank_texts(plank.id, plank.version)).items()
    }
