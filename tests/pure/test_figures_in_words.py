"""Figures as people read them: numbers, delays, bars and sparklines; and hours of opening between two moments."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.notices.alerts import summary_of
from dispatch.queries.figures.counted import Figure, mean, middle
from dispatch.queries.figures.money import money
from dispatch.queries.figures.tables import month_start
from dispatch.queries.figures.words import bar, delay, label_of, period_of, row_name, sparkline, value_of
from models.organisation import OpeningHours, Town
from models.organisation.opened import OpenTime
from models.organisation.working_time import OpeningClock, due_after_hours, is_open
from tests.rows import in_rows

#: Open from 8:30 to 12:00 and from 13:30 to 17:30 on weekdays: seven and a half hours a day.
TOWN = Town(name="Saint-Exemple", default_service="accueil")
YEAR = datetime(2026, 1, 1, tzinfo=UTC)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 on the clock of the town. The 2nd is a Monday, the 11th a public holiday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=TOWN.zone)


@in_rows(
    ("start", "end", "hours"),
    [
        (at(3, 9), at(3, 11), 2),
        (at(3, 11), at(3, 14), 1.5),
        (at(3, 17), at(4, 9), 1),
        (at(6, 17), at(9, 9), 1),
        (at(10, 17), at(12, 9), 1),
        (at(7, 9), at(8, 18), 0),
        (at(3, 11), at(3, 9), 0),
        (at(2, 0), at(6, 23), 37.5),
    ],
)
def test_only_hours_of_opening_count_between_two_moments(
    start: datetime, end: datetime, hours: float
) -> None:
    assert OpeningClock(TOWN).hours(start.astimezone(UTC), end.astimezone(UTC)) == pytest.approx(hours)


#: Open at night and on two counters at once: stretches meet, and lie over one another.
TURNS = Town(
    name="Saint-Exemple",
    default_service="accueil",
    opening_hours=(
        OpeningHours(days=("monday", "tuesday"), opens=time(0), closes=time(12)),
        OpeningHours(days=("monday",), opens=time(9), closes=time(18)),
        OpeningHours(days=("sunday",), opens=time(20), closes=time(23, 59)),
    ),
)


@given(
    moments=st.lists(st.integers(0, 330 * 24 * 60), min_size=2, max_size=6),
    town=st.sampled_from((TOWN, TURNS)),
)
def test_many_delays_reckoned_at_once_are_those_of_each_by_itself(moments: list[int], town: Town) -> None:
    """Over the days on which the clock changes, and holidays."""
    span = [YEAR + timedelta(minutes=each) for each in sorted(moments)]
    seconds = [each.timestamp() for each in span]
    clock, open_time = OpeningClock(town), OpenTime(town, seconds[0], seconds[-1])
    for until, after in zip(open_time.until(seconds), span, strict=True):
        assert until / 3600 == pytest.approx(clock.hours(span[0], after))


@given(
    start=st.integers(0, 330 * 24 * 60).map(lambda minutes: YEAR + timedelta(minutes=minutes)),
    hours=st.integers(1, 200),
)
def test_what_is_due_after_some_hours_is_that_many_hours_away(start: datetime, hours: int) -> None:
    clock = OpeningClock(TOWN)
    due = due_after_hours(TOWN, start, hours)
    assert clock.hours(start, due) == pytest.approx(hours)
    assert is_open(TOWN, (due - timedelta(seconds=1)).astimezone(TOWN.zone))


def test_an_ordinary_day_is_that_of_the_opening_hours() -> None:
    assert OpeningClock(TOWN).hours_a_day == pytest.approx(7.5)


def test_the_middle_is_a_value_that_was_measured() -> None:
    assert middle([]) is None
    assert middle([1, 3, 4]) == 3
    assert middle([1, 2, 3, 4]) == 2
    assert middle(list(range(1, 11)), 0.9) == 9
    assert mean(Counter()) is None and mean(Counter({5: 1, 4: 1})) == 4.5 and mean(Counter({5: 3, 1: 1})) == 4


@in_rows(
    ("figure", "french", "english"),
    [
        (Figure("received", "count", 12345, ()), "12\u202f345", "12,345"),
        (Figure("answer_median", "hours", 0.5, ()), "30\u00a0min", "30\u00a0min"),
        (Figure("answer_median", "hours", 2.5, ()), "2\u00a0h\u00a030", "2\u00a0h\u00a030"),
        (Figure("answer_median", "hours", 15, ()), "2,0\u00a0jours ouvrés", "2.0 working days"),
        (Figure("answer_median", "hours", 14.2, ()), "1,9\u00a0jour ouvré", "1.9 working days"),
        (Figure("in_time", "share", 0.876, ()), "88\u00a0%", "88%"),
        (Figure("satisfaction", "mark", 4.25, ()), "4,2 / 5", "4.2 / 5"),
        (Figure("texts_cost", "money", 12.4, ()), "12,40\u00a0€", "€12.40"),
        (Figure("oldest", "day", "2026-11-03", ()), "03/11/2026", "3 Nov 2026"),
        (Figure("in_time", "share", None, ()), "–", "–"),
    ],
)
def test_a_figure_is_written_as_its_reader_writes_numbers(figure: Figure, french: str, english: str) -> None:
    assert value_of(figure, "fr", hours_a_day=7.5) == french
    assert value_of(figure, "en", hours_a_day=7.5) == english


def test_a_delay_just_under_a_day_is_still_hours() -> None:
    assert delay(7.4, "fr", hours_a_day=7.5) == "7\u00a0h\u00a024"


def test_bars_and_sparklines_grow_with_what_they_show() -> None:
    assert bar(10, 10, 8) == "████████" and bar(5, 10, 8) == "████"
    assert bar(1, 10_000, 8) == "▏" and bar(0, 10, 8) == "" and bar(3, 0, 8) == ""
    assert sparkline([0, 1, 4, 8]) == "▁▁▄█" and sparkline([0, 0]) == "▁▁" and sparkline([]) == ""


def test_a_whole_month_has_its_name() -> None:
    assert period_of(date(2026, 2, 1), date(2026, 2, 28), "fr") == "en février 2026"
    assert period_of(date(2026, 2, 1), date(2026, 2, 27), "fr") == "du 01/02/2026 au 27/02/2026"
    assert period_of(date(2026, 2, 2), date(2026, 2, 28), "en") == "from 2 Feb 2026 to 28 Feb 2026"
    assert period_of(date(2026, 8, 1), date(2026, 8, 31), "en") == "in August 2026"
    assert label_of("month", "2026-08", "", "fr") == "août 2026"
    assert (row_name("building", "fr"), row_name("month", "en")) == ("Bâtiment", "Month")
    assert (
        label_of("building", "", "", "fr") == "(aucun)"
        and label_of("service", "voirie", "Voirie", "fr") == "Voirie"
    )


def test_months_are_counted_back_over_the_new_year() -> None:
    assert month_start(date(2026, 2, 17), 11) == date(2025, 3, 1)
    assert month_start(date(2026, 12, 31)) == date(2026, 12, 1)


def test_money_is_written_in_one_way_by_language() -> None:
    said = {
        (1250.5, "EUR", "fr", False): "1\u202f250,50\u00a0€",
        (1250.5, "EUR", "en", False): "€1,250.50",
        ("0.0798", "EUR", "fr", True): "0,0798\u00a0€",
        ("0.0798", "EUR", "en", True): "€0.0798",
        ("5", "EUR", "fr", True): "5,00\u00a0€",
        (1250, "XPF", "fr", False): "1\u202f250,00\u00a0XPF",
        (1250, "XPF", "en", False): "XPF\u00a01,250.00",
        (-3, "GBP", "en", False): "-£3.00",
    }
    for (amount, currency, locale, exact), expected in said.items():
        assert money(amount, currency, locale, exact=exact) == expected
    alert = {"budget": "50", "spent": "40.10", "percent": "80", "currency": "EUR"}
    assert summary_of("budget_share", alert, "fr").endswith("(40,10\u00a0€ sur 50,00\u00a0€).")
    assert summary_of("budget_spent", alert, "en").endswith("(€50.00) is spent.")
