"""Working days and hours of a French town hall."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from models.organisation import Town
from models.organisation.working_time import (
    add_working_days,
    due_after_days,
    due_after_hours,
    holidays_of,
    is_open,
    is_working_day,
)
from models.organisation_files.sample import load_sample
from tests.rows import in_rows

TOWN = Town(name="T", default_service="a")


def test_ten_working_days_after_30_april_2026_is_19_may() -> None:
    assert add_working_days(TOWN, date(2026, 4, 30), 10) == date(2026, 5, 19)


def test_a_bridge_which_the_town_takes_counts_as_closed() -> None:
    bridge = TOWN.model_copy(update={"closed_on": (date(2026, 5, 15),)})
    assert add_working_days(bridge, date(2026, 4, 30), 10) == date(2026, 5, 20)


@in_rows(
    "day",
    [date(2026, 1, 1), date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 8), date(2026, 5, 14), date(2026, 5, 25),
     date(2026, 7, 14), date(2026, 8, 15), date(2026, 11, 11), date(2026, 12, 25), date(2026, 3, 7), date(2026, 3, 8)],
)  # fmt: skip
def test_law_and_week_ends_close_the_town_hall(day: date) -> None:
    assert not is_working_day(TOWN, day)


def test_alsace_moselle_has_two_days_more() -> None:
    more = holidays_of("alsace-moselle", 2026) - holidays_of("metropole", 2026)
    assert more == {date(2026, 4, 3), date(2026, 12, 26)}


def test_hours_go_on_the_next_working_morning() -> None:
    friday = datetime(2026, 3, 6, 15, 30, tzinfo=UTC)  # 16:30 in Paris, one hour before closing
    assert due_after_hours(TOWN, friday, 2) == datetime(2026, 3, 9, 8, 30, tzinfo=UTC)


def test_the_lunch_hour_does_not_count() -> None:
    assert due_after_hours(TOWN, datetime(2026, 3, 3, 10, 0, tzinfo=UTC), 2) == datetime(
        2026, 3, 3, 13, 30, tzinfo=UTC
    )


def test_summer_time_is_the_towns_not_utcs() -> None:
    assert due_after_days(TOWN, datetime(2026, 3, 27, 9, tzinfo=UTC), 1) == datetime(
        2026, 3, 30, 15, 30, tzinfo=UTC
    )
    assert due_after_days(TOWN, datetime(2026, 3, 20, 9, tzinfo=UTC), 1) == datetime(
        2026, 3, 23, 16, 30, tzinfo=UTC
    )


def test_the_town_hall_is_open_from_the_first_minute_to_before_the_last() -> None:
    town = load_sample().town
    assert is_open(town, datetime(2026, 3, 3, 8, 30))  # noqa: DTZ001 - local clock
    assert not is_open(town, datetime(2026, 3, 3, 12, 0))  # noqa: DTZ001
    assert not is_open(town, datetime(2026, 3, 4, 14, 0))  # noqa: DTZ001 - Wednesday afternoon


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(0, 60))
def test_the_due_day_is_a_working_day_with_as_many_working_days_before_it(day: date, count: int) -> None:
    due = add_working_days(TOWN, day, count)
    between = sum(
        is_working_day(TOWN, date.fromordinal(one)) for one in range(day.toordinal() + 1, due.toordinal() + 1)
    )
    assert between == count
    assert count == 0 or is_working_day(TOWN, due)


@given(st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)), st.integers(1, 100))  # noqa: DTZ001
def test_more_hours_are_never_due_earlier(start: datetime, hours: int) -> None:
    assert start <= due_after_hours(TOWN, start, hours) <= due_after_hours(TOWN, start, hours + 1)


def test_a_town_hall_that_never_opens_has_a_due_time_all_the_same() -> None:
    never = TOWN.model_copy(update={"opening_hours": ()})
    assert due_after_hours(never, datetime(2026, 3, 3, tzinfo=UTC), 8) > datetime(2026, 3, 3, tzinfo=UTC)
