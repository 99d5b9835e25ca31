"""The command `conference`, as somebody types it."""

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tarfile
import tomllib
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conference import folder
from conference.cli import main
from conference.demo import founding

CASES = Path(__file__).parent / "tally" / "cases"
HEADER = "name,email,delegation,organisation,languages,alternate,named\n"
ROSA = "Rosa Delgado,rosa@example.org,MX,Parts plant,es en,no,no\n"
MARC = "Marc Roy,marc@example.org,CA,Assembly plant,fr,yes,yes\n"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments], catch_exceptions=False)


def rows(data: Path, sql: str) -> list[tuple]:
    connection = sqlite3.connect(data / "conference.db")
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def change(data: Path, sql: str) -> None:
    connection = sqlite3.connect(data / "conference.db")
    with connection:
        connection.execute(sql)
    connection.close()


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [each for each in os.environ if each.startswith("CONFERENCE_")] + ["DATABASE_URL"]:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("cli") / "data"
    assert run("init", "--data", data, "--organizer", "Pat Lindqvist", "--email", "pat@example.org").exit_code == 0
    return data


@pytest.fixture
def data(made: Path, tmp_path: Path) -> Path:
    """A new conference with two delegations."""
    copy = Path(shutil.copytree(made, tmp_path / "data"))
    for position, code in enumerate(("CA", "MX")):
        change(
            copy,
            f"INSERT INTO delegation (code, names, languages, position) VALUES ('{code}', '{{}}', '[]', {position})",
        )
    return copy


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("loaded")
    founding.found(data, fresh=False, origin="http://127.0.0.1:8000")
    return data


@pytest.fixture
def demo_copy(loaded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(loaded, tmp_path / "demo"))


def test_a_new_conference_is_closed_and_tells_its_organizer_what_to_do(tmp_path):
    data = tmp_path / "data"
    made = run("init", "--data", data, "--organizer", "Pat Lindqvist", "--email", "Pat@Example.org")
    settings = tomllib.loads((data / "conference.toml").read_text())
    assert (settings["registration"], settings["audience"]) == ("invitation", "conference")
    assert "demo" not in settings
    assert "conference serve" in made.output
    assert re.search(r"/en/confirm/\S{40,}", made.output)
    assert rows(data, "SELECT a.email, g.role FROM account a JOIN role_grant g ON g.account_id = a.id") == [
        ("pat@example.org", "organizer")
    ]
    assert data.stat().st_mode & 0o077 == 0


def test_a_folder_is_made_only_once(data):
    again = run("init", "--data", data, "--organizer", "Eve", "--email", "eve@example.org")
    assert again.exit_code == 1
    assert "already holds a conference" in again.output


def test_an_address_that_is_none_leaves_nothing_behind(tmp_path):
    data = tmp_path / "data"
    assert "email" in run("init", "--data", data, "--organizer", "Pat", "--email", "pat").output
    assert run("init", "--data", data, "--organizer", "Pat", "--email", "pat@example.org").exit_code == 0


def test_a_database_that_is_not_there_is_said_without_a_traceback(data, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://nobody@127.0.0.1:1/none")
    said = run("token", "pat-lindqvist", "--data", data)
    assert said.exit_code == 1
    assert "conference doctor" in said.output


@pytest.mark.parametrize("command", ["serve", "migrate", "token", "backup"])
def test_a_command_without_a_conference_says_how_to_make_one(tmp_path, command):
    arguments = {"token": ["rosa"], "backup": [tmp_path / "out.tar.gz"]}.get(command, [])
    said = run(command, *arguments, "--data", tmp_path / "nothing")
    assert said.exit_code == 1
    assert "conference init" in said.output


def test_wrong_settings_are_named_without_a_traceback(data):
    (data / "conference.toml").write_text('audience = "everybody"\n')
    said = run("migrate", "--data", data)
    assert said.exit_code == 1
    assert "conference.toml" in said.output
    assert "audience" in said.output


# doctor


def test_the_doctor_finds_a_new_conference_well(data):
    said = run("doctor", "--data", data)
    assert said.exit_code == 0, said.output
    assert "the chain holds" in said.output
    assert "smtp_host" in said.output


def test_the_doctor_sees_that_somebody_changed_the_journal(data):
    change(data, "UPDATE journal SET verb = 'vote-declared' WHERE seq = 2")
    said = run("doctor", "--data", data)
    assert said.exit_code == 1
    assert "breaks at entry 2" in said.output


def test_the_doctor_sees_a_folder_that_is_open_to_others(data):
    data.chmod(0o755)
    said = run("doctor", "--data", data)
    assert said.exit_code == 1
    assert f"chmod 700 {data}" in said.output


def test_the_doctor_says_that_postgresql_does_not_answer(data, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://nobody@127.0.0.1:1/none")
    said = run("doctor", "--data", data)
    assert said.exit_code == 1
    assert "PostgreSQL" in said.output
    assert "DATABASE_URL" in said.output


# backup and restore


def test_a_backup_brings_everything_back_but_the_keys_of_open_votes(demo_copy, tmp_path):
    backup, restored = tmp_path / "out.tar.gz", tmp_path / "restored"
    assert run("backup", backup, "--data", demo_copy).exit_code == 0
    with tarfile.open(backup) as archive:
        assert sorted(archive.getnames()) == ["conference.db", "conference.toml"]
    assert backup.stat().st_mode & 0o077 == 0
    assert run("restore", backup, "--data", restored).exit_code == 0
    for table in ("journal", "post", "envelope", "vote"):
        assert rows(restored, f"SELECT * FROM {table}") == rows(demo_copy, f"SELECT * FROM {table}")
    said = run("doctor", "--data", restored)
    assert said.exit_code == 1
    (number,) = rows(restored, "SELECT number FROM vote WHERE phase = 'open'")
    assert f"missing for vote {number[0]}" in said.output
    assert "keys: missing" not in run("doctor", "--data", demo_copy).output


def test_a_restore_never_writes_over_a_conference(data, tmp_path):
    backup = tmp_path / "out.tar.gz"
    run("backup", backup, "--data", data)
    again = run("restore", backup, "--data", data)
    assert again.exit_code == 1
    assert "already holds" in again.output
    assert run("backup", backup, "--data", data).exit_code == 1


@pytest.mark.parametrize("content", [b"", b"no archive", b"\x1f\x8b\x08\x00broken"])
def test_what_is_no_backup_is_refused_and_leaves_nothing(tmp_path, content):
    (tmp_path / "file").write_bytes(content)
    said = run("restore", tmp_path / "file", "--data", tmp_path / "data")
    assert said.exit_code == 1
    assert "no backup" in said.output
    assert not (tmp_path / "data" / "conference.db").exists()


def test_an_archive_that_points_elsewhere_writes_nothing_there(tmp_path):
    evil, outside = tmp_path / "evil.tar.gz", tmp_path / "outside"
    (tmp_path / "payload").write_text("x")
    with tarfile.open(evil, "w:gz") as archive:
        archive.add(tmp_path / "payload", "../outside")
        link = tarfile.TarInfo("conference.db")
        link.type, link.linkname = tarfile.SYMTYPE, str(outside)
        archive.addfile(link)
    assert run("restore", evil, "--data", tmp_path / "data").exit_code == 1
    assert not outside.exists()


def test_postgresql_is_backed_up_by_its_own_tool(data, tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://nobody@127.0.0.1:1/none")
    said = run("backup", tmp_path / "out.tar.gz", "--data", data)
    assert said.exit_code == 1
    assert "pg_dump" in said.output


# import


def written(tmp_path: Path, *lines: str) -> Path:
    file = tmp_path / "delegates.csv"
    file.write_text(HEADER + "".join(lines), encoding="utf-8-sig")
    return file


def test_an_import_without_yes_writes_nothing(data, tmp_path):
    said = run("import", written(tmp_path, ROSA, MARC), "--data", data)
    assert said.exit_code == 0, said.output
    assert "2 could be registered" in said.output
    assert rows(data, "SELECT count(*) FROM delegate") == [(0,)]


def test_an_import_registers_everybody_and_sends_each_a_link(data, tmp_path):
    said = run("import", written(tmp_path, ROSA, MARC), "--yes", "--data", data)
    assert said.exit_code == 0, said.output
    assert rows(
        data, "SELECT a.handle, d.alternate, d.state FROM delegate d JOIN account a ON a.id = d.account_id"
    ) == [
        ("rosa-delgado", 0, "registered"),
        ("marc-roy", 1, "registered"),
    ]
    letters = [letter.read_text() for letter in (data / "outbox").iterdir()]
    assert {"rosa@example.org", "marc@example.org"} == {re.search(r"^To: (.*)$", each, re.M)[1] for each in letters}


def test_one_wrong_row_keeps_everybody_out(data, tmp_path):
    wrong = "Nobody,not an address,XX,Plant,es,no,no\n"
    said = run("import", written(tmp_path, ROSA, wrong), "--yes", "--data", data)
    assert said.exit_code == 1
    assert re.search(r"2 Nobody: .*email", said.output)
    assert rows(data, "SELECT count(*) FROM delegate") == [(0,)]


HOURS = {
    "en": "# Hours\n\nWe want less. Nobody waits.\n\n- Thirty hours\n",
    "fr": "# Heures\n\nNous voulons moins. Personne n’attend.\n\n- Trente heures\n",
    "es": "# Horas\n\nQueremos menos. Nadie espera.\n\n- Treinta horas\n",
}


def in_languages(tmp_path: Path, texts: dict[str, str]) -> list[Path]:
    for language, text in texts.items():
        (tmp_path / f"hours.{language}.md").write_text(text, encoding="utf-8")
    return [tmp_path / f"hours.{language}.md" for language in texts]


@pytest.fixture
def drafter(data: Path) -> str:
    change(data, "INSERT INTO role_grant (account_id, role) SELECT id, 'drafter' FROM account")
    return str(rows(data, "SELECT handle FROM account")[0][0])


def test_a_plank_from_files_is_told_block_by_block_and_then_a_draft(data, tmp_path, drafter):
    files = in_languages(tmp_path, HOURS)
    said = run("import", "plank", *files, "--by", drafter, "--data", data)
    assert said.exit_code == 0, said.output
    assert "1 paragraph, We want less. Nobody waits. …: ok" in said.output
    assert "2 blocks in en, fr, es could be imported" in said.output
    assert rows(data, "SELECT count(*) FROM plank") == [(0,)]
    said = run("import", "plank", *files, "--by", drafter, "--yes", "--data", data)
    assert said.exit_code == 0, said.output
    ((titles, language, state),) = rows(data, "SELECT titles, language, state FROM plank")
    assert (json.loads(titles), language, state) == ({"en": "Hours", "fr": "Heures", "es": "Horas"}, "en", "draft")
    content = json.loads(rows(data, "SELECT content FROM plank_draft ORDER BY number")[-1][0])
    assert [each["texts"]["es"] for each in content] == ["Queremos menos. Nadie espera.", "Treinta horas"]
    assert [verb for (verb,) in rows(data, "SELECT verb FROM journal ORDER BY seq")][-2:] == ["plank-drafted"] * 2


def test_one_block_that_does_not_fit_keeps_the_whole_plank_out(data, tmp_path, drafter):
    fewer = HOURS | {"fr": HOURS["fr"].replace("- Trente heures\n", "")}
    said = run("import", "plank", *in_languages(tmp_path, fewer), "--by", drafter, "--yes", "--data", data)
    assert said.exit_code == 1
    assert "2 item, Thirty hours …: Français has one block fewer" in said.output
    assert rows(data, "SELECT count(*) FROM plank") == [(0,)]


def test_a_plank_is_brought_by_a_drafter_with_a_title_in_files_that_name_their_language(data, tmp_path, drafter):
    files = in_languages(tmp_path, HOURS)
    assert "Nobody here has the handle" in run("import", "plank", *files, "--by", "nobody", "--data", data).output
    change(data, "DELETE FROM role_grant")
    assert "drafting committee" in run("import", "plank", *files, "--by", drafter, "--yes", "--data", data).output
    untitled = in_languages(tmp_path, {"en": "We want less.\n"})
    said = run("import", "plank", *untitled, "--by", drafter, "--data", data)
    assert "begin the file with the title" in said.output
    nameless = untitled[0].rename(tmp_path / "hours.md")
    assert "names no language" in run("import", "plank", nameless, "--by", drafter, "--data", data).output
    assert rows(data, "SELECT count(*) FROM plank") == [(0,)]


def test_a_table_with_semicolons_is_read_and_a_ragged_one_refused(data, tmp_path):
    file = tmp_path / "semicolons.csv"
    file.write_text((HEADER + ROSA).replace(",", ";"))
    assert "1 could be registered" in run("import", file, "--data", data).output
    file.write_text(HEADER + "Rosa,rosa@example.org\n")
    assert run("import", file, "--data", data).exit_code == 1


# token


def test_a_token_of_the_command_line_writes_but_never_casts(data):
    made = run("token", "pat-lindqvist", "--data", data)
    assert made.exit_code == 0, made.output
    assert re.fullmatch(r"[\w-]{40,}\n", made.output)
    assert rows(data, "SELECT scopes FROM api_token") == [('["write"]',)]
    assert made.output.strip() not in str(rows(data, "SELECT * FROM api_token"))


def test_nobody_gets_a_token_of_somebody_who_is_not_there(data):
    assert run("token", "nobody-here", "--data", data).exit_code == 1


# tally


def test_a_count_is_printed_for_programs_and_for_people():
    case = CASES / "burlington-2009-top3-schulze.json"
    expected = json.loads(case.read_text())["expected"]
    result = json.loads(run("tally", case, "--json").output)
    assert result["winners"] == expected["winners"]
    assert f"Winner: {expected['winners'][0]}" in run("tally", case).output


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b'{"method": "guess"}'])
def test_a_file_that_cannot_be_counted_is_refused_with_the_place(tmp_path, content):
    (tmp_path / "case.json").write_bytes(content)
    said = run("tally", tmp_path / "case.json")
    assert said.exit_code == 1
    assert "case.json" in said.output


# serving


def test_a_demo_is_served_to_this_machine_only(demo_copy):
    said = run("serve", "--data", demo_copy, "--host", "0.0.0.0")
    assert said.exit_code == 1
    assert "only this machine" in said.output


def test_no_variable_turns_a_conference_into_a_demo(data, monkeypatch):
    monkeypatch.setenv("CONFERENCE_DEMO", "true")
    assert not folder.settings_of(data).demo
    assert "no demo" in run("demo", "--data", data, "--port", 0, "--fresh").output
    assert rows(data, "SELECT count(*) FROM account") == [(1,)]


def test_sqlite_has_one_worker(data):
    said = run("serve", "--data", data, "--workers", 2)
    assert said.exit_code == 1
    assert "PostgreSQL" in said.output


def test_a_folder_is_served_by_one_process(data):
    with folder.held(data):
        said = run("serve", "--data", data, "--port", 0)
        assert said.exit_code == 1
        assert "Another process" in said.output
        assert run("demo", "--data", data, "--port", 0, "--fresh").exit_code == 1


@contextmanager
def serving(*arguments: object) -> Iterator[tuple[str, str]]:
    """The address of a server in a process of its own, and everything that it said when it was ready."""
    command = [sys.executable, "-c", "from conference.cli import main; main()", *map(str, arguments), "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        said = ""
        while not (found := re.search(r"(?:is ready: |on )\S*?(127\.0\.0\.1:\d+)", said)):
            line = process.stdout.readline()
            assert line, f"ended before it was ready: {said}"
            said += line
        while "demo is ready" in said and "Ctrl-C" not in said:
            said += process.stdout.readline()
        yield f"http://{found[1]}", said
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=15)
        process.stdout.close()


def test_the_demo_says_where_it_is_and_a_second_start_keeps_what_was_done(tmp_path):
    data = tmp_path / "demo"
    with serving("demo", "--data", data) as (address, said):
        assert f"{address}/en/demo" in said
        with urllib.request.urlopen(f"{address}/en/") as answer:
            assert answer.status == 200
    assert tomllib.loads((data / "conference.toml").read_text())["demo"] is True
    change(data, "UPDATE account SET name = 'Somebody else' WHERE handle = 'rosa-delgado'")
    with serving("demo", "--data", data) as (address, _):
        assert urllib.request.urlopen(f"{address}/readyz").status == 200
    assert rows(data, "SELECT name FROM account WHERE handle = 'rosa-delgado'") == [("Somebody else",)]
    with serving("demo", "--data", data, "--fresh"):
        assert rows(data, "SELECT name FROM account WHERE handle = 'rosa-delgado'") == [("Rosa Delgado",)]


def test_a_new_conference_is_served(data):
    with serving("serve", "--data", data) as (address, _):
        assert urllib.request.urlopen(f"{address}/healthz").status == 200


def test_a_demo_never_empties_a_folder_that_is_none(data, tmp_path):
    said = run("demo", "--data", data, "--port", 0, "--fresh")
    assert said.exit_code == 1
    assert "no demo" in said.output
    assert rows(data, "SELECT count(*) FROM account") == [(1,)]
    foreign = tmp_path / "letters"
    foreign.mkdir()
    (foreign / "will.txt").write_text("mine")
    (foreign / founding.UNFINISHED).touch()
    assert run("demo", "--data", foreign, "--port", 0, "--fresh").exit_code == 1
    assert (foreign / "will.txt").read_text() == "mine"


def test_a_demo_that_was_left_half_loaded_is_loaded_anew(demo_copy):
    whole = rows(demo_copy, "SELECT count(*) FROM journal")
    change(demo_copy, "DELETE FROM journal WHERE seq > 100")
    (demo_copy / "notes.txt").write_text("mine")
    (demo_copy / founding.UNFINISHED).touch()
    founding.found(demo_copy, fresh=False, origin="http://127.0.0.1:8000")
    assert rows(demo_copy, "SELECT count(*) FROM journal") == whole
    assert (demo_copy / "notes.txt").read_text() == "mine"
