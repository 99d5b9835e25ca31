"""What an organizer sees of mail: the doctor, and a test letter."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from conference.cli import main
from conference.doctor import State, _mail, _outbox
from conference.mailing.models import MailNotice
from conference.runtime import settings as installed
from conference.runtime.settings import Settings, load
from tests.cast import Assembly
from tests.mailing.conftest import asks, gathered
from tests.mailing.post import post_office


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


async def test_the_doctor_says_whether_mail_goes_out_and_what_waits(ready: Assembly) -> None:
    with post_office(mail_from="notices@example.org"):
        assert (await _mail(installed.current())).state is State.WELL
    with post_office():
        assert "mail_from" in (await _mail(installed.current())).mend
    with post_office(smtp_port=9):
        assert (await _mail(installed.current())).state is State.ILL
    await asks(ready.rosa)
    await gathered()
    assert (await _outbox()).state is State.WELL
    await MailNotice.create(
        account_id=ready.rosa.id, key="x", kind="post", why="answer", subject="1", verb="post-made", state="failed",
        made=0, due=0,
    )  # fmt: skip
    assert "1 were given up" in (await _outbox()).found


def test_a_test_letter_goes_to_the_server_or_to_the_outbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "conference.toml").write_text('origin = "https://conference.example.org"\n')
    arguments = ["mail", "test", "ana@example.org", "--data", str(tmp_path)]
    said = CliRunner().invoke(main, arguments)
    assert (said.exit_code, "smtp_host is not set" in said.output) == (0, True)
    assert len(list((tmp_path / "outbox").iterdir())) == 1
    installed.use(load(tmp_path))
    with post_office() as mailbox:
        monkeypatch.setenv("CONFERENCE_SMTP_HOST", "127.0.0.1")
        monkeypatch.setenv("CONFERENCE_SMTP_PORT", str(installed.current().smtp_port))
        monkeypatch.setenv("CONFERENCE_SMTP_STARTTLS", "false")
        assert CliRunner().invoke(main, arguments).exit_code == 0
        assert mailbox.to == ["ana@example.org"]
        mailbox.rcpt = "550 Unknown"
        said = CliRunner().invoke(main, arguments)
    assert (said.exit_code, "does not take it" in said.output) == (1, True)
