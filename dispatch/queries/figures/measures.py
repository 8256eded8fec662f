"""What is measured of each request, read in one statement that both databases read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dispatch.queries import request_conditions as conditions
from models.organisation.working_time import OpeningClock
from models.store.glance import Rows, as_time


@dataclass(frozen=True, slots=True)
class Measured:
    """One request as the figures count it. Keys are those of the organisation, '' where there is none."""

    service: str
    building: str
    request_type: str
    quarter: str
    assignee: str
    channel: str
    origin: str
    #: `2026-11`, on the clock of the town.
    month: str
    is_open: bool
    is_late: bool
    is_closed: bool
    #: None: it had no due date, or is open and not due yet.
    in_time: bool | None
    #: Opening hours from receipt; None when it has not come to it.
    answer_hours: float | None
    closing_hours: float | None
    rerouted: bool
    reopened: bool
    merged: bool
    erased: bool
    score: int | None


def measure(
    glance: Rows,
    clock: OpeningClock,
    zone: Any,
    *,
    since: datetime,
    until: datetime,
    now: datetime,
    within: str = "",
) -> list[Measured]:
    """Every request received from `since` to before `until`, as it stands `now`; all three aware. `within` is
    a condition on `request r` that each fulfils.
    """
    rows = glance.rows(
        f"""
SELECT s.key AS service, b.key AS building, t.key AS request_type, a.key AS assignee, r.channel,
       r.origin, {conditions.quarter(glance)} AS quarter,
       r.created_at, r.due_at, r.closed_at,
       CASE WHEN {conditions.OPEN} THEN 1 ELSE 0 END AS is_open,
       CASE WHEN {conditions.IN_TIME} THEN 1 ELSE 0 END AS in_time,
       CASE WHEN {conditions.OUT_OF_TIME} THEN 1 ELSE 0 END AS out_of_time,
       {conditions.first_answer(glance)} AS answered_at,
       CASE WHEN {conditions.rerouted(glance)} THEN 1 ELSE 0 END AS rerouted,
       CASE WHEN {conditions.REOPENED} THEN 1 ELSE 0 END AS reopened,
       CASE WHEN {conditions.MERGED} THEN 1 ELSE 0 END AS merged,
       CASE WHEN {conditions.ERASED} THEN 1 ELSE 0 END AS erased,
       {conditions.score(glance)} AS score
FROM request r
LEFT JOIN service s ON s.id = r.service_id
LEFT JOIN building b ON b.id = r.building_id
LEFT JOIN request_type t ON t.id = r.request_type_id
LEFT JOIN agent a ON a.id = r.assignee_id
WHERE r.created_at >= :since AND r.created_at < :until{f" AND ({within})" if within else ""}
ORDER BY r.id""",
        since=since,
        until=until,
        moment=now,
    )
    return [_measured(row, clock, zone, now) for row in rows]


def _measured(row: Mapping[str, Any], clock: OpeningClock, zone: Any, now: datetime) -> Measured:
    received, due = as_time(row["created_at"]), as_time(row["due_at"])
    answered, closed = as_time(row["answered_at"]), as_time(row["closed_at"])
    assert received is not None
    is_open = bool(row["is_open"])
    return Measured(
        service=row["service"] or "",
        building=row["building"] or "",
        request_type=row["request_type"] or "",
        quarter=row["quarter"],
        assignee=row["assignee"] or "",
        channel=row["channel"],
        origin=row["origin"],
        month=f"{received.astimezone(zone):%Y-%m}",
        is_open=is_open,
        is_late=is_open and due is not None and due < now,
        is_closed=not is_open,
        in_time=True if row["in_time"] else False if row["out_of_time"] else None,
        answer_hours=clock.hours(received, answered) if answered is not None else None,
        closing_hours=clock.hours(received, closed) if closed is not None and not is_open else None,
        rerouted=bool(row["rerouted"]),
        reopened=bool(row["reopened"]),
        merged=bool(row["merged"]),
        erased=bool(row["erased"]),
        score=row["score"],
    )
