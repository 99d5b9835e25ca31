"""What an amendment does to the text as it stands now, whichever version it was written against: the rule of carrying
it, so that what is shown is what the conference would get."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from conference.amendments import whole
from conference.amendments.rules import INSERTS, TITLE, Kind, State
from conference.amendments.whole import Standing
from conference.core.words import N_, Sentence
from conference.pages.margin.weaving import Clash, Edit, Fate, together
from conference.text import merge

NOTES: Final[dict[str, str]] = {
    "in-the-text": N_("%(code)s is in the text already."),
    "present": N_("The text says already what %(code)s asks for."),
    "overlap": N_(
        "%(code)s was written for version %(version)s, and the text has changed at the same words since. It cannot be "
        "shown here until a person has looked at it."
    ),
    "fallen": N_("The passage that %(code)s would change is no longer in the text."),
    "broken": N_("%(code)s cannot be shown."),
    "absent": N_("There is no amendment %(code)s to this plank."),
    "within": N_("%(code)s amends %(upper)s, so it is shown within it."),
    "unread": N_("%(code)s has not been written in the language of this passage yet, so it is not shown in it."),
    "elsewhere": N_("%(code)s changes another page of this text."),
}


@dataclass(frozen=True, slots=True)
class Note:
    """Why an amendment that was asked for does not stand in the text as one might expect. `at`: where to look."""

    number: int
    what: str
    version: int = 0
    upper: str = ""
    at: str = ""

    @property
    def sentence(self) -> Sentence:
        told = {"code": f"A{self.number}", "version": self.version, "upper": self.upper}
        return Sentence(NOTES[self.what], told)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An amendment that was asked for. `before` is its passage in the version that it was written for (of one that
    amends another: that one's wording), `after` its own words; `base`: that whole version, for another whole text."""

    number: int
    kind: str
    block: str
    state: str
    version: int
    before: Mapping[str, str]
    after: Mapping[str, str]
    parent: int | None = None
    base: Sequence[Standing] = ()

    @property
    def label(self) -> str:
        return f"A{self.number}"


@dataclass(frozen=True, slots=True)
class Fitted:
    """The edits of all that were asked for, what clashes inside one of them by block, and what is to be told."""

    edits: tuple[Edit, ...]
    clashes: Mapping[str, tuple[Clash, ...]]
    notes: tuple[Note, ...]


@dataclass(slots=True)
class _Found:
    edits: list[Edit] = field(default_factory=list)
    clashes: dict[str, tuple[Clash, ...]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)


def fitted(wanted: Sequence[Wanted], present: Sequence[Standing], languages: Sequence[str]) -> Fitted:
    """Every amendment as edits of the blocks that stand now; those that amend another one go into its words first."""
    found = _Found()
    chosen = {each.number for each in wanted}
    blocks = {each.id: each for each in present}
    for each in sorted(wanted, key=lambda one: one.number):
        if each.parent in chosen:
            found.notes.append(Note(each.number, "within", upper=f"A{each.parent}"))
        elif each.state in (State.CARRIED, State.ACCEPTED):
            found.notes.append(Note(each.number, "in-the-text"))
        else:
            _fit(_with_lower(each, wanted, found), blocks, languages, found)
    return Fitted(tuple(found.edits), found.clashes, tuple(found.notes))


def _with_lower(each: Wanted, wanted: Sequence[Wanted], found: _Found) -> Wanted:
    """The same amendment with those that amend it in its words, where they do not clash."""
    lower = [_with_lower(one, wanted, found) for one in wanted if one.parent == each.number]
    lower = [one for one in lower if one.state != State.CARRIED]
    if not lower:
        return each
    after = dict(each.after)
    for language, text in each.after.items():
        pieces, clashes = together(text, {one.label: one.after[language] for one in lower if language in one.after})
        if clashes:
            found.clashes[each.block] = (
                *found.clashes.get(each.block, ()), *[replace(one, code="parent", upper=each.label) for one in clashes]
            )  # fmt: skip
            return each
        after[language] = "".join(piece.text for piece in pieces if piece.fate is not Fate.REMOVED)
    return replace(each, after=after)


def _fit(each: Wanted, blocks: Mapping[str, Standing], languages: Sequence[str], found: _Found) -> None:
    if each.kind == Kind.TITLE:
        found.edits.append(Edit(each.label, Kind.REPLACE, TITLE, dict(each.after)))
        return
    if each.kind == Kind.SUBSTITUTE:
        _substitute(each, list(blocks.values()), languages, found)
        return
    now = blocks.get(each.block)
    if now is None:
        found.notes.append(Note(each.number, "fallen"))
    elif each.kind in INSERTS:
        form = now.kind if now.kind == "item" else "paragraph"
        found.edits.append(Edit(each.label, each.kind, each.block, dict(each.after), form))
    elif each.kind == Kind.DELETE:
        if dict(now.texts) != dict(each.before):
            found.notes.append(Note(each.number, "overlap", each.version))
        else:
            found.edits.append(Edit(each.label, each.kind, each.block))
    else:
        _replace(each, now.texts, found)


def _replace(each: Wanted, now: Mapping[str, str], found: _Found) -> None:
    texts: dict[str, str] = {}
    for language, wanted in each.after.items():
        if language not in each.before or language not in now:
            continue
        if each.before[language] == now[language]:
            texts[language] = wanted
            continue
        merged = merge.merge(each.before[language], now[language], wanted)
        if isinstance(merged, merge.Conflict):
            found.notes.append(Note(each.number, "overlap", each.version))
            return
        texts[language] = merged.text
    if texts and all(text == now[language] for language, text in texts.items()):
        found.notes.append(Note(each.number, "present"))
    elif texts:
        found.edits.append(Edit(each.label, each.kind, each.block, texts))
    else:
        found.notes.append(Note(each.number, "unread"))


def _substitute(each: Wanted, present: Sequence[Standing], languages: Sequence[str], found: _Found) -> None:
    """Another whole text, block by block: it clashes with others only where both change the same block."""
    own = next((one for one in languages if each.after.get(one) and whole.written(each.base, one)), "")
    changes = whole.changes(each.base, present, dict(each.after), own) if own else None
    if changes is None:
        found.notes.append(Note(each.number, "overlap" if own else "unread", each.version))
        return
    for one in changes:
        found.edits.append(Edit(each.label, one.kind, one.block, dict(one.texts or {}), one.form or ""))
