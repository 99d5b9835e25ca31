"""A rule set as a value: what is counted how, who must agree, how secret it is, who opens it.

The same flat data stands in the TOML file, in the conference's table and, as a copy, in every vote that is put. Names
of options are those of `tally.count`, so that a vote's rules and the file that anybody counts again say the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from conference.core.roles import Role


class Kind(StrEnum):
    """What is asked: which of several texts; yes or no to an amendment, a plank, a compiled resolution; whom to elect,
    or which of several things come first; how to proceed."""

    CHOICE = "choice"
    AMENDMENT = "amendment"
    PLANK = "plank"
    RESOLUTION = "resolution"
    ELECTION = "election"
    PROCEDURE = "procedure"


class Method(StrEnum):
    """How it is counted: the names that `conference tally` knows."""

    YES_NO = "yes-no"
    APPROVAL = "approval"
    SCHULZE = "schulze"
    RANKED_PAIRS = "ranked-pairs"
    IRV = "irv"
    STV = "stv-scottish"
    STV_EXACT = "stv-wig-exact"
    MEEK = "stv-meek"


class Secrecy(StrEnum):
    """How it is cast: sealed; hands that tellers count; each voter by name; cards with an organisation's votes."""

    SEALED = "sealed"
    HANDS = "show-of-hands"
    ROLL_CALL = "roll-call"
    CARD = "card"


RANKED: Final = frozenset(Method) - {Method.YES_NO, Method.APPROVAL}
PAIRWISE: Final = frozenset({Method.SCHULZE, Method.RANKED_PAIRS})
TRANSFERS: Final = frozenset({Method.IRV, Method.STV, Method.STV_EXACT, Method.MEEK})
EQUAL_RANKS: Final = PAIRWISE | {Method.APPROVAL}
QUESTIONS: Final = frozenset({Kind.AMENDMENT, Kind.PLANK, Kind.RESOLUTION, Kind.PROCEDURE})
INSIDE: Final = ("delegation_threshold", "delegation_minimum_turnout", "delegations_without_voters", "groups_needed")
"""What more a majority inside each delegation may ask for."""
OPTIONS: Final = (
    "quorum", "threshold", "delegation_majority", *INSIDE, "strength", "status_quo", "status_quo_rule",
)  # fmt: skip
"""The keys of a rule set that the count reads, as `tally.count` names them."""
KEEP: Final = "keep"
"""The option of a choice between texts that keeps the text as it is."""
EACH_DELEGATION: Final = "must-beat-status-quo-inside-each-delegation"
MAY_OPEN: Final = (Role.CHAIR, Role.ORGANIZER, Role.TELLER)
"""The roles that a rule set may let open and close."""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One named set of rules.

    `names`, `notes`: by language. `kinds`: the questions it may be used for. `counting`: the count's options (see
    `OPTIONS`). `observing`: delegations whose votes count in the total only. `opens`: the roles whose holders may open
    and close. `shares`: (needed, made) shares of the box's key held by tellers; (0, 0) where the key lies in the data
    folder. `demand`: how many delegates may call for a roll call or a card vote after a show of hands (0: nobody).
    `papers`: whether ballots on paper are taken. `releases_ballots`: whether the public may have the ballots' file.
    `conciliation_hours`: the deadline when a delegation refuses. `tellers`: how many tellers count hands, each on her
    own, before the count holds.
    """

    key: str
    names: Mapping[str, str]
    kinds: tuple[Kind, ...]
    method: Method
    secrecy: Secrecy = Secrecy.SEALED
    seats: int = 1
    counting: Mapping[str, Any] = field(default_factory=dict)
    observing: tuple[str, ...] = ()
    opens: tuple[Role, ...] = (Role.CHAIR,)
    shares: tuple[int, int] = (0, 0)
    demand: int = 0
    papers: bool = True
    releases_ballots: bool = False
    conciliation_hours: int = 72
    tellers: int = 2
    notes: Mapping[str, str] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """The flat data of the file, the table and the vote."""
        return {
            "key": self.key,
            "names": dict(self.names),
            "notes": dict(self.notes),
            "kinds": [str(kind) for kind in self.kinds],
            "method": str(self.method),
            "secrecy": str(self.secrecy),
            "seats": self.seats,
            **self.counting,
            "observing_delegations": list(self.observing),
            "opens": [str(role) for role in self.opens],
            "shares": list(self.shares),
            "demand": self.demand,
            "papers": self.papers,
            "releases_ballots": self.releases_ballots,
            "conciliation_hours": self.conciliation_hours,
            "tellers": self.tellers,
        }


def of_data(data: Mapping[str, Any]) -> RuleSet:
    """The rule set of trusted flat data, such as a vote's own copy; what it does not say has its default."""
    given = {name: data[name] for name in ("demand", "papers", "releases_ballots", "conciliation_hours", "tellers")
             if name in data}  # fmt: skip
    return RuleSet(
        key=data.get("key", ""),
        names=data.get("names", {}),
        kinds=tuple(Kind(kind) for kind in data.get("kinds", ())),
        method=Method(data.get("method", Method.YES_NO)),
        secrecy=Secrecy(data.get("secrecy", Secrecy.SEALED)),
        seats=data.get("seats", 1),
        counting=counting(data),
        observing=tuple(data.get("observing_delegations", ())),
        opens=tuple(Role(role) for role in data.get("opens", (Role.CHAIR,))),
        shares=tuple(data.get("shares", (0, 0))),
        notes=data.get("notes", {}),
        **given,
    )


def counting(data: Mapping[str, Any]) -> dict[str, Any]:
    """The count's options among a vote's rules."""
    return {name: data[name] for name in OPTIONS if name in data}
