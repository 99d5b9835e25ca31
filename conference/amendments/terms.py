"""The rules that amendments are filed by, as one value: co-signers, deadline, floor, acceptance, taking over."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from conference.core.words import N_, Sentence


class Counted(StrEnum):
    """Which co-signers count: all, those of the mover's own delegation, or each delegation once."""

    OVERALL = "overall"
    OWN = "own"
    DELEGATIONS = "delegations"


NEEDS: Final[dict[str, str]] = {
    Counted.OVERALL: N_("This amendment needs %(needed)s co-signers and has %(cosigners)s."),
    Counted.OWN: N_("This amendment needs %(needed)s co-signers of its mover's own delegation and has %(cosigners)s."),
    Counted.DELEGATIONS: N_(
        "This amendment needs co-signers of %(needed)s delegations and has those of %(cosigners)s."
    ),
}
MOST_PEOPLE: Final = 500
MOST_MINUTES: Final = 60 * 24 * 30


@dataclass(frozen=True, slots=True)
class Terms:
    """Named rules. `deadline`: when every amendment has to be there in every language; filing closes
    `translation_minutes` earlier. `floor`: whether later ones enter as floor amendments, with `floor_cosigners`.

    `movers_accept`: whether the committee that filed a plank may take an amendment in without a vote, unless
    `objectors` delegates, or most of one delegation, object within `objection_minutes`.
    """

    cosigners: int
    counted: str = Counted.OVERALL
    deadline: datetime | None = None
    translation_minutes: int = 60
    floor: bool = False
    floor_cosigners: int = 5
    movers_accept: bool = True
    objectors: int = 3
    objection_minutes: int = 60
    take_over_minutes: int = 60

    @property
    def closes(self) -> datetime | None:
        """When filing closes."""
        return self.deadline - timedelta(minutes=self.translation_minutes) if self.deadline else None

    def is_late(self, now: datetime) -> bool:
        return self.closes is not None and now >= self.closes

    def needed(self, floor: bool) -> int:
        """How many co-signers an amendment needs; from the floor they count over all delegations."""
        return self.floor_cosigners if floor else self.cosigners

    def have(self, floor: bool, delegations: Sequence[str], own: str) -> int:
        """How many of the co-signers count. `delegations`: the delegation of each; `own`: the mover's."""
        if floor or self.counted == Counted.OVERALL:
            return len(delegations)
        return delegations.count(own) if self.counted == Counted.OWN else len(set(delegations))

    def lack(self, floor: bool, delegations: Sequence[str], own: str) -> Sentence | None:
        """The sentence that says how many co-signers are missing, or None."""
        needed, have = self.needed(floor), self.have(floor, delegations, own)
        if have >= needed:
            return None
        counted = Counted.OVERALL if floor else self.counted
        return Sentence(NEEDS[counted], {"needed": needed, "cosigners": have})

    def objected(self, objectors: Mapping[str, int], sizes: Mapping[str, int]) -> bool:
        """Whether it goes to the vote. `objectors` and `sizes`: delegates by delegation, who objected and in all."""
        of_one = any(number * 2 > sizes.get(each, 0) for each, number in objectors.items())
        return sum(objectors.values()) >= self.objectors or of_one

    def as_data(self) -> dict[str, Any]:
        return asdict(self) | {"deadline": self.deadline.isoformat() if self.deadline else None}


def of_data(data: Mapping[str, Any]) -> Terms:
    """Terms back from what `as_data` gave."""
    deadline = data.get("deadline")
    return Terms(**{**data, "deadline": datetime.fromisoformat(deadline) if deadline else None})


def late(terms: Terms) -> Sentence:
    """Why nothing more is taken: when filing closed, and why then."""
    return Sentence(
        N_(
            "Filing closed on %(closed)s: texts need to be translated by %(deadline)s. What you typed is kept; you can "
            "keep it as a draft."
        ),
        {"closed": terms.closes, "deadline": terms.deadline},
    )
