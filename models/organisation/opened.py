"""How long the town hall was open until each of many moments: a span of days is reckoned once."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from models.organisation import Town
from models.organisation.working_time import stretches


class OpenTime:
    """Opening seconds from the first moment of a span to any of it; what lies between two moments is their
    difference. Moments are seconds since 1970, as `datetime.timestamp()` gives them. Linear in the days of
    the span.
    """

    def __init__(self, town: Town, first: float, last: float) -> None:
        #: Where a stretch begins or ends; how long it was open until there, and how many stretches go on.
        self._points, self._open_seconds, self._slopes = [first], [0.0], [0]
        day, until = (town.local_day(datetime.fromtimestamp(at, UTC)) for at in (first, last))
        turns: Counter[float] = Counter()
        while day <= until:
            for opens, closes in stretches(town, day):
                turns[max(first, opens.timestamp())] += 1
                turns[max(first, closes.timestamp())] -= 1
            day += timedelta(days=1)
        for at in sorted(turns):
            gone = self._slopes[-1] * (at - self._points[-1])
            self._points.append(at)
            self._open_seconds.append(self._open_seconds[-1] + gone)
            self._slopes.append(self._slopes[-1] + turns[at])

    def until(self, moments: Iterable[float]) -> list[float]:
        """Opening seconds until each of `moments`, none of which is before the span."""
        points, seconds, slopes, place = self._points, self._open_seconds, self._slopes, bisect_right
        return [
            seconds[at] + slopes[at] * (moment - points[at])
            for moment in moments
            for at in (place(points, moment) - 1,)
        ]
