"""The people of the organisation and their contacts, for whom the administrator vouches; who left, or lost
one, is signed out everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from models.organisation import Organisation
from models.tables.columns import table_of
from models.tables.organisation import AgentRow, OfficialRow, ServiceRow
from models.tables.people import ContactPoint, Person, PersonKind
from models.tables.sessions import Challenge, Passkey, SignIn, WebSession
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
    """End every session, code and passkey of those who left or lost a contact: whoever has it now is signed
    in by it nowhere, and adds a passkey again once they are.
    """
    for table, ends in (
        (
            (table_of(WebSession), "ended_at"),
            (table_of(SignIn), "used_at"),
            (table_of(Challenge), "used_at"),
            (table_of(Passkey), "ended_at"),
        )
        if person_ids
        else ()
    ):
        still = (table.c.person_id.in_(person_ids), table.c[ends].is_(None))
        # What the directory said of them goes with the session.
        gone = {"id_token": ""} if "id_token" in table.c else {}
        session.connection().execute(sa.update(table).where(*still).values({ends: now, **gone}))


def archive_others(known: Mapping[str, Any], kept: set[str], now: datetime) -> None:
    """Parts that are gone are archived, never deleted: requests point to them."""
    for key, row in known.items():
        if key not in kept and row.archived_at is None:
            row.archived_at = now


def project_agents(session: Session, organisation: Organisation, now: datetime) -> None:
    """The agents as rows, each with a person who has their contacts."""
    known = {row.key: row for row in session.scalars(sa.select(AgentRow))}
    names = {each.key: each.name for each in organisation.agents}
    persons = persons_of(session, names, {key: row.person_id for key, row in known.items()}, now)
    given: list[Given] = []
    # Whoever left is signed in nowhere, even if they come back before a session would have ended.
    fewer = [row.person_id for key, row in known.items() if key not in names and row.person_id is not None]
    for agent in organisation.agents:
        person_id, person = persons[agent.key]
        row = known.get(agent.key) or AgentRow(key=agent.key, person_id=person_id)
        had = {each for name in ("emails", "phones") for each in (row.definition or {}).get(name, ())}
        if agent.closed or had - {*agent.emails, *agent.phones}:
            fewer.append(person_id)
        row.name, row.role, row.archived_at = agent.name, agent.role, None
        row.definition = agent.model_dump(mode="json")
        session.add(row)
        person.name, person.locale = agent.name, agent.locale
        person.preferred_channel = agent.preferred_channel
        given += ((person_id, ContactKind.EMAIL, email) for email in agent.emails)
        given += ((person_id, ContactKind.PHONE, phone) for phone in agent.phones)
    give_contacts(session, given, now)
    archive_others(known, set(names), now)
    sign_out(session, fewer, now)


def project_officials(session: Session, organisation: Organisation, now: datetime) -> None:
    """The elected officials as rows, each with a person who has their contacts."""
    known = {row.key: row for row in session.scalars(sa.select(OfficialRow))}
    names = {each.key: each.name for each in organisation.officials}
    persons = persons_of(session, names, {key: row.person_id for key, row in known.items()}, now)
    given: list[Given] = []
    # Whose term is over is signed in nowhere.
    fewer = [row.person_id for key, row in known.items() if key not in names]
    for official in organisation.officials:
        person_id, person = persons[official.key]
        row = known.get(official.key) or OfficialRow(key=official.key, person_id=person_id)
        had = {each for name in ("emails", "phones") for each in (row.definition or {}).get(name, ())}
        if official.closed or had - {*official.emails, *official.phones}:
            fewer.append(person_id)
        row.name, row.archived_at = official.name, None
        row.definition = official.model_dump(mode="json")
        session.add(row)
        person.name, person.locale, person.kind = official.name, official.locale, PersonKind.ELECTED
        given += ((person_id, ContactKind.EMAIL, email) for email in official.emails)
        given += ((person_id, ContactKind.PHONE, phone) for phone in official.phones)
    give_contacts(session, given, now)
    archive_others(known, set(names), now)
    sign_out(session, fewer, now)


def project_mailboxes(session: Session, organisation: Organisation, now: datetime) -> None:
    """A service's own mailbox is a person: notices go to it, and answers come from it."""
    session.flush()
    rows = {row.key: row for row in session.scalars(sa.select(ServiceRow))}
    names = {each.key: each.name for each in organisation.services if each.email is not None}
    persons = persons_of(session, names, {key: row.person_id for key, row in rows.items()}, now)
    given: list[Given] = []
    for service in organisation.services:
        if service.email is None:
            rows[service.key].person_id = None
            continue
        rows[service.key].person_id, person = persons[service.key]
        person.name = service.name
        given.append((persons[service.key][0], ContactKind.EMAIL, service.email))
    give_contacts(session, given, now)
