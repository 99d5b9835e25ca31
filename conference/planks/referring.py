"""References in a text that somebody is about to file: each leads to a paragraph that is there, or she is told."""

from collections.abc import Mapping

from conference.core.actor import Actor
from conference.core.errors import Invalid
from conference.core.words import N_, Sentence
from conference.planks import queries
from conference.planks.models import Plank
from conference.text import references
from conference.text.blocks import Kind
from conference.text.references import Place, Sort

MISTAKES = {
    "malformed": N_("%(mark)s is not a reference. Write one like {p3}, {2.p3} or {s1}, or use other brackets."),
    "dangling": N_(
        "The reference %(mark)s leads to no paragraph. Those of this plank are written like {p3}, those of plank 2 "
        "like {2.p3}."
    ),
    "unnumbered": N_("The reference %(mark)s leads to a heading, which has no number. Please refer to a paragraph."),
}
Kinds = Mapping[str, str]
"""The blocks of a plank, each with its kind."""


async def require(
    actor: Actor, plank: Plank, texts: Mapping[str, str], own: Kinds | None = None, *, drafted: bool = False
) -> None:
    """Raise `Invalid` with a sentence for each field (`texts` by field) whose references lead astray.

    `own`: the blocks of the plank where they are not those that stand. `drafted`: in a draft a reference may wait for
    its paragraph, so only what is no reference at all is told.
    """
    told = {field: problem for field, text in texts.items() if (problem := await mistake(actor, plank, text, own))}
    wrong = {field: each for field, (code, each) in told.items() if not drafted or code == "malformed"}
    if wrong:
        raise Invalid(wrong)


async def mistake(actor: Actor, plank: Plank, text: str, own: Kinds | None = None) -> tuple[str, Sentence] | None:
    """The code and the sentence of the first reference that leads astray. Passages of preambles and schedules come to
    be only at the compile desk, which looks at references to them."""
    if "{" not in text:
        return None
    places: dict[str, Place] = _places(plank.number, await kinds(plank) if own is None else own)
    named = {_owner(each.key) for each in references.references(text, plank.number)}
    for number in sorted(each for each in named if each):
        found = await queries.visible_to(actor).get_or_none(number=number)
        if found is not None and number != plank.number:
            places |= _places(number, await kinds(found))
    for each in references.problems(text, places | _drafted_at_the_desk(text), plank.number):
        return each.code, Sentence(MISTAKES[each.code], {"mark": each.mark})
    return None


async def kinds(plank: Plank) -> dict[str, str]:
    """The blocks of a plank as it stands; none for a draft, which has no version yet."""
    return {block: kind for block, kind, *_ in await queries.segments(plank.id, plank.version)} if plank.version else {}


def _owner(key: str) -> int | None:
    owner = key.partition(".")[0]
    return int(owner) if owner.isdecimal() else None


def _places(number: int, blocks: Kinds) -> dict[str, Place]:
    return {
        f"{number}.{block}": Place(Sort.UNNUMBERED if kind == Kind.HEADING else Sort.CLAUSE, block)
        for block, kind in blocks.items()
    }


def _drafted_at_the_desk(text: str) -> dict[str, Place]:
    keys = {each.key for each in references.references(text) if each.key[0] in "rs"}
    return {key: references.place_in_plank(key) for key in keys}
