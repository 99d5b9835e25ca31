"""States of a resolution, the numbering of its paragraphs, and the digest that a ballot is bound to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from conference.core.canonical import digest
from conference.core.errors import Conflict
from conference.core.words import N_


class State(StrEnum):
    """Compiled, put to the vote, published. Whether the vote carried it is the vote's to say."""

    COMPILED = "compiled"
    ON_VOTE = "on-vote"
    PUBLISHED = "published"


class Kind(StrEnum):
    """What a paragraph is; `TITLE` opens each plank where a resolution has more than one."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph before it is numbered: its kind, its texts by language, where it came from."""

    kind: str
    texts: Mapping[str, str]
    plank_id: int
    sources: Mapping[str, Any]


_STEPS: dict[State, frozenset[State]] = {
    State.COMPILED: frozenset({State.ON_VOTE}),
    State.ON_VOTE: frozenset({State.ON_VOTE, State.PUBLISHED}),
}


def move(state: str, to: State) -> State:
    """The next state. Raises `Conflict` where no step leads there."""
    if to not in _STEPS.get(State(state), frozenset()):
        raise Conflict("wrong-state", N_("This resolution has already gone on to another step. Please read it again."))
    return to


def labels(kinds: Iterable[str]) -> list[str]:
    """Paragraphs and items are numbered through (`1`, `2`, …), whatever planks they come from; headings (`h1`) and
    the planks' titles (`t1`) have labels that are anchors only."""
    counted = {"": 0, "h": 0, "t": 0}
    made = []
    for kind in kinds:
        letter = {Kind.HEADING: "h", Kind.TITLE: "t"}.get(Kind(kind), "")
        counted[letter] += 1
        made.append(f"{letter}{counted[letter]}")
    return made


def binding(titles: Mapping[str, str], paragraphs: Sequence[tuple[str, str, Mapping[str, str]]]) -> str:
    """The digest of a compiled text: its titles, and each paragraph's label, kind and words in every language."""
    return digest(
        {
            "titles": dict(titles),
            "paragraphs": [{"label": label, "kind": kind, "texts": dict(texts)} for label, kind, texts in paragraphs],
        }
    )
