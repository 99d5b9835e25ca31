"""The memory by paragraph: what people have made of the same paragraph, or of one like it, in any text.

A text of the memory counts here where it and its translation have the same number of paragraphs. The newest texts are
looked through, a bounded number of them; who may read which, and what is left out, is as for whole texts (`memory`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from rapidfuzz import fuzz, process

from conference.core.actor import Actor
from conference.core.canonical import digest
from conference.runtime.aside import aside
from conference.text.diff import diff
from conference.translation.desk import memory, rules
from conference.translation.desk.memory import EXACT, Match
from conference.translation.engines import pieces

Beside = tuple[tuple[Match, ...], ...]
NOTHING: Final[Beside] = ()


async def beside(reader: Actor, unit: int, text: str, pair: tuple[str, str]) -> Beside:
    """What she may read of the memory for each paragraph of a text, the same words first; nothing at all for a text of
    too many paragraphs. `unit` is its own unit."""
    bodies = pieces.cut(text).bodies
    if not 0 < len(bodies) <= rules.MOST_RECALLED:
        return NOTHING
    texts = await memory.newest(reader, unit, pair)
    if not texts:
        return NOTHING
    found = await aside(recalled, bodies, texts)
    open_ones = {each.key: each for each in await memory.still_there([each for few in found for each in few])}
    return tuple(tuple(open_ones[each.key] for each in few if each.key in open_ones) for few in found)


def for_whole(text: str, whole: Sequence[Match], found: Beside) -> tuple[Match, ...]:
    """What the memory has for a whole text; where that is one paragraph, what it has for the paragraph is among it."""
    kept = {(each.source, each.target): each for each in whole}
    for each in found[0] if len(found) == 1 else ():
        if (each.source, each.target) not in kept:
            changes = diff(each.source, pieces.cut(text).bodies[0]) if each.percent < EXACT else ()
            made = replace(each, target=pieces.cut(text).joined([each.target]), changes=changes)
            kept[each.source, each.target] = made
    return tuple(sorted(kept.values(), key=lambda each: -each.percent)[: rules.MATCHES])


def recalled(bodies: Sequence[str], texts: Iterable[Match]) -> Beside:
    """For each paragraph what is the same, or else alike enough, in these texts."""
    shelf = _Shelf.of(texts)
    return tuple(shelf.find(body, number) for number, body in enumerate(bodies, start=1))


@dataclass(slots=True)
class _Shelf:
    """Paragraphs with their translations, each pair once: by digest, and by length for those that are alike."""

    same: dict[str, list[Match]] = field(default_factory=dict)
    by_length: dict[int, list[Match]] = field(default_factory=dict)

    @classmethod
    def of(cls, texts: Iterable[Match]) -> "_Shelf":
        shelf = cls()
        for text in texts:
            here, there = pieces.cut(text.source).bodies, pieces.cut(text.target).bodies
            if len(here) == len(there):
                for pair in zip(here, there, strict=True):
                    shelf._lay(text, *pair)
        return shelf

    def _lay(self, text: Match, source: str, target: str) -> None:
        name = digest(source)
        others = self.same.setdefault(name, [])
        if any(each.target == target for each in others):
            return
        made = replace(text, key=f"{text.key}-{digest([source, target])[:8]}", source=source, target=target)
        if not others:
            self.by_length.setdefault(len(source), []).append(made)
        others.append(made)

    def find(self, body: str, number: int) -> tuple[Match, ...]:
        """The keys are of this paragraph alone, so that one of them says what goes where."""
        same = self.same.get(digest(body), [])[: rules.MATCHES]
        found = same or (self._alike(body) if len(body) <= rules.LONGEST_COMPARED else [])
        return tuple(replace(each, key=f"{number}-{each.key}") for each in found)

    def _alike(self, body: str) -> list[Match]:
        least, most = rules.lengths_like(len(body))
        near = [each for length in range(least, most + 1) for each in self.by_length.get(length, ())]
        near = sorted(near, key=lambda each: abs(len(each.source) - len(body)))[: rules.CANDIDATES]
        scored = process.extract(
            body, [each.source for each in near], scorer=fuzz.ratio, score_cutoff=rules.ALIKE, limit=rules.MATCHES
        )
        return [replace(near[at], percent=min(int(score), EXACT - 1)) for _, score, at in scored]
