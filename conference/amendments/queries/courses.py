"""How the words of amendments came to be: the wordings through which each went when it was amended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from conference.amendments import whole, wordings
from conference.amendments.models import Amendment, Member
from conference.amendments.rules import INSERTS, WHOLE, Kind, State, code
from conference.text.provenance import Course

TAKEN_IN = (State.CARRIED.value, State.ACCEPTED.value)


@dataclass(frozen=True, slots=True)
class Proposed:
    """An amendment with its course by language. `joins`: the codes of those that it joins, if it is a composite."""

    code: str
    kind: str
    block: str
    courses: Mapping[str, Course]
    joins: tuple[str, ...] = field(default=())

    def course(self, block: str, language: str, text: str) -> Course:
        """Its wordings of one block, which reads `text` now; nothing where it is not about that block.

        Of a whole text, and of a block that it put in, it is the passage that answers this one.
        """
        found = self.courses.get(language, ())
        if self.kind not in INSERTS and self.block != WHOLE:
            return found if self.block == block else ()
        if self.block == WHOLE:
            return tuple((label, _answering(wording, text)) for label, wording in found)
        return found if found and whole.answers([found[-1][1]], [text]) else ()


def _answering(wording: str, text: str) -> str:
    blocks = [each for _, each in whole.read(wording)]
    at = whole.answers(blocks, [text]).get(0)
    return "" if at is None else blocks[at]


async def proposed(rows: Sequence[Amendment]) -> dict[str, Proposed]:
    """These amendments, and those that joined the composites among them, by their codes."""
    composites = [each.id for each in rows if each.composite]
    members = Member.filter(composite_id__in=composites, answer="joins").select_related("member")
    joined: dict[int, list[Amendment]] = {}
    for each in sorted(await members if composites else (), key=lambda each: each.member.number):
        joined.setdefault(each.composite_id, []).append(each.member)
    every = {each.id: each for each in (*rows, *(member for found in joined.values() for member in found))}
    below = await taken_in(every)
    units = [each.text_id for each in every.values()]
    units += [unit for found in below.values() for each in found for unit in (each.above_id, each.text_id)]
    texts = await wordings.unit_texts(units)
    return {
        code(each.number): Proposed(
            code(each.number), each.kind, each.block, _courses(each, below.get(each.id, ()), texts),
            tuple(code(member.number) for member in joined.get(each.id, ())),
        )
        for each in every.values()
        if each.kind != Kind.DELETE
    }  # fmt: skip


async def taken_in(rows: Mapping[int, Amendment]) -> dict[int, list[Amendment]]:
    """What was taken into these amendments (by their keys), in the order in which it was."""
    found: dict[int, list[Amendment]] = {}
    below = Amendment.filter(parent_id__in=[*rows], state__in=TAKEN_IN).order_by("settled_at", "number")
    for each in await below if rows else ():
        found.setdefault(each.parent_id or 0, []).append(each)
    return found


def _courses(
    amendment: Amendment, below: Sequence[Amendment], texts: Mapping[int, Mapping[str, str]]
) -> dict[str, Course]:
    """By language. Where an earlier wording lacks a language, what follows cannot be told apart from it there."""
    found = {}
    for language, wording in texts.get(amendment.text_id or 0, {}).items():
        stages: list[tuple[str, str]] = []
        for each in below:
            was, became = (texts.get(unit or 0, {}).get(language) for unit in (each.above_id, each.text_id))
            if was and became:
                stages += [(code(amendment.number), was), (code(each.number), became)]
        found[language] = (*stages, (code(amendment.number), wording))
    return found
