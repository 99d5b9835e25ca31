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


CAUCUS: Final = "caucus"
"""The audience `caucus:CA` is the delegation CA alone, whatever roles anybody has: `core.actor.Actor.reads`."""
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
    "review-text": frozenset({R.TRANSLATOR}),
    "certify-text": frozenset({R.TRANSLATOR}),
    "object-to-edit": frozenset({R.TRANSLATOR}),
    "ask-translation": frozenset({R.MEMBER}),
    "edit-glossary": frozenset({R.TRANSLATOR, R.ORGANIZER}),
    "see-queue": frozenset({R.ORGANIZER, R.CHAIR, R.TRANSLATOR}),
    # planks
    "draft-plank": frozenset({R.DRAFTER, R.CHAIR}),
    "edit-plank": frozenset({R.DRAFTER, R.CHAIR}),
    "file-plank": frozenset({R.DRAFTER, R.CHAIR}),
    # debate
    "speak": frozenset({R.DELEGATE, R.ALTERNATE}),
    "moderate": frozenset({R.CHAIR}),
    # nobody decides about herself, so organizers stand in where there is one chair
    "judge-report": frozenset({R.CHAIR, R.ORGANIZER}),
    "report-post": frozenset({R.MEMBER}),
    # summaries of debates: which delegate reports on a plank is for the policy to say
    "name-rapporteur": frozenset({R.CHAIR}),
    "write-note": frozenset({R.DELEGATE, R.ALTERNATE}),
    "object-to-note": frozenset({R.DELEGATE, R.ALTERNATE}),
    # amendments
    "propose": frozenset({R.DELEGATE}),
    "co-sign": frozenset({R.DELEGATE}),
    "rule-on-amendment": frozenset({R.CHAIR}),
    # whose plank or amendment it is that takes another in, and whose words are translated, is for the policy to say
    "accept-amendment": frozenset({R.DRAFTER, R.CHAIR, R.DELEGATE}),
    "align-amendment": frozenset({R.TRANSLATOR, R.DELEGATE, R.DRAFTER}),
    "object": frozenset({R.DELEGATE}),
    "merge-amendments": frozenset({R.CHAIR}),
    "compose-amendment": frozenset({R.DRAFTER}),
    "set-amendment-terms": frozenset({R.ORGANIZER, R.CHAIR}),
    "mark-rivals": frozenset({R.DRAFTER, R.CHAIR}),
    "order-votes": frozenset({R.CHAIR}),
    # the mover of that very amendment, or the drafting committee
    "settle-overlap": frozenset({R.DELEGATE, R.DRAFTER}),
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
    "hold-text": frozenset({R.DELEGATE, R.ALTERNATE, R.TRANSLATOR}),
    "consent-waiver": frozenset({R.DELEGATE, R.ALTERNATE}),
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
    "report-share": frozenset({R.TELLER, R.SCRUTINEER, R.CHAIR}),
    "publish-number": frozenset({R.TELLER}),
    "go-without-number": frozenset({R.TELLER, R.SCRUTINEER, R.CHAIR, R.ORGANIZER}),
    # resolutions
    "compile": frozenset({R.CHAIR, R.DRAFTER}),
    "publish": frozenset({R.CHAIR}),
    "link-blocks": frozenset({R.CHAIR, R.DRAFTER}),
    "certify-resolution": frozenset({R.TRANSLATOR, R.DRAFTER, R.DELEGATE}),
    "name-signer": frozenset({R.CREDENTIALS}),
    # which delegate does it for her delegation is for the policy to say
    "adopt-ad-referendum": frozenset({R.CHAIR, R.DELEGATE}),
    "record-ratification": frozenset({R.CHAIR, R.DELEGATE}),
    "sign": frozenset({R.DELEGATE}),
    "annex": frozenset({R.DELEGATE}),
    "correct": frozenset({R.CHAIR, R.DRAFTER, R.TRANSLATOR}),
    "commit": frozenset({R.DELEGATE}),
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
