"""Letters reach a real SMTP server, and a folder when there is none."""

import socket
from email import message_from_bytes
from email.message import Message as Letter
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message

from conference.runtime import mail
from conference.runtime.settings import Settings


class Mailbox(Message):
    """Keeps what it receives."""

    def __init__(self) -> None:
        super().__init__()
        self.letters: list[Letter] = []

    def handle_message(self, message: Letter) -> None:
        self.letters.append(message)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_a_letter_reaches_the_smtp_server(tmp_path: Path) -> None:
    mailbox = Mailbox()
    port = _free_port()
    server = Controller(mailbox, hostname="127.0.0.1", port=port)
    server.start()
    try:
        settings = Settings(data=tmp_path, smtp_host="127.0.0.1", smtp_port=port, smtp_starttls=False)
        await mail.send(settings, mail.letter(settings, "ana@example.org", "Votre adresse", "Voilà : confirmez."))
    finally:
        server.stop()
    assert [each["To"] for each in mailbox.letters] == ["ana@example.org"]
    assert mailbox.letters[0].get_payload(decode=True).decode().strip() == "Voilà : confirmez."  # type: ignore[union-attr]
    assert not (tmp_path / "outbox").exists()


async def test_without_a_server_letters_lie_in_the_outbox_and_only_the_owner_reads_them(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    await mail.send(settings, mail.letter(settings, "ana@example.org", "One\r\nBcc: spy@example.org", "Hello"))
    (path,) = (tmp_path / "outbox").iterdir()
    letter = message_from_bytes(path.read_bytes())
    assert letter["Bcc"] is None
    assert path.stat().st_mode & 0o077 == 0
