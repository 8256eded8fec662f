"""When a text that can wait may go: hours by weekday and public holiday, in local time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from models.errors import InvalidValue
from models.organisation.working_time import holidays_of
from models.settings.texts import QuietHoursSettings

_HOURS = re.compile(r"\s*([0-9]{1,2}):([0-9]{2})\s*-\s*([0-9]{1,2}):([0-9]{2})\s*", re.ASCII)
#: No calendar of ours is closed longer; beyond it the settings allow no hour at all.
_FURTHEST_DAYS = 31


@dataclass(frozen=True, slots=True)
class Hours:
    """From `opens` (included) to `closes` (not included) on one day;
    `closes` of 00:00 is midnight at its end.
    """

    opens: time
    closes: time

    @classmethod
    def parse(cls, text: str) -> Hours | None:
        """Read `08:00-20:00` (`24:00` is midnight); '' is None, a day without sending. Raises
        InvalidValue.
        """
        if not text.strip():
            return None
        found = _HOURS.fullmatch(text)
        try:
            if not found:
                raise ValueError
            opens = time(int(found[1]), int(found[2]))
            closes = time(0) if (found[3], found[4]) == ("24", "00") else time(int(found[3]), int(found[4]))
        except ValueError as wrong:
            raise InvalidValue(f"'{text[:30]}' is no span of hours; one looks like 08:00-20:00.") from wrong
        if closes != time(0) and closes <= opens:
            raise InvalidValue(f"'{text[:30]}' ends before it begins; a night cannot be crossed.")
        return cls(opens, closes)


class QuietHours:
    """Says when texts that can wait may be sent; those that cannot are not asked about."""

    def __init__(self, settings: QuietHoursSettings, zone: ZoneInfo, holidays: str) -> None:
        """`zone` and `holidays` are the town's: its clock, and the part of the country whose holidays it
        keeps.

        Raises InvalidValue for hours that cannot be read, or no hour at all.
        """
        self._weekdays = Hours.parse(settings.weekdays)
        self._saturday = Hours.parse(settings.saturday)
        self._sunday = Hours.parse(settings.sunday)
        self._on_holidays = Hours.parse(settings.holidays)
        if not (self._weekdays or self._saturday or self._sunday):
            raise InvalidValue("The quiet hours leave no hour for sending.")
        self._zone = zone
        self._holidays = holidays

    def next_allowed(self, now: datetime) -> datetime:
        """`now` when sending is allowed, else the next instant (UTC) at which it is.

        `now` is aware. An opening hour that summer time skips is the hour it becomes.
        """
        local_day = now.astimezone(self._zone).date()
        for ahead in range(_FURTHEST_DAYS):
            day = local_day + timedelta(days=ahead)
            hours = self._hours_of(day)
            if hours is None:
                continue
            # Compared in UTC: wall clocks repeat an hour in October and skip one in March.
            opens_at, closes_at = self._instant(day, hours.opens), self._closing(day, hours)
            if now < closes_at:
                return max(now.astimezone(UTC), opens_at)
        raise InvalidValue("The quiet hours leave no hour for sending.")

    def _hours_of(self, day: date) -> Hours | None:
        if day in holidays_of(self._holidays, day.year):
            return self._on_holidays
        if day.weekday() == 5:
            return self._saturday
        return self._sunday if day.weekday() == 6 else self._weekdays

    def _instant(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self._zone).astimezone(UTC)

    def _closing(self, day: date, hours: Hours) -> datetime:
        if hours.closes == time(0):
            return self._instant(day + timedelta(days=1), time(0))
        # Of an hour that October repeats, the first: better early than a text in the quiet.
        return self._instant(day, hours.closes)
