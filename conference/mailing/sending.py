"""One letter at once, outside the outbox: a link that somebody waits for, and the organizer's test."""

from email.message import EmailMessage

import aiosmtplib
import structlog

from conference.runtime import mail
from conference.runtime.settings import Settings

log = structlog.get_logger()


async def try_to_send(settings: Settings, letter: EmailMessage) -> None:
    """Send it; where the server does not take it, the log says so: whoever waits asks again."""
    try:
        await mail.send(settings, letter)
    except (OSError, aiosmtplib.SMTPException) as problem:
        log.warning("letter-not-sent", kind=type(problem).__name__)


def test_letter(settings: Settings, to: str) -> EmailMessage:
    """A letter that only says that letters go out."""
    text = "This letter shows that the conference can send mail.\n\nNobody need answer it.\n"
    return mail.letter(settings, to, "A test letter", text)
