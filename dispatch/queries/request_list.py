"""The list of requests as commands show it: filtered, searched, sorted, in one statement of the driver
alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from dispatch.queries import request_conditions as conditions_of
from dispatch.queries.request_conditions import Fact
from dispatch.queries.sought import by_driver
from dispatch.queries.sought.asked import Sought
from models.store.glance import Glance, Rows, as_json, as_time


class Order(StrEnum):
    """What a list is sorted by."""

    NEWEST = "newest"
    #: Open ones, newest first; then the others, newest first.
    FOUND = "found"
    OLDEST = "oldest"
    DUE = "due"
    PRIORITY = "priority"
    STATE = "state"
    SERVICE = "service"
    ASSIGNEE = "assignee"


_ORDERS = {
    Order.NEWEST: "r.id DESC",
    Order.FOUND: "r.id DESC",
    Order.OLDEST: "r.id",
    # Those without a date last, on both databases.
    Order.DUE: "CASE WHEN r.due_at IS NULL THEN 1 ELSE 0 END, r.due_at, r.id",
    Order.PRIORITY: "CASE r.priority WHEN 'urgent' THEN 0 WHEN 'high' THEN 1 WHEN 'normal' THEN 2 ELSE 3 "
    "END, r.id",
    Order.STATE: "r.state, r.id DESC",
    Order.SERVICE: "s.key, r.id DESC",
    Order.ASSIGNEE: "a.key, r.id DESC",
}
_SELECT = """
SELECT r.id, r.year, r.number, r.state, r.state_kind, r.subject, s.key AS service, b.key AS building, t.key AS type,
       a.key AS assignee, p.name AS requester_name, c.written AS requester_contact, r.priority, r.channel,
       r.created_at, r.updated_at, r.due_at
FROM {source}
LEFT JOIN service s ON s.id = r.service_id
LEFT JOIN building b ON b.id = r.building_id
LEFT JOIN request_type t ON t.id = r.request_type_id
LEFT JOIN agent a ON a.id = r.assignee_id
LEFT JOIN person p ON p.id = r.requester_id
LEFT JOIN contact_point c ON c.id = r.reply_contact_id
"""  # noqa: E501


@dataclass(frozen=True, slots=True)
class RequestFilter:
    """Which requests are meant; None and '' leave them all."""

    #: Keys of states, of a service, of an agent…; '' for requests that have none.
    states: tuple[str, ...] | None = None
    service: str | None = None
    assignee: str | None = None
    building: str | None = None
    request_type: str | None = None
    #: As buildings name it.
    quarter: str | None = None
    channel: str | None = None
    origin: str | None = None
    #: As rules write it.
    tag: str | None = None
    only_open: bool = False
    #: What else must hold.
    facts: frozenset[Fact] = frozenset()
    #: What it is now, for what is in time or out of it.
    moment: datetime | None = None
    #: Open ones that were due before this time.
    overdue_at: datetime | None = None
    since: datetime | None = None
    #: Received before this time.
    until: datetime | None = None
    #: Words that must all be found, in any case and without accents, as `Sought` reads them.
    search: str = ""
    order: Order = Order.NEWEST
    limit: int = 50


def list_requests(glance: Glance, wanted: RequestFilter) -> list[dict[str, Any]]:
    """The requests meant, as `requests list --json` prints them."""
    conditions: list[str] = []
    given: dict[str, Any] = {"most": wanted.limit}
    if wanted.states is not None:
        names = [f"state{'x' * (at + 1)}" for at in range(len(wanted.states))]
        given |= dict(zip(names, wanted.states, strict=True))
        conditions.append(f"r.state IN ({', '.join(':' + name for name in names)})")
    for name, value in (
        ("s.key", wanted.service),
        ("a.key", wanted.assignee),
        ("b.key", wanted.building),
        ("t.key", wanted.request_type),
    ):
        if value:
            given[f"wanted_{name[0]}"] = value
            conditions.append(f"{name} = :wanted_{name[0]}")
        elif value is not None:
            conditions.append(f"{name} IS NULL")
    if wanted.quarter is not None:
        given["quarter"] = wanted.quarter
        conditions.append(f"{conditions_of.quarter(glance)} = :quarter")
    if wanted.channel is not None:
        given["channel"] = wanted.channel
        conditions.append("r.channel = :channel")
    if wanted.origin is not None:
        given["origin"] = wanted.origin
        conditions.append("r.origin = :origin")
    if wanted.tag is not None:
        given["tag"] = wanted.tag
        conditions.append(conditions_of.tagged(glance))
    if wanted.only_open or wanted.overdue_at is not None:
        conditions.append(conditions_of.OPEN)
    if wanted.overdue_at is not None:
        given["overdue"] = wanted.overdue_at
        conditions.append("r.due_at < :overdue")
    if wanted.facts:
        conditions += [conditions_of.fact(glance, name) for name in sorted(wanted.facts)]
        if Fact.OUT_OF_TIME in wanted.facts:
            given["moment"] = wanted.moment
    if wanted.since is not None:
        given["since"] = wanted.since
        conditions.append("r.created_at >= :since")
    if wanted.until is not None:
        given["until"] = wanted.until
        conditions.append("r.created_at < :until")
    if wanted.order is not Order.FOUND:
        return _read(glance, wanted, conditions, given)
    found: list[dict[str, Any]] = []
    for only, mark in ((conditions_of.OPEN, "open"), (conditions_of.CLOSED, "closed")):
        if given["most"] > 0:
            found += _read(glance, wanted, [*conditions, only], given, mark)
            given["most"] = wanted.limit - len(found)
    return found


def _read(
    glance: Glance, wanted: RequestFilter, conditions: list[str], given: dict[str, Any], mark: str = ""
) -> list[dict[str, Any]]:
    sought, order, source = Sought.read(wanted.search), _ORDERS[wanted.order], "request r"
    if sought.is_vain:
        return []
    if sought.terms:
        is_sqlite = glance.is_sqlite
        source = by_driver.source(is_sqlite=is_sqlite)
        conditions = [*conditions, by_driver.condition(is_sqlite=is_sqlite)]
        given = {**given, "sought": by_driver.written(sought, is_sqlite=is_sqlite, mark=mark)}
        if wanted.order in (Order.NEWEST, Order.FOUND):
            order = by_driver.newest_first(is_sqlite=is_sqlite)
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    # Only words of ours are put together; what people give travels as parameters.
    rows = glance.rows(f"{_SELECT.format(source=source)} {where} ORDER BY {order} LIMIT :most", **given)
    return [_row(row) for row in rows]


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "reference": f"{row['year']}-{row['number']:05d}",
        "state": row["state"],
        "subject": row["subject"],
        "service": row["service"],
        "building": row["building"],
        "type": row["type"],
        "assignee": row["assignee"],
        "requester": {"name": row["requester_name"] or "", "contact": row["requester_contact"] or ""},
        "priority": row["priority"],
        "channel": row["channel"],
        "created_at": as_time(row["created_at"]),
        "updated_at": as_time(row["updated_at"]),
        "due_at": as_time(row["due_at"]),
    }


def known_keys(glance: Rows, table: str) -> dict[str, str]:
    """Keys with names of every `service`, `building`, `request_type` or `agent` there is or was: requests
    keep those that are gone.
    """
    if table not in ("service", "building", "request_type", "agent"):
        raise ValueError(table)
    if table == "request_type":
        rows = glance.rows("SELECT key, definition FROM request_type ORDER BY key")
        return {row["key"]: as_json(row["definition"])["label"]["fr"] for row in rows}
    return {row["key"]: row["name"] for row in glance.rows(f"SELECT key, name FROM {table} ORDER BY key")}


def known_quarters(glance: Rows) -> list[str]:
    """Quarters that buildings lie or lay in."""
    rows = glance.rows("SELECT definition FROM building")
    return sorted({as_json(row["definition"]).get("quarter") or "" for row in rows} - {""})


def used_states(glance: Rows) -> list[str]:
    """Keys of the states that requests are in."""
    return [row["state"] for row in glance.rows("SELECT DISTINCT state FROM request ORDER BY state")]
