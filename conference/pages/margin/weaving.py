"""Several amendments in one block: which words come and go and by whom, and where they cannot stand together.

Nothing is decided in silence: where amendments want the same words otherwise, the words stand as they are and the
clash is told.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from conference.amendments.rules import INSERTS, Kind
from conference.core.words import N_, Sentence
from conference.text.edits import applied, clusters, edits
from conference.text.words import key


class Fate(StrEnum):
    """What happens to a stretch of the text. DISPUTED: it stands as it is, since amendments clash here."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a block, what happens to it and by which amendments. `anchors`: the sentences that begin with it."""

    fate: Fate
    text: str
    labels: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()


_TOLD: Final[dict[str, str]] = {
    "same-words": N_("%(codes)s change the same words in different ways. These words stand here as they are now."),
    "same-spot": N_("%(codes)s put different words in at the same place. None of them stands here."),
    "deleted-block": N_("Of %(codes)s, some delete this paragraph and some change its words. It stands here as it is."),
    "same-place": N_(
        "%(codes)s put something in at the same place. All of it is shown, in the order of their numbers; the "
        "conference may want one of them, or another order."
    ),
    "parent": N_(
        "%(codes)s change the same words of amendment %(upper)s in different ways. It is shown without these changes."
    ),
}


@dataclass(frozen=True, slots=True)
class Clash:
    """Amendments that cannot stand together: the words in question, and what each would have there."""

    code: str
    labels: tuple[str, ...]
    base: str = ""
    wordings: tuple[tuple[str, str], ...] = ()
    upper: str = ""

    @property
    def sentence(self) -> Sentence:
        return Sentence(_TOLD[self.code], {"codes": list(self.labels), "upper": self.upper})


@dataclass(frozen=True, slots=True)
class Edit:
    """What one amendment does to a block as it stands now, by language. `form`: the kind of a block that it puts in."""

    label: str
    kind: str
    block: str
    texts: Mapping[str, str] = field(default_factory=dict)
    form: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A block as it stands: its text by language, and where in it each sentence begins."""

    id: str
    texts: Mapping[str, str]
    starts: Mapping[str, Sequence[tuple[int, str]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Inserted:
    """A block that an amendment puts in."""

    label: str
    form: str
    text: str
    lang: str
    clashes: tuple[Clash, ...] = ()


@dataclass(frozen=True, slots=True)
class Woven:
    """A block with amendments in it. `gone`: it is deleted. `unread`: amendments that lack this language."""

    lang: str
    labels: tuple[str, ...] = ()
    pieces: tuple[Piece, ...] = ()
    gone: bool = False
    clashes: tuple[Clash, ...] = ()
    before: tuple[Inserted, ...] = ()
    after: tuple[Inserted, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The block as it would read."""
        return "".join(each.text for each in self.pieces if each.fate is not Fate.REMOVED)


def weave(passage: Passage, made: Sequence[Edit], languages: Sequence[str]) -> Woven:
    """One block with every edit that can be shown in it, in the language in which most of them can be read."""
    changes = [each for each in made if each.kind not in INSERTS]
    lang = _language(passage, changes, languages)
    deletes = tuple(each.label for each in changes if each.kind == Kind.DELETE)
    texts = {each.label: each.texts[lang] for each in changes if each.kind != Kind.DELETE and lang in each.texts}
    unread = tuple(each.label for each in changes if each.kind != Kind.DELETE and lang not in each.texts)
    base = passage.texts.get(lang, "")
    found = _changed(base, deletes, texts)
    return replace(
        found, lang=lang, unread=unread, pieces=tuple(_anchored(found.pieces, passage.starts.get(lang, ()))),
        before=_inserted(made, Kind.BEFORE, lang, languages), after=_inserted(made, Kind.INSERT, lang, languages),
    )  # fmt: skip


def _language(passage: Passage, changes: Sequence[Edit], languages: Sequence[str]) -> str:
    can = [each for each in languages if each in passage.texts]
    return max(can, key=lambda each: sum(each in one.texts for one in changes), default=languages[0])


def _changed(base: str, deletes: tuple[str, ...], texts: Mapping[str, str]) -> Woven:
    labels = tuple(sorted({*deletes, *texts}, key=natural))
    if deletes and texts:
        clash = Clash("deleted-block", labels, "", tuple(sorted(texts.items(), key=lambda each: natural(each[0]))))
        return Woven("", labels, (Piece(Fate.DISPUTED, base, labels),), clashes=(clash,))
    if deletes:
        return Woven("", labels, (Piece(Fate.REMOVED, base, deletes),), gone=True)
    pieces, clashes = together(base, texts)
    return Woven("", labels, pieces, clashes=clashes)


def together(base: str, texts: Mapping[str, str]) -> tuple[tuple[Piece, ...], tuple[Clash, ...]]:
    """Many wordings of one text, each under its label: what `text.weave` weaves, with what goes as well."""
    tokens = edits(base, base)[0]
    made = [(edit, label) for label, text in texts.items() if text != base for edit in edits(base, text)[1]]
    pieces, clashes, at = list[Piece](), list[Clash](), 0
    for cluster in clusters(made):
        start, stop = min(edit.start for edit, _ in cluster), max(edit.stop for edit, _ in cluster)
        labels = tuple(sorted({label for _, label in cluster}, key=natural))
        wordings = {
            label: applied(tokens, [edit for edit, owner in cluster if owner == label], start, stop) for label in labels
        }
        was = "".join(tokens[start:stop])
        pieces.append(Piece(Fate.SAME, "".join(tokens[at:start])))
        if len(set(map(key, wordings.values()))) > 1:
            pieces.append(Piece(Fate.DISPUTED, was, labels))
            clashes.append(Clash("same-words" if was.strip() else "same-spot", labels, was, tuple(wordings.items())))
        else:
            pieces += [Piece(Fate.REMOVED, was, labels), Piece(Fate.ADDED, wordings[labels[0]], labels)]
        at = stop
    pieces.append(Piece(Fate.SAME, "".join(tokens[at:])))
    return tuple(each for each in pieces if each.text or each.fate is Fate.DISPUTED), tuple(clashes)


def _anchored(pieces: Sequence[Piece], starts: Sequence[tuple[int, str]]) -> Iterator[Piece]:
    """The same pieces cut where a sentence of the text as it stands begins, so that links to it still lead there."""
    left, at = list(starts), 0
    for piece in pieces:
        if piece.fate is Fate.ADDED:
            yield piece
            continue
        rest, end = piece.text, at + len(piece.text)
        names: list[str] = []
        while left and left[0][0] < end:
            place, name = left.pop(0)
            if place > at:
                yield replace(piece, text=rest[: place - at], anchors=tuple(names))
                rest, at, names = rest[place - at :], place, []
            names.append(name)
        yield replace(piece, text=rest, anchors=tuple(names))
        at = end


def _inserted(made: Sequence[Edit], kind: Kind, lang: str, languages: Sequence[str]) -> tuple[Inserted, ...]:
    found = []
    for each in sorted((each for each in made if each.kind == kind), key=lambda each: natural(each.label)):
        own = next((one for one in (lang, *languages) if each.texts.get(one)), "")
        if own:
            found.append(Inserted(each.label, each.form or "paragraph", each.texts[own], own))
    return tuple(found)


def natural(label: str) -> tuple[int, str]:
    """A9 before A10."""
    return len(label), label
