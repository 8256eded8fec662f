"""A change of address or number that was asked about at both: found, ended, done once both said yes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.people.contacts import Contact, find_contact
from dispatch.people.merging import link_contacts
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from models.tables.people import ContactPoint, Person
from models.tables.requests import RequestRow
from models.values import ContactKind
from models.vocabulary import OPEN_KINDS

_outbox, _contacts, _people, _requests = (
    table_of(OutboundMessage),
    table_of(ContactPoint),
    table_of(Person),
    table_of(RequestRow),
)
#: Rows looked at in one go.
_MOST = 500


def letters_of(session: Session, change: str, since: datetime) -> list[Any]:
    """The two letters of one change asked for since then, the one to the old contact first."""
    rows = session.connection().execute(
        sa.select(_outbox)
        .where(
            _outbox.c.notice == "contact_change",
            _outbox.c.created_at >= since,
            _outbox.c.data["change"].as_string() == change,
        )
        .order_by(_outbox.c.id)
        .with_for_update()
    )
    return sorted(rows, key=lambda row: row.data["side"] != "old")


def waiting_for(session: Session, written: str, now: datetime) -> Any:
    """The latest letter to this address or number that still waits for its answer; None when none does."""
    rows = session.connection().execute(
        sa.select(_outbox)
        .where(_outbox.c.notice == "contact_change", _outbox.c.recipient == written)
        .order_by(_outbox.c.id.desc())
        .limit(1)
    )
    row = rows.first()
    return row if row is not None and waits(row, now) else None


def is_over(row: Any, now: datetime) -> bool:
    """Whether a letter can be answered no more."""
    end: datetime = row.created_at + timedelta(minutes=int(row.data["minutes"]))
    return now > end


def note(session: Session, rows: Sequence[Any], **values: Any) -> None:
    """Keep with letters what was answered to them."""
    for row in rows:
        session.connection().execute(
            sa.update(_outbox).where(_outbox.c.id == row.id).values(data={**row.data, **values})
        )


def expired(session: Session, now: datetime) -> list[list[Any]]:
    """The letters of changes whose time is over without both having said yes, two by two."""
    rows = session.connection().execute(
        sa.select(_outbox)
        .where(
            _outbox.c.notice == "contact_change",
            _outbox.c.created_at > now - timedelta(days=30),
            _outbox.c.data["ended"].as_boolean().is_(False),
        )
        .order_by(_outbox.c.id)
        .limit(_MOST)
    )
    pairs: dict[str, list[Any]] = {}
    for row in rows:
        if is_over(row, now):
            pairs.setdefault(row.data["change"], []).append(row)
    return list(pairs.values())


def carry_out(session: Session, old: Contact, new: Contact, now: datetime) -> int:
    """Make both one person's, and the new one where their news go; the id of that person.

    Raises UserError for staff.
    """
    person_id = link_contacts(session, old, ContactKind(new.kind), new.value, new.written, now)
    run = session.connection().execute
    run(sa.update(_people).where(_people.c.id == person_id).values(preferred_channel=new.channel))
    moved = find_contact(session, ContactKind(new.kind), new.value)
    if moved is not None:
        theirs = (_requests.c.requester_id == person_id, _requests.c.state_kind.in_(OPEN_KINDS))
        run(
            sa.update(_requests).where(*theirs).values(reply_contact_id=moved.contact_id, channel=new.channel)
        )
    return person_id


def was_given_up(session: Session, contact: Contact) -> bool:
    """Whether news go elsewhere than to this address or number, as both said when they were last asked."""
    rows = session.connection().execute(
        sa.select(_outbox.c.data)
        .where(_outbox.c.notice == "contact_change", _outbox.c.recipient == contact.written)
        .order_by(_outbox.c.id.desc())
    )
    last = next((row.data for row in rows if row.data.get("confirmed") and row.data.get("ended")), None)
    return last is not None and last["side"] == "old"


def waits(row: Any, now: datetime) -> bool:
    """Whether a letter can be answered still."""
    return not (row.data.get("ended") or row.data.get("confirmed") or is_over(row, now))


def has_requests(session: Session, person_id: int) -> bool:
    """Whether anything was ever asked in their name."""
    asked = sa.select(_requests.c.id).where(_requests.c.requester_id == person_id).limit(1)
    return session.connection().execute(asked).first() is not None
