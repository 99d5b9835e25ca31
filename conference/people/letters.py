"""The letters of this room, each in the language of the person it goes to. They are sent after the transaction that
caused them; one that cannot be sent is logged, and undoes nothing."""

import aiosmtplib
import structlog

from conference.core.languages import in_language
from conference.core.words import N_, Sentence
from conference.people.models import Account
from conference.people.rules import LINK_LASTS, State
from conference.runtime import i18n, mail
from conference.runtime.settings import Settings

log = structlog.get_logger()
_GREETING = N_("Hello %(name)s,")
_DAYS = LINK_LASTS.days
_DECIDED: dict[State, tuple[str, str]] = {
    State.ACCREDITED: (
        N_("You are accepted: %(conference)s"),
        N_("The credentials committee has accepted your registration. You can now take part in the debates."),
    ),
    State.QUERIED: (
        N_("A question about your registration: %(conference)s"),
        N_("The credentials committee has a question about your registration. Please answer it on your page."),
    ),
    State.REFUSED: (
        N_("Your registration was refused: %(conference)s"),
        N_("The credentials committee has refused your registration."),
    ),
}


async def confirm_address(settings: Settings, account: Account, token: str) -> None:
    """The link that proves the address."""
    await _send(
        settings,
        account,
        N_("Please confirm your e-mail address: %(conference)s"),
        Sentence(N_("Somebody, we think you, registered with this address. Please open this link to confirm it:")),
        f"{settings.origin}/{account.languages[0]}/confirm/{token}",
        Sentence(N_("The link works once, for %(days)s days. If it was not you, do nothing."), {"days": _DAYS}),
    )


async def known_already(settings: Settings, account: Account) -> None:
    """Sent instead of a confirmation: the page does not tell a stranger which addresses are known."""
    await _send(
        settings,
        account,
        N_("You are registered already: %(conference)s"),
        Sentence(N_("Somebody tried to register with this address. You have an account already; sign in here:")),
        f"{settings.origin}/{account.languages[0]}/sign-in",
        Sentence(N_("If it was not you, do nothing. Nothing has changed.")),
    )


async def new_password(settings: Settings, account: Account, token: str) -> None:
    """The link that opens a new password."""
    await _send(
        settings,
        account,
        N_("A new password: %(conference)s"),
        Sentence(N_("Somebody, we think you, asked for a new password for this address. Please open this link:")),
        f"{settings.origin}/{account.languages[0]}/password/{token}",
        Sentence(N_("The link works once, for one hour. If it was not you, do nothing: your password stays as it is.")),
    )


async def decided(settings: Settings, account: Account, state: State, reason: str) -> None:
    """What the credentials committee said."""
    subject, sentence = _DECIDED[state]
    because = [Sentence(N_("The committee writes: %(reason)s"), {"reason": reason})] if reason else []
    page = f"{settings.origin}/{account.languages[0]}/me"
    await _send(settings, account, subject, Sentence(sentence), *because, page)


async def invitation(settings: Settings, email: str, language: str, code: str) -> None:
    """The way in, for somebody who has no account yet."""
    conference = in_language(settings.name, language)
    paragraphs = (
        Sentence(N_("You are invited to %(conference)s. Please register here:"), {"conference": conference}),
        f"{settings.origin}/{language}/register?invitation={code}",
        Sentence(N_("The link works once, for %(days)s days, and only with this e-mail address."), {"days": _DAYS}),
    )
    await _post(settings, email, language, N_("Invitation: %(conference)s"), paragraphs)


async def _send(settings: Settings, account: Account, subject: str, *paragraphs: Sentence | str) -> None:
    if account.email is not None:
        greeting = Sentence(_GREETING, {"name": account.name})
        await _post(settings, account.email, account.languages[0], subject, (greeting, *paragraphs))


async def _post(
    settings: Settings, to: str, language: str, subject: str, paragraphs: tuple[Sentence | str, ...]
) -> None:
    heading = Sentence(subject, {"conference": in_language(settings.name, language)})
    # a plain string is an address or somebody's own words, and no sentence of the catalogues
    said = [i18n.say(each, language) if isinstance(each, Sentence) else each for each in paragraphs]
    letter = mail.letter(settings, to, i18n.say(heading, language), "\n\n".join(said) + "\n")
    try:
        await mail.send(settings, letter)
    except (OSError, aiosmtplib.SMTPException) as problem:
        log.warning("letter-not-sent", kind=type(problem).__name__)
