"""Which sets stay: all of the last days, then one a day, then one a week, until they are too old."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from dispatch.upkeep.backup.manifest import moment_of

#: Every set of this many days stays.
ALL_DAYS = 14
#: Then the last of each day, until this age; then the last of each week.
DAILY_DAYS = 62


def superfluous(set_ids: Iterable[str], now: datetime, keep_days: int) -> list[str]:
    """The sets that go, oldest first. The newest always stays, whatever its age."""
    ordered = sorted(set_ids)
    if not ordered:
        return []
    kept: dict[object, str] = {}
    gone = []
    for set_id in ordered:
        made = moment_of(set_id)
        age = now - made
        if age > timedelta(days=keep_days) and set_id != ordered[-1]:
            gone.append(set_id)
            continue
        slot: object = set_id
        if age > timedelta(days=DAILY_DAYS):
            slot = made.isocalendar()[:2]
        elif age > timedelta(days=ALL_DAYS):
            slot = made.date()
        if slot in kept:
            gone.append(kept[slot])
        kept[slot] = set_id
    return sorted(gone)
