"""A real SMTP server that takes letters, or refuses them, or hangs, or dies, as a test tells it to."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP as Server

from conference.runtime import settings as installed


class Mailbox:
    """What the server does with each letter: `rcpt` and `data` are answers instead of OK; `hangs` says nothing more;
    `dies` breaks the line off after it has taken the letter."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.to: list[str] = []
        self.rcpt = self.data = ""
        self.hangs = self.dies = False

    async def handle_RCPT(self, server: Server, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if self.rcpt:
            return self.rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Server, _session: Any, envelope: Any) -> str:
        if self.hangs:
            await asyncio.sleep(30)
        if self.data:
            return self.data
        self.to += envelope.rcpt_tos
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        if self.dies:
            assert server.transport is not None
            server.transport.abort()
        return "250 OK"


@contextmanager
def post_office(**chosen: Any) -> Iterator[Mailbox]:
    """A server, and the settings of this process that name it."""
    before, mailbox = installed.current(), Mailbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = Controller(mailbox, hostname="127.0.0.1", port=port)
    server.start()
    given = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_starttls": False, **chosen}
    installed.use(before.model_copy(update=given))
    try:
        yield mailbox
    finally:
        installed.use(before)
        server.stop()


def body(letter: EmailMessage, kind: str = "plain") -> str:
    """The words of one part of a letter."""
    part = letter.get_body(preferencelist=(kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")
