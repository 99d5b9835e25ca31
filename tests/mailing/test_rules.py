"""When letters are due, what one letter holds, how threads are named: pure."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from conference.mailing import rules
from conference.mailing.rules import BURST, Due, Rhythm, letters_of, named, next_due, thread_of, wait

TORONTO = ZoneInfo("America/Toronto")


def due(rhythm: str, now: datetime, hour: int = 18, weekday: int = 4, zone: str = "America/Toronto") -> datetime:
    return datetime.fromtimestamp(next_due(rhythm, hour, weekday, ZoneInfo(zone), now), UTC)


def test_a_daily_letter_comes_at_the_hour_of_her_own_clock_in_summer_and_winter() -> None:
    assert due("daily", datetime(2026, 7, 1, 12, tzinfo=UTC)) == datetime(2026, 7, 1, 22, tzinfo=UTC)
    assert due("daily", datetime(2026, 12, 1, 12, tzinfo=UTC)) == datetime(2026, 12, 1, 23, tzinfo=UTC)
    assert due("daily", datetime(2026, 7, 1, 22, tzinfo=UTC)) == datetime(2026, 7, 2, 22, tzinfo=UTC), "never now"
    assert due("daily", datetime(2026, 7, 2, 3, tzinfo=UTC), zone="America/Mexico_City").day == 3


def test_a_weekly_letter_comes_on_her_day() -> None:
    thursday = datetime(2026, 11, 26, 12, tzinfo=UTC)
    assert due("weekly", thursday) == datetime(2026, 11, 27, 23, tzinfo=UTC)
    assert due("weekly", thursday, weekday=3, hour=6) == datetime(2026, 12, 3, 11, tzinfo=UTC), "its hour is over"


def test_at_once_means_after_a_moment_to_take_a_slip_back() -> None:
    now = datetime(2026, 11, 26, 12, tzinfo=UTC)
    assert (due("once", now) - now).total_seconds() == rules.GRACE


def test_each_post_is_a_letter_of_its_own_unless_there_are_many() -> None:
    few = [Due(key, f"post-{key}") for key in range(BURST)]
    each = letters_of(few, Rhythm.ONCE, words=True, secret="s", fresh="f")
    assert list(each) == [named("s", f"post-{key}") for key in range(BURST)]
    many = [*few, Due(99, "post-99")]
    assert letters_of(many, Rhythm.ONCE, words=True, secret="s", fresh="f") == {"f": [0, 1, 2, 3, 99]}
    assert list(letters_of(few, Rhythm.ONCE, words=False, secret="s", fresh="f")) == ["f"]
    assert list(letters_of(few, Rhythm.DAILY, words=True, secret="s", fresh="f")) == ["f"]


def test_what_was_tried_stays_in_its_letter() -> None:
    found = [Due(1, "post-1", "old"), Due(2, "post-2"), Due(3, "post-3", "old")]
    assert letters_of(found, Rhythm.WEEKLY, words=True, secret="s", fresh="f") == {"old": [1, 3], "f": [2]}


def test_names_of_letters_differ_by_recipient_and_tell_nothing() -> None:
    assert named("rosa", "post-7") == named("rosa", "post-7") != named("walt", "post-7")
    assert re.fullmatch("[0-9a-f]{32}", named("rosa", "post-7"))


def test_a_long_chain_refers_to_its_thread_and_the_nearest_letters() -> None:
    path = list(range(1, 40))
    refers = thread_of("s", 5, path)
    assert refers[0] == named("s", "thread-5")
    assert refers[-1] == named("s", "post-39")
    assert len(refers) == rules.ANCESTORS
    assert thread_of("s", 5, []) == (named("s", "thread-5"),)


@pytest.mark.parametrize(
    ("tries", "seconds"), [(0, 60), (1, 60), (2, 120), (5, 960), (9, 4 * 3600), (10_000, 4 * 3600)]
)
def test_waits_double_up_to_four_hours(tries: int, seconds: int) -> None:
    assert wait(tries) == seconds
