"""Mail: a file each in the outbox of the data folder, or a real server when the settings name one."""

import re
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

import aiosmtplib

from conference.runtime import clock
from conference.runtime.settings import Settings


def letter(settings: Settings, to: str, subject: str, text: str) -> EmailMessage:
    """A plain letter. Line breaks in a subject are folded to spaces: no header can be smuggled in."""
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = to
    message["Subject"] = re.sub(r"\s+", " ", subject)
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = make_msgid(domain="conference.invalid")
    message.set_content(text)
    return message


async def send(settings: Settings, message: EmailMessage) -> None:
    """Send by SMTP, or lay the letter in the outbox folder, where the organizer and the tests read it."""
    if settings.smtp_host:
        await aiosmtplib.send(
            message,
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            username=settings.smtp_user or None,
            password=settings.smtp_password or None,
            start_tls=settings.smtp_starttls,
            timeout=15,
        )
        return
    settings.outbox.mkdir(mode=0o700, parents=True, exist_ok=True)
    stamp = re.sub(r"\W", "", message["Message-ID"])[:40]
    path = settings.outbox / f"{clock.now():%Y%m%dT%H%M%S%f}-{stamp}.eml"
    path.write_bytes(message.as_bytes())
    path.chmod(0o600)
