"""The list of requests as commands show it: filtered, searched, sorted, in one statement of the driver
alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from models.folding import fold
from models.store.glance import Glance, as_time
from models.vocabulary import OPEN_KINDS

#: Words looked for; more only cost time.
MAX_WORDS = 8


class Order(StrEnum):
    """What a list is sorted by."""

    NEWEST = "newest"
    OLDEST = "oldest"
    DUE = "due"
    PRIORITY = "priority"
    STATE = "state"
    SERVICE = "service"
    ASSIGNEE = "assignee"


_ORDERS = {
    Order.NEWEST: "r.id DESC",
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
       r.created_at, r.due_at
FROM request r
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

    #: Keys of states, of a service, of an agent; '' for requests that nobody has.
    states: tuple[str, ...] | None = None
    service: str | None = None
    assignee: str | None = None
    only_open: bool = False
    #: Open ones that were due before this time.
    overdue_at: datetime | None = None
    since: datetime | None = None
    #: Words that must all be found, in any case and without accents: see `search_condition`.
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
    if wanted.service is not None:
        given["service"] = wanted.service
        conditions.append("s.key = :service")
    if wanted.assignee:
        given["assignee"] = wanted.assignee
        conditions.append("a.key = :assignee")
    elif wanted.assignee is not None:
        conditions.append("r.assignee_id IS NULL")
    if wanted.only_open or wanted.overdue_at is not None:
        conditions.append(f"r.state_kind IN ({', '.join(repr(str(kind)) for kind in OPEN_KINDS)})")
    if wanted.overdue_at is not None:
        given["overdue"] = wanted.overdue_at
        conditions.append("r.due_at < :overdue")
    if wanted.since is not None:
        given["since"] = wanted.since
        conditions.append("r.created_at >= :since")
    for at, word in enumerate(fold(wanted.search).split()[:MAX_WORDS]):
        name = f"word{'x' * (at + 1)}"
        given[name] = (
            f"%{word.replace(chr(92), chr(92) * 2).replace('%', chr(92) + '%').replace('_', chr(92) + '_')}%"
        )
        conditions.append(_search_condition(glance, name))
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    # Only words of ours are put together; what people give travels as parameters.
    rows = glance.rows(f"{_SELECT} {where} ORDER BY {_ORDERS[wanted.order]} LIMIT :most", **given)
    return [_row(row) for row in rows]


def _search_condition(glance: Glance, name: str) -> str:
    """The word stands in the subject, the reference, the history, or in a name, address or number of the
    requester.
    """
    like = f"LIKE :{name} ESCAPE '{chr(92)}'"
    zeros = "'00000'"
    reference = (
        f"(r.year || '-' || substr({zeros} || r.number, -5))"
        if glance.is_sqlite
        else ("(r.year || '-' || lpad(CAST(r.number AS text), 5, '0'))")
    )
    # Every piece is ours: the word itself is a parameter.
    return (
        f"({glance.folded('r.subject')} {like} OR {reference} {like} OR {glance.folded('p.name')} {like}"
        f" OR EXISTS (SELECT 1 FROM contact_point k WHERE k.person_id = r.requester_id AND "
        f"{glance.folded('k.written')} {like})"
        f" OR EXISTS (SELECT 1 FROM entry e WHERE e.request_id = r.id AND e.erased_at IS NULL AND "
        f"{glance.folded('e.text')} {like}))"
    )


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
        "due_at": as_time(row["due_at"]),
    }


def known_keys(glance: Glance, table: str) -> dict[str, str]:
    """Keys with names of every `service` or `agent` there is or was: requests keep those that are gone."""
    if table not in ("service", "agent"):
        raise ValueError(table)
    return {row["key"]: row["name"] for row in glance.rows(f"SELECT key, name FROM {table} ORDER BY key")}


def used_states(glance: Glance) -> list[str]:
    """Keys of the states that requests are in."""
    return [row["state"] for row in glance.rows("SELECT DISTINCT state FROM request ORDER BY state")]
