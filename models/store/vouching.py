"""The people of the organisation and their contacts, for whom the administrator vouches; who left, or lost
one, is signed out everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from models.tables.columns import table_of
from models.tables.people import ContactPoint, Person, PersonKind
from models.tables.sessions import SignIn, WebSession
from models.values import ContactKind, EmailAddress, PhoneNumber


def persons_of(
    session: Session, names: Mapping[str, str], ids: Mapping[str, int | None], now: datetime
) -> dict[str, tuple[int, Person]]:
    """The person of each key of `names`: whose id `ids` has, or a new one."""
    wanted = table_of(Person).c.id.in_([each for each in ids.values() if each is not None])
    known = {row.id: row for row in session.scalars(sa.select(Person).where(wanted))}
    found = {
        key: known.get(ids.get(key)) or Person(kind=PersonKind.INTERNAL, name=name, created_at=now)
        for key, name in names.items()
    }
    session.add_all(found.values())
    session.flush()
    return {key: (row.id, row) for key, row in found.items() if row.id is not None}


#: Whose a contact is, of what kind, and how the file writes it.
Given = tuple[int, ContactKind, str]


def give_contacts(session: Session, given: Iterable[Given], now: datetime) -> None:
    """The administrator vouches for them, so each moves to its person and counts as verified."""
    wanted = {}
    for person_id, kind, text in given:
        address = EmailAddress.parse(text) if kind is ContactKind.EMAIL else None
        value = address.key if address else PhoneNumber.parse(text).e164
        wanted[kind, value] = person_id, address.envelope if address else value
    values = table_of(ContactPoint).c.value.in_([value for _, value in wanted])
    known = {(row.kind, row.value): row for row in session.scalars(sa.select(ContactPoint).where(values))}
    for (kind, value), (person_id, written) in wanted.items():
        row = known.get((kind, value)) or ContactPoint(
            person_id=person_id, kind=kind, value=value, written=written, created_at=now
        )
        row.person_id, row.verified_at = person_id, row.verified_at or now
        session.add(row)
    session.flush()


def sign_out(session: Session, person_ids: list[int], now: datetime) -> None:
    """End every session and every code of those who left or lost a contact: whoever has it now is signed in
    by it nowhere.
    """
    for table, ends in (
        ((table_of(WebSession), "ended_at"), (table_of(SignIn), "used_at")) if person_ids else ()
    ):
        still = (table.c.person_id.in_(person_ids), table.c[ends].is_(None))
        session.connection().execute(sa.update(table).where(*still).values({ends: now}))
