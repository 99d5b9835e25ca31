"""Who may do what: the roles, the audiences, and the table of roles × verbs, as data.

Roles are grants that add up. The table says which grants open a verb at all; a slice's `policy` then looks at
the thing itself (its state, whose it is). The documentation prints this table and the tests walk it.
"""

from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """A grant. `PUBLIC` is anybody, `MEMBER` is anybody who is signed in."""

    PUBLIC = "public"
    MEMBER = "member"
    ORGANIZER = "organizer"
    CREDENTIALS = "credentials"
    CHAIR = "chair"
    DRAFTER = "drafter"
    DELEGATE = "delegate"
    ALTERNATE = "alternate"
    TRANSLATOR = "translator"
    MINUTE_TAKER = "minute-taker"
    TELLER = "teller"
    SCRUTINEER = "scrutineer"
    OBSERVER = "observer"


class Audience(StrEnum):
    """Who reads a thread, a plank, a vote: fixed before the first word."""

    CONFERENCE = "conference"
    OBSERVERS = "observers"
    PUBLIC = "public"


R = Role
_IN_THE_ROOM: Final = frozenset(
    {
        R.ORGANIZER,
        R.CREDENTIALS,
        R.CHAIR,
        R.DRAFTER,
        R.DELEGATE,
        R.ALTERNATE,
        R.TRANSLATOR,
        R.MINUTE_TAKER,
        R.TELLER,
        R.SCRUTINEER,
    }
)

VERBS: Final[dict[str, frozenset[Role]]] = {
    # people
    "read-public": frozenset({R.PUBLIC}),
    "sign-in": frozenset({R.PUBLIC}),
    "register": frozenset({R.PUBLIC}),
    "keep-own-account": frozenset({R.MEMBER}),
    "decide-credentials": frozenset({R.CREDENTIALS}),
    "set-up": frozenset({R.ORGANIZER}),
    # translation
    "translate": frozenset({R.TRANSLATOR}),
    "certify-text": frozenset({R.TRANSLATOR}),
    # planks
    "file-plank": frozenset({R.DRAFTER, R.CHAIR}),
    # debate
    "speak": frozenset({R.DELEGATE, R.ALTERNATE}),
    "moderate": frozenset({R.CHAIR}),
    # amendments
    "propose": frozenset({R.DELEGATE}),
    "co-sign": frozenset({R.DELEGATE}),
    "rule-on-amendment": frozenset({R.CHAIR}),
    # roll
    "see-roll": frozenset({R.CREDENTIALS, R.CHAIR, R.TELLER}),
    "mark-presence": frozenset({R.CREDENTIALS, R.CHAIR, R.TELLER}),
    "seat-alternate": frozenset({R.CREDENTIALS, R.CHAIR}),
    "accredit-card": frozenset({R.CREDENTIALS}),
    # rulebook
    "set-rules": frozenset({R.ORGANIZER}),
    # voting
    "put-vote": frozenset({R.CHAIR}),
    # whom of these a vote's rules name is for its policy to say
    "open-vote": frozenset({R.CHAIR, R.ORGANIZER, R.TELLER}),
    "close-vote": frozenset({R.CHAIR, R.ORGANIZER, R.TELLER}),
    "declare-vote": frozenset({R.CHAIR}),
    "cast": frozenset({R.DELEGATE, R.ALTERNATE}),
    "demand": frozenset({R.DELEGATE, R.ALTERNATE}),
    "count-hands": frozenset({R.TELLER}),
    "serve-table": frozenset({R.TELLER}),
    "handle-papers": frozenset({R.TELLER}),
    "print-papers": frozenset({R.TELLER, R.CHAIR}),
    "conciliate": frozenset({R.DELEGATE, R.ALTERNATE}),
    "recount": frozenset({R.TELLER, R.SCRUTINEER, R.CHAIR}),
    "hold-share": frozenset({R.TELLER}),
    "see-shares": frozenset({R.TELLER, R.SCRUTINEER, R.CHAIR, R.ORGANIZER}),
    "report-share": frozenset({R.TELLER, R.CHAIR}),
    "publish-number": frozenset({R.TELLER}),
    # resolutions
    "compile": frozenset({R.CHAIR, R.DRAFTER}),
    "publish": frozenset({R.CHAIR}),
}


def audience_open_to(audience: Audience, roles: frozenset[Role]) -> bool:
    """Whether somebody with these roles reads what has this audience."""
    if audience is Audience.PUBLIC:
        return True
    if audience is Audience.OBSERVERS:
        return bool(roles & (_IN_THE_ROOM | {R.OBSERVER}))
    return bool(roles & _IN_THE_ROOM)


def audiences_of(roles: frozenset[Role]) -> tuple[str, ...]:
    """The audiences whose things somebody with these roles may read: for `visible_to` conditions."""
    return tuple(each.value for each in Audience if audience_open_to(each, roles))
