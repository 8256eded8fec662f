"""Quiet hours: French holidays, Paris time, and the two odd days of the year."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.delivery.quiet_hours import QuietHours
from models.errors import InvalidValue
from models.settings.texts import QuietHoursSettings
from tests.rows import in_rows

PARIS = ZoneInfo("Europe/Paris")
QUIET = QuietHours(QuietHoursSettings(), PARIS, "metropole")


def _paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


@in_rows(
    ("now", "expected"),
    [
        ("2026-11-23T10:00", "2026-11-23T10:00"),  # a Monday
        ("2026-11-23T07:59", "2026-11-23T08:00"),
        ("2026-11-23T08:00", "2026-11-23T08:00"),
        ("2026-11-23T19:59", "2026-11-23T19:59"),
        ("2026-11-23T20:00", "2026-11-24T08:00"),
        ("2026-11-28T08:30", "2026-11-28T09:00"),  # a Saturday
        ("2026-11-28T19:30", "2026-11-30T08:00"),
        ("2026-11-29T12:00", "2026-11-30T08:00"),  # a Sunday
        ("2026-11-11T12:00", "2026-11-12T08:00"),  # Armistice
        ("2026-12-24T21:00", "2026-12-26T09:00"),  # Christmas, then a Saturday
        ("2026-05-13T20:30", "2026-05-15T08:00"),  # Ascension Day
        ("2026-04-03T12:00", "2026-04-03T12:00"),  # Good Friday works outside Alsace-Moselle
        ("2026-10-24T22:00", "2026-10-26T08:00"),  # over the night that has 25 hours
        ("2026-03-28T22:00", "2026-03-30T08:00"),  # over the night that has 23
    ],
)
def test_a_text_that_can_wait_goes_at_the_next_allowed_instant(now: str, expected: str) -> None:
    assert QUIET.next_allowed(_paris(now)) == _paris(expected)


def test_alsace_moselle_keeps_its_two_days() -> None:
    alsace = QuietHours(QuietHoursSettings(), PARIS, "alsace-moselle")
    assert alsace.next_allowed(_paris("2026-04-03T12:00")) == _paris("2026-04-04T09:00")
    boxing_day = _paris("2026-12-26T12:00")
    assert alsace.next_allowed(boxing_day) > boxing_day == QUIET.next_allowed(boxing_day)


def test_the_utc_offset_of_the_season_is_followed() -> None:
    assert QUIET.next_allowed(datetime(2026, 7, 1, 5, 0, tzinfo=UTC)) == datetime(
        2026, 7, 1, 6, 0, tzinfo=UTC
    )
    assert QUIET.next_allowed(datetime(2026, 12, 1, 5, 0, tzinfo=UTC)) == datetime(
        2026, 12, 1, 7, 0, tzinfo=UTC
    )


def test_an_opening_that_summer_time_skips_is_the_hour_it_becomes() -> None:
    early = QuietHours(QuietHoursSettings(sunday="02:30-12:00"), PARIS, "metropole")
    assert early.next_allowed(_paris("2026-03-28T23:00")) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_a_day_may_close_at_midnight() -> None:
    late = QuietHours(QuietHoursSettings(weekdays="08:00-24:00"), PARIS, "metropole")
    assert late.next_allowed(_paris("2026-11-23T23:59")) == _paris("2026-11-23T23:59")
    assert late.next_allowed(_paris("2026-11-24T00:00")) == _paris("2026-11-24T08:00")


@given(st.integers(0, 8 * 365 * 24 * 60))
def test_the_next_allowed_instant_is_allowed_not_in_the_past_and_not_far(minutes: int) -> None:
    now = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    then = QUIET.next_allowed(now)
    assert now <= then <= now + timedelta(days=5)
    assert QUIET.next_allowed(then) == then
    local = then.astimezone(PARIS)
    assert local.weekday() < 6
    assert 8 <= local.hour < 20


@in_rows(
    "wrong",
    [
        {"weekdays": "8h-20h"},
        {"weekdays": "20:00-08:00"},
        {"saturday": "25:00-26:00"},
        {"weekdays": "", "saturday": "", "sunday": "", "holidays": "08:00-20:00"},
    ],
)
def test_hours_that_make_no_sense_are_refused_when_read(wrong: dict[str, str]) -> None:
    with pytest.raises(InvalidValue):
        QuietHours(QuietHoursSettings(**wrong), PARIS, "metropole")
