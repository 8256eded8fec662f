"""What commands show of a person."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from models.tables.columns import table_of
from models.tables.people import ContactPoint, Person
from models.tables.requests import RequestRow
from models.values import PhoneNumber, Reference

_contacts, _people, _requests = table_of(ContactPoint), table_of(Person), table_of(RequestRow)


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
