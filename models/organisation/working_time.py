"""Working days and hours of a town hall: when something is due."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal

from models.organisation import WEEKDAYS, Town

_ZONES = {
    "metropole": None,
    "alsace-moselle": "6AE",
    "guadeloupe": "GP",
    "guyane": "GF",
    "martinique": "MQ",
    "mayotte": "YT",
    "reunion": "RE",
    "saint-barthelemy": "BL",
    "saint-martin": "MF",
    "saint-pierre-et-miquelon": "PM",
    "nouvelle-caledonie": "NC",
    "polynesie": "PF",
    "wallis-et-futuna": "WF",
}
#: No delay is longer: a town which never opens has due dates all the same.
_LOOKED_AHEAD_DAYS = 4000


@lru_cache(maxsize=256)
def holidays_of(zone: str, year: int) -> frozenset[date]:
    """The days on which French law closes the town hall (Code du travail L3133-1, local law included)."""
    import holidays  # calendars of half the world: of no use to a service before its first due date

    return frozenset(holidays.country_holidays("FR", subdiv=_ZONES[zone], years=year, expand=False))


def is_working_day(town: Town, day: date) -> bool:
    """Whether the town hall opens at all on that day."""
    return (
        any(WEEKDAYS[day.weekday()] in hours.days for hours in town.opening_hours)
        and day not in town.closed_on
        and day not in holidays_of(town.holidays, day.year)
    )


def closed_because(town: Town, day: date) -> Literal["", "closure", "holiday"]:
    """Why the town hall does not open on a day on which it else might: a public holiday, or a closure of its
    own; '' for any other day, a Sunday too.
    """
    if day in holidays_of(town.holidays, day.year):
        return "holiday"
    return "closure" if day in town.closed_on else ""


def is_open(town: Town, when: datetime) -> bool:
    """Whether the town hall is open at `when`, which is local time."""
    return is_working_day(town, when.date()) and any(
        WEEKDAYS[when.weekday()] in hours.days and hours.opens <= when.time() < hours.closes
        for hours in town.opening_hours
    )


def add_working_days(town: Town, day: date, count: int) -> date:
    """The `count`-th working day after `day`; the day itself does not count (`count` 0 gives `day`)."""
    for _ in range(_LOOKED_AHEAD_DAYS):
        if count <= 0:
            break
        day += timedelta(days=1)
        if is_working_day(town, day):
            count -= 1
    return day


def end_of_day(town: Town, day: date) -> datetime:
    """When the town hall closes on `day`, aware UTC; at 18:00 on a day without hours."""
    closes = [hours.closes for hours in town.opening_hours if WEEKDAYS[day.weekday()] in hours.days]
    local = datetime.combine(day, max(closes, default=time(18)), town.zone)
    return local.astimezone(UTC)


def due_after_days(town: Town, start: datetime, count: int) -> datetime:
    """The end of the `count`-th working day after `start`, aware UTC."""
    return end_of_day(town, add_working_days(town, town.local_day(start), count))


def due_after_hours(town: Town, start: datetime, hours: float) -> datetime:
    """`start` and that many opening hours later, aware UTC; closing time ends one stretch, the next goes
    on.
    """
    left = timedelta(hours=hours)
    day = town.local_day(start)
    for _ in range(_LOOKED_AHEAD_DAYS):
        for opens, closes in stretches(town, day):
            begins = max(opens, start)
            if begins >= closes:
                continue
            if begins + left <= closes:
                return (begins + left).astimezone(UTC)
            left -= closes - begins
        day += timedelta(days=1)
    return start + left


def months_after(day: date, months: int) -> date:
    """The same day `months` later, or the last of a shorter month: the end of a delay counted in months."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_working_day_before(town: Town, day: date) -> date:
    """The last day before `day` on which the town hall opens; the day before, when it does not in a month."""
    before = day - timedelta(days=1)
    return next(
        (found for n in range(31) if is_working_day(town, found := before - timedelta(days=n))), before
    )


def end_before_months(town: Town, start: datetime, months: int) -> datetime:
    """When the town hall closes on the last working day before a delay of months ends; aware UTC."""
    ends = months_after(town.local_day(start), months)
    return end_of_day(town, last_working_day_before(town, ends))


def stretches(town: Town, day: date) -> list[tuple[datetime, datetime]]:
    """From when to when the town hall is open on that day, in order; aware UTC."""
    if not is_working_day(town, day):
        return []
    return sorted(
        (
            datetime.combine(day, hours.opens, town.zone).astimezone(UTC),
            datetime.combine(day, hours.closes, town.zone).astimezone(UTC),
        )
        for hours in town.opening_hours
        if WEEKDAYS[day.weekday()] in hours.days
    )


class OpeningClock:
    """Opening hours between two moments; each day is reckoned once. Not for two threads."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._zone = town.zone
        #: Hours open on a day, and of its stretches the begin and end, by day.
        self._days: dict[date, tuple[float, list[tuple[datetime, datetime]]]] = {}

    def hours(self, start: datetime, end: datetime) -> float:
        """Hours the town hall was open from `start` to `end`, both aware; 0 when nothing is between them.

        Linear in the days between, of which no more than `_LOOKED_AHEAD_DAYS` count.
        """
        if end <= start:
            return 0.0
        first, last = start.astimezone(self._zone).date(), end.astimezone(self._zone).date()
        if first == last:
            return self._within(first, start, end)
        between = min((last - first).days, _LOOKED_AHEAD_DAYS)
        whole = sum(self._day(first + timedelta(days=n))[0] for n in range(1, between))
        return self._within(first, start, end) + whole + self._within(last, start, end)

    @property
    def hours_a_day(self) -> float:
        """Hours of an ordinary working day: those of a week over the days that have any."""
        spans: dict[str, float] = {}
        for hours in self._town.opening_hours:
            length = (_minutes(hours.closes) - _minutes(hours.opens)) / 60
            for day in hours.days:
                spans[day] = spans.get(day, 0.0) + length
        return sum(spans.values()) / len(spans) if spans else 24.0

    def _within(self, day: date, start: datetime, end: datetime) -> float:
        spans = ((max(opens, start), min(closes, end)) for opens, closes in self._day(day)[1])
        return sum((until - since).total_seconds() / 3600 for since, until in spans if until > since)

    def _day(self, day: date) -> tuple[float, list[tuple[datetime, datetime]]]:
        found = self._days.get(day)
        if found is None:
            spans = stretches(self._town, day)
            length = sum((closes - opens).total_seconds() / 3600 for opens, closes in spans)
            found = self._days[day] = (length, spans)
        return found


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
