"""What commands show of a person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from models.folding import fold
from models.tables.columns import table_of
from models.tables.people import ContactPoint, Person
from models.tables.requests import RequestRow
from models.tables.rights import DataRequest
from models.values import ContactKind, PhoneNumber, Reference

_contacts, _people, _requests = table_of(ContactPoint), table_of(Person), table_of(RequestRow)
_asked = table_of(DataRequest)


def describe_person(session: Session, person_id: int) -> dict[str, Any]:
    """Everything a command shows of a person: contacts, preference, requests (newest first)."""
    connection = session.connection()
    person = connection.execute(sa.select(_people).where(_people.c.id == person_id)).mappings().one()
    contacts = connection.execute(
        sa.select(_contacts).where(_contacts.c.person_id == person_id).order_by(_contacts.c.id)
    ).mappings()
    requests = connection.execute(
        sa.select(_requests.c.year, _requests.c.number, _requests.c.state, _requests.c.subject)
        .where(_requests.c.requester_id == person_id)
        .order_by(_requests.c.id.desc())
        .limit(50)
    )
    return {
        "id": person_id,
        "name": person["name"],
        "locale": person["locale"],
        "preferred_channel": person["preferred_channel"],
        "told_phone": PhoneNumber(person["told_phone"]).national if person["told_phone"] else "",
        "objected_at": person["objected_at"],
        "held_since": person["held_since"],
        "held_because": person["held_because"],
        "contacts": [
            {
                "contact": PhoneNumber(row["value"]).national if row["kind"] == "phone" else row["written"],
                "verified_at": row["verified_at"],
                "opted_out_at": row["opted_out_at"],
                "unreachable": row["unreachable_reason"] if row["unreachable_since"] else "",
            }
            for row in contacts
        ],
        "requests": [
            {"reference": str(Reference(row.year, row.number)), "state": row.state, "subject": row.subject}
            for row in requests
        ],
    }


def find_people(session: Session, words: str, limit: int = 50) -> list[dict[str, Any]]:
    """People by words of their name, address or number, in any case and without accents, newest first.

    Looks at every person: names are few beside messages, and no index of either database ignores accents.
    """
    wanted = fold(words).split()
    connection = session.connection()
    contacts: dict[int, list[str]] = {}
    for row in connection.execute(
        sa.select(_contacts.c.person_id, _contacts.c.kind, _contacts.c.value, _contacts.c.written)
    ):
        shown = PhoneNumber(row.value).national if row.kind == ContactKind.PHONE else row.written
        contacts.setdefault(row.person_id, []).append(shown)
    counted = sa.select(_requests.c.requester_id, sa.func.count()).group_by(_requests.c.requester_id)
    requests = {row[0]: row[1] for row in connection.execute(counted)}
    found: list[dict[str, Any]] = []
    people = sa.select(_people.c.id, _people.c.name, _people.c.kind, _people.c.told_phone).order_by(
        _people.c.id.desc()
    )
    for person in connection.execute(
        people.where(_people.c.erased_at.is_(None), _people.c.merged_into_id.is_(None))
    ):
        known = contacts.get(person.id, [])
        told = (PhoneNumber(person.told_phone).national,) if person.told_phone else ()
        text = fold(
            " ".join(
                (
                    person.name,
                    *known,
                    *told,
                    *(each.replace(" ", "") for each in told),
                    *(each.replace(" ", "") for each in known),
                )
            )
        )
        if wanted and all(word in text for word in wanted):
            found.append(
                {
                    "id": person.id,
                    "name": person.name,
                    "kind": person.kind,
                    "contacts": known,
                    "requests": requests.get(person.id, 0),
                }
            )
            if len(found) == limit:
                break
    return found


def find_data_requests(
    session: Session, now: datetime, *, with_answered: bool = False, limit: int = 200
) -> list[dict[str, Any]]:
    """Who asked for their data, the soonest due first; with those that are answered at the end if wanted.

    `contacts`: where they are reached, proved ones marked; `on_file`: since when they were known before they
    asked, None when their demand was the first that was heard of them.
    """
    query = (
        sa.select(_asked, _people.c.name, _people.c.created_at.label("known_since"))
        .join(_people, _people.c.id == _asked.c.person_id)
        .order_by(_asked.c.answered_at.is_not(None), _asked.c.due_at, _asked.c.id)
        .limit(limit)
    )
    if not with_answered:
        query = query.where(_asked.c.answered_at.is_(None))
    found = []
    for row in session.connection().execute(query).all():
        contacts = session.connection().execute(
            sa.select(_contacts.c.kind, _contacts.c.value, _contacts.c.written, _contacts.c.verified_at)
            .where(_contacts.c.person_id == row.person_id)
            .order_by(_contacts.c.id)
        )
        shown = [
            (PhoneNumber(each.value).national if each.kind == ContactKind.PHONE else each.written)
            + (" (proved)" if each.verified_at else "")
            for each in contacts
        ]
        found.append(
            {
                "id": row.id,
                "name": row.name,
                "contacts": shown,
                "by": row.channel,
                "received_at": row.received_at,
                "on_file": row.known_since if row.known_since < row.received_at else None,
                "due_at": row.due_at,
                "overdue": row.answered_at is None and row.due_at <= now,
                "answered_at": row.answered_at,
                "answered_by": row.answered_by,
                "message": row.inbound_id,
            }
        )
    return found
