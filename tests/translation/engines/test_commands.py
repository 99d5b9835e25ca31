"""The commands translate and detect-language, and what the doctor says of engines."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conference import doctor
from conference.cli import main
from conference.translation.engines import installation
from conference.translation.engines.installation import Installation, Mode
from tests.translation.engines.conftest import TERMBASE


def run(*arguments: object, said: str = "") -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments], input=said, catch_exceptions=False)


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    empty = installation.look(tmp_path)
    monkeypatch.setattr(installation, "look", lambda: empty)


def test_a_text_a_line_in_order_and_empty_lines_stay(installed):
    lines = ["Le syndicat.", "", "  ", "Une grève.", "12", "Les heures supplémentaires."]
    told = run("translate", "--from", "fr", "--to", "es", "--glossary", TERMBASE, said="\n".join(lines) + "\n")
    assert told.exit_code == 0, told.output
    assert told.stdout.split("\n") == ["El sindicato.", "", "", "Una huelga.", "12", "El tiempo extra.", ""]


def test_more_lines_than_are_read_at_once_keep_their_order(installed):
    told = run("translate", "--from", "es", "--to", "en", said="".join(f"La huelga número {n}.\n" for n in range(120)))
    assert told.stdout == "".join(f"The strike number {n}.\n" for n in range(120))


def test_as_json_each_line_says_its_route_what_was_unknown_and_what_is_wrong(installed):
    told = run("translate", "--from", "fr", "--to", "en", "--json", said="La grève de xyzzy.\n\n")
    first, second = map(json.loads, told.stdout.splitlines())
    assert first["route"] == ["fr", "es", "en"]
    assert "huelga" in first["middle"]
    assert "strike" in first["text"]
    assert (first["unknown"], first["status"], first["flags"]) == (["xyzzy"], "ok", [])
    assert second["text"] == ""


def test_without_an_engine_it_says_how_to_get_one(nothing_installed):
    told = run("translate", "--from", "en", "--to", "es", said="A strike.\n")
    assert told.exit_code == 3
    assert told.stdout == ""
    assert "apt-get install" in told.stderr


def test_a_bad_termbase_is_named_without_a_traceback(tmp_path):
    (tmp_path / "terms.csv").write_text("id,en\na,<b>\n")
    told = run("translate", "--from", "en", "--to", "es", "--glossary", tmp_path / "terms.csv", said="A strike.\n")
    assert told.exit_code == 1
    assert "Line 2" in told.stderr
    assert run("translate", "--from", "en", "--to", "en").exit_code == 1


def test_languages_are_told_a_line_at_a_time():
    told = run(
        "detect-language", "--json", said="Los obreros están en huelga.\nOK\n\n👍\nOn ne lâche pas, camarades.\n"
    )
    guesses = [json.loads(line) for line in told.stdout.splitlines()]
    assert [each["language"] for each in guesses] == ["es", None, None, None, "fr"]
    assert guesses[0]["probability"] > 0.8
    assert guesses[1] == {"language": None, "probability": None}


def test_the_doctor_says_which_pairs_are_ready(installed):
    told = run("doctor", "--data", "/nonexistent")
    assert "Apertium: en → es, es → en, es → fr, fr → es ready; en ↔ fr through es" in told.stdout


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (Installation({}, installation.NEEDED, False), "no pair ready"),
        (Installation({("en", "es"): Mode(("en", "es"), ())}, (("es", "fr"),), True), "missing: es → fr"),
    ],
)
def test_the_doctor_says_what_is_missing_and_the_line_that_mends_it(monkeypatch, found, says):
    monkeypatch.setattr(installation, "look", lambda: found)
    finding = doctor._apertium()
    assert finding.state is doctor.State.NOTE
    assert says in finding.found
    assert "apt-get install --no-install-recommends apertium apertium-eng-spa apertium-fr-es" in finding.mend
