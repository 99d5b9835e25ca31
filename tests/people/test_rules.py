"""What can be typed, and how long things last."""

from datetime import UTC, datetime, timedelta

import pytest

from conference.core.errors import Conflict
from conference.people import rules
from conference.people.rules import Application, State

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "handle"),
    [("José Luis Hernández", "jose-luis-hernandez"), ("  O’Neill, Zoë ", "oneill-zoe"), ("李雷", "person")],
)
def test_a_handle_is_made_from_the_name(name: str, handle: str) -> None:
    assert rules.handle_of(name, ()) == handle
    assert rules.is_handle(handle)


def test_two_people_of_one_name_get_two_handles() -> None:
    assert rules.handle_of("Ana Ruiz", {"ana-ruiz", "ana-ruiz-2"}) == "ana-ruiz-3"


@pytest.mark.parametrize("email", ["a@b.org", "ana.ruiz+x@sub.example.org"])
def test_addresses_that_are_taken(email: str) -> None:
    assert rules.email_problem(email) is None


@pytest.mark.parametrize("email", ["", "a", "a@b", "a b@c.org", "a@c.org\nBcc: x@y.org", "a@" + "b" * 300 + ".org"])
def test_addresses_that_are_not(email: str) -> None:
    assert rules.email_problem(email) is not None


@pytest.mark.parametrize(
    "password", ["short", "aaaaaaaaaaaaaa", "password1234", "x" * 201, "Ana-Ruiz-2026", "1234567890"]
)
def test_passwords_that_a_stranger_would_guess(password: str) -> None:
    assert rules.password_problem(password, ("Ana", "Ruiz")) is not None


def test_a_long_password_of_unrelated_words_is_taken() -> None:
    assert rules.password_problem("copper anvil rainy tuesday", ("Ana", "Ruiz")) is None


def test_one_password_from_two_keyboards_is_one_password() -> None:
    assert rules.normal_password("cafe\u0301 molido 99") == rules.normal_password("café molido 99")


def test_unseen_characters_in_a_name_are_refused() -> None:
    said = Application("Ana\u202e Ruiz", "a@b.org", "MX", "Planta", ("es",))
    assert set(rules.problems_of(said, ("MX",))) == {"name"}


def test_every_field_with_a_problem_has_its_sentence() -> None:
    said = Application("", "nowhere", "XX", "", ("de",))
    assert set(rules.problems_of(said, ("MX",))) == {"name", "email", "delegation", "organisation", "languages"}


def test_a_registration_is_accepted_once() -> None:
    accepted = rules.move("registered", State.ACCREDITED)
    with pytest.raises(Conflict):
        rules.move(accepted, State.ACCREDITED)


@pytest.mark.parametrize(
    ("age", "idle", "presides", "holds"),
    [
        (timedelta(days=13), timedelta(hours=11), False, True),
        (timedelta(days=14), timedelta(0), False, False),
        (timedelta(days=1), timedelta(hours=12), False, False),
        (timedelta(hours=11), timedelta(0), True, True),
        (timedelta(hours=12), timedelta(0), True, False),
    ],
)
def test_how_long_a_session_holds(age: timedelta, idle: timedelta, presides: bool, holds: bool) -> None:
    ends = rules.session_ends(NOON, presides=False)
    now = NOON + age
    assert rules.session_holds(now, NOON, now - idle, ends, presides) is holds
