"""The amendments that were asked for, in the text of one page: each block, what clashes, what is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import structlog

from conference.amendments.rules import TITLE, Kind
from conference.amendments.whole import Standing
from conference.pages.margin.weaving import Clash, Edit, Fate, Passage, Piece, Woven, weave
from conference.pages.margin.wording import Fitted, Note, Wanted, fitted

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Shown:
    """`numbers`: what stands in the text; `clashing`: the blocks of this page where amendments clash."""

    numbers: tuple[int, ...]
    blocks: Mapping[str, Woven]
    title: Woven | None
    notes: tuple[Note, ...]
    clashing: tuple[str, ...]
    clean: bool


@dataclass(frozen=True, slots=True)
class Setting:
    """The text that they are shown in. `present`: the blocks of the whole version in order, with the texts of those
    that somebody changes; `passages`: the blocks of this page; `languages`: the reader's first."""

    present: Sequence[Standing]
    passages: Mapping[str, Passage]
    titles: Mapping[str, str]
    languages: Sequence[str]


def shown(wanted: Sequence[Wanted], setting: Setting, notes: Sequence[Note], *, clean: bool) -> Shown:
    """Weave what was asked for into the page. Pure arithmetic; for large texts it runs beside the event loop."""
    found = fitted(wanted, setting.present, setting.languages)
    placed = _placed(found.edits, [each.id for each in setting.present])
    blocks: dict[str, Woven] = {}
    for block, passage in setting.passages.items():
        if block in placed:
            blocks[block] = _woven(passage, placed[block], found, setting.languages)
    title = weave(Passage(TITLE, setting.titles), placed[TITLE], setting.languages) if TITLE in placed else None
    here = {label for each in (*blocks.values(), *((title,) if title else ())) for label in _labels(each)}
    return Shown(
        numbers=tuple(sorted({int(each.label[1:]) for each in found.edits})),
        blocks=blocks,
        title=title,
        notes=(*notes, *found.notes, *_unread(blocks, title), *_elsewhere(placed, here)),
        clashing=tuple(block for block, each in blocks.items() if each.clashes),
        clean=clean,
    )


def _woven(passage: Passage, edits: Sequence[Edit], found: Fitted, languages: Sequence[str]) -> Woven:
    """One block; one that nobody foresaw stands as it is, and the log has a word on it."""
    try:
        woven = weave(passage, edits, languages)
    except Exception as problem:
        log.error("block-cannot-be-woven", block=passage.id, kind=type(problem).__name__, exc_info=problem)
        lang = next(each for each in languages if each in passage.texts)
        return Woven(lang, pieces=(Piece(Fate.SAME, passage.texts[lang]),))
    clashes = [*woven.clashes, *found.clashes.get(passage.id, ())]
    clashes += [
        Clash("same-place", tuple(each.label for each in inserted))
        for inserted in (woven.before, woven.after)
        if len({each.label for each in inserted}) > 1
    ]
    return replace(woven, clashes=tuple(clashes))


def _placed(edits: Sequence[Edit], order: Sequence[str]) -> dict[str, list[Edit]]:
    """The edits by the block where they show. What goes behind a block goes behind what was put in after it before;
    what goes before one stands, where there is one, behind the block above it, with what else is put in there."""
    found: dict[str, list[Edit]] = {}
    for each in edits:
        place = each
        if each.kind == Kind.INSERT:
            place = replace(each, block=_last_of_family(each.block, order))
        elif each.kind == Kind.BEFORE and order.index(each.block):
            place = replace(each, kind=Kind.INSERT, block=order[order.index(each.block) - 1])
        found.setdefault(place.block, []).append(place)
    return found


def _last_of_family(block: str, order: Sequence[str]) -> str:
    family = [each for each in order if each == block or (each.startswith(block) and each[len(block) :].isalpha())]
    return family[-1] if family else block


def _labels(woven: Woven) -> set[str]:
    return {*woven.labels, *woven.unread, *(each.label for each in (*woven.before, *woven.after))}


def _unread(blocks: Mapping[str, Woven], title: Woven | None) -> list[Note]:
    found = [*blocks.items(), *(((TITLE, title),) if title else ())]
    return [Note(int(label[1:]), "unread", at=block) for block, each in found for label in each.unread]


def _elsewhere(placed: Mapping[str, Sequence[Edit]], here: set[str]) -> list[Note]:
    """What changes another page alone, with the first block that it changes there."""
    places: dict[str, str] = {}
    for block, edits in placed.items():
        for each in edits:
            places.setdefault(each.label, block)
    return [Note(int(label[1:]), "elsewhere", at=block) for label, block in places.items() if label not in here]
