"""Registrations and what becomes of them; names, addresses, handles and passwords that can be taken; how long a
session lasts. Values in, values out."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from conference.core.errors import Conflict
from conference.core.languages import LANGUAGES
from conference.core.roles import Role
from conference.core.words import N_, Sentence


class State(StrEnum):
    """What the credentials committee said of a registration; `REGISTERED` waits for it."""

    REGISTERED = "registered"
    QUERIED = "queried"
    ACCREDITED = "accredited"
    REFUSED = "refused"


_MOVES: Final[dict[State, frozenset[State]]] = {
    State.REGISTERED: frozenset({State.QUERIED, State.ACCREDITED, State.REFUSED}),
    State.QUERIED: frozenset({State.REGISTERED, State.ACCREDITED, State.REFUSED}),
    State.ACCREDITED: frozenset({State.QUERIED, State.REFUSED}),
    State.REFUSED: frozenset({State.QUERIED, State.ACCREDITED}),
}
STATE_WORDS: Final[dict[str, str]] = {
    State.REGISTERED: N_("Waiting for the committee"),
    State.QUERIED: N_("Question asked"),
    State.ACCREDITED: N_("Accepted"),
    State.REFUSED: N_("Refused"),
}
ROLE_WORDS: Final[dict[str, str]] = {
    Role.ORGANIZER: N_("Organizer"),
    Role.CREDENTIALS: N_("Credentials committee"),
    Role.CHAIR: N_("Chair"),
    Role.DRAFTER: N_("Drafter"),
    Role.DELEGATE: N_("Delegate"),
    Role.ALTERNATE: N_("Alternate"),
    Role.TRANSLATOR: N_("Translator"),
    Role.MINUTE_TAKER: N_("Minute-taker"),
    Role.TELLER: N_("Teller"),
    Role.SCRUTINEER: N_("Scrutineer"),
    Role.OBSERVER: N_("Observer"),
}
VOTING_ROLES: Final = frozenset({Role.DELEGATE, Role.ALTERNATE})
SCOPES: Final = ("write", "cast")
IDLE: Final = timedelta(hours=12)
LONGEST: Final = timedelta(days=14)
LONGEST_FOR_CHAIRS: Final = timedelta(hours=12)
LINK_LASTS: Final = timedelta(days=7)
RESET_LASTS: Final = timedelta(hours=1)
BROWSER_KNOWN: Final = timedelta(days=30)
PASSWORD_LEAST: Final = 10
PASSWORD_MOST: Final = 200
NAME_MOST: Final = 200
ORGANISATION_MOST: Final = 300
_EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+")
_HANDLE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_COMMON = (
    "1234567890", "0123456789", "0987654321", "9876543210", "qwertyuiop", "azertyuiop", "1q2w3e4r5t", "qwerty12345",
    "password", "motdepasse", "contraseña", "contrasena", "iloveyou", "letmein", "conference", "conférence",
    "conferencia", "solidarity", "solidarité", "solidaridad", "delegate", "autoworker",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Application:
    """What somebody says of herself to register. `languages` begins with her own; `named` is her consent to be
    named in public; `delegation` is a code, or None for those who come in another role."""

    name: str
    email: str
    delegation: str | None
    organisation: str
    languages: tuple[str, ...]
    named: bool = False
    alternate: bool = False


def move(state: str, to: State) -> State:
    """The new state of a registration. Raises `Conflict` when it is not reached from the present one."""
    if to not in _MOVES[State(state)]:
        raise Conflict("registration-decided", N_("This registration was decided in the meantime."))
    return to


def tidied(application: Application) -> Application:
    """The same application with one form for every accent, space and capital that does not matter."""
    return replace(
        application,
        name=" ".join(unicodedata.normalize("NFC", application.name).split()),
        email=normal_email(application.email),
        organisation=" ".join(unicodedata.normalize("NFC", application.organisation).split()),
        languages=tuple(dict.fromkeys(application.languages)),
    )


def problems_of(application: Application, delegations: Collection[str]) -> dict[str, Sentence]:
    """One sentence for each field that cannot be taken. `delegations` are the codes there are."""
    found = {
        "name": text_problem(application.name, NAME_MOST),
        "email": email_problem(application.email),
        "languages": languages_problem(application.languages),
    }
    if application.delegation is not None:
        found["organisation"] = text_problem(application.organisation, ORGANISATION_MOST)
        if application.delegation not in delegations:
            found["delegation"] = Sentence(N_("Please choose one of the delegations."))
    return {name: sentence for name, sentence in found.items() if sentence is not None}


def text_problem(text: str, most: int) -> Sentence | None:
    """Why a name cannot be shown among others: empty, too long, without a letter, or with unseen characters."""
    if not any(unicodedata.category(character).startswith("L") for character in text):
        return Sentence(N_("Please fill in this field."))
    if len(text) > most:
        return Sentence(N_("Please use at most %(most)s characters here."), {"most": most})
    if any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn") for character in text):
        return Sentence(N_("This text contains characters that cannot be shown. Please type it again."))
    return None


def languages_problem(languages: Collection[str]) -> Sentence | None:
    if languages and set(languages) <= set(LANGUAGES):
        return None
    return Sentence(N_("Please choose at least one of the conference's languages."))


def normal_email(email: str) -> str:
    return unicodedata.normalize("NFC", email).strip().lower()


def email_problem(email: str) -> Sentence | None:
    if len(email) <= 254 and _EMAIL.fullmatch(email):
        return None
    return Sentence(N_("Please type an e-mail address such as name@example.org."))


def normal_password(password: str) -> str:
    """The same bytes whichever keyboard composed the accents."""
    return unicodedata.normalize("NFC", password)


def password_problem(password: str, about: Collection[str] = ()) -> Sentence | None:
    """Why a password is too easy. `about` are words that a stranger knows: her name, her address."""
    if not PASSWORD_LEAST <= len(password) <= PASSWORD_MOST:
        limits = {"least": PASSWORD_LEAST, "most": PASSWORD_MOST}
        return Sentence(N_("Please choose a password of %(least)s to %(most)s characters."), limits)
    folded = password.casefold()
    known = [word.casefold() for word in (*_COMMON, *about) if len(word) > 2]
    rest = folded
    for word in known:
        rest = rest.replace(word, "")
    if len(re.sub(r"[\W_]", "", rest)) < 5 or len(set(folded)) < 5:
        return Sentence(N_("This password is easy to guess. Four unrelated words make a good one."))
    return None


def is_handle(handle: str) -> bool:
    return len(handle) <= 64 and bool(_HANDLE.fullmatch(handle))


def handle_of(name: str, taken: Collection[str]) -> str:
    """A short name for addresses: `José Luis Hernández` gives `jose-luis-hernandez`, and `-2` when that is taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:56].strip("-") or "person"
    if base not in taken:
        return base
    return next(handle for n in range(2, len(taken) + 3) if (handle := f"{base}-{n}") not in taken)


def session_ends(created: datetime, presides: bool) -> datetime:
    """The latest moment of a session, however busy it is."""
    return created + (LONGEST_FOR_CHAIRS if presides else LONGEST)


def session_holds(now: datetime, created: datetime, seen: datetime, ends: datetime, presides: bool) -> bool:
    """Whether a session still opens: not idle too long, and not past its end, which comes sooner for a chair."""
    return now < min(ends, session_ends(created, presides), seen + IDLE)
