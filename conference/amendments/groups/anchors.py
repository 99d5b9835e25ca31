"""One amendment against the text as it stands now. Pure: texts in, standing out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from conference.amendments import whole
from conference.amendments.rules import TITLE, Kind
from conference.text.anchoring import Anchored, Standing, reanchor
from conference.text.collisions import Blocks, Proposal
from conference.text.collisions import Kind as Edit
from conference.text.merge import Merged, merge

UPPER = "wording"
"""The one block of the text that an amendment to an amendment changes."""


@dataclass(frozen=True, slots=True)
class Text:
    """A version of a plank, or the wording of an amendment, as amendments to it see it."""

    blocks: Blocks
    standing: tuple[whole.Standing, ...] = ()


def proposal(label: str, kind: str, block: str, texts: Mapping[str, str], *, upper: bool = False) -> Proposal:
    """An amendment as the engine takes it. `upper`: it changes the wording of another amendment."""
    if upper:
        return Proposal(label, Edit.REPLACE, UPPER, texts)
    return Proposal(label, Edit.REPLACE if kind == Kind.TITLE else Edit(kind), block, texts)


def of_version(standing: tuple[whole.Standing, ...], titles: Mapping[str, str]) -> Text:
    """The blocks of a version with the title as one more."""
    return Text({each.id: each.texts for each in standing} | {TITLE: titles}, standing)


@dataclass(frozen=True, slots=True)
class Held:
    """How an amendment stands in a later text. `home`: the block that holds its passage there; `sides`: for an overlap,
    what the person who decides is shown (see `sides`)."""

    found: Anchored
    home: str
    sides: Mapping[str, dict[str, str]]


def held(wanted: Proposal, before: Text, after: Text, went_to: Mapping[str, str], own: str) -> Held:
    """An amendment held against a later text, with all comparisons that this takes."""
    found = anchored(wanted, before, after, went_to, own)
    home = wanted.block if wanted.block in after.blocks else went_to.get(wanted.block, wanted.block)
    overlaps = found.standing is Standing.OVERLAP
    return Held(found, home, sides(wanted, before, after, home) if overlaps else {})


def anchored(
    wanted: Proposal, before: Text, after: Text, went_to: Mapping[str, str] | None = None, own: str = "en"
) -> Anchored:
    """How it stands in the later text. `own`: the language that it was written in.

    A whole text is held block by block: it stands as it is while nobody changed the blocks that it changes. Other
    wordings count in the languages that the passage has in both texts; the rest goes along with them.
    """
    if wanted.kind is Edit.SUBSTITUTE:
        return _whole(wanted, before, after, own)
    if wanted.kind is not Edit.REPLACE or wanted.block not in before.blocks:
        return reanchor(wanted, before.blocks, after.blocks, went_to)
    home = wanted.block if wanted.block in after.blocks else (went_to or {}).get(wanted.block, "")
    shared = [each for each in before.blocks[wanted.block] if each in after.blocks.get(home, {})]
    if not shared and home:
        return Anchored(Standing.CLEAN, wanted)
    inside = replace(wanted, texts={each: text for each, text in wanted.texts.items() if each in shared})
    found = reanchor(inside, before.blocks, after.blocks, went_to)
    if found.proposal is None:
        return found
    return replace(found, proposal=replace(found.proposal, texts={**wanted.texts, **found.proposal.texts}))


def _whole(wanted: Proposal, before: Text, after: Text, own: str) -> Anchored:
    if own in wanted.texts and whole.changes(before.standing, after.standing, wanted.texts, own) is not None:
        return Anchored(Standing.CLEAN, wanted)
    return Anchored(Standing.OVERLAP)


def sides(wanted: Proposal, before: Text, after: Text, home: str) -> dict[str, dict[str, str]]:
    """For the person who decides, by language: the passage as it was (`base`), as the amendment would have it
    (`theirs`), as it reads now (`now`), and a first text to work on (`start`): the words that do not collide are in
    it, and where they do the amendment's stand."""
    is_whole = wanted.kind is Edit.SUBSTITUTE
    was = _whole_texts(before) if is_whole else before.blocks.get(wanted.block, {})
    now = _whole_texts(after) if is_whole else after.blocks.get(home, {})
    return {
        each: {
            "base": was.get(each, ""), "theirs": wanted.texts.get(each, ""), "now": now.get(each, ""),
            "start": _start(was.get(each, ""), wanted.texts.get(each, ""), now.get(each, ""), is_whole),
        }
        for each in dict.fromkeys((*was, *wanted.texts, *now))
    }  # fmt: skip


def _whole_texts(text: Text) -> dict[str, str]:
    languages = dict.fromkeys(each for block in text.standing for each in block.texts)
    return {each: written for each in languages if (written := whole.written(text.standing, each))}


def _start(base: str, theirs: str, now: str, is_whole: bool) -> str:
    if is_whole or not (base and theirs and now):
        return theirs
    merged = merge(base, now, theirs)
    if isinstance(merged, Merged):
        return merged.text
    return merged.settled([each.theirs for each in merged.hunks])
