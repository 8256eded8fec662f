# ruff: noqa: E501  # rows of a table, side by side
"""A database with as many requests as a town has after years, written in minutes; for measuring.

    python -m bench.fill DATABASE_URL REQUESTS

The database must be made already (`guichet init`). Each request has a requester with an address, a message,
three entries, two notices that were sent and, one in three, a file. All are older than the last day; three in a
hundred are open.
"""

from __future__ import annotations

import hashlib
import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from models.store.database import Database
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage
from models.tables.organisation import AgentRow, ServiceRow
from models.tables.outbox import OutboundMessage
from models.tables.people import ContactPoint, Person
from models.tables.requests import Attachment, Entry, RequestRow, SeenMessageId

#: Requests of one transaction.
_AT_ONCE = 5_000
_YEARS = timedelta(days=3 * 365)
_OPEN_SHARE = 0.03
Rows = dict[Any, list[dict[str, Any]]]


def fill(database: Database, requests: int, *, seed: int = 7) -> None:
    """Add so many requests. Ids go on after those that are there."""
    chosen = random.Random(seed)  # always the same town
    now = datetime.now(UTC)
    with database.reading() as session:
        run = session.connection().execute
        agents = list(run(sa.select(table_of(AgentRow).c.id)).scalars())
        services = list(run(sa.select(table_of(ServiceRow).c.id)).scalars())
        first = {
            row_class: int(run(sa.select(sa.func.max(table_of(row_class).c.id))).scalar() or 0) + 1
            for row_class in (
                Person,
                ContactPoint,
                InboundMessage,
                RequestRow,
                Entry,
                OutboundMessage,
                Attachment,
            )
        }
    for start in range(0, requests, _AT_ONCE):
        rows: Rows = {}
        for number in range(start, min(start + _AT_ONCE, requests)):
            at = now - timedelta(days=1) - _YEARS * (1 - number / requests)
            for row_class, row in _one(number, first, at, chosen, agents, services):
                rows.setdefault(row_class, []).append(row)
        with database.transaction() as session:
            for row_class, some in rows.items():
                session.connection().execute(sa.insert(table_of(row_class)), some)
    if not database.is_sqlite:
        _move_sequences(database)
    with database.transaction() as session:
        session.connection().exec_driver_sql("ANALYZE")


def _one(
    number: int,
    first: dict[Any, int],
    at: datetime,
    chosen: random.Random,
    agents: list[int],
    services: list[int],
) -> Iterator[tuple[Any, dict[str, Any]]]:
    """The rows of one request, each after those that it points to."""
    person, contact = first[Person] + number, first[ContactPoint] + number
    inbound, request = first[InboundMessage] + number, first[RequestRow] + number
    entry, letter = first[Entry] + 3 * number, first[OutboundMessage] + 2 * number
    address, is_open = f"citizen-{person}@example.org", chosen.random() < _OPEN_SHARE
    message_id = f"filled-{inbound}@example.org"
    yield (
        Person,
        {"id": person, "kind": "citizen", "name": f"Citizen {person}", "locale": "fr", "created_at": at},
    )
    yield ContactPoint, {
        "id": contact, "person_id": person, "kind": "email", "value": address, "written": address,
        "created_at": at, "unreachable_reason": "",
    }  # fmt: skip
    yield RequestRow, {
        "id": request, "year": 1900, "number": request, "subject": "Lampadaire en panne",
        "state": "new" if is_open else "done", "state_kind": "new" if is_open else "done",
        "workflow_key": "default", "service_id": chosen.choice(services), "assignee_id": chosen.choice(agents),
        "requester_id": person, "channel": "email", "reply_contact_id": contact, "locale": "fr", "tags": [],
        "fields": {}, "decision": {"steps": [], "disposition": "request"}, "created_at": at, "updated_at": at,
        "closed_at": None if is_open else at + timedelta(hours=20),
    }  # fmt: skip
    yield InboundMessage, {
        "id": inbound, "received_at": at, "door": "smtp", "peer": "192.0.2.1", "envelope_from": address,
        "recipients": ["mairie@ville.test"], "raw": b"Subject: Lampadaire\r\n\r\nIl ne marche plus.\r\n" * 20,
        "raw_sha256": hashlib.sha256(message_id.encode()).hexdigest(), "raw_size_bytes": 800, "door_facts": {},
        "state": "new_request", "reason": "", "attempts": 1, "next_attempt_at": at, "fence": 1,
        "processed_at": at, "message_id": message_id, "sender": address, "subject": "Lampadaire en panne",
        "content_key": hashlib.sha256(address.encode()).hexdigest(), "person_id": person, "request_id": request,
        "decision": {}, "mail_proof": {"by": "dkim", "failed": "", "carried": []},
    }  # fmt: skip
    for place, kind in enumerate(("message_in", "rule", "state")):
        yield Entry, {
            "id": entry + place, "request_id": request, "at": at, "kind": kind,
            "actor_role": "system" if place else "requester", "person_id": None if place else person,
            "channel": "email" if place == 0 else "", "public": place == 0, "text": "Il ne marche plus. " * 10,
            "quoted": "", "data": {}, "inbound_id": inbound if place == 0 else None,
        }  # fmt: skip
    for place, (notice, to) in enumerate(
        (("acknowledgement", address), ("assigned", "voirie@agents.ville.test"))
    ):
        yield OutboundMessage, {
            "id": letter + place, "created_at": at, "notice": notice, "channel": "email",
            "audience": "agent" if place else "requester", "locale": "fr", "person_id": person, "recipient": to,
            "recipient_name": "", "request_id": request, "entry_id": entry, "inbound_id": inbound,
            "unique_key": f"filled:{letter + place}", "data": {}, "attachment_ids": [], "thread_ids": [],
            "can_wait": False, "state": "sent", "attempts": 1, "next_attempt_at": at, "fence": 1, "last_error": "",
            "sent_at": at, "carrier": "smtp", "message_id": f"filled-{letter + place}@ville.test",
        }  # fmt: skip
    if number % 3 == 0:
        yield Attachment, {
            "id": first[Attachment] + number // 3, "request_id": request, "entry_id": entry, "filename": "photo.jpg",
            "shown_name": "photo.jpg", "content_type": "image/jpeg", "size_bytes": 200,
            "sha256": hashlib.sha256(f"file {inbound}".encode()).hexdigest(), "inline": False,
            "decorative": False, "content_id": "", "derived_from": "",
        }  # fmt: skip
    yield SeenMessageId, {
        "id_hash": hashlib.sha256(f"seen {message_id}".encode()).hexdigest(), "request_id": request,
        "received": True,
    }  # fmt: skip


def _move_sequences(database: Database) -> None:
    """Ids were given: the next that PostgreSQL gives must come after them."""
    tables = (
        "person",
        "contact_point",
        "request",
        "inbound_message",
        "entry",
        "outbound_message",
        "attachment",
    )
    with database.transaction() as session:
        for table in tables:
            session.connection().exec_driver_sql(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
            )


def main() -> None:
    url, requests = sys.argv[1], int(sys.argv[2])
    database, began = Database(url), time.monotonic()
    fill(database, requests)
    database.close()
    print(f"{requests} requests in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
